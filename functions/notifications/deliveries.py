"""Operations on deliveries: list what was sent to a person, and send it again."""

from __future__ import annotations

from flask import Response

from functions.http.background.announcements import publish_events
from functions.http.call import current_call
from functions.http.parameters import IdPath, json_response
from functions.notifications.delivery_views import DeliveryList, delivery_view
from functions.notifications.queries import DeliveryListQuery
from shared.models.notifications.message import NotificationMessage
from shared.services.notifications import delivery_log


def list_deliveries(query: DeliveryListQuery) -> Response:
    """List what was sent to the caller, or is to be sent, newest first."""
    call = current_call()
    page = delivery_log.list_deliveries(call.store, call.now, query.cursor, query.limit)
    items = [delivery_view(one) for one in page.items]
    return json_response(DeliveryList(items=items, next_cursor=page.next_cursor))


def replay_delivery(path: IdPath) -> Response:
    """Send a delivery again that has failed or was skipped; others, and tests, stay as they are."""
    call = current_call()
    delivery = delivery_log.replay(call.store, call.now, path.id)
    if delivery.is_due(call.now):
        publish_events([NotificationMessage.of_delivery(call.store.ref, delivery.id)])
    return json_response(delivery_view(delivery))
