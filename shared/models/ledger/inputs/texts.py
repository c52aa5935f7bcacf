"""Texts of transactions as input, but for tags: payee, description, and notes."""

from typing import Annotated

from pydantic import Field

from shared.models.values.characters.names import READABLE, visible
from shared.models.values.text import STORABLE, trimmed

Description = Annotated[str, trimmed(200), STORABLE, READABLE]

Notes = Annotated[str, trimmed(2000), STORABLE, READABLE]

Payee = Annotated[
    str,
    trimmed(100, min_length=1),
    visible(100),
    Field(description="Hidden characters are refused; names that look alike are one payee."),
]

Note = Annotated[str, trimmed(200), STORABLE, READABLE]
