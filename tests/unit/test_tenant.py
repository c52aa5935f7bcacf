"""A tenant's document: whose ledger it is, until when, and its chart of categories."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.errors import (
    AlreadyExists,
    DemoExpired,
    FieldError,
    InvalidArgument,
    NotFound,
    TooManyCategories,
)
from shared.models.category import MAX_CATEGORIES, EntryType
from tests.unit.examples import NOON, category, tenant

LEDGER = tenant(
    category("c1", "Rent"),
    category("c2", "Pay", type=EntryType.INCOME),
    category("c3", "Old", archived=True),
    category("c4", "Merged", merging_into="c1"),
)


@pytest.mark.parametrize("expires_at", [None, NOON + timedelta(microseconds=1)])
def test_a_ledger_is_live_until_it_expires(expires_at: datetime | None) -> None:
    tenant(expires_at=expires_at).ensure_live(NOON)


@pytest.mark.parametrize("expires_at", [NOON, NOON - timedelta(days=1)])
def test_a_demo_is_gone_from_the_instant_it_expires(expires_at: datetime) -> None:
    with pytest.raises(DemoExpired):
        tenant(expires_at=expires_at).ensure_live(NOON)


def test_today_is_in_the_ledgers_time_zone() -> None:
    now = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)

    assert tenant(timezone="Asia/Tokyo").today(now) == date(2026, 4, 1)
    assert tenant(timezone="America/New_York").today(now) == date(2026, 3, 31)


def test_a_category_is_found_by_its_id() -> None:
    assert LEDGER.get_category("c3").name == "Old"
    with pytest.raises(NotFound, match="There is no such category"):
        LEDGER.get_category("c9")


def test_entries_are_recorded_under_a_live_category_of_their_type() -> None:
    assert LEDGER.get_category_for(EntryType.EXPENSE, "c1").name == "Rent"
    assert LEDGER.get_category_for(EntryType.INCOME, "c2").name == "Pay"


@pytest.mark.parametrize(
    ("entry_type", "category_id", "message"),
    [
        (EntryType.EXPENSE, "c9", "is not a category of this ledger"),
        (EntryType.INCOME, "c1", "is an EXPENSE category, not an INCOME one"),
        (EntryType.EXPENSE, "c2", "is an INCOME category, not an EXPENSE one"),
        (EntryType.EXPENSE, "c3", "is an archived category"),
        (EntryType.EXPENSE, "c4", "is being merged into another category"),
    ],
)
def test_and_under_no_other(entry_type: EntryType, category_id: str, message: str) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        LEDGER.get_category_for(entry_type, category_id)

    assert refusal.value.errors == (FieldError("category_id", message),)


def test_the_field_in_error_is_the_one_that_is_named() -> None:
    with pytest.raises(InvalidArgument, match=r"^create\.3\.category_id: "):
        LEDGER.get_category_for(EntryType.EXPENSE, "c9", "create.3.category_id")


@pytest.mark.parametrize(
    ("wishes", "ids"),
    [
        ({}, ["c4", "c1", "c2"]),
        ({"include_archived": True}, ["c4", "c3", "c1", "c2"]),
        ({"entry_type": EntryType.INCOME}, ["c2"]),
        ({"entry_type": EntryType.EXPENSE}, ["c4", "c1"]),
        ({"entry_type": EntryType.EXPENSE, "include_archived": True}, ["c4", "c3", "c1"]),
    ],
)
def test_categories_are_listed_by_type_and_name(wishes: dict[str, Any], ids: list[str]) -> None:
    assert [found.id for found in LEDGER.list_categories(**wishes)] == ids


def test_names_are_listed_without_regard_to_case() -> None:
    ledger = tenant(category("1", "b"), category("2", "A"), category("3", "C"))

    assert [found.name for found in ledger.list_categories()] == ["A", "b", "C"]


def test_a_category_is_added_or_changed_and_the_old_ledger_stays_as_it_was() -> None:
    added = LEDGER.with_category(category("c5", "New"))
    changed = added.with_category(category("c5", "Newer"))

    assert "c5" not in LEDGER.categories
    assert (added.categories["c5"].name, changed.categories["c5"].name) == ("New", "Newer")
    assert len(changed.categories) == len(LEDGER.categories) + 1


@pytest.mark.parametrize("name", ["Rent", "RENT", "rent"])
def test_a_name_is_taken_once_per_type(name: str) -> None:
    with pytest.raises(AlreadyExists, match=f"An EXPENSE category named “{name}” exists already"):
        LEDGER.with_category(category("c5", name))

    LEDGER.with_category(category("c5", name, type=EntryType.INCOME))


def test_an_archived_category_keeps_its_name() -> None:
    with pytest.raises(AlreadyExists):
        LEDGER.with_category(category("c5", "old"))


def test_a_category_may_be_renamed_to_what_it_is_in_another_case() -> None:
    assert LEDGER.with_category(category("c1", "RENT")).categories["c1"].name == "RENT"


def test_a_category_may_not_be_renamed_to_another() -> None:
    with pytest.raises(AlreadyExists):
        LEDGER.with_category(category("c1", "Old"))


def test_a_ledger_has_at_most_500_categories() -> None:
    nearly = tenant(*(category(f"c{n}", f"Name {n}") for n in range(MAX_CATEGORIES - 1)))
    full = nearly.with_category(category("last", "Last"))

    assert len(full.categories) == MAX_CATEGORIES == 500
    full.with_category(category("last", "Renamed"))
    with pytest.raises(TooManyCategories, match="at most 500 categories"):
        full.with_category(category("more", "More"))


def test_categories_are_added_all_or_none() -> None:
    added = LEDGER.with_categories([category("c5", "A"), category("c6", "B")])

    assert set(added.categories) == {*LEDGER.categories, "c5", "c6"}
    with pytest.raises(AlreadyExists):
        LEDGER.with_categories([category("c5", "A"), category("c6", "a")])


def test_a_category_is_taken_away() -> None:
    assert set(LEDGER.without_category("c2").categories) == {"c1", "c3", "c4"}
    assert LEDGER.without_category("c9") == LEDGER
    assert replace(LEDGER.without_category("c2"), categories={}) == replace(LEDGER, categories={})
