"""Documents that reports of a ledger with several currencies read, and one with a single one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from shared.models.reports.periods import PeriodRequest
from shared.models.values.dates import Month
from shared.repositories import connections
from shared.repositories.firestore.usage import counted_usage
from shared.services.reports import charts, dashboards
from tests.http.accounts import create, default_of
from tests.http.answers import ok
from tests.support.ledgers.ledgers import StoredLedger, assert_law_holds
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rates import store_rates

FOREIGN = ("GBP", "JPY", "CHF", "CAD")
YEARS = range(2015, 2026)
TEN_YEARS = PeriodRequest(Month(2016, 1), Month(2025, 12))
MARCH = "from=2025-03&to=2025-03"


@pytest.fixture(scope="module", autouse=True)
def _stored(emulators: None, _empty_database: None) -> None:
    rates = {f"{year}-01-02": "1.25" for year in YEARS}
    store_rates(**dict.fromkeys(("USD", *FOREIGN), rates))


@pytest.fixture(scope="module")
def traveller(emulators: None, _stored: None) -> Person:
    """Return a person with an expense in each month of ten years, in five currencies."""
    person = new_visitor("USD")
    accounts = [default_of(person), *(create(person, code, currency=code) for code in FOREIGN)]
    rows = [
        {
            "type": "EXPENSE",
            "amount": "100",
            "date": f"{month}-15",
            "account_id": accounts[index % len(accounts)]["id"],
        }
        for index, month in enumerate(Month(2016, 1).through(Month(2025, 12)))
    ]
    ok(person.post("/transactions/batch", {"create": rows}))
    return person


def reads_of(person: Person, name: str) -> tuple[int, int]:
    """Return the documents that a report of ten years reads with unknown and with known rates."""
    found = []
    connections.firestore_client().known_rates.forget()
    for _ in range(2):
        with counted_usage() as usage:
            service = getattr(dashboards, name, None) or getattr(charts, name)
            service(person.store, TEN_YEARS, datetime.now(UTC))
        found.append(usage.reads)
    return found[0], found[1]


def test_ten_years_of_net_worth_read_each_month_and_each_year_of_a_currency_once(
    traveller: Person,
) -> None:
    assert reads_of(traveller, "get_net_worth") == (121 + 55, 121)
    assert reads_of(traveller, "get_cash_flow") == (121 + 55, 121)
    worth = dashboards.get_net_worth(traveller.store, TEN_YEARS, datetime.now(UTC))
    # 24 expenses of 100 in each of five currencies; one foreign unit is a dollar.
    assert worth.items[-1].net_minor == -5 * 24 * 100_00
    assert worth.items[0].change_minor == -100_00
    assert_law_holds(traveller.store)


def test_results_of_ten_years_read_each_month_and_the_rates_of_the_last_day(
    traveller: Person,
) -> None:
    assert reads_of(traveller, "get_exchange_results") == (121 + 5, 121)


def test_results_are_those_of_the_money_that_was_spent() -> None:
    person = new_visitor("USD")
    pounds, main = create(person, "Pounds", currency="GBP"), default_of(person)["id"]
    bought = {"type": "TRANSFER", "amount": "500.00", "account_id": main, "to_amount": "600.00",
              "to_account_id": pounds["id"], "date": "2025-01-10"}  # fmt: skip
    ok(person.post("/transactions", bought), 201)
    spent = {"account_id": pounds["id"], "base_amount": "80.00", "date": "2025-03-03"}
    person.record("90.00", **spent)

    found = ok(person.get("/dashboard/exchange_results?from=2025-02&to=2025-03"))

    assert (found["currency"], found["unconverted"]) == ("USD", [])
    assert [month["month"] for month in found["months"]] == ["2025-02", "2025-03"]
    results = {"account_id": pounds["id"], "name": "Pounds", "realised": "5.00"}
    assert found["items"] == [
        {
            "currency": "GBP",
            "held": "510.00",
            "unconverted_balance": "0.00",
            "cost": "425.00",
            "average_cost": "0.833333333333333",
            "value": "510.00",
            "rate_date": "2025-01-02",
            "unrealised": "85.00",
            "realised": "5.00",
            "accounts": [results | {"monthly_realised": ["0.00", "5.00"]}],
        }
    ]


@pytest.mark.parametrize(
    ("path", "reads"),
    [
        ("/monthlyReport?year=2025&month=3", 3), (f"/dashboard/summary?{MARCH}", 3),
        (f"/dashboard/categories?{MARCH}", 3), (f"/dashboard/accounts?{MARCH}", 2),
        (f"/dashboard/tags?{MARCH}", 2), (f"/dashboard/sankey?{MARCH}", 2),
        (f"/dashboard/trends?{MARCH}", 2), (f"/dashboard/category_trends?{MARCH}", 2),
    ],
)  # fmt: skip
def test_a_report_of_five_currencies_reads_three_documents_at_most(
    traveller: Person, path: str, reads: int, capsys: pytest.CaptureFixture[str]
) -> None:
    connections.firestore_client().known_rates.forget()
    capsys.readouterr()

    ok(traveller.get(path))

    assert logged_reads(capsys) == reads


def test_a_ledger_of_one_currency_reads_no_rates_and_stores_no_base_sums(
    capsys: pytest.CaptureFixture[str],
) -> None:
    person = new_visitor("USD")
    person.record("1.00", date="2025-03-15")
    transfer: dict[str, Any] = {"type": "TRANSFER", "amount": "2.00", "date": "2025-03-15"}
    other = create(person, "Savings")
    ok(person.post("/transactions", transfer | {"to_account_id": other["id"]}), 201)
    capsys.readouterr()

    for path, reads in (
        ("/accounts", 1), (f"/accounts/{other['id']}", 1), (f"/dashboard/net_worth?{MARCH}", 2),
        (f"/dashboard/cash_flow?{MARCH}", 2), (f"/dashboard/exchange_results?{MARCH}", 1),
    ):  # fmt: skip
        answer = ok(person.get(path))
        assert logged_reads(capsys) == reads, path
    assert (answer["items"], answer["unconverted"]) == ([], [])
    [summary] = StoredLedger.read(person.store).collection("summaries").values()
    main = default_of(person)["id"]
    assert summary["by_account"] == {
        main: {"change_minor": -300, "count": 2, "expenses_minor": 100},
        other["id"]: {"change_minor": 200, "count": 1},
    }
    [account] = [one for one in ok(person.get("/accounts"))["items"] if one["id"] == main]
    assert Decimal(account["base_balance"]) == Decimal(account["balance"]) == Decimal("-3.00")


def logged_reads(capsys: pytest.CaptureFixture[str]) -> int:
    """Return the number of documents that the last request has read, as it is logged."""
    [line] = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    return int(line["documents_read"])


def test_a_future_net_worth_is_at_the_rates_of_today(traveller: Person) -> None:
    year = datetime.now(UTC).year + 2
    future = ok(traveller.get(f"/dashboard/net_worth?from={year}-02&to={year}-03"))["items"]

    today = ok(traveller.get("/accounts"))["totals"]
    assert [one["net_worth"] for one in future] == [today["net_worth"]] * 2
