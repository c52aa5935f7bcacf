from __future__ import annotations

import pytest

from tests.http.accounts import accounts_of, create, default_of, names, path_of
from tests.http.answers import nothing_written, ok, problem
from tests.support.faults import fault
from tests.support.ledgers.ledgers import assert_log_is_complete, stored_changes
from tests.support.ledgers.people import Person


def test_a_patch_changes_what_it_names_and_leaves_the_rest(visitor: Person) -> None:
    before = create(visitor, color="#00ffaa", opening_balance="7.00", opening_date="2026-01-01")

    response = visitor.patch(path_of(before), {"kind": "OTHER", "color": None})

    after = ok(response)
    assert after["updated_at"] > before["updated_at"]
    changed = {"kind": "OTHER", "color": None, "updated_at": after["updated_at"], "etag": '"2"'}
    assert after == before | changed
    assert response.headers["ETag"] == '"2"'


def test_a_change_that_changes_nothing_is_no_new_version(visitor: Person) -> None:
    before = create(visitor, opening_balance="7.00", opening_date="2026-01-01")
    whole = {
        "name": "Savings", "kind": "SAVINGS", "opening_balance": 7, "opening_date": "2026-01-01",
    }  # fmt: skip

    with nothing_written(visitor):
        responses = [
            visitor.patch(path_of(before), {}),
            visitor.patch(path_of(before), {"opening_balance": "7", "is_default": False}),
            visitor.put(path_of(before), whole),
        ]

    for response in responses:
        assert (ok(response), response.headers["ETag"]) == (before, '"1"')


def test_a_put_replaces_the_whole(visitor: Person) -> None:
    before = create(visitor, color="#00ffaa", icon="pig", opening_balance="7.00")

    after = ok(visitor.put(path_of(before), {"name": "Hoard", "kind": "CASH", "archived": True}))

    assert (after["name"], after["kind"], after["archived"]) == ("Hoard", "CASH", True)
    assert (after["color"], after["icon"], after["balance"]) == (None, None, "0.00")


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_a_change_of_what_has_changed_meanwhile_is_refused(visitor: Person, method: str) -> None:
    path = path_of(create(visitor))
    current = ok(visitor.patch(path, {"color": "#00ffaa"}))
    body = {"PATCH": {"name": "B"}, "PUT": {"name": "B", "kind": "CASH"}}.get(method)

    with nothing_written(visitor):
        lost = visitor.call(method, path, json=body, headers={"If-Match": '"1"'})

    assert problem(lost, 412, "precondition-failed")["current"] == current
    won = visitor.call(method, path, json=body, headers={"If-Match": '"2"'})
    assert won.status_code in {200, 204}


def test_another_account_becomes_the_default_and_both_have_changed(visitor: Person) -> None:
    main, savings = default_of(visitor), create(visitor)

    response = visitor.patch(path_of(savings), {"is_default": True})

    assert (ok(response)["is_default"], response.headers["ETag"]) == (True, '"2"')
    former = visitor.get(path_of(main))
    assert (ok(former)["is_default"], former.headers["ETag"]) == (False, '"2"')
    assert visitor.record()["account_id"] == savings["id"]
    assert names(visitor) == ["Savings", "Main account"]
    logged = [c["entity_id"] for c in stored_changes(visitor.store).values()]
    assert logged.count(savings["id"]) == 2
    assert logged.count(main["id"]) == 2
    assert_log_is_complete(visitor.store)


def test_who_is_the_default_already_can_be_made_it_again(visitor: Person) -> None:
    path = path_of(default_of(visitor))

    with nothing_written(visitor):
        response = visitor.patch(path, {"is_default": True})

    assert (ok(response)["is_default"], response.headers["ETag"]) == (True, '"1"')
    renamed = ok(visitor.put(path, {"name": "Giro", "kind": "CHECKING", "is_default": True}))
    assert (renamed["name"], renamed["is_default"]) == ("Giro", True)


def test_there_is_always_a_default_account_that_can_be_booked_on(visitor: Person) -> None:
    path = path_of(default_of(visitor))
    savings = path_of(create(visitor))
    whole = {"name": "Main account", "kind": "CHECKING"}

    with nothing_written(visitor):
        responses = [
            visitor.delete(path),
            visitor.delete(f"{path}?reassign_to={savings.rpartition('/')[2]}"),
            visitor.patch(path, {"archived": True}),
            visitor.patch(path, {"archived": True, "is_default": True}),
            visitor.patch(path, {"is_default": False}),
            visitor.put(path, whole),
            visitor.put(path, whole | {"archived": True, "is_default": True}),
        ]

    for response in responses:
        problem(response, 409, "default-account")
    ok(visitor.patch(savings, {"is_default": True}))
    ok(visitor.patch(path, {"archived": True}))
    ok(visitor.delete(path), 204)


def test_an_archived_account_does_not_become_the_default(visitor: Person) -> None:
    path = path_of(create(visitor))
    ok(visitor.patch(path, {"archived": True}))

    with nothing_written(visitor):
        alone = visitor.patch(path, {"is_default": True})
    problem(alone, 422, "invalid-argument", "is_default")

    assert ok(visitor.patch(path, {"is_default": True, "archived": False}))["is_default"] is True


def test_nothing_new_is_booked_on_an_archived_account(visitor: Person) -> None:
    savings = create(visitor)
    kept = visitor.record(account_id=savings["id"])
    ok(visitor.patch(path_of(savings), {"archived": True}))

    with nothing_written(visitor):
        response = visitor.post("/transactions", visitor.entry(account_id=savings["id"]))

    problem(response, 422, "invalid-argument", "account_id")
    ok(visitor.patch(f"/transactions/{kept['id']}", {"amount": "1.00"}))
    assert ok(visitor.get(path_of(savings)))["balance"] == "-1.00"


def test_an_unused_account_can_be_deleted_and_its_name_is_free(visitor: Person) -> None:
    savings = create(visitor, opening_balance="5.00")

    response = visitor.delete(path_of(savings))

    assert (response.status_code, response.get_data()) == (204, b"")
    problem(visitor.get(path_of(savings)), 404, "not-found")
    problem(visitor.delete(path_of(savings)), 404, "not-found")
    assert accounts_of(visitor)["totals"]["net_worth"] == "0.00"
    assert create(visitor)["id"] != savings["id"]
    assert_log_is_complete(visitor.store)


def test_an_account_in_use_on_either_side_is_not_deleted_and_says_how_many_use_it(
    visitor: Person,
) -> None:
    savings, main = create(visitor), default_of(visitor)
    visitor.record(account_id=savings["id"])
    moved = {"type": "TRANSFER", "amount": "5.00", "date": "2026-03-31"}
    body = moved | {"account_id": main["id"], "to_account_id": savings["id"]}
    transfer = ok(visitor.post("/transactions", body), 201)
    visitor.record()

    with nothing_written(visitor):
        response = visitor.delete(path_of(savings))

    assert problem(response, 409, "account-in-use")["transaction_count"] == 2
    ok(visitor.delete(f"/transactions/{transfer['id']}"), 204)
    again = problem(visitor.delete(path_of(savings)), 409, "account-in-use")
    assert again["transaction_count"] == 1


def test_what_was_deleted_from_an_account_that_is_gone_comes_back_onto_another(
    visitor: Person,
) -> None:
    savings = create(visitor)
    deleted = visitor.record("12.50", account_id=savings["id"])
    ok(visitor.delete(f"/transactions/{deleted['id']}"), 204)
    ok(visitor.delete(path_of(savings)), 204)
    path = f"/transactions/{deleted['id']}/restore"

    with nothing_written(visitor):
        problem(visitor.post(path), 409, "account-gone")

    main = default_of(visitor)
    assert ok(visitor.post(path, {"account_id": main["id"]}))["account_id"] == main["id"]
    assert default_of(visitor)["balance"] == "-12.50"


@pytest.mark.parametrize("what", ["commit refused", "answer lost", "contention"])
@pytest.mark.parametrize("request_name", ["create", "rename", "new default", "delete"])
def test_a_commit_that_goes_wrong_once_is_nothing_the_client_sees(
    visitor: Person, request_name: str, what: str
) -> None:
    path = path_of(create(visitor, "Old"))
    method, path, body, status, changes = {
        "create": ("POST", "/accounts", {"name": "P", "kind": "CASH"}, 201, 1),
        "rename": ("PATCH", path, {"name": "New"}, 200, 1),
        "new default": ("PATCH", path, {"is_default": True}, 200, 2),
        "delete": ("DELETE", path, None, 204, 1),
    }[request_name]
    headers = {} if method == "POST" else {"If-Match": '"1"'}
    before = len(stored_changes(visitor.store))

    with fault(what) as injected:
        response = visitor.call(method, path, json=body, headers=headers)

    assert injected.has_struck
    ok(response, status)
    assert len(stored_changes(visitor.store)) == before + changes
    assert_log_is_complete(visitor.store)
