"""Transactions as they are described, changed and stored."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from shared.errors import FieldError
from shared.models.ledger.category import EntryType
from shared.models.ledger.inputs.transaction import SplitDraft, TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.currencies.exchange import Exchange
from shared.models.ledger.transactions.currencies.original import Original
from shared.models.ledger.transactions.transaction import (
    Split,
    Transaction,
    TransactionType,
    payee_key,
)
from shared.models.values.money import MAX_AMOUNT_MINOR
from tests.unit.examples import NOON, transaction, transfer
from tests.unit.strategies import bounded, transactions

LEAST: dict[str, Any] = {
    "type": "EXPENSE",
    "amount": "12.50",
    "category_id": "food",
    "date": "2026-03-15",
}


def part(category_id: str, amount: object, **facts: Any) -> dict[str, Any]:
    """Return the JSON of a part of a transaction."""
    return {"category_id": category_id, "amount": amount, **facts}


def without_category(**facts: Any) -> dict[str, Any]:
    return {key: value for key, value in LEAST.items() if key != "category_id"} | facts


def draft(**facts: Any) -> TransactionDraft:
    return TransactionDraft.model_validate(LEAST | facts)


def patch(**facts: Any) -> TransactionPatch:
    return TransactionPatch.model_validate(facts)


def test_a_draft_needs_type_amount_category_and_date_alone() -> None:
    assert draft().model_dump() == {
        "type": TransactionType.EXPENSE,
        "amount": Decimal("12.50"),
        "currency": None,
        "original": None,
        "splits": None,
        "category_id": "food",
        "account_id": None,
        "to_account_id": None,
        "to_amount": None,
        "base_amount": None,
        "rate": None,
        "custom_type_id": None,
        "date": date(2026, 3, 15),
        "payee": None,
        "description": None,
        "notes": None,
        "tags": (),
    }


@pytest.mark.parametrize("field", sorted(LEAST.keys() - {"category_id"}))
def test_none_of_them_may_be_missing_or_null(field: str) -> None:
    with pytest.raises(ValidationError):
        TransactionDraft.model_validate({k: v for k, v in LEAST.items() if k != field})
    with pytest.raises(ValidationError):
        draft(**{field: None})


@pytest.mark.parametrize(
    "facts",
    [
        {"splits": [part("food", "12.00"), part("fun", "0.50")]},
        {"type": "TRANSFER", "to_account_id": "savings"},
        {"type": "transfer"},
        {},
        {"splits": None},
        {"splits": []},
        {"type": "INCOME"},
    ],
)
def test_no_transaction_needs_a_category(facts: dict[str, Any]) -> None:
    described = TransactionDraft.model_validate(without_category(**facts))

    assert described.category_id is None


@pytest.mark.parametrize("facts", [{"splits": [part("food", "12.50")]}, {"type": "LOAN"}])
def test_a_missing_category_is_not_blamed_for_what_else_is_wrong(facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refusal:
        TransactionDraft.model_validate(without_category(**facts))

    assert facts.keys() <= {error["loc"][0] for error in refusal.value.errors()}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "LOAN"),
        ("amount", "0.00"),
        ("amount", 0.1),
        ("amount", "1e3"),
        ("category_id", "a/b"),
        ("category_id", 5),
        ("account_id", "a/b"),
        ("to_account_id", 5),
        ("splits", [part("food", "12.50")]),
        ("splits", [part("food", "1")] * 51),
        ("splits", [part("food", "12.50"), part("fun", "0.00")]),
        ("splits", [part("food", "12.00"), part("a/b", "0.50")]),
        ("splits", [part("food", "12.00"), {"category_id": "fun"}]),
        ("splits", [part("food", "12.00"), part("fun", "0.50", note="x" * 201)]),
        ("splits", [part("food", "12.00"), part("fun", "0.50", tags=[])]),
        ("splits", {"food": "12.50"}),
        ("date", "2026-02-29"),
        ("date", "1899-12-31"),
        ("date", "2026-03-15T00:00:00Z"),
        ("payee", "x" * 101),
        ("payee", "a\x00b"),
        ("description", "x" * 201),
        ("description", "a\x00b"),
        ("description", 5),
        ("notes", "x" * 2001),
        ("notes", "\ud800"),
        ("tags", "food"),
        ("tags", None),
        ("tags", [""]),
        ("tags", ["  "]),
        ("tags", ["#"]),
        ("tags", ["x" * 31]),
        ("tags", ["a\x07"]),
        ("tags", [5]),
        ("tags", [str(number) for number in range(21)]),
        ("id", "T1"),
        ("amount_minor", 1250),
        ("import_id", "i1"),
        ("import_key", "k"),
        ("external_id", "x"),
        ("deleted_at", None),
    ],
)
def test_the_same_is_refused_in_a_draft_and_in_a_patch(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as of_draft:
        draft(**{field: value})
    with pytest.raises(ValidationError) as of_patch:
        patch(**{field: value})

    assert of_draft.value.errors()[0]["loc"][0] == field
    assert of_patch.value.errors()[0]["loc"][0] == field


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("type", "income", TransactionType.INCOME),
        ("type", "Transfer", TransactionType.TRANSFER),
        ("amount", "-0.01", Decimal("-0.01")),
        ("amount", 12, Decimal(12)),
        ("category_id", "Z" * 64, "Z" * 64),
        ("account_id", "Z" * 64, "Z" * 64),
        ("to_account_id", "savings", "savings"),
        ("to_account_id", None, None),
        (
            "splits",
            [part("food", "12.00", note=" bread "), part("food", -1)],
            (
                SplitDraft(category_id="food", amount=Decimal("12.00"), note="bread"),
                SplitDraft(category_id="food", amount=Decimal(-1)),
            ),
        ),
        (
            "splits",
            [part("food", 1)] * 50,
            (SplitDraft(category_id="food", amount=Decimal(1)),) * 50,
        ),
        ("splits", None, None),
        ("date", "1900-01-01", date(1900, 1, 1)),
        ("payee", "  Café Müller ", "Café Müller"),
        ("payee", "x" * 100 + " ", "x" * 100),
        ("payee", None, None),
        ("description", "  Café  ", "Café"),
        ("description", " " + "x" * 200 + " ", "x" * 200),
        ("payee", "  ", None),
        ("description", "", None),
        ("description", None, None),
        ("notes", "two\nlines", "two\nlines"),
        ("notes", "x" * 2000 + "  ", "x" * 2000),
        ("notes", None, None),
        ("tags", [], ()),
        ("tags", [" " + "x" * 30 + " "], ("x" * 30,)),
        ("tags", [str(number) for number in range(20)], tuple(map(str, range(20)))),
        ("tags", ["b", "a", "b"], ("b", "a")),
        ("tags", ["b", " b", "b "], ("b",)),
        ("tags", ["b", "B", "c", "С"], ("b", "c")),
        ("tags", ["#b", "b", " # #c", "#" + "x" * 30], ("b", "c", "x" * 30)),
        ("tags", ["b#1", "#️⃣"], ("b#1", "#️⃣")),
    ],
)
def test_the_same_is_accepted_in_a_draft_and_in_a_patch(
    field: str, written: object, value: object
) -> None:
    assert getattr(draft(**{field: written}), field) == value
    assert patch(**{field: written}).changes() == {field: value}


def test_a_patch_changes_only_what_it_names() -> None:
    assert patch().changes() == {}
    assert patch(notes="x", amount="1").changes() == {"notes": "x", "amount": Decimal(1)}


@pytest.mark.parametrize(
    "field", ["payee", "description", "notes", "category_id", "splits", "to_account_id"]
)
def test_texts_may_be_cleared_and_what_splits_or_a_transfer_do_without(field: str) -> None:
    assert patch(**{field: None}).changes() == {field: None}


@pytest.mark.parametrize("field", ["type", "amount", "account_id", "date", "tags"])
def test_nothing_else_may_be_cleared(field: str) -> None:
    with pytest.raises(ValidationError, match="must not be null"):
        patch(**{field: None})


def test_every_field_of_a_draft_can_be_patched() -> None:
    assert set(TransactionPatch.model_fields) == set(TransactionDraft.model_fields)


def test_a_transaction_with_a_time_of_deletion_is_in_the_trash() -> None:
    assert transaction(deleted_at=NOON).is_deleted
    assert not transaction().is_deleted


@pytest.mark.parametrize(
    ("transaction_type", "entry_type"),
    [
        (TransactionType.INCOME, EntryType.INCOME),
        (TransactionType.EXPENSE, EntryType.EXPENSE),
        (TransactionType.TRANSFER, None),
    ],
)
def test_a_transfer_has_categories_of_no_type(
    transaction_type: TransactionType, entry_type: EntryType | None
) -> None:
    assert transaction(type=transaction_type).entry_type is entry_type


def in_parts(*parts: tuple[str, int], **facts: Any) -> Transaction:
    """Return an expense of 12.50 dollars that is split, whether its parts come to that or not."""
    splits = tuple(Split(category_id=key, amount_minor=minor) for key, minor in parts)
    return transaction(**{"category_id": None, "splits": splits} | facts)


def test_an_entry_counts_under_its_category_or_under_those_of_its_splits() -> None:
    split = in_parts(("food", 1000), ("fun", 300), ("food", -50))

    assert transaction().parts == (("food", 1250),)
    assert split.parts == (("food", 1000), ("fun", 300), ("food", -50))
    assert split.category_ids == {"food", "fun"}


def test_a_transfer_counts_under_none() -> None:
    assert transfer().parts == ()
    assert transfer().category_ids == frozenset()


@pytest.mark.parametrize(
    ("facts", "changes"),
    [
        ({"type": TransactionType.INCOME}, (("main", 1250),)),
        ({"type": TransactionType.INCOME, "amount_minor": -5}, (("main", -5),)),
        ({}, (("main", -1250),)),
        ({"amount_minor": -5}, (("main", 5),)),
        (
            {"type": TransactionType.TRANSFER, "to_account_id": "savings"},
            (("main", -1250), ("savings", 1250)),
        ),
    ],
)
def test_income_adds_to_an_account_expenses_take_from_it_and_a_transfer_does_both(
    facts: dict[str, Any], changes: tuple[tuple[str, int], ...]
) -> None:
    assert transaction(**facts).account_changes == changes


@given(transactions())
@bounded
def test_parts_come_to_the_amount_and_a_transfer_makes_no_money(one: Transaction) -> None:
    moved_minor = sum(change_minor for _, change_minor in one.account_changes)
    if one.type is TransactionType.TRANSFER:
        assert (one.parts, moved_minor) == ((), 0)
    else:
        assert sum(amount_minor for _, amount_minor in one.parts) == one.amount_minor
        assert abs(moved_minor) == abs(one.amount_minor)


@given(transactions())
@bounded
def test_what_is_well_made_has_no_errors_of_shape(one: Transaction) -> None:
    assert list(one.shape_errors()) == []


@pytest.mark.parametrize(
    ("made", "errors"),
    [
        (
            transaction(to_account_id="savings"),
            [("to_account_id", "is only allowed for a TRANSFER")],
        ),
        (
            in_parts(("food", 1000), ("fun", 249)),
            [("splits", "add up to 12.49 instead of 12.50")],
        ),
        (
            in_parts(("food", 1000), ("fun", 250), category_id="food"),
            [("category_id", "must be omitted if there are splits")],
        ),
        (transfer(amount_minor=-1), [("amount", "must be positive for a TRANSFER")]),
        (transfer(category_id="food"), [("category_id", "must be omitted for a TRANSFER")]),
        (
            in_parts(("food", 1250), type=TransactionType.TRANSFER, to_account_id="savings"),
            [("splits", "must be omitted for a TRANSFER")],
        ),
        (transfer(to_account_id=None), [("to_account_id", "is required for a TRANSFER")]),
        (transfer(to_account_id="main"), [("to_account_id", "must be another account")]),
        (
            transfer(amount_minor=-1, category_id="food", to_account_id=None),
            [
                ("amount", "must be positive for a TRANSFER"),
                ("category_id", "must be omitted for a TRANSFER"),
                ("to_account_id", "is required for a TRANSFER"),
            ],
        ),
    ],
)
def test_every_contradiction_is_named_by_its_field(
    made: Transaction, errors: list[tuple[str, str]]
) -> None:
    assert list(made.shape_errors()) == [FieldError(*error) for error in errors]


@pytest.mark.parametrize(
    "written", ["Café Müller", " CAFE  muller", "cafe\tMÜLLER", "ＣＡＦＥ Muller"]
)
def test_a_payee_is_known_in_every_way_of_writing_it(written: str) -> None:
    assert payee_key(written) == "cafe muller"


def test_another_payee_is_another() -> None:
    assert len({payee_key(payee) for payee in ("Shop", "Shop 2", "Shoppe", "S hop")}) == 4


MOST = MAX_AMOUNT_MINOR


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("made", "field", "most"),
    [
        (lambda n: transaction(amount_minor=n), "amount", "99999999999.99 USD"),
        (
            lambda n: transaction(currency="JPY", exchange=Exchange(currency="USD", base_minor=n)),
            "base_amount",
            "99999999999.99 USD",
        ),
        (
            lambda n: transaction(
                amount_minor=n // abs(n), original=Original(amount_minor=n, currency="JPY")
            ),
            "original.amount",
            "9999999999999 JPY",
        ),
    ],
)
def test_no_amount_is_above_the_largest_one(
    made: Callable[[int], Transaction], field: str, most: str, sign: int
) -> None:
    assert list(made(sign * MOST).shape_errors()) == []
    too_large = made(sign * (MOST + 1))
    assert list(too_large.shape_errors()) == [FieldError(field, f"must be at most {most}")]


def test_what_a_transfer_brings_is_not_above_the_largest_amount() -> None:
    made = transfer(to_amount_minor=MOST, to_currency="EUR")
    assert list(made.shape_errors()) == []
    too_large = made.model_copy(update={"to_amount_minor": MOST + 1})
    error = FieldError("to_amount", "must be at most 99999999999.99 EUR")
    assert list(too_large.shape_errors()) == [error]
