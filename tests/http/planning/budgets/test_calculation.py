"""Status of budgets compared with a calculation from the transactions that shares no code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from tests.http.answers import ok
from tests.http.planning.budgets.budgets import create, on, status
from tests.support.ledgers.people import Person

FIRST, LAST = date(2025, 11, 1), date(2026, 5, 31)
CATEGORIES = ("Dining", "Groceries", "Rent", None)
TAGS = ("a", "b", "c")
ONE_DAY = timedelta(days=1)

Transaction = dict[str, Any]


def months() -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)


def paydays() -> Iterator[date]:
    """Yield the last day from Monday to Friday on or before each 20th."""
    for first in months():
        day = first.replace(day=20)
        while day.isoweekday() > 5:
            day -= ONE_DAY
        yield day


def mondays() -> Iterator[date]:
    """Yield every second Monday, of which 3 November 2025 is one."""
    day = date(2025, 11, 3)
    while day <= LAST:
        yield day
        day += timedelta(days=14)


@dataclass(frozen=True)
class Planned:
    """A budget: what it is created with, the first days of its periods, and its expenses."""

    fields: dict[str, Any]
    starts: tuple[date, ...]
    spent: Callable[[Transaction], Decimal]

    def left(self, transactions: list[Transaction], day: date) -> dict[str, Any] | None:
        """Return the amounts of the period of a day; None without one."""
        carried = Decimal(0)
        for first, following in pairwise(self.starts):
            spent = sum(
                (
                    self.spent(one)
                    for one in transactions
                    if one["type"] == "EXPENSE"
                    and first <= date.fromisoformat(one["date"]) < following
                ),
                Decimal(0),
            )
            left = Decimal(self.fields["amount"]) + carried - spent
            if first <= day < following:
                amounts = {"carried": carried, "spent": spent, "left": left}
                texts = {name: f"{amount:.2f}" for name, amount in amounts.items()}
                last = str(following - ONE_DAY)
                return texts | {"start_date": str(first), "end_date": last}
            surplus, debt = max(left, Decimal(0)), min(left, Decimal(0))
            if "carry_cap" in self.fields:
                surplus = min(surplus, Decimal(self.fields["carry_cap"]))
            kept = self.fields.get("carry", "NONE")
            carried = (surplus if kept in {"SURPLUS", "BOTH"} else Decimal(0)) + (
                debt if kept in {"DEBT", "BOTH"} else Decimal(0)
            )
        return None


def in_categories(*ids: str) -> Callable[[Transaction], Decimal]:
    def spent(one: Transaction) -> Decimal:
        parts = one["splits"] or [one]
        return sum((Decimal(p["amount"]) for p in parts if p["category_id"] in ids), Decimal(0))

    return spent


def tagged(*tags: str) -> Callable[[Transaction], Decimal]:
    return lambda one: Decimal(one["amount"]) if set(one["tags"]) & set(tags) else Decimal(0)


def paid_from(*ids: str) -> Callable[[Transaction], Decimal]:
    return lambda one: Decimal(one["amount"]) if one["account_id"] in ids else Decimal(0)


PAYDAY = {"frequency": "MONTHLY", "days_of_month": [20], "shift": "PREVIOUS"}
TWO_WEEKS = {"frequency": "WEEKLY", "interval": 2, "weekdays": ["MO"]}


def plans(person: Person, account_id: str) -> list[Planned]:
    """Return budgets of every kind of scope, carry and period, none of which was created yet."""
    ids = person.category_ids
    dining, groceries = ids["Dining"], ids["Groceries"]
    of_months, of_paydays, of_weeks = map(tuple, (months(), paydays(), mondays()))
    both = on("CATEGORIES", dining, groceries)
    start = str(FIRST)
    return [
        Planned({"amount": "500", "carry": "BOTH", "start": start}, of_months,
                lambda one: Decimal(one["amount"])),
        Planned({"amount": "90", "scope": both, "carry": "SURPLUS", "carry_cap": "40",
                 "start": start}, of_months, in_categories(dining, groceries)),
        Planned({"amount": "90", "scope": both, "carry": "DEBT", "period": PAYDAY,
                 "start": "2025-12-01"}, of_paydays, in_categories(dining, groceries)),
        Planned({"amount": "30", "scope": on("CATEGORIES", dining), "carry": "BOTH",
                 "period": TWO_WEEKS, "start": "2025-11-05"}, of_weeks, in_categories(dining)),
        Planned({"amount": "60", "scope": on("TAGS", "a", "b"), "carry": "BOTH", "start": start},
                of_months, tagged("a", "b")),
        Planned({"amount": "60", "scope": on("TAGS", "c"), "period": PAYDAY,
                 "start": "2025-12-01"}, of_paydays, tagged("c")),
        Planned({"amount": "70", "scope": on("ACCOUNTS", account_id), "carry": "BOTH",
                 "carry_cap": "9.99", "period": PAYDAY, "start": "2025-12-01"}, of_paydays,
                paid_from(account_id)),
    ]  # fmt: skip


class Household:
    """A person who records, corrects, deletes and restores transactions at random."""

    def __init__(self, person: Person, seed: int) -> None:
        self.person, self.random = person, Random(seed)  # noqa: S311 (chance for tests)
        fields = {"name": "Card", "kind": "CREDIT_CARD"}
        self.account_id: str = ok(person.post("/accounts", fields), 201)["id"]
        self._accounts = [one["id"] for one in ok(person.get("/accounts"))["items"]]
        self.live: dict[str, Transaction] = {}
        self.deleted: list[str] = []

    def act(self) -> None:
        """Change one transaction, or record one."""
        kind = self.random.choice(["record"] * 3 + ["correct", "delete", "restore", "split"])
        if kind == "restore" and self.deleted:
            key = self.deleted.pop()
            self.live[key] = ok(self.person.post(f"/transactions/{key}/restore"))
        elif kind == "record" or not self.live:
            answer = self.person.post("/transactions", self._entry())
            made = ok(answer, 201)
            self.live[made["id"]] = made
        else:
            key = self.random.choice(sorted(self.live))
            if kind == "delete":
                ok(self.person.delete(f"/transactions/{key}"), 204)
                self.deleted.append(key)
                del self.live[key]
            else:
                entry = self._entry()
                changes = {name: entry[name] for name in ("date", "amount", "tags", "account_id")}
                if kind == "split":
                    changes["splits"] = self._splits(entry["amount"])
                elif self.live[key]["splits"]:
                    changes["splits"] = None
                self.live[key] = ok(self.person.patch(f"/transactions/{key}", changes))

    def _splits(self, amount: str) -> list[dict[str, Any]]:
        part = Decimal(amount) / 2
        parts = [part.quantize(Decimal("0.01")), Decimal(amount) - part.quantize(Decimal("0.01"))]
        return [{"category_id": self._category(), "amount": str(one)} for one in parts]

    def _category(self) -> str | None:
        name = self.random.choice(CATEGORIES)
        return None if name is None else self.person.category_ids[name]

    def _entry(self) -> dict[str, Any]:
        day = FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days))
        cents = self.random.choice([1, 1, 1, -1]) * self.random.randrange(2, 9_999)
        return {
            "type": "EXPENSE",
            "amount": f"{Decimal(cents) / 100:.2f}",
            "category_id": self._category(),
            "date": str(day),
            "tags": self.random.sample(TAGS, self.random.randrange(4)),
            "account_id": self.random.choice(self._accounts),
        }


@pytest.mark.parametrize("seed", range(3))
def test_every_amount_is_that_of_an_independent_calculation(visitor: Person, seed: int) -> None:
    household = Household(visitor, seed)
    planned = plans(visitor, household.account_id)
    made: dict[str, Planned] = {}
    for number in range(60):
        household.act()
        if number % 8 == 4 and planned:
            plan = planned.pop(household.random.randrange(len(planned)))
            made[create(visitor, **plan.fields)["id"]] = plan
    transactions = list(household.live.values())

    for day in (FIRST, *(FIRST + timedelta(days=number) for number in range(9, 160, 13))):
        found = {one["id"]: one["period"] for one in status(visitor, day)["items"]}
        for key, plan in made.items():
            expected = plan.left(transactions, day)
            if expected is None:
                assert key not in found
            else:
                assert expected.items() <= found[key].items()
    assert len(made) == 7
