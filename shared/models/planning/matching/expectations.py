"""Occurrences of recurring entries as they are matched, with the amounts that are expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.expected_amount import ExpectedAmount, expected_after
from shared.models.planning.matching.candidates import OpenOccurrence, Payment, period_days_of
from shared.models.planning.occurrence import Occurrence, OccurrenceState, planned_occurrence
from shared.models.planning.recurring import Recurring
from shared.models.planning.schedule import Frequency, nominal_dates
from shared.models.values.dates import DateRange
from shared.models.values.frozen import frozen
from shared.models.values.money import to_minor
from shared.models.values.text import words_of

MIN_STEADY = 2
"""Equal amounts in a row after which another one is a new price."""

MAX_SAME_PERCENT = 2
"""Difference of an amount, in percent, up to which the price is the same."""

_MAX_REACH_DAYS, _MAX_SHIFT_DAYS = 183, 31
_MAX_PLANNED = 400
"""Planned occurrences of one entry that are compared."""

_DAYS = {
    Frequency.DAILY: 1,
    Frequency.WEEKLY: 7,
    Frequency.MONTHLY: 31,
    Frequency.YEARLY: 366,
}

_MATCHED = (OccurrenceState.MATCHED, OccurrenceState.SKIPPED)


class Paid(NamedTuple):
    """Amount of a linked transaction in minor units, and the nominal date that it paid."""

    nominal: date
    amount_minor: int


@frozen(slots=True)
class Expectation:
    """An occurrence that a transaction may pay, with its entry."""

    recurring: Recurring
    occurrence: Occurrence

    @property
    def key(self) -> tuple[str, date]:
        """Return what names the occurrence."""
        return self.recurring.id, self.occurrence.nominal

    @property
    def booked_id(self) -> str | None:
        """Return the transaction that was booked for it, if one was."""
        is_booked = self.occurrence.state is OccurrenceState.POSTED
        return self.occurrence.transaction_id if is_booked else None

    def opened(self, amount: ExpectedAmount | None = None) -> OpenOccurrence:
        """Return it as it is matched; without an amount any fits."""
        template = self.recurring.template
        return OpenOccurrence(
            recurring_id=self.recurring.id,
            nominal=self.occurrence.nominal,
            effective=self.occurrence.date,
            period_days=period_days_of(self.recurring.schedule, self.occurrence.nominal),
            type=template.type,
            account_id=template.account_id,
            to_account_id=template.to_account_id,
            currency=self.occurrence.amount_in(self.recurring).currency,
            amount=amount,
            payee=payee_words(template.payee),
        )

    def confirmed_by(self, booked: Transaction) -> OpenOccurrence:
        """Return it as it is matched after a transaction was booked, as that one is now."""
        return OpenOccurrence(
            recurring_id=self.recurring.id,
            nominal=self.occurrence.nominal,
            effective=booked.date,
            period_days=period_days_of(self.recurring.schedule, self.occurrence.nominal),
            type=booked.type,
            account_id=booked.account_id,
            to_account_id=booked.to_account_id,
            currency=booked.currency,
            amount=ExpectedAmount.exactly(booked.amount_minor),
            payee=payee_words(booked.payee),
        )

    def expected(self, history: Sequence[Paid]) -> ExpectedAmount:
        """Return the amount that is expected after the linked transactions, the oldest first.

        An amount of this occurrence alone is expected exactly, and so is one that is planned from a
        day on, until a later occurrence was paid. Otherwise it is that of the history and the plan.
        """
        amount, currency = self.occurrence.amount_in(self.recurring)
        planned = to_minor(amount, currency)
        known = self.amounts_of(history)
        if self.occurrence.amount is not None or not known:
            return ExpectedAmount.exactly(planned)
        after = expected_after(known)
        return ExpectedAmount(
            min(after.minimum, planned), max(after.maximum, planned), after.likely
        )

    def amounts_of(self, history: Sequence[Paid]) -> list[int]:
        """Return the amounts since the last planned change of the amount before this occurrence."""
        nominal = self.occurrence.nominal
        changes = (change.from_ for change in self.recurring.amount_changes)
        since = max((day for day in changes if day <= nominal), default=date.min)
        return [paid.amount_minor for paid in history if since <= paid.nominal < nominal]


def expectations(
    entries: Iterable[Recurring], stored: Iterable[Occurrence], days: DateRange, at: datetime
) -> Iterator[Expectation]:
    """Yield the occurrences near some days that have no transaction, or one that was booked.

    ``stored`` are those of the days; the others are planned, at most 400 of each entry. ``days``
    has both ends.
    """
    by_id = {entry.id: entry for entry in entries}
    for one in stored:
        if one.state not in _MATCHED and one.recurring_id in by_id:
            yield Expectation(by_id[one.recurring_id], one)
    for entry in by_id.values():
        yield from _planned(entry, days, at)


def _planned(entry: Recurring, days: DateRange, at: datetime) -> Iterator[Expectation]:
    if entry.next_nominal is None or entry.paused or days.end is None:
        return
    # An effective date is near its nominal one, so none is left out.
    ahead, margin = frozenset(entry.ahead), reach_of(entry) + _MAX_SHIFT_DAYS
    first = max(entry.next_nominal, shifted(days.start or date.min, -margin))
    found = nominal_dates(entry.schedule, first, shifted(days.end, margin))
    for nominal in islice(found, _MAX_PLANNED):
        if nominal not in ahead:
            yield Expectation(entry, planned_occurrence(entry, nominal, at))


def shifted(day: date, days: int) -> date:
    """Return the day so many days later, as far as there are dates."""
    number = day.toordinal() + days
    return date.fromordinal(min(max(1, number), date.max.toordinal()))


def reach_of(entry: Recurring) -> int:
    """Return the days from an occurrence within which it may be paid, 183 at most."""
    schedule = entry.schedule
    return min(_MAX_REACH_DAYS, _DAYS[schedule.frequency] * schedule.interval // 2 + 1)


def payee_words(text: str | None) -> str | None:
    """Return the words of a payee as they are compared, apart by blanks; None without any."""
    return " ".join(sorted(words_of(text or ""))) or None


def payment_of(transaction: Transaction) -> Payment:
    """Return a transaction as it is matched; without a payee, its description names one."""
    return Payment(
        id=transaction.id,
        date=transaction.date,
        type=transaction.type,
        account_id=transaction.account_id,
        currency=transaction.currency,
        amount_minor=transaction.amount_minor,
        to_account_id=transaction.to_account_id,
        payee=payee_words(transaction.payee or transaction.description),
    )


def steady_amount(history: Sequence[int]) -> int | None:
    """Return the amount that the last two transactions had; None if they differ."""
    last = history[-MIN_STEADY:]
    return last[0] if len(last) == MIN_STEADY and len(set(last)) == 1 else None


def is_new_price(history: Sequence[int], amount_minor: int) -> bool:
    """Return whether an amount is another one after equal ones, by more than two percent."""
    steady = steady_amount(history)
    if steady is None:
        return False
    return 100 * abs(amount_minor - steady) > MAX_SAME_PERCENT * abs(steady)
