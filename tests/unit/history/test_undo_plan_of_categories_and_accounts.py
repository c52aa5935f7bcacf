"""Undo plans of categories, accounts and custom types, and refused undos."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.errors import (
    AccountBusy,
    AlreadyExists,
    CategoryBusy,
    DefaultAccount,
    FinanceFlowError,
    NotFound,
    TooManyAccounts,
    TooManyCategories,
    TooManyCustomTypes,
)
from shared.models.history.undo_plan import PartEdit
from shared.models.ledger.account import MAX_ACCOUNTS, Account
from shared.models.ledger.category import MAX_CATEGORIES, Category
from shared.models.ledger.custom_type import MAX_CUSTOM_TYPES, CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.values.revision import next_revision
from tests.unit.examples import account, category, custom_type, sample_ledger
from tests.unit.history.changes import EVENING, change, edit, edited, undoing


def test_undoing_a_categorys_creation_removes_it_and_undoing_that_puts_it_back() -> None:
    created = category("pets", "Pets", icon="cat")
    work = undoing(ledger=sample_ledger(category(), created))

    work.undo(change(None, created))
    assert work.category_edits == [PartEdit(created, None)]

    work = undoing()
    work.undo(change(created, None))
    back = created.model_copy(update={"revision": 2, "updated_at": EVENING})
    assert work.category_edits == [PartEdit(None, back)]


def test_a_category_that_was_merged_away_comes_back_open() -> None:
    closed = category("pets", "Pets", merging_into="food", revision=2)
    work = undoing()

    work.undo(change(closed, None))

    [(_, back)] = work.category_edits
    assert back is not None
    assert (back.merging_into, back.revision) == (None, 3)


def test_undoing_a_rename_keeps_the_colour_given_since() -> None:
    start = category(name="Food")
    renamed = edited(start, name="Meals")
    coloured = edited(renamed, color="#000000")
    work = undoing(ledger=sample_ledger(coloured))

    work.undo(change(start, renamed))

    [(_, after)] = work.category_edits
    assert after is not None
    assert (after.name, after.color, after.revision) == ("Food", "#000000", 4)


def test_a_name_that_another_one_took_meanwhile_is_not_given_twice() -> None:
    start, taker = category(name="Food"), category("other", "FOOD")
    renamed = edited(start, name="Meals")
    done = change(start, renamed)

    with pytest.raises(AlreadyExists):
        undoing(ledger=sample_ledger(renamed, taker)).undo(done)
    with pytest.raises(AlreadyExists):
        undoing(ledger=sample_ledger(taker)).undo(change(start, None))
    undoing(ledger=sample_ledger(renamed)).undo(done)


def test_a_category_or_account_that_is_being_merged_is_not_removed() -> None:
    busy = category("pets", "Pets", merging_into="food")
    with pytest.raises(CategoryBusy):
        undoing(ledger=sample_ledger(category(), busy)).undo(change(None, busy))

    ledger = sample_ledger()
    busy_account = account("card", "Card", merging_into="main")
    ledger = replace(ledger, accounts=ledger.accounts | {"card": busy_account})
    with pytest.raises(AccountBusy):
        undoing(ledger=ledger).undo(change(None, busy_account))


def test_undoing_an_accounts_creation_and_removal() -> None:
    ledger = sample_ledger()
    savings = ledger.accounts["savings"]
    work = undoing(ledger=ledger)

    work.undo(change(None, savings))
    assert work.account_edits == [PartEdit(savings, None)]

    work = undoing(ledger=ledger)
    card = account("card", "Card", opening_balance_minor=-500)
    work.undo(change(card, None))
    named = card.model_copy(update={"currency": "USD"})  # So it is logged; written by default.
    assert work.account_edits == [PartEdit(None, next_revision(named, EVENING))]


def test_the_default_account_is_neither_removed_nor_archived() -> None:
    main, closed = account(), account(archived=True)

    for done in (change(None, main), change(closed, main)):
        with pytest.raises(DefaultAccount):
            undoing().undo(done)
    savings = sample_ledger().accounts["savings"]
    undoing().undo(change(savings.model_copy(update={"archived": True}), savings))


def test_an_opening_balance_is_taken_back() -> None:
    start = account(opening_balance_minor=100)
    after = edited(start, opening_balance_minor=900)
    work = undoing(ledger=sample_ledger(accounts={"main": after}))

    work.undo(change(start, after))

    [(_, result)] = work.account_edits
    assert result is not None
    assert result.opening_balance_minor == 100


@pytest.mark.parametrize("thing", [category("pets", "Pets"), account("card", "Card")])
def test_what_is_not_there_has_nothing_to_undo(thing: Category | Account) -> None:
    for done in (change(None, thing), edit(thing, name="Other")):
        with pytest.raises(NotFound):
            undoing().undo(done)


@pytest.mark.parametrize("thing", [category("pets", "Pets"), account("card", "Card")])
def test_what_was_removed_is_as_it_was_left_until_it_is_put_back(
    thing: Category | Account,
) -> None:
    removal, creation = change(thing, None), change(None, thing)
    usual = sample_ledger(category())
    with_it = _with(usual, thing)

    assert undoing(ledger=usual).is_as_left_by(removal)
    assert not undoing(ledger=usual).is_as_left_by(creation)
    assert undoing(ledger=with_it).is_as_left_by(creation)
    assert not undoing(ledger=with_it).is_as_left_by(removal)


@pytest.mark.parametrize(
    ("part", "place", "most", "refusal"),
    [
        (category("last", "Last"), "categories", MAX_CATEGORIES, TooManyCategories),
        (account("last", "Last"), "accounts", MAX_ACCOUNTS, TooManyAccounts),
        (custom_type("last", "Last"), "custom_types", MAX_CUSTOM_TYPES, TooManyCustomTypes),
    ],
)
def test_an_undo_restores_no_more_parts_than_a_ledger_may_have(
    part: Category | Account | CustomType, place: str, most: int, refusal: type[FinanceFlowError]
) -> None:
    usual = sample_ledger(category())
    parts = getattr(usual, place)
    names = [f"P{number}" for number in range(most - len(parts))]
    more = {name: part.model_copy(update={"id": name, "name": name}) for name in names}
    full = replace(usual, **{place: parts | more})
    nearly_full = replace(usual, **{place: parts | dict(list(more.items())[1:])})
    removal = change(part, None)

    undoing(ledger=nearly_full).undo(removal)
    with pytest.raises(refusal):
        undoing(ledger=full).undo(removal)


def _with(ledger: Ledger, thing: Category | Account) -> Ledger:
    if isinstance(thing, Category):
        return ledger.with_category(thing)
    return ledger.with_account(thing)
