"""Occurrences of recurring entries that differ from the plan, or are handled."""

from collections.abc import Iterator
from datetime import date as civil_date
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field

from shared.models.ledger.inputs.texts import Note
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.planning.recurring import CurrencyAmount, Mode, Recurring
from shared.models.planning.schedule import PlannedDate, occurrences
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.dates import CivilDate
from shared.models.values.identifiers import derived_id
from shared.models.values.money import Amount, format_minor
from shared.models.values.text import BLANK_AS_NULL


class OccurrenceState(StrEnum):
    """State of an occurrence.

    DUE is one whose date has come, in the ledger's time zone. It is stored for one
    before the cursor, and for one that was refused; for others it follows from the date.
    MISSED is one that is not handled seven days after its date. It is never stored.
    """

    PLANNED = "PLANNED"
    DUE = "DUE"
    POSTED = "POSTED"
    MATCHED = "MATCHED"
    SKIPPED = "SKIPPED"
    POSTPONED = "POSTPONED"
    MISSED = "MISSED"


class WaitsFor(StrEnum):
    """Reason for which an occurrence is open that its run does not book: what settles it."""

    APPROVAL = "APPROVAL"
    """A person, who books or skips it."""

    PAYMENT = "PAYMENT"
    """A transaction that pays it, and is matched with it."""


SETTLED = frozenset(
    {
        OccurrenceState.POSTED,
        OccurrenceState.MATCHED,
        OccurrenceState.SKIPPED,
    }
)
"""States of occurrences that need nothing more."""

MISSED_AFTER = timedelta(days=7)
"""Time after its date from which on an occurrence that nobody has handled is MISSED."""

MAX_REASON = 300
"""Characters of the reason for which an occurrence was not booked."""


MAX_DISMISSED = 10
"""Transactions that are remembered not to pay an occurrence, the last ones."""


class Occurrence(FrozenModel):
    """An occurrence that is stored, because it differs from the plan or is handled.

    ``date`` is the day on which it is, or was, expected: ``moved_to``, or the effective date of
    its nominal one. ``amount``, in ``currency``, and ``note`` replace those of the plan.
    ``transaction_id`` is that of the transaction that was booked, or matched, and ``type`` its type
    when it was booked. ``reason`` is why one that is due was not booked, until it is changed.
    ``paid_amount``, in ``paid_currency``, is that of the transaction when it was matched.
    ``dismissed`` are the last 10 transactions of which people said that they do not pay it.
    """

    id: str
    recurring_id: str
    nominal: civil_date
    date: civil_date
    state: OccurrenceState
    moved_to: civil_date | None = None
    amount: Decimal | None = None
    currency: str | None = None
    note: str | None = None
    transaction_id: str | None = None
    type: TransactionType | None = None
    paid_amount: Decimal | None = None
    paid_currency: str | None = None
    dismissed: tuple[str, ...] = ()
    reason: str | None = None
    revision: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def is_settled(self) -> bool:
        """Return whether nothing is left to do."""
        return self.state in SETTLED

    @property
    def has_transaction(self) -> bool:
        """Return whether a transaction was booked for it, or is matched with it."""
        return self.state in (OccurrenceState.POSTED, OccurrenceState.MATCHED)

    def state_on(self, today: civil_date, mode: Mode) -> OccurrenceState:
        """Return its state on a day: what is not settled is DUE from its date on, then MISSED.

        One that the next run is still to book is not missed.
        """
        if self.is_settled:
            return self.state
        is_left = mode is not Mode.AUTO or self.state is OccurrenceState.DUE
        if is_left and self.date <= today - MISSED_AFTER:
            return OccurrenceState.MISSED
        if self.date <= today:
            return OccurrenceState.DUE
        is_open = self.state is OccurrenceState.DUE
        return OccurrenceState.PLANNED if is_open else self.state

    def waits_for(self, mode: Mode) -> WaitsFor | None:
        """Return what settles it: None if it is settled, or the run books it on its date.

        One of AUTO that was refused, or whose booking was undone, is left to people.
        """
        if self.is_settled:
            return None
        if mode is Mode.REMIND:
            return WaitsFor.PAYMENT
        is_left = mode is Mode.APPROVE or self.state is OccurrenceState.DUE
        return WaitsFor.APPROVAL if is_left else None

    def amount_in(self, recurring: Recurring) -> CurrencyAmount:
        """Return what was paid, or else its own amount as it was given, or the planned one."""
        if self.paid_amount is not None and self.paid_currency is not None:
            return CurrencyAmount(self.paid_amount, self.paid_currency)
        if self.amount is None:
            return recurring.amount_at(self.nominal)
        return CurrencyAmount(self.amount, self.currency or recurring.template.currency)

    def matched_with(self, transaction: Transaction) -> dict[str, Any]:
        """Return the fields that change when a transaction pays it; POSTED by its own booking."""
        currency = transaction.currency
        amount = Decimal(format_minor(transaction.amount_minor, currency))
        fields = {"transaction_id": transaction.id, "type": transaction.type, "reason": None}
        if transaction.id == booked_id(self.recurring_id, self.nominal):
            posted = {"state": OccurrenceState.POSTED, "amount": amount, "currency": currency}
            return UNPAID | fields | posted
        paid = {"paid_amount": amount, "paid_currency": currency}
        return fields | paid | {"state": OccurrenceState.MATCHED}

    def booked_as(self, transaction: Transaction, recurring: Recurring) -> dict[str, Any]:
        """Return the fields that change when a transaction was booked for it.

        Amount and currency are kept, because another template of the entry is not one of the past.
        """
        return {
            "state": OccurrenceState.POSTED,
            "transaction_id": transaction.id,
            "type": transaction.type,
            "reason": None,
            **self.amount_in(recurring)._asdict(),
        }

    def dismissed_with(self, transaction_id: str) -> tuple[str, ...]:
        """Return the transactions that do not pay it, with one more: the last 10."""
        others = (one for one in self.dismissed if one != transaction_id)
        return (*others, transaction_id)[-MAX_DISMISSED:]

    def released_in(self, recurring: Recurring | None) -> Self:
        """Return it without its transaction: planned from the cursor on, and DUE before it.

        So it is DUE while its recurring entry is deleted, too.
        """
        state = OccurrenceState.DUE
        if recurring is not None and recurring.is_ahead(self.nominal):
            planned = recurring.schedule.effective_date(self.nominal)
            is_later = self.moved_to is not None and self.moved_to > planned
            state = OccurrenceState.POSTPONED if is_later else OccurrenceState.PLANNED
        return self.model_copy(update=UNPAID | {"state": state})

    @property
    def is_as_planned(self) -> bool:
        """Return whether it says nothing that the plan does not say."""
        overrides = (self.moved_to, self.amount, self.note)
        is_changed = self.dismissed or overrides != (None, None, None)
        return self.state is OccurrenceState.PLANNED and not is_changed


UNPAID: dict[str, Any] = {
    "transaction_id": None,
    "type": None,
    "paid_amount": None,
    "paid_currency": None,
}
"""Fields of an occurrence without a transaction."""


def occurrence_id(recurring_id: str, nominal: civil_date) -> str:
    """Return the id of the occurrence with a nominal date."""
    return derived_id("occurrence", recurring_id, str(nominal))


def booked_id(recurring_id: str, nominal: civil_date) -> str:
    """Return the id of the transaction of an occurrence: booking it twice books it once."""
    return derived_id("recurring", recurring_id, str(nominal))


def planned_occurrence(recurring: Recurring, nominal: civil_date, at: datetime) -> Occurrence:
    """Return the occurrence with a nominal date as it is planned."""
    return Occurrence(
        id=occurrence_id(recurring.id, nominal),
        recurring_id=recurring.id,
        nominal=nominal,
        date=recurring.schedule.effective_date(nominal),
        state=OccurrenceState.PLANNED,
        created_at=at,
        updated_at=at,
    )


def planned_dates(
    recurring: Recurring, first: civil_date, last: civil_date
) -> Iterator[PlannedDate]:
    """Yield the dates of the occurrences from the cursor on that are as planned."""
    if recurring.next_nominal is None or recurring.paused:
        return
    ahead = frozenset(recurring.ahead)
    for planned in occurrences(recurring.schedule, first, last):
        if recurring.is_ahead(planned.nominal) and planned.nominal not in ahead:
            yield planned


class OccurrencePatch(InputModel):
    """Input that changes an occurrence; null clears what replaces the plan."""

    model_config = example(amount="55.00", note="Higher this time")

    date: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None, description="Another day than the planned one."
    )
    amount: Annotated[Amount | None, BLANK_AS_NULL] = None
    note: Annotated[Note | None, BLANK_AS_NULL] = None

    def changes(self) -> dict[str, Any]:
        """Return the named fields as fields of an occurrence."""
        fields = {name: getattr(self, name) for name in self.model_fields_set}
        if "date" in fields:
            fields["moved_to"] = fields.pop("date")
        return fields
