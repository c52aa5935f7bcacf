"""Comparison of suggestions with recurring entries: what an entry covers is no suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from shared.models.ledger.transactions.transaction import payee_key
from shared.models.planning.detection.observation import description_key
from shared.models.planning.detection.suggestion import Suggestion
from shared.models.planning.expected_amount import ExpectedAmount
from shared.models.planning.matching.assignment import assign
from shared.models.planning.matching.candidates import (
    OpenOccurrence,
    Payment,
    candidates,
    period_days_of,
)
from shared.models.planning.recurring import Recurring
from shared.models.planning.schedule import PlannedDate, Schedule, occurrences
from shared.models.planning.suggestions.stored import StoredSuggestion
from shared.models.values.frozen import frozen
from shared.models.values.money import to_minor

_PERIOD_PARTS = 4
"""Periods are alike that differ by at most this part of the longer one."""


@frozen(slots=True)
class NextPayment:
    """The next payment of a suggestion, with its schedule; ``payee`` is a key."""

    payment: Payment
    schedule: Schedule


def covered_by(entries: Iterable[Recurring], next_payments: Sequence[NextPayment]) -> set[int]:
    """Return the numbers of the next payments that recurring entries expect, one to one.

    An entry covers a payment that would be matched with one of its occurrences, if its period is
    about the same. Of two subscriptions of one payee, an entry covers the nearer one alone. An
    entry that has ended covers nothing; a paused one does.
    """
    scores: dict[tuple[int, int], int] = {}
    for row, entry in enumerate(entries):
        for column, expected in enumerate(next_payments):
            for score in _scores(entry, expected):
                scores[row, column] = score
    return {column for _, column in assign(scores)}


def _scores(entry: Recurring, expected: NextPayment) -> Iterator[int]:
    """Yield the score of an entry and a payment, if they fit.

    An entry that starts later is compared with the payment that is expected then.
    """
    template, payment = entry.template, expected.payment
    if entry.next_nominal is None or template.account_id not in _accounts(payment):
        return
    if entry.schedule.start > payment.date:
        later = _nearest(expected.schedule, entry.schedule.start)
        payment = payment if later is None else replace(payment, date=later.effective)
    near = _nearest(entry.schedule, payment.date)
    if near is None:
        return
    period = period_days_of(entry.schedule, near.nominal)
    other = period_days_of(expected.schedule, expected.schedule.start)
    if _PERIOD_PARTS * abs(period - other) > max(period, other):
        return
    occurrence = _open_occurrence(entry, near, period)
    yield from (one.score for one in candidates([occurrence], [payment]))


def _accounts(payment: Payment) -> tuple[str | None, str | None]:
    return payment.account_id, payment.to_account_id


def _open_occurrence(entry: Recurring, planned: PlannedDate, period: int) -> OpenOccurrence:
    template, amount = entry.template, entry.amount_at(planned.nominal)
    return OpenOccurrence(
        recurring_id=entry.id,
        nominal=planned.nominal,
        effective=planned.effective,
        period_days=period,
        type=template.type.value,
        account_id=template.account_id,
        currency=amount.currency,
        amount=ExpectedAmount.exactly(to_minor(*amount)),
        to_account_id=template.to_account_id,
        payee=payee_key(template.payee) if template.payee else None,
    )


@lru_cache(maxsize=4_096)
def _nearest(schedule: Schedule, day: date) -> PlannedDate | None:
    """Return the occurrence nearest to a day, within a year."""
    year = timedelta(days=366)
    near = occurrences(schedule, day - year, day + year)
    return min(near, key=lambda one: abs((one.effective - day).days), default=None)


def next_payment_of(suggestion: StoredSuggestion) -> NextPayment:
    """Return the next payment of a stored suggestion."""
    if suggestion.payee:
        text = payee_key(suggestion.payee)
    else:
        text = description_key(suggestion.description) or ""
    payment = Payment(
        id=suggestion.id,
        date=suggestion.next_date,
        type=suggestion.type.value,
        account_id=suggestion.account_id,
        currency=suggestion.currency,
        amount_minor=suggestion.likely_minor,
        to_account_id=suggestion.to_account_id,
        payee=text or None,
    )
    return NextPayment(payment, suggestion.schedule)


def next_payment_found(found: Suggestion) -> NextPayment:
    """Return the next payment of a suggestion that was just found."""
    row = found.newest
    payment = Payment(
        id=str(found.fingerprint),
        date=found.next_date,
        type=row.type,
        account_id=row.account_id,
        currency=row.currency,
        amount_minor=found.amount.likely,
        to_account_id=row.to_account_id,
        payee=row.payee or row.description,
    )
    return NextPayment(payment, found.schedule)
