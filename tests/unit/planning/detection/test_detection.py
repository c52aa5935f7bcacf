from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest

from shared.models.planning.detection import observation
from shared.models.planning.detection.detection import DetectionBudget, detect
from shared.models.planning.detection.observation import HORIZON_DAYS, Observation, newest
from shared.models.planning.detection.suggestion import Reason, ReasonCode, SuggestionConfidence
from shared.models.planning.expected_amount import ExpectedAmount
from tests.support.cases import for_each
from tests.unit.planning.detection.histories import TODAY, every, found, monthly, only, paid


@for_each(
    ("rows", "rhythm", "next_date"),
    [
        (every(7, [500] * 6, "2026-10-28"), ("WEEKLY", 1), "2026-11-04"),
        (every(14, [500] * 5, "2026-10-23"), ("WEEKLY", 2), "2026-11-06"),
        (monthly(12, [999] * 3), ("MONTHLY", 1), "2026-11-12"),
        (monthly(12, [999] * 3, interval=2), ("MONTHLY", 2), "2026-12-12"),
        (monthly(12, [999] * 3, interval=3), ("MONTHLY", 3), "2027-01-12"),
        (monthly(12, [999] * 3, interval=6), ("MONTHLY", 6), "2027-04-12"),
        (monthly(12, [999] * 3, interval=12), ("YEARLY", 1), "2027-10-12"),
        (monthly(12, [999] * 2, interval=12), ("YEARLY", 1), "2027-10-12"),
        (monthly(31, [999] * 6, last="2026-09"), ("MONTHLY", 1), "2026-10-31"),
    ],
)
def test_every_period_is_found(
    rows: list[Observation], rhythm: tuple[str, int], next_date: str
) -> None:
    suggestion = only(rows)
    assert (suggestion.schedule.frequency, suggestion.schedule.interval) == rhythm
    assert str(suggestion.next_date) == next_date
    assert [one.id for one in suggestion.evidence] == [row.id for row in rows]


@for_each(
    "rows",
    [
        monthly(12, [999] * 2),
        monthly(12, [999] * 2, interval=6),
        monthly(12, [999, 1_099], interval=12),
        monthly(12, [999, 1_050, 1_100], interval=3),
        every(7, [500] * 3, "2026-10-28"),
    ],
)
def test_too_few_payments_are_no_suggestion(rows: list[Observation]) -> None:
    assert found(rows) == []


def test_a_suggestion_explains_itself_by_dates_gaps_and_amounts() -> None:
    rows = monthly(12, [999, 999, 999], category_id="fun")
    suggestion = only(rows)
    assert [one.gap for one in suggestion.evidence] == [None, 31, 30]
    assert [str(one.date) for one in suggestion.evidence] == [
        "2026-08-12",
        "2026-09-12",
        "2026-10-12",
    ]
    assert suggestion.amount == ExpectedAmount.exactly(999)
    assert suggestion.reasons == (
        Reason(code=ReasonCode.ON_TIME, count=3, total=3),
        Reason(code=ReasonCode.EQUAL_AMOUNTS, count=3, total=3),
        Reason(code=ReasonCode.FEW_PAYMENTS, count=3, total=4),
    )
    assert suggestion.category_id == "fun"
    assert suggestion.confidence is SuggestionConfidence.LOW


def test_confidence_grows_with_the_number_of_payments() -> None:
    confidences = [only(monthly(12, [999] * number)).confidence for number in (3, 4, 12)]
    assert confidences == [
        SuggestionConfidence.LOW,
        SuggestionConfidence.MEDIUM,
        SuggestionConfidence.HIGH,
    ]


def test_amounts_that_vary_give_a_range_and_a_median() -> None:
    suggestion = only(monthly(3, [4_200, 5_000, 4_600, 4_900, 4_400, 4_700]))
    assert suggestion.amount == ExpectedAmount(4_200, 5_000, 4_600)
    assert Reason(code=ReasonCode.VARYING_AMOUNTS, count=18, total=100) in suggestion.reasons


def test_a_new_price_continues_the_old_one() -> None:
    suggestion = only(monthly(3, [999] * 6 + [1_099]))
    assert len(suggestion.evidence) == 7
    suggestion = only(monthly(3, [999] * 6 + [1_799] * 6))
    assert len(suggestion.evidence) == 12
    assert suggestion.amount == ExpectedAmount.exactly(1_799)


def test_other_amounts_on_the_same_day_are_another_payment() -> None:
    suggestion = only(monthly(12, [300] * 3 + [999] * 4))
    assert len(suggestion.evidence) == 4


def test_a_new_subscription_takes_no_payments_of_an_older_one() -> None:
    rows = monthly(5, [599] * 12) + monthly(7, [999] * 4)
    assert sorted(len(one.evidence) for one in found(rows)) == [4, 12]


def test_a_price_changes_beside_another_subscription_of_the_payee() -> None:
    rows = monthly(7, [999] * 6 + [1_099] * 6) + monthly(10, [1_050] * 12)
    assert [len(one.evidence) for one in found(rows)] == [12, 12]


def test_a_bonus_is_no_payment_of_its_own() -> None:
    pay = [20_000, 20_000, 30_000, *[20_000] * 5, 30_000, 20_000, 20_000]
    suggestion = only(monthly(12, pay, type="INCOME"))
    assert (suggestion.schedule.interval, len(suggestion.evidence)) == (1, 11)


def test_a_missed_payment_is_part_of_the_reasons() -> None:
    rows = monthly(12, [999] * 12)
    del rows[5]
    assert Reason(code=ReasonCode.MISSED, count=1, total=12) in only(rows).reasons


def test_payments_of_which_a_third_is_missed_do_not_recur() -> None:
    rows = monthly(12, [999] * 9)
    assert len(found(rows[:4] + rows[5:])) == 1
    assert found([row for number, row in enumerate(rows) if number not in {1, 4, 6}]) == []


def test_weekends_and_month_ends_move_payments() -> None:
    days = ["2026-04-30", "2026-06-01", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30"]
    suggestion = only([paid(day) for day in days])
    assert suggestion.schedule.days_of_month == (-1,)
    assert suggestion.schedule.shift == "NEXT"
    assert len(suggestion.evidence) == 6


def test_two_subscriptions_of_one_payee_are_told_apart_by_amount_and_by_day() -> None:
    by_amount = monthly(5, [299] * 6) + monthly(7, [999] * 6)
    assert {one.amount.likely for one in found(by_amount)} == {299, 999}
    by_day = monthly(3, [1_999] * 6) + monthly(18, [1_999] * 6)
    assert {one.schedule.days_of_month for one in found(by_day)} == {(3,), (18,)}
    equal = monthly(3, [1_999] * 6) + monthly(3, [1_999] * 6)
    assert [one.fingerprint.number for one in found(equal)] == [1, 2]


@for_each(
    ("field", "other"),
    [
        ("type", "INCOME"),
        ("account_id", "card"),
        ("to_account_id", "savings"),
        ("currency", "USD"),
        ("payee", "music"),
    ],
)
def test_payments_of_different_kinds_are_not_one_series(field: str, other: str) -> None:
    rows = monthly(12, [999] * 4)
    change: dict[str, Any] = {field: other}
    moved = [*rows[:2], *(replace(row, **change) for row in rows[2:])]
    assert found(rows) != []
    assert found(moved) == []


def test_payments_without_text_recur_with_equal_amounts_only() -> None:
    assert len(found(monthly(12, [999] * 6, payee=None))) == 1
    assert found(monthly(12, [999, 1_000, 1_001, 1_002, 1_003, 1_004], payee=None)) == []


def test_the_description_stands_in_for_a_payee() -> None:
    rows = monthly(12, [999, 1_000, 1_001, 1_002], payee=None, description="rent")
    assert only(rows).newest.description == "rent"


def frequent(seed: int) -> Iterator[list[Observation]]:
    """Yield spending of a year that is no subscription."""
    random = Random(seed)  # noqa: S311 (a made-up history)
    days = [TODAY - timedelta(days=age) for age in range(365)]
    saturdays = [day for day in days if day.weekday() == 5]
    yield [paid(day, random.randint(4_000, 12_000), "grocer") for day in saturdays]
    yield [paid(day, random.randint(500, 9_000), "grocer") for day in days if random.random() < 0.3]
    yield [paid(day, random.choice([240, 310]), "baker") for day in days if random.random() < 0.4]
    yield [paid(day, 5_000, "cash") for day in days if random.random() < 0.1]


def test_frequent_spending_is_no_subscription() -> None:
    suggested = sum(len(found(rows)) for seed in range(25) for rows in frequent(seed))
    assert suggested <= 1


def test_a_weekly_wage_may_vary_and_weekly_shopping_may_not() -> None:
    amounts = [4_000, 5_200, 4_700, 6_100, 3_900, 5_000, 4_400, 5_600]
    assert found(every(7, amounts, "2026-10-28")) == []
    assert len(found(every(7, amounts, "2026-10-28", type="INCOME"))) == 1
    steady = [4_000, 4_100, 4_050, 4_200, 4_150, 4_080, 4_120, 4_010]
    assert len(found(every(7, steady, "2026-10-28"))) == 1


@for_each(
    ("rows", "days_later"),
    [
        (every(7, [500] * 9, "2026-10-28"), 7 + 2 + 8),
        (monthly(12, [999] * 9), 32 + 5 + 31),
        (monthly(12, [999] * 9, interval=3), 94 + 7 + 45),
        (monthly(12, [999] * 3, interval=12), 373 + 12 + 60),
    ],
)
def test_what_has_ended_is_not_suggested(rows: list[Observation], days_later: int) -> None:
    last = rows[-1].date + timedelta(days=days_later)
    assert len(found(rows, last)) == 1
    assert found(rows, last + timedelta(days=1)) == []


def test_an_ended_monthly_payment_is_no_yearly_one() -> None:
    assert found(monthly(12, [999] * 28, last="2026-02")) == []


def test_the_order_of_the_history_is_irrelevant() -> None:
    rows = monthly(5, [299] * 8) + monthly(7, [999] * 8) + every(7, [500] * 20, "2026-10-28")
    shuffled = Random(1).sample(rows, len(rows))  # noqa: S311 (a made-up order)
    assert detect(shuffled, TODAY) == detect(rows, TODAY)


def test_refunds_and_payments_after_today_are_not_read() -> None:
    assert newest([paid(TODAY, -999), paid(TODAY + timedelta(days=1))], TODAY) == []


def test_payments_are_read_three_years_back() -> None:
    day = TODAY - timedelta(days=HORIZON_DAYS)
    rows = [paid(day), paid(day - timedelta(days=1))]
    assert newest(rows, TODAY) == rows[:1]


def test_the_newest_payments_are_kept_whatever_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observation, "MAX_OBSERVATIONS", 10)
    rows = every(1, [1] * 45, "2026-10-28")
    shuffled = Random(1).sample(rows, len(rows))  # noqa: S311 (a made-up order)
    assert newest(shuffled, TODAY) == rows[:-11:-1]


def test_the_newest_payments_of_a_large_group_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(observation, "MAX_OF_A_GROUP", 5)
    assert len(only(monthly(12, [999] * 12)).evidence) == 5


def test_a_spent_budget_leaves_the_largest_groups_out() -> None:
    rows = monthly(12, [999] * 6) + monthly(3, [500] * 4, payee="zoo")
    ticks = count()
    detection = detect(rows, TODAY, budget=DetectionBudget(2, lambda: next(ticks)))
    assert [one.newest.payee for one in detection.suggestions] == ["zoo"]
    assert not detection.is_complete
    assert detect(rows, TODAY, budget=DetectionBudget(100, lambda: 0)).is_complete


def test_at_most_100_suggestions_are_given_the_surest_first() -> None:
    counts = [3 + number % 20 for number in range(103)]
    rows = [
        row
        for number, count in enumerate(counts)
        for row in monthly(12, [999] * count, payee=f"p{number}")
    ]
    lengths = [len(one.evidence) for one in found(rows)]
    assert lengths == sorted(counts, reverse=True)[:100]


def test_a_salary_day_that_moves_is_followed() -> None:
    early, late = monthly(19, [1_000] * 6, last="2025-10"), monthly(26, [1_000] * 6)
    rows = [*early, *monthly(23, [1_000] * 6, last="2026-04"), *late]
    suggestion = only(rows)
    assert len(suggestion.evidence) == 18
    assert suggestion.next_date == date(2026, 11, 26)
