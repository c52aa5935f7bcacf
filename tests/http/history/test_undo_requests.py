from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.http.answers import no_commit, nothing_written, ok, problem, transactions_of
from tests.http.histories import ask_undo, changes_of, latest, undo
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

KEY = {"Idempotency-Key": "a-key"}
WHOLE = {"whole_operation": True}


def test_a_retry_with_its_key_gets_the_first_answer_whatever_came_after(visitor: Person) -> None:
    visitor.record()
    path = f"/changes/{latest(visitor)['id']}/undo"
    first = ok(visitor.post(path, headers=KEY))
    undo(visitor, first["changes"][0])

    with nothing_written(visitor):
        second = ok(visitor.post(path, headers=KEY))

    assert second == first


def test_a_key_stands_for_one_request(visitor: Person) -> None:
    visitor.record()
    visitor.record()
    one, other = (f"/changes/{change['id']}/undo" for change in changes_of(visitor))
    ok(visitor.post(one, headers=KEY))

    with nothing_written(visitor):
        problem(visitor.post(one, WHOLE, headers=KEY), 422, "idempotency-key-reused")
        problem(visitor.post(other, headers=KEY), 422, "idempotency-key-reused")
        refused = visitor.post(other, headers={"Idempotency-Key": "a b"})
        problem(refused, 422, "invalid-argument", "Idempotency-Key")


def test_a_second_undo_tells_that_there_was_a_first(visitor: Person) -> None:
    recorded = visitor.record()
    change = latest(visitor)
    redo = undo(visitor, change)[0]["id"]

    for body in ({}, WHOLE):
        refused = problem(ask_undo(visitor, change, body), 409, "undo-conflict")
        assert refused["detail"] == "This is undone already. Undo the later change to redo it."
        assert refused["conflicts"] == [redo]

    ok(visitor.post(f"/changes/{redo}/undo"))
    ok(visitor.patch(f"/transactions/{recorded['id']}", {"notes": "later"}))
    refused = problem(ask_undo(visitor, change), 409, "undo-conflict")
    assert refused["detail"] == "Later changes affect the same fields. Undo them first."


def _batch(visitor: Person) -> str:
    """Return the path of the undo of a batch."""
    rows = [visitor.entry("1.00"), visitor.entry("2.00", "Dining")]
    ok(visitor.post("/transactions/batch", {"create": rows}))
    return f"/changes/{latest(visitor)['id']}/undo"


def _merge(visitor: Person) -> str:
    """Return the path as ``_batch``, for a merge of categories."""
    visitor.record("1.00", "Dining")
    dining, groceries = visitor.category_ids["Dining"], visitor.category_ids["Groceries"]
    ok(visitor.delete(f"/categories/{dining}?reassign_to={groceries}"), 204)
    return f"/changes/{latest(visitor)['id']}/undo"


def _removal(visitor: Person) -> str:
    """Return the path as ``_batch``, for a removed category."""
    ok(visitor.delete(f"/categories/{visitor.category_ids['Dining']}"), 204)
    return f"/changes/{latest(visitor)['id']}/undo"


def _move(visitor: Person) -> str:
    """Return the path as ``_batch``, for a move of the default account."""
    cash = ok(visitor.post("/accounts", {"name": "Cash", "kind": "CASH"}), 201)["id"]
    ok(visitor.patch(f"/accounts/{cash}", {"is_default": True}))
    return f"/changes/{latest(visitor)['id']}/undo"


def _rule(visitor: Person) -> str:
    """Return the path as ``_removal``, for a rule."""
    conditions = [{"field": "TYPE", "operator": "IS", "value": "EXPENSE"}]
    body = {"conditions": conditions, "actions": {"payee": "P"}}
    ok(visitor.delete(f"/rules/{ok(visitor.post('/rules', body), 201)['id']}"), 204)
    return f"/changes/{latest(visitor)['id']}/undo"


def _time_zone(visitor: Person) -> str:
    """Return the path as ``_removal``, for a time zone."""
    ok(visitor.patch("/settings", {"timezone": "Asia/Tokyo"}))
    return f"/changes/{latest(visitor)['id']}/undo"


@pytest.mark.parametrize("trouble", sorted(FAULTS))
@pytest.mark.parametrize(
    ("make", "undone"),
    [(_batch, 2), (_merge, 2), (_removal, 1), (_move, 2), (_rule, 1), (_time_zone, 1)],
)
def test_an_undo_happens_once_whatever_went_wrong(
    visitor: Person, make: Any, undone: int, trouble: str
) -> None:
    path = make(visitor)
    before = latest(visitor)["sequence"]

    with fault(trouble) as injected:
        try:
            first = ok(visitor.post(path, WHOLE, headers=KEY))
        except Crashed:
            first = ok(visitor.post(path, WHOLE, headers=KEY))

    assert injected.has_struck
    assert len(first["changes"]) == undone
    assert latest(visitor)["sequence"] == before + undone
    assert ok(visitor.post(path, WHOLE, headers=KEY)) == first
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)


@pytest.mark.parametrize("trouble", ["answer lost", "commit refused", "contention"])
def test_a_passing_fault_is_not_seen_without_a_key(visitor: Person, trouble: str) -> None:
    path = _batch(visitor)

    with fault(trouble) as injected:
        undone = ok(visitor.post(path, WHOLE))

    assert injected.has_struck
    assert len(undone["changes"]) == 2
    assert transactions_of(visitor) == []
    assert_law_holds(visitor.store)


def test_of_concurrent_undos_of_one_change_one_wins(visitor: Person) -> None:
    visitor.record()
    creation = latest(visitor)

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: ask_undo(visitor, creation), range(3)))

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert transactions_of(visitor) == []
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"whole_operation": "yes"}, "whole_operation"),
        ({"whole_operation": 1}, "whole_operation"),
        ({"whole_operation": None}, "whole_operation"),
        ({"whole": True}, "whole"),
        ([], "body"),
    ],
)
def test_a_body_that_is_not_understood_undoes_nothing(
    visitor: Person, body: Any, field: str
) -> None:
    visitor.record()
    creation = latest(visitor)

    with no_commit():
        problem(ask_undo(visitor, creation, body), 422, "invalid-argument", field)

    undo(visitor, creation, {"whole_operation": False})


@pytest.mark.parametrize("bad_id", ["missing", "a.b", "%00", "__x__", "x" * 200, "%FF"])
def test_what_is_no_change_is_not_found(settled_visitor: Person, bad_id: str) -> None:
    for body in (None, WHOLE):
        with no_commit():
            refused = settled_visitor.post(f"/changes/{bad_id}/undo", body)
        problem(refused, 404, "not-found")


def test_anothers_change_cannot_be_undone(visitor: Person) -> None:
    visitor.record()
    creation = latest(visitor)
    stranger = new_visitor()

    for body in (None, WHOLE):
        with nothing_written(visitor, stranger):
            problem(ask_undo(stranger, creation, body), 404, "not-found")
    undo(visitor, creation)


def test_nothing_is_undone_in_an_expired_demo(visitor: Person) -> None:
    visitor.record()
    creation = latest(visitor)
    past = datetime.now(UTC) - timedelta(seconds=1)
    visitor.store.tenant.reference.update({"expires_at": past})

    with nothing_written(visitor):
        problem(ask_undo(visitor, creation), 410, "demo-expired")


def test_a_merge_in_several_commits_is_undone_commit_by_commit(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 2)
    dining, groceries = visitor.category_ids["Dining"], visitor.category_ids["Groceries"]
    for _ in range(5):
        visitor.record("1.00", "Dining")
    start = latest(visitor)["sequence"]
    before = {one["id"]: one["category_id"] for one in transactions_of(visitor)}
    ok(visitor.delete(f"/categories/{dining}?reassign_to={groceries}"), 204)
    commits: dict[str, dict[str, Any]] = {}
    for change in changes_of(visitor):
        if change["sequence"] > start:
            commits.setdefault(change["operation_id"], change)

    last, middle, first = commits.values()
    with nothing_written(visitor):
        problem(ask_undo(visitor, middle, WHOLE), 409, "category-gone")
        refused = problem(ask_undo(visitor, first, WHOLE), 409, "undo-conflict")
    assert refused["conflicts"] == [last["id"]]
    for change in (last, middle, first):
        undo(visitor, change, WHOLE)

    assert {one["id"]: one["category_id"] for one in transactions_of(visitor)} == before
    ok(visitor.post("/transactions", visitor.entry("1.00", "Dining")), 201)


def test_more_changes_than_fit_one_commit_are_not_undone_at_once(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _batch(visitor)

    monkeypatch.setattr("shared.services.history.undo.MAX_UNDONE_AT_ONCE", 1)
    with no_commit():
        problem(visitor.post(path, WHOLE), 422, "invalid-argument", "whole_operation")
    monkeypatch.setattr("shared.services.history.undo.MAX_UNDONE_AT_ONCE", 2)

    assert len(ok(visitor.post(path, WHOLE))["changes"]) == 2


def test_the_largest_batch_is_undone_in_one_commit(visitor: Person) -> None:
    rows = [visitor.entry(f"{number}.00") for number in range(1, 501)]
    ok(visitor.post("/transactions/batch", {"create": rows}))

    new = undo(visitor, latest(visitor), WHOLE)

    assert len(new) == 500
    assert transactions_of(visitor) == []


def test_a_resource_that_was_changed_too_often_since_is_a_conflict(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.posting.later_changes.MAX_LATER_CHANGES", 2)
    path = f"/transactions/{visitor.record('1.00')['id']}"
    ok(visitor.patch(path, {"amount": "2.00"}))
    first = latest(visitor)
    ok(visitor.patch(path, {"amount": "3.00"}))
    second = latest(visitor)
    for notes in "ab":
        ok(visitor.patch(path, {"notes": notes}))

    for body in ({}, WHOLE):
        with nothing_written(visitor):
            refused = problem(ask_undo(visitor, first, body), 409, "undo-conflict")
        assert refused["conflicts"] == []
        assert "changed more than 2 times since" in refused["detail"]
    undo(visitor, second)

    assert ok(visitor.get(path))["amount"] == "2.00"
