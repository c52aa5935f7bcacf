"""Undo plans of the default account, and refused undos."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.errors import AccountBusy, DefaultAccount, FinanceFlowError, NotFound
from shared.models.history.change import Change
from shared.models.history.conflicts import conflicts_of
from shared.models.history.undo_plan import PartEdit
from shared.models.ledger.account import Account
from shared.models.ledger.ledger import Ledger
from shared.models.values.revision import next_revision
from shared.services.ledger.undo.account_undo import AccountUndo
from tests.unit.examples import account, sample_ledger
from tests.unit.history.changes import EVENING, LATER, change, edit, edited, undoing


def move(before: Ledger, default_id: str) -> tuple[list[Change], Ledger]:
    """Return the log of a move of the default to that account, and the ledger after it."""
    ids = (default_id, before.default_account_id)
    moved = {key: next_revision(before.accounts[key], LATER) for key in ids}
    after = replace(before, accounts=before.accounts | moved, default_account_id=default_id)
    changes = [
        change(before.state_of(before.accounts[key]), after.state_of(moved[key])) for key in ids
    ]
    return changes, after


def test_the_log_says_of_an_account_whether_it_is_the_default() -> None:
    ledger = sample_ledger()

    main, savings = (ledger.state_of(one) for one in ledger.accounts.values())

    assert change(None, main).after == change(None, account()).after | {"is_default": True}  # type: ignore[operator]
    assert "is_default" not in (change(None, savings).after or {})


def test_a_move_of_the_default_is_undone_with_both_of_its_changes() -> None:
    start = sample_ledger()
    changes, moved = move(start, "savings")
    work = undoing(ledger=moved)

    work.undo(*changes)

    assert work.ledger.default_account_id == "main"
    assert work.account_edits == [
        PartEdit(before, next_revision(before, EVENING)) for before in moved.accounts.values()
    ]


def test_one_change_of_a_move_alone_leaves_the_default_where_it_is() -> None:
    changes, moved = move(sample_ledger(), "savings")

    for one in changes:
        work = undoing(ledger=moved)
        work.undo(one)
        assert work.ledger.default_account_id == "savings"
        assert work.account_edits == []


def test_what_was_changed_together_with_a_move_is_taken_back_with_it() -> None:
    start = sample_ledger()
    [gain, loss], moved = move(start, "savings")
    renamed = moved.accounts["savings"].model_copy(update={"name": "Hoard"})
    moved = moved.with_account(renamed)
    gain = gain.model_copy(update={"after": (gain.after or {}) | {"name": "Hoard"}})
    work = undoing(ledger=moved)

    work.undo(gain, loss)

    savings = work.ledger.accounts["savings"]
    assert (savings.name, savings.revision) == ("Savings", renamed.revision + 1)
    assert work.ledger.default_account_id == "main"


@pytest.mark.parametrize(
    ("main", "failure"),
    [
        (account(archived=True), DefaultAccount),
        (account(merging_into="savings"), AccountBusy),
        (None, NotFound),
    ],
    ids=["archived", "being merged", "gone"],
)
def test_the_default_does_not_move_back_to_what_cannot_be_booked_on(
    main: Account | None, failure: type[FinanceFlowError]
) -> None:
    changes, moved = move(sample_ledger(), "savings")
    others = {key: one for key, one in moved.accounts.items() if key != "main"}
    ledger = replace(moved, accounts=others if main is None else others | {"main": main})

    with pytest.raises(failure):
        undoing(ledger=ledger).undo(*changes)


def test_the_first_account_that_became_the_default_is_not_removed() -> None:
    ledger = sample_ledger(accounts={"main": account()})

    with pytest.raises(DefaultAccount):
        undoing(ledger=ledger).undo(change(None, ledger.state_of(account())))


def test_a_default_that_took_the_place_of_a_removed_one_gives_it_back() -> None:
    old = sample_ledger(accounts={"main": account()})
    new = sample_ledger(accounts={"card": account("card", "Card")}, default_account_id="card")
    removed = change(old.state_of(account()), None)
    created = change(None, new.state_of(account("card", "Card")))
    work = undoing(ledger=new)

    work.undo(removed, created)

    assert (work.ledger.default_account_id, list(work.ledger.accounts)) == ("main", ["main"])


def test_a_later_move_is_in_the_way_of_undoing_a_move_and_a_new_name_is_not() -> None:
    [gain, loss], moved = move(sample_ledger(), "savings")
    later, _ = move(moved, "main")
    renamed = edit(moved.accounts["savings"], name="Hoard")

    assert conflicts_of(gain, [renamed]) == []
    assert conflicts_of(gain, [renamed, later[1]]) == [later[1]]
    assert conflicts_of(loss, [later[0]]) == [later[0]]


def test_only_a_move_between_accounts_is_a_move() -> None:
    ledger = sample_ledger()
    state = ledger.state_of(account())
    changes, _ = move(ledger, "savings")

    assert all(map(AccountUndo.needs_whole_operation, changes))
    assert not AccountUndo.needs_whole_operation(change(None, state))
    assert not AccountUndo.needs_whole_operation(change(state, None))
    assert not AccountUndo.needs_whole_operation(change(state, edited(state, name="Giro")))
