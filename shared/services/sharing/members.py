"""Members of a workspace: changing and removing them, and whose it is.

Every change of members is a commit to the workspace's own document. So what a commit decides, like
that an active admin remains, still holds when it is written, whoever changes members meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shared.models.history.change import Operation
from shared.models.people.workspace import Workspace
from shared.models.sharing.member import ListedMember, MemberPatch, Roster
from shared.models.values.revision import ANY_REVISION, ExpectedRevision
from shared.repositories.store import LedgerSnapshot, TenantStore
from shared.services.posting.operations import append_change, run_once
from shared.services.sharing.workspaces import put_workspace


def get_roster(store: TenantStore, workspace: Workspace) -> Roster:
    """All members of a workspace."""
    return Roster(store.roster.find_all(), workspace.owner_uid)


def list_members(store: TenantStore, workspace: Workspace) -> list[ListedMember]:
    """All members of a workspace, by the names they have now; who joined first comes first."""
    roster = get_roster(store, workspace)
    return _named(store, roster, *roster.members).list_all()


def get_member(store: TenantStore, workspace: Workspace, uid: str) -> ListedMember:
    """A member of a workspace, by the name they have now.

    Raises:
        NotFound: They are none.
    """
    return _named(store, get_roster(store, workspace), uid).listed(uid)


def change_member(
    store: TenantStore,
    operation: Operation,
    uid: str,
    patch: MemberPatch,
    expected: ExpectedRevision = ANY_REVISION,
) -> ListedMember:
    """Change a member's role, or whether they may act at all.

    Raises:
        PermissionDenied, NotFound: The actor is no admin (any more); there is no such member.
        PreconditionFailed: The member is not as expected.
        OwnersOwn: They own the workspace, and are not the actor.
        LastAdmin: There would be no active admin.
    """
    fields = {name: getattr(patch, name) for name in patch.model_fields_set}

    def change(roster: Roster) -> Roster:
        roster.require_admin(operation.actor)
        expected.check(roster.listed(uid))
        return roster.changed(operation.actor, roster.get(uid).revised(**fields))

    return _commit(store, operation, change, uid).listed(uid)


def remove_member(
    store: TenantStore,
    operation: Operation,
    uid: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Remove a member; raises as ``change_member``."""

    def change(roster: Roster) -> Roster:
        roster.require_admin(operation.actor)
        expected.check(roster.listed(uid))
        return roster.left_by(operation.actor, uid)

    _commit(store, operation, change, uid)


def leave(store: TenantStore, operation: Operation) -> None:
    """Have the actor leave; an owner passes the ownership on.

    Raises:
        NotFound: They are no active member (any more).
        LastAdmin: There would be no active admin.
    """

    def change(roster: Roster) -> Roster:
        roster.require_active(operation.actor)
        return roster.left_by(operation.actor, operation.actor)

    _commit(store, operation, change)


def transfer_ownership(store: TenantStore, operation: Operation, uid: str) -> ListedMember:
    """Make another member the owner, and an admin. Where the owner is gone any admin may do so.

    Raises:
        PermissionDenied, NotFound: The actor is no admin (any more).
        OwnersOwn: Another owns the workspace.
        InvalidArgument: The new owner is no active member.
    """

    def change(roster: Roster) -> Roster:
        roster.require_admin(operation.actor)
        return roster.owned_by(operation.actor, uid)

    return _commit(store, operation, change, uid).listed(uid)


def write_roster(
    unit: TenantStore,
    operation: Operation,
    workspace: Workspace,
    before: Roster,
    after: Roster,
) -> int:
    """Write and log what has changed of a workspace's members; how many entries that are."""
    uids = list(dict.fromkeys((*before.members, *after.members)))
    changed = [uid for uid in uids if before.members.get(uid) != after.members.get(uid)]
    for index, uid in enumerate(changed):
        member = after.members.get(uid)
        if member is None:
            unit.roster.remove(uid)
        else:
            unit.roster.put(member)
        append_change(unit, operation, before.members.get(uid), member, index=index)
    owned = workspace.owned_by(after.owner_uid)
    put_workspace(unit, operation, workspace, owned, index=len(changed))
    return len(changed) + (owned is not workspace)


def _commit(
    store: TenantStore, operation: Operation, change: Callable[[Roster], Roster], uid: str = ""
) -> Roster:
    """Change members in one commit; the roster then, with the name of the member who is shown."""

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Roster:
        workspace = snapshot.tenant.get_workspace()
        before = _named(store, get_roster(unit, workspace), uid)
        after = change(before)
        write_roster(unit, operation, workspace, before, after)
        return after

    def recall(snapshot: LedgerSnapshot) -> Roster:
        return _named(store, get_roster(store, snapshot.tenant.get_workspace()), uid)

    return run_once(store, operation, work, recall)


def _named(store: TenantStore, roster: Roster, *uids: str) -> Roster:
    """The roster with the names that those of these people have now who are members."""
    return replace(roster, names=store.roster.find_names(roster.members.keys() & set(uids)))
