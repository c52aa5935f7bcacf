"""Read tenants, and callers of workspaces."""

from __future__ import annotations

from datetime import datetime

from shared.errors import NotFound
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import Caller, Identity, MemberCheck, TenantRef
from shared.repositories.sharing.members import MemberRepository, RoleAsRead
from shared.repositories.store import TenantStore


def get_ledger(store: TenantStore, now: datetime) -> Ledger:
    """Return the ledger of the store's tenant if it is live; raises as ``get_tenant``."""
    return get_tenant(store, now).ledger


def get_tenant(store: TenantStore, now: datetime) -> Tenant:
    """Return the store's tenant if it is live.

    Raises:
        TenantMissing: It does not exist.
        DemoExpired: It is a demo that has expired.
        NotFound: It is a workspace that was deleted.
    """
    tenant = store.tenant.get()
    tenant.ensure_live(now)
    return tenant


def workspace_caller(
    members: MemberRepository,
    identity: Identity,
    workspace: TenantRef,
    *,
    of_deleted: bool = False,
) -> Caller:
    """Return the user as caller of a workspace; of a deleted one only with ``of_deleted``.

    Raises:
        NotFound: The workspace does not exist, or the user is not an active member.
    """
    found = members.find_active_role(identity.uid, of_deleted=of_deleted)
    return _caller_with(found, identity, workspace)


def workspace_reader(members: MemberRepository, identity: Identity, workspace: TenantRef) -> Caller:
    """Return the user as caller of a workspace, without reading the workspace's document.

    Raises:
        NotFound: The user is not an active member. A deleted workspace is found.
    """
    return _caller_with(members.find_role_in_any(identity.uid), identity, workspace)


def _caller_with(found: RoleAsRead | None, identity: Identity, workspace: TenantRef) -> Caller:
    if found is None:
        raise NotFound("workspace")
    check = MemberCheck(identity.uid, found.read_at)
    return Caller(identity.uid, workspace, found.role, check)
