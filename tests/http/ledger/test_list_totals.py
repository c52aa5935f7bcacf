"""The largest transactions of a list, and the totals of all that match its filters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from shared.models.ledger.transactions.search import TransactionFilter
from shared.repositories import connections
from shared.repositories.firestore.usage import counted_usage
from shared.services.ledger import transactions as service
from tests.http.answers import ok, transactions_of
from tests.support.ledgers.ledgers import new_account
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.fixture(scope="module")
def ledger(emulators: None) -> Person:
    """Return a person with transactions of each type, some of the same amount, and a refund."""
    person = new_visitor()
    savings = new_account(person.store, "Savings")
    ids = person.category_ids
    parts = [{"category_id": ids[name], "amount": "20.00"} for name in ("Rent", "Dining")]
    transfer = {"type": "TRANSFER", "amount": "50.00", "to_account_id": savings}
    rows = [
        person.entry("1000.00", "Salary", date="2026-03-01", payee="Acme", tags=["work"]),
        person.entry("30.00", "Dining", date="2026-03-15", payee="Café", tags=["out"]),
        person.entry("30.00", "Dining", date="2026-03-16", description="lunch"),
        person.entry("-5.00", "Dining", date="2026-03-17", payee="Café", tags=["out"]),
        person.entry("400.00", "Rent", date="2026-02-01", tags=["out"]),
        person.entry("40.00", category_id=None, splits=parts, date="2026-03-20"),
        transfer | {"date": "2026-03-21"},
        person.entry("7.00", category_id=None, date="2026-03-22", tags=["out"]),
        person.entry("3.00", category_id=None, date="2026-03-23"),
    ]
    ok(person.post("/transactions/batch", {"create": rows}))
    return person


def cents(row: dict[str, Any]) -> int:
    return int(Decimal(row["amount"]) * 100)


@pytest.mark.parametrize("sort", ["amount", "-amount"])
@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-03", "to": "2026-03"},
        {"from": "2026-03-15", "type": "EXPENSE"},
        {"tag": "out", "to": "2026-03-31"},
        {"min_amount": "30", "q": "lunch"},
        {"min_amount": "30"},
    ],
    ids=str,
)
def test_the_order_may_be_by_amount(ledger: Person, query: dict[str, str], sort: str) -> None:
    by_date = transactions_of(ledger, **query)
    order = sorted(by_date, key=lambda row: (cents(row), row["date"]), reverse=sort == "-amount")
    pages: list[dict[str, Any]] = []
    asked: dict[str, Any] = {**query, "sort": sort, "limit": 2}
    while True:
        page = ok(ledger.get("/transactions", query_string=asked))
        pages += page["items"]
        if page["next_cursor"] is None:
            break
        asked["cursor"] = page["next_cursor"]

    assert pages == order


@pytest.mark.parametrize(
    "query",
    [
        {}, {"from": "2026-03", "to": "2026-03"}, {"type": "expense"}, {"tag": "out"},
        {"tag": "out", "type": "EXPENSE"}, {"payee": "Café"}, {"type": "TRANSFER"},
        {"min_amount": "30"}, {"q": "lunch"}, {"tag": "out", "max_amount": "100"},
        {"category": "Dining"}, {"payee": "Nobody"}, {"unfiled": "true"}, {"q": "lunar"},
        {"unfiled": "true", "tag": "out"},
    ],
    ids=str,
)  # fmt: skip
def test_totals_are_of_all_that_match(ledger: Person, query: dict[str, str]) -> None:
    if name := query.get("category"):
        query = {"category_id": ledger.category_ids[name]}
    rows = transactions_of(ledger, **query)
    sums = {
        kind: sum((Decimal(row["amount"]) for row in rows if row["type"] == kind), Decimal("0.00"))
        for kind in ("INCOME", "EXPENSE")
    }
    transfers = sum(row["type"] == "TRANSFER" for row in rows)

    page = ok(ledger.get("/transactions", query_string={**query, "limit": 1, "totals": "true"}))

    assert page["totals"] == {
        "currency": "USD",
        "income": str(sums["INCOME"]),
        "expenses": str(sums["EXPENSE"]),
        "net": str(sums["INCOME"] - sums["EXPENSE"]),
        "transaction_count": len(rows) - transfers,
        "transfer_count": transfers,
        "unconverted": [],
        "is_partial": False,
    }


def test_totals_of_an_indexed_filter_read_no_transaction(ledger: Person) -> None:
    snapshot = ledger.store.tenant.get().ledger
    with counted_usage() as usage:
        service.get_totals(ledger.store, snapshot, TransactionFilter(tag="out"))

    assert usage.reads == len(["income", "expenses", "transfers"])


def test_totals_of_other_filters_are_read_up_to_a_bound(
    ledger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_MAX_READ_FOR_TOTALS", 2)
    snapshot = ledger.store.tenant.get().ledger
    wanted = TransactionFilter(tag="out", min_amount_minor=1)

    assert service.get_totals(ledger.store, snapshot, wanted).is_partial


def test_a_page_and_its_totals_are_of_one_instant(ledger: Person) -> None:
    class Observer:
        """Collects how the documents of each call are read."""

        def __init__(self) -> None:
            self.read_times: list[Any] = []

        def before(self, method: str, request: Any) -> None:
            if method in {"run_query", "run_aggregation_query"}:
                self.read_times.append(request["read_time"])

        def after(self, method: str, request: Any) -> None:
            """Ignore the answer."""

    with connections.firestore_client().observed_by(Observer()) as observer:
        ok(ledger.get("/transactions?totals=true"))

    [first, *others] = observer.read_times
    assert first
    assert len(others) == 3
    assert set(others) == {first}
