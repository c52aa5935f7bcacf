from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem, transactions_of
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor


def payees_of(person: Person, **query: Any) -> list[tuple[str, int]]:
    items = ok(person.get("/transactions/payees", query_string=query))["items"]
    return [(item["payee"], item["transaction_count"]) for item in items]


def tags_of(person: Person) -> list[tuple[str, int]]:
    items = ok(person.get("/transactions/tags"))["items"]
    return [(item["tag"], item["transaction_count"]) for item in items]


def record_payees(person: Person, *payees: str) -> list[str]:
    """Record one transaction for each; their ids."""
    rows = [person.entry("1.00", payee=payee) for payee in payees]
    created = ok(person.post("/transactions/batch", {"create": rows}))["created"]
    return [one["id"] for one in created]


def put_in_trash(person: Person, transaction_id: str) -> None:
    ok(person.delete(f"/transactions/{transaction_id}"), 204)


def test_a_ledger_without_payees_and_tags_has_none(visitor: Person) -> None:
    visitor.record()

    none: dict[str, Any] = {"items": [], "next_cursor": None, "is_partial": False}
    assert ok(visitor.get("/transactions/payees")) == none
    assert ok(visitor.get("/transactions/tags")) == {"items": []}


def test_payees_are_listed_most_used_first_as_they_were_written_last(visitor: Person) -> None:
    record_payees(visitor, "café nero", "Kiosk", "Café  Nero", "CAFE NERO")

    assert payees_of(visitor) == [("CAFE NERO", 3), ("Kiosk", 1)]
    assert_law_holds_for_payees(visitor, 4)


def assert_law_holds_for_payees(person: Person, count: int) -> None:
    """Check that uses of payees equal the live transactions with the payee."""
    assert sum(uses for _, uses in payees_of(person, limit=100)) == count
    assert len([t for t in transactions_of(person) if t["payee"]]) == count


def test_a_payee_goes_and_comes_with_its_transactions(visitor: Person) -> None:
    first, second = record_payees(visitor, "Kiosk", "Kiosk")

    put_in_trash(visitor, first)
    assert payees_of(visitor) == [("Kiosk", 1)]
    ok(visitor.patch(f"/transactions/{second}", {"payee": "Baker"}))
    assert payees_of(visitor) == [("Baker", 1)]
    ok(visitor.patch(f"/transactions/{second}", {"payee": None}))
    assert payees_of(visitor) == []
    ok(visitor.post(f"/transactions/{first}/restore"))
    assert payees_of(visitor) == [("Kiosk", 1)]
    assert_law_holds(visitor.store)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", {"Café Nero", "Caffeine Bar", "Bar Nero & Co"}),
        ("c", {"Café Nero", "Caffeine Bar", "Bar Nero & Co"}),
        ("CAF", {"Café Nero", "Caffeine Bar"}),
        ("cafe", {"Café Nero"}),
        ("caffeine", {"Caffeine Bar"}),
        ("nero", {"Café Nero", "Bar Nero & Co"}),
        ("bar c", {"Caffeine Bar", "Bar Nero & Co"}),
        (" néro   BA ", {"Bar Nero & Co"}),
        ("ero", set()),
        ("nero tea", set()),
    ],
)
def test_every_word_asked_for_begins_a_word_of_the_payee(
    settled_payees: Person, q: str, found: set[str]
) -> None:
    assert {payee for payee, _ in payees_of(settled_payees, q=q)} == found


@pytest.fixture(scope="module")
def settled_payees(emulators: None) -> Person:
    """Return a visitor with three payees, shared by tests that only read."""
    person = new_visitor()
    record_payees(person, "Café Nero", "Caffeine Bar", "Bar Nero & Co")
    return person


def test_a_rare_payee_is_found_behind_many_that_begin_alike(visitor: Person) -> None:
    record_payees(visitor, *(f"Interim {number}" for number in range(120)))
    record_payees(visitor, *["Interim 7"] * 2, "Interest")

    assert payees_of(visitor, q="interest", limit=1) == [("Interest", 1)]
    assert payees_of(visitor, q="interim", limit=1) == [("Interim 7", 3)]
    assert len(payees_of(visitor, limit=100)) == 100
    assert payees_of(visitor, limit=1) == [("Interim 7", 3)]


def test_payees_are_listed_page_by_page(visitor: Person) -> None:
    record_payees(visitor, "Kiosk", "Baker", "Market", "Market", "Kiosk Two")

    names, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        query = {"limit": 2} if cursor is None else {"limit": 2, "cursor": cursor}
        page = ok(visitor.get("/transactions/payees", query_string=query))
        names += [item["payee"] for item in page["items"]]
        cursor, pages = page["next_cursor"], pages + 1

    assert (names[0], sorted(names)) == ("Market", ["Baker", "Kiosk", "Kiosk Two", "Market"])
    assert pages == 2


@pytest.mark.parametrize("cursor", ["x", "WyJ4IiwgMSwgImEiXQ", "é"])
def test_a_cursor_of_another_list_of_payees_is_unreadable(
    settled_payees: Person, cursor: str
) -> None:
    issued = ok(settled_payees.get("/transactions/payees?limit=1"))["next_cursor"]

    for query in ({"cursor": cursor}, {"cursor": issued, "q": "bar"}):
        refused = settled_payees.get("/transactions/payees", query_string=query)
        problem(refused, 400, "unreadable")
    ok(settled_payees.get("/transactions/payees", query_string={"cursor": issued}))


def test_a_payee_comes_with_the_category_last_used_with_it_while_there_is_one(
    visitor: Person,
) -> None:
    visitor.record("1.00", "Groceries", payee="Market")
    visitor.record("1.00", "Dining", payee="market")

    def suggested() -> Any:
        [payee] = ok(visitor.get("/transactions/payees"))["items"]
        return payee["category_id"]

    assert suggested() == visitor.category_ids["Dining"]
    [dining] = transactions_of(visitor, category_id=visitor.category_ids["Dining"])
    put_in_trash(visitor, dining["id"])
    ok(visitor.delete(f"/categories/{visitor.category_ids['Dining']}"), 204)
    assert suggested() is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        *(({"limit": value}, "limit") for value in ("0", "101", "x", "")),
        *(({"q": value}, "q") for value in ("!", "🐈", "x" * 201, "a\x00b")),
        ({"colour": "red"}, "colour"),
    ],
    ids=str,
)
def test_a_query_of_payees_that_is_not_valid_names_what_is_wrong(
    settled_payees: Person, query: dict[str, str], field: str
) -> None:
    response = settled_payees.get("/transactions/payees", query_string=query)

    problem(response, 422, "invalid-argument", field)


def test_tags_are_listed_most_used_first_without_regard_to_case(visitor: Person) -> None:
    first = visitor.record(tags=["Trip", "trip", "Paris"])
    visitor.record("1.00", "Salary", tags=["TRIP"])
    visitor.record(tags=["home"])

    assert tags_of(visitor) == [("trip", 2), ("home", 1), ("paris", 1)]
    put_in_trash(visitor, first["id"])
    assert tags_of(visitor) == [("home", 1), ("trip", 1)]
    assert_law_holds(visitor.store)


def test_the_spelling_of_a_tag_is_kept_until_its_last_use_goes(visitor: Person) -> None:
    first, second = visitor.record(tags=["вода"]), visitor.record(tags=["BOДA"])

    put_in_trash(visitor, first["id"])
    assert tags_of(visitor) == [("вода", 1)]
    put_in_trash(visitor, second["id"])
    assert visitor.store.tenant.get().ledger.tag_names == {}
    visitor.record(tags=["BOДA"])
    assert tags_of(visitor) == [("boдa", 1)]


@pytest.mark.parametrize("tag", ["n#1", "a.b", "`x`", "~", "*", "/", "猫 🐈", "__x__", "\\"])
def test_a_tag_is_any_text(visitor: Person, tag: str) -> None:
    recorded = visitor.record(tags=[tag])

    assert tags_of(visitor) == [(tag, 1)]
    assert [item["id"] for item in transactions_of(visitor, tag=tag)] == [recorded["id"]]
    assert_law_holds(visitor.store)


def test_transactions_are_found_by_payee_and_by_tag(visitor: Person) -> None:
    cafe = visitor.record(payee="Café Nero", tags=["Trip"], description="espresso")
    kiosk = visitor.record(payee="Kiosk", tags=["trip"])

    def listed(**query: Any) -> list[str]:
        return [item["id"] for item in transactions_of(visitor, **query)]

    assert listed(payee="CAFE  nero") == [cafe["id"]]
    assert listed(payee="Café") == []
    assert listed(tag="TRIP") == [kiosk["id"], cafe["id"]]
    assert listed(tag="trip", payee="kiosk") == [kiosk["id"]]
    assert listed(payee="kiosk", q="espresso") == []
    assert listed(q="nero") == [cafe["id"]]


def test_payees_and_tags_are_of_ones_own_ledger_alone(visitor: Person) -> None:
    other = new_visitor()
    other.record(payee="Kiosk", tags=["trip"])

    assert payees_of(visitor) == tags_of(visitor) == []
    assert payees_of(other) == [("Kiosk", 1)]


@pytest.mark.parametrize("name", ["payees", "tags"])
def test_a_list_is_no_transaction_that_could_be_changed(visitor: Person, name: str) -> None:
    with nothing_written(visitor):
        problem(visitor.patch(f"/transactions/{name}", {"amount": "1.00"}), 404, "not-found")
        problem(visitor.delete(f"/transactions/{name}"), 404, "not-found")
        problem(visitor.post(f"/transactions/{name}"), 405, "method-not-allowed")
