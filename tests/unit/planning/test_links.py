"""Links of transactions to occurrences, and what edits change of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.links import UNLINKED, Link, is_booked, link_changes
from shared.models.planning.occurrence import booked_id
from tests.unit.examples import NOON, transaction

LINK = Link("R1", date(2026, 5, 1))


def paying(link: Link = LINK, **fields: Any) -> Transaction:
    return transaction(**link.fields | fields)


def test_of_two_transactions_with_one_link_the_first_has_it() -> None:
    first, second = paying(id="T1"), paying(id="T2")
    changes = link_changes([Edit(None, first), Edit(None, second)])
    assert changes.linked == {LINK: first}


def test_a_link_that_ends_is_released() -> None:
    linked = paying(id="T1")
    other = Link("R2", LINK.nominal)
    without = linked.model_copy(update=UNLINKED)
    moved = linked.model_copy(update=other.fields)
    deleted = linked.model_copy(update={"deleted_at": NOON})
    assert link_changes([Edit(linked, linked)]) == ({}, {}, {})
    assert link_changes([Edit(linked, without)]) == ({}, {LINK: "T1"}, {})
    assert link_changes([Edit(linked, deleted)]) == ({}, {LINK: "T1"}, {})
    assert link_changes([Edit(linked, moved)]) == ({other: moved}, {LINK: "T1"}, {})


def test_one_that_was_booked_for_an_occurrence_changes_no_link() -> None:
    booked = paying(id=booked_id(*LINK))
    assert is_booked(booked)
    assert not is_booked(paying(id="T1"))
    assert not is_booked(transaction())
    assert link_changes([Edit(None, booked)]) == ({}, {}, {})


def test_one_that_was_booked_and_returns_from_the_trash_asks_for_its_occurrence() -> None:
    booked = paying(id=booked_id(*LINK))
    deleted = booked.model_copy(update={"deleted_at": NOON})
    assert link_changes([Edit(deleted, booked)]) == ({}, {}, {LINK: booked})
    assert link_changes([Edit(booked, deleted)]) == ({}, {}, {})
