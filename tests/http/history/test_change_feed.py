from __future__ import annotations

from typing import Any

import pytest

from shared.models.ledger.page import cursor_to
from tests.http.answers import ok, problem
from tests.http.histories import BEGUN, changes_of, feed_end, feed_of, feed_start
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

BAD_CURSORS = ("x", "1", "-1", "00", "null", "é", "W10", "WzFd", "a" * 3000, " ")


def test_the_feed_tells_what_to_put_and_what_to_take_away_oldest_first(visitor: Person) -> None:
    recorded = visitor.record("12.50")
    path = f"/transactions/{recorded['id']}"
    edited = ok(visitor.patch(path, {"amount": "3.00"}))
    ok(visitor.delete(path), 204)
    restored = ok(visitor.post(f"{path}/restore"))

    feed = feed_of(visitor)

    told = [(item["sequence"] - BEGUN, item["deleted"], item["resource"]) for item in feed["items"]]
    assert told == [
        (1, False, recorded), (2, False, edited), (3, True, None), (4, False, restored),
    ]  # fmt: skip
    log = changes_of(visitor)[::-1]
    assert [item["change_id"] for item in feed["items"]] == [change["id"] for change in log]
    assert [item["at"] for item in feed["items"]] == [change["at"] for change in log]
    assert {(item["entity"], item["entity_id"], item["cause"]) for item in feed["items"]} == {
        ("TRANSACTION", recorded["id"], "API")
    }
    assert not feed["has_more"]


def test_removed_categories_and_accounts_are_tombstones(visitor: Person) -> None:
    category = ok(visitor.post("/categories", {"name": "Pets", "type": "EXPENSE"}), 201)
    account = ok(visitor.post("/accounts", {"name": "Cash", "kind": "CASH"}), 201)
    ok(visitor.delete(f"/categories/{category['id']}"), 204)
    ok(visitor.delete(f"/accounts/{account['id']}"), 204)

    first, second, *tombstones = feed_of(visitor)["items"]

    assert first["resource"] == category
    derived = {
        "balance", "base_balance", "is_below_low_balance", "rate_date", "transaction_count",
    }  # fmt: skip
    assert second["resource"] == {k: v for k, v in account.items() if k not in derived}
    assert [(t["entity"], t["entity_id"], t["deleted"], t["resource"]) for t in tombstones] == [
        ("CATEGORY", category["id"], True, None), ("ACCOUNT", account["id"], True, None),
    ]  # fmt: skip


def test_the_feed_goes_on_from_its_cursor_and_says_whether_there_is_more(visitor: Person) -> None:
    for _ in range(4):
        visitor.record()

    pages = [page := feed_of(visitor, limit=2)]
    pages += [page := feed_of(visitor, page["next_cursor"], limit=2)]
    end = feed_of(visitor, page["next_cursor"], limit=2)

    numbers = [[item["sequence"] - BEGUN for item in page["items"]] for page in pages]
    assert numbers == [[1, 2], [3, 4]]
    assert [page["has_more"] for page in pages] == [True, False]
    assert end == {"items": [], "next_cursor": page["next_cursor"], "has_more": False}
    visitor.record()
    [fifth] = feed_of(visitor, end["next_cursor"])["items"]
    assert fifth["sequence"] == BEGUN + 5


def test_the_feed_starts_at_the_beginning_or_from_now_on(visitor: Person) -> None:
    visitor.record()
    from_now = feed_end(visitor)

    assert feed_of(visitor, "") == feed_of(visitor, "0")
    assert len(feed_of(visitor, "0")["items"]) == BEGUN + 1
    assert feed_of(visitor, from_now)["items"] == []
    later = visitor.record()
    assert [item["resource"] for item in feed_of(visitor, from_now)["items"]] == [later]


def test_the_feed_begins_with_all_that_a_ledger_begins_with(visitor: Person) -> None:
    items = feed_of(visitor, "0")["items"]

    shown: dict[str, list[Any]] = {}
    for item in items:
        assert (item["cause"], item["deleted"]) == ("DEMO", False)
        shown.setdefault(item["entity"], []).append(item["resource"])
    assert shown.keys() == {"SETTINGS", "CATEGORY", "ACCOUNT"}
    categories = ok(visitor.get("/categories"))["items"]
    assert sorted(shown["CATEGORY"], key=str) == sorted(categories, key=str)
    [account] = ok(visitor.get("/accounts"))["items"]
    assert shown["ACCOUNT"][0].items() <= account.items()
    [settings] = shown["SETTINGS"]
    assert settings.items() <= ok(visitor.get("/settings")).items()


def test_the_feed_of_a_ledger_without_changes_has_a_place_to_go_on_from(visitor: Person) -> None:
    empty = feed_of(visitor)

    assert (empty["items"], empty["has_more"]) == ([], False)
    recorded = visitor.record()
    assert [i["resource"] for i in feed_of(visitor, empty["next_cursor"])["items"]] == [recorded]


@pytest.mark.parametrize("cursor", BAD_CURSORS)
@pytest.mark.parametrize(("path", "name"), [("/changes/feed", "since"), ("/changes", "cursor")])
def test_a_cursor_that_nobody_gave_out_is_unreadable(
    settled_visitor: Person, path: str, name: str, cursor: str
) -> None:
    refused = settled_visitor.get(path, query_string={name: cursor})

    problem(refused, 400, "unreadable")


def test_a_cursor_leads_nowhere_in_another_list_or_ledger(visitor: Person) -> None:
    transaction_id = visitor.record()["id"]
    visitor.record()
    stranger = new_visitor()
    since = feed_of(visitor)["next_cursor"]
    cursor = ok(visitor.get("/changes?limit=1"))["next_cursor"]
    of_transactions = ok(visitor.get("/transactions?limit=1"))["next_cursor"]

    ok(visitor.get("/changes/feed", query_string={"since": since}))
    ok(visitor.get("/changes", query_string={"cursor": cursor}))
    for person, query in (
        (visitor, {"cursor": since}),
        (visitor, {"since": cursor}),
        (visitor, {"since": of_transactions}),
        (visitor, {"cursor": of_transactions}),
        (visitor, {"cursor": cursor, "entity_id": transaction_id}),
        (stranger, {"cursor": cursor}),
        (stranger, {"since": since}),
    ):
        path = "/changes/feed" if "since" in query else "/changes"
        problem(person.get(path, query_string=query), 400, "unreadable")


def test_a_place_that_the_ledger_has_not_come_to_was_not_given_out_by_anyone(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.record()
    forged: list[str] = []

    def forge(fingerprint: str, *place: str | int) -> str:
        forged.append(cursor_to(fingerprint, BEGUN + 2))
        return cursor_to(fingerprint, *place)

    monkeypatch.setattr("shared.services.history.changes.cursor_to", forge)
    feed_start(visitor)

    problem(visitor.get("/changes/feed", query_string={"since": forged[0]}), 400, "unreadable")
    visitor.record()
    assert feed_of(visitor, forged[0])["items"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"entity_id": "a", "transaction_id": "a"}, "entity_id"),
        ({"entity_id": "a b"}, "entity_id"),
        ({"transaction_id": ""}, "transaction_id"),
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"since": "a"}, "since"),
    ],
)
def test_what_cannot_be_asked_for_is_named(
    settled_visitor: Person, query: dict[str, Any], field: str
) -> None:
    problem(settled_visitor.get("/changes", query_string=query), 422, "invalid-argument", field)


@pytest.mark.parametrize(
    ("query", "field"),
    [({"limit": 101}, "limit"), ({"cursor": "a"}, "cursor"), ({"entity": "ACCOUNT"}, "entity")],
)
def test_the_feed_has_a_position_and_no_filter(
    settled_visitor: Person, query: dict[str, Any], field: str
) -> None:
    refused = settled_visitor.get("/changes/feed", query_string=query)

    problem(refused, 422, "invalid-argument", field)
