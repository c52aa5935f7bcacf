"""Ledgers of people: finding them, and giving a registered user one on the first call."""

from __future__ import annotations

from datetime import datetime

from shared.errors import NoTenant, NotFound
from shared.models.access import Caller, Identity, TenantKind, TenantRef
from shared.models.defaults import (
    DEFAULT_CURRENCY,
    DEFAULT_TIMEZONE,
    default_account,
    default_categories,
)
from shared.models.tenant import Tenant
from shared.repositories.members import MemberRepository
from shared.repositories.store import TenantStore


def get_ledger(store: TenantStore, now: datetime) -> Tenant:
    """The store's tenant.

    Raises:
        TenantMissing: It does not exist.
        DemoExpired: It was a demo, and its time is over.
    """
    tenant = store.tenant.get()
    tenant.ensure_live(now)
    return tenant


def workspace_caller(members: MemberRepository, identity: Identity, workspace: TenantRef) -> Caller:
    """The user acting on a workspace.

    Raises:
        NotFound: They are no active member of it, or it does not exist: nobody is told which.
    """
    role = members.find_active_role(identity.uid)
    if role is None:
        raise NotFound("workspace")
    return Caller(identity.uid, workspace, role)


def provision_ledger(store: TenantStore, now: datetime) -> None:
    """Give a registered user their ledger with the default categories; once, however often called.

    Raises:
        NoTenant: It is a demo visitor's, which only ``create_demo`` makes.
        NotFound: It is a workspace, which its creator makes.
    """
    if store.ref.kind is TenantKind.DEMO:
        raise NoTenant
    if store.ref.kind is TenantKind.WORKSPACE:
        raise NotFound("workspace")
    tenant = (
        Tenant(
            ref=store.ref,
            currency=DEFAULT_CURRENCY,
            timezone=DEFAULT_TIMEZONE,
            created_at=now,
        )
        .with_categories(default_categories(now))
        .with_account(default_account(now, DEFAULT_TIMEZONE))
    )

    def work(unit: TenantStore) -> None:
        if unit.tenant.find() is None:
            unit.tenant.create(tenant)

    store.transact(work)
