"""Members of a workspace: list, change, remove, leave, and transfer the ownership.

Every change of members is a commit to the workspace's own document. So a condition checked in a
commit, such as that an active admin remains, still holds when it is written, even if members are
changed concurrently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shared.models.history.change import Operation
from shared.models.people.workspace import Workspace
from shared.models.sharing.member import ListedMember, MemberList, MemberPatch
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.repositories.store import LedgerSnapshot, TenantStore
from shared.services.posting.operations import append_change, run_once
from shared.services.sharing.member_events import member_event
from shared.services.sharing.workspaces import put_workspace


def get_member_list(store: TenantStore, workspace: Workspace) -> MemberList:
    """Return all members of a workspace."""
    return MemberList(store.member_list.find_all(), workspace.owner_uid)


def list_members(store: TenantStore, workspace: Workspace) -> list[ListedMember]:
    """Return all members with their present display names, ordered by the time they joined."""
    member_list = get_member_list(store, workspace)
    return _named(store, member_list, *member_list.members).list_all()


def get_member(store: TenantStore, workspace: Workspace, uid: str) -> ListedMember:
    """Return a member with their present display name.

    Raises:
        NotFound: No member has this uid.
    """
    return _named(store, get_member_list(store, workspace), uid).listed(uid)


def change_member(
    store: TenantStore,
    operation: Operation,
    uid: str,
    patch: MemberPatch,
    expected: ExpectedRevision = ANY_REVISION,
) -> ListedMember:
    """Change a member's role, or deactivate or reactivate them.

    Raises:
        PermissionDenied, NotFound: The actor is not an admin, or no longer; or no member has this
            uid.
        PreconditionFailed: The member does not have the expected revision.
        OwnerProtected: The member is the owner, and the actor is not.
        LastAdmin: No active admin would be left.
    """
    fields = {name: getattr(patch, name) for name in patch.model_fields_set}

    def change(member_list: MemberList) -> MemberList:
        member_list.require_admin(operation.actor)
        expected.check(member_list.listed(uid))
        return member_list.changed(operation.actor, revised(member_list.get(uid), fields))

    return _commit(store, operation, change, uid).listed(uid)


def remove_member(
    store: TenantStore,
    operation: Operation,
    uid: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Remove a member; raises as ``change_member`` does."""

    def change(member_list: MemberList) -> MemberList:
        member_list.require_admin(operation.actor)
        expected.check(member_list.listed(uid))
        return member_list.with_removed(operation.actor, uid)

    _commit(store, operation, change, uid)


def leave(store: TenantStore, operation: Operation) -> None:
    """Remove the actor from the workspace; an owner's ownership passes on.

    Raises:
        NotFound: The actor is not an active member, or no longer.
        LastAdmin: No active admin would be left.
    """

    def change(member_list: MemberList) -> MemberList:
        member_list.require_active(operation.actor)
        return member_list.with_removed(operation.actor, operation.actor)

    _commit(store, operation, change)


def transfer_ownership(store: TenantStore, operation: Operation, uid: str) -> ListedMember:
    """Make another member the owner, and an admin; without an owner, any admin may do so.

    Raises:
        PermissionDenied, NotFound: The actor is not an admin, or no longer.
        OwnerProtected: Another member is the owner.
        InvalidArgument: The new owner is not an active member.
    """

    def change(member_list: MemberList) -> MemberList:
        member_list.require_admin(operation.actor)
        return member_list.with_owner(operation.actor, uid)

    return _commit(store, operation, change, uid).listed(uid)


def write_member_list(
    unit: TenantStore,
    operation: Operation,
    workspace: Workspace,
    before: MemberList,
    after: MemberList,
) -> int:
    """Write and log the changes of a workspace's members, and return the number of log entries."""
    uids = list(dict.fromkeys((*before.members, *after.members)))
    changed = [uid for uid in uids if before.members.get(uid) != after.members.get(uid)]
    for index, uid in enumerate(changed):
        member = after.members.get(uid)
        if member is None:
            unit.member_list.remove(uid)
        else:
            unit.member_list.put(member)
        append_change(unit, operation, before.members.get(uid), member, index=index)
        event = member_event(operation, workspace, index, before.members.get(uid), member)
        if event is not None:
            unit.emit(event)
    owned = workspace.with_owner(after.owner_uid)
    put_workspace(unit, operation, workspace, owned, index=len(changed))
    return len(changed) + (owned is not workspace)


def _commit(
    store: TenantStore,
    operation: Operation,
    change: Callable[[MemberList], MemberList],
    uid: str = "",
) -> MemberList:
    """Change members in one commit, and return the list with the display name of one member."""

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> MemberList:
        workspace = snapshot.tenant.get_workspace()
        before = _named(store, get_member_list(unit, workspace), uid)
        after = change(before)
        write_member_list(unit, operation, workspace, before, after)
        return after

    def recall(snapshot: LedgerSnapshot) -> MemberList:
        return _named(store, get_member_list(store, snapshot.tenant.get_workspace()), uid)

    return run_once(store, operation, work, recall)


def _named(store: TenantStore, member_list: MemberList, *uids: str) -> MemberList:
    """Return the list with the present display names of those of these users who are members."""
    return replace(
        member_list, names=store.member_list.find_names(member_list.members.keys() & set(uids))
    )
