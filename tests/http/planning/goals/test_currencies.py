"""Goals in other currencies over HTTP: converted amounts, and changes of the ledger's currency."""

from __future__ import annotations

from typing import Any

from tests.http.answers import ok, problem
from tests.http.planning.goals.goals import (
    amounts,
    contribute,
    create,
    of_account,
    progress,
    savings,
)
from tests.support.ledgers.people import Person


def rate(person: Person, base: str, quote: str, number: str, date: str = "2026-03-01") -> None:
    """Give a ledger a rate of its own."""
    fields = {"base": base, "quote": quote, "date": date, "rate": number}
    ok(person.post("/currencies/own_rates", fields), 201)


def base(person: Person, goal: dict[str, Any]) -> tuple[str, str | None, str | None]:
    """Return what is saved for a goal and its target in the ledger's currency."""
    shown = amounts(person, goal)
    return shown["base_currency"], shown["base_saved"], shown["base_target"]


def test_a_foreign_goal_is_converted_at_todays_rate_and_null_without_one(visitor: Person) -> None:
    account = savings(visitor, "900.50", currency="ARS", name="Pesos")
    goal = create(visitor, funding=of_account(account, amount="300.50"), target="1000.00")

    shown = amounts(visitor, goal)
    assert (shown["currency"], shown["saved"], shown["left"]) == ("ARS", "300.50", "699.50")
    assert base(visitor, goal) == ("USD", None, None)

    rate(visitor, "ARS", "USD", "0.01")
    assert base(visitor, goal) == ("USD", "3.00", "10.00")  # 3.005 is rounded half to even.
    rate(visitor, "ARS", "USD", "0.02", "2026-03-20")
    assert base(visitor, goal) == ("USD", "6.01", "20.00")
    rate(visitor, "ARS", "USD", "0.5", "2026-03-21")
    assert base(visitor, goal) == ("USD", "6.01", "20.00")  # Tomorrow's is not today's.
    assert amounts(visitor, goal)["saved"] == "300.50"


def test_a_foreign_goal_stays_in_its_currency_when_that_of_the_ledger_changes(
    visitor: Person,
) -> None:
    account = savings(visitor, "900.00", currency="ARS", name="Pesos")
    goal = create(visitor, funding=of_account(account, amount="300.00"), target="1000.00")
    rate(visitor, "ARS", "USD", "0.01")
    rate(visitor, "JPY", "ARS", "5")

    ok(visitor.patch("/settings", {"currency": "JPY"}))

    assert progress(visitor, goal)["unknown"] is None
    assert base(visitor, goal) == ("JPY", "60", "200")
    assert amounts(visitor, goal)["saved"] == "300.00"


def test_linked_money_follows_a_change_of_the_currency_once_the_goal_has_a_new_target(
    visitor: Person,
) -> None:
    rate(visitor, "USD", "JPY", "150", "2025-01-01")
    goal = create(visitor)
    contribute(visitor, goal, "20.00")
    changed = visitor.patch("/settings", {"currency": "JPY"})
    ok(changed)

    page = progress(visitor, goal)
    assert (page["amounts"], page["unknown"]) == (None, "NEEDS_TARGET")
    assert (page["goal"]["target"], page["goal"]["currency"]) == ("1000.00", "USD")
    path = f"/goals/{goal['id']}"
    problem(visitor.patch(path, {"target": "0.5"}), 422, "invalid-argument", "target")

    ok(visitor.patch(path, {"target": "9000"}))
    shown = amounts(visitor, goal)
    assert (shown["currency"], shown["saved"], shown["left"]) == ("JPY", "3000", "6000")


def test_a_part_of_a_balance_is_the_same_in_a_ledger_of_another_currency(visitor: Person) -> None:
    account = savings(visitor)
    goal = create(visitor, funding=of_account(account, amount="250.00"), target="500.00")
    rate(visitor, "USD", "JPY", "150", "2025-01-01")

    ok(visitor.patch("/settings", {"currency": "JPY"}))

    page = progress(visitor, goal)
    assert (page["unknown"], page["goal"]["currency"]) == (None, "USD")
    assert page["goal"]["allocations"][0]["amount"] == "250.00"
    assert base(visitor, goal) == ("JPY", "37500", "75000")
