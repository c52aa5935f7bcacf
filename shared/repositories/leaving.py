"""The members of a workspace, as somebody sees them who leaves it for good."""

from __future__ import annotations

from typing import Any

from google.cloud import firestore

from shared.models.access import Role, TenantKind, TenantRef
from shared.models.erasure import Membership
from shared.repositories.client import Access, fields_of
from shared.repositories.members import ACTIVE


class LeavingRepository:
    """Who is in one workspace, to be read and written within its commits."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._root = root
        self._collection: firestore.CollectionReference = root.collection("members")
        self._access = access

    def find_fields(self) -> dict[str, Any]:
        """What the workspace's document says, none where there is none."""
        return fields_of(self._root.get(**self._access.reading))

    def find_all(self) -> dict[str, Membership]:
        """All members by uid, the deactivated ones too."""
        stream = self._collection.stream(**self._access.reading)
        return {snapshot.id: membership_of(snapshot) for snapshot in stream}

    def remove(self, uid: str) -> None:
        """Take a member away."""
        self._access.batch.delete(self._collection.document(uid))

    def make_admin(self, uid: str) -> None:
        """Make a member an active admin."""
        changed = {
            "role": Role.ADMIN.value,
            "status": ACTIVE,
            "revision": firestore.Increment(1),
        }
        self._access.batch.update(self._collection.document(uid), changed)


def membership_of(snapshot: firestore.DocumentSnapshot[Any]) -> Membership:
    """The membership in a snapshot of a member's document."""
    member, workspace = fields_of(snapshot), snapshot.reference.parent.parent
    return Membership(
        workspace=TenantRef(TenantKind.WORKSPACE, workspace.id),
        uid=snapshot.id,
        role=member.get("role", ""),
        is_active=member.get("status") == ACTIVE,
        email=member.get("email"),
        joined_at=member.get("joined_at"),
    )
