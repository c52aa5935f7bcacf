"""Notifications that tests put into a person's ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.models.ledger.tenant import Tenant
from shared.models.notifications.delivery import Delivery, DeliveryStatus
from shared.models.notifications.delivery_time import DeliveryTime
from shared.models.notifications.kinds import Channel, NotificationKind, kind_of
from shared.models.notifications.notification import Event, Notification
from shared.models.notifications.parameters import AmountParameter, NumberParameter, text
from shared.models.notifications.webhooks.signing import new_secret
from shared.models.notifications.webhooks.webhook import SigningSecret, Webhook, WebhookState
from shared.models.values.identifiers import new_id
from shared.repositories import connections
from shared.repositories.store import TenantStore

AT = datetime(2026, 3, 31, 12, tzinfo=UTC)
DONE = {"file": text("March.csv"), "count": NumberParameter(number=3)}
DUE = {"name": text("Rent"), "amount": AmountParameter(minor=95000, currency="EUR")}


def make(
    store: TenantStore,
    count: int = 1,
    kind: NotificationKind = NotificationKind.IMPORT_DONE,
    workspace_id: str | None = None,
    at: datetime = AT,
    **fields: Any,
) -> list[str]:
    """Write notifications, each a minute after the one before; their ids."""
    made = []
    for number in range(count):
        event = Event.of(kind, new_id(), at + timedelta(minutes=number), **fields)
        made.append(Notification.of_event(event, kind_of(kind), store.ref.id, workspace_id))

    def work(unit: TenantStore, _tenant: Tenant) -> None:
        for one in made:
            unit.notifications.create(one)

    store.transact_below(work)
    return [one.id for one in made]


def put_sent_delivery(store: TenantStore) -> str:
    """Write a delivery that was sent; its id."""
    made = Delivery.of(Channel.EMAIL, DeliveryTime(AT), new_id(), store.ref.id, AT,
        kind=NotificationKind.IMPORT_DONE)  # fmt: skip
    sent = made.claimed(AT).ended(DeliveryStatus.SENT, None, AT)
    store.transact_below(lambda unit, _tenant: unit.deliveries.put(sent))
    return made.id


def put_webhook(store: TenantStore) -> str:
    """Write a webhook with its secret; its id."""
    made = Webhook(
        id=new_id(), origin="https://example.com", secret_changed_at=AT, created_at=AT,
        updated_at=AT,
    )  # fmt: skip
    state = WebhookState(id=made.id, secrets=(SigningSecret(secret=new_secret()),))

    def work(unit: TenantStore, _tenant: Tenant) -> None:
        unit.webhooks.put(made)
        unit.webhooks.put_state(state)

    store.transact_below(work)
    return made.id


def let_be_due(store: TenantStore, delivery_id: str) -> None:
    """Let the next step of a delivery be due now."""
    path = f"{store.ref.path}/deliveries/{delivery_id}"
    due = datetime.now(UTC) - timedelta(seconds=1)
    connections.firestore_client().document(path).update({"next_at": due})
