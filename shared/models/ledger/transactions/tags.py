"""Tags of transactions as input."""

import unicodedata
from string import whitespace
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from shared.models.values.characters.names import first_of_equal, visible
from shared.models.values.text import trimmed

MAX_TAGS = 20
_BEFORE_TAGS = "#" + whitespace


def bare_tag(text: str) -> str:
    """Return a tag without the ``#`` that people write before it: ``#food`` is ``food``.

    A ``#`` with a mark on it stays, because both are one character to see, like a keycap.
    """
    bare = text.lstrip(_BEFORE_TAGS)
    return text if bare and unicodedata.category(bare[0]).startswith("M") else bare


def _bare(value: object) -> object:
    return bare_tag(value) if isinstance(value, str) else value


Tag = Annotated[
    str,
    trimmed(30, min_length=1),
    BeforeValidator(_bare),
    visible(30),
    Field(description="Hidden characters are refused; names that look alike are one tag."),
]
Tags = Annotated[tuple[Tag, ...], Field(max_length=MAX_TAGS), AfterValidator(first_of_equal)]
