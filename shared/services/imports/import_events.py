"""Events of imports that people are notified of."""

from __future__ import annotations

from datetime import datetime

from shared.models.imports.import_plan import Import
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import NumberParameter, text
from shared.repositories.store import TenantStore


def import_done(tenant: Tenant, plan: Import, at: datetime) -> Event:
    """Return the event that an import was carried out."""
    return _event(NotificationKind.IMPORT_DONE, tenant, plan, at)


def tell_failed_import(store: TenantStore, import_id: str, at: datetime) -> None:
    """Emit the event that an import stopped before its end, which no further job continues.

    Raises:
        TenantMissing, TakeoverRunning, DemoTakenOver, DemoExpired: The ledger is gone or moving.
    """

    def work(unit: TenantStore, tenant: Tenant) -> None:
        plan = unit.imports.find(import_id)
        if plan is not None and plan.is_under_way:
            unit.emit(_event(NotificationKind.IMPORT_FAILED, tenant, plan, at))

    store.transact_below(work)


def _event(kind: NotificationKind, tenant: Tenant, plan: Import, at: datetime) -> Event:
    account = tenant.ledger.accounts.get(plan.account_id)
    doubtful = plan.planned.doubtful if plan.is_done else 0
    names = {"file": plan.file_name, "account": account.name if account is not None else None}
    return Event.of(
        kind,
        plan.id,
        at,
        str(plan.imported_count),
        workspace_name=tenant.workspace_name,
        parameters={
            "count": NumberParameter(number=plan.imported_count),
            **{name: text(value) for name, value in names.items() if value},
            **({"doubtful": NumberParameter(number=doubtful)} if doubtful else {}),
        },
    )
