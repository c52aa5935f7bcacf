"""Recurring entries: a template of a transaction, a schedule, and a mode."""

import json
from bisect import bisect_right
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self

from pydantic import ConfigDict, Field, ValidationError

from shared.errors import InvalidArgument
from shared.models.ledger.transactions.currencies.exchange import allocate_minor
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.schedule import (
    Schedule,
    first_nominal,
    last_nominal_before,
)
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor, to_minor
from shared.models.values.revision import revised
from shared.models.values.validation import field_errors_of

if TYPE_CHECKING:
    from shared.models.ledger.inputs.transaction import TransactionDraft

MAX_RECURRING = 200
"""Recurring entries of a ledger."""

MAX_RECURRING_BYTES = 6_000
"""Bytes of an entry as JSON, without what follows from its schedule.

The last commit of a merge may write all entries of a ledger, each with two log entries, beside
all of its rules.
"""

MAX_AMOUNT_CHANGES, MAX_REMIND_DAYS = 50, 30
MAX_AHEAD = 50
"""Occurrences from the cursor on that differ from the plan."""

OF_THE_CURSOR = ("next_nominal", "next_date", "ahead", "due_at", "reminded_until", "postponed")
"""Fields of an entry that follow from what is done with its occurrences."""

MAX_BACK = timedelta(days=400)
"""Time before its creation for which an entry is due; earlier occurrences are left out."""

Place = Literal["categories", "accounts", "custom_types"]


class Mode(StrEnum):
    """Treatment of an occurrence that falls due.

    AUTO books it. APPROVE waits for a person, who books it by ``process``. REMIND waits for the
    transaction that pays it, which comes with the bank's; it is booked only where a person names
    it.
    """

    REMIND = "REMIND"
    APPROVE = "APPROVE"
    AUTO = "AUTO"


class CurrencyAmount(NamedTuple):
    """An amount with its currency."""

    amount: Decimal
    currency: str


class TemplateSplit(FrozenModel):
    """Split of a template."""

    category_id: str | None = None
    amount: Decimal
    note: str | None = None


class Template(FrozenModel):
    """Template of a transaction; amounts are decimals, as in input.

    They are in ``currency``, that of the account, and ``to_amount`` in that of the other account.
    """

    type: TransactionType
    amount: Decimal
    currency: str
    category_id: str | None = None
    splits: tuple[TemplateSplit, ...] = ()
    account_id: str
    to_account_id: str | None = None
    to_amount: Decimal | None = None
    custom_type_id: str | None = None
    payee: str | None = None
    description: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def parts(self) -> frozenset[tuple[Place, str]]:
        """Return the categories, accounts and custom types that it names."""
        named: list[tuple[Place, str | None]] = [
            ("categories", self.category_id),
            *(("categories", split.category_id) for split in self.splits),
            ("accounts", self.account_id),
            ("accounts", self.to_account_id),
            ("custom_types", self.custom_type_id),
        ]
        return frozenset((place, part_id) for place, part_id in named if part_id is not None)

    def with_part(self, place: Place, source_id: str, target_id: str) -> Self:
        """Return the template with another category, account or custom type instead of one."""

        def led(part_id: str | None) -> str | None:
            return target_id if part_id == source_id else part_id

        match place:
            case "categories":
                splits = (
                    split.model_copy(update={"category_id": led(split.category_id)})
                    for split in self.splits
                )
                fields: dict[str, Any] = {
                    "category_id": led(self.category_id),
                    "splits": tuple(splits),
                }
            case "accounts":
                fields = {
                    "account_id": led(self.account_id),
                    "to_account_id": led(self.to_account_id),
                }
            case "custom_types":
                fields = {"custom_type_id": led(self.custom_type_id)}
        return self.model_copy(update=fields)

    @property
    def own_amount(self) -> CurrencyAmount:
        """Return the amount with its currency."""
        return CurrencyAmount(self.amount, self.currency)

    def ensure_sign(self, amount: Decimal, field: str = "amount") -> None:
        """Check that another amount has the sign of the template's: a refund stays one.

        Raises:
            InvalidArgument: It has not; the error names ``field``.
        """
        if (amount < 0) != (self.amount < 0):
            raise InvalidArgument.of(field, "must have the sign of the template's amount")

    def draft(self, day: date, other: CurrencyAmount | None = None) -> "TransactionDraft":
        """Return the input of a transaction on a day, with another amount unless it is None.

        Splits keep their proportions. The amount that a transfer brings in another currency is
        estimated for another amount.

        Raises:
            InvalidArgument: An amount does not fit the currency, the sign, or each split.
        """
        from shared.models.ledger.inputs.transaction import TransactionDraft  # noqa: PLC0415 (demos need none)

        fields: dict[str, Any] = dict(self) | {"date": day}
        fields["splits"] = [dict(split) for split in self.splits] or None
        if other is not None and other != self.own_amount:
            self.ensure_sign(other.amount)
            fields |= {**other._asdict(), "to_amount": None}
            if self.splits:
                fields["splits"] = self._scaled(*other)
        try:
            return TransactionDraft.model_validate(fields)
        except ValidationError as invalid:
            raise InvalidArgument(*field_errors_of(invalid)) from invalid

    def ensure_divides(self, amount: Decimal, field: str = "amount") -> None:
        """Check that another amount can be divided in the proportion of the splits.

        Raises:
            InvalidArgument: A split would have nothing; the error names ``field``.
        """
        if self.splits:
            self._parts(to_minor(amount, self.currency, field), field)

    def _parts(self, amount_minor: int, field: str) -> list[int]:
        weights = [to_minor(split.amount, self.currency) for split in self.splits]
        if sum(weights) == 0:
            raise InvalidArgument.of("splits", "must not add up to zero")
        parts = allocate_minor(amount_minor, weights)
        if 0 in parts:
            raise InvalidArgument.of(field, "must leave no split with an amount of zero")
        return parts

    def _scaled(self, amount: Decimal, currency: str) -> list[dict[str, Any]]:
        parts = self._parts(to_minor(amount, currency), "amount")
        return [
            dict(split) | {"amount": format_minor(part, currency)}
            for split, part in zip(self.splits, parts, strict=True)
        ]


class AmountChange(FrozenModel):
    """Another amount of the occurrences whose nominal date is this day or later.

    ``currency`` is that of the template for which it was given.
    """

    model_config = ConfigDict(serialize_by_alias=True, populate_by_name=True)

    from_: date = Field(alias="from")
    amount: Decimal
    currency: str


class Recurring(FrozenModel):
    """A recurring entry.

    ``next_nominal``, the cursor, is the first nominal date that is not handled; None at the end.
    Stored occurrences alone describe the time before it; from it on the schedule is enumerated, and
    the stored occurrences of the nominal dates ``ahead`` replace the plan.
    ``next_date`` is the date of the occurrence at the cursor, after a shift or postponement, and
    ``due_at`` the next instant at which a run has something to do (``due_times``); None while it is
    paused. ``reminded_until`` is the date of the last occurrence that people were reminded of, and
    ``postponed`` are the nominal dates before the cursor whose occurrences are postponed.
    These four are not logged; a booking moves all six without a log entry of the entry itself.
    """

    id: str
    name: str
    mode: Mode
    template: Template
    schedule: Schedule
    remind_days: int = 0
    paused: bool = False
    amount_changes: tuple[AmountChange, ...] = ()
    next_nominal: date | None = None
    next_date: date | None = None
    ahead: tuple[date, ...] = ()
    due_at: datetime | None = None
    reminded_until: date | None = None
    postponed: tuple[date, ...] = ()
    revision: int = 1
    created_at: datetime
    updated_at: datetime

    def amount_at(self, nominal: date) -> CurrencyAmount:
        """Return the planned amount of the occurrence with a nominal date."""
        count = bisect_right(self.amount_changes, nominal, key=attrgetter("from_"))
        if not count:
            return self.template.own_amount
        change = self.amount_changes[count - 1]
        return CurrencyAmount(change.amount, change.currency)

    def ensure_size(self) -> None:
        """Check that the entry is no larger than 6,000 bytes as JSON.

        Raises:
            InvalidArgument: It is; the error names the largest field.
        """
        kept = self.model_dump(
            mode="json",
            exclude_defaults=True,
            exclude={*OF_THE_CURSOR},
        )
        sizes = {
            name: len(json.dumps(value, ensure_ascii=False).encode())
            for name, value in kept.items()
        }
        if sum(sizes.values()) > MAX_RECURRING_BYTES:
            largest = max(sizes, key=lambda name: sizes[name])
            message = f"is too long: an entry has at most {MAX_RECURRING_BYTES} bytes"
            raise InvalidArgument.of(largest, message)

    def is_ahead(self, nominal: date) -> bool:
        """Return whether a nominal date is that of the cursor, or a later one."""
        return self.next_nominal is not None and nominal >= self.next_nominal

    def with_next_date(self, next_date: date | None = None) -> Self:
        """Return the entry with the date of the occurrence at its cursor; None is as planned."""
        if self.next_nominal is None:
            next_date = None
        elif next_date is None:
            next_date = self.schedule.effective_date(self.next_nominal)
        return self.model_copy(update={"next_date": next_date})


class Part(NamedTuple):
    """A category, an account or a custom type that a template names."""

    place: Place
    id: str


def led_to_part(recurring: Recurring, source: Part, target_id: str, at: datetime) -> Recurring:
    """Return the entry with another part instead of one that its template names."""
    template = recurring.template.with_part(source.place, source.id, target_id)
    return revised(recurring, {"template": template}, at)


def cursor_of_new(schedule: Schedule, today: date) -> date | None:
    """Return the cursor of an entry that has no occurrence yet, at most 400 days ago."""
    return first_nominal(schedule, max(schedule.start, today - MAX_BACK))


def cursor_after_edit(before: Recurring, after: Schedule, today: date) -> date | None:
    """Return the cursor after the schedule was replaced, so that the past stays as it is.

    It is after the last nominal date that was handled, and makes no date due that was not planned:
    none before the former cursor, or before today.
    """
    handled_until = before.next_nominal or date.max
    handled = last_nominal_before(before.schedule, handled_until)
    first = min(handled_until, today)
    if handled is not None:
        first = max(first, handled + timedelta(days=1))
    return first_nominal(after, first)


def cursor_after_pause(recurring: Recurring, today: date) -> date | None:
    """Return the cursor of an entry that goes on: what was planned in the pause does not occur."""
    nominal = recurring.next_nominal
    if nominal is None or recurring.schedule.effective_date(nominal) >= today:
        return nominal
    return first_nominal(recurring.schedule, today)
