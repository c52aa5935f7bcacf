"""Check, in each commit of long work, that it may go on."""

from __future__ import annotations

from datetime import datetime

from shared.errors import NotFound, PermissionDenied
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import PERMISSIONS, Action, TenantKind
from shared.repositories.store import TenantStore


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
    member = unit.member_list.find(actor)
    if member is None or not member.is_active:
        raise NotFound("workspace")
    if action not in PERMISSIONS[member.role]:
        raise PermissionDenied(member.role, action)
