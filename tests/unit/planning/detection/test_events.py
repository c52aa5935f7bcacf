from __future__ import annotations

from datetime import date, timedelta

from shared.models.planning.detection.events import Missed, New, PriceChanged, price_change
from tests.support.cases import for_each
from tests.unit.planning.detection.histories import TODAY, monthly, only, paid


@for_each(
    ("amounts", "expected"),
    [
        ([999, 999, 1_099], PriceChanged(old_minor=999, new_minor=1_099, since=date(2026, 3, 1))),
        (
            [999, 999, 1_099, 1_099],
            PriceChanged(old_minor=999, new_minor=1_099, since=date(2026, 3, 1)),
        ),
        (
            [999, 999, 899, 899, 799],
            PriceChanged(old_minor=899, new_minor=799, since=date(2026, 5, 1)),
        ),
        ([999, 999, 999], None),
        ([999, 1_099], None),
        ([999, 1_050, 1_099], None),
        ([999], None),
    ],
)
def test_a_price_changes_after_two_equal_ones(amounts: list[int], expected: object) -> None:
    payments = [(date(2026, month, 1), amount) for month, amount in enumerate(amounts, 1)]
    assert price_change(payments) == expected


def test_a_suggestion_tells_a_new_price() -> None:
    [event] = only(monthly(12, [999] * 5 + [1_099] * 2)).events
    assert event == PriceChanged(old_minor=999, new_minor=1_099, since=date(2026, 9, 12))


def test_a_payment_is_missed_when_its_tolerance_is_over() -> None:
    rows = monthly(12, [999] * 6, last="2026-09")
    expected = date(2026, 10, 12)
    assert only(rows, expected + timedelta(days=5)).events == ()
    assert only(rows, expected + timedelta(days=6)).events == (Missed(expected),)


def test_a_payment_of_any_amount_is_not_missed_where_amounts_change() -> None:
    rows = monthly(12, [9_100, 14_700, 8_800, 12_600, 13_700, 9_600], last="2026-09")
    other = paid("2026-10-14", 31_000)
    later = date(2026, 10, 31)
    assert only(rows, later).events == (Missed(date(2026, 10, 12)),)
    assert only([*rows, other], later).events == ()
    assert only([*rows, other], later).next_date == date(2026, 11, 12)
    steady = monthly(12, [999] * 6, last="2026-09")
    assert only([*steady, other], later).events == (Missed(date(2026, 10, 12)),)


def test_a_subscription_is_new_if_earlier_payments_would_be_known() -> None:
    rows = monthly(12, [999] * 3)
    before = paid("2026-07-06", payee="someone")
    assert only([before, *rows]).events == (New(date(2026, 8, 12)),)
    assert only([paid("2026-07-07", payee="someone"), *rows]).events == ()
    long_before = paid("2026-01-01", payee="someone")
    assert only([long_before, *monthly(12, [999] * 4)], TODAY).events == (New(date(2026, 7, 12)),)
    assert only([long_before, *monthly(12, [999] * 5)], TODAY).events == ()
