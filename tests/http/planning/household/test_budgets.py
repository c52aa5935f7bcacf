"""Two years of a household: on every day its budgets are those of an independent calculation."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.models.planning.budgets.report import BudgetStatus
from shared.services.planning.budgets.status import get_status
from shared.services.posting.scope_builds import build_scopes
from tests.http.planning.budgets.budgets import on
from tests.http.planning.household.household import Household, noon
from tests.http.planning.household.independent import (
    FIRST,
    LAST,
    Plan,
    firsts,
    leap_years,
    mondays,
    paydays,
)
from tests.support.ledgers.people import Person

pytestmark = pytest.mark.early


def budgets_of(house: Household) -> tuple[str, str]:
    """Create the budgets of a household; the ids of those of paydays and of everything."""
    food = on("CATEGORIES", house.ids["Dining"], house.ids["Groceries"])
    payday = house.plan(
        Plan(paydays(), lambda one: one.category in {"Dining", "Groceries"},
             [(FIRST - timedelta(days=31), 40_000)], surplus=True, debt=True),
        name="Food", scope=food, amount="400", carry="BOTH",
        period={"frequency": "MONTHLY", "days_of_month": [20], "shift": "PREVIOUS"},
    )  # fmt: skip
    house.plan(
        Plan(mondays(), lambda one: "fun" in one.tags, [(FIRST, 3_000)], debt=True),
        name="Fun", scope=on("TAGS", "fun"), amount="30", carry="DEBT",
        period={"frequency": "WEEKLY", "weekdays": ["MO"]},
    )  # fmt: skip
    house.plan(
        Plan(leap_years(), lambda one: one.category == "Insurance",
             [(leap_years()[0], 300_000)], surplus=True, cap=50_000),
        name="Insurance", scope=on("CATEGORIES", house.ids["Insurance"]), amount="3000",
        carry="SURPLUS", carry_cap="500", period={"frequency": "YEARLY"},
    )  # fmt: skip
    everything = house.plan(
        Plan(firsts(), lambda _: True, [(FIRST, 150_000)], surplus=True, debt=True, cap=20_000),
        name="All", amount="1500", carry="BOTH", carry_cap="200",
    )  # fmt: skip
    house.plan(
        Plan(firsts(), lambda one: one.account == "pesos", [(FIRST, 20_000)]),
        name="Abroad", scope=on("ACCOUNTS", house.accounts["pesos"]), amount="200",
    )  # fmt: skip
    house.plan(
        Plan(firsts(), lambda one: one.category == "Groceries", [(FIRST, 20_000)], debt=True),
        name="Groceries", scope=on("CATEGORIES", house.ids["Groceries"]), amount="200",
        carry="DEBT",
    )  # fmt: skip
    return payday, everything


def live_two_years(house: Household) -> None:
    """Record, correct, delete, restore, merge, and change amounts."""
    payday, everything = budgets_of(house)
    half = date(2024, 7, 25)
    house.pay_rent(firsts()[:-1])
    house.be_on(half)
    house.record(*(house.expense(day) for day in house.days(FIRST, half, 90)))
    house.change(payday, {"amount": "450"})
    house.plans[payday].amounts.append((date(2024, 7, 19), 45_000))
    house.change(everything, {"amount": "1800", "once": True, "from": "2024-12-24"})
    house.plans[everything].once[date(2024, 12, 1)] = 180_000
    house.merge("Dining", "Groceries")
    house.ids["Dining"] = house.ids["Groceries"]
    # The scope of a merged category is built in the background.
    assert build_scopes(house.person.store, lambda: noon(half), lambda: True)
    house.be_on(LAST)
    house.record(*(house.expense(day) for day in house.days(half, LAST, 130)))
    deleted = house.delete(12)
    house.correct(20)
    house.record(*(house.expense(day) for day in house.days(FIRST, LAST, 30)))
    house.restore(deleted[:5])
    for one in house.records.values():
        one.category = "Groceries" if one.category == "Dining" else one.category


def shown(status: BudgetStatus, today: date) -> dict[str, object]:
    """Return the amounts of a status that the independent calculation has."""
    assert status.statuses is not None
    one = status.statuses[-1]
    return {
        "first": one.period.first,
        "last": one.period.last,
        "amount": one.amount_minor,
        "carried": one.carried_minor,
        "spent": one.spent_minor,
        "left": one.left_minor,
        "expected": one.expected_minor(today, status.off_pace),
        "safe": one.safe_per_day_minor(today, status.off_pace),
        "projected": one.projected_minor(today, status.off_pace),
    }


def test_on_every_day_of_two_years_the_budgets_are_those_of_an_independent_calculation(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = Household(visitor, monkeypatch)
    live_two_years(house)
    records = list(house.records.values())
    assert len(records) > 250
    planned = {key: plan.days(records) for key, plan in house.plans.items()}

    for number in range((LAST - FIRST).days + 1):
        today = FIRST + timedelta(days=number)
        report = get_status(visitor.store, None, noon(today))
        found = {one.budget.id: shown(one, today) for one in report.budgets}
        assert found == {key: days[today] for key, days in planned.items() if today in days}, today
