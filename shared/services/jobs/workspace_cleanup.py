"""Cleanup of deleted workspaces that can no longer be restored."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from shared.errors import FinanceFlowError
from shared.models.people.access import TenantRef
from shared.models.people.workspace import RESTORABLE_FOR
from shared.models.values.frozen import frozen
from shared.repositories.sharing.workspaces import WorkspaceRepository

_PAGE = 50
_MARGIN = timedelta(hours=1)
"""Longer than any request, so that no request is still restoring the workspace."""


@frozen
class WorkspaceCleanup:
    """Numbers of workspaces that a cleanup erased and failed to erase, and whether none is left."""

    erased: int
    failed: int
    is_complete: bool


def clean_up_deleted_workspaces(
    workspaces: WorkspaceRepository, now: datetime, time_limit: timedelta
) -> WorkspaceCleanup:
    """Erase the workspaces that can no longer be restored, their own documents last.

    The next cleanup finds a workspace that could not be erased, or whose erasure was interrupted.
    """
    deadline = time.monotonic() + time_limit.total_seconds()
    before = now - RESTORABLE_FOR - _MARGIN
    erased = failed = 0
    while time.monotonic() < deadline:
        page = workspaces.list_deleted(before, failed + _PAGE)[failed:]
        if not page:
            return WorkspaceCleanup(erased, failed, is_complete=failed == 0)
        for workspace in page:
            if _try_erase(workspaces, workspace):
                erased += 1
            else:
                failed += 1
    return WorkspaceCleanup(erased, failed, is_complete=False)


def _try_erase(workspaces: WorkspaceRepository, workspace: TenantRef) -> bool:
    try:
        workspaces.erase_below_document(workspace)
        workspaces.delete_document(workspace)
    except FinanceFlowError:
        return False
    return True
