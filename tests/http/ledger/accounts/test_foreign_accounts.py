"""Accounts in other currencies than the ledger's, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.accounts import accounts_of, create, default_of, path_of
from tests.http.answers import nothing_written, ok, problem, transactions_of
from tests.http.uploads import carry_out, counts, preview, statement
from tests.support.ledgers.ledgers import (
    StoredLedger,
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
    stored_transactions,
)
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.observers.stored_documents import decode_fields, read_tree

pytestmark = pytest.mark.usefixtures("emulators")

DAY = "2026-03-15"


def spend(person: Person, account: dict[str, Any], amount: str = "10", **facts: Any) -> Any:
    """Record an expense on an account, and return its JSON."""
    body = {"type": "EXPENSE", "amount": amount, "account_id": account["id"], "date": DAY}
    return ok(person.post("/transactions", body | facts), 201)


def invalid(answer: Any, *fields: str) -> list[str]:
    """Return the messages of a refusal of these fields, in the order of the answer."""
    errors = problem(answer, 422, "invalid-argument", *fields)["errors"]
    return [error["message"] for error in errors]


@pytest.fixture
def traveller() -> Person:
    """Return a person whose ledger is in euros."""
    return new_visitor("EUR")


def test_an_account_has_a_currency_of_its_own(traveller: Person) -> None:
    yen = create(traveller, "Yen", currency="jpy", opening_balance="5000")
    euros = create(traveller, "Euros", currency="EUR")

    assert (yen["currency"], yen["opening_balance"], yen["balance"]) == ("JPY", "5000", "5000")
    assert euros["currency"] == default_of(traveller)["currency"] == "EUR"
    totals = accounts_of(traveller)["totals"]
    assert totals["net_worth"] == "0.00"
    assert totals["unconverted"] == [
        {"currency": "JPY", "assets": "5000", "liabilities": "0", "net_worth": "5000"}
    ]
    [stored] = [
        decode_fields(fields)["accounts"]
        for path, fields in read_tree(traveller.store.ref.path).items()
        if path == traveller.store.ref.path
    ]
    assert stored[yen["id"]]["currency"] == "JPY"
    assert "currency" not in stored[euros["id"]]


@pytest.mark.parametrize("wrong", ["XXX", "euro", 5])
def test_an_unknown_currency_is_refused(traveller: Person, wrong: object) -> None:
    body = {"name": "Odd", "kind": "CASH", "currency": wrong}
    with nothing_written(traveller):
        assert invalid(traveller.post("/accounts", body), "currency")


def test_the_currency_of_an_account_changes_only_while_it_has_no_amounts(
    traveller: Person,
) -> None:
    account = create(traveller, "Abroad", currency="USD")
    path = path_of(account)

    assert ok(traveller.patch(path, {"currency": "KWD"}))["currency"] == "KWD"
    assert ok(traveller.patch(path, {"opening_balance": "1.001"}))["balance"] == "1.001"
    change = {"currency": "EUR"}
    refused = problem(traveller.patch(path, change), 409, "account-currency-in-use")
    assert "opening balance" in refused["detail"]
    ok(traveller.patch(path, {"opening_balance": "0"}))
    spent = spend(traveller, account)
    ok(traveller.delete(f"/transactions/{spent['id']}"), 204)
    with nothing_written(traveller):
        refused = problem(traveller.patch(path, change), 409, "account-currency-in-use")
    assert "trash" in refused["detail"]


def test_what_is_booked_abroad_is_converted_or_waits_for_a_rate(traveller: Person) -> None:
    dollars = create(traveller, "Dollars", currency="USD")
    given = spend(traveller, dollars, base_amount="9.20")
    rated = spend(traveller, dollars, rate="0.915")
    open_one = spend(traveller, dollars, "4")

    assert (given["amount"], given["currency"]) == ("10.00", "USD")
    assert given["exchange"] == {
        "currency": "EUR",
        "base_amount": "9.20",
        "split_amounts": [],
        "rate": "0.92",
        "rate_date": DAY,
        "rate_source": "GIVEN",
    }
    assert rated["exchange"]["base_amount"] == "9.15"
    assert open_one["exchange"] == {
        "currency": "EUR",
        "base_amount": None,
        "split_amounts": [],
        "rate": None,
        "rate_date": None,
        "rate_source": None,
    }
    report = ok(traveller.get("/monthlyReport?year=2026&month=3"))
    assert (report["total_expenses"], report["transaction_count"]) == ("18.35", 3)
    missing = {"income": "0.00", "expenses": "4.00", "net": "-4.00", "transaction_count": 1}
    assert report["unconverted"] == [{"currency": "USD", **missing}]
    patched = traveller.patch(f"/transactions/{open_one['id']}", {"base_amount": "3.60"})
    assert ok(patched)["exchange"]["rate"] == "0.9"
    report = ok(traveller.get("/monthlyReport?year=2026&month=3"))
    assert (report["total_expenses"], report["unconverted"]) == ("21.95", [])
    [account] = [a for a in accounts_of(traveller)["items"] if a["id"] == dollars["id"]]
    assert account["balance"] == "-24.00"
    assert_law_holds(traveller.store)
    assert_every_revision_is_logged(traveller.store)
    assert_log_is_complete(traveller.store)


MARCH = "from=2026-03&to=2026-03"
REPORTS = (
    "/monthlyReport?year=2026&month=3",
    *(
        f"/dashboard/{name}?{MARCH}"
        for name in (
            "summary", "categories", "category_trends", "trends", "cash_flow", "tags", "tag_trends",
            "accounts", "payees", "sankey", "averages",
        )
    ),
)  # fmt: skip
MISSING = [
    {"currency": "JPY", "income": "0", "expenses": "700", "net": "-700", "transaction_count": 1}
]


@pytest.fixture
def yen(traveller: Person) -> dict[str, Any]:
    """Return an account in yen with an expense of 700; another one is of 5.00 in the ledger's."""
    account: dict[str, Any] = create(traveller, "Yen", currency="JPY")
    spend(traveller, account, "700", tags=["trip"], payee="Kiosk")
    spend(traveller, default_of(traveller), "5.00")
    return account


def test_every_report_names_what_it_does_not_contain(
    traveller: Person, yen: dict[str, Any]
) -> None:
    for path in REPORTS:
        assert ok(traveller.get(path))["unconverted"] == MISSING, path
    for query in ("account_id=" + yen["id"], "tag=trip", "q=kiosk"):
        found = ok(traveller.get(f"/transactions?totals=true&{query}"))["totals"]
        assert (found["unconverted"], found["expenses"]) == (MISSING, "0.00"), query
    compared = ok(traveller.get("/dashboard/comparison?from=2026-03-01&to=2026-03-31"))
    assert [one["unconverted"] for one in compared["items"]][-1] == MISSING


def test_balances_without_a_rate_stand_beside_those_with_one(
    traveller: Person, yen: dict[str, Any]
) -> None:
    home = ok(traveller.get("/dashboard"))
    assert home["totals"]["unconverted"][0]["net_worth"] == "-700"
    lines = ok(traveller.get(f"/dashboard/accounts?{MARCH}"))["items"]
    [line] = [one for one in lines if one["account_id"] == yen["id"]]
    assert (line["currency"], line["change"]) == ("JPY", "-700")
    [month] = ok(traveller.get(f"/dashboard/net_worth?{MARCH}"))["items"]
    assert (month["net_worth"], month["unconverted_balances"][0]["assets"]) == ("-5.00", "-700")
    [month] = ok(traveller.get(f"/dashboard/cash_flow?{MARCH}"))["items"]
    assert (month["opening_balance"], month["closing_balance"]) == ("0.00", "-5.00")
    assert (month["expenses"], month["unconverted_change"], month["valuation"]) == (
        "5.00", "0.00", "0.00"
    )  # fmt: skip
    assert month["unconverted_balances"][0]["currency"] == "JPY"
    [account] = [one for one in home["accounts"] if one["id"] == yen["id"]]
    assert (account["balance"], account["base_balance"]) == ("-700", None)


def test_a_list_is_bounded_and_sorted_by_amounts_in_the_ledgers_currency(
    traveller: Person,
) -> None:
    yen = create(traveller, "Yen", currency="JPY")
    spend(traveller, yen, "2000", base_amount="12.00")
    spend(traveller, yen, "900")
    spend(traveller, default_of(traveller), "20.00")
    spend(traveller, default_of(traveller), "3.00")

    def amounts(**query: str) -> list[str]:
        return [one["amount"] for one in transactions_of(traveller, sort="amount", **query)]

    assert amounts(min_amount="10") == ["2000", "20.00"]
    assert amounts() == ["900", "3.00", "2000", "20.00"]
    pages, query = [], "/transactions?sort=-amount&limit=1"
    cursor: str | None = ""
    while cursor is not None:
        page = ok(traveller.get(query + (f"&cursor={cursor}" if cursor else "")))
        pages += [one["amount"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert pages == ["20.00", "2000", "3.00", "900"]


def test_a_transfer_between_currencies_has_both_amounts(traveller: Person) -> None:
    dollars, main = create(traveller, "Dollars", currency="USD"), default_of(traveller)
    body = {
        "type": "TRANSFER",
        "amount": "92.00",
        "account_id": main["id"],
        "to_account_id": dollars["id"],
        "date": DAY,
    }

    with nothing_written(traveller):
        assert invalid(traveller.post("/transactions", body), "to_amount") == [
            (
                "is required, because there is no rate of EUR/USD for that day; with an own rate "
                "it is estimated"
            )
        ]
    sent = ok(traveller.post("/transactions", body | {"to_amount": "100"}), 201)

    assert (sent["amount"], sent["to_amount"], sent["exchange"]) == ("92.00", "100.00", None)
    balances = {a["currency"]: a["balance"] for a in accounts_of(traveller)["items"]}
    assert balances == {"EUR": "-92.00", "USD": "100.00"}
    report = ok(traveller.get("/monthlyReport?year=2026&month=3"))
    assert (report["transaction_count"], report["total_expenses"]) == (0, "0.00")
    assert_law_holds(traveller.store)


def test_accounts_of_two_currencies_are_not_merged(traveller: Person) -> None:
    dollars = create(traveller, "Dollars", currency="USD")
    spend(traveller, dollars)

    with nothing_written(traveller):
        answer = traveller.delete(f"{path_of(dollars)}?reassign_to={default_of(traveller)['id']}")
        assert invalid(answer, "reassign_to") == ["is in another currency, EUR"]
    others = create(traveller, "More dollars", currency="USD")
    ok(traveller.delete(f"{path_of(dollars)}?reassign_to={others['id']}"), 204)
    [moved] = transactions_of(traveller)
    assert (moved["account_id"], moved["currency"]) == (others["id"], "USD")


def test_undo_brings_back_amounts_currencies_and_rates(traveller: Person) -> None:
    dollars = create(traveller, "Dollars", currency="USD")
    spent = spend(traveller, dollars, rate="0.9")
    before = stored_transactions(traveller.store)[spent["id"]]
    path = f"/transactions/{spent['id']}"
    moved = {"account_id": default_of(traveller)["id"], "amount": "9.05"}
    assert ok(traveller.patch(path, moved))["currency"] == "EUR"

    change = ok(traveller.get(f"/changes?entity_id={spent['id']}"))["items"][0]
    ok(traveller.post(f"/changes/{change['id']}/undo"))

    after = stored_transactions(traveller.store)[spent["id"]]
    changing = {"revision", "updated_at"}
    assert {k: v for k, v in after.items() if k not in changing} == {
        k: v for k, v in before.items() if k not in changing
    }
    assert_law_holds(traveller.store)


def test_a_ledger_of_one_currency_stores_no_further_field(traveller: Person) -> None:
    spend(traveller, default_of(traveller), "5.00")

    ledger = StoredLedger.read(traveller.store)
    [stored] = ledger.collection("transactions").values()
    assert set(stored) == {
        "type", "amount_minor", "currency", "account_id", "date", "revision", "deleted", "terms",
        "created_at", "updated_at",
    }  # fmt: skip
    [summary] = ledger.collection("summaries").values()
    [account] = ledger.tenant["accounts"].values()
    for document in (summary, ledger.tenant):
        assert "unconverted" not in document
    assert "currency" not in account


def test_the_currency_of_an_account_is_undone_while_it_has_no_amounts(
    traveller: Person,
) -> None:
    account = create(traveller, "Abroad", currency="USD")
    ok(traveller.patch(path_of(account), {"currency": "JPY"}))
    change = ok(traveller.get(f"/changes?entity_id={account['id']}"))["items"][0]
    path = f"/changes/{change['id']}/undo"

    spent = spend(traveller, account, "100")
    problem(traveller.post(path), 409, "not-undoable")
    ok(traveller.delete(f"/transactions/{spent['id']}"), 204)
    problem(traveller.post(path), 409, "not-undoable")
    other = create(traveller, "Other", currency="USD")
    ok(traveller.patch(path_of(other), {"currency": "JPY"}))
    change = ok(traveller.get(f"/changes?entity_id={other['id']}"))["items"][0]
    ok(traveller.post(f"/changes/{change['id']}/undo"))
    currencies = {a["name"]: a["currency"] for a in accounts_of(traveller)["items"]}
    assert (currencies["Other"], currencies["Abroad"]) == ("USD", "JPY")


def test_the_default_account_may_be_foreign_and_a_file_is_in_its_currency(
    traveller: Person,
) -> None:
    yen = create(traveller, "Yen", currency="JPY")
    ok(traveller.patch(path_of(yen), {"is_default": True}))
    recorded = ok(
        traveller.post("/transactions", {"type": "EXPENSE", "amount": "500", "date": DAY}), 201
    )
    file = statement("2026-03-15,-700,Kiosk,Tea", "2026-03-16,-7.50,Kiosk,Tea")
    plan = preview(traveller, file)
    carry_out(traveller, plan)

    assert (recorded["account_id"], recorded["currency"]) == (yen["id"], "JPY")
    assert plan["rows"][0]["transaction"]["currency"] == "JPY"
    assert plan["planned"] == counts(new=1, invalid=1)
    assert [one["amount"] for one in transactions_of(traveller, sort="date")] == ["500", "700"]
    assert_law_holds(traveller.store)


def test_rules_compare_amounts_in_the_ledgers_currency(traveller: Person) -> None:
    yen, ids = create(traveller, "Yen", currency="JPY"), traveller.category_ids
    rule = {
        "name": "Large",
        "conditions": [{"field": "AMOUNT", "operator": "BETWEEN", "min": "100"}],
        "actions": {"category_id": ids["Shopping"]},
    }
    ok(traveller.post("/rules", rule), 201)
    spend(traveller, yen, "5000", base_amount="30.00")
    large = spend(traveller, yen, "20000", base_amount="120.00")
    spend(traveller, yen, "30000")

    applied = ok(traveller.post("/rules/apply", {"dry_run": False}))

    filed = transactions_of(traveller, category_id=ids["Shopping"])
    assert [one["id"] for one in filed] == [large["id"]], applied
