"""Scenarios over HTTP: changes to try, of which nothing is stored."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem
from tests.http.planning.forecasts.forecasts import account, forecast, plan, scenario, spend
from tests.support.ledgers.people import Person

AMOUNTS = ["100"] * 10


def closing(some: list[dict[str, Any]]) -> list[str]:
    return [one["closing_balance"] for one in some]


def test_an_amount_of_one_day_is_on_that_day_or_today(visitor: Person) -> None:
    savings = account(visitor, "Savings")
    once = {"kind": "AMOUNT", "amount": "-900.00"}

    found = scenario(
        visitor, once, once | {"date": "2026-03-25", "account_id": savings, "amount": "30"}, days=10
    )

    assert closing(found["base"]) == ["0.00", "0.00"]
    main, other = found["forecast"]["accounts"]
    assert main["balances"] == ["-900.00"] * 11
    assert other["balances"] == ["0.00"] * 5 + ["30.00"] * 6
    assert (main["opening_balance"], main["first_below_floor"]) == ("0.00", "2026-03-20")
    assert other["next_income"] == "2026-03-25"


def test_a_monthly_amount_is_on_the_day_of_its_first_month(visitor: Person) -> None:
    monthly = {"kind": "AMOUNT", "date": "2026-03-31", "to": "2026-05-31", "amount": "10"}

    [one] = scenario(visitor, monthly, days=80)["forecast"]["accounts"]

    days = forecast(visitor, days=80)["dates"][1:]
    pairs = zip(days, pairwise(one["balances"]), strict=True)
    assert [day for day, (before, after) in pairs if before != after] == [
        "2026-03-31", "2026-04-30", "2026-05-31",
    ]  # fmt: skip
    assert one["closing_balance"] == "30.00"


def test_another_amount_of_an_entry_is_in_force_from_a_day(visitor: Person) -> None:
    rent = plan(visitor, "EXPENSE", "700.00", "2026-04-01")
    change = {"kind": "RECURRING", "recurring_id": rent, "amount": "750.00"}

    found = scenario(visitor, change | {"from": "2026-05-01"}, days=80)
    assert closing(found["base"]) == ["-2100.00"]
    assert closing(found["forecast"]["accounts"]) == ["-2200.00"]
    found = scenario(visitor, change, days=80)
    assert closing(found["forecast"]["accounts"]) == ["-2250.00"]
    later = change | {"from": "2026-05-01", "amount": "800.00"}
    found = scenario(visitor, later, change, days=80)
    assert closing(found["forecast"]["accounts"]) == ["-2350.00"]


def test_an_entry_without_an_amount_ends(visitor: Person) -> None:
    refund = plan(visitor, "EXPENSE", "-50.00", "2026-04-01")
    rent = plan(visitor, "EXPENSE", "700.00", "2026-04-01")
    none = {"kind": "RECURRING", "recurring_id": rent, "amount": "0"}

    found = scenario(visitor, none | {"from": "2026-05-01"}, days=80)["forecast"]
    assert (closing(found["accounts"]), found["refused"]) == (["-550.00"], [])
    found = scenario(visitor, none, none | {"recurring_id": refund}, days=80)["forecast"]
    assert (closing(found["accounts"]), found["refused"]) == (["0.00"], [])


def test_a_category_that_is_cut_changes_what_is_likely(visitor: Person) -> None:
    spend(visitor, (2025, 5), AMOUNTS)
    spend(visitor, (2025, 5), AMOUNTS, category="Dining")
    dining = visitor.category_ids["Dining"]
    cut = {"kind": "CATEGORY", "category_id": dining, "percent": -40}

    before = forecast(visitor, days=42)
    after = scenario(visitor, cut, days=42)["forecast"]

    def april(found: Any) -> str:
        amount: str = found["likely"]["expenses"]["months"][1]["likely"]
        return amount

    assert (april(before), april(after)) == ("200.00", "160.00")
    likely = [float(found["accounts"][0]["bands"]["likely"][-1]) for found in (before, after)]
    assert likely == pytest.approx([-2000 - 200 * 42 / 31, -2000 - 160 * 42 / 31], abs=9)
    assert before["accounts"][0]["balances"] == after["accounts"][0]["balances"]


def test_accounts_in_other_currencies_bear_their_part_of_a_category(visitor: Person) -> None:
    pesos = account(visitor, "Pesos", currency="ARS")
    rate = {"base": "ARS", "quote": "USD", "date": "2025-01-01", "rate": "0.01"}
    ok(visitor.post("/currencies/own_rates", rate), 201)
    spend(visitor, (2025, 5), ["100"] * 10, category="Dining")
    spend(visitor, (2025, 5), ["10000"] * 10, category="Dining", account_id=pesos)
    cut = {"kind": "CATEGORY", "category_id": visitor.category_ids["Dining"], "percent": -40}

    found = scenario(visitor, cut, days=42)["forecast"]["accounts"]

    likely = [float(one["bands"]["likely"][-1]) - float(one["balances"][-1]) for one in found]
    # Eleven days of March, all of April, and one of May.
    assert likely == pytest.approx([-60 * 43 / 31, -6000 * 43 / 31], rel=0.01)


def test_a_scenario_writes_nothing_and_repeats_itself(visitor: Person) -> None:
    once = {"kind": "AMOUNT", "amount": "-9.00"}

    with nothing_written(visitor):
        assert scenario(visitor, once) == scenario(visitor, once)


ONCE = {"kind": "AMOUNT", "amount": "-9.00"}
MONTHLY = {"kind": "AMOUNT", "date": "2026-04-01", "to": "2026-05-01", "amount": "5"}
UNKNOWN = "01JA2B3C4D5E6F7G8H9JKMNPQR"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (ONCE | {"date": "2026-06-19"}, "changes.1.date"),
        (ONCE | {"date": "2026-03-19"}, "changes.1.date"),
        (ONCE | {"amount": "0"}, "changes.1.amount"),
        (ONCE | {"amount": "0.001"}, "changes.1.amount"),
        (ONCE | {"account_id": UNKNOWN}, "changes.1.account_id"),
        (MONTHLY | {"to": "2026-06-19"}, "changes.1.to"),
        (MONTHLY | {"date": "2026-07-19"}, "changes.1.date"),
        (MONTHLY | {"to": "2026-03-25"}, "changes.1.to"),
        ({"kind": "CATEGORY", "category_id": UNKNOWN, "percent": 5}, "changes.1.category_id"),
        ({"kind": "RECURRING", "recurring_id": UNKNOWN, "amount": "5"}, "changes.1.recurring_id"),
        ({"kind": "OTHER"}, "changes.1.kind"),
    ],
)
def test_a_bad_change_is_refused_by_its_place(
    visitor: Person, change: dict[str, Any], field: str
) -> None:
    body = {"days": 90, "changes": [ONCE, change]}

    problem(visitor.post("/forecasts/scenarios", body), 422, "invalid-argument", field)


def test_a_change_of_an_entry_has_its_sign_and_a_day_of_the_forecast(visitor: Person) -> None:
    change = {
        "kind": "RECURRING",
        "recurring_id": plan(visitor, "EXPENSE", "10.00", "2026-04-01"),
        "amount": "9.00",
    }
    for fields, name in (({"amount": "-9"}, "amount"), ({"from": "2026-08-01"}, "from")):
        body = {"changes": [change | fields]}
        response = visitor.post("/forecasts/scenarios", body)
        problem(response, 422, "invalid-argument", f"changes.0.{name}")


def test_a_category_is_changed_once_and_in_bounds(visitor: Person) -> None:
    cut = {"kind": "CATEGORY", "category_id": visitor.category_ids["Dining"], "percent": -40}
    twice = visitor.post("/forecasts/scenarios", {"changes": [cut, cut]})
    problem(twice, 422, "invalid-argument", "changes.1.category_id")
    for percent in (-101, 1001):
        response = visitor.post("/forecasts/scenarios", {"changes": [cut | {"percent": percent}]})
        problem(response, 422, "invalid-argument", "changes.0.percent")


@pytest.mark.parametrize("count", [0, 21])
def test_a_scenario_has_one_to_twenty_changes(visitor: Person, count: int) -> None:
    response = visitor.post("/forecasts/scenarios", {"changes": [ONCE] * count})

    problem(response, 422, "invalid-argument", "changes")
    ok(visitor.post("/forecasts/scenarios", {"changes": [ONCE] * 20}))
