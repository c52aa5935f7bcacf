"""Each resource tells its version as ``etag``, and can be changed with it without another read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem
from tests.support.cases import for_each
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import new_workspace

RULE = {
    "conditions": [{"field": "PAYEE", "operator": "CONTAINS", "value": "shop"}],
    "actions": {"tags": ["shop"]},
}


def _category(person: Person) -> tuple[str, str, dict[str, Any]]:
    return "/categories", f"/categories/{person.category_ids['Dining']}", {"name": "Restaurants"}


def _account(person: Person) -> tuple[str, str, dict[str, Any]]:
    [account] = ok(person.get("/accounts"))["items"]
    return "/accounts", f"/accounts/{account['id']}", {"name": "Cash"}


def _transaction(person: Person) -> tuple[str, str, dict[str, Any]]:
    return "/transactions", f"/transactions/{person.record()['id']}", {"notes": "a note"}


def _recent(person: Person) -> tuple[str, str, dict[str, Any]]:
    return "/dashboard/recent", *_transaction(person)[1:]


def _rule(person: Person) -> tuple[str, str, dict[str, Any]]:
    return "/rules", f"/rules/{ok(person.post('/rules', RULE), 201)['id']}", {"name": "Shops"}


def _custom_type(person: Person) -> tuple[str, str, dict[str, Any]]:
    made = ok(person.post("/types", {"name": "Fee", "type": "EXPENSE"}), 201)
    return "/types", f"/types/{made['id']}", {"name": "Charge"}


def _workspace(person: Person) -> tuple[str, str, dict[str, Any]]:
    return "/workspaces", new_workspace(person).path, {"name": "Team"}


def _member(person: Person) -> tuple[str, str, dict[str, Any]]:
    workspace, member = new_workspace(person), registered_user(is_verified=True)
    workspace.admit(member)
    members = f"{workspace.path}/members"
    return members, f"{members}/{member.uid}", {"role": "ANALYST"}


Listed = Callable[[Person], tuple[str, str, dict[str, Any]]]
"""Makes a resource of a person: the path of a list with it, its own path, and a change of it."""

LISTED: dict[str, Listed] = {
    "custom type": _custom_type,
    "category": _category,
    "account": _account,
    "transaction": _transaction,
    "recent transaction": _recent,
    "rule": _rule,
    "workspace": _workspace,
    "member": _member,
}
ALONE = {"/settings": {"timezone": "Europe/Rome"}, "/me": {"locale": "de"}}


@pytest.fixture
def owner() -> Person:
    """Return a registered user with a verified address, who may own workspaces."""
    return registered_user(is_verified=True)


@for_each("name", LISTED)
def test_a_resource_of_a_list_is_changed_with_its_etag(owner: Person, name: str) -> None:
    listed_at, path, change = LISTED[name](owner)
    item_id = path.rpartition("/")[2]
    items = ok(owner.get(listed_at))["items"]
    [listed] = [one for one in items if item_id in (one.get("id"), one.get("uid"))]
    assert listed["etag"] == owner.get(path).headers["ETag"]

    changed = owner.patch(path, change, headers={"If-Match": listed["etag"]})

    assert ok(changed)["etag"] == changed.headers["ETag"] != listed["etag"]
    assert_another_change_is_refused(owner, path, change, listed["etag"], ok(changed))


@for_each("path", ALONE)
def test_settings_are_changed_with_their_etag(owner: Person, path: str) -> None:
    read = owner.get(path)
    etag = ok(read)["etag"]
    assert etag == read.headers["ETag"]

    changed = owner.patch(path, ALONE[path], headers={"If-Match": etag})

    assert ok(changed)["etag"] == changed.headers["ETag"] != etag
    assert_another_change_is_refused(owner, path, ALONE[path], etag, ok(changed))


def assert_another_change_is_refused(
    person: Person, path: str, change: dict[str, Any], former: str, current: dict[str, Any]
) -> None:
    """Check that the former ETag is refused, and that the problem tells the present one."""
    with nothing_written(person):
        refused = person.patch(path, change, headers={"If-Match": former})

    assert problem(refused, 412, "precondition-failed")["current"] == current
    ok(person.patch(path, change, headers={"If-Match": current["etag"]}))


@pytest.mark.parametrize("known", ['W/"1"', 'W/"7", W/"1"', '"1", "7"'])
def test_an_etag_that_a_proxy_weakened_names_the_same_version(visitor: Person, known: str) -> None:
    path = f"/transactions/{visitor.record()['id']}"

    ok(visitor.patch(path, {"notes": "a"}, headers={"If-Match": known}))

    refused = visitor.patch(path, {"notes": "b"}, headers={"If-Match": known})
    problem(refused, 412, "precondition-failed")
    ok(visitor.patch(path, {"notes": "b"}, headers={"If-Match": 'W/"2"'}))


def test_a_resource_in_the_feed_has_the_etag_of_its_change(visitor: Person) -> None:
    path = f"/transactions/{visitor.record()['id']}"
    account = ok(visitor.get("/accounts"))["items"][0]
    ok(visitor.patch(path, {"notes": "a"}))
    ok(visitor.patch(f"/accounts/{account['id']}", {"name": "Cash"}))

    changes = ok(visitor.get("/changes?limit=3"))["items"]

    told = [(one["entity"], one["action"], one["after"]["etag"]) for one in changes]
    assert told == [
        ("ACCOUNT", "UPDATED", '"2"'),
        ("TRANSACTION", "UPDATED", '"2"'),
        ("TRANSACTION", "CREATED", '"1"'),
    ]
    assert all("etag" not in one["changed_fields"] for one in changes)
