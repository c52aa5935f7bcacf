"""Suggestions of recurring entries, which explain themselves by dates, gaps and amounts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date as civil_date
from enum import StrEnum
from itertools import pairwise

from shared.models.planning.detection.events import PaymentEvent, missed, newly_begun, price_change
from shared.models.planning.detection.fingerprint import Fingerprint, Known
from shared.models.planning.detection.observation import Observation
from shared.models.planning.detection.recurrence import next_date, schedule_of
from shared.models.planning.detection.series import Series
from shared.models.planning.expected_amount import ExpectedAmount, expected_after
from shared.models.planning.schedule import Schedule
from shared.models.values.base import FrozenModel
from shared.models.values.frozen import frozen

_HIGH, _MEDIUM = 20, 10
"""Bits of evidence from which the confidence is high, and medium."""


class SuggestionConfidence(StrEnum):
    """How sure it is that the payments recur."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class ReasonCode(StrEnum):
    """Kind of a reason for a suggestion, or against it.

    ON_TIME: payments within a day of their date, of all. EQUAL_AMOUNTS: payments of the same
    amount as the one before. VARYING_AMOUNTS: width of the range in percent, of 100. MISSED: those
    expected without a payment, of all expected. OTHER_PAYMENTS: others to the same payee, with
    such amounts, that are not part of it. FEW_PAYMENTS: their number, of those that would be
    enough.
    """

    ON_TIME = "ON_TIME"
    EQUAL_AMOUNTS = "EQUAL_AMOUNTS"
    VARYING_AMOUNTS = "VARYING_AMOUNTS"
    MISSED = "MISSED"
    OTHER_PAYMENTS = "OTHER_PAYMENTS"
    FEW_PAYMENTS = "FEW_PAYMENTS"


class Reason(FrozenModel):
    """A reason in numbers: ``count`` of ``total``."""

    code: ReasonCode
    count: int
    total: int


class Evidence(FrozenModel):
    """A payment of the past; ``gap`` is the number of days since the one before."""

    id: str
    date: civil_date
    amount_minor: int
    gap: int | None = None


@frozen(slots=True)
class Suggestion:
    """A suggested recurring entry.

    ``next_date`` is the effective date of the next payment, ``amount`` what it is expected to be.
    ``category_id`` is that of most payments. ``evidence`` has all payments, the oldest first.
    """

    fingerprint: Fingerprint
    newest: Observation
    category_id: str | None
    schedule: Schedule
    next_date: civil_date
    amount: ExpectedAmount
    confidence: SuggestionConfidence
    bits: int
    reasons: tuple[Reason, ...]
    events: tuple[PaymentEvent, ...]
    evidence: tuple[Evidence, ...]

    @property
    def known(self) -> Known:
        """Return what a dismissal is compared with."""
        amounts = [one.amount_minor for one in self.evidence]
        return Known(self.fingerprint, min(amounts), max(amounts))


def suggestion_of(
    rows: Sequence[Observation],
    series: Series,
    beside: Sequence[civil_date],
    known_since: civil_date,
    today: civil_date,
) -> Suggestion:
    """Return the suggestion of a series; ``known_since`` is the first date of the history.

    ``beside`` has the dates of the group's payments in no series. Where amounts change, one of them
    on the expected date is taken for the payment, whatever its amount: that is not missed.
    """
    paid = [rows[number] for number in series.numbers]
    dates = [row.date for row in paid]
    amounts = [row.amount_minor for row in paid]
    schedule = schedule_of(dates, series.period)
    has_changes = len(set(amounts)) > 1
    expected = next_date(schedule, dates[-1], series.period, beside if has_changes else ())
    events = (
        price_change(list(zip(dates, amounts, strict=True))),
        missed(expected, series.period, today),
        newly_begun(dates, known_since, series.period),
    )
    return Suggestion(
        fingerprint=Fingerprint.of(paid[0], schedule.start, series.period),
        newest=paid[-1],
        category_id=_commonest(row.category_id for row in reversed(paid)),
        schedule=schedule,
        next_date=expected,
        amount=expected_after(amounts),
        confidence=_confidence(series.bits),
        bits=int(series.bits),
        reasons=tuple(_reasons(series, amounts)),
        events=tuple(event for event in events if event is not None),
        evidence=tuple(_evidence(paid)),
    )


def _commonest(ids: Iterator[str | None]) -> str | None:
    """Return the most frequent of the ids, and the first one of equally frequent ones."""
    counts = Counter(one for one in ids if one is not None)
    return max(counts, key=counts.__getitem__, default=None)


def _confidence(bits: float) -> SuggestionConfidence:
    if bits >= _HIGH:
        return SuggestionConfidence.HIGH
    return SuggestionConfidence.MEDIUM if bits >= _MEDIUM else SuggestionConfidence.LOW


def _evidence(paid: Sequence[Observation]) -> Iterator[Evidence]:
    yield Evidence(id=paid[0].id, date=paid[0].date, amount_minor=paid[0].amount_minor)
    for before, row in pairwise(paid):
        gap = (row.date - before.date).days
        yield Evidence(id=row.id, date=row.date, amount_minor=row.amount_minor, gap=gap)


_ENOUGH = 4


def _reasons(series: Series, amounts: Sequence[int]) -> Iterator[Reason]:
    count = len(amounts)
    on_time = sum(deviation <= 1 for deviation in series.deviations)
    yield Reason(code=ReasonCode.ON_TIME, count=on_time, total=count)
    equal = 1 + sum(one == other for one, other in pairwise(amounts))
    yield Reason(code=ReasonCode.EQUAL_AMOUNTS, count=equal, total=count)
    expected = expected_after(amounts)
    if not expected.is_exact:
        yield Reason(code=ReasonCode.VARYING_AMOUNTS, count=expected.spread_percent, total=100)
    if series.missed:
        yield Reason(code=ReasonCode.MISSED, count=series.missed, total=count + series.missed)
    if series.others:
        yield Reason(
            code=ReasonCode.OTHER_PAYMENTS, count=series.others, total=count + series.others
        )
    if count < _ENOUGH:
        yield Reason(code=ReasonCode.FEW_PAYMENTS, count=count, total=_ENOUGH)
