"""A ledger: its categories, accounts, totals, calendars and time zone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.errors import (
    AlreadyExists,
    FieldError,
    InvalidArgument,
    LedgerFull,
    NotFound,
    TooManyAccounts,
    TooManyCategories,
    TooManyTags,
)
from shared.models.ledger.account import MAX_ACCOUNTS
from shared.models.ledger.category import MAX_CATEGORIES, EntryType
from shared.models.ledger.ledger import MAX_ENTRIES, MAX_TAGS_IN_USE, Ledger
from shared.models.ledger.ledger_totals import AccountSum, LedgerTotals
from shared.models.values.dates import CALENDAR_MONTHS, Calendar
from shared.models.values.money import MAX_AMOUNT_MINOR
from shared.models.values.spans.month_start import MonthStart
from tests.unit.examples import account, category, sample_ledger

LEDGER = sample_ledger(
    category("c1", "Rent"),
    category("c2", "Pay", type=EntryType.INCOME),
    category("c3", "Old", archived=True),
    category("c4", "Merged", merging_into="c1"),
)


def test_today_is_in_the_ledgers_time_zone() -> None:
    now = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)

    assert sample_ledger(timezone="Asia/Tokyo").today(now) == date(2026, 4, 1)
    assert sample_ledger(timezone="America/New_York").today(now) == date(2026, 3, 31)


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
    ("options", "ids"),
    [
        ({}, ["c4", "c1", "c2"]),
        ({"include_archived": True}, ["c4", "c3", "c1", "c2"]),
        ({"entry_type": EntryType.INCOME}, ["c2"]),
        ({"entry_type": EntryType.EXPENSE}, ["c4", "c1"]),
        ({"entry_type": EntryType.EXPENSE, "include_archived": True}, ["c4", "c3", "c1"]),
    ],
)
def test_categories_are_listed_by_type_and_name(options: dict[str, Any], ids: list[str]) -> None:
    assert [found.id for found in LEDGER.list_categories(**options)] == ids


def test_names_are_listed_without_regard_to_case() -> None:
    ledger = sample_ledger(category("1", "b"), category("2", "A"), category("3", "C"))

    assert [found.name for found in ledger.list_categories()] == ["A", "b", "C"]


def test_a_category_is_added_or_changed_and_the_old_ledger_stays_as_it_was() -> None:
    added = LEDGER.with_category(category("c5", "New"))
    changed = added.with_category(category("c5", "Newer"))

    assert "c5" not in LEDGER.categories
    assert (added.categories["c5"].name, changed.categories["c5"].name) == ("New", "Newer")
    assert len(changed.categories) == len(LEDGER.categories) + 1


@pytest.mark.parametrize("name", ["Rent", "RENT", "rent"])
def test_a_name_is_taken_once_per_type(name: str) -> None:
    alike = "" if name == "Rent" else f", which counts as the same name as “{name}”"
    message = f"^An EXPENSE category named “Rent” exists already{alike}\\.$"
    with pytest.raises(AlreadyExists, match=message):
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
    nearly = sample_ledger(*(category(f"c{n}", f"Name {n}") for n in range(MAX_CATEGORIES - 1)))
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


def with_accounts(**facts: Any) -> Ledger:
    """Return a ledger with a default account, and accounts that refuse transactions."""
    accounts = [
        account("main", "Main"),
        account("card", "card"),
        account("old", "Old", archived=True),
        account("gone", "Gone", merging_into="card"),
    ]
    return sample_ledger(accounts={a.id: a for a in accounts}, default_account_id="main", **facts)


def test_an_account_is_found_by_its_id() -> None:
    assert with_accounts().get_account("old").name == "Old"
    with pytest.raises(NotFound, match="There is no such account"):
        with_accounts().get_account("a9")


def test_something_is_booked_on_a_live_account() -> None:
    assert with_accounts().get_account_for_booking("card").name == "card"


@pytest.mark.parametrize(
    ("account_id", "message"),
    [
        ("a9", "is not an account of this ledger"),
        ("old", "is an archived account"),
        ("gone", "is being merged into another account"),
    ],
)
def test_and_on_no_other(account_id: str, message: str) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        with_accounts().get_account_for_booking(account_id, "to_account_id")

    assert refusal.value.errors == (FieldError("to_account_id", message),)


def test_the_default_account_is_listed_first_and_the_others_by_name() -> None:
    ledger = with_accounts()

    assert [found.id for found in ledger.list_accounts()] == ["main", "card", "gone"]
    assert [found.id for found in ledger.list_accounts(include_archived=True)] == [
        "main",
        "card",
        "gone",
        "old",
    ]


def test_the_first_account_becomes_the_default_and_stays_it() -> None:
    first = sample_ledger(accounts={}, default_account_id="").with_account(account("one", "One"))

    assert first.default_account_id == "one"
    assert first.with_account(account("two", "Two")).default_account_id == "one"


@pytest.mark.parametrize("name", ["Main", "MAIN", "old"])
def test_an_accounts_name_is_taken_even_by_an_archived_one(name: str) -> None:
    with pytest.raises(AlreadyExists, match=r"^An account named “(Main|Old)” exists already"):
        with_accounts().with_account(account("new", name))

    assert "new" in with_accounts().with_account(account("new", "New")).accounts


def test_an_account_may_be_renamed_to_what_it_is_in_another_case() -> None:
    assert with_accounts().with_account(account("main", "MAIN")).accounts["main"].name == "MAIN"


def test_a_ledger_has_at_most_100_accounts() -> None:
    many = {f"a{n}": account(f"a{n}", f"Name {n}") for n in range(MAX_ACCOUNTS - 1)}
    full = sample_ledger(accounts=many).with_account(account("last", "Last"))

    assert len(full.accounts) == MAX_ACCOUNTS == 100
    full.with_account(account("last", "Renamed"))
    with pytest.raises(TooManyAccounts, match="at most 100 accounts"):
        full.with_account(account("more", "More"))


def test_a_balance_is_what_was_there_at_first_and_what_came_since() -> None:
    ledger = sample_ledger(
        accounts={"main": account(opening_balance_minor=-500), "new": account("new", "New")},
        totals=LedgerTotals({"main": AccountSum(1250, 3)}),
    )

    assert ledger.balance_minor("main") == 750
    assert ledger.balance_minor("new") == 0
    assert ledger.totals_of("new") == AccountSum()


def test_totals_move_by_a_change_and_the_old_ledger_stays_as_it_was() -> None:
    before = LedgerTotals({"main": AccountSum(100, 2)}, {"#a": 1, "#b": 2}, unfiled_count=3)
    ledger = sample_ledger(totals=before)
    change = LedgerTotals(
        {"main": AccountSum(-30, 1), "card": AccountSum(30, 1)}, {"#a": -1, "#c": 1}, -2
    )

    moved = ledger.with_changed_totals(change)

    assert moved.totals == LedgerTotals(
        {"main": AccountSum(70, 3), "card": AccountSum(30, 1)}, {"#b": 2, "#c": 1}, 1
    )
    assert ledger.totals == LedgerTotals({"main": AccountSum(100, 2)}, {"#a": 1, "#b": 2}, 3)


def with_tags(count: int) -> Ledger:
    return sample_ledger(totals=LedgerTotals(tags={f"#{number}": 1 for number in range(count)}))


def test_a_ledger_has_at_most_1000_tags_in_use() -> None:
    one_more = LedgerTotals(tags={"#more": 1})
    full = with_tags(MAX_TAGS_IN_USE - 1).with_changed_totals(one_more)

    assert len(full.totals.tags) == MAX_TAGS_IN_USE == 1000
    assert full.with_changed_totals(LedgerTotals(tags={"#0": 5})).totals.tags["#0"] == 6
    assert (
        len(full.with_changed_totals(LedgerTotals(tags={"#0": -1, "#new": 1})).totals.tags) == 1000
    )
    with pytest.raises(TooManyTags, match="at most 1000 different tags"):
        full.with_changed_totals(LedgerTotals(tags={"#new": 1}))


def test_a_ledger_that_has_too_many_tags_may_have_fewer() -> None:
    overfull = with_tags(MAX_TAGS_IN_USE + 2)

    assert len(overfull.with_changed_totals(LedgerTotals(tags={"#0": -1})).totals.tags) == 1001
    with pytest.raises(TooManyTags):
        overfull.with_changed_totals(LedgerTotals(tags={"#new": 1}))


def test_no_sum_of_a_full_ledger_exceeds_what_the_store_keeps() -> None:
    sums = (MAX_ENTRIES + MAX_ACCOUNTS) * MAX_AMOUNT_MINOR

    assert 2**62 - MAX_AMOUNT_MINOR < sums <= 2**62
    assert MAX_ENTRIES > 450_000


def test_a_full_ledger_has_no_more_transactions_but_may_have_fewer() -> None:
    full = with_entries(MAX_ENTRIES)

    with pytest.raises(LedgerFull, match=f"at most {MAX_ENTRIES} transactions"):
        full.with_changed_totals(entries(1))
    assert full.with_changed_totals(entries(0, change_minor=5)) is not None
    assert with_entries(MAX_ENTRIES + 2).with_changed_totals(entries(-1)) is not None
    assert with_entries(MAX_ENTRIES - 1).with_changed_totals(entries(1)) == full


def entries(count: int, change_minor: int = 0) -> LedgerTotals:
    return LedgerTotals(by_account={"main": AccountSum(change_minor, count)})


def with_entries(count: int) -> Ledger:
    return sample_ledger(totals=entries(count))


def test_a_change_is_written_for_the_calendar_in_force_and_for_the_next() -> None:
    assert sample_ledger().calendars == (CALENDAR_MONTHS,)
    assert sample_ledger(
        calendar=Calendar(MonthStart(25)), next_calendar=Calendar(MonthStart(5))
    ).calendars == (
        Calendar(MonthStart(25)),
        Calendar(MonthStart(5)),
    )
