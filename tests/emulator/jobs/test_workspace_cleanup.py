"""The cleanup erases workspaces that cannot be restored any more, with everything in them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared.models.people.workspace import RESTORABLE_FOR
from shared.repositories import connections
from shared.repositories.sharing.workspaces import WorkspaceRepository
from shared.services.jobs.workspace_cleanup import WorkspaceCleanup, clean_up_deleted_workspaces
from tests.http.answers import documents_of, ok, problem
from tests.support.faults import Crashed, fault
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import Workspace, new_workspace
from tests.support.served import served

BESIDE = ("mappings/bank", "settings/rules", "imports/1", "imports/1/chunks/0001")
"""Collections of a workspace with an import, besides those of every workspace."""


@pytest.fixture(scope="module")
def owner(emulators: None) -> Person:
    """Return a registered user, who makes the workspaces."""
    return registered_user(is_verified=True)


def furnished(owner: Person, *, deleted_for: timedelta | None = None) -> Workspace:
    """Return a workspace with work of another member and an invitation, perhaps deleted."""
    workspace = new_workspace(owner)
    workspace.admit(registered_user(is_verified=True), "analyst").record(payee="Shop")
    workspace.invite("ada@example.com")
    root = workspace.store.tenant.reference
    client = connections.firestore_client()
    for path in BESIDE:
        client.document(f"{root.path}/{path}").set({"name": "x"})
    if deleted_for is not None:
        ok(owner.delete(workspace.path), 204)
        root.update({"deleted_at": datetime.now(UTC) - deleted_for})
    return workspace


def documents(workspace: Workspace) -> set[str]:
    """Return the paths of all documents of a workspace, its own included."""
    path = workspace.store.ref.path
    chunks = connections.firestore_client().collection(f"{path}/imports/1/chunks").stream()
    return {*documents_of(path), *(chunk.reference.path for chunk in chunks)}


def sweep(time_limit: timedelta = timedelta(minutes=10)) -> WorkspaceCleanup:
    """Run the cleanup now."""
    workspaces = WorkspaceRepository(connections.firestore_client())
    return clean_up_deleted_workspaces(workspaces, datetime.now(UTC), time_limit)


LONG = RESTORABLE_FOR + timedelta(hours=2)


def test_a_workspace_goes_when_nobody_can_restore_it_and_others_stay(owner: Person) -> None:
    gone = furnished(owner, deleted_for=LONG)
    staying = [furnished(owner, deleted_for=RESTORABLE_FOR - timedelta(hours=1)), furnished(owner)]
    before = [documents(workspace) for workspace in staying]
    assert len(before[0]) > 20

    assert sweep() == WorkspaceCleanup(erased=1, failed=0, is_complete=True)

    assert documents(gone) == set()
    assert [documents(workspace) for workspace in staying] == before
    ok(owner.post(f"{staying[0].path}/restore"))
    problem(owner.post(f"{gone.path}/restore"), 404, "not-found")
    listed = {one["id"] for one in ok(owner.get("/workspaces"))["items"]}
    assert gone.id not in listed
    assert {workspace.id for workspace in staying} <= listed


def test_one_that_an_admin_might_just_be_restoring_is_left_for_the_next_sweep(
    owner: Person,
) -> None:
    workspace = furnished(owner, deleted_for=RESTORABLE_FOR + timedelta(minutes=1))
    before = documents(workspace)

    assert sweep().erased == 0

    assert documents(workspace) == before


@pytest.mark.parametrize("commits_before", range(9))
def test_a_sweep_that_dies_is_finished_by_the_next(owner: Person, commits_before: int) -> None:
    gone = furnished(owner, deleted_for=LONG)

    with fault("crash before the commit", skip=commits_before) as died, pytest.raises(Crashed):
        sweep()
    assert died.has_struck
    assert gone.store.ref.path in documents(gone)
    problem(owner.get(gone.path), 404, "not-found")
    sweep()

    assert documents(gone) == set()


def test_one_that_cannot_be_erased_now_is_left_for_the_next_sweep(owner: Person) -> None:
    gone = furnished(owner, deleted_for=LONG)

    with fault("commit refused"):
        assert sweep() == WorkspaceCleanup(erased=0, failed=1, is_complete=False)

    assert sweep() == WorkspaceCleanup(erased=1, failed=0, is_complete=True)
    assert documents(gone) == set()


def test_two_sweeps_at_once_erase_everything(owner: Person) -> None:
    gone = [furnished(owner, deleted_for=LONG) for _ in range(3)]

    with ThreadPoolExecutor(2) as pool:
        for running in [pool.submit(sweep) for _ in range(2)]:
            assert running.result().failed == 0

    assert [documents(workspace) for workspace in gone] == [set()] * 3


def test_the_scheduled_sweep_erases_workspaces_too(owner: Person) -> None:
    gone = furnished(owner, deleted_for=LONG)

    report = ok(served("sweepDemoSessions").post("/"))

    assert (report["workspaces"], report["is_complete"]) == (1, True)
    assert documents(gone) == set()
    assert sweep(timedelta(0)) == WorkspaceCleanup(erased=0, failed=0, is_complete=False)
