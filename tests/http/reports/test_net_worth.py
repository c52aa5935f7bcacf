from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.models.ledger.account import AccountKind
from shared.models.reports.periods import PeriodRequest
from shared.models.values.dates import Month
from shared.repositories import connections
from shared.repositories.firestore.usage import counted_usage
from shared.services.reports import dashboards
from tests.http.answers import ok
from tests.support.ledgers.ledgers import new_account
from tests.support.ledgers.people import Person

pytestmark = pytest.mark.usefixtures("emulators")

FIRST_QUARTER = "from=2026-01&to=2026-03"


@pytest.fixture
def accounts(visitor: Person) -> dict[str, str]:
    """Return the ids of the visitor's accounts by name, with savings, a card and a loan."""
    for name, kind, opening_minor, day in (
        ("Nest egg", AccountKind.SAVINGS, 100_000, date(2026, 1, 1)),
        ("Card", AccountKind.CREDIT_CARD, -5_000, date(2026, 2, 10)),
        ("Loan", AccountKind.LOAN, -30_000, date(2026, 3, 31)),
    ):
        new_account(
            visitor.store, name, kind=kind, opening_balance_minor=opening_minor, opening_date=day
        )
    chart = visitor.store.tenant.get().ledger.accounts.values()
    return {account.name: account.id for account in chart}


def default_account(person: Person) -> str:
    return person.store.tenant.get().ledger.default_account_id


def transfer(person: Person, amount: str, source: str, target: str, day: str) -> None:
    body = {"type": "TRANSFER", "amount": amount, "account_id": source, "to_account_id": target,
            "date": day}  # fmt: skip
    ok(person.post("/transactions", body), 201)


def record_a_quarter(person: Person, accounts: dict[str, str]) -> None:
    """Record transactions in January, none in February, and more in March and later."""
    main = default_account(person)
    person.record("400.00", "Salary", date="2026-01-31")
    person.record("20.00", date="2026-01-15", account_id=accounts["Card"])
    person.record("-1.50", date="2026-03-01", account_id=accounts["Card"])
    transfer(person, "68.50", main, accounts["Card"], "2026-03-02")
    transfer(person, "100.00", main, accounts["Nest egg"], "2026-03-31")
    person.record("999.00", "Salary", date="2026-04-01")
    transfer(person, "50.00", accounts["Nest egg"], main, "2026-05-01")


def test_net_worth_is_that_of_each_months_end(visitor: Person, accounts: dict[str, str]) -> None:
    record_a_quarter(visitor, accounts)

    found = ok(visitor.get(f"/dashboard/net_worth?{FIRST_QUARTER}"))

    assert found["currency"] == "USD"
    names = ("month", "from", "to", "assets", "liabilities", "net_worth")
    assert [tuple(line[name] for name in names) for line in found["items"]] == [
        ("2026-01", "2026-01-01", "2026-01-31", "1400.00", "20.00", "1380.00"),
        ("2026-02", "2026-02-01", "2026-02-28", "1400.00", "70.00", "1330.00"),
        ("2026-03", "2026-03-01", "2026-03-31", "1331.50", "300.00", "1031.50"),
    ]
    balances = {line["account_id"]: line["balances"] for line in found["accounts"]}
    assert balances == {
        default_account(visitor): ["400.00", "400.00", "231.50"],
        accounts["Nest egg"]: ["1000.00", "1000.00", "1100.00"],
        accounts["Card"]: ["-20.00", "-70.00", "0.00"],
        accounts["Loan"]: ["0.00", "0.00", "-300.00"],
    }
    kinds = [(line["name"], line["kind"]) for line in found["accounts"]]
    assert kinds[1:] == [("Card", "CREDIT_CARD"), ("Loan", "LOAN"), ("Nest egg", "SAVINGS")]


def test_cash_flow_leads_from_balance_to_balance(visitor: Person, accounts: dict[str, str]) -> None:
    record_a_quarter(visitor, accounts)

    found = ok(visitor.get(f"/dashboard/cash_flow?{FIRST_QUARTER}"))

    names = ("opening_balance", "opened", "income", "expenses", "net", "closing_balance")
    assert [(flow["month"], *(flow[name] for name in names)) for flow in found["items"]] == [
        ("2026-01", "0.00", "1000.00", "400.00", "20.00", "380.00", "1380.00"),
        ("2026-02", "1380.00", "-50.00", "0.00", "0.00", "0.00", "1330.00"),
        ("2026-03", "1330.00", "-300.00", "0.00", "-1.50", "1.50", "1031.50"),
    ]
    assert [(flow["from"], flow["to"]) for flow in found["items"]] == [
        ("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31"),
    ]  # fmt: skip
    assert found["currency"] == "USD"


def test_months_that_start_on_another_day_end_on_another_day(visitor: Person) -> None:
    visitor.store.tenant.reference.update({"month_start": {"day": 25}})
    visitor.record("1.00", "Salary", date="2026-02-24")
    visitor.record("2.00", "Salary", date="2026-02-25")
    visitor.record("4.00", "Salary", date="2026-03-25")

    worth = ok(visitor.get("/dashboard/net_worth?from=2026-02&to=2026-03"))["items"]
    flow = ok(visitor.get("/dashboard/cash_flow?from=2026-03&to=2026-03"))["items"]

    assert [(line["to"], line["net_worth"]) for line in worth] == [
        ("2026-02-24", "1.00"),
        ("2026-03-24", "3.00"),
    ]
    assert [
        (line["opening_balance"], line["income"], line["closing_balance"]) for line in flow
    ] == [("1.00", "2.00", "3.00")]


def test_this_months_net_worth_is_that_of_the_accounts(
    visitor: Person, accounts: dict[str, str], one_day: None
) -> None:
    record_a_quarter(visitor, accounts)
    visitor.record("7.00", date=str(datetime.now(UTC).date()))

    last = ok(visitor.get("/dashboard/net_worth"))["items"][-1]
    totals = ok(visitor.get("/accounts"))["totals"]

    assert totals == {
        "currency": "USD",
        "assets": last["assets"],
        "liabilities": last["liabilities"],
        "net_worth": last["net_worth"],
        "unconverted": [],
        "rates_as_of": last["rates_as_of"],
    }


def test_a_transaction_that_goes_is_gone_from_every_month_since(visitor: Person) -> None:
    visitor.record("5.00", "Salary", date="2026-01-01")
    gone = visitor.record("2.00", "Salary", date="2026-02-01")
    ok(visitor.delete(f"/transactions/{gone['id']}"), 204)

    items = ok(visitor.get(f"/dashboard/net_worth?{FIRST_QUARTER}"))["items"]

    assert [line["net_worth"] for line in items] == ["5.00", "5.00", "5.00"]


@pytest.mark.parametrize("name", ["get_net_worth", "get_cash_flow"])
def test_only_months_that_are_stored_are_read(visitor: Person, name: str) -> None:
    for day in ("2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01", "2026-10-01"):
        visitor.record("1.00", date=day)
    quarter = PeriodRequest(Month(2026, 1), Month(2026, 3))

    with counted_usage() as usage:
        getattr(dashboards, name)(visitor.store, quarter, datetime.now(UTC))

    assert usage.reads == 1 + len(["2026-01", "2026-03", "2026-04", "2026-10"])


class _BetweenReads:
    """Does something once, when the tenant has been read and the summaries are asked for."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self.is_done = False

    def before(self, method: str, _request: Any) -> None:
        """Record a salary."""
        if method == "run_query" and not self.is_done:
            self.is_done = True
            self._person.record("100.00", "Salary", date="2026-02-01")

    def after(self, _method: str, _request: Any) -> None:
        """Ignore the answer."""


def test_what_is_recorded_while_it_is_read_is_not_shown_by_half(visitor: Person) -> None:
    visitor.record("5.00", "Salary", date="2026-01-01")
    quarter = PeriodRequest(Month(2026, 1), Month(2026, 3))
    with connections.firestore_client().observed_by(_BetweenReads(visitor)) as hook:
        found = dashboards.get_net_worth(visitor.store, quarter, datetime.now(UTC))

    assert hook.is_done
    assert [line.net_minor for line in found.items] == [500, 500, 500]
    items = ok(visitor.get(f"/dashboard/net_worth?{FIRST_QUARTER}"))["items"]
    assert [line["net_worth"] for line in items] == ["5.00", "105.00", "105.00"]
