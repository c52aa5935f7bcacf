"""News of budgets: shares, pace, and which of several periods are told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.models.ledger.tenant import Tenant
from shared.models.people.access import TenantKind, TenantRef
from shared.models.planning.budgets.budget import MAX_THRESHOLD, AmountStep, Budget
from shared.models.planning.budgets.known_expenses import NOTHING_OFF_PACE, OffPace
from shared.models.planning.budgets.report import BudgetStatus, PlannedPeriods
from shared.models.planning.budgets.status import PeriodStatus, fold
from shared.models.planning.watch.budgets import BudgetWatch, is_fast, may_be_fast, share_of
from shared.models.planning.watch.state import WatchState
from shared.models.values.spans.days import Days
from tests.unit.examples import sample_ledger
from tests.unit.planning.budgets.examples import budget
from tests.unit.planning.schedules import made

MARCH = Days(date(2026, 3, 1), date(2026, 3, 31))
WEEK = Days(date(2026, 3, 2), date(2026, 3, 8))
AT = datetime(2026, 3, 31, 12, tzinfo=UTC)


def period(spent: int, amount: int = 31_000, carried: int = 0, days: Days = MARCH) -> PeriodStatus:
    return PeriodStatus(days, amount, carried, spent)


@pytest.mark.parametrize(
    ("status", "share"),
    [
        (period(0, 0), 0),
        (period(-5), 0),
        (period(1, 0), MAX_THRESHOLD),
        (period(1, 10, -20), MAX_THRESHOLD),
        (period(7_999, 10_000), 79),
        (period(8_000, 10_000), 80),
        (period(10**9, 1), MAX_THRESHOLD),
    ],
)
def test_a_share_is_in_whole_percent_rounded_down(status: PeriodStatus, share: int) -> None:
    assert share_of(status) == share
    assert set(status.crossed([share])) == ({share} if share else set())


@pytest.mark.parametrize(
    ("status", "day", "fast"),
    [
        (period(7_000 + 6_200), 7, True),
        (period(7_000 + 6_199), 7, False),
        (period(20_000), 6, False),
        (period(12_400, days=Days(date(2026, 3, 1), date(2026, 3, 30))), 6, True),
        (period(24_799), 10, True),
        (period(24_800), 10, False),
        (period(4_857, 10_000, days=WEEK), 3, True),
        (period(4_856, 10_000, days=WEEK), 3, False),
        (period(7_000, 10_000, days=Days(date(2026, 3, 2), date(2026, 3, 7))), 3, False),
        (period(1_000, 0), 15, False),
    ],
)
def test_spending_is_fast_by_a_margin_after_the_first_fifth_and_before_the_first_threshold(
    status: PeriodStatus, day: int, *, fast: bool
) -> None:
    today = date(2026, 3, day)
    assert (
        may_be_fast(status, (80, 100), today) and is_fast(status, NOTHING_OFF_PACE, today)
    ) is fast


def test_without_thresholds_spending_is_fast_until_all_is_spent() -> None:
    assert may_be_fast(period(30_999), (), date(2026, 3, 15))
    assert not may_be_fast(period(31_000), (), date(2026, 3, 15))
    assert not may_be_fast(period(31_000), (120,), date(2026, 3, 15))
    assert not may_be_fast(period(30_999), (), date(2026, 4, 1))


def test_recurring_expenses_that_are_due_and_what_is_booked_ahead_are_not_fast() -> None:
    day, rent = date(2026, 3, 10), OffPace(recurring_minor=15_500, due_minor=15_500)
    assert is_fast(period(20_000), NOTHING_OFF_PACE, day)
    assert not is_fast(period(20_000), rent, day)
    assert is_fast(period(15_500 + 5_000 + 6_200), rent, day)
    assert not is_fast(period(15_500 + 5_000 + 6_199), rent, day)
    assert not is_fast(period(20_000), OffPace(ahead_minor=5_000), day)


def watch(since: date = date.min, **state: Any) -> BudgetWatch:
    kept: dict[str, Any] = {"since": date(2026, 1, 1), "next_at": AT}
    tenant = Tenant(TenantRef(TenantKind.USER, "U1"), sample_ledger())
    return BudgetWatch(tenant, WatchState(**kept | state), since, AT)


def weekly(**facts: Any) -> Budget:
    schedule = made(start="2025-12-29", frequency="WEEKLY", weekdays=["MO"])
    created = datetime(2026, 1, 1, tzinfo=UTC)
    steps = (AmountStep(start=date(2025, 12, 29), amount_minor=10_000),)
    return budget(**{"schedule": schedule, "steps": steps, "created_at": created} | facts)


def test_periods_are_those_that_end_since_the_latest_of_several_days() -> None:
    def first(one: BudgetWatch, **facts: Any) -> date:
        [planned] = one.planned([weekly(**facts)])
        return planned.folded[-planned.count].last

    assert first(watch()) == date(2026, 1, 4)
    assert first(watch(date(2026, 3, 22))) == date(2026, 3, 22)
    assert first(watch(date.max)) == date(2026, 4, 5)
    assert first(watch(since=date(2026, 2, 1)), created_at=AT - timedelta(days=30)) == date(
        2026, 3, 1
    )
    late = {"since": date(2026, 1, 1)}
    assert watch(**late).planned([weekly(archived=True)]) == []
    future = (AmountStep(start=date(2026, 4, 1), amount_minor=1),)
    assert watch().planned([budget(steps=future)]) == []


def test_of_periods_that_are_over_the_last_is_told_with_the_number_of_the_others() -> None:
    one = weekly(thresholds=(50, 100))
    look = watch()
    [planned] = look.planned([one])
    spent = [0] * len(planned.folded)
    spent[2], spent[4], spent[5], spent[-1] = 6_000, 12_000, 100, 20_000
    statuses = tuple(fold(one, planned.folded, spent))
    found = list(look.sightings_of(_status(planned, statuses)))

    told = [(one.key, one.level, one.event) for one in found if one.event is not None]
    assert [(key, level) for key, level, _ in told] == [
        ("2026-04-05", 200),
        (str(planned.folded[4].last), 120),
    ]
    [present, over] = [event for _, _, event in told]
    assert "more" not in present.parameters
    assert over.parameters["more"].model_dump()["number"] == 1
    assert over.parameters["percent"].model_dump()["number"] == 100
    assert sorted(one.level for one in found) == [1, 60, 120, 200]


def _status(planned: PlannedPeriods, statuses: tuple[PeriodStatus, ...]) -> BudgetStatus:
    return BudgetStatus(planned.budget, planned.folded, None, statuses, needs_amount=False)


def test_nothing_is_seen_of_a_budget_whose_spending_is_unknown() -> None:
    look = watch()
    [planned] = look.planned([weekly()])
    unknown = BudgetStatus(planned.budget, planned.folded, None, None, needs_amount=False)

    assert list(look.sightings_of(unknown)) == []
