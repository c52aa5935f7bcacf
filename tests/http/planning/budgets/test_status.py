"""Status and history of budgets over HTTP: one call, at one instant, of few documents."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import ok, problem
from tests.http.http.test_request_log import lines_of
from tests.http.planning.budgets.budgets import create, on, period, status
from tests.support.ledgers.people import Person

WEEKLY = {"frequency": "WEEKLY", "weekdays": ["MO"]}

OF_MARCH = {
    "start_date": "2026-03-01",
    "end_date": "2026-03-31",
    "amount": "62.00",
    "carried": "0.00",
    "available": "62.00",
    "spent": "50.00",
    "left": "12.00",
    "share": 0.8065,
    "days_left": 12,
    "expected": "40.00",
    "safe_per_day": "1.00",
    "projected": "83.00",
    "crossed": [80],
}
"""The status of a budget of 62.00 on the 20th, with 60.00 spent and 10.00 refunded on the 31st.

The 60.00 of 20 days bring 33.00 in the other 11."""


def reads(capsys: pytest.CaptureFixture[str]) -> int:
    documents: int = lines_of(capsys)[-1]["documents_read"]
    return documents


def history(person: Person, budget: dict[str, Any], **query: int) -> Any:
    return ok(person.get(f"/budgets/{budget['id']}/history", query_string=query))


def test_a_month_has_what_is_left_and_what_no_budget_is_on(visitor: Person) -> None:
    ids = visitor.category_ids
    dining = create(visitor, name="Dining", scope=on("CATEGORIES", ids["Dining"]), amount="62")
    everything = create(visitor)
    visitor.record("60.00", "Dining", date="2026-03-02")
    visitor.record("-10.00", "Dining", date="2026-03-31")
    visitor.record("30.00", "Rent", date="2026-03-01")
    visitor.record("5.00", category_id=None, date="2026-03-20")
    visitor.record("999.00", "Dining", date="2026-02-28")
    visitor.record("1000.00", "Salary", date="2026-03-01")

    found = status(visitor)

    assert found["date"] == "2026-03-20"
    assert found["items"][1] == {
        "id": dining["id"],
        "name": "Dining",
        "scope": on("CATEGORIES", ids["Dining"]),
        "missing_ids": [],
        "is_ready": True,
        "needs_amount": False,
        "currency": "USD",
        "period": OF_MARCH,
        "past": None,
    }
    assert found["items"][0]["period"]["spent"] == "85.00"
    unbudgeted = found["unbudgeted"]
    assert (unbudgeted["month"], unbudgeted["total"]) == ("2026-03", "35.00")
    lines = {one["category_id"]: one["expenses"] for one in unbudgeted["categories"]}
    assert lines == {ids["Rent"]: "30.00", None: "5.00"}
    assert {one["name"] for one in unbudgeted["categories"]} == {"Rent", None}
    assert found["overlaps"] == [{"first_id": everything["id"], "second_id": dining["id"]}]
    assert found["unconverted"] == []


def test_a_page_has_the_period_before_and_averages_of_earlier_ones(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = visitor.category_ids
    monthly = create(visitor, name="A", scope=on("CATEGORIES", ids["Dining"]), start="2026-02-01")
    weekly = create(visitor, name="B", scope=on("CATEGORIES", ids["Dining"]), period=WEEKLY)
    yearly = create(visitor, name="C", period={"frequency": "YEARLY"}, start="2026-01-01")
    ok(visitor.patch(f"/budgets/{monthly['id']}", {"amount": "9"}))
    for day, amount in (("2025-08-31", "10"), ("2025-12-01", "50"), ("2026-02-01", "30.01"),
                        ("2026-03-09", "7"), ("2025-08-01", "-1")):  # fmt: skip
        visitor.record(amount, "Dining", date=day)

    items = ok(visitor.get("/budgets/status?with_past=true"))["items"]

    assert reads(capsys) == 2 + 48
    past = {one["id"]: one["past"] for one in items}
    of_months, of_weeks, of_years = (past[one["id"]] for one in (monthly, weekly, yearly))
    assert (of_months["last_amount"], of_months["last_spent"]) == ("100.00", "30.01")
    assert [tuple(one.values()) for one in of_months["averages"]] == [
        (3, 3, "26.67", "USD"), (6, 6, "13.34", "USD"), (12, 7, "12.72", "USD"),
    ]  # fmt: skip
    assert (of_weeks["last_amount"], of_weeks["last_spent"]) == (None, "7.00")
    assert [one["spent"] for one in of_weeks["averages"]] == ["2.33", "1.17", "3.08"]
    assert [tuple(one.values()) for one in of_years["averages"]] == [
        (number, 1, "59.00", "USD") for number in (3, 6, 12)
    ]
    assert {one["past"] for one in status(visitor)["items"]} == {None}


def test_without_transactions_there_is_no_average(visitor: Person) -> None:
    create(visitor)

    [found] = ok(visitor.get("/budgets/status?with_past=true"))["items"]

    assert found["past"] == {
        "currency": "USD", "last_amount": None, "last_spent": None, "averages": [],
    }  # fmt: skip


def test_a_budget_has_no_status_before_it_begins(visitor: Person) -> None:
    budget = create(visitor, start="2026-04-15")

    assert status(visitor)["items"] == history(visitor, budget)["items"] == []
    assert period(visitor, budget, "2026-04-01")["amount"] == "100.00"
    assert status(visitor, "2026-03-31")["items"] == []


@pytest.mark.parametrize("day", ["2036-01-01", "2010-01-01", "2026-02-30", "tomorrow"])
def test_a_day_that_is_none_or_far_away_is_refused(visitor: Person, day: str) -> None:
    problem(visitor.get(f"/budgets/status?date={day}"), 422, "invalid-argument", "date")


@pytest.mark.parametrize("periods", [0, 61, "many"])
def test_a_history_has_at_most_60_periods(visitor: Person, periods: object) -> None:
    budget = create(visitor)

    refused = visitor.get(f"/budgets/{budget['id']}/history?periods={periods}")

    problem(refused, 422, "invalid-argument", "periods")
    problem(visitor.get("/budgets/B1/history"), 404, "not-found")
    problem(visitor.post("/budgets/B1/preview", {"amount": "1"}), 404, "not-found")


@pytest.mark.parametrize(
    ("carry", "cap", "carried"),
    [
        ("NONE", None, ["0.00", "0.00", "0.00"]),
        ("SURPLUS", None, ["0.00", "60.00", "0.00"]),
        ("SURPLUS", "25", ["0.00", "25.00", "0.00"]),
        ("DEBT", None, ["0.00", "0.00", "-70.00"]),
        ("BOTH", None, ["0.00", "60.00", "-10.00"]),
    ],
)
def test_the_past_is_folded_again_after_a_late_transaction(
    visitor: Person, carry: str, cap: str | None, carried: list[str]
) -> None:
    budget = create(visitor, start="2026-01-10", carry=carry, carry_cap=cap)
    visitor.record("40.00", date="2026-01-31")
    visitor.record("170.00", date="2026-02-01")
    assert [one["carried"] for one in history(visitor, budget)["items"]] == carried

    late = visitor.record("100.00", date="2026-01-15")
    after = [one["carried"] for one in history(visitor, budget)["items"]]
    ok(visitor.delete(f"/transactions/{late['id']}"), 204)

    assert (
        after
        == {
            "NONE": ["0.00", "0.00", "0.00"],
            "SURPLUS": ["0.00", "0.00", "0.00"],
            "DEBT": ["0.00", "-40.00", "-110.00"],
            "BOTH": ["0.00", "-40.00", "-110.00"],
        }[carry]
    )
    assert [one["carried"] for one in history(visitor, budget)["items"]] == carried
    last = history(visitor, budget, periods=1)["items"]
    assert last == history(visitor, budget)["items"][-1:]
    assert last == [period(visitor, budget)]


def test_amounts_in_a_former_currency_are_null_until_one_is_given(visitor: Person) -> None:
    budget = create(visitor, carry="SURPLUS", carry_cap="20", start="2026-01-01")
    path = f"/budgets/{budget['id']}"
    ok(visitor.patch("/settings", {"currency": "JPY"}))
    visitor.record("500")

    [found] = status(visitor)["items"]

    assert found["needs_amount"]
    assert found["currency"] == "JPY"
    assert found["period"]["spent"] == "500"
    assert {found["period"][name] for name in ("amount", "left", "share", "projected")} == {None}
    problem(visitor.patch(path, {"carry_cap": "9"}), 422, "invalid-argument", "amount")
    refused = visitor.patch(path, {"amount": "9000"})
    problem(refused, 422, "invalid-argument", "carry_cap")
    given = {"amount": "9000", "carry_cap": "100"}
    refused = visitor.patch(path, given | {"from": "2026-03-20"})
    problem(refused, 422, "invalid-argument", "from")
    problem(visitor.patch(path, given | {"once": True}), 422, "invalid-argument", "once")
    changed = ok(visitor.patch(path, given))
    assert changed["amounts"] == [{"from": "2026-01-01", "amount": "9000", "once": False}]
    expected = {"carried": "100", "left": "8600"}
    assert expected.items() <= period(visitor, budget).items()


def test_expenses_without_a_rate_are_told_by_currency(visitor: Person) -> None:
    fields = {"name": "Abroad", "kind": "CASH", "currency": "ARS"}
    abroad = ok(visitor.post("/accounts", fields), 201)["id"]
    budget = create(visitor, scope=on("ACCOUNTS", abroad))
    visitor.record("7.00", account_id=abroad)

    found = status(visitor)

    assert found["unconverted"] == [{"currency": "ARS", "expenses": "7.00"}]
    assert period(visitor, budget)["spent"] == "0.00"


def test_fifty_budgets_of_a_month_read_three_documents(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    tags = [f"t{number}" for number in range(25)]
    for tag in tags:
        create(visitor, scope=on("TAGS", tag))
        create(visitor, scope=on("TAGS", tag), period=WEEKLY)
    assert len(status(visitor)["items"]) == len(tags) * 2

    assert reads(capsys) == 1 + 1 + 1
    visitor.record("1.00", tags=["t0"], date="2026-03-16")
    before = reads(capsys)
    visitor.record("1.00", category_id=visitor.category_ids["Rent"], date="2026-03-16")
    assert [one["period"]["spent"] for one in status(visitor)["items"]].count("1.00") == 2
    assert before == 2


def test_a_budget_that_carries_reads_the_months_since_it_began(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    budget = create(visitor, start="2025-03-20", carry="BOTH")
    status(visitor)
    assert reads(capsys) == 1 + 1 + 13
    ok(visitor.patch(f"/budgets/{budget['id']}", {"carry": "NONE"}))
    status(visitor)
    assert reads(capsys) == 1 + 1 + 1
    assert len(history(visitor, budget, periods=12)["items"]) == 12
    assert reads(capsys) == 1 + 1 + 12


def test_a_ledger_without_budgets_pays_nothing_to_record(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor.record()
    [before] = [one for one in lines_of(capsys) if one["function"] == "transactions"]
    create(visitor, scope=on("CATEGORIES", visitor.category_ids["Groceries"]), period=WEEKLY)
    lines_of(capsys)

    visitor.record()

    [after] = [one for one in lines_of(capsys) if one["function"] == "transactions"]
    for name in ("documents_read", "documents_written"):
        assert after[name] == before[name]
