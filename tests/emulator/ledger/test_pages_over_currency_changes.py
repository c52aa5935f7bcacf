"""Pages of transactions before and after a change of the currency are of one list, or refused."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import Unreadable
from shared.models.ledger.page import Page
from shared.models.ledger.transactions.search import TransactionFilter
from shared.models.ledger.transactions.transaction import Transaction
from shared.repositories.store import TenantStore
from shared.services.ledger.transactions import list_transactions
from shared.services.posting import currency_change
from shared.services.posting.rebuild import rebuild_months
from tests.support.ledgers.currency_changes import ask_for, change_to, spend
from tests.support.ledgers.ledgers import new_ledger
from tests.support.ledgers.rates import store_rates
from tests.support.ledgers.rebuilds import always, clock, times

pytestmark = pytest.mark.usefixtures("emulators")

BY_AMOUNTS: list[dict[str, Any]] = [
    {"min_amount_minor": 100},
    {"max_amount_minor": 100_000},
    {"by_amount": True},
]


def ledger_of_one_day() -> tuple[TenantStore, set[str]]:
    """Return a ledger in euros, and the ids of its transactions, which are of one day."""
    store_rates(USD={"2026-03-30": "3"})
    store = new_ledger("EUR")
    euros = store.tenant.get().ledger.default_account_id
    return store, {spend(store, euros, amount) for amount in ("50", "10", "40", "20", "30")}


def page(
    store: TenantStore, asked: TransactionFilter, cursor: str | None, limit: int = 2
) -> Page[Transaction]:
    return list_transactions(store, store.tenant.get().ledger, asked, cursor, limit)


@pytest.mark.parametrize("facts", BY_AMOUNTS, ids=str)
def test_a_cursor_of_amounts_in_a_former_currency_is_refused(facts: dict[str, Any]) -> None:
    store, _ = ledger_of_one_day()
    asked = TransactionFilter(**facts)
    cursor = page(store, asked, None).next_cursor
    change_to(store, "USD")

    with pytest.raises(Unreadable):
        page(store, asked, cursor)


@pytest.mark.parametrize("facts", BY_AMOUNTS[:2], ids=str)
def test_a_cursor_within_bounds_ends_when_all_amounts_are_moved(
    monkeypatch: pytest.MonkeyPatch, facts: dict[str, Any]
) -> None:
    monkeypatch.setattr(currency_change, "AT_ONCE", 2)
    store, ids = ledger_of_one_day()
    asked = TransactionFilter(**facts)
    ask_for(store, "USD")
    while not store.tenant.get().ledger.currency_change.is_moving:
        rebuild_months(store, clock, times(1))
    first = page(store, asked, None)
    rest = page(store, asked, first.next_cursor, 10)
    assert rebuild_months(store, clock, always)

    assert {one.id for one in (*first.items, *rest.items)} == ids
    with pytest.raises(Unreadable):
        page(store, asked, first.next_cursor)


def test_a_cursor_of_a_list_by_date_goes_on_in_the_new_currency() -> None:
    store, ids = ledger_of_one_day()
    first = page(store, TransactionFilter(), None)
    change_to(store, "USD")
    rest = page(store, TransactionFilter(), first.next_cursor, 10)

    assert {one.id for one in (*first.items, *rest.items)} == ids
