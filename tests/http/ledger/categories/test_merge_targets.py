"""The target of a merge stays open until the merge is done, and rules follow to it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.http.answers import nothing_written, ok, problem, transactions_of
from tests.http.histories import undo
from tests.support.faults import Crashed, fault
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person


class Kind(NamedTuple):
    """How one kind of what can be merged is named in the API."""

    path: str
    field: str
    busy: str
    content: dict[str, Any]


CATEGORIES = Kind("/categories", "category_id", "category-busy", {"type": "EXPENSE"})
ACCOUNTS = Kind("/accounts", "account_id", "account-busy", {"kind": "CASH"})
TYPES = Kind("/types", "custom_type_id", "custom-type-busy", {"type": "EXPENSE"})
of_every_kind = pytest.mark.parametrize(
    "kind", [CATEGORIES, ACCOUNTS, TYPES], ids=lambda kind: kind.path
)


def change_of(response: Any, status: int = 200) -> dict[str, Any]:
    """Return the change that a write made."""
    ok(response, status)
    return {"id": response.headers["X-Change-Id"]}


def create(person: Person, kind: Kind, name: str) -> Any:
    return ok(person.post(kind.path, kind.content | {"name": name}), 201)


def merge(person: Person, kind: Kind, source: str, target: str) -> Any:
    return person.delete(f"{kind.path}/{source}?reassign_to={target}")


@of_every_kind
def test_the_target_of_a_merge_is_neither_removed_nor_closed_in_any_way(
    visitor: Person, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, other = (create(visitor, kind, name)["id"] for name in ("Source", "Other"))
    created = visitor.post(kind.path, kind.content | {"name": "Target"})
    creation, target = change_of(created, 201), ok(created, 201)["id"]
    path = f"{kind.path}/{target}"
    archiving = change_of(visitor.patch(path, {"archived": True}))
    opening = undo(visitor, archiving)[0]
    for _ in range(2):
        visitor.record("1.00", "Dining", **{kind.field: source})
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 1)
    with fault("crash before the commit", skip=1), pytest.raises(Crashed):
        merge(visitor, kind, source, target)

    with nothing_written(visitor):
        refused = [
            visitor.delete(path),
            merge(visitor, kind, target, other),
            visitor.patch(path, {"archived": True}),
            visitor.put(path, kind.content | {"name": "Target", "archived": True}),
            visitor.post(f"/changes/{opening['id']}/undo", {}),
            visitor.post(f"/changes/{opening['id']}/undo", {"whole_operation": True}),
            visitor.post(f"/changes/{creation['id']}/undo", {}),
        ]

    for answer in refused:
        told = problem(answer, 409, kind.busy)["detail"]
        assert " is being merged into this one. " in told
    ok(merge(visitor, kind, source, target), 204)
    assert {one[kind.field] for one in transactions_of(visitor)} == {target}
    ok(visitor.patch(path, {"archived": True}))
    assert_law_holds(visitor.store)


@of_every_kind
def test_rules_follow_a_merge_and_its_undo_without_a_body(visitor: Person, kind: Kind) -> None:
    source, target = (create(visitor, kind, name)["id"] for name in ("Source", "Target"))
    conditions: list[dict[str, Any]] = [
        {"field": "DESCRIPTION", "operator": "CONTAINS", "value": "flowers"}
    ]
    actions = {"tags": ["garden"]}
    if kind is ACCOUNTS:
        conditions.append({"field": "ACCOUNT", "operator": "IS", "value": source})
    else:
        actions |= {kind.field: source}
    body = {"conditions": conditions, "actions": actions}
    rule = ok(visitor.post("/rules", body), 201)
    unlike = ok(visitor.post("/rules", {**body, "conditions": conditions[:1],
                                        "actions": {"tags": ["shop"]}}), 201)  # fmt: skip
    visitor.record("1.00", "Dining", **{kind.field: source})
    merged = change_of(merge(visitor, kind, source, target), 204)

    after = ok(visitor.get(f"/rules/{rule['id']}"))
    named = {**after["actions"], "account_id": after["conditions"][-1]["value"]}
    assert named[kind.field] == target
    assert ok(visitor.get(f"/rules/{unlike['id']}")) == unlike
    visitor.record(
        "2.00", "Rent", description="Flowers", **({kind.field: target} if kind is ACCOUNTS else {})
    )
    assert ok(visitor.post("/rules/apply", {"dry_run": False}))["changed"] == 1

    changes = ok(visitor.post(f"/changes/{merged['id']}/undo", {}))["changes"]

    assert [one["entity"] for one in changes].count("RULES") == 1
    back = ok(visitor.get(f"/rules/{rule['id']}"))
    assert (back["conditions"], back["actions"]) == (rule["conditions"], rule["actions"])
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)
