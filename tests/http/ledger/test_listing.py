from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.http.answers import ok, problem, transactions_of
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

pytestmark = pytest.mark.usefixtures("emulators")

Row = dict[str, Any]

_TEXTS: tuple[tuple[str | None, str | None, list[str]], ...] = (
    ("Café Central", "with Zoë", ["Food", "friends"]),
    ("Weekly groceries", None, ["food"]),
    ("ÉCLAIR and coffee", "café noir", []),
    (None, None, ["home"]),
    ("Rent for März", "paid by card 4711", ["home", "fixed"]),
    ("straße 12", "Über-taxi", ["x y"]),
)
_CATEGORIES = ("Dining", "Groceries", "Salary", "Rent", "Other expenses", "Freelance")
_AMOUNTS = ("12.50", "-3.00", "4200.00", "0.01", "99.99", "12.50", "1350.00")
_DATES = ("2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01")


def _row(person: Person, number: int) -> Row:
    description, notes, tags = _TEXTS[number % len(_TEXTS)]
    return person.entry(
        _AMOUNTS[number % len(_AMOUNTS)],
        _CATEGORIES[number // 2 % len(_CATEGORIES)],
        date=_DATES[number * 5 % 7 % len(_DATES)],
        description=description,
        notes=notes,
        tags=tags,
    )


@pytest.fixture(scope="module")
def ledger(emulators: None) -> Person:
    """Return a visitor with 42 transactions of all kinds, every seventh deleted; read only."""
    person = new_visitor()
    rows = [_row(person, number) for number in range(42)]
    created = ok(person.post("/transactions/batch", {"create": rows}))["created"]
    ok(person.post("/transactions/batch", {"delete": [{"id": one["id"]} for one in created[::7]]}))
    return person


def _cents(row: Row) -> int:
    return int(Decimal(row["amount"]) * 100)


FILTERS: dict[str, tuple[Callable[[Person], dict[str, str]], Callable[[Row], bool]]] = {
    "year": (lambda _: {"year": "2026"}, lambda r: r["date"][:4] == "2026"),
    "month": (lambda _: {"year": "2026", "month": "3"}, lambda r: r["date"][:7] == "2026-03"),
    "start": (lambda _: {"from": "2026-03-01"}, lambda r: r["date"] >= "2026-03-01"),
    "end": (lambda _: {"to": "2026-03-01"}, lambda r: r["date"] <= "2026-03-01"),
    "range": (
        lambda _: {"from": "2026-01-01", "to": "2026-03-31"},
        lambda r: "2026-01-01" <= r["date"] <= "2026-03-31",
    ),
    "type": (lambda _: {"type": "income"}, lambda r: r["type"] == "INCOME"),
    "category": (
        lambda p: {"category_id": p.category_ids["Dining"]},
        lambda r: r["type"] == "EXPENSE" and r["category"] == "Dining",
    ),
    "tag": (lambda _: {"tag": "FOOD"}, lambda r: not {"Food", "food"}.isdisjoint(r["tags"])),
    "word": (lambda _: {"q": "cafe"}, lambda r: "café" in _text(r)),
    "words": (lambda _: {"q": "eclair NOIR"}, lambda r: "éclair" in _text(r)),
    "category word": (
        lambda _: {"q": "groc"},
        lambda r: r["category"] == "Groceries" or "groceries" in _text(r),
    ),
    "least": (lambda _: {"min_amount": "12.50"}, lambda r: _cents(r) >= 1250),
    "most": (lambda _: {"max_amount": "0"}, lambda r: _cents(r) <= 0),
    "between": (
        lambda _: {"min_amount": "0.01", "max_amount": "99.99"},
        lambda r: 1 <= _cents(r) <= 9999,
    ),
}
"""Each filter as a query, and as the predicate it stands for."""

_DATE_FILTERS = {"year", "month", "start", "end", "range"}
_PAIRS = [
    (a, b)
    for a in FILTERS
    for b in FILTERS
    if a < b and not {a, b} <= _DATE_FILTERS and not {a, b} <= {"least", "most", "between"}
    if not {a, b} <= {"word", "words", "category word"}
]


def _text(row: Row) -> str:
    return f"{row['description'] or ''} {row['notes'] or ''}".lower()


def _expected(person: Person, *names: str, deleted: bool = False) -> set[str]:
    category_names = {key: name for name, key in person.category_ids.items()}
    rows = transactions_of(person, deleted=str(deleted).lower())
    return {
        row["id"]
        for row in rows
        if all(FILTERS[n][1](row | {"category": category_names[row["category_id"]]}) for n in names)
    }


def _found(person: Person, *names: str, **more: str) -> list[str]:
    query: dict[str, str] = dict(more)
    for name in names:
        query |= FILTERS[name][0](person)
    return [row["id"] for row in transactions_of(person, **query)]


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_finds_what_it_says_and_nothing_else(ledger: Person, name: str) -> None:
    expected = _expected(ledger, name)

    assert 0 < len(expected) < 36
    assert sorted(_found(ledger, name)) == sorted(expected)


@pytest.mark.parametrize(("one", "other"), _PAIRS)
def test_two_filters_must_both_hold(ledger: Person, one: str, other: str) -> None:
    assert sorted(_found(ledger, one, other)) == sorted(_expected(ledger, one, other))


@pytest.mark.parametrize(
    "names",
    [
        ("range", "type", "tag", "between"),
        ("year", "category", "word", "least"),
        ("month", "type", "category word", "most"),
        ("start", "type", "category", "tag", "words", "between"),
    ],
)
def test_all_filters_must_hold_together(ledger: Person, names: tuple[str, ...]) -> None:
    assert sorted(_found(ledger, *names)) == sorted(_expected(ledger, *names))


@pytest.mark.parametrize("name", FILTERS)
def test_filters_hold_in_the_trash_too(ledger: Person, name: str) -> None:
    expected = _expected(ledger, name, deleted=True)

    assert sorted(_found(ledger, name, deleted="true")) == sorted(expected)


@pytest.mark.parametrize(
    ("q", "description"),
    [
        ("caf", "Café Central"),
        ("CAFÉ", "Café Central"),
        ("cafe\u0301", "Café Central"),
        ("central cafe", "Café Central"),
        ("zoe", "Café Central"),
        ("strasse", "straße 12"),
        ("12", "straße 12"),
        ("uber taxi", "straße 12"),
        ("471", "Rent for März"),
        ("march", None),
        ("afé", None),
        ("cafes", None),
        ("cafe zz", None),
    ],
)
def test_each_word_asked_for_begins_a_word(visitor: Person, q: str, description: str) -> None:
    for text, notes, _ in _TEXTS:
        visitor.record(category="Health", description=text, notes=notes)

    found = {row["description"] for row in transactions_of(visitor, q=q)}

    assert found - {"ÉCLAIR and coffee"} == ({description} - {None})


def test_words_may_be_of_the_text_and_of_the_categorys_name(visitor: Person) -> None:
    wanted = visitor.record(category="Dining", description="Café Central")
    visitor.record(category="Health", description="Café Central")
    visitor.record(category="Dining", description="Bistro")

    assert transactions_of(visitor, q="dining cafe") == [wanted]


def test_words_find_a_category_by_the_name_it_has_now(visitor: Person) -> None:
    recorded = visitor.record(category="Dining")
    path = f"/categories/{visitor.category_ids['Dining']}"
    ok(visitor.patch(path, {"name": "Restaurants & Bars"}))

    assert transactions_of(visitor, q="dining") == []
    assert transactions_of(visitor, q="bar rest") == [recorded]


def test_a_word_of_many_categories_finds_them_all(visitor: Person) -> None:
    recorded = []
    for number in range(12):
        body = {"name": f"Project {number}", "type": "EXPENSE"}
        category = ok(visitor.post("/categories", body), 201)
        entry = visitor.entry(category_id=category["id"])
        recorded.append(ok(visitor.post("/transactions", entry), 201)["id"])

    assert sorted(row["id"] for row in transactions_of(visitor, q="proj")) == sorted(recorded)


def test_what_was_edited_is_found_by_its_new_words_and_tags_alone(visitor: Person) -> None:
    path = f"/transactions/{visitor.record(description='Bistro', tags=['old'])['id']}"

    changed = ok(visitor.patch(path, {"description": "Tavern", "tags": ["new"]}))

    assert transactions_of(visitor, q="bistro") == transactions_of(visitor, tag="old") == []
    assert transactions_of(visitor, q="tav") == transactions_of(visitor, tag="new") == [changed]


def test_a_tag_is_found_whole_and_is_no_word(visitor: Person) -> None:
    recorded = visitor.record(tags=["Süd Nord"])

    assert transactions_of(visitor, tag="süd nord") == [recorded]
    assert transactions_of(visitor, tag="süd") == []
    assert transactions_of(visitor, q="süd") == []


@pytest.mark.parametrize(("sort", "newest_first"), [(None, True), ("-date", True), ("date", False)])
def test_the_order_is_by_date(ledger: Person, sort: str | None, newest_first: bool) -> None:  # noqa: FBT001
    query = {} if sort is None else {"sort": sort}

    dates = [row["date"] for row in transactions_of(ledger, **query)]

    assert len(dates) == 36
    assert dates == sorted(dates, reverse=newest_first)


@pytest.mark.parametrize("more", [{}, {"min_amount": "-100"}])
def test_one_order_is_the_other_backwards(ledger: Person, more: dict[str, str]) -> None:
    assert _found(ledger, sort="date", **more) == _found(ledger, **more)[::-1]


def test_of_one_day_the_last_recorded_comes_first(visitor: Person) -> None:
    recorded = [visitor.record(amount)["id"] for amount in ("1.00", "3.00", "2.00")]

    assert _found(visitor) == recorded[::-1]


@pytest.mark.parametrize(("limit", "pages"), [("1", 36), ("36", 1), ("35", 2), ("100", 1)])
def test_a_page_has_at_most_limit_items_and_the_last_no_cursor(
    ledger: Person, limit: str, pages: int
) -> None:
    sizes = [len(page) for page in _pages(ledger, limit=limit)]

    assert len(sizes) == pages
    assert sum(sizes) == 36
    assert set(sizes[:-1]) <= {int(limit)}


def test_without_a_limit_a_page_has_50(visitor: Person) -> None:
    rows = [visitor.entry() for _ in range(51)]
    ok(visitor.post("/transactions/batch", {"create": rows}))

    assert len(ok(visitor.get("/transactions"))["items"]) == 50


def _pages(person: Person, **query: str) -> list[list[Row]]:
    pages: list[list[Row]] = []
    cursor: dict[str, str] = {}
    while True:
        page = ok(person.get("/transactions", query_string={**query, **cursor}))
        pages.append(page["items"])
        if page["next_cursor"] is None:
            return pages
        cursor = {"cursor": page["next_cursor"]}


@pytest.mark.parametrize("sort", ["date", "-date"])
@pytest.mark.parametrize(
    ("name", "limit"), [*((name, "5") for name in FILTERS), ("word", "1"), (None, "1"), (None, "7")]
)
def test_pages_are_the_list_cut_in_pieces(
    ledger: Person, name: str | None, limit: str, sort: str
) -> None:
    query = FILTERS[name][0](ledger) if name else {}
    whole = transactions_of(ledger, sort=sort, **query)

    pages = _pages(ledger, limit=limit, sort=sort, **query)

    assert [row for page in pages for row in page] == whole


@pytest.mark.parametrize("query", [{}, {"sort": "date"}, {"min_amount": "0.01"}, {"q": "lasting"}])
def test_inserts_and_deletes_between_pages_neither_skip_nor_repeat(
    visitor: Person, query: dict[str, str]
) -> None:
    dates = [f"2026-03-{day:02}" for day in (1, 1, 1, 2, 2, 3, 4, 4, 4, 4, 5, 6)]
    lasting = {visitor.record(date=day, description="lasting")["id"] for day in dates}
    passing = [visitor.record(date=day, description="lasting") for day in dates]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = ok(visitor.get("/transactions", query_string={"limit": 3, **query, **cursor}))
        seen += [row["id"] for row in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
        if passing:
            ok(visitor.delete(f"/transactions/{passing.pop()['id']}"), 204)
            visitor.record(date=dates[len(passing)], description="lasting")

    assert len(seen) == len(set(seen))
    assert lasting <= set(seen)


def test_the_item_a_page_ended_with_may_be_deleted(visitor: Person) -> None:
    kept, ended = visitor.record(date="2026-03-01"), visitor.record(date="2026-03-02")
    page = ok(visitor.get("/transactions?limit=1"))
    assert page["items"] == [ended]
    ok(visitor.delete(f"/transactions/{ended['id']}"), 204)

    rest = ok(visitor.get("/transactions", query_string={"cursor": page["next_cursor"]}))

    assert rest == {"items": [kept], "next_cursor": None, "is_partial": False, "totals": None}


@pytest.mark.parametrize(
    "change",
    [
        {"type": "EXPENSE"}, {"year": "2026"}, {"from": "2026-01-01"}, {"q": "cafe"},
        {"tag": "food"}, {"deleted": "true"}, {"sort": "date"}, {"min_amount": "1"},
        {"max_amount": "1"}, {"category_id": "abc"},
    ],
)  # fmt: skip
def test_a_cursor_of_a_list_with_other_filters_is_refused(
    ledger: Person, change: dict[str, str]
) -> None:
    cursor = ok(ledger.get("/transactions?limit=5"))["next_cursor"]

    other = ledger.get("/transactions", query_string={"cursor": cursor, **change})

    problem(other, 400, "unreadable")
    ok(ledger.get("/transactions", query_string={"cursor": cursor, "limit": "7"}))
