"""Parts of views that packages share: amounts, ETags, and the registry of views of resources."""

from enum import Enum
from functools import singledispatch
from operator import attrgetter
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, Field, PlainSerializer

from shared.models.ledger.transactions.currencies.original import Original
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor
from shared.models.values.spans.month_start import MonthStart
from shared.models.values.spans.shifts import Shift
from shared.models.values.spans.weekday import Weekday

MONEY_PATTERN = r"^-?[0-9]+(\.[0-9]+)?$"

Money = Annotated[str, Field(pattern=MONEY_PATTERN, examples=["12.50"])]
"""An amount in an answer, as ``format_minor`` writes it."""

Etag = Annotated[
    str, Field(description="The version, as in the header ETag, for If-Match.", examples=['"1"'])
]
"""The version of a resource in an answer, as ``etag_of`` writes it."""


_E = TypeVar("_E", bound=Enum)


Name = Annotated[_E, PlainSerializer(attrgetter("name"))]
"""A member of an enumeration in an answer, which has its name, in upper case."""


ETAG = "for If-Match and If-None-Match"
"""Mark of a model, as ``openapi_extra`` of its config: answers with it have the header ETag."""

ETAG_OF_FIELDS = "for If-Match"
"""Likewise, where the ETag is the version of the resource's own fields, not of the whole answer."""


def etag_of(revision: int) -> str:
    """Return the ETag of a revision, with its quotation marks: the header and the member."""
    return f'"{revision}"'


def known_money(amount_minor: int | None, currency: str) -> str | None:
    """Return an amount in minor units as ``format_minor`` writes it; None if it is not known."""
    return None if amount_minor is None else format_minor(amount_minor, currency)


@singledispatch
def view_of(resource: Any) -> BaseModel:
    """Return the view of a resource, by the function registered for its type.

    Each package registers the views of the resources whose revision it compares with If-Match:
    the answer to a failed precondition has the current resource.
    """
    raise TypeError(f"no view of {type(resource).__name__}")


class OriginalView(FrozenModel):
    """The amount of a purchase in another currency than the account's; it is in no sum."""

    amount: Money
    currency: str


def original_view(original: Original | None) -> OriginalView | None:
    """Return the view of an original amount, if there is one."""
    if original is None:
        return None
    amount = format_minor(original.amount_minor, original.currency)
    return OriginalView(amount=amount, currency=original.currency)


class NamedWorkspace(FrozenModel):
    """A workspace by its id and name."""

    id: str
    name: str


class MonthStartView(FrozenModel):
    """The day of the calendar month on which a ledger's months start, and where it shifts."""

    day: int = Field(description="In shorter months their last day.")
    shift: Shift = Field(description="To a business day.")
    holidays: str | None = Field(description="The country or subdivision of the public holidays.")
    weekend: list[Weekday] = Field(description="Days of the week that are no business days.")
    moves: str | None = Field(description="Where the day moves in each month from January 2020.")

    @classmethod
    def of(cls, start: MonthStart) -> Self:
        """Return the view of a start of months."""
        return cls(
            day=start.day,
            shift=start.shift,
            holidays=start.holidays,
            weekend=list(start.weekend),
            moves=start.moves or None,
        )


class LedgerBasics(FrozenModel):
    """Settings of the ledger that amounts and periods cannot be read without."""

    currency: str
    exponent: int = Field(description="The number of decimals of amounts in ``currency``.")
    timezone: str
    month_start: MonthStartView
    summary_edition: str | None
