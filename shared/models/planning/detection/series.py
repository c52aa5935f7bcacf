"""Runs of payments that are one period apart, and the evidence that this is no coincidence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import exp, log, log2
from statistics import median_low

from shared.models.planning.detection.observation import Observation
from shared.models.planning.detection.period import PERIODS, Period
from shared.models.planning.schedule import Frequency
from shared.models.values.frozen import frozen

MAX_FACTOR = 2
"""The most that an amount may be of the one before, or the other way round, in one series."""

BITS_OF_EQUAL_AMOUNT = 1
BITS_OF_MISSED = 4
BITS_OF_CHANCE = 1 / log(2)
"""Bits that a gap has on average if the payments are on random days."""

_WIDENED_BY = 4
"""Amounts that vary are compared with payments whose amounts are a quarter outside their range."""

_MAX_MISSED_IN_A_ROW = 1
_AROUND = 2
"""The number of payments before and after one whose median lateness it is compared with."""

_FOLLOWED = 3
"""The number of payments whose median lateness the expected date of the next one follows."""


class PaymentsOfGroup:
    """Payments of one group, the oldest first, by number; those of found series are taken."""

    def __init__(self, rows: Sequence[Observation]) -> None:
        self.rows = rows
        self.amounts = [row.amount_minor for row in rows]
        self.is_taken = [False] * len(rows)
        self.repeated = sum(count > 1 for count in Counter(self.amounts).values())
        self._positions = {
            period.frequency: [period.position(row.date) for row in rows] for period in PERIODS
        }

    @property
    def has_text(self) -> bool:
        """Return whether the payments have a payee or description in common."""
        return self.rows[0].payee is not None or self.rows[0].description is not None

    def positions(self, frequency: Frequency) -> list[int]:
        """Return the positions of all payments in periods of a frequency."""
        return self._positions[frequency]

    def take(self, numbers: Sequence[int]) -> None:
        """Mark payments as those of a series."""
        for number in numbers:
            self.is_taken[number] = True

    def release(self, numbers: Sequence[int]) -> None:
        """Mark payments as those of no series."""
        for number in numbers:
            self.is_taken[number] = False


@frozen(slots=True)
class Series:
    """Payments by number, the oldest first, one period apart.

    ``deviations`` has by how much each was early or late, against those around it. ``missed``
    counts expected payments without one, and ``others`` payments with amounts of this range that
    are in no series, once the series of a group are known. ``bits`` says how unlikely this is for
    payments on random days: with n bits, one of 2^n would look like this.
    """

    period: Period
    numbers: tuple[int, ...]
    deviations: tuple[int, ...]
    missed: int
    bits: float
    others: int = 0


def series_until(
    payments: PaymentsOfGroup, among: Sequence[int], last: int, period: Period
) -> Series | None:
    """Return the payments one period apart that lead to the last one; None if there are none.

    ``among`` has the numbers of the payments to choose from, ascending.
    """
    numbers, late, missed = [last], [0], 0
    for number, lateness, skipped in _steps(payments, among, last, period):
        numbers.append(number)
        late.append(lateness)
        missed += skipped
    if len(numbers) == 1:
        return None
    return _measured(payments, numbers[::-1], late[::-1], missed, period)


def _steps(
    payments: PaymentsOfGroup, among: Sequence[int], last: int, period: Period
) -> Iterator[tuple[int, int, int]]:
    """Yield the payments before the last one, going back: number, lateness, missed ones after it.

    Lateness is measured by the dates that are whole periods before the last one. Of several
    payments within the tolerance, the one with the closest amount is taken, then the closest in
    time. It ends after two periods without a payment.
    """
    places = payments.positions(period.frequency)
    amount, nominal = payments.amounts[last], places[last]
    late = [0]
    missed, high = 0, bisect_left(among, last)
    while high and missed <= _MAX_MISSED_IN_A_ROW:
        nominal -= period.length
        expected = nominal + (median_low(late[-_FOLLOWED:]) if period.drifts else 0)
        low = bisect_left(among, expected - period.tolerance, 0, high, key=places.__getitem__)
        end = bisect_right(among, expected + period.tolerance, low, high, key=places.__getitem__)
        near = [
            (abs(payments.amounts[among[n]] - amount), abs(places[among[n]] - expected), -n)
            for n in range(low, end)
            if _are_alike(payments.amounts[among[n]], amount)
        ]
        if not near:
            missed += 1
            continue
        high = -min(near)[2]
        late.append(places[among[high]] - nominal)
        yield among[high], late[-1], missed
        amount, missed = payments.amounts[among[high]], 0


def _are_alike(one: int, other: int) -> bool:
    return one <= MAX_FACTOR * other and other <= MAX_FACTOR * one


def _measured(
    payments: PaymentsOfGroup,
    numbers: Sequence[int],
    late: Sequence[int],
    missed: int,
    period: Period,
) -> Series:
    """Return the series with its evidence.

    Each payment but one, the most punctual, gives as many bits as its deviation is unlikely, given
    how frequent payments of these amounts are. An equal amount gives one more. A missed payment
    takes four. So do the bits by which one amount is chosen among all that occur more than once.
    """
    positions = payments.positions(period.frequency)
    span = positions[numbers[-1]] - positions[numbers[0]] + period.length
    deviations = tuple(
        abs(one - median_low(late[max(0, n - _AROUND) : n + _AROUND + 1]))
        for n, one in enumerate(late)
    )
    frequency = _considered(payments, numbers) / span
    of_dates = sum(
        _bits_of_gap(frequency * (2 * deviation + 1)) for deviation in sorted(deviations)[1:]
    )
    equal = sum(
        payments.amounts[one] == payments.amounts[other] for one, other in pairwise(numbers)
    )
    return Series(
        period=period,
        numbers=tuple(numbers),
        deviations=deviations,
        missed=missed,
        bits=of_dates
        + BITS_OF_EQUAL_AMOUNT * equal
        - BITS_OF_MISSED * missed
        - log2(max(1, payments.repeated)),
    )


def _bits_of_gap(expected: float) -> float:
    """Return the bits of a payment as near as this, where so many are expected that near."""
    return -log2(1 - exp(-expected)) - BITS_OF_CHANCE


def _considered(payments: PaymentsOfGroup, numbers: Sequence[int]) -> int:
    """Return the number of payments that the series could have been made of, its own included."""
    amounts = [payments.amounts[number] for number in numbers]
    low, high = min(amounts), max(amounts)
    if low != high:
        low, high = low - low // _WIDENED_BY, high + high // _WIDENED_BY
    within = range(numbers[0], numbers[-1] + 1)
    own = set(numbers)
    return len(own) + sum(
        low <= payments.amounts[n] <= high and not payments.is_taken[n] and n not in own
        for n in within
    )


def is_current(last: date, period: Period, today: date) -> bool:
    """Return whether payments with that last date may still go on."""
    return (today - last).days <= period.days + period.tolerance + period.grace
