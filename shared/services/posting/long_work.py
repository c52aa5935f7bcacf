"""Work of several commits: check that it may go on, and tell whether it is under way."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.errors import NotFound, PermissionDenied
from shared.models.history.change import Cause
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import PERMISSIONS, Action, TenantKind
from shared.repositories.store import TenantStore

PAUSE = timedelta(seconds=10)
"""Longer than the time between two commits of the same work."""


def ensure_may_go_on(
    unit: TenantStore, tenant: Tenant, actor: str, action: Action, at: datetime
) -> None:
    """Check that the ledger is live, and that the actor may still do this in it.

    Work of several commits outlives the check of its request: a workspace may be deleted meanwhile,
    or its member be removed, deactivated or given another role. ``unit`` must have read the tenant
    for its commit; then a change of members that comes before the commit makes it start over.

    Raises:
        DemoExpired, NotFound: The ledger is not live, or the actor is no active member any more.
        PermissionDenied: The actor's role does not allow the action any more.
    """
    tenant.ensure_live(at)
    if tenant.ref.kind is not TenantKind.WORKSPACE:
        return
    member = unit.member_list.find_once(actor)
    if member is None or not member.is_active:
        raise NotFound("workspace")
    if action not in PERMISSIONS[member.role]:
        raise PermissionDenied(member.role, action)


def is_under_way(store: TenantStore, cause: Cause, subject: str, now: datetime) -> bool:
    """Return whether a commit with this cause and ``cause_id`` was made within the last 10 seconds.

    Two workers on the same work would make each other start over: a chunk is read and written again
    after each commit of the other.
    """
    last = store.changes.find_last_with_cause(cause)
    return last is not None and last.cause_id == subject and now - last.at < PAUSE
