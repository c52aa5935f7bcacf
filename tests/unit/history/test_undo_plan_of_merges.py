"""Undo plans beside merges that are going on: targets stay open, and none begins in vain."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.errors import AccountBusy, CategoryBusy, CustomTypeBusy, FinanceFlowError, NotUndoable
from shared.models.history.change import Cause
from shared.services.ledger.undo.account_undo import AccountUndo
from shared.services.ledger.undo.transaction_undo import TransactionUndo
from shared.services.rules.rule_undo import RuleUndo
from tests.unit.examples import account, category, custom_type, sample_ledger, transaction
from tests.unit.history.changes import Undoing, change, edit, edited, undo_of, undoing
from tests.unit.rules.rule_examples import rule

KINDS: list[tuple[Any, str, type[FinanceFlowError]]] = [
    (category, "categories", CategoryBusy),
    (account, "accounts", AccountBusy),
    (custom_type, "custom_types", CustomTypeBusy),
]
of_every_kind = pytest.mark.parametrize(("make", "place", "busy"), KINDS)


def with_parts(place: str, *parts: Any) -> Undoing:
    """Return an undo in a ledger with these parts."""
    usual = sample_ledger()
    more: Any = {place: getattr(usual, place) | {part.id: part for part in parts}}
    return undoing(ledger=replace(usual, **more))


@of_every_kind
def test_an_undo_neither_removes_nor_archives_the_target_of_a_merge(
    make: Any, place: str, busy: type[FinanceFlowError]
) -> None:
    target, source = make("b", "B"), make("a", "A", merging_into="b")
    archived = make("b", "B", archived=True)

    for done in (change(None, target), change(archived, target)):
        with pytest.raises(busy) as refused:
            with_parts(place, source, target).undo(done)
        assert " is being merged into this one. " in str(refused.value)
    with_parts(place, make("a", "A"), target).undo(change(archived, target))


@of_every_kind
def test_an_undo_repeats_the_closing_of_a_source_only_for_an_open_target(
    make: Any, place: str, busy: type[FinanceFlowError]
) -> None:
    source, target = make("a", "A"), make("b", "B")
    reopened = undo_of(edit(source, merging_into="b"))
    closed = [
        (),
        (edited(target, archived=True),),
        (edited(target, merging_into="c"), make("c", "C")),
    ]

    for parts in closed:
        with pytest.raises(NotUndoable):
            with_parts(place, source, *parts).undo(reopened)
    with pytest.raises(busy):
        with_parts(place, source, target, make("d", "D", merging_into="a")).undo(reopened)
    work = with_parts(place, source, target)
    work.undo(reopened)
    assert getattr(work.ledger, place)["a"].merging_into == "b"


def test_a_change_of_a_merge_is_undone_with_its_commit_but_a_closing_alone() -> None:
    of_merge = {"cause": Cause.ACCOUNT_MERGE}
    start, target = transaction(account_id="main"), account("savings", "Savings")
    moved = edited(start, account_id="savings")
    richer = edited(target, opening_balance_minor=500)
    closed = edited(account(), merging_into="savings")

    assert TransactionUndo.needs_whole_operation(change(start, moved, **of_merge))
    assert not TransactionUndo.needs_whole_operation(change(start, moved))
    assert RuleUndo.needs_whole_operation(edit(rule(), name="R").model_copy(update=of_merge))
    assert not RuleUndo.needs_whole_operation(edit(rule(), name="R"))
    assert AccountUndo.needs_whole_operation(change(target, richer, **of_merge))
    assert not AccountUndo.needs_whole_operation(change(target, richer))
    assert not AccountUndo.needs_whole_operation(change(account(), closed, **of_merge))


def test_an_undo_changes_no_currency_of_the_accounts_of_a_merge() -> None:
    source, target = account("a", "A"), account("b", "B")
    yen, closing = edited(target, currency="JPY"), edit(source, merging_into="b")
    closed = edited(source, merging_into="b")

    for started in (edited(target, currency="EUR"), yen):
        with pytest.raises(AccountBusy):
            with_parts("accounts", closed, target).undo(change(started, target))
    with_parts("accounts", source, target).undo(change(yen, target))
    with pytest.raises(NotUndoable):
        with_parts("accounts", source, yen).undo(undo_of(closing))
