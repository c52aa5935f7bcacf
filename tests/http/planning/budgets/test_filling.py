"""Plans that fill budgets, over HTTP: it is 20 March 2026."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import latest, undo
from tests.http.planning.budgets.budgets import create, on, period
from tests.http.planning.budgets.test_known_expenses import process, recurring
from tests.http.planning.budgets.test_status import WEEKLY, reads
from tests.support.ledgers.people import Person

PLAN, APPLY = "/budgets/plan", "/budgets/plan/apply"


def item(budget: Any, method: str, **fields: Any) -> dict[str, Any]:
    return {"budget_id": budget["id"], "method": method} | fields


def of(amount: str) -> dict[str, str]:
    return {"source": "AMOUNT", "amount": amount}


def plan(person: Person, *items: Any, **fields: Any) -> Any:
    return ok(person.post(PLAN, {"items": items, **fields}))


def amounts(found: Any) -> list[str]:
    return [one["amount"].removesuffix(".00") for one in found["items"]]


def budgets_on(person: Person, *names: str, **fields: Any) -> list[Any]:
    """Create a budget on each of these categories."""
    return [
        create(person, name=name, scope=on("CATEGORIES", person.category_ids[name]), **fields)
        for name in names
    ]


def test_each_method_asks_for_what_it_says(visitor: Person) -> None:
    names = ("Dining", "Groceries", "Rent")
    one, two, rent = budgets_on(visitor, *names, carry="SURPLUS", start="2026-01-01")
    for day, amount in (("2025-12-03", "10"), ("2026-01-03", "40.01"), ("2026-02-03", "70")):
        visitor.record(amount, "Dining", date=day)
    recurring(visitor, 28, "620.00", "Rent")
    visitor.record("1000.00", "Salary", date="2026-03-01")
    of_april = {"amount": "70.00", "once": True, "from": "2026-04-10"}
    ok(visitor.patch(f"/budgets/{rent['id']}", of_april))

    def wanted(budget: Any, method: str, day: Any = None, **fields: Any) -> tuple[str, Any]:
        items = item(budget, method, **fields)
        found = plan(visitor, items, available=of("9999"), date=day)["items"][0]
        return found["amount"], found["periods"]

    assert wanted(one, "FIXED", amount="12.34") == ("12.34", None)
    assert wanted(one, "LAST_PERIOD") == ("100.00", None)
    assert wanted(rent, "LAST_PERIOD", "2026-05-10") == ("70.00", None)
    assert wanted(one, "AVERAGE") == ("40.00", 3)
    assert wanted(one, "AVERAGE", periods=12) == ("40.00", 3)
    assert wanted(one, "AVERAGE", periods=2) == ("55.00", 2)
    assert wanted(one, "MEDIAN", periods=3) == ("40.01", 3)
    assert wanted(one, "MEDIAN", periods=2) == ("55.00", 2)
    # 200 minus 110.01 are carried.
    assert wanted(one, "REFILL_TO", amount="150") == ("60.01", None)
    assert wanted(one, "REFILL_TO", amount="50") == ("0.00", None)
    assert wanted(two, "BY_DATE", amount="301", by="2026-05-31") == ("33.67", None)
    assert wanted(two, "BY_DATE", amount="301", by="2026-03-01") == ("101.00", None)
    # 400 are carried into May, and two months are left from then on.
    assert wanted(two, "BY_DATE", "2026-05-10", amount="501", by="2026-06-30") == ("50.50", None)
    assert wanted(two, "PERCENT", percent="12.5") == ("125.00", None)
    assert wanted(rent, "RECURRING") == ("620.00", None)
    assert wanted(two, "RECURRING") == ("0.00", None)


def test_money_is_given_by_priority_and_the_rest_by_weight(visitor: Person) -> None:
    names = ("Dining", "Groceries", "Rent", "Travel", "Health")
    rent, food, fun, one, two = budgets_on(visitor, *names)
    items = [
        item(fun, "FIXED", amount="200", priority=3),
        item(rent, "FIXED", amount="600", priority=1),
        item(food, "FIXED", amount="300", priority=2),
        item(one, "REMAINDER"),
        item(two, "REMAINDER", weight=2),
    ]

    assert amounts(plan(visitor, *items, available=of("1200"))) == [
        "200", "600", "300", "33.33", "66.67",
    ]  # fmt: skip
    short = plan(visitor, *items, available=of("800"))
    assert amounts(short) == ["0", "600", "200", "0", "0"]
    reasons = [one["reason"] for one in short["items"]]
    assert reasons == ["NOT_ENOUGH", None, "NOT_ENOUGH", None, None]
    assert (short["left"], short["items"][0]["wanted"]) == ("0.00", "200.00")
    over = plan(visitor, *items, available=of("800"), may_exceed=True)
    assert (amounts(over), over["left"]) == (["200", "600", "300", "0", "0"], "-300.00")
    equal = [one | {"priority": 1} for one in items[:3]]
    # The other two keep 200.00.
    assert amounts(plan(visitor, *equal, available=of("300.01"))) == ["18.18", "54.55", "27.28"]


def test_the_money_is_income_or_a_balance_less_what_others_keep(visitor: Person) -> None:
    dining, rent = budgets_on(visitor, "Dining", "Rent", carry="BOTH", start="2026-02-01")
    visitor.record("700.00", "Salary", date="2026-03-02")
    income = {"type": "INCOME", "category_id": visitor.category_ids["Salary"]}
    recurring(visitor, 25, "500.00", "Rent", **income)
    visitor.record("30.00", "Dining", date="2026-03-03")
    create(visitor, name="All", amount="5000")
    create(visitor, name="Week", amount="50", period=WEEKLY, scope=on("TAGS", "a"))

    found = plan(visitor, item(dining, "REMAINDER"))

    assert (found["available"], found["income"]) == ("1200.00", "1200.00")
    assert (found["kept_back"], found["left"], amounts(found)) == ("100.00", "0.00", ["1100"])
    accounts = ok(visitor.get("/accounts"))
    [account] = accounts["items"]
    source = {"source": "ACCOUNTS", "account_ids": [account["id"]]}
    found = plan(visitor, item(dining, "REMAINDER"), item(rent, "FIXED", amount="0"),
                 available=source)  # fmt: skip
    # Both carry 100.00 from February.
    assert (account["balance"], found["available"]) == ("670.00", "500.00")
    assert sum(float(one["left"]) for one in found["items"]) == 670


def test_a_plan_is_carried_out_at_once_and_undone_as_one(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    dining, rent, food = budgets_on(visitor, "Dining", "Rent", "Groceries", start="2026-03-01")
    asked: dict[str, Any] = {
        "items": [
            item(dining, "FIXED", amount="50"),
            item(rent, "FIXED", amount="600"),
            item(food, "FIXED", amount="100"),
        ],
        "date": "2026-04-15",
        "available": of("900"),
    }
    with nothing_written(visitor):
        planned = ok(visitor.post(PLAN, asked))
        body = asked | {"fingerprint": planned["fingerprint"]}
        other = [item(dining, "FIXED", amount="51"), *asked["items"][1:]]
        for change in ({"items": other}, {"date": "2026-05-15"}, {"once": False}):
            problem(visitor.post(APPLY, body | change), 409, "plan-changed")
    assert (planned["start_date"], planned["end_date"]) == ("2026-04-01", "2026-04-30")
    reads(capsys)

    headers = {"Idempotency-Key": "fill"}
    first = ok(visitor.post(APPLY, body, headers=headers))

    changed = first["items"]
    assert {one["id"] for one in changed} == {dining["id"], rent["id"]}
    assert ok(visitor.post(APPLY, body, headers=headers)) == first
    with nothing_written(visitor):
        assert ok(visitor.post(APPLY, body))["items"] == []
    of_months = [
        [period(visitor, one, f"2026-{month:02}-01")["amount"] for month in (3, 4, 5)]
        for one in (dining, rent)
    ]
    assert of_months == [["100.00", "50.00", "100.00"], ["100.00", "600.00", "100.00"]]
    undo(visitor, latest(visitor), {"whole_operation": True})
    assert [one["amounts"] for one in ok(visitor.get("/budgets"))["items"]] == [
        dining["amounts"]
    ] * 3


def test_a_plan_may_be_of_all_later_periods(visitor: Person) -> None:
    [dining] = budgets_on(visitor, "Dining")
    asked = {"items": [item(dining, "FIXED", amount="50")], "once": False, "available": of("50")}
    planned = ok(visitor.post(PLAN, asked))

    ok(visitor.post(APPLY, asked | {"fingerprint": planned["fingerprint"]}))

    assert period(visitor, dining, "2026-05-01")["amount"] == "50.00"


def test_late_money_and_expenses_change_the_plan_before_it_is_carried_out(visitor: Person) -> None:
    [dining] = budgets_on(visitor, "Dining")
    asked = {"items": [item(dining, "REMAINDER")]}
    visitor.record("700.00", "Salary", date="2026-03-02")
    planned = ok(visitor.post(PLAN, asked))
    late = visitor.record("-100.00", "Salary", date="2026-03-02")

    body = asked | {"fingerprint": planned["fingerprint"]}
    problem(visitor.post(APPLY, body), 409, "plan-changed")
    ok(visitor.delete(f"/transactions/{late['id']}"), 204)

    assert ok(visitor.post(APPLY, body))["items"][0]["amounts"][-1]["amount"] == "700.00"


@pytest.mark.parametrize("rule", [WEEKLY, {"frequency": "MONTHLY", "days_of_month": [20]}])
def test_periods_of_a_rule_are_planned_with_those_before_the_budget(
    visitor: Person, rule: dict[str, Any]
) -> None:
    [dining] = budgets_on(visitor, "Dining", period=rule, carry="NONE")
    for day, amount in (("2026-03-10", "20"), ("2026-02-25", "40")):
        visitor.record(amount, "Dining", date=day)

    found = plan(visitor, item(dining, "AVERAGE", periods=3), available=of("100"))

    average = ("20.00", 3) if rule is WEEKLY else ("60.00", 1)
    assert (found["items"][0]["wanted"], found["items"][0]["periods"]) == average


@pytest.mark.parametrize(("method", "periods"), [("AVERAGE", 0), ("LAST_PERIOD", None)])
def test_without_earlier_periods_the_amount_stays(
    visitor: Person, method: str, periods: int | None
) -> None:
    [dining] = budgets_on(visitor, "Dining")
    found = plan(visitor, item(dining, method), available=of("500"))["items"][0]

    assert (found["amount"], found["reason"]) == ("100.00", "NO_HISTORY")
    assert found["periods"] == periods


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"items": []}, "items"),
        ({"items": [{"method": "FIXED", "budget_id": "none", "amount": "1"}]},
         "items.0.budget_id"),
        ({"items": [{"method": "FIXED"}]}, "items.0.amount"),
        ({"items": [{"method": "FIXED", "amount": "1.001"}]}, "items.0.amount"),
        ({"items": [{"method": "FIXED", "amount": "-1"}]}, "items.0.amount"),
        ({"items": [{"method": "FIXED", "amount": "1", "percent": "1"}]}, "items.0.percent"),
        ({"items": [{"method": "AVERAGE", "periods": 13}]}, "items.0.periods"),
        ({"items": [{"method": "AVERAGE", "weight": 1}]}, "items.0.weight"),
        ({"items": [{"method": "PERCENT", "percent": "0"}]}, "items.0.percent"),
        ({"items": [{"method": "PERCENT", "percent": "100.01"}]}, "items.0.percent"),
        ({"items": [{"method": "PERCENT", "percent": "1.001"}]}, "items.0.percent"),
        ({"items": [{"method": "BY_DATE", "amount": "1", "by": "2026-12-31"}]},
         "items.0.method"),
        ({"items": [{"method": "REMAINDER"}, {"method": "REMAINDER"}]}, "items.1.budget_id"),
        ({"date": "2040-01-01"}, "date"),
        ({"date": "2026-02-28"}, "date"),
        ({"date": "2026-01-01"}, "items.0.budget_id"),
        ({"available": {"source": "ACCOUNTS"}}, "available.account_ids"),
        ({"available": {"source": "ACCOUNTS", "account_ids": ["none"]}},
         "available.account_ids.0"),
        ({"available": {"source": "AMOUNT"}}, "available.amount"),
        ({"available": {"amount": "1"}}, "available.amount"),
        ({"available": {"source": "AMOUNT", "amount": "0.001"}}, "available.amount"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(
    visitor: Person, changed: dict[str, Any], field: str
) -> None:
    [dining] = budgets_on(visitor, "Dining", start="2026-02-01")
    body: dict[str, Any] = {"items": [{"method": "REMAINDER"}]} | changed
    body["items"] = [{"budget_id": dining["id"]} | one for one in body["items"]]

    problem(visitor.post(PLAN, body), 422, "invalid-argument", field)


def test_a_day_to_save_until_is_in_the_future_and_not_too_far(visitor: Person) -> None:
    [dining] = budgets_on(visitor, "Dining", carry="BOTH")
    for by in ("2026-02-28", "2046-01-01"):
        refused = visitor.post(PLAN, {"items": [item(dining, "BY_DATE", amount="1", by=by)]})
        problem(refused, 422, "invalid-argument", "items.0.by")


def test_budgets_of_other_periods_archived_and_unready_ones_are_refused(visitor: Person) -> None:
    [dining] = budgets_on(visitor, "Dining")
    week = create(visitor, period=WEEKLY)
    gone = create(visitor)
    ok(visitor.patch(f"/budgets/{gone['id']}", {"archived": True}))

    for other in (week, gone):
        items = [item(dining, "REMAINDER"), item(other, "REMAINDER")]
        problem(visitor.post(PLAN, {"items": items}), 422, "invalid-argument", "items.1.budget_id")
    ok(visitor.patch("/settings", {"currency": "JPY"}))
    refused = visitor.post(PLAN, {"items": [item(dining, "REMAINDER")]})
    problem(refused, 422, "invalid-argument", "items.0.budget_id")


def test_others_keep_their_amounts_while_their_expenses_are_being_counted(visitor: Person) -> None:
    [dining, other] = budgets_on(visitor, "Dining", "Health", period=WEEKLY)
    visitor.record("8.00", "Health", date="2026-03-19")
    ids = visitor.category_ids
    ok(visitor.delete(f"/categories/{ids['Health']}?reassign_to={ids['Rent']}"), 204)
    assert period(visitor, other)["spent"] is None
    items = [item(dining, "REMAINDER")]

    found = plan(visitor, *items, available=of("150"))

    assert (found["kept_back"], amounts(found)) == ("100.00", ["50"])
    [account] = ok(visitor.get("/accounts"))["items"]
    balance = {"source": "ACCOUNTS", "account_ids": [account["id"]]}
    refused = visitor.post(PLAN, {"items": items, "available": balance})
    problem(refused, 422, "invalid-argument", "available.source")


def test_what_is_paid_counts_among_what_recurs(visitor: Person) -> None:
    [rent] = budgets_on(visitor, "Rent")
    process(visitor, recurring(visitor, 1, "620.00", "Rent"))

    [found] = plan(visitor, item(rent, "RECURRING"), available=of("999"))["items"]

    assert (found["amount"], found["spent"], found["left"]) == ("620.00", "620.00", "0.00")


def test_income_that_recurs_counts_once(visitor: Person) -> None:
    [dining] = budgets_on(visitor, "Dining")
    income = {"type": "INCOME", "category_id": visitor.category_ids["Salary"]}
    process(visitor, recurring(visitor, 1, "500.00", "Rent", **income))

    assert plan(visitor, item(dining, "REMAINDER"))["available"] == "500.00"
