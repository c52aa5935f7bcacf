"""A household over HTTP: a person who records expenses of two years, and corrects some."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from functions.http import clock
from tests.http.answers import ok
from tests.http.planning.budgets.budgets import create
from tests.http.planning.household.independent import FIRST, LAST, Plan, Record
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
        for key in self._random.sample(list(self.records), count):
            if not self.records[key].recurs:
                [day] = self.days(FIRST, LAST, 1)
                self.records[key] = self.expense(day)
                body = self._body(self.records[key])
                ok(self.person.put(f"/transactions/{key}", body))

    def delete(self, count: int) -> list[tuple[str, Record]]:
        """Delete some expenses, and return them."""
        keys = [key for key, one in self.records.items() if not one.recurs]
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
