"""Two years of a household: its forecasts are those of an independent calculation."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from functions.http import clock
from tests.http.answers import ok
from tests.http.planning.forecasts.forecasts import account, forecast, plan
from tests.http.planning.household.independent_forecasts import Ahead, Amounts, Monthly, likely_of
from tests.http.planning.household.independent_goals import Entry, preceding
from tests.support.ledgers.people import Person

TODAY, DAYS = date(2026, 3, 20), 60
_TYPES = {
    "Groceries": "EXPENSE",
    "Dining": "EXPENSE",
    "Rent": "EXPENSE",
    "Health": "EXPENSE",
    "Salary": "INCOME",
    "Freelance": "INCOME",
}


def cents(amount: str) -> int:
    return int(Decimal(amount) * 100)


def in_money(amount: int) -> str:
    return str(Decimal(amount) / 100)


def records(chance: Random, months: int) -> list[Entry]:
    """Return the entries of so many months before today, of the present one, and ahead."""
    found = []
    for back in range(months, -2, -1):
        month = preceding(TODAY.replace(day=1), back)

        def add(kind: str, category: str, amount: int, name: str, month: date = month) -> None:
            day = month.replace(day=chance.randrange(1, 29))
            found.append(Entry(kind, day, amount, name, category))

        for _ in range(chance.randrange(4)):
            add("EXPENSE", "Dining", chance.randrange(-2_000, 9_000) or 1, "main")
        peak = 60_000 if month.month == 12 else 9_000
        add("EXPENSE", "Groceries", peak + chance.randrange(2_000), "savings")
        if chance.random() < 0.8:
            add("EXPENSE", "Rent", 70_000 + chance.choice([-5_000, 0, 0, 3_000]), "main")
        if chance.random() < 0.3:
            add("INCOME", "Freelance", chance.randrange(1, 50_000), "savings")
        add("INCOME", "Salary", 200_000 + chance.randrange(9_000), "main")
    return found


def recorded(person: Person, seed: int, months: int) -> Ahead:
    """Record entries by chance, and plan rent and salary."""
    entries = records(Random(seed), months)  # noqa: S311
    main = ok(person.get("/accounts"))["items"][0]["id"]
    ids, names = {"main": main, "savings": account(person, "Savings")}, person.category_ids
    rows = [
        {
            "type": one.kind,
            "amount": in_money(one.amount),
            "date": str(one.day),
            "account_id": ids[one.account],
            "category_id": names[one.category or ""],
        }
        for one in entries
    ]
    ok(person.post("/transactions/batch", {"create": rows}))
    plans = [
        Monthly("EXPENSE", date(2026, 3, 25), 68_000, "Rent", "main"),
        Monthly("INCOME", date(2026, 4, 1), 190_000, "Salary", "main"),
    ]
    for one in plans:
        fields = {"category_id": names[one.category], "account_id": ids[one.account]}
        plan(person, one.kind, in_money(one.amount), str(one.start), **fields)
    return Ahead(entries, plans, _TYPES, TODAY)


def shown(series: dict[str, Any]) -> dict[str, Any]:
    """Return a series of an answer, as the independent calculation has it."""
    tested, is_median = series["backtest"], series["method"] == "MEDIAN"
    this, following_one = (
        tuple(cents(one[name]) for name in ("low", "likely", "high"))
        for one in series["months"][:2]
    )
    errors = (tested[name] for name in ("mean_error", "last_month_error", "median_error"))
    return {
        "method": series["method"],
        "this": this if is_median else None,
        "next": following_one if is_median else None,
        "errors": list(map(cents, errors)),
        "relative": pytest.approx(tested["relative_error"], abs=1e-4)
        if tested["relative_error"] is not None
        else None,
        "coverage": pytest.approx(tested["coverage"], abs=1e-4),
    }


@pytest.mark.parametrize(("seed", "months"), [(1, 30), (2, 22), (3, 26), (4, 11)])
def test_forecasts_are_those_of_an_independent_calculation(
    visitor: Person, monkeypatch: pytest.MonkeyPatch, seed: int, months: int
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.combine(TODAY, time(12), tzinfo=UTC))
    ahead = recorded(visitor, seed, months)

    found = forecast(visitor, days=DAYS)

    rows = ahead.rows()
    for kind, name in (("EXPENSE", "expenses"), ("INCOME", "income")):
        beside = [cents(one[f"unscheduled_{name}"]) for one in found["history"]]
        assert beside == rows[kind]
        assert likely_of(rows[kind], TODAY) == shown(found["likely"][name])
    largest = sorted(
        (key for key, of in _TYPES.items() if of == "EXPENSE" and any(rows[key])),
        key=lambda key: -sum(rows[key][-12:]),
    )
    groups = found["likely"]["groups"]
    assert [one["category_id"] for one in groups] == [visitor.category_ids[key] for key in largest]
    for key, group in zip(largest, groups, strict=True):
        assert likely_of(rows[key], TODAY) == shown(group), key
    assert_balances(found, ahead)


def assert_balances(found: dict[str, Any], ahead: Ahead) -> None:
    """Compare the balances of the accounts with those of all records and plans."""
    total: Amounts = [0] * (DAYS + 1)
    for one, name in zip(found["accounts"], ("main", "savings"), strict=True):
        expected = ahead.balances(name, DAYS)
        assert list(map(cents, one["balances"])) == expected
        lowest = min(expected)
        day = TODAY + timedelta(days=expected.index(lowest))
        assert one["lowest"] == {"date": str(day), "balance": f"{Decimal(lowest) / 100:.2f}"}
        assert cents(one["safe_to_spend"]) == max(0, lowest)
        total = [a + b for a, b in zip(total, expected, strict=True)]
    assert list(map(cents, found["total"]["balances"])) == total
