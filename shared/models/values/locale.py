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

_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu "
    "cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi "
    "ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km "
    "kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na "
    "nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd "
    "se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw "
    "ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
_LANGUAGES = frozenset(_CODES.split())
"""Languages of two letters, former ones included. ISO 639-1 gets no more:
https://www.iana.org/assignments/language-subtag-registry."""


def _canonical(tag: str) -> str:
    """Return the tag in canonical case, such as ``zh-Hant-TW``.

    Source: https://www.rfc-editor.org/rfc/rfc5646, sections 2.1 and 2.1.1. Of the registry's
    subtags only languages of two letters are known here, because the lists of the others grow.

    Raises:
        ValueError: The tag is not well-formed, or its language does not exist.
    """
    lower = tag.lower()
    if not _LANGTAG.fullmatch(lower):
        raise ValueError("must be a BCP 47 language tag, like en-GB")
    language, *rest = lower.split("-")
    if len(language) == 2 and language not in _LANGUAGES:  # noqa: PLR2004 (of ISO 639-1)
        raise ValueError("must begin with a language of ISO 639, like en-GB")
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
