"""The function ``sendNotifications``: tell an event, send a delivery, or look at plans."""

from __future__ import annotations

import base64
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from functions.http import clock
from functions.http.background.announcements import announce, publish_events
from functions.http.events import delivered_again_on_failure
from functions.http.request_log import hashed, write_line
from functions.notifications.channels import channels, sender_of
from shared.errors import (
    DemoExpired,
    DemoTakenOver,
    NotFound,
    TakeoverRunning,
    TenantMissing,
    Unavailable,
)
from shared.models.notifications.delivery import DeliveryStatus
from shared.models.notifications.message import NotificationMessage
from shared.models.people.access import TenantRef
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.notifications.telling import Teller


@delivered_again_on_failure("sendNotifications")
def receive(event: Any) -> None:
    """Take one CloudEvent of the topic of notifications.

    A malformed message is logged and dropped, because a retry would not help.

    Raises:
        DeliverAgain: Firestore or Firebase Auth does not answer, or a recipient's ledger is moving.
    """
    try:
        data = base64.b64decode(event.data["message"]["data"], validate=True)
        message = NotificationMessage.model_validate_json(data)
        tenant = TenantRef.parse(message.tenant)
    except (KeyError, TypeError, ValueError, ValidationError):
        write_line("ERROR", "sendNotifications dropped a message it cannot read")
        return
    if message.event_id is not None:
        _tell(tenant, message.event_id)
    elif message.delivery_id is not None:
        _send(tenant, message.delivery_id)
    elif message.plans_since is not None:
        _look_at_plans(tenant, message.plans_since)


def _tell(tenant: TenantRef, event_id: str) -> None:
    """Make the notifications of an event, and publish the deliveries that are due.

    If Pub/Sub does not accept them, the next scan publishes them.
    """
    due = Teller(_open, connections.identities, channels(), _now).tell(tenant, event_id)
    try:
        publish_events(NotificationMessage.of_delivery(*one) for one in due)
    except Unavailable:
        write_line("WARNING", "deliveries are left to the next scan of notifications")
    write_line("INFO", "sendNotifications told an event", tenant_hash=hashed(tenant.path))


def _send(tenant: TenantRef, delivery_id: str) -> None:
    """Send a delivery that is due; an error is logged by its code, without address and text."""
    from shared.repositories.sharing.members import MembershipRepository  # noqa: PLC0415 (few messages)
    from shared.services.notifications.sending import Sending  # noqa: PLC0415 (as above)

    memberships = MembershipRepository(connections.firestore_client())
    sending = Sending(_open, memberships, sender_of, _now)
    delivery = sending.send(tenant, delivery_id)
    if delivery is None:
        return
    has_failed = delivery.status is DeliveryStatus.FAILED
    write_line(
        "ERROR" if has_failed else "INFO",
        f"sendNotifications left a delivery as {delivery.status.value}",
        tenant_hash=hashed(tenant.path),
        reason=delivery.reason,
        attempts=delivery.attempts,
    )


def _look_at_plans(tenant: TenantRef, since: date) -> None:
    """Emit and announce the events of a ledger's plans; one that is over, or moving, rests."""
    from shared.services.planning.watch.watching import put_off, watch_plans  # noqa: PLC0415 (few ledgers have plans)

    store = _open(tenant)
    try:
        watch_plans(store, since, _now())
    except (TenantMissing, DemoExpired, DemoTakenOver, TakeoverRunning, NotFound):
        put_off(store, _now())
        return
    if store.emitted:
        announce(store)
    write_line("INFO", "sendNotifications looked at plans", tenant_hash=hashed(tenant.path))


def _open(ref: TenantRef) -> TenantStore:
    return TenantStore(connections.firestore_client(), ref)


def _now() -> datetime:
    return clock.now()
