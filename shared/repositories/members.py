"""Members of workspaces: who may act on a shared ledger, and in which role."""

from __future__ import annotations

from google.cloud import firestore

from shared.models.access import Role, TenantRef

ACTIVE = "active"
_ROLES = frozenset(Role)


class MemberRepository:
    """The members of one workspace."""

    def __init__(self, client: firestore.Client, workspace: TenantRef) -> None:
        self._collection = client.document(workspace.path).collection("members")

    def find_active_role(self, uid: str) -> Role | None:
        """The role of an active member; None for anyone else."""
        member = self._collection.document(uid).get().to_dict()
        if member is None or member.get("status") != ACTIVE or member.get("role") not in _ROLES:
            return None
        return Role(member["role"])
