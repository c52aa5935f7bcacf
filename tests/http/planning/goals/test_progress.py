"""Progress of goals over HTTP, by each kind of funding."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import ok, problem
from tests.http.http.test_request_log import lines_of
from tests.http.planning.goals.goals import (
    amounts,
    body,
    contribute,
    create,
    link,
    of_account,
    progress,
    saved,
    savings,
)
from tests.support.ledgers.people import Person

OF_ACCOUNT = {
    "state": "ACTIVE",
    "currency": "USD",
    "saved": "740.00",
    "left": "260.00",
    "basis_points": 7_400,
    "shortfall": "0.00",
    "unconverted": [],
    "needed_per_month": "26.00",
    "planned": "277.78",
    "behind": "0.00",
    "is_behind": False,
    "completion": {
        "earliest": "2026-09",
        "latest": "2026-12",
        "reason": None,
        "flows": [
            {"months": 3, "currency": "USD", "average": "30.00", "completes_in": "2026-12"},
            {"months": 6, "currency": "USD", "average": "40.00", "completes_in": "2026-10"},
            {"months": 12, "currency": "USD", "average": "45.00", "completes_in": "2026-09"},
        ],
    },
    "base_currency": "USD",
    "base_saved": "740.00",
    "base_target": "1000.00",
}
"""Amounts of a goal on an account with 740.00, 50.00 a month in 2025, and 20.00 then."""

POINTS = [
    {"month": "2025-12", "currency": "USD", "saved": "700.00"},
    {"month": "2026-01", "currency": "USD", "saved": "720.00"},
    {"month": "2026-02", "currency": "USD", "saved": "740.00"},
    {"month": "2026-03", "currency": "USD", "saved": "740.00"},
]

MILESTONES = [
    (25, "250.00", True, "2025-12"),
    (50, "500.00", True, "2025-12"),
    (75, "750.00", False, None),
    (100, "1000.00", False, None),
]


def transfer(person: Person, source: Any, target: Any, amount: str, date: str) -> Any:
    """Record a transfer."""
    entry = {"type": "TRANSFER", "amount": amount, "date": date}
    ids = {"account_id": source["id"], "to_account_id": target["id"]}
    return ok(person.post("/transactions", entry | ids), 201)


def main_account(person: Person) -> Any:
    [account] = [a for a in ok(person.get("/accounts"))["items"] if a["is_default"]]
    return account


def test_a_whole_account_counts_and_its_flow_tells_when_it_completes(visitor: Person) -> None:
    account, source = savings(visitor, "100.00"), main_account(visitor)
    for month in range(1, 13):
        transfer(visitor, source, account, "50.00", f"2025-{month:02}-15")
    for date in ("2026-01-02", "2026-02-02"):
        transfer(visitor, source, account, "20.00", date)
    goal = create(
        visitor,
        funding=of_account(account, "ACCOUNT"),
        start="2025-12-01",
        target_date="2026-12-31",
    )

    page = progress(visitor, goal)

    assert page["amounts"] == OF_ACCOUNT
    assert page["points"] == POINTS
    assert [
        (one["percent"], one["amount"], one["is_reached"], one["reached_in"])
        for one in page["milestones"]
    ] == MILESTONES


def test_allocations_never_exceed_a_balance_when_they_are_given(visitor: Person) -> None:
    account = savings(visitor)
    first = create(visitor, funding=of_account(account, amount="600"))

    refused = visitor.post("/goals", body(funding=of_account(account, amount="400.01")))
    told = problem(refused, 409, "allocation-too-large")
    quarter = create(visitor, funding=of_account(account, basis_points=2_500))
    whole = visitor.post("/goals", body(funding=of_account(account, "ACCOUNT")))
    more = {"funding": of_account(account, amount="750.01")}
    changed = visitor.patch(f"/goals/{first['id']}", more)

    assert told["left"] == "400.00"
    assert problem(whole, 409, "allocation-too-large")["left"] == "150.00"
    assert problem(changed, 409, "allocation-too-large")["left"] == "750.00"
    assert [saved(visitor, one) for one in (first, quarter)] == ["600.00", "250.00"]


def test_shares_are_at_most_all_of_an_empty_account(visitor: Person) -> None:
    account = savings(visitor, "0")
    create(visitor, funding=of_account(account, basis_points=6_000))

    refused = visitor.post("/goals", body(funding=of_account(account, basis_points=4_001)))

    assert problem(refused, 409, "allocation-too-large")["left"] == "0.00"
    create(visitor, funding=of_account(account, basis_points=4_000))


def test_a_goal_shrinks_with_its_account_and_the_shortfall_is_shown(visitor: Person) -> None:
    account = savings(visitor)
    goals = [create(visitor, funding=of_account(account, amount=one)) for one in ("200", "100")]
    expense = visitor.record("999.00", "Dining", date="2026-03-01", account_id=account["id"])

    shown = [amounts(visitor, one) for one in goals]
    lower = {"funding": of_account(account, amount="150")}
    higher = {"funding": of_account(account, amount="201")}

    assert [(one["saved"], one["shortfall"]) for one in shown] == [
        ("0.67", "199.33"),
        ("0.33", "99.67"),
    ]
    problem(visitor.patch(f"/goals/{goals[0]['id']}", higher), 409, "allocation-too-large")
    ok(visitor.patch(f"/goals/{goals[0]['id']}", lower))
    assert saved(visitor, goals[0]) == "0.60"
    ok(visitor.patch(f"/transactions/{expense['id']}", {"amount": "1001.00"}))
    assert saved(visitor, goals[0]) == "0.00"
    assert visitor.delete(f"/transactions/{expense['id']}").status_code == 204
    assert saved(visitor, goals[0]) == "150.00"


@pytest.mark.parametrize("change", [{"state": "CANCELLED"}, {"archived": True}])
def test_what_is_released_may_be_allocated_again(visitor: Person, change: dict[str, Any]) -> None:
    account = savings(visitor)
    goal = create(visitor, funding=of_account(account, amount="1000"))
    ok(visitor.patch(f"/goals/{goal['id']}", change))

    create(visitor, name="Other", funding=of_account(account, amount="700"))

    page = progress(visitor, goal)
    assert (page["amounts"], page["unknown"]) == (None, "RELEASED")
    back = visitor.patch(f"/goals/{goal['id']}", {"state": "ACTIVE", "archived": False})
    assert problem(back, 409, "allocation-too-large")["left"] == "300.00"


def test_money_in_a_category_counts_from_the_month_of_the_start(visitor: Person) -> None:
    category = visitor.category_ids["Dining"]
    goal = create(
        visitor, funding={"kind": "CATEGORY", "category_id": category}, start="2026-02-10"
    )
    for date in ("2026-01-31", "2026-02-01", "2026-03-19", "2026-04-01"):
        visitor.record("100.00", "Dining", date=date)
    visitor.record("-30.00", "Dining", date="2026-03-02")

    page = progress(visitor, goal)

    assert page["points"] == [
        {"month": "2026-02", "currency": "USD", "saved": "100.00"},
        {"month": "2026-03", "currency": "USD", "saved": "170.00"},
    ]
    assert page["amounts"]["completion"]["flows"] == [
        {"months": 2, "currency": "USD", "average": "100.00", "completes_in": "2026-12"}
    ]


@pytest.mark.parametrize(("of_type", "expected"), [("EXPENSE", "50.00"), ("income", "20.00")])
def test_money_with_a_tag_counts_by_its_type(visitor: Person, of_type: str, expected: str) -> None:
    goal = create(visitor, funding={"kind": "TAG", "tag": "Sea", "type": of_type})
    visitor.record("50.00", "Dining", date="2026-03-01", tags=["sea"])
    visitor.record("20.00", "Salary", date="2026-03-02", tags=["SEA"])

    assert saved(visitor, goal) == expected
    assert goal["funding"]["tag"] == "sea"


def test_currencies_without_a_rate_are_named_from_the_month_of_the_start_on(
    visitor: Person,
) -> None:
    fields = {"kind": "CASH", "opening_date": "2026-01-01"}
    pesos = ok(visitor.post("/accounts", fields | {"name": "A", "currency": "ARS"}), 201)["id"]
    drams = ok(visitor.post("/accounts", fields | {"name": "B", "currency": "AMD"}), 201)["id"]
    tagged = create(visitor, funding={"kind": "TAG", "tag": "sea"})
    of_all = create(visitor, name="Whole", funding=of_account({"id": pesos}, "ACCOUNT"))
    visitor.record("7.00", date="2026-03-01", account_id=pesos, tags=["sea"])
    visitor.record("8.00", date="2026-02-01", account_id=drams, tags=["sea"])

    assert (saved(visitor, tagged), amounts(visitor, tagged)["unconverted"]) == ("0.00", ["ARS"])
    assert amounts(visitor, of_all)["unconverted"] == []
    assert amounts(visitor, of_all)["base_saved"] is None


def test_amounts_in_another_currency_are_also_in_that_of_the_ledger(visitor: Person) -> None:
    dinars = savings(visitor, "5000", currency="RSD")
    goal = create(visitor, funding=of_account(dinars, "ACCOUNT"), target="9000")

    assert amounts(visitor, goal)["base_saved"] is None
    rate = {"base": "RSD", "quote": "USD", "date": "2026-03-01", "rate": "0.01"}
    ok(visitor.post("/currencies/own_rates", rate), 201)

    shown = amounts(visitor, goal)
    assert (shown["currency"], shown["saved"], shown["base_currency"]) == ("RSD", "5000.00", "USD")
    assert (shown["base_saved"], shown["base_target"]) == ("50.00", "90.00")


def test_a_debt_is_paid_down_from_what_was_owed(visitor: Person) -> None:
    loan = savings(visitor, "-900.00", kind="LOAN", name="Loan")
    goal = create(visitor, funding=of_account(loan, "DEBT"), target=None)
    transfer(visitor, main_account(visitor), loan, "300.00", "2026-03-05")

    assert (goal["target"], goal["funding"]["debt"]) == ("900.00", "900.00")
    assert amounts(visitor, goal) | {"completion": None} == amounts(visitor, goal) | {
        "completion": None,
        "saved": "300.00",
        "left": "600.00",
        "basis_points": 3_333,
    }
    too_much = body(funding=of_account(loan, "DEBT", debt="10"), target="11")
    problem(visitor.post("/goals", too_much), 422, "invalid-argument", "target")


def test_accounts_fit_the_kind_and_a_debt_is_owed(visitor: Person) -> None:
    account, loan = savings(visitor), savings(visitor, "0", kind="LOAN", name="Loan")

    for funding, field in (
        (of_account(account, "DEBT"), "funding.account_id"),
        (of_account(loan, "ACCOUNT"), "funding.account_id"),
        (of_account(loan, amount="1"), "funding.account_id"),
        (of_account(loan, "DEBT"), "funding.debt"),
    ):
        refused = visitor.post("/goals", body(funding=funding))
        problem(refused, 422, "invalid-argument", field)


def test_linked_transactions_count_as_long_as_they_are_there(visitor: Person) -> None:
    goal = create(visitor)
    made = contribute(visitor, goal, "100.00")
    gift = visitor.record("40.00", "Salary", date="2026-03-01")

    assert made["goal_id"] == goal["id"]
    assert link(visitor, goal, gift)["goal_id"] == goal["id"]
    assert link(visitor, goal, gift)["etag"] == '"2"'  # Once more changes nothing.
    assert saved(visitor, goal) == "140.00"
    ok(visitor.patch(f"/transactions/{made['id']}", {"amount": "90.00"}))
    assert saved(visitor, goal) == "130.00"
    assert visitor.delete(f"/transactions/{made['id']}").status_code == 204
    assert saved(visitor, goal) == "40.00"
    ok(visitor.post(f"/transactions/{made['id']}/restore", {}))
    listed = ok(visitor.get(f"/transactions?goal_id={goal['id']}"))["items"]
    assert [one["id"] for one in listed] == [made["id"], gift["id"]]
    ok(visitor.delete(f"/goals/{goal['id']}/contributions/{gift['id']}"))
    assert saved(visitor, goal) == "90.00"
    again = visitor.delete(f"/goals/{goal['id']}/contributions/{gift['id']}")
    problem(again, 404, "not-found")


def test_a_transfer_counts_for_a_goal(visitor: Person) -> None:
    goal, account = create(visitor), savings(visitor)
    moved = transfer(visitor, main_account(visitor), account, "75.00", "2026-03-10")

    link(visitor, goal, moved)

    assert saved(visitor, goal) == "75.00"


def test_what_cannot_count_for_a_goal_is_refused(visitor: Person) -> None:
    goal, other = create(visitor), create(visitor, name="Other")
    tagged = create(visitor, funding={"kind": "TAG", "tag": "sea"})
    linked = contribute(visitor, goal)
    early = visitor.record("1.00", date="2026-02-28")
    path = f"/goals/{goal['id']}/contribute"

    def asked(path: str, transaction: Any) -> Any:
        return visitor.post(path, {"transaction_id": transaction["id"]})

    problem(asked(f"/goals/{other['id']}/contribute", linked), 409, "contributes-already")
    problem(asked(f"/goals/{tagged['id']}/contribute", linked), 422, "invalid-argument", "id")
    problem(asked(path, early), 422, "invalid-argument", "transaction_id")
    for change in ({"state": "CANCELLED"}, {"archived": True, "state": "ACTIVE"}):
        ok(visitor.patch(f"/goals/{other['id']}", change))
        refused = asked(f"/goals/{other['id']}/contribute", visitor.record("1.00"))
        problem(refused, 422, "invalid-argument", "id")
    problem(asked(path, {"id": "gone"}), 404, "not-found")
    problem(asked("/goals/gone/contribute", linked), 404, "not-found")
    both = {"transaction_id": linked["id"], "transaction": visitor.entry()}
    for content, field in (({}, "transaction"), (both, "transaction_id")):
        problem(visitor.post(path, content), 422, "invalid-argument", field)
    entry = visitor.entry(date="2026-03-20", account_id="gone")
    refused = visitor.post(path, {"transaction": entry})
    problem(refused, 422, "invalid-argument", "transaction.account_id")


def test_a_reached_goal_is_completed_as_long_as_it_is(visitor: Person) -> None:
    goal = create(visitor, target="100.00", target_date="2026-12-31")
    linked = contribute(visitor, goal, "100.00")

    shown = amounts(visitor, goal)

    assert (shown["state"], shown["left"], shown["needed_per_month"]) == ("COMPLETED", "0.00", None)
    assert shown["completion"]["reason"] == "REACHED"
    ok(visitor.patch(f"/transactions/{linked['id']}", {"amount": "99.99"}))
    assert amounts(visitor, goal)["state"] == "ACTIVE"


def test_nothing_that_flows_in_completes_nothing(visitor: Person) -> None:
    new = create(visitor)
    old = create(visitor, name="Old", start="2025-06-01", target_date="2026-06-30")

    shown = amounts(visitor, old)

    assert amounts(visitor, new)["completion"]["reason"] == "NO_HISTORY"
    assert shown["completion"]["reason"] == "NOTHING_FLOWS_IN"
    assert (shown["is_behind"], shown["needed_per_month"]) == (True, "250.00")
    ok(visitor.patch(f"/goals/{old['id']}", {"state": "PAUSED"}))
    paused = amounts(visitor, old)
    assert paused["completion"]["reason"] == "NOT_ACTIVE"
    assert (paused["is_behind"], paused["needed_per_month"]) == (False, None)


def test_a_merged_category_and_account_are_followed(visitor: Person) -> None:
    ids = visitor.category_ids
    account, other = savings(visitor), savings(visitor, name="Other")
    of_category = create(visitor, funding={"kind": "CATEGORY", "category_id": ids["Dining"]})
    allocated = create(visitor, funding=of_account(account, amount="900"))
    visitor.record("10.00", "Dining", date="2026-03-02")

    assert (
        visitor.delete(f"/categories/{ids['Dining']}?reassign_to={ids['Rent']}").status_code < 300
    )
    assert visitor.delete(f"/accounts/{account['id']}?reassign_to={other['id']}").status_code < 300

    assert saved(visitor, of_category) == "10.00"
    assert amounts(visitor, allocated)["saved"] == "900.00"
    assert progress(visitor, allocated)["goal"]["funding"]["account_id"] == other["id"]


def test_the_page_and_the_list_read_few_documents(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    account = savings(visitor)
    goal = create(visitor, funding=of_account(account, "ACCOUNT"), start="2025-03-01")
    for month in range(1, 13):
        visitor.record(date=f"2025-{month:02}-15")

    progress(visitor, goal)
    page = lines_of(capsys)[-1]["documents_read"]
    ok(visitor.get("/goals/status"))

    assert page == lines_of(capsys)[-1]["documents_read"] <= 20
