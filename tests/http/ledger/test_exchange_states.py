"""Transactions without a rate, at one of an earlier day, or estimated: listed and summed up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.accounts import accounts_of, create
from tests.http.answers import ok, problem, report_of, transactions_of
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rates import store_rates


@pytest.fixture(scope="module", autouse=True)
def _stored(emulators: None, _empty_database: None) -> None:
    store_rates(USD={"2026-03-27": "1.25", "2026-03-30": "1.2"})


@pytest.fixture
def traveller() -> Person:
    """Return a person whose ledger is in euros."""
    return new_visitor("EUR")


def spend(person: Person, amount: str, day: str, **facts: Any) -> str:
    """Record an expense, and return its id."""
    body = {"type": "EXPENSE", "amount": amount, "date": day, **facts}
    recorded: str = ok(person.post("/transactions", body), 201)["id"]
    return recorded


def ids_of(person: Person, **query: str) -> list[str]:
    """Return the ids of the transactions that a query finds."""
    return [one["id"] for one in transactions_of(person, **query)]


def test_transactions_are_found_by_the_state_of_their_amounts(traveller: Person) -> None:
    dollars = create(traveller, "Dollars", currency="USD")["id"]
    pesos = create(traveller, "Pesos", currency="ARS")["id"]
    francs = create(traveller, "Francs", currency="CHF")["id"]
    plain = spend(traveller, "5.00", "2026-03-30")
    settled = spend(traveller, "12.00", "2026-03-30", account_id=dollars)
    on_sunday = spend(traveller, "10.00", "2026-03-29", account_id=dollars)
    in_pesos = spend(traveller, "900.00", "2026-03-30", account_id=pesos, payee="Kiosco")
    in_francs = spend(traveller, "7.00", "2026-03-29", account_id=francs)
    abroad = spend(traveller, "25.00", "2026-03-27", currency="USD")

    assert ids_of(traveller, exchange="unconverted") == [in_pesos, in_francs]
    assert ids_of(traveller, exchange="UNCONVERTED", currency="ars") == [in_pesos]
    assert ids_of(traveller, exchange="unconverted", q="kios") == [in_pesos]
    assert ids_of(traveller, exchange="unconverted", to="2026-03-29", sort="date") == [in_francs]
    assert ids_of(traveller, exchange="earlier_rate") == [on_sunday]
    assert ids_of(traveller, exchange="earlier_rate", min_amount="8.01") == []
    assert ids_of(traveller, exchange="estimated") == [abroad]
    assert ids_of(traveller, currency="USD") == [settled, on_sunday]
    assert ids_of(traveller, currency="EUR") == [plain, abroad]
    assert ids_of(traveller, currency="EUR", exchange="unconverted") == []
    assert ids_of(traveller, currency="USD", sort="-amount") == [settled, on_sunday]


def test_the_transactions_of_a_line_of_unconverted_sums_are_listed_with_its_totals(
    traveller: Person,
) -> None:
    pesos = create(traveller, "Pesos", currency="ARS")["id"]
    francs = create(traveller, "Francs", currency="CHF")["id"]
    for account_id in (pesos, pesos, francs):
        spend(traveller, "900.00", "2026-03-30", account_id=account_id)
    spend(traveller, "1.00", "2026-04-01", account_id=pesos)
    [line, _] = report_of(traveller)["unconverted"]

    of_line = f"exchange=UNCONVERTED&currency={line['currency']}&year=2026&month=3"
    found = ok(traveller.get(f"/transactions?{of_line}&totals=true"))

    assert (line["currency"], line["transaction_count"]) == ("ARS", 2)
    assert len(found["items"]) == 2
    assert found["totals"]["unconverted"] == [line]
    exported = traveller.get(f"/exports/transactions?{of_line}")
    assert exported.text.count("900.00") == 2


def test_the_trash_and_the_totals_know_the_states_too(traveller: Person) -> None:
    dollars = create(traveller, "Dollars", currency="USD")["id"]
    spend(traveller, "5.00", "2026-03-30")
    spend(traveller, "10.00", "2026-03-29", account_id=dollars)
    deleted = spend(traveller, "20.00", "2026-03-29", account_id=dollars)
    ok(traveller.delete(f"/transactions/{deleted}"), 204)

    assert ids_of(traveller, exchange="earlier_rate", deleted="true") == [deleted]
    totals = ok(traveller.get("/transactions?exchange=EARLIER_RATE&totals=true"))["totals"]
    assert (totals["expenses"], totals["transaction_count"]) == ("8.00", 1)


def test_the_trash_has_transactions_of_deleted_accounts_by_their_currency(
    traveller: Person,
) -> None:
    pesos = create(traveller, "Pesos", currency="ARS")["id"]
    in_pesos = spend(traveller, "900.00", "2026-03-30", account_id=pesos)
    in_euros = spend(traveller, "5.00", "2026-03-30")
    for one in (in_pesos, in_euros):
        ok(traveller.delete(f"/transactions/{one}"), 204)
    ok(traveller.delete(f"/accounts/{pesos}"), 204)

    totals = ok(traveller.get("/transactions?deleted=true&totals=true"))["totals"]

    assert ids_of(traveller, deleted="true", currency="ARS") == [in_pesos]
    assert ids_of(traveller, deleted="true", currency="EUR") == [in_euros]
    assert ids_of(traveller, deleted="true", currency="ARS", exchange="unconverted") == [in_pesos]
    assert (totals["expenses"], totals["transaction_count"]) == ("5.00", 2)
    assert [(one["currency"], one["expenses"]) for one in totals["unconverted"]] == [
        ("ARS", "900.00")
    ]


def test_a_transaction_that_gets_its_rate_is_not_listed_any_more(traveller: Person) -> None:
    pesos = create(traveller, "Pesos", currency="ARS")["id"]
    in_pesos = spend(traveller, "900.00", "2026-03-30", account_id=pesos)
    own = {"base": "EUR", "quote": "ARS", "date": "2026-03-29", "rate": "1000"}

    ok(traveller.post("/currencies/own_rates", own), 201)
    assert ids_of(traveller, exchange="unconverted") == []
    assert ids_of(traveller, exchange="earlier_rate") == [in_pesos]
    ok(traveller.patch(f"/transactions/{in_pesos}", {"base_amount": "0.80"}))
    assert ids_of(traveller, exchange="earlier_rate") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [("exchange=none", "exchange"), ("currency=USD", "currency"), ("currency=euro", "currency")],
)
def test_an_unknown_state_and_a_currency_of_no_account_are_refused(
    traveller: Person, query: str, field: str
) -> None:
    for path in ("/transactions", "/exports/transactions"):
        problem(traveller.get(f"{path}?{query}"), 422, "invalid-argument", field)


def test_balances_say_of_which_day_their_rates_are(traveller: Person) -> None:
    dollars = create(traveller, "Dollars", currency="USD", opening_balance="0")
    create(traveller, "Pesos", currency="ARS", opening_balance="7.00", opening_date="2026-03-01")
    unused = create(traveller, "Yen", currency="JPY")
    spend(traveller, "23.00", "2026-03-28", type="INCOME", account_id=dollars["id"])
    spend(traveller, "5.00", "2026-03-28", type="INCOME")

    found, home = accounts_of(traveller), ok(traveller.get("/dashboard"))
    dates = {one["name"]: one["rate_date"] for one in found["items"]}
    assert dates.pop("Dollars") == found["totals"]["rates_as_of"] == "2026-03-30"
    assert set(dates.values()) == {None}
    assert (home["accounts"], home["totals"]) == (found["items"], found["totals"])
    assert ok(traveller.get(f"/accounts/{dollars['id']}"))["rate_date"] == "2026-03-30"
    assert unused["rate_date"] is None
    worth = ok(traveller.get("/dashboard/net_worth?from=2026-02&to=2026-03"))
    assert [one["rates_as_of"] for one in worth["items"]] == [None, "2026-03-30"]
    [of_dollars] = [one for one in worth["accounts"] if one["name"] == "Dollars"]
    assert of_dollars["rate_dates"] == [None, "2026-03-30"]
    results = ok(traveller.get("/dashboard/exchange_results?from=2026-03&to=2026-03"))["items"]
    assert {one["currency"]: one["rate_date"] for one in results} == {
        "ARS": None, "JPY": None, "USD": "2026-03-30",
    }  # fmt: skip
