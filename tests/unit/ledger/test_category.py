"""Categories as they are described, changed and stored."""

from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from shared.errors import InvalidArgument
from shared.models.ledger.category import CategoryKind, EntryType
from shared.models.ledger.defaults import default_categories
from shared.models.ledger.inputs.category import (
    CategoryDraft,
    CategoryPatch,
    CategoryPut,
    apply_category_patch,
)
from tests.unit.examples import NOON, category, sample_ledger


def draft(**facts: Any) -> CategoryDraft:
    return CategoryDraft(**{"name": "Food", "type": "EXPENSE"} | facts)


def named(**facts: Any) -> dict[str, Any]:
    """Return the changes of a patch with these fields."""
    return CategoryPatch.model_validate(facts).model_dump(exclude_unset=True)


def test_a_draft_needs_a_name_and_a_type_alone() -> None:
    plain = CategoryDraft.model_validate({"name": "Food", "type": "EXPENSE"})

    assert plain.model_dump() == {
        "name": "Food",
        "type": "EXPENSE",
        "kind": None,
        "end_date": None,
        "color": None,
        "icon": None,
    }


@pytest.mark.parametrize(
    "name", ["", " ", "   ", "\t\n", "\u00a0", "\u2003\u3000", "\u2028", " " * 60]
)
@pytest.mark.parametrize("model", [CategoryDraft, CategoryPut])
def test_a_blank_name_is_refused(name: str, model: type[CategoryDraft] | type[CategoryPut]) -> None:
    with pytest.raises(ValidationError):
        model.model_validate({"name": name, "type": "EXPENSE"})


@pytest.mark.parametrize("name", ["", " ", "\u00a0"])
def test_a_name_is_not_changed_to_a_blank_one(name: str) -> None:
    with pytest.raises(ValidationError):
        CategoryPatch(name=name)


@pytest.mark.parametrize("field", ["name", "icon"])
@pytest.mark.parametrize("text", ["x", "x" * 50, "  " + "x" * 50 + "  ", " " * 60 + "x", "é" * 50])
def test_up_to_50_characters_are_accepted_spaces_around_not_counted(field: str, text: str) -> None:
    assert getattr(draft(**{field: text}), field) == text.strip()
    assert named(**{field: text}) == {field: text.strip()}


@pytest.mark.parametrize("field", ["name", "icon"])
@pytest.mark.parametrize("text", ["x" * 51, "x" * 25 + " " + "x" * 25, "a\x00b", "\ud800", 5, []])
def test_longer_or_unstorable_texts_are_refused(field: str, text: object) -> None:
    with pytest.raises(ValidationError):
        draft(**{field: text})
    with pytest.raises(ValidationError):
        CategoryPatch.model_validate({field: text})


@pytest.mark.parametrize("written", ["INCOME", "income", "Income"])
def test_a_type_is_accepted_in_any_case(written: str) -> None:
    assert draft(type=written).type is EntryType.INCOME


@pytest.mark.parametrize("written", ["", "TRANSFER", " INCOME", 1, None, ["INCOME"]])
def test_another_type_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        draft(type=written)


def test_a_color_is_stored_in_small_letters() -> None:
    assert draft(color="#A1b2C3").color == "#a1b2c3"
    assert named(color="#FFFFFF") == {"color": "#ffffff"}


@pytest.mark.parametrize(
    "color", ["#", "#fff", "a1b2c3", "#a1b2c3d4", "#a1b2cg", "#a1b2c3\n", " #a1b2c3", "red", 0xFF]
)
def test_what_is_no_color_is_refused(color: object) -> None:
    with pytest.raises(ValidationError):
        draft(color=color)


@pytest.mark.parametrize(
    ("model", "known"),
    [
        (CategoryDraft, {"name": "Food", "type": "EXPENSE"}),
        (CategoryPut, {"name": "Food", "type": "EXPENSE"}),
        (CategoryPatch, {"name": "Food"}),
    ],
)
@pytest.mark.parametrize("field", ["id", "revision", "merging_into", "created_at", "x"])
def test_unknown_fields_are_refused(
    model: type[BaseModel], known: dict[str, str], field: str
) -> None:
    model.model_validate(known)

    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        model.model_validate(known | {field: "x"})


@pytest.mark.parametrize("archived", [True, False])
def test_archiving_is_said_with_true_or_false(archived: bool) -> None:  # noqa: FBT001 (both)
    assert named(archived=archived) == {"archived": archived}


@pytest.mark.parametrize("archived", ["true", 1, 0, "yes", None])
def test_archiving_is_said_with_nothing_else(archived: object) -> None:
    with pytest.raises(ValidationError):
        CategoryPatch.model_validate({"archived": archived})


@pytest.mark.parametrize("field", ["color", "icon"])
def test_looks_may_be_cleared(field: str) -> None:
    assert named(**{field: None}) == {field: None}


@pytest.mark.parametrize("field", ["name", "archived"])
def test_names_and_archiving_may_not_be_cleared(field: str) -> None:
    with pytest.raises(ValidationError, match="must not be null"):
        CategoryPatch.model_validate({field: None})


def test_a_patch_changes_only_what_it_names() -> None:
    assert named() == {}
    assert named(icon="bus") == {"icon": "bus"}


@pytest.mark.parametrize(("entry_type", "kind"), [("EXPENSE", "SPENDING"), ("INCOME", "OTHER")])
def test_a_category_without_a_kind_has_the_usual_one_of_its_type(
    entry_type: str, kind: str
) -> None:
    assert draft(type=entry_type).fields()["kind"] == kind
    assert category(type=EntryType(entry_type)).kind == kind
    assert draft(type=entry_type, kind="savings").kind is CategoryKind.SAVINGS


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"kind": "TIMEBOUND"}, "is required"),
        ({"kind": "SAVINGS", "end_date": "2026-12-31"}, "is only allowed"),
        ({"end_date": "2026-12-31"}, "is only allowed"),
        ({"kind": "UNKNOWN"}, "Input should be"),
        ({"kind": None}, "must not be null"),
    ],
)
def test_a_timebound_category_alone_has_an_end_date(
    facts: dict[str, str | None], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        draft(**facts)
    assert draft(kind="TIMEBOUND", end_date="2026-12-31").end_date == date(2026, 12, 31)


def test_a_category_that_is_no_longer_timebound_loses_its_end_date() -> None:
    journey = category(kind=CategoryKind.TIMEBOUND, end_date=date(2026, 12, 31))

    later = apply_category_patch(journey, CategoryPatch(end_date=date(2027, 1, 31)), NOON)
    other = apply_category_patch(journey, CategoryPatch(kind=CategoryKind.OTHER), NOON)

    assert (later.kind, later.end_date) == (CategoryKind.TIMEBOUND, date(2027, 1, 31))
    assert (other.kind, other.end_date) == (CategoryKind.OTHER, None)
    for patch in ({"end_date": None}, {"kind": "SAVINGS", "end_date": "2027-01-31"}):
        with pytest.raises(InvalidArgument, match="end_date"):
            apply_category_patch(journey, CategoryPatch.model_validate(patch), NOON)


def test_categories_of_one_name_and_type_have_one_key() -> None:
    assert category(name="Café").key == category(name="CAFE\u0301").key
    assert category(name="Café").key != category(name="Cafe").key
    assert category().key != category(type=EntryType.INCOME).key


def test_a_new_ledger_has_the_usual_categories() -> None:
    names = {(c.type.value, c.name) for c in default_categories(NOON)}

    assert names == {
        ("INCOME", name) for name in ("Salary", "Freelance", "Interest", "Other income")
    } | {
        ("EXPENSE", name)
        for name in (
            "Rent", "Groceries", "Dining", "Transport", "Utilities", "Health", "Entertainment",
            "Shopping", "Travel", "Savings", "Investments", "Other expenses",
        )
    }  # fmt: skip


def test_the_default_categories_could_have_been_made_by_hand() -> None:
    made = default_categories(NOON)

    for one in made:
        by_hand = CategoryDraft.model_validate(
            one.model_dump(include={*CategoryDraft.model_fields})
        )
        assert by_hand.model_dump() == one.model_dump(include={*CategoryDraft.model_fields})
        assert (one.created_at, one.updated_at, one.revision) == (NOON, NOON, 1)
    assert len(sample_ledger().with_categories(made).categories) == len(made) == 16


def test_each_ledger_has_categories_of_its_own() -> None:
    one, other = ({c.id for c in default_categories(NOON)} for _ in range(2))

    assert one.isdisjoint(other)
