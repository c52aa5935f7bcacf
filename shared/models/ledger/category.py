"""Categories of income and expenses."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
)

from shared.errors import FieldError, InvalidArgument
from shared.models.values.base import FrozenModel
from shared.models.values.characters.names import same_name_key, sort_key
from shared.models.values.text import upper_case

MAX_CATEGORIES = 500
"""Live and archived categories of one tenant; they share one document of at most 1 MiB."""


class EntryType(StrEnum):
    """Direction of money: type of a category, and of a transaction that is no transfer."""

    INCOME = "INCOME"
    EXPENSE = "EXPENSE"


class CategoryKind(StrEnum):
    """Purpose of the money of a category, which reports group by.

    TIMEBOUND is an undertaking with an end date, such as a journey.
    """

    SPENDING = "SPENDING"
    SAVINGS = "SAVINGS"
    INVESTMENT = "INVESTMENT"
    TIMEBOUND = "TIMEBOUND"
    OTHER = "OTHER"


_USUAL_KINDS = {EntryType.INCOME: CategoryKind.OTHER, EntryType.EXPENSE: CategoryKind.SPENDING}


def usual_kind(fields: Mapping[str, Any]) -> CategoryKind:
    """Return the kind of a category that names none; its type is among the fields."""
    return _USUAL_KINDS[fields["type"]]


AnyCaseEntryType = Annotated[EntryType, BeforeValidator(upper_case)]
"""An entry type as input: accepted in any case."""


class Category(FrozenModel):
    """Category as stored in the tenant's document.

    ``merging_into`` is the id of the category to which its transactions are being moved: while it
    is set, nothing can be recorded here, and only that merge can continue.
    """

    id: str
    name: str
    type: EntryType
    kind: CategoryKind = Field(default_factory=usual_kind)
    end_date: date | None = None
    color: str | None = None
    icon: str | None = None
    archived: bool = False
    merging_into: str | None = None
    revision: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def noun(self) -> str:
        """Return the words for such a category in messages."""
        return f"{self.type} category"

    @property
    def key(self) -> tuple[EntryType, str]:
        """Return the key that is unique in a ledger: type, and the name as it looks."""
        return self.type, same_name_key(self.name)

    @property
    def sort_key(self) -> tuple[EntryType, str, str]:
        """Return the key of the order in lists: type and name, without regard to case."""
        return self.type, sort_key(self.name), self.id


def ensure_end_date_fits(kind: CategoryKind, end_date: date | None) -> None:
    """Check that a TIMEBOUND category has an end date, and no other category has one.

    Raises:
        InvalidArgument: The end date is missing, or the kind has none.
    """
    errors = [FieldError("end_date", message) for message in end_date_errors(kind, end_date)]
    if errors:
        raise InvalidArgument(*errors)


def end_date_errors(kind: CategoryKind | None, end_date: date | None) -> Iterator[str]:
    """Yield why an end date, or a missing one, does not fit a kind; None is an unknown kind."""
    if kind is CategoryKind.TIMEBOUND and end_date is None:
        yield "is required for the kind TIMEBOUND"
    if kind not in (None, CategoryKind.TIMEBOUND) and end_date is not None:
        yield "is only allowed for the kind TIMEBOUND"
