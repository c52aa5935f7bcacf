"""Workspace memberships: a caller's role in a workspace, and the workspaces of a user."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.people.access import Role, TenantKind, TenantRef
from shared.models.values.frozen import frozen
from shared.repositories.firestore.client import count_documents, fields_of

ACTIVE = "active"
_ROLES = frozenset(Role)
_OF_ACCESS = ("role", "status", "deleted_at")


def find_display_names(client: firestore.Client, uids: Collection[str]) -> dict[str, str]:
    """Return the display names in the profiles of these users, by uid, where they have one."""
    if not uids:
        return {}
    people = [client.document(TenantRef(TenantKind.USER, uid).path) for uid in sorted(uids)]
    found = client.get_all(people, field_paths=["profile.display_name"])
    profiles = {one.id: fields_of(one).get("profile", {}) for one in found if one.exists}
    return {uid: profile["display_name"] for uid, profile in profiles.items() if profile}


@frozen
class Membership:
    """A user's membership; ``role`` is None if it is not active. The workspace may be deleted."""

    workspace: TenantRef
    role: Role | None


class RoleAsRead(NamedTuple):
    """The role of an active member, and the time of the database at which it was read."""

    role: Role
    read_at: datetime


class MemberRepository:
    """The members of one workspace, for checking access."""

    def __init__(self, client: firestore.Client, workspace: TenantRef) -> None:
        self.workspace = workspace
        self._client = client
        self._root = client.document(workspace.path)

    def find_active_role(self, uid: str, *, of_deleted: bool = False) -> RoleAsRead | None:
        """Return the role of an active member; None for others, and if there is no such workspace.

        A deleted workspace counts as missing, unless ``of_deleted`` is set.
        """
        member = self._root.collection("members").document(uid)
        found = {
            snapshot.reference.path: snapshot
            for snapshot in self._client.get_all([self._root, member], field_paths=_OF_ACCESS)
            if snapshot.exists
        }
        root = found.get(self._root.path)
        if root is None or ("deleted_at" in fields_of(root) and not of_deleted):
            return None
        return _as_read(found.get(member.path))

    def find_role_in_any(self, uid: str) -> RoleAsRead | None:
        """Return the role of an active member, from their document alone.

        The workspace may be deleted or gone: for callers that read its document themselves.
        """
        member = self._root.collection("members").document(uid)
        return _as_read(member.get(field_paths=["role", "status"]))


class MembershipRepository:
    """The memberships of users in all workspaces."""

    def __init__(self, client: firestore.Client) -> None:
        self._client = client

    def count_of(self, uid: str, limit: int) -> int:
        """Return the number of memberships of a user, or ``limit`` if there are more."""
        query = (
            self._client.collection_group("members")
            .where(filter=FieldFilter("uid", "==", uid))
            .limit(limit)
        )
        return count_documents(query)

    def find_roles(self, uid: str, workspace_ids: Collection[str]) -> dict[str, Role]:
        """Return a user's role in those of these workspaces in which they are active.

        Deleted workspaces are not among them.
        """
        members, roots = {}, {}
        for workspace_id in sorted(workspace_ids):
            root = self._client.document(TenantRef(TenantKind.WORKSPACE, workspace_id).path)
            roots[workspace_id] = root
            members[workspace_id] = root.collection("members").document(uid)
        wanted = [*roots.values(), *members.values()]
        found = {
            snapshot.reference.path: fields_of(snapshot)
            for snapshot in self._client.get_all(wanted, field_paths=_OF_ACCESS)
            if wanted and snapshot.exists
        }
        roles: dict[str, Role] = {}
        for workspace_id, root in roots.items():
            role = active_role(found.get(members[workspace_id].path, {}))
            kept = found.get(root.path)
            if role is not None and kept is not None and "deleted_at" not in kept:
                roles[workspace_id] = role
        return roles

    def list_of(self, uid: str, limit: int, after: TenantRef | None) -> list[Membership]:
        """Return at most ``limit`` memberships of a user behind a workspace, by workspace id."""
        query = (
            self._client.collection_group("members")
            .where(filter=FieldFilter("uid", "==", uid))
            .order_by("__name__")
            .select(["role", "status"])
            .limit(limit)
        )
        if after is not None:
            last = self._client.document(f"{after.path}/members/{uid}")
            query = query.start_after({"__name__": last})
        return [
            Membership(
                TenantRef(TenantKind.WORKSPACE, snapshot.reference.parent.parent.id),
                active_role(fields_of(snapshot)),
            )
            for snapshot in query.stream()
        ]


def _as_read(member: firestore.DocumentSnapshot[Any] | None) -> RoleAsRead | None:
    role = active_role(fields_of(member)) if member is not None and member.exists else None
    return RoleAsRead(role, member.read_time) if member is not None and role is not None else None


def active_role(member: dict[str, object]) -> Role | None:
    """Return the role in a member's document; None if the member is not active."""
    if member.get("status") != ACTIVE or member.get("role") not in _ROLES:
        return None
    return Role(str(member["role"]))
