"""Workspaces of all users, for lists and for the cleanup of deleted workspaces."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from datetime import datetime

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.ledger.tenant import Tenant
from shared.models.people.access import TenantKind, TenantRef
from shared.repositories.firestore.client import fields_of
from shared.repositories.firestore.deletion import erase_below
from shared.repositories.ledger.tenants import decode_tenant
from shared.repositories.sharing.members import find_display_names

_OF_LISTS = (
    "currency",
    "timezone",
    "month_start",
    "summary_currency",
    "created_at",
    "deleted_at",
    "name",
    "owner_uid",
    "workspace_revision",
)


class WorkspaceRepository:
    """All workspaces."""

    def __init__(self, client: firestore.Client) -> None:
        self._client = client

    def find_some(self, refs: Sequence[TenantRef]) -> dict[TenantRef, Tenant]:
        """Return the existing ones of these workspaces, without categories, accounts and totals."""
        paths = {self._client.document(ref.path): ref for ref in refs}
        found = self._client.get_all(list(paths), field_paths=_OF_LISTS) if paths else ()
        tenants = {}
        for snapshot in found:
            if snapshot.exists:
                ref = TenantRef(TenantKind.WORKSPACE, snapshot.id)
                tenants[ref] = decode_tenant(ref, fields_of(snapshot))
        return tenants

    def find_display_names(self, uids: Collection[str]) -> dict[str, str]:
        """Return the display names in the profiles of these users, by uid, where they have one."""
        return find_display_names(self._client, uids)

    def list_deleted(self, before: datetime, limit: int) -> list[TenantRef]:
        """Return at most ``limit`` workspaces deleted before an instant, the oldest first."""
        query = (
            self._client.collection(TenantKind.WORKSPACE)
            .where(filter=FieldFilter("deleted_at", "<", before))
            .order_by("deleted_at")
            .select(["deleted_at"])
            .limit(limit)
        )
        return [TenantRef(TenantKind.WORKSPACE, snapshot.id) for snapshot in query.stream()]

    def erase_below_document(self, workspace: TenantRef) -> None:
        """Delete everything below the workspace's document, but not the document itself.

        ``delete_document`` deletes the document last: as long as it exists, the next cleanup
        finds the workspace after an interruption.
        """
        deque(erase_below(self._client.document(workspace.path)), maxlen=0)

    def delete_document(self, workspace: TenantRef) -> None:
        """Delete the workspace's document."""
        self._client.document(workspace.path).delete()
