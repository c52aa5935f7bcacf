"""Search for series in a group of payments: first of equal amounts, then of amounts that change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from shared.models.planning.detection.observation import Observation
from shared.models.planning.detection.period import PERIODS, Period
from shared.models.planning.detection.series import (
    PaymentsOfGroup,
    Series,
    is_current,
    series_until,
)
from shared.models.planning.expected_amount import expected_after
from shared.models.planning.schedule import Frequency

MIN_BITS, MIN_BITS_OF_TWO, MIN_BITS_IF_VARYING = 5, 6, 8
"""Evidence that a series needs: of equal amounts, of two yearly payments, of amounts that vary."""

MIN_PAYMENTS, MIN_YEARLY_PAYMENTS, MIN_PAYMENTS_IF_VARYING = 3, 2, 4
"""Payments that a series needs; two of a yearly one have to be equal."""

MAX_SPREAD_PERCENT = 10
"""The most that amounts may differ and count as steady."""

MAX_OTHERS_PERCENT = 20
"""The most payments of such amounts that may be beside a series, in percent of its own."""

_MAX_ENDS = 8
"""More payments of an amount than this since the last expected one are frequent spending."""

_MAX_SERIES = 4
"""Maximum number of series of one amount, and of amounts that change, in one group."""

_PAYMENTS_PER_CHANGE = 4
_PAYMENTS_PER_MISSED = 5


def find_series(rows: Sequence[Observation], today: date) -> list[Series]:
    """Return the series in the payments of one group that go on.

    ``rows`` are the oldest first. A payment is in one series at most. Payments without payee and
    description are compared with those of the same amount only.
    """
    if not is_current(rows[-1].date, PERIODS[-1], today):
        return []
    payments = PaymentsOfGroup(rows)
    found = list(_exact_series(payments, today))
    if payments.has_text:
        found = _with_changes(payments, found, today)
    found = _without_frequent(payments, found)
    return [one for one in found if _goes_on(payments, one, today)]


def _without_frequent(payments: PaymentsOfGroup, found: list[Series]) -> list[Series]:
    """Return the series beside which there are few other payments of such amounts.

    Among many payments, some are one period apart by chance. Those of a series that is left out
    count as other payments for the remaining ones.
    """
    while found:
        taken = {number for one in found for number in one.numbers}
        found = [replace(one, others=_others_beside(payments, one, taken)) for one in found]
        worst = max(found, key=lambda one: (one.others / len(one.numbers), -one.bits))
        if 100 * worst.others <= MAX_OTHERS_PERCENT * len(worst.numbers):
            break
        found.remove(worst)
    return found


def _others_beside(payments: PaymentsOfGroup, series: Series, taken: Collection[int]) -> int:
    """Return the number of payments since a series began, with such amounts, that are in none."""
    amounts = [payments.amounts[number] for number in series.numbers]
    low, high = min(amounts), max(amounts)
    return sum(
        low <= payments.amounts[number] <= high and number not in taken
        for number in range(series.numbers[0], len(payments.rows))
    )


def _exact_series(payments: PaymentsOfGroup, today: date) -> Iterator[Series]:
    """Yield series of equal amounts; of each amount the best, then the best of the rest."""
    by_amount: dict[int, list[int]] = defaultdict(list)
    for number, amount in enumerate(payments.amounts):
        by_amount[amount].append(number)
    for numbers in by_amount.values():
        for _ in range(_MAX_SERIES if len(numbers) >= MIN_YEARLY_PAYMENTS else 0):
            free = [number for number in numbers if not payments.is_taken[number]]
            found = [
                series
                for period, last in _ends(payments, free, today)
                if (series := series_until(payments, free, last, period)) is not None
                and is_convincing(payments, series)
            ]
            if not found:
                break
            best = max(found, key=lambda series: series.bits)
            payments.take(best.numbers)
            yield best


def _with_changes(payments: PaymentsOfGroup, found: list[Series], today: date) -> list[Series]:
    """Return the series with those of changing amounts, which replace what is part of them.

    One replaces all series that it shares payments with if it is better than they are together.
    """
    settled: list[Series] = []
    for _ in range(_MAX_SERIES):
        best, best_gain, parts = None, 0.0, list[Series]()
        for series in _changing_series(payments, found, settled, today):
            own = set(series.numbers)
            replaced = [one for one in found if not own.isdisjoint(one.numbers)]
            gain = _surplus(series) - sum(map(_surplus, replaced))
            if gain > best_gain:
                best, best_gain, parts = series, gain, replaced
        if best is None:
            break
        found = [one for one in found if one not in parts]
        for part in parts:
            payments.release(part.numbers)
        payments.take(best.numbers)
        settled.append(best)
    return found + settled


def _surplus(series: Series) -> float:
    """Return the bits beyond those that any series needs, so that one is better than two halves."""
    return series.bits - MIN_BITS


def _changing_series(
    payments: PaymentsOfGroup, exact: list[Series], settled: list[Series], today: date
) -> Iterator[Series]:
    """Yield convincing series of payments that are not settled.

    Each end is tried with all of them, and without those of other series that go on, so that an
    old price is found beside another subscription with an amount that is closer.
    """
    used = {number for series in settled for number in series.numbers}
    open_ones = [number for number in range(len(payments.rows)) if number not in used]
    going_on = [set(one.numbers) for one in exact if _goes_on(payments, one, today)]
    for period, last in _ends(payments, open_ones, today):
        others = set[int]().union(*(numbers for numbers in going_on if last not in numbers))
        apart = [number for number in open_ones if number not in others]
        for among in (open_ones, apart):
            series = series_until(payments, among, last, period)
            if series is not None and is_convincing(payments, series):
                yield series


def _goes_on(payments: PaymentsOfGroup, series: Series, today: date) -> bool:
    return is_current(payments.rows[series.numbers[-1]].date, series.period, today)


def _ends(
    payments: PaymentsOfGroup, numbers: Sequence[int], today: date
) -> Iterator[tuple[Period, int]]:
    """Yield each period with the payments that may be the last ones of a series.

    The newest payment is one of them even if the series has ended by it: else its payments would
    be those of a longer period, which has not.
    """
    if len(numbers) < MIN_YEARLY_PAYMENTS:
        return
    for period in PERIODS:
        ends = [numbers[-1]]
        for number in reversed(numbers[:-1]):
            if not is_current(payments.rows[number].date, period, today):
                break
            ends.append(number)
        if len(ends) <= _MAX_ENDS:
            yield from ((period, number) for number in ends)


def is_convincing(payments: PaymentsOfGroup, series: Series) -> bool:
    """Return whether the payments are a recurring entry rather than frequent spending.

    Every week or two, amounts must be steady, unless it is income: people shop each Saturday, too.
    """
    amounts = [payments.amounts[number] for number in series.numbers]
    count = len(amounts)
    if series.missed * _PAYMENTS_PER_MISSED > count:
        return False
    if has_few_changes(amounts):
        if count >= MIN_PAYMENTS:
            return series.bits >= MIN_BITS
        is_yearly = series.period.frequency is Frequency.YEARLY
        return is_yearly and series.bits >= MIN_BITS_OF_TWO
    is_spending = payments.rows[0].type != "INCOME"
    if is_spending and series.period.frequency is Frequency.WEEKLY and not is_steady(amounts):
        return False
    return count >= MIN_PAYMENTS_IF_VARYING and series.bits >= MIN_BITS_IF_VARYING


def has_few_changes(amounts: Sequence[int]) -> bool:
    """Return whether amounts changed at most once in four payments; of two, they are equal."""
    changes = sum(one != other for one, other in pairwise(amounts))
    return changes * _PAYMENTS_PER_CHANGE <= len(amounts)


def is_steady(amounts: Sequence[int]) -> bool:
    """Return whether the newest amounts differ by at most a tenth."""
    return expected_after(amounts).spread_percent <= MAX_SPREAD_PERCENT
