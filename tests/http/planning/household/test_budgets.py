"""Two years of a household: on every day its budgets are those of an independent calculation."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from functions.http import clock
from shared.models.planning.budgets.report import BudgetStatus
from shared.services.planning.budgets.status import get_status
from shared.services.posting.scope_builds import build_scopes
from tests.http.answers import ok
from tests.http.planning.budgets.budgets import create, on
from tests.http.planning.household.independent import (
    FIRST,
    LAST,
    Plan,
    Record,
    firsts,
    leap_years,
    mondays,
    paydays,
)
from tests.support.ledgers.people import Person

_RATE = "0.01"
"""Dollars for a peso: amounts of whole pesos are whole cents."""


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


class Household:
    """A person who records expenses of two years, late ones too, and corrects some."""

    def __init__(self, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        self.person, self._monkeypatch, self._random = person, monkeypatch, Random(5)  # noqa: S311
        self.records: dict[str, Record] = {}
        self.plans: dict[str, Plan] = {}
        self.be_on(FIRST)
        fields = {"name": "Insurance", "type": "EXPENSE"}
        insurance = ok(person.post("/categories", fields), 201)["id"]
        self.ids: dict[str, str] = {**person.category_ids, "Insurance": insurance}
        account = {"name": "Pesos", "kind": "CASH", "currency": "ARS"}
        main = ok(person.get("/accounts"))["items"][0]["id"]
        pesos = ok(person.post("/accounts", account), 201)["id"]
        self.accounts = {"main": main, "pesos": pesos}
        rate = {"base": "ARS", "quote": "USD", "date": "2023-12-31", "rate": _RATE}
        ok(person.post("/currencies/own_rates", rate), 201)

    def be_on(self, day: date) -> None:
        """Let it be noon of a day."""
        self._monkeypatch.setattr(clock, "now", lambda: noon(day))

    def plan(self, plan: Plan, **fields: Any) -> str:
        """Create a budget, and return its id."""
        budget = create(self.person, start=str(plan.starts[0]), **fields)
        self.plans[budget["id"]] = plan
        budget_id: str = budget["id"]
        return budget_id

    def change(self, budget_id: str, fields: dict[str, Any]) -> None:
        """Change a budget."""
        ok(self.person.patch(f"/budgets/{budget_id}", fields))

    def record(self, *records: Record) -> None:
        """Record expenses at once."""
        rows = [self._body(one) for one in records]
        made = ok(self.person.post("/transactions/batch", {"create": rows}))
        keys = [one["id"] for one in made["created"]]
        self.records |= dict(zip(keys, records, strict=True))

    def _body(self, one: Record) -> dict[str, Any]:
        cents = one.cents * (100 if one.account == "pesos" else 1)
        return {
            "type": "EXPENSE",
            "amount": f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}",
            "date": str(one.day),
            "category_id": self.ids[one.category],
            "account_id": self.accounts[one.account],
            "tags": sorted(one.tags),
        }

    def expense(self, day: date) -> Record:
        """Return an expense by chance."""
        chance = self._random
        cents = chance.randrange(100, 9_000) * (1 if chance.random() < 0.93 else -1)
        category = chance.choice(["Groceries", "Groceries", "Dining", "Insurance"])
        tags = frozenset(chance.sample(["fun", "kids"], chance.choice([0, 0, 1, 2])))
        return Record(day, cents, category, chance.choice(["main", "main", "pesos"]), tags)

    def days(self, first: date, last: date, count: int) -> list[date]:
        """Return so many days by chance."""
        span = (last - first).days + 1
        return sorted(first + timedelta(days=self._random.randrange(span)) for _ in range(count))

    def correct(self, count: int) -> None:
        """Give some expenses another day, amount, category, account and tags."""
        for key in self._random.sample(sorted(self.records), count):
            if not self.records[key].recurs:
                [day] = self.days(FIRST, LAST, 1)
                self.records[key] = self.expense(day)
                body = self._body(self.records[key])
                ok(self.person.put(f"/transactions/{key}", body))

    def delete(self, count: int) -> list[tuple[str, Record]]:
        """Delete some expenses, and return them."""
        keys = [key for key in sorted(self.records) if not self.records[key].recurs]
        found = [(key, self.records.pop(key)) for key in self._random.sample(keys, count)]
        for key, _ in found:
            ok(self.person.delete(f"/transactions/{key}"), 204)
        return found

    def restore(self, deleted: list[tuple[str, Record]]) -> None:
        """Restore some expenses from the trash."""
        for key, one in deleted:
            ok(self.person.post(f"/transactions/{key}/restore"))
            self.records[key] = one

    def merge(self, source: str, target: str) -> None:
        """Merge a category into another one."""
        path = f"/categories/{self.ids[source]}?reassign_to={self.ids[target]}"
        assert self.person.delete(path).status_code in (200, 204)
        for one in self.records.values():
            one.category = target if one.category == source else one.category

    def pay_rent(self, days: list[date]) -> None:
        """Have a recurring entry book the rent of these days, until the last one."""
        entry = {
            "name": "Rent",
            "mode": "AUTO",
            "template": {"type": "EXPENSE", "amount": "700.00", "category_id": self.ids["Rent"]},
            "schedule": {"start": str(days[0]), "frequency": "MONTHLY"},
        }
        made = ok(self.person.post("/recurring", entry), 201)
        self.be_on(days[-1])
        booked = ok(self.person.post(f"/recurring/{made['id']}/process", {}))["booked"]
        assert len(booked) == len(days)
        rent = [Record(day, 70_000, "Rent", recurs=True) for day in days]
        self.records |= {f"rent {one.day}": one for one in rent}


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
        "expected": one.expected_minor(today, status.outlook),
        "safe": one.safe_per_day_minor(today, status.outlook),
        "projected": one.projected_minor(today, status.outlook),
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
