"""The evidence of a series, in bits."""

from __future__ import annotations

from collections.abc import Sequence

from shared.models.planning.detection.observation import Observation
from shared.models.planning.detection.period import PERIODS
from shared.models.planning.detection.series import PaymentsOfGroup, Series, series_until
from tests.unit.planning.detection.histories import every, monthly

MONTH = PERIODS[2]


def series_of(rows: Sequence[Observation], among: Sequence[int] | None = None) -> Series:
    """Return the series that leads to the last of the payments that are looked at."""
    rows = sorted(rows, key=lambda row: row.date)
    numbers = range(len(rows)) if among is None else among
    found = series_until(PaymentsOfGroup(rows), numbers, numbers[-1], MONTH)
    assert found is not None
    return found


def test_equal_amounts_are_evidence() -> None:
    equal, different = monthly(12, [999] * 4), monthly(12, [999, 1_000, 999, 1_000])
    assert series_of(equal).bits == series_of(different, range(4)).bits + 3 + 1


def test_missed_payments_and_deviations_are_evidence_against_it() -> None:
    rows = monthly(12, [999] * 8)
    complete = series_of(rows).bits
    missed = series_of([*rows[:4], *rows[5:]])
    assert missed.missed == 1
    assert missed.bits < complete - 4
    late = [*monthly(14, [999] * 2, last="2026-04"), *rows[2:]]
    assert series_of(late).bits < complete


def test_one_of_many_amounts_is_weaker_evidence() -> None:
    rows = monthly(12, [999] * 4)
    pairs = [row for amount in range(1, 8) for row in every(1, [amount] * 2, "2026-01-05")]
    alone = series_of(rows).bits
    assert series_of([*pairs, *rows], range(14, 18)).bits == alone - 3


def test_other_payments_with_amounts_a_quarter_outside_are_evidence_against_it() -> None:
    rows = monthly(12, [1_000, 1_100, 1_000, 1_100])

    def bits_beside(*amounts: int) -> float:
        both = sorted([*rows, *every(1, amounts, "2026-09-20")], key=lambda row: row.date)
        return series_of(both, [n for n, row in enumerate(both) if row in rows]).bits

    assert bits_beside(749, 1_376) == series_of(rows).bits
    assert bits_beside(750) < series_of(rows).bits
    assert bits_beside(1_375) < series_of(rows).bits
