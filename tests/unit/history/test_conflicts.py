"""Effects of changes, and conflicts of their undo with later changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

import pytest

from shared.models.history.change import Cause, Change
from shared.models.history.conflicts import (
    DEPENDENT_FIELDS,
    ChangeAction,
    action_of,
    are_undo_of,
    conflicts_of,
    feed_fingerprint,
    ids_of_transactions,
    is_gone_after,
    list_fingerprint,
)
from shared.models.ledger.transactions.currencies.exchange import Exchange
from shared.models.ledger.transactions.currencies.original import Original
from shared.models.ledger.transactions.transaction import Split, Transaction, TransactionType
from shared.models.people.access import TenantKind, TenantRef
from tests.unit.examples import NOON, category, own_rate, transaction, transfer
from tests.unit.history.changes import change, edit, edited, undo_of

# Effects of changes


def test_creating_updating_binning_and_restoring_are_told_apart() -> None:
    live = transaction()
    trashed = edited(live, deleted_at=NOON)

    assert action_of(change(None, live)) is ChangeAction.CREATED
    assert action_of(edit(live, notes="n")) is ChangeAction.UPDATED
    assert action_of(change(live, trashed)) is ChangeAction.DELETED
    assert action_of(change(trashed, edited(trashed, deleted_at=None))) is ChangeAction.RESTORED
    assert action_of(edit(trashed, notes="n")) is ChangeAction.UPDATED


def test_what_is_removed_is_deleted_and_what_undo_puts_back_is_restored() -> None:
    removal = change(category(), None)

    assert action_of(removal) is ChangeAction.DELETED
    assert action_of(undo_of(removal)) is ChangeAction.RESTORED
    assert action_of(change(None, category())) is ChangeAction.CREATED


def test_a_thing_is_gone_when_removed_or_in_the_trash() -> None:
    live = transaction()
    trashed = edited(live, deleted_at=NOON)

    assert is_gone_after(change(category(), None))
    assert is_gone_after(change(live, trashed))
    assert is_gone_after(edit(trashed, notes="n"))
    assert not is_gone_after(change(trashed, edited(trashed, deleted_at=None)))
    assert not is_gone_after(change(None, category()))


def test_transactions_among_the_changed_are_named_once() -> None:
    one, other = transaction(), transaction(id="T2")

    changes = [edit(other, notes="a"), edit(category(), name="b"), edit(one, notes="a")]

    assert ids_of_transactions([*changes, edit(other, notes="b")]) == ["T2", "T1"]


def test_cursors_of_one_ledger_one_thing_and_the_feed_are_told_apart() -> None:
    alice, bob = TenantRef(TenantKind.USER, "alice"), TenantRef(TenantKind.USER, "bob")
    fingerprints = [
        *(list_fingerprint(ref, entity_id) for ref in (alice, bob) for entity_id in (None, "T1")),
        *(feed_fingerprint(ref) for ref in (alice, bob)),
    ]

    assert len(set(fingerprints)) == len(fingerprints)
    assert feed_fingerprint(alice) == feed_fingerprint(TenantRef(TenantKind.USER, "alice"))


# Conflicts


def conflicts(undone: Change, *later: Change) -> list[str]:
    return [conflict.id for conflict in conflicts_of(undone, later)]


def test_a_later_change_of_the_same_field_is_in_the_way_and_of_another_is_not() -> None:
    undone = edit(transaction(), amount_minor=1, payee="p")
    same, other = edit(transaction(), payee="q"), edit(transaction(), notes="n")

    assert conflicts(undone, other, same) == [same.id]
    assert conflicts(undone, other) == []


@pytest.mark.parametrize(
    "later",
    [
        {"amount_minor": 99},
        {"splits": (Split(amount_minor=1), Split(amount_minor=2))},
        {"exchange": Exchange(currency="EUR", base_minor=5)},
        {"original": Original(amount_minor=5, currency="EUR")},
    ],
)
def test_an_amount_in_another_currency_is_in_the_way_of_undoing_the_currency(
    later: dict[str, Any],
) -> None:
    moved = edit(transaction(), account_id="pesos", currency="BOB")

    assert conflicts(moved, given := edit(transaction(), **later)) == [given.id]
    assert conflicts(edit(transaction(), **later), moved) == [moved.id]
    assert conflicts(edit(transaction(), account_id="savings"), edit(transaction(), **later)) == []


def test_a_received_amount_in_another_currency_is_in_the_way_of_undoing_the_currency() -> None:
    start = transfer(to_currency="USD", to_amount_minor=1200)
    moved, given = edit(start, to_currency="GBP"), edit(start, to_amount_minor=700)

    assert conflicts(moved, given) == [given.id]
    assert conflicts(given, moved) == [moved.id]
    assert conflicts(moved, edit(start, amount_minor=7)) == []


def test_an_estimate_that_was_confirmed_is_in_the_way_of_undoing_the_amount() -> None:
    estimate = transfer(is_amount_estimated=True, is_to_amount_estimated=True)
    sent = edit(estimate, is_amount_estimated=False)
    received = edit(estimate, is_to_amount_estimated=False)

    assert conflicts(edit(estimate, amount_minor=99), sent, received) == [sent.id]
    assert conflicts(edit(estimate, to_amount_minor=99), sent, received) == [received.id]
    dated = edit(estimate, date=date(2026, 3, 2))
    assert conflicts(sent, dated) == [dated.id]
    assert conflicts(received, dated) == [dated.id]
    assert conflicts(edit(estimate, payee="Kiosk"), sent, received) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"amount_minor": 99}, {"splits": (Split(amount_minor=1), Split(amount_minor=2))}),
        ({"type": TransactionType.INCOME}, {"category_id": "pay"}),
        ({"type": TransactionType.INCOME}, {"custom_type_id": "wages"}),
    ],
)
def test_a_field_that_depends_on_another_is_in_the_way_of_undoing_that_one(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    first, second = edit(transaction(), **one), edit(transaction(), **other)

    assert conflicts(first, second) == [second.id]
    assert conflicts(second, first) == [first.id]


def test_two_fields_that_depend_on_the_same_one_do_not_conflict() -> None:
    splits = edit(transaction(), splits=(Split(amount_minor=1), Split(amount_minor=2)))

    confirmed = edit(transaction(is_amount_estimated=True), is_amount_estimated=False)
    assert conflicts(splits, confirmed) == []


def test_fields_that_depend_on_others_are_those_of_a_transaction() -> None:
    assert {
        *DEPENDENT_FIELDS,
        *chain(*DEPENDENT_FIELDS.values()),
    } <= Transaction.model_fields.keys()


def test_the_price_of_an_own_rate_is_not_undone_under_other_currencies_or_on_another_day() -> None:
    dearer = edit(own_rate(), rate=Decimal(2))
    for fields in ({"base": "BOB"}, {"quote": "USD"}, {"date": date(2026, 1, 1)}):
        moved = edit(own_rate(), **fields)

        assert conflicts(dearer, moved) == [moved.id]
        assert conflicts(moved, dearer) == [dearer.id]


def test_a_rate_that_arrived_is_only_in_the_way_of_an_earlier_one() -> None:
    rated = [
        edit(transaction(), exchange=Exchange(currency="EUR", base_minor=minor)).model_copy(
            update={"cause": Cause.RATES}
        )
        for minor in (5, 6)
    ]
    moved = edit(transaction(), currency="BOB", exchange=Exchange(currency="EUR"))

    assert conflicts(moved, *rated) == []
    assert conflicts(change(None, transaction()), *rated) == []
    assert conflicts(rated[0], rated[1]) == [rated[1].id]
    assert conflicts(rated[0], moved) == [moved.id]


def test_conflicts_are_named_oldest_first() -> None:
    undone = edit(transaction(), payee="p")
    later = [edit(transaction(), payee=name) for name in "qrs"]

    assert conflicts(undone, *later) == [one.id for one in later]


def test_any_later_change_is_in_the_way_of_undoing_a_creation() -> None:
    later = edit(transaction(), notes="n")

    assert conflicts(change(None, transaction()), later) == [later.id]


def test_a_removal_is_in_the_way_of_undoing_any_edit() -> None:
    removal = change(category(), None)

    assert conflicts(edit(category(), name="Meals"), removal) == [removal.id]
    assert conflicts(edit(category(), merging_into="rent"), removal) == [removal.id]


def test_what_was_undone_itself_is_not_in_the_way_and_neither_is_its_undo() -> None:
    undone, later = edit(transaction(), payee="p"), edit(transaction(), payee="q")
    undo = undo_of(later)
    redo = undo_of(undo)

    assert conflicts(undone, later, undo) == []
    assert conflicts(undone, later, undo, redo) == [later.id]
    assert conflicts(undone, later, undo, redo, undo_of(redo)) == []


def test_what_undid_the_change_already_is_in_the_way_of_undoing_it_again() -> None:
    undone = edit(transaction(), payee="p")
    undo = undo_of(undone)

    assert conflicts(undone, undo) == [undo.id]
    assert conflicts(undone, undo, undo_of(undo)) == []


def test_later_changes_are_the_undo_of_a_change_if_each_of_them_is() -> None:
    undone, later = edit(transaction(), payee="p"), edit(transaction(), payee="q")
    undo = undo_of(undone)

    assert are_undo_of(undone, [undo])
    assert not are_undo_of(undone, [undo, later])
    assert not are_undo_of(undone, [undo_of(later)])
    assert not are_undo_of(undone, [])


def test_the_undo_of_a_whole_operation_undoes_what_was_in_it() -> None:
    undone = edit(transaction(), payee="p")
    later = edit(transaction(), payee="q").model_copy(update={"operation_id": "O1"})
    undo = undo_of(later).model_copy(update={"cause_id": "O1"})

    assert conflicts(undone, later, undo) == []


def test_only_an_undo_undoes() -> None:
    undone, later = edit(transaction(), payee="p"), edit(transaction(), payee="q")
    merge = undo_of(later).model_copy(update={"cause": Cause.CATEGORY_MERGE})

    assert conflicts(undone, later, merge) == [later.id, merge.id]


def test_that_a_merge_was_under_way_is_not_in_the_way() -> None:
    lock = edit(category(), merging_into="rent")

    assert conflicts(change(None, category()), lock) == []
    assert conflicts(edit(category(), name="Meals"), lock) == []
