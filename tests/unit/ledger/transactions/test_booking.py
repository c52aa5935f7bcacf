"""Booking: transactions from input and patches, and errors if they do not fit the ledger."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import AccountGone, CategoryGone, InvalidArgument
from shared.models.ledger.category import EntryType
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.booking import (
    Restoration,
    apply_patch,
    restored,
    transaction_from_input,
)
from shared.models.ledger.transactions.transaction import (
    Split,
    Transaction,
    TransactionType,
    mark_deleted,
)
from tests.unit.examples import NOON, account, category, sample_ledger, transaction, transfer

LEDGER = sample_ledger(
    category("food", "Food"),
    category("rent", "Rent"),
    category("pay", "Pay", type=EntryType.INCOME),
    category("old", "Old", archived=True),
    category("leaving", "Leaving", merging_into="food"),
    accounts={
        "main": account(),
        "savings": account("savings", "Savings"),
        "closed": account("closed", "Closed", archived=True),
        "leaving": account("leaving", "Leaving", merging_into="main"),
    },
)
LATER = NOON + timedelta(hours=1)
SPLITS = (
    Split(category_id="food", amount_minor=1000, note="veg"),
    Split(category_id="rent", amount_minor=250),
)
SPLIT = transaction(category_id=None, splits=SPLITS)
LATEST = date(2036, 3, 15)


def draft(**facts: Any) -> TransactionDraft:
    """Return an expense of 12.50 for food, unless given otherwise."""
    usual = {"type": "EXPENSE", "amount": "12.50", "category_id": "food", "date": "2026-03-15"}
    return TransactionDraft.model_validate(usual | facts)


def transfer_draft(**facts: Any) -> TransactionDraft:
    usual = {"type": "TRANSFER", "category_id": None, "to_account_id": "savings"}
    return draft(**usual | facts)


def split_drafts(**amounts: str) -> list[dict[str, str]]:
    return [{"category_id": key, "amount": amount} for key, amount in amounts.items()]


def patched(before: Transaction, **facts: Any) -> Transaction:
    return apply_patch(LEDGER, before, TransactionPatch.model_validate(facts), LATER)


def fields_of(make: Callable[[], object]) -> list[str]:
    """Return the fields that a refusal names."""
    with pytest.raises(InvalidArgument) as refused:
        make()
    assert all(error.message for error in refused.value.errors)
    return [error.field for error in refused.value.errors]


def test_a_draft_becomes_a_transaction_in_the_ledgers_currency() -> None:
    made = transaction_from_input(LEDGER, draft(payee="Shop", tags=["a"]), NOON, import_id="I1")

    assert made == transaction(
        id=made.id, amount_minor=1250, payee="Shop", tags=("a",), import_id="I1"
    )
    assert made == Transaction.model_validate(made.model_dump())


def test_what_names_no_account_is_booked_on_the_default_one() -> None:
    assert transaction_from_input(
        replace(LEDGER, default_account_id="savings"), draft(), NOON
    ).account_id == ("savings")
    assert transaction_from_input(LEDGER, draft(account_id="savings"), NOON).account_id == "savings"


def test_splits_are_in_minor_units_with_their_notes() -> None:
    splits = [{"category_id": "food", "amount": "10", "note": "veg"}, *split_drafts(rent="2.50")]

    made = transaction_from_input(LEDGER, draft(category_id=None, splits=splits), NOON)

    assert (made.category_id, made.splits) == (None, SPLITS)


def test_a_transfer_has_two_accounts_and_no_category() -> None:
    made = transaction_from_input(LEDGER, transfer_draft(), NOON)

    assert (made.account_id, made.to_account_id) == ("main", "savings")
    assert (made.category_id, made.splits, made.entry_type) == (None, (), None)


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"amount": "1.001"}, ["amount"]),
        ({"category_id": "none"}, ["category_id"]),
        ({"category_id": "pay"}, ["category_id"]),
        ({"category_id": "old"}, ["category_id"]),
        ({"category_id": "leaving"}, ["category_id"]),
        ({"account_id": "none"}, ["account_id"]),
        ({"account_id": "closed"}, ["account_id"]),
        ({"account_id": "leaving"}, ["account_id"]),
        ({"to_account_id": "savings"}, ["to_account_id"]),
        ({"date": str(LATEST + timedelta(days=1))}, ["date"]),
        ({"category_id": "food", "splits": split_drafts(food="10", rent="2.50")}, ["category_id"]),
        ({"category_id": None, "splits": split_drafts(food="10", rent="2.49")}, ["splits"]),
        (
            {"category_id": None, "splits": split_drafts(pay="10", none="2.50")},
            ["splits.0.category_id", "splits.1.category_id"],
        ),
        (
            {"category_id": None, "splits": split_drafts(food="10.001", rent="2.499")},
            ["splits.0.amount", "splits.1.amount"],
        ),
        (
            {"amount": "1.001", "category_id": "none", "account_id": "none"},
            ["amount", "category_id", "account_id"],
        ),
    ],
)
def test_every_field_of_a_draft_that_does_not_fit_is_named(
    facts: dict[str, Any], fields: list[str]
) -> None:
    assert fields_of(lambda: transaction_from_input(LEDGER, draft(**facts), NOON)) == fields


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"amount": "-12.50"}, ["amount"]),
        ({"to_account_id": None}, ["to_account_id"]),
        ({"to_account_id": "main"}, ["to_account_id"]),
        ({"to_account_id": "closed"}, ["to_account_id"]),
        ({"account_id": "leaving"}, ["account_id"]),
        ({"category_id": "food"}, ["category_id"]),
        ({"splits": split_drafts(food="10", rent="2.50")}, ["splits"]),
    ],
)
def test_what_contradicts_itself_in_a_transfer_is_named(
    facts: dict[str, Any], fields: list[str]
) -> None:
    assert (
        fields_of(lambda: transaction_from_input(LEDGER, transfer_draft(**facts), NOON)) == fields
    )


def test_a_date_may_be_up_to_ten_years_ahead() -> None:
    assert transaction_from_input(LEDGER, draft(date=str(LATEST)), NOON).date == LATEST


def test_a_patch_changes_what_it_names_one_revision_on() -> None:
    before = transaction(payee="Shop", tags=("a",))

    assert patched(before, amount="1.00", account_id="savings") == before.model_copy(
        update={
            "amount_minor": 100,
            "account_id": "savings",
            "revision": 2,
            "updated_at": LATER,
        }
    )


def test_a_patch_that_changes_nothing_leaves_the_same() -> None:
    before = transaction(payee="Shop")

    assert patched(before) is before
    assert patched(before, amount="12.50", payee="Shop", category_id="food") is before
    assert patched(SPLIT, category_id=None) is SPLIT


def test_a_category_takes_the_place_of_splits_and_splits_that_of_a_category() -> None:
    split = patched(transaction(), splits=split_drafts(food="10", rent="2.50"))
    assert (split.category_id, len(split.splits)) == (None, 2)

    whole = patched(SPLIT, category_id="rent")
    assert (whole.category_id, whole.splits) == ("rent", ())


def test_a_transaction_whose_category_or_splits_are_removed_is_unfiled() -> None:
    for after in (
        patched(SPLIT, splits=None),
        patched(SPLIT, splits=[]),
        patched(transaction(), category_id=None),
    ):
        assert (after.category_id, after.splits, after.is_unfiled) == (None, (), True)
    assert patched(transaction(), splits=[]) == transaction()
    assert patched(SPLIT, category_id=None) == SPLIT


def test_what_becomes_a_transfer_loses_its_categories_and_back_its_second_account() -> None:
    for before in (transaction(), SPLIT):
        moved = patched(before, type="TRANSFER", to_account_id="savings")
        assert (moved.category_id, moved.splits, moved.to_account_id) == (None, (), "savings")

    entry = patched(transfer(), type="EXPENSE", category_id="food")
    assert (entry.category_id, entry.to_account_id) == ("food", None)
    assert fields_of(lambda: patched(transaction(), type="TRANSFER")) == ["to_account_id"]
    assert patched(transfer(), type="INCOME").is_unfiled


def test_another_side_needs_another_category() -> None:
    assert fields_of(lambda: patched(transaction(), type="INCOME")) == ["category_id"]
    assert patched(transaction(), type="INCOME", category_id="pay").entry_type is EntryType.INCOME


@pytest.mark.parametrize(
    "before",
    [
        transaction(category_id="old"),
        transaction(category_id="none"),
        transaction(account_id="closed"),
        transaction(account_id="gone"),
        transfer(account_id="leaving"),
        transfer(to_account_id="closed"),
        transaction(date=LATEST + timedelta(days=1)),
    ],
)
def test_what_could_not_be_booked_now_may_stay_as_it_was(before: Transaction) -> None:
    assert patched(before, notes="x").notes == "x"


def test_what_could_not_be_booked_now_is_not_moved_to() -> None:
    assert fields_of(lambda: patched(transaction(), category_id="old")) == ["category_id"]
    assert fields_of(lambda: patched(transaction(), account_id="closed")) == ["account_id"]
    assert fields_of(lambda: patched(transfer(), to_account_id="leaving")) == ["to_account_id"]
    late = str(LATEST + timedelta(days=1))
    assert fields_of(lambda: patched(transaction(), date=late)) == ["date"]


def test_a_put_is_the_whole_and_keeps_what_no_client_names() -> None:
    before = transaction(
        account_id="savings", payee="Shop", notes="x", tags=("a",), import_id="I1", import_key="K"
    )

    after = apply_patch(LEDGER, before, draft(amount="1.00"), LATER)

    assert (after.account_id, after.payee, after.notes, after.tags) == ("main", None, None, ())
    assert (after.import_id, after.import_key, after.created_at) == ("I1", "K", NOON)
    assert (after.amount_minor, after.revision, after.updated_at) == (100, 2, LATER)


def test_a_new_amount_needs_splits_that_add_up_to_it() -> None:
    assert fields_of(lambda: patched(SPLIT, amount="12.51")) == ["splits"]
    splits = split_drafts(food="10", rent="2.51")
    assert patched(SPLIT, amount="12.51", splits=splits).amount_minor == 1251


def test_what_is_deleted_is_in_the_trash_and_otherwise_the_same() -> None:
    assert mark_deleted(transaction(), LATER) == transaction(
        deleted_at=LATER, revision=2, updated_at=LATER
    )


@pytest.mark.parametrize("before", [transaction(), SPLIT, transfer()])
def test_what_is_restored_is_as_it_was(before: Transaction) -> None:
    back = restored(LEDGER, mark_deleted(before, LATER), LATER, Restoration())

    assert back == before.model_copy(update={"revision": 3, "updated_at": LATER})


@pytest.mark.parametrize(
    "before",
    [
        transaction(category_id="old"),
        transaction(category_id="leaving"),
        transaction(account_id="closed"),
        transfer(to_account_id="leaving"),
    ],
)
def test_what_was_closed_meanwhile_takes_its_own_back(before: Transaction) -> None:
    assert not restored(LEDGER, mark_deleted(before, LATER), LATER, Restoration()).is_deleted


def test_a_category_that_is_gone_needs_another_to_be_named() -> None:
    half = transaction(category_id=None, splits=(SPLITS[0], Split(category_id="x", amount_minor=1)))
    for before in (transaction(category_id="gone"), half):
        trashed = mark_deleted(before.model_copy(update={"amount_minor": 1001}), LATER)
        with pytest.raises(CategoryGone):
            restored(LEDGER, trashed, LATER, Restoration())

        back = restored(LEDGER, trashed, LATER, Restoration(category_id="rent"))

        assert (back.category_id, back.splits, back.is_deleted) == ("rent", (), False)
        for wrong in ("gone", "pay", "old"):
            named = partial(restored, LEDGER, trashed, LATER, Restoration(category_id=wrong))
            assert fields_of(named) == ["category_id"]


def test_an_account_that_is_gone_needs_another_to_be_named() -> None:
    for before in (transaction(account_id="gone"), transfer(account_id="gone")):
        trashed = mark_deleted(before, LATER)
        with pytest.raises(AccountGone):
            restored(LEDGER, trashed, LATER, Restoration())

        assert restored(LEDGER, trashed, LATER, Restoration(account_id="main")).account_id == "main"
        for wrong in ("gone", "closed"):
            named = partial(restored, LEDGER, trashed, LATER, Restoration(account_id=wrong))
            assert fields_of(named) == ["account_id"]
    with pytest.raises(AccountGone):
        restored(LEDGER, mark_deleted(transfer(to_account_id="gone"), LATER), LATER, Restoration())


CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["INCOME", "EXPENSE", "TRANSFER"]),
        "amount": st.sampled_from(["12.50", "-1", "3"]),
        "category_id": st.sampled_from(["food", "pay", "old", "gone", None]),
        "splits": st.sampled_from(
            [None, [], split_drafts(food="2", rent="1"), split_drafts(food="10", rent="2.50")]
        ),
        "account_id": st.sampled_from(["main", "savings", "closed", "gone"]),
        "to_account_id": st.sampled_from(["main", "savings", "leaving", None]),
        "payee": st.sampled_from(["Shop", None]),
    },
)
STARTS = st.sampled_from(
    [transaction(), SPLIT, transfer(), transaction(category_id="old", account_id="closed")]
)


# Six of seven patches are refused.
@settings(max_examples=400, deadline=None)
@given(STARTS, CHOICES)
def test_whatever_a_patch_makes_is_sound_and_patching_again_changes_nothing(
    before: Transaction, facts: dict[str, Any]
) -> None:
    try:
        after = patched(before, **facts)
    except InvalidArgument as refused:
        assert refused.errors  # noqa: PT017 (what may be refused is not the claim here)
        return

    assert list(after.shape_errors()) == []
    assert sum(amount for _, amount in after.parts) == (
        0 if after.type is TransactionType.TRANSFER else after.amount_minor
    )
    assert patched(after, **facts) is after
    assert after is before or after.revision == before.revision + 1
