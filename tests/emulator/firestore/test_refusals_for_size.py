"""Commits that Firestore alone finds too large, for their index entries, are made in parts."""

from __future__ import annotations

from tests.support.faults import refused_commits
from tests.support.ledgers.takeovers import (
    assert_moved,
    contents_of,
    document_of,
    small_demo,
    take_over,
)

MAX_WRITES = 6


def test_a_demo_is_taken_over_in_parts_that_firestore_accepts() -> None:
    demo = small_demo()
    contents, document = contents_of(demo), document_of(demo)

    with refused_commits(above_writes=MAX_WRITES) as refusals:
        take_over(demo)

    assert refusals.refused
    assert_moved(demo, contents, document)


def test_a_ledger_is_erased_in_parts_that_firestore_accepts() -> None:
    store = small_demo()

    with refused_commits(above_writes=MAX_WRITES) as refusals:
        erased = list(store.erase())

    assert refusals.refused
    assert max(part.deleted for part in erased) <= MAX_WRITES
    assert contents_of(store) == {}
    assert document_of(store) == {}
