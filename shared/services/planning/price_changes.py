"""Tell people that a recurring entry has another price, in the commit that links the payment."""

from __future__ import annotations

from datetime import datetime

from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import amount, text
from shared.models.planning.recurring import Recurring
from shared.repositories.store import TenantStore


def emit_price_change(
    unit: TenantStore,
    tenant: Tenant,
    recurring: Recurring,
    transaction: Transaction,
    former_minor: int,
    at: datetime,
) -> None:
    """Emit the event that a transaction has another amount than the steady one before it.

    It is one event for a transaction, however often it is linked.
    """
    unit.emit(
        Event.of(
            NotificationKind.RECURRING_PRICE_CHANGED,
            recurring.id,
            at,
            transaction.id,
            workspace_name=tenant.workspace_name,
            parameters={
                "name": text(recurring.name),
                "before": amount(former_minor, transaction.currency),
                "amount": amount(transaction.amount_minor, transaction.currency),
            },
        )
    )
