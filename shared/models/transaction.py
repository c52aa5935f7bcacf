"""Transactions: single entries of income or expense."""

from __future__ import annotations

from datetime import date as civil_date
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from shared.models.category import AnyCaseEntryType, EntryType
from shared.models.dates import CivilDate, Month
from shared.models.identifiers import Id
from shared.models.money import Amount
from shared.models.text import STORABLE, trimmed

MAX_TAGS = 20


def _unique(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tags))


Description = Annotated[str, trimmed(200), STORABLE]
Notes = Annotated[str, trimmed(2000), STORABLE]
Tag = Annotated[str, trimmed(30, min_length=1), STORABLE]
Tags = Annotated[tuple[Tag, ...], Field(max_length=MAX_TAGS), AfterValidator(_unique)]


class TransactionDraft(BaseModel):
    """A transaction as a client describes it; also the whole of one for a PUT."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: AnyCaseEntryType
    amount: Amount
    category_id: Id
    date: CivilDate
    description: Description | None = None
    notes: Notes | None = None
    tags: Tags = ()


class TransactionPatch(BaseModel):
    """What a client wants to change of a transaction; what is not named stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: AnyCaseEntryType | None = None
    amount: Amount | None = None
    category_id: Id | None = None
    date: CivilDate | None = None
    description: Description | None = None
    notes: Notes | None = None
    tags: Tags | None = None

    @field_validator("type", "amount", "category_id", "date", "tags")
    @classmethod
    def _only_texts_may_be_cleared(cls, value: object) -> object:
        if value is None:
            raise ValueError("must not be null")
        return value

    def changes(self) -> dict[str, Any]:
        """The named fields and their new values."""
        return {field: getattr(self, field) for field in self.model_fields_set}


class Transaction(BaseModel):
    """A transaction as it is stored; ``amount_minor`` is in the minor unit of ``currency``.

    A negative amount is a refund or chargeback of its own type and category. ``deleted_at`` set:
    it is in the bin, and counts nowhere.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    type: EntryType
    amount_minor: int
    currency: str
    category_id: str
    date: civil_date
    description: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] = ()
    revision: int = 1
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None

    @property
    def month(self) -> Month:
        """The month it counts in."""
        return Month.of(self.date)

    @property
    def is_deleted(self) -> bool:
        """Whether it is in the bin."""
        return self.deleted_at is not None
