"""Locales as BCP 47 language tags: the preferred language and formats of a person."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

_MAX_LENGTH = 35
"""The length that RFC 5646, section 4.4.1, requires implementations to support."""

_LANGTAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}"  # The language and its extensions.
    r"(-[a-z]{4})?"  # The script.
    r"(-([a-z]{2}|[0-9]{3}))?"  # The region.
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # Variants.
    r"(-[a-wyz0-9](-[a-z0-9]{2,8})+)*"  # Extensions.
    r"(-x(-[a-z0-9]{1,8})+)?",  # Private use.
    re.ASCII,
)


def _canonical(tag: str) -> str:
    """Return the tag in canonical case, such as ``zh-Hant-TW``.

    Source: https://www.rfc-editor.org/rfc/rfc5646, sections 2.1 and 2.1.1. Subtags are not looked
    up in the registry, because it grows.

    Raises:
        ValueError: The tag is not well-formed.
    """
    lower = tag.lower()
    if not _LANGTAG.fullmatch(lower):
        raise ValueError("must be a BCP 47 language tag, like en-GB")
    language, *rest = lower.split("-")
    parts, is_free = [language], False
    for part in rest:
        is_free = is_free or len(part) == 1
        parts.append(part if is_free else _in_customary_case(part))
    return "-".join(parts)


def locales_of(tags: Iterable[str]) -> Iterator[str]:
    """Yield those of the tags that are locales, in canonical case."""
    for tag in tags:
        with contextlib.suppress(ValueError):
            if len(tag) <= _MAX_LENGTH:
                yield _canonical(tag)


def _in_customary_case(subtag: str) -> str:
    if len(subtag) == 2:  # noqa: PLR2004 (a region)
        return subtag.upper()
    is_script = len(subtag) == 4 and subtag.isalpha()  # noqa: PLR2004 (as above)
    return subtag.title() if is_script else subtag


Locale = Annotated[
    str,
    Field(
        max_length=_MAX_LENGTH, description="A BCP 47 language tag.", examples=["en-GB", "zh-Hant"]
    ),
    AfterValidator(_canonical),
]
