"""The function ``sendNotifications``: make the notifications of one event."""

from __future__ import annotations

import base64
from typing import Any

from pydantic import ValidationError

from functions.http.events import delivered_again_on_failure
from functions.http.request_log import hashed, write_line
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
    client = connections.firestore_client()
    teller = Teller(lambda ref: TenantStore(client, ref), connections.identities())
    made = teller.tell(tenant, message.event_id)
    write_line(
        "INFO", f"sendNotifications made {made} notifications", tenant_hash=hashed(tenant.path)
    )
