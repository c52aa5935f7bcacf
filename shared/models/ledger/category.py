"""Categories: what income and expenses are counted under."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)

from shared.models.values.text import STORABLE, same_name_key, trimmed, upper_case

MAX_CATEGORIES = 500
"""Live and archived categories of one tenant; they share one document of at most 1 MiB."""


class EntryType(StrEnum):
    """Whether money comes in or goes out; of a transaction, and of a category."""

    INCOME = "INCOME"
    EXPENSE = "EXPENSE"


def _lower(value: str | None) -> str | None:
    return value.lower() if value else value


AnyCaseEntryType = Annotated[EntryType, BeforeValidator(upper_case)]
"""An entry type as input: accepted in any case."""

CategoryName = Annotated[str, trimmed(50, min_length=1), STORABLE]
Color = Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$"), AfterValidator(_lower)]
Icon = Annotated[str, trimmed(50, min_length=1), STORABLE]


class CategoryDraft(BaseModel):
    """A category as a client describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: CategoryName
    type: AnyCaseEntryType
    color: Color | None = None
    icon: Icon | None = None


class CategoryPut(CategoryDraft):
    """The whole of a category as a client wants it; its type never changes."""

    archived: bool = Field(default=False, strict=True)


class CategoryPatch(BaseModel):
    """What a client wants to change of a category; what is not named stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: CategoryName | None = None
    color: Color | None = None
    icon: Icon | None = None
    archived: bool | None = Field(default=None, strict=True)

    @field_validator("name", "archived")
    @classmethod
    def _only_looks_may_be_cleared(cls, value: object) -> object:
        if value is None:
            raise ValueError("must not be null")
        return value


class Category(BaseModel):
    """A category as it is stored in its tenant's document.

    ``merging_into`` is the id of the category its transactions are being moved to: while it is
    set nothing new may be recorded here, and only that merge may go on.
    """

    model_config = ConfigDict(frozen=True)

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
        """What no two categories of a tenant may share: type, and name without regard to case."""
        return self.type, same_name_key(self.name)
