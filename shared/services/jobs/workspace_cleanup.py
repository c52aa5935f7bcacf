"""The end of workspaces: those that nobody can restore any more are erased."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.errors import FinanceFlowError
from shared.models.people.access import TenantRef
from shared.models.people.workspace import RESTORABLE_FOR
from shared.repositories.sharing.workspaces import WorkspaceRepository

_PAGE = 50
_MARGIN = timedelta(hours=1)
"""Longer than any request takes: none that still might restore a workspace is under way."""


@dataclass(frozen=True)
class WorkspaceSweep:
    """How many workspaces a sweep erased, how many it could not, and whether none is left."""

    erased: int
    failed: int
    is_complete: bool


def sweep_deleted_workspaces(
    workspaces: WorkspaceRepository, now: datetime, time_limit: timedelta
) -> WorkspaceSweep:
    """Erase the workspaces that nobody can restore any more, their own documents last.

    One that cannot be erased, or was cut short, is found again by the next sweep.
    """
    deadline = time.monotonic() + time_limit.total_seconds()
    before = now - RESTORABLE_FOR - _MARGIN
    erased = failed = 0
    while time.monotonic() < deadline:
        page = workspaces.list_deleted(before, failed + _PAGE)[failed:]
        if not page:
            return WorkspaceSweep(erased, failed, is_complete=failed == 0)
        for workspace in page:
            if _try_erase(workspaces, workspace):
                erased += 1
            else:
                failed += 1
    return WorkspaceSweep(erased, failed, is_complete=False)


def _try_erase(workspaces: WorkspaceRepository, workspace: TenantRef) -> bool:
    try:
        workspaces.erase_contents(workspace)
        workspaces.erase(workspace)
    except FinanceFlowError:
        return False
    return True
