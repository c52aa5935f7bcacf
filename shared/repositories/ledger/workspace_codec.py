"""The workspace's part of a tenant's document: its fields, decoded, encoded and written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.models.people.access import TenantKind, TenantRef
from shared.models.people.workspace import Workspace
from shared.repositories.firestore.tenant_document import TenantDocument

FIELDS = frozenset({"name", "owner_uid", "deleted_at", "workspace_revision"})


def find_workspace(ref: TenantRef, document: Mapping[str, Any]) -> Workspace | None:
    """Decode the workspace in the document of that tenant; None in a person's."""
    if ref.kind is not TenantKind.WORKSPACE:
        return None
    return Workspace(
        id=ref.id,
        name=document.get("name", ""),
        owner_uid=document.get("owner_uid", ""),
        created_at=document["created_at"],
        deleted_at=document.get("deleted_at"),
        revision=document.get("workspace_revision", 1),
    )


def encode_workspace(workspace: Workspace) -> dict[str, Any]:
    """Encode a workspace; what has its default value is left out.

    Its id and ``created_at`` are the tenant's, which other fields tell.
    """
    document: dict[str, Any] = {"name": workspace.name, "owner_uid": workspace.owner_uid}
    if workspace.deleted_at is not None:
        document["deleted_at"] = workspace.deleted_at
    if workspace.revision != 1:
        document["workspace_revision"] = workspace.revision
    return document


class WorkspaceWriter:
    """Writes of the workspace's fields."""

    def __init__(self, document: TenantDocument) -> None:
        self._document = document

    def put(self, workspace: Workspace) -> None:
        """Write the workspace's name, its owner, its deletion and its revision."""
        self._document.put(workspace.name, "name")
        self._document.put(workspace.owner_uid, "owner_uid")
        if workspace.deleted_at is not None:
            self._document.put(workspace.deleted_at, "deleted_at")
        else:
            self._document.remove("deleted_at")
        self._document.put(workspace.revision, "workspace_revision")
