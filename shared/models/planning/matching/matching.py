"""Matching of transactions with open occurrences, one to one: decisions, and suggestions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from shared.models.planning.matching.assignment import Pair, assign
from shared.models.planning.matching.candidates import (
    Candidate,
    OpenOccurrence,
    PayeeFit,
    Payment,
    candidates,
    far_candidates,
)
from shared.models.planning.matching.doubt import Doubt
from shared.models.values.frozen import frozen

MIN_LEAD = 10
"""By how much a pair's score must lead what else could be matched, or it is ambiguous."""

MAX_PERCENT_OF_DECISION = 20
"""How far the amount of a known payee may be off, in percent, and be matched without a question."""

_MAX_DAYS_OF_DECISION = 14
_PERIOD_PER_DAYS_OF_DECISION = 4
_MIN_DAYS_OF_DECISION = 3


@frozen(slots=True)
class Match:
    """A transaction that pays an occurrence, with the reasons.

    ``candidate`` has the days, the amount and the payee. ``other_payments`` are ids of transactions
    that could be matched instead, ``other_occurrences`` the keys of occurrences; both are empty for
    a match that leads clearly.
    """

    candidate: Candidate
    doubts: tuple[Doubt, ...] = ()
    other_payments: tuple[str, ...] = ()
    other_occurrences: tuple[tuple[str, date], ...] = ()

    @property
    def is_decision(self) -> bool:
        """Return whether it holds without a person's confirmation."""
        return not self.doubts


def match(
    occurrences: Iterable[OpenOccurrence],
    payments: Iterable[Payment],
    dismissed: Collection[tuple[tuple[str, date], str]] = (),
) -> list[Match]:
    """Match transactions with open occurrences, by recurring entry and nominal date.

    ``dismissed`` are pairs of the key of an occurrence and the id of a transaction that do not
    belong together.

    Each is in one match at most, and the sum of the scores is the greatest, so that this week's
    debit is not taken for last week's. The order of both inputs is irrelevant. A transaction that
    fits no occurrence changes nothing. Where both are left, one of the same payee and day is a
    suggestion, whatever its amount.
    """
    open_ones = sorted({one.key: one for one in occurrences}.values(), key=lambda one: one.key)
    paid = sorted({one.id: one for one in payments}.values(), key=lambda one: one.id)
    rows = {one.key: number for number, one in enumerate(open_ones)}
    columns = {one.id: number for number, one in enumerate(paid)}

    def matched(found: Iterable[Candidate]) -> list[Match]:
        pairs = {
            (rows[one.occurrence.key], columns[one.payment.id]): one
            for one in found
            if (one.occurrence.key, one.payment.id) not in dismissed
        }
        taken = assign({pair: one.score for pair, one in pairs.items()})
        alternatives = _Alternatives(pairs, taken)
        return [
            _judged(pairs[pair], alternatives.payments(pair), alternatives.occurrences(pair))
            for pair in taken
        ]

    first = matched(candidates(open_ones, paid))
    keys = {one.candidate.occurrence.key for one in first}
    ids = {one.candidate.payment.id for one in first}
    left = [one for one in open_ones if one.key not in keys]
    return first + matched(far_candidates(left, (one for one in paid if one.id not in ids)))


def _judged(
    candidate: Candidate, payments: Sequence[Payment], occurrences: Sequence[OpenOccurrence]
) -> Match:
    is_ambiguous = bool(payments or occurrences)
    doubts = [*_doubts(candidate), *([Doubt.AMBIGUOUS] if is_ambiguous else [])]
    return Match(
        candidate,
        tuple(doubts),
        tuple(one.id for one in payments),
        tuple(one.key for one in occurrences),
    )


def _doubts(candidate: Candidate) -> Iterator[Doubt]:
    quarter = candidate.occurrence.period_days // _PERIOD_PER_DAYS_OF_DECISION
    days = min(max(quarter, _MIN_DAYS_OF_DECISION), _MAX_DAYS_OF_DECISION)
    if abs(candidate.days) > days:
        yield Doubt.DATE
    is_same = candidate.payee is PayeeFit.SAME
    off = candidate.percent_off
    if off is not None and off > (MAX_PERCENT_OF_DECISION if is_same else 0):
        yield Doubt.AMOUNT
    expected = candidate.occurrence.amount
    is_exact = expected is not None and expected.is_exact
    if candidate.payee is PayeeFit.OTHER or (not is_same and not is_exact):
        yield Doubt.PAYEE


class _Alternatives:
    """Matches instead of a taken pair, at about the same sum of scores.

    That is another transaction for the occurrence, or another occurrence for the transaction; where
    the other one is taken, the two are exchanged. Exchanging equal ones changes nothing.
    """

    def __init__(self, pairs: Mapping[Pair, Candidate], taken: Sequence[Pair]) -> None:
        self._pairs = pairs
        self._column_of = dict(taken)
        self._row_of = {column: row for row, column in taken}
        self._of_row: dict[int, list[int]] = {}
        self._of_column: dict[int, list[int]] = {}
        for row, column in sorted(pairs):
            self._of_row.setdefault(row, []).append(column)
            self._of_column.setdefault(column, []).append(row)

    def payments(self, pair: Pair) -> list[Payment]:
        """Return other transactions for the occurrence of a taken pair."""
        row, column = pair
        return [
            self._pairs[row, other].payment
            for other in self._of_row[row]
            if other != column
            and self._is_close(pair, (row, other), self._row_of.get(other), column)
        ]

    def occurrences(self, pair: Pair) -> list[OpenOccurrence]:
        """Return other occurrences for the transaction of a taken pair."""
        row, column = pair
        return [
            self._pairs[other, column].occurrence
            for other in self._of_column[column]
            if other != row and self._is_close(pair, (other, column), other, column)
        ]

    def _is_close(self, pair: Pair, instead: Pair, other_row: int | None, column: int) -> bool:
        """Return whether the pair leads another one by too little, after an exchange if need be."""
        lead = self._pairs[pair].score - self._pairs[instead].score
        other_column = instead[1] if other_row is None else self._column_of.get(other_row)
        if other_row is None or other_column is None:
            return lead < MIN_LEAD
        first, second = self._pairs[pair], self._pairs[other_row, other_column]
        if _alike(first.occurrence, second.occurrence) or _same(first.payment, second.payment):
            return False
        crossed = [(pair[0], other_column), (other_row, column)]
        if any(one not in self._pairs for one in crossed):
            return False
        kept = first.score + second.score
        return kept - sum(self._pairs[one].score for one in crossed) < MIN_LEAD


def _alike(one: OpenOccurrence, other: OpenOccurrence) -> bool:
    """Return whether two occurrences expect the same payment on the same day."""
    return (one.effective, one.amount, one.payee, one.period_days) == (
        other.effective,
        other.amount,
        other.payee,
        other.period_days,
    )


def _same(one: Payment, other: Payment) -> bool:
    """Return whether two transactions differ in their ids alone."""
    return (one.date, one.amount_minor, one.payee) == (other.date, other.amount_minor, other.payee)
