"""Pairs of an open occurrence and a transaction that may pay it, with a score."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from shared.models.planning.expected_amount import ExpectedAmount
from shared.models.planning.schedule import Schedule, first_nominal, last_nominal_before
from shared.models.values.frozen import frozen

MIN_SCORE = 50
"""The score out of 100 that a pair needs."""

MAX_PERCENT_OFF = 50
"""How far an amount may be outside the expected ones, in percent of the likely one."""

_PAYEE, _AMOUNT, _DATE = 40, 40, 20
"""The most that each part adds to the score."""

_DAYS_IF_ALONE = 30

_OUT, _IN = "OUT", "IN"

Flow = tuple[str, str]
"""An account, and whether money goes out of it or comes in."""


@frozen(slots=True)
class OpenOccurrence:
    """An occurrence that has no transaction yet.

    ``effective`` is the date on which it is expected, ``period_days`` the number of days to the
    nearest other occurrence of the recurring entry. ``amount`` is None where any may come.
    ``payee`` is a key, words apart by blanks.
    """

    recurring_id: str
    nominal: date
    effective: date
    period_days: int
    type: str
    account_id: str
    currency: str
    amount: ExpectedAmount | None
    to_account_id: str | None = None
    payee: str | None = None

    @property
    def key(self) -> tuple[str, date]:
        """Return what names the occurrence."""
        return self.recurring_id, self.nominal

    @property
    def flows(self) -> frozenset[Flow]:
        """Return the accounts that money leaves or enters."""
        return flows_of(self.type, self.account_id, self.to_account_id)


@frozen(slots=True)
class Payment:
    """A transaction that is linked to no occurrence; ``amount_minor`` is in minor units."""

    id: str
    date: date
    type: str
    account_id: str
    currency: str
    amount_minor: int
    to_account_id: str | None = None
    payee: str | None = None

    @property
    def flows(self) -> frozenset[Flow]:
        """Return the accounts that money leaves or enters."""
        return flows_of(self.type, self.account_id, self.to_account_id)


def flows_of(type_: str, account_id: str, to_account_id: str | None) -> frozenset[Flow]:
    """Return the accounts that money leaves or enters, one, or two for a transfer."""
    first = (account_id, _IN if type_ == "INCOME" else _OUT)
    return frozenset({first} if to_account_id is None else {first, (to_account_id, _IN)})


def period_days_of(schedule: Schedule, nominal: date) -> int:
    """Return the days from an occurrence to the nearest other one; 30 if it is the only one."""
    before = last_nominal_before(schedule, nominal)
    after = first_nominal(schedule, nominal + timedelta(days=1))
    gaps = [abs((other - nominal).days) for other in (before, after) if other is not None]
    return min(gaps, default=_DAYS_IF_ALONE)


class PayeeFit(StrEnum):
    """How the payees of an occurrence and a transaction compare."""

    SAME = "SAME"
    UNKNOWN = "UNKNOWN"
    OTHER = "OTHER"


@frozen(slots=True)
class Candidate:
    """A pair with the parts of its score.

    ``days`` is by how much the transaction is later than the occurrence, ``percent_off`` how far
    its amount is outside the expected ones, in percent of the likely one, rounded up; None where
    any may come.
    """

    occurrence: OpenOccurrence
    payment: Payment
    days: int
    percent_off: int | None
    payee: PayeeFit
    score: int


class Payments:
    """Transactions by account, direction, currency and date."""

    def __init__(self, payments: Iterable[Payment]) -> None:
        self._by_flow: dict[tuple[Flow, str], list[Payment]] = defaultdict(list)
        for payment in sorted(payments, key=lambda one: (one.date, one.id)):
            for flow in payment.flows:
                self._by_flow[flow, payment.currency].append(payment)

    def near(self, occurrence: OpenOccurrence) -> list[Payment]:
        """Return those less than half a period from an occurrence, of its flow and currency.

        One bank shows a transfer as an expense or income of one account: it pays an occurrence that
        is a transfer of the same flow, and the other way round.
        """
        flows = occurrence.flows
        reach = timedelta(days=(occurrence.period_days - 1) // 2)
        first, last = occurrence.effective - reach, occurrence.effective + reach
        near: dict[str, Payment] = {}
        for flow in flows:
            of_flow = self._by_flow[flow, occurrence.currency]
            low = bisect_left(of_flow, first, key=_date)
            high = bisect_right(of_flow, last, low, key=_date)
            near |= {payment.id: payment for payment in of_flow[low:high]}
        return [
            payment for payment in near.values() if flows <= payment.flows or payment.flows <= flows
        ]


def candidates(
    occurrences: Iterable[OpenOccurrence], payments: Iterable[Payment]
) -> Iterator[Candidate]:
    """Yield the pairs of one account, direction and currency, less than half a period apart."""
    known = Payments(payments)
    for occurrence in occurrences:
        for payment in known.near(occurrence):
            candidate = compared(occurrence, payment)
            if candidate is not None:
                yield candidate


def far_candidates(
    occurrences: Iterable[OpenOccurrence], payments: Iterable[Payment]
) -> Iterator[Candidate]:
    """Yield the pairs of the same payee and day whose amount is more than half off.

    They have one account, direction, currency and sign. They are worth a question, where neither of
    the two fits better.
    """
    known = Payments(payments)
    for occurrence in occurrences:
        for payment in known.near(occurrence):
            if payment.date == occurrence.effective and _is_of_payee(occurrence, payment):
                percent_off = _percent_off(occurrence.amount, payment.amount_minor)
                if percent_off is not None and percent_off > MAX_PERCENT_OFF:
                    score = _PAYEE + _DATE
                    yield Candidate(occurrence, payment, 0, percent_off, PayeeFit.SAME, score)


def _is_of_payee(occurrence: OpenOccurrence, payment: Payment) -> bool:
    """Return whether the payee is the same, and the money is no refund of what is expected."""
    likely = 0 if occurrence.amount is None else occurrence.amount.likely
    is_same = _payee_fit(occurrence.payee, payment.payee) is PayeeFit.SAME
    return is_same and (likely < 0) == (payment.amount_minor < 0)


def _date(payment: Payment) -> date:
    return payment.date


def compared(occurrence: OpenOccurrence, payment: Payment) -> Candidate | None:
    """Return the pair of an occurrence and a transaction near it; None if they do not fit.

    The same payee counts 40, an unknown one 20; the amount 40 within the expected ones, and none
    half the likely one outside; the date 20, and none half a period off. Another payee needs an
    amount that is exactly the one expected.
    """
    days = (payment.date - occurrence.effective).days
    percent_off = _percent_off(occurrence.amount, payment.amount_minor)
    payee = _payee_fit(occurrence.payee, payment.payee)
    if percent_off is not None and percent_off > MAX_PERCENT_OFF:
        return None
    if payee is PayeeFit.OTHER and not _is_exact(occurrence.amount, payment.amount_minor):
        return None
    of_payee = {PayeeFit.SAME: _PAYEE, PayeeFit.UNKNOWN: _PAYEE // 2, PayeeFit.OTHER: 0}[payee]
    of_amount = (
        _AMOUNT // 2
        if percent_off is None
        else _AMOUNT * (MAX_PERCENT_OFF - percent_off) // MAX_PERCENT_OFF
    )
    of_date = _DATE * (occurrence.period_days - 2 * abs(days)) // occurrence.period_days
    score = of_payee + of_amount + of_date
    if score < MIN_SCORE:
        return None
    return Candidate(occurrence, payment, days, percent_off, payee, score)


def _percent_off(expected: ExpectedAmount | None, amount: int) -> int | None:
    if expected is None:
        return None
    return -(-100 * expected.distance(amount) // max(1, abs(expected.likely)))


def _is_exact(expected: ExpectedAmount | None, amount: int) -> bool:
    return expected is not None and expected.is_exact and expected.likely == amount


def _payee_fit(expected: str | None, actual: str | None) -> PayeeFit:
    """Compare payees; a bank often writes more words than a person, such as a place."""
    if not expected or not actual:
        return PayeeFit.UNKNOWN
    wanted, given = set(expected.split()), set(actual.split())
    return PayeeFit.SAME if wanted <= given or given <= wanted else PayeeFit.OTHER
