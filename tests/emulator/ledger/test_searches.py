"""A search reads a bounded number of documents, and goes on where it stopped."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from shared.models.history.change import Change
from shared.models.ledger.transactions.search import TransactionFilter
from shared.repositories.firestore.usage import Usage, counted_usage
from shared.repositories.store import TenantStore
from shared.services.history import changes
from shared.services.history.changes import Subject, list_changes
from shared.services.ledger import payees_and_tags
from shared.services.ledger import transactions as service
from shared.services.ledger.payees_and_tags import list_payees
from tests.support.ledgers.people import Person, registered_user

ROWS = 1_260
RARE = "abcfound"
"""A word that begins like all others, so that the index does not find it alone."""


@pytest.fixture(scope="module")
def person(emulators: None) -> Person:
    """Return a user of whose transactions the oldest one alone has the rare word."""
    user = registered_user()
    rows = [
        user.entry(
            description=RARE if number == 0 else f"abcother {number}",
            payee=f"Abc {number}",
            date=f"2026-{1 + number % 2:02}-{2 + number % 20:02}" if number else "2026-01-01",
        )
        for number in range(ROWS)
    ]
    for start in range(0, ROWS, 250):
        batch = {"create": rows[start : start + 250]}
        assert user.post("/transactions/batch", batch).status_code == 200
    return user


def pages(
    store: TenantStore, wanted: TransactionFilter, limit: int
) -> Iterator[tuple[list[Any], bool, Usage]]:
    """Yield the items of each page, whether it is partial, and what it cost."""
    cursor = None
    while True:
        with counted_usage() as usage:
            ledger = store.tenant.get().ledger
            page = service.list_transactions(store, ledger, wanted, cursor, limit)
        yield page.items, page.is_partial, usage
        cursor = page.next_cursor
        if cursor is None:
            return


@pytest.mark.parametrize("limit", [1, 100])
def test_a_rare_word_costs_at_most_a_thousand_documents_a_request(
    person: Person, limit: int
) -> None:
    found = list(pages(person.store, TransactionFilter(words=frozenset({RARE})), limit))

    assert [(len(items), is_partial) for items, is_partial, _ in found] == [(0, True), (1, False)]
    assert [usage.reads for _, _, usage in found] == [1_000 + 1, ROWS - 1_000 + 1]
    assert found[-1][0][0].date == date(2026, 1, 1)


def test_a_list_without_a_search_reads_no_more_than_it_shows(person: Person) -> None:
    items, is_partial, usage = next(pages(person.store, TransactionFilter(), 1))

    assert (len(items), is_partial, usage.reads) == (1, False, 2 + 1)


def test_a_page_that_is_full_is_not_partial(person: Person) -> None:
    wanted = TransactionFilter(words=frozenset({"abcother"}))
    found = list(pages(person.store, wanted, 100))

    assert [len(items) for items, _, _ in found] == [100] * 12 + [59]
    assert not any(is_partial for _, is_partial, _ in found)


def test_a_search_that_takes_long_stops_after_some_rows(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_SCANNED_FOR_S", 0.0)
    store = person.store
    ledger = store.tenant.get().ledger
    wanted = TransactionFilter(words=frozenset({RARE}))
    first = service.list_transactions(store, ledger, wanted, None, 1)
    with counted_usage() as usage:
        second = service.list_transactions(store, ledger, wanted, first.next_cursor, 1)

    assert (first.items, first.is_partial) == (second.items, second.is_partial) == ([], True)
    assert usage.reads == 125
    assert first.next_cursor != second.next_cursor


def test_a_list_and_its_totals_share_a_deadline_and_2_000_documents(person: Person) -> None:
    store = person.store
    ledger = store.tenant.get().ledger
    wanted = TransactionFilter(words=frozenset({RARE}))
    with counted_usage() as usage:
        page = service.list_transactions(store, ledger, wanted, None, 1)
        totals = service.get_totals(store, ledger, wanted)
    assert (page.is_partial, totals.is_partial, usage.reads) == (True, True, 1_000 + 900)

    with counted_usage() as usage:
        passed = time.monotonic()
        page = service.list_transactions(store, ledger, wanted, None, 1, passed)
        totals = service.get_totals(store, ledger, wanted, passed)
    assert (page.is_partial, totals.is_partial, usage.reads) == (True, True, 125 + 100)


@pytest.mark.parametrize("limit", [1, 50, 100])
def test_a_rare_payee_costs_at_most_a_thousand_documents_a_request(
    person: Person, limit: int
) -> None:
    page = list_payees(person.store, {"abc", "missing"}, None, limit)
    assert (page.items, page.is_partial) == ([], False)  # No payee begins with "mis".

    with counted_usage() as usage:
        page = list_payees(person.store, {"abcmissing"}, None, limit)
    assert (page.items, page.is_partial) == ([], True)
    assert usage.reads == 1_000

    with counted_usage() as usage:
        rest = list_payees(person.store, {"abcmissing"}, page.next_cursor, limit)
    assert (rest.items, rest.next_cursor, rest.is_partial) == ([], None, False)
    assert usage.reads == ROWS - 1_000


def test_payees_that_match_are_read_as_far_as_they_are_shown(person: Person) -> None:
    with counted_usage() as usage:
        page = list_payees(person.store, {"abc"}, None, 100)

    assert (len(page.items), page.is_partial, usage.reads) == (100, False, 150)
    assert all(payee.name.startswith("Abc ") for payee in page.items)


def test_a_search_of_payees_that_takes_long_stops_after_a_page(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payees_and_tags, "_READ_FOR_S", 0.0)
    with counted_usage() as usage:
        rare = list_payees(person.store, {"abcmissing"}, None, 1)
        full = list_payees(person.store, {"abc"}, None, 50)

    assert (rare.items, rare.is_partial, usage.reads) == ([], True, 50 + 50)
    assert rare.next_cursor is not None
    assert (len(full.items), full.is_partial) == (50, False)
    assert full.next_cursor is not None


@pytest.mark.parametrize("limit", [1, 100])
def test_a_rare_change_costs_at_most_a_thousand_documents_a_request(
    person: Person, limit: int
) -> None:
    found: list[tuple[int, bool]] = []
    reads: list[int] = []
    cursor = None
    while cursor is not None or not found:
        with counted_usage() as usage:
            page = list_changes(person.store, Subject(), cursor, limit, _is_first)
        found.append((len(page.items), page.is_partial))
        reads.append(usage.reads)
        cursor = page.next_cursor

    assert found == [(0, True), (1, False)]
    assert reads == [1_000, person.store.tenant.get().ledger.sequence - 1_000]


def test_a_list_of_changes_that_takes_long_stops_after_a_query(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "_READ_FOR_S", 0.0)
    rare = list_changes(person.store, Subject(), None, 5, _is_first)
    full = list_changes(person.store, Subject(), None, 5)

    assert (rare.items, rare.is_partial) == ([], True)
    assert rare.next_cursor is not None
    assert (len(full.items), full.is_partial) == (5, False)


def _is_first(change: Change) -> bool:
    return change.sequence == 1
