"""A right that has ended ends at once, also for repeated requests and for work in progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from shared.errors import NotFound, PermissionDenied
from shared.repositories import connections
from shared.services.imports import import_runs
from tests.http.answers import ok, problem, transactions_of
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import Workspace

ROWS, CHUNK = 23, 5


def remove(workspace: Workspace, person: Person) -> None:
    ok(workspace.creator.delete(f"{workspace.path}/members/{person.uid}"), 204)


def deactivate(workspace: Workspace, person: Person) -> None:
    workspace.change(person, status="DEACTIVATED")


def delete(workspace: Workspace, _person: Person) -> None:
    ok(workspace.creator.delete(workspace.path), 204)


def demote(workspace: Workspace, person: Person) -> None:
    workspace.change(person, role="viewer")


End = Callable[[Workspace, Person], None]


@pytest.mark.parametrize("end", [remove, deactivate, delete])
def test_who_repeats_an_acceptance_is_told_no_more_than_they_may_read(
    workspace: Workspace, grace: Person, end: End
) -> None:
    body = {"token": workspace.invite(grace.email)["token"]}
    key = {"Idempotency-Key": "a-key"}
    first = grace.post("/workspaces/invitations/accept", body, headers=key)
    again = grace.post("/workspaces/invitations/accept", body, headers=key)

    assert ok(first, 201) == ok(again, 201)
    end(workspace, grace)
    problem(grace.post("/workspaces/invitations/accept", body, headers=key), 404, "not-found")


def leave(workspace: Workspace, person: Person) -> None:
    ok(person.post(f"{workspace.path}/leave"), 204)


@pytest.mark.parametrize("end", [remove, deactivate, demote, leave])
def test_the_invitations_of_an_admin_end_with_their_right(
    workspace: Workspace, grace: Person, end: End
) -> None:
    workspace.admit(grace, "admin")
    alias = registered_user(is_verified=True)
    sent = replace(workspace, creator=grace).invite(alias.email, "admin")
    of_creator = workspace.invite("ada@example.com")
    assert len(ok(alias.get("/workspaces/invitations"))["items"]) == 1

    end(workspace, grace)

    assert ok(alias.get("/workspaces/invitations"))["items"] == []
    listed = ok(workspace.creator.get(f"{workspace.path}/invitations"))["items"]
    assert [one["id"] for one in listed] == [of_creator["id"]]
    for verb in ("accept", "decline"):
        response = alias.post(f"/workspaces/invitations/{verb}", {"token": sent["token"]})
        problem(response, 410, "invitation-gone")
    problem(alias.get(workspace.path), 404, "not-found")


def test_who_repeats_an_acceptance_is_told_their_present_role(
    workspace: Workspace, grace: Person
) -> None:
    body = {"token": workspace.invite(grace.email, "analyst")["token"]}
    key = {"Idempotency-Key": "a-key"}
    ok(grace.post("/workspaces/invitations/accept", body, headers=key), 201)
    demote(workspace, grace)

    again = ok(grace.post("/workspaces/invitations/accept", body, headers=key), 201)

    assert again["role"] == "VIEWER"


def test_who_repeats_a_creation_is_told_no_more_than_they_may_read(
    workspace: Workspace, grace: Person
) -> None:
    key = {"Idempotency-Key": "a-key"}
    made = ok(grace.post("/workspaces", {"name": "W"}, headers=key), 201)
    created, owner = Workspace(made["id"], grace), workspace.creator
    created.admit(owner, "admin")
    ok(grace.post(f"{created.path}/transfer", {"uid": owner.uid}))

    ok(owner.patch(f"{created.path}/members/{grace.uid}", {"role": "viewer"}))
    again = ok(grace.post("/workspaces", {"name": "W"}, headers=key), 201)
    ok(owner.delete(f"{created.path}/members/{grace.uid}"), 204)

    assert again == made | {
        "role": "VIEWER",
        "is_owner": False,
        "etag": '"2"',
        "owner": {"uid": owner.uid, "display_name": None},
    }
    problem(grace.post("/workspaces", {"name": "W"}, headers=key), 404, "not-found")


@pytest.fixture
def plan_token(workspace: Workspace, grace: Person, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the plan of an import in several chunks, which an analyst has previewed."""
    monkeypatch.setattr("shared.models.imports.plan_chunks.PLAN_CHUNK", CHUNK)
    analyst = workspace.admit(grace, "analyst")
    lines = [f"2026-05-{1 + number:02},-{number + 1}.50,Shop {number}" for number in range(ROWS)]
    content = "\n".join(["Date,Amount,Payee", *lines]).encode()
    preview = analyst.call("POST", "/imports/preview", data=content, content_type="text/csv")
    return ok(preview, 201)["plan_token"]


def limits(actor: Person, *, chunks: int) -> import_runs.RunLimits:
    """Return limits of a run that has time for so many chunks."""
    asked = iter(range(1, 1_000))
    return import_runs.RunLimits(
        actor.uid, lambda: datetime.now(UTC), lambda: next(asked) >= chunks
    )


@pytest.mark.parametrize(
    ("end", "reason"),
    [(remove, NotFound), (deactivate, NotFound), (delete, NotFound), (demote, PermissionDenied)],
)
def test_an_import_goes_on_only_as_long_as_its_member_may(
    workspace: Workspace, grace: Person, plan_token: str, end: End, reason: type[Exception]
) -> None:
    store = workspace.store
    plan = import_runs.carry_out_import(store, plan_token, limits(grace, chunks=1))
    assert plan.imported_count == CHUNK
    end(workspace, grace)

    with pytest.raises(reason):
        import_runs.continue_import(
            store, plan.id, clock=lambda: datetime.now(UTC), is_over=lambda: False
        )

    if end is delete:
        ok(workspace.creator.post(f"{workspace.path}/restore"))
    assert len(transactions_of(workspace.as_seen_by(workspace.creator))) == CHUNK
    assert_law_holds(store)


class _AfterFirstChunk:
    """Observer that ends a right after the first commit of transactions."""

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end
        self.has_ended = False

    def before(self, _method: str, _request: Any) -> None:
        """Do nothing."""

    def after(self, method: str, request: Any) -> None:
        """End the right, once."""
        writes = request["writes"] if method == "commit" else ()
        if not self.has_ended and any("/transactions/" in one.update.name for one in writes):
            self.has_ended = True
            self._end()


def test_an_import_of_a_member_who_may_again_goes_on_to_its_end(
    workspace: Workspace, grace: Person, plan_token: str
) -> None:
    plan = import_runs.carry_out_import(workspace.store, plan_token, limits(grace, chunks=1))
    deactivate(workspace, grace)
    workspace.change(grace, status="ACTIVE")

    done = import_runs.continue_import(
        workspace.store, plan.id, clock=lambda: datetime.now(UTC), is_over=lambda: False
    )

    assert (done.is_done, done.imported_count) == (True, ROWS)
    assert_law_holds(workspace.store)


def record_rows(person: Person, category: str = "Groceries") -> None:
    rows = [person.entry(category=category) for _ in range(ROWS)]
    ok(person.post("/transactions/batch", {"create": rows}))


def prepare_merge(workspace: Workspace) -> None:
    record_rows(workspace.as_seen_by(workspace.creator))


def merge(person: Person, _prepared: Any) -> TestResponse:
    source, target = (person.category_ids[name] for name in ("Groceries", "Rent"))
    return person.delete(f"/categories/{source}?reassign_to={target}")


def prepare_rules(workspace: Workspace) -> None:
    creator = workspace.as_seen_by(workspace.creator)
    record_rows(creator)
    condition = {"field": "TYPE", "operator": "IS", "value": "EXPENSE"}
    rule = {
        "conditions": [condition],
        "actions": {"category_id": creator.category_ids["Rent"], "tags": ["seen"]},
    }
    ok(creator.post("/rules", rule), 201)


def apply_rules(person: Person, _prepared: Any) -> TestResponse:
    return person.post("/rules/apply", {"dry_run": False})


def prepare_restore(_workspace: Workspace) -> Any:
    other = registered_user()
    record_rows(other, "Rent")
    return ok(other.get("/exports/ledger"))


def restore(person: Person, backup: Any) -> TestResponse:
    return person.call("POST", "/imports/restore", json=backup)


def count_done(person: Person) -> int:
    """Return the number of transactions that the work has changed or restored."""
    entries = transactions_of(person)
    return sum(one["category_id"] == person.category_ids["Rent"] for one in entries)


WORK: dict[str, tuple[Callable[[Workspace], Any], Callable[[Person, Any], TestResponse]]] = {
    "merge": (prepare_merge, merge),
    "rules": (prepare_rules, apply_rules),
    "restore": (prepare_restore, restore),
}


@pytest.mark.parametrize(("prepare", "work"), WORK.values(), ids=WORK)
def test_long_work_stops_at_the_next_chunk_when_its_member_is_deactivated(
    workspace: Workspace,
    grace: Person,
    monkeypatch: pytest.MonkeyPatch,
    prepare: Callable[[Workspace], Any],
    work: Callable[[Person, Any], TestResponse],
) -> None:
    prepared = prepare(workspace)
    admin = workspace.admit(grace, "admin")
    for name in (
        "ledger.merges.MERGE_CHUNK",
        "rules.rule_application.CHANGED_AT_ONCE",
        "exports.backups.RESTORE_CHUNK",
    ):
        monkeypatch.setattr(f"shared.services.{name}", CHUNK)
    hook = _AfterFirstChunk(lambda: deactivate(workspace, grace))

    with connections.firestore_client().observed_by(hook):
        problem(work(admin, prepared), 404, "not-found")

    creator = workspace.as_seen_by(workspace.creator)
    assert (hook.has_ended, count_done(creator)) == (True, CHUNK)
    assert_law_holds(workspace.store)
    workspace.change(grace, status="ACTIVE")
    assert work(admin, prepared).status_code < 300
    assert count_done(creator) == ROWS
    assert_law_holds(workspace.store)
