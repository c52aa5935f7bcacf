from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.models.values.identifiers import new_id
from shared.services.history import changes
from tests.http.answers import documents_of, no_commit, ok, problem
from tests.http.histories import BEGUN, changes_of, feed_of
from tests.support.ledgers.people import Person, anonymous_user, registered_user
from tests.support.ledgers.people import visitor as new_visitor


def test_a_creation_shows_the_transaction_as_its_maker_saw_it(visitor: Person) -> None:
    recorded = visitor.record("12.50", notes="n")

    [change] = changes_of(visitor)

    assert change == {
        "id": change["id"],
        "sequence": BEGUN + 1,
        "at": recorded["created_at"],
        "actor": visitor.uid,
        "cause": "API",
        "cause_id": None,
        "entity": "TRANSACTION",
        "entity_id": recorded["id"],
        "action": "CREATED",
        "changed_fields": [
            "account_id", "amount", "category_id", "currency", "date", "notes", "type",
        ],
        "operation_id": change["id"],
        "before": None,
        "after": recorded,
    }  # fmt: skip


def test_an_edit_shows_before_and_after_and_the_fields_that_differ(visitor: Person) -> None:
    before = visitor.record("12.50", notes="n")
    path = f"/transactions/{before['id']}"
    after = ok(visitor.patch(path, {"amount": "3.00", "notes": None, "tags": ["t"]}))

    change = changes_of(visitor)[0]

    assert (change["action"], change["before"], change["after"]) == ("UPDATED", before, after)
    assert change["changed_fields"] == ["amount", "notes", "tags"]


@pytest.mark.parametrize("currency", ["JPY", "KWD"])
def test_amounts_are_decimals_of_the_currency(currency: str) -> None:
    person = new_visitor(currency)
    amount, half = {"JPY": ("1250", "625"), "KWD": ("12.500", "6.250")}[currency]
    groceries, dining = person.category_ids["Groceries"], person.category_ids["Dining"]
    splits = [{"category_id": key, "amount": half} for key in (groceries, dining)]
    recorded = person.record(amount, splits=splits, category_id=None)
    account = ok(
        person.post("/accounts", {"name": "C", "kind": "CASH", "opening_balance": amount}), 201
    )

    of_account, of_transaction = changes_of(person)

    assert of_transaction["after"] == recorded
    assert [split["amount"] for split in of_transaction["after"]["splits"]] == [half, half]
    assert of_account["after"]["opening_balance"] == account["opening_balance"] == amount
    assert "opening_balance" in of_account["changed_fields"]


def test_the_trash_is_a_deletion_and_a_restoration(visitor: Person) -> None:
    path = f"/transactions/{visitor.record()['id']}"
    ok(visitor.delete(path), 204)
    restored = ok(visitor.post(f"{path}/restore"))

    restoration, deletion, _ = changes_of(visitor)

    assert (deletion["action"], deletion["changed_fields"]) == ("DELETED", ["deleted_at"])
    assert deletion["after"]["deleted_at"]
    assert (restoration["action"], restoration["after"]) == ("RESTORED", restored)


def test_categories_are_shown_as_clients_see_them(visitor: Person) -> None:
    created = ok(visitor.post("/categories", {"name": "Pets", "type": "EXPENSE"}), 201)
    path = f"/categories/{created['id']}"
    renamed = ok(visitor.patch(path, {"name": "Animals"}))
    ok(visitor.delete(path), 204)

    removal, rename, creation = changes_of(visitor, entity_id=created["id"])

    assert {change["entity"] for change in (removal, rename, creation)} == {"CATEGORY"}
    assert (creation["before"], creation["after"]) == (None, created)
    assert (rename["before"], rename["after"]) == (created, renamed)
    assert rename["changed_fields"] == ["name"]
    assert (removal["before"], removal["after"], removal["action"]) == (renamed, None, "DELETED")


def test_accounts_are_shown_without_what_their_transactions_come_to(visitor: Person) -> None:
    created = ok(visitor.post("/accounts", {"name": "Cash", "kind": "CASH"}), 201)

    [creation] = changes_of(visitor)

    derived = {
        "balance", "base_balance", "is_below_low_balance", "rate_date", "transaction_count",
    }  # fmt: skip
    assert creation["entity"] == "ACCOUNT"
    assert creation["after"] == {k: v for k, v in created.items() if k not in derived}


def test_what_belongs_to_one_commit_has_one_operation_and_its_cause(visitor: Person) -> None:
    dining, groceries = visitor.category_ids["Dining"], visitor.category_ids["Groceries"]
    rows = [visitor.entry("1.00", "Dining"), visitor.entry("2.00", "Dining")]
    ok(visitor.post("/transactions/batch", {"create": rows}))
    ok(visitor.delete(f"/categories/{dining}?reassign_to={groceries}"), 204)

    *merge, second, first = changes_of(visitor)

    assert first["operation_id"] == second["operation_id"] == first["id"] != second["id"]
    assert {change["operation_id"] for change in merge} != {first["operation_id"]}
    assert {(change["cause"], change["cause_id"]) for change in merge} == {
        ("CATEGORY_MERGE", dining)
    }
    assert len({change["operation_id"] for change in merge}) == 1
    assert sorted(change["entity"] for change in merge) == ["CATEGORY"] + ["TRANSACTION"] * 2


def test_pages_show_every_change_once_newest_first_while_others_come_in(visitor: Person) -> None:
    for _ in range(5):
        visitor.record()
    seen: list[int] = []
    cursor: dict[str, str | None] = {}
    for length in (8, 8, BEGUN + 5 - 16):
        page = ok(visitor.get("/changes", query_string={"limit": 8, **cursor}))
        assert len(page["items"]) == length
        seen += [change["sequence"] for change in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
        visitor.record()

    assert seen == list(range(BEGUN + 5, 0, -1))
    assert cursor == {"cursor": None}


def test_the_history_of_one_thing_has_its_changes_alone(visitor: Person) -> None:
    one, other = visitor.record()["id"], visitor.record()["id"]
    for notes in "abc":
        ok(visitor.patch(f"/transactions/{one}", {"notes": notes}))
        ok(visitor.patch(f"/transactions/{other}", {"notes": notes}))

    for name in ("transaction_id", "entity_id"):
        first = ok(visitor.get("/changes", query_string={name: one, "limit": 3}))
        query = {name: one, "limit": 3, "cursor": first["next_cursor"]}
        second = ok(visitor.get("/changes", query_string=query))
        found = first["items"] + second["items"]
        assert [change["entity_id"] for change in found] == [one] * 4
        assert [change["sequence"] - BEGUN for change in found] == [7, 5, 3, 1]
        assert second["next_cursor"] is None


def test_a_transactions_history_is_not_that_of_a_category(visitor: Person) -> None:
    created = ok(visitor.post("/categories", {"name": "Pets", "type": "EXPENSE"}), 201)

    assert len(changes_of(visitor, entity_id=created["id"])) == 1
    assert changes_of(visitor, transaction_id=created["id"]) == []
    assert changes_of(visitor, transaction_id="missing") == []


def test_one_change_is_the_one_of_the_list(visitor: Person) -> None:
    visitor.record()
    [listed] = changes_of(visitor)

    assert ok(visitor.get(f"/changes/{listed['id']}")) == listed
    problem(visitor.get("/changes/missing"), 404, "not-found")
    problem(visitor.get("/changes/a.b"), 404, "not-found")
    problem(visitor.get("/changes/%FF"), 404, "not-found")


def test_settings_are_shown_as_their_function_shows_them(visitor: Person) -> None:
    before = ok(visitor.get("/settings"))
    after = ok(visitor.patch("/settings", {"timezone": "Europe/Berlin"}))

    [item] = feed_of(visitor)["items"]
    change = ok(visitor.get(f"/changes/{item['change_id']}"))

    assert (change["entity"], change["action"]) == ("SETTINGS", "UPDATED")
    assert (change["before"], change["after"]) == (before, after)
    assert change["changed_fields"] == ["timezone"]
    assert (item["entity"], item["resource"], item["deleted"]) == ("SETTINGS", after, False)


def test_anothers_changes_are_neither_listed_nor_followed(visitor: Person) -> None:
    stranger = new_visitor()
    recorded = visitor.record()
    [change] = changes_of(visitor)

    assert changes_of(stranger) == changes_of(stranger, entity_id=recorded["id"]) == []
    assert feed_of(stranger)["items"] == []
    foreign = problem(stranger.get(f"/changes/{change['id']}"), 404, "not-found")
    missing = problem(stranger.get(f"/changes/{new_id()}"), 404, "not-found")
    assert foreign | {"instance": ""} == missing | {"instance": ""}


@pytest.mark.parametrize("path", ["/changes", "/changes/feed", "/changes/{id}"])
def test_an_expired_demo_shows_no_changes(visitor: Person, path: str) -> None:
    visitor.record()
    path = path.format(id=changes_of(visitor)[0]["id"])
    past = datetime.now(UTC) - timedelta(seconds=1)
    visitor.store.tenant.reference.update({"expires_at": past})

    problem(visitor.get(path), 410, "demo-expired")


def test_a_first_call_finds_only_what_began_the_ledger(emulators: None) -> None:
    user = registered_user()

    assert changes_of(user) == []
    beginning = ok(user.get("/changes"))["items"]
    assert {change["cause"] for change in beginning} == {"PROVISIONING"}
    problem(anonymous_user().get("/changes"), 403, "no-tenant")


def test_reading_changes_writes_nothing(settled_visitor: Person) -> None:
    before = documents_of(settled_visitor.store.ref.path)

    with no_commit():
        change = changes_of(settled_visitor)[0]
        ok(settled_visitor.get(f"/changes/{change['id']}"))
        feed_of(settled_visitor)

    assert documents_of(settled_visitor.store.ref.path) == before


def test_a_list_that_stops_before_its_page_is_full_is_partial_and_goes_on(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = visitor.record("12.50")
    for number in range(3):
        ok(visitor.patch(f"/transactions/{recorded['id']}", {"notes": str(number)}))
    monkeypatch.setattr(changes, "_MAX_READ", 3)
    asked = {"transaction_id": recorded["id"], "actor": "nobody", "limit": 1}

    first = ok(visitor.get("/changes", query_string=asked))
    rest = ok(visitor.get("/changes", query_string={**asked, "cursor": first["next_cursor"]}))
    mine = ok(visitor.get("/changes", query_string={**asked, "actor": visitor.uid}))

    assert (first["items"], first["is_partial"]) == ([], True)
    assert (rest["items"], rest["is_partial"], rest["next_cursor"]) == ([], False, None)
    assert (len(mine["items"]), mine["is_partial"]) == (1, False)
