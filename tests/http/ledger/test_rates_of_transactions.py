"""Transactions are converted at the reference rates of their days, over HTTP."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest

from shared.repositories import connections
from tests.http.accounts import accounts_of, create, default_of
from tests.http.answers import ok, problem, transactions_of
from tests.http.uploads import carry_out, preview, statement
from tests.support.ledgers.ledgers import assert_law_holds, stored_transactions
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rates import store_rates

RATES = {
    "USD": {"2025-12-31": "1.175", "2026-03-27": "1.15", "2026-03-30": "1.2"},
    "JPY": {"2026-03-27": "180.5", "2026-03-30": "181"},
}


@pytest.fixture(scope="module", autouse=True)
def _stored(emulators: None, _empty_database: None) -> None:
    store_rates(**RATES)


@pytest.fixture
def traveller() -> Person:
    """Return a person whose ledger is in euros."""
    return new_visitor("EUR")


def spend(person: Person, account: dict[str, Any], amount: str, **facts: Any) -> Any:
    """Record an expense on an account, and return its JSON."""
    usual = {"type": "EXPENSE", "amount": amount, "date": "2026-03-30"}
    body = usual | {"account_id": account["id"]} | facts
    return ok(person.post("/transactions", body), 201)


def euros(amount: str, rate: str) -> str:
    """Return an amount in euros by independent arithmetic."""
    exact = Decimal(amount) / Decimal(rate)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN))


def test_a_purchase_is_converted_at_the_last_rate_until_its_day(traveller: Person) -> None:
    dollars = create(traveller, "Dollars", currency="USD")
    on_sunday = spend(traveller, dollars, "33.33", date="2026-03-29")
    on_monday = spend(traveller, dollars, "33.33")
    given = spend(traveller, dollars, "33.33", base_amount="30.00")

    assert on_sunday["exchange"] == {
        "currency": "EUR",
        "base_amount": euros("33.33", "1.15"),
        "split_amounts": [],
        "rate": "0.869565217391304",
        "rate_date": "2026-03-27",
        "rate_source": "REFERENCE",
    }
    assert on_monday["exchange"]["base_amount"] == euros("33.33", "1.2")
    assert given["exchange"]["rate_source"] == "GIVEN"
    moved = ok(traveller.patch(f"/transactions/{on_sunday['id']}", {"date": "2026-03-30"}))
    assert moved["exchange"]["base_amount"] == on_monday["exchange"]["base_amount"]
    assert_law_holds(traveller.store)


def test_a_currency_without_rates_is_booked_and_unconverted(traveller: Person) -> None:
    pesos = create(traveller, "Pesos", currency="ARS")

    assert spend(traveller, pesos, "100")["exchange"]["base_amount"] is None


def test_a_cross_rate_goes_through_the_euro() -> None:
    person = new_visitor("USD")
    yen = create(person, "Yen", currency="JPY")

    spent = spend(person, yen, "10000")
    expected = (Decimal(10000) * Decimal("1.2") / 181).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    assert spent["exchange"]["base_amount"] == str(expected)


def test_a_foreign_entry_reads_a_document_more_at_most(
    traveller: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    dollars, main = create(traveller, "Dollars", currency="USD"), default_of(traveller)
    spend(traveller, main, "1.00")
    capsys.readouterr()
    connections.firestore_client().known_rates.forget()
    for account in (main, dollars, dollars):
        spend(traveller, account, "1.00")

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    own, first, second = (
        (line["documents_read"], line["documents_written"])
        for line in lines
        if line.get("function") == "transactions"
    )
    assert first == (own[0] + 1, own[1])
    assert second == own


def test_a_batch_and_an_import_are_converted(traveller: Person) -> None:
    dollars = create(traveller, "Dollars", currency="USD")
    row = {"type": "EXPENSE", "amount": "12", "date": "2026-03-30", "account_id": dollars["id"]}
    ok(traveller.post("/transactions/batch", {"create": [row]}))
    carry_out(
        traveller,
        preview(traveller, statement("2026-03-30,-24.00,Café,Lunch"), account_id=dollars["id"]),
    )

    found = [one["exchange"]["base_amount"] for one in transactions_of(traveller)]
    assert sorted(found) == ["10.00", "20.00"]
    assert_law_holds(traveller.store)


def test_a_purchase_in_another_currency_is_estimated_until_the_bank_tells(
    traveller: Person,
) -> None:
    main = default_of(traveller)
    bought = spend(traveller, main, "12.00", currency="usd")

    assert (bought["amount"], bought["currency"], bought["is_amount_estimated"]) == (
        "10.00",
        "EUR",
        True,
    )
    assert bought["original"] == {"amount": "12.00", "currency": "USD"}
    final = ok(traveller.patch(f"/transactions/{bought['id']}", {"amount": "10.15"}))
    assert (final["amount"], final["is_amount_estimated"]) == ("10.15", False)
    assert final["original"] == bought["original"]
    body = {"type": "EXPENSE", "amount": "5", "currency": "ARS", "date": "2026-03-30"}
    problem(traveller.post("/transactions", body), 422, "invalid-argument", "amount")


def test_a_transfer_between_currencies_is_estimated_and_corrected(traveller: Person) -> None:
    dollars, main = create(traveller, "Dollars", currency="USD"), default_of(traveller)
    body = {
        "type": "TRANSFER",
        "amount": "10.00",
        "account_id": main["id"],
        "to_account_id": dollars["id"],
        "date": "2026-03-30",
    }
    sent = ok(traveller.post("/transactions", body), 201)

    assert (sent["to_amount"], sent["is_to_amount_estimated"]) == ("12.00", True)
    final = ok(traveller.patch(f"/transactions/{sent['id']}", {"to_amount": "11.90"}))
    assert (final["to_amount"], final["is_to_amount_estimated"]) == ("11.90", False)
    balances = {one["currency"]: one["balance"] for one in accounts_of(traveller)["items"]}
    assert balances == {"EUR": "-10.00", "USD": "11.90"}
    [stored] = stored_transactions(traveller.store).values()
    assert (stored["to_amount_minor"], stored["to_currency"]) == (1190, "USD")
    assert "is_to_amount_estimated" not in stored
    assert_law_holds(traveller.store)


def test_amounts_that_do_not_fit_an_edit_are_refused_by_their_fields(traveller: Person) -> None:
    dollars, main = create(traveller, "Dollars", currency="USD"), default_of(traveller)
    home = {"type": "TRANSFER", "account_id": dollars["id"], "to_account_id": main["id"]}
    sent = spend(traveller, main, "60.00", **home)
    splits = [{"amount": "98"}, {"amount": "1"}, {"amount": "1"}]
    yen = {"type": "EXPENSE", "amount": "100", "currency": "JPY", "date": "2026-03-30"}
    split = spend(traveller, dollars, "100.00", splits=splits)
    path = f"/transactions/{sent['id']}"

    for name in ("base_amount", "rate"):
        problem(traveller.patch(path, {name: "44"}), 422, "invalid-argument", name)
    problem(
        traveller.post("/transactions", yen | {"splits": splits}), 422, "invalid-argument", "splits"
    )
    moved = {"account_id": main["id"], "amount": "100"}
    refused = traveller.patch(f"/transactions/{split['id']}", moved)
    problem(refused, 422, "invalid-argument", "splits")
    noted = ok(traveller.patch(path, {"notes": "Rent"}))
    changed = {name for name in sent if noted[name] != sent[name]}
    assert changed == {"notes", "etag", "updated_at"}
    assert (noted["to_amount"], noted["exchange"]["base_amount"]) == ("50.00", "50.00")
    assert_law_holds(traveller.store)


def test_net_worth_is_at_the_rates_of_each_months_end(traveller: Person) -> None:
    opening = {"opening_balance": "120.00", "opening_date": "2025-12-01", "currency": "USD"}
    create(traveller, "Dollars", **opening)
    create(traveller, "Pesos", **opening | {"currency": "ARS"})

    items = ok(traveller.get("/dashboard/net_worth?from=2025-12&to=2026-03"))["items"]

    assert [one["net_worth"] for one in items] == [
        euros("120", "1.175"), euros("120", "1.175"), euros("120", "1.175"), "100.00",
    ]  # fmt: skip
    assert {one["currency"] for one in items[0]["unconverted_balances"]} == {"ARS"}
    totals = accounts_of(traveller)["totals"]
    assert (totals["assets"], ok(traveller.get("/dashboard"))["totals"]) == ("100.00", totals)


def test_a_demo_has_an_account_in_another_currency_if_there_are_rates() -> None:
    today = datetime.now(UTC).date()
    store_rates(USD={str(today - timedelta(days=40)): "1.1"})
    person = new_visitor("EUR", samples=True)

    [travel] = [a for a in accounts_of(person)["items"] if a["currency"] == "USD"]
    assert Decimal(travel["balance"]) > 0
    spent = transactions_of(person, account_id=travel["id"], type="expense")
    assert [one["exchange"]["rate"] for one in spent] == ["0.909090909090909"] * 3
    assert ok(person.get("/dashboard/summary"))["unconverted"] == []
    assert_law_holds(person.store)
