"""A right that ends while a request waits to commit has ended for the commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from shared.repositories import connections
from tests.http.answers import ok, problem
from tests.support.ledgers.people import Person
from tests.support.ledgers.workspaces import Workspace


class _Commits:
    """Observer that runs a function before the first commit to a ledger, and counts members read.

    The other commits, such as those of the function itself, are not changed.
    """

    def __init__(self, workspace: Workspace, meanwhile: Callable[[], object] | None = None) -> None:
        self._workspace = workspace
        self._meanwhile = meanwhile
        self.members_read = 0

    def before(self, method: str, request: Any) -> None:
        """Run the function where the request is the commit."""
        if method == "batch_get_documents":
            self.members_read += sum("/members/" in name for name in request["documents"])
        if method != "commit" or self._meanwhile is None:
            return
        if any(self._workspace.path in write.update.name for write in request["writes"]):
            meanwhile, self._meanwhile = self._meanwhile, None
            meanwhile()

    def after(self, method: str, request: Any) -> None:
        """Ignore the answer."""


def record(member: Person) -> TestResponse:
    return member.post("/transactions", member.entry("7.00"))


def record_many(member: Person) -> TestResponse:
    return member.post("/transactions/batch", {"create": [member.entry("7.00")]})


def delete_many(member: Person) -> TestResponse:
    [one] = ok(member.get("/transactions"))["items"]
    return member.post("/transactions/batch", {"delete": [{"id": one["id"]}]})


def undo(member: Person) -> TestResponse:
    return member.post(f"/changes/{ok(member.get('/changes'))['items'][0]['id']}/undo")


def add_rule(member: Person) -> TestResponse:
    condition = {"field": "TYPE", "operator": "IS", "value": "EXPENSE"}
    return member.post("/rules", {"conditions": [condition], "actions": {"tags": ["seen"]}})


def change_settings(member: Person) -> TestResponse:
    return member.patch("/settings", {"timezone": "Asia/Tokyo"})


def preview(member: Person) -> TestResponse:
    content = b"Date,Amount,Payee\n2026-05-01,-1.50,Shop\n2026-05-02,-2.50,Shop"
    return member.call("POST", "/imports/preview", data=content, content_type="text/csv")


def remove(workspace: Workspace, member: Person) -> None:
    ok(workspace.creator.delete(f"{workspace.path}/members/{member.uid}"), 204)


def deactivate(workspace: Workspace, member: Person) -> None:
    workspace.change(member, status="DEACTIVATED")


@pytest.mark.parametrize(
    ("write", "end"),
    [
        (record, remove),
        (record, deactivate),
        (record_many, remove),
        (undo, remove),
        (add_rule, remove),
        (change_settings, remove),
        (preview, remove),
    ],
)
def test_who_is_removed_before_the_commit_writes_nothing(
    workspace: Workspace,
    grace: Person,
    write: Callable[[Person], TestResponse],
    end: Callable[[Workspace, Person], None],
) -> None:
    member = workspace.admit(grace, "admin")
    ok(record(member), 201)
    latest = workspace.store.tenant.get().ledger.sequence

    observer = _Commits(workspace, lambda: end(workspace, member))
    with connections.firestore_client().observed_by(observer):
        problem(write(member), 404, "not-found")

    assert workspace.store.tenant.get().ledger.sequence == latest + 1


@pytest.mark.parametrize(("write", "role"), [(record, "viewer"), (delete_many, "analyst")])
def test_who_is_demoted_before_the_commit_writes_nothing_that_the_role_does_not_allow(
    workspace: Workspace, grace: Person, write: Callable[[Person], TestResponse], role: str
) -> None:
    member = workspace.admit(grace, "admin")
    ok(record(member), 201)

    observer = _Commits(workspace, lambda: workspace.change(grace, role=role))
    with connections.firestore_client().observed_by(observer):
        problem(write(member), 403, "permission-denied")


def test_who_is_demoted_before_the_commit_writes_what_the_role_still_allows(
    workspace: Workspace, grace: Person
) -> None:
    member = workspace.admit(grace, "admin")

    observer = _Commits(workspace, lambda: workspace.change(grace, role="analyst"))
    with connections.firestore_client().observed_by(observer):
        ok(record(member), 201)


def test_a_member_is_read_once_for_a_commit_that_no_other_precedes(
    workspace: Workspace, grace: Person
) -> None:
    member = workspace.admit(grace, "analyst")
    entry = member.entry("7.00")

    with connections.firestore_client().observed_by(_Commits(workspace)) as observer:
        ok(member.post("/transactions", entry), 201)

    assert observer.members_read == 1
