"""Categories of income and expenses."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
)

from shared.models.values.base import FrozenModel, InputModel
from shared.models.values.names import HIDDEN_REFUSED, same_name_key, sort_key, visible
from shared.models.values.text import trimmed, upper_case
from shared.models.values.validation import not_null

MAX_CATEGORIES = 500
"""Live and archived categories of one tenant; they share one document of at most 1 MiB."""


class EntryType(StrEnum):
    """Direction of money: type of a category, and of a transaction that is no transfer."""

    INCOME = "INCOME"
    EXPENSE = "EXPENSE"


def _lower(value: str | None) -> str | None:
    return value.lower() if value else value


AnyCaseEntryType = Annotated[EntryType, BeforeValidator(upper_case)]
"""An entry type as input: accepted in any case."""

CategoryName = Annotated[
    str,
    trimmed(50, min_length=1),
    visible(50),
    Field(
        description="Hidden characters are refused, and names that look like that of another "
        "category of the same type."
    ),
]
Color = Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$"), AfterValidator(_lower)]
Icon = Annotated[str, trimmed(50, min_length=1), visible(50), HIDDEN_REFUSED]


class CategoryDraft(InputModel):
    """Input of a category to create."""

    name: CategoryName
    type: AnyCaseEntryType
    color: Color | None = None
    icon: Icon | None = None


class CategoryPut(CategoryDraft):
    """Input that replaces all fields of a category; the type cannot be changed."""

    archived: bool = Field(default=False, strict=True)


class CategoryPatch(InputModel):
    """Input that changes the named fields of a category."""

    name: CategoryName | None = None
    color: Color | None = None
    icon: Icon | None = None
    archived: bool | None = Field(default=None, strict=True)

    _not_null = not_null("name", "archived")


class Category(FrozenModel):
    """Category as stored in the tenant's document.

    ``merging_into`` is the id of the category to which its transactions are being moved: while it
    is set, nothing can be recorded here, and only that merge can continue.
    """

    id: str
    name: str
    type: EntryType
    color: str | None = None
    icon: str | None = None
    archived: bool = False
    merging_into: str | None = None
    revision: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def key(self) -> tuple[EntryType, str]:
        """Return the key that is unique in a ledger: type, and the name as it looks."""
        return self.type, same_name_key(self.name)

    @property
    def sort_key(self) -> tuple[EntryType, str, str]:
        """Return the key of the order in lists: type and name, without regard to case."""
        return self.type, sort_key(self.name), self.id
