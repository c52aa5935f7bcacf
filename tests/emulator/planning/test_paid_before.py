"""Payments from before a recurring entry was made are linked to it, and not booked again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.planning.recurring import Recurring
from shared.repositories.store import TenantStore
from shared.services.ledger import transactions
from shared.services.planning import match_runs, matching
from shared.services.planning.booking import book_occurrences
from tests.emulator.planning.entries import day, entry, run, states, weekly
from tests.support.ledgers.ledgers import NOW, new_ledger, operation

pytestmark = pytest.mark.usefixtures("emulators")


def pay(
    store: TenantStore, days: Iterable[date], payee: str = "Gym", amount: str = "10.00"
) -> None:
    for each in days:
        paid = {"type": "EXPENSE", "amount": amount, "date": str(each), "payee": payee}
        draft = TransactionDraft.model_validate(paid)
        transactions.record_transaction(store, operation(), draft)


def weekly_entry(store: TenantStore, start: int, payee: str = "Gym") -> Recurring:
    template = {"type": "EXPENSE", "amount": "10.00", "payee": payee}
    return entry(store, template=template, schedule=weekly(start))


def linked(store: TenantStore, one: Recurring) -> int:
    found = [t for t in store.transactions.stream_all() if t.recurring_id == one.id]
    assert all(t.payee == one.template.payee for t in found)
    return len(found)


def test_entries_whose_history_is_not_read_are_matched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "MAX_ENTRIES", 1)
    store = new_ledger()
    weekly_entry(store, -14, payee="Video")
    pay(store, [day(-14), day(-7), day(0)])
    one = weekly_entry(store, -14)

    run(store, one, NOW)

    assert len(list(store.transactions.stream_all())) == 3
    assert linked(store, one) == 3


def test_all_transactions_around_what_is_booked_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(match_runs, "_MAX_NEAR", 14)
    monthly = {"start": "2025-11-01", "frequency": "MONTHLY"}
    template = {"type": "EXPENSE", "amount": "10.00", "payee": "Gym"}
    days = [*(date(2025, month, 1) for month in (11, 12)), *(date(2026, m, 1) for m in range(1, 7))]
    for at_once in (True, False):
        store = new_ledger()
        pay(store, days)
        pay(store, [day(offset) for offset in range(-39, 0, 3)], "Bakery", "3.00")
        one = entry(store, template=template, schedule=monthly)
        if at_once:
            run(store, one, NOW)
        else:
            while book_occurrences(store, operation(), one.id).is_partial:
                pass
        assert states(store, -250, 0, NOW) == ["MATCHED"] * len(days)
        assert linked(store, one) == len(days)


def test_a_booking_links_so_many_payments_at_once_of_its_own_entry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(match_runs, "_MAX_LINKED", 2)
    store = new_ledger()
    pay(store, [day(-14), day(-7), day(0)])
    pay(store, [day(-14), day(-7), day(0)], "Video")
    one, other = weekly_entry(store, -21), weekly_entry(store, -14, "Video")

    first = book_occurrences(store, operation(), one.id)
    assert (first.booked, first.is_partial, linked(store, one)) == ([], True, 2)
    second = book_occurrences(store, operation(), one.id)

    assert [occurrence.nominal for occurrence in second.booked] == [day(-21)]
    assert (second.is_partial, linked(store, one), linked(store, other)) == (False, 4, 0)
