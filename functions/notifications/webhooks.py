"""Operations on webhooks: the endpoints of a person that notifications are sent to."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response

from functions.http.background.announcements import publish_events
from functions.http.call import current_call, expected_revision
from functions.http.parameters import (
    ChangeHeaders,
    CreationHeaders,
    IdPath,
    json_response,
    no_content,
)
from functions.notifications.channels import address_guard
from functions.notifications.delivery_views import delivery_view
from functions.notifications.webhook_views import (
    WebhookList,
    webhook_view,
    with_secret,
)
from shared.models.notifications.message import NotificationMessage
from shared.models.notifications.webhooks.webhook import (
    WebhookDraft,
    WebhookPatch,
    WebhookRotation,
)
from shared.services.notifications import webhooks as service


def list_webhooks() -> Response:
    """List the caller's webhooks, oldest first; there are at most 10."""
    call = current_call()
    found = service.list_webhooks(call.store, call.now)
    return json_response(WebhookList(items=[webhook_view(one) for one in found]))


def create_webhook(body: WebhookDraft, header: CreationHeaders) -> Response:
    """Create a webhook, and show its secret once.

    The preferences say which kinds are sent to webhooks, and when. Messages are those of Standard
    Webhooks 1.0.0.
    """
    call = current_call()
    operation = call.operation(header.idempotency_key)
    made = service.create_webhook(call.store, operation, body, address_guard())
    return json_response(
        with_secret(made),
        HTTPStatus.CREATED,
        location=f"/notifications/webhooks/{made.webhook.id}",
        revision=made.webhook.revision,
    )


def get_webhook(path: IdPath) -> Response:
    """Get a webhook."""
    call = current_call()
    found = service.get_webhook(call.store, path.id, call.now)
    return json_response(webhook_view(found), revision=found.revision)


def patch_webhook(path: IdPath, body: WebhookPatch, header: ChangeHeaders) -> Response:
    """Change the given fields; one that was turned off by itself is turned on by ``enabled``."""
    call = current_call()
    expected = expected_revision(header.if_match)
    after = service.update_webhook(
        call.store, call.operation(), path.id, body, address_guard(), expected
    )
    return json_response(webhook_view(after), revision=after.revision)


def delete_webhook(path: IdPath, header: ChangeHeaders) -> Response:
    """Delete a webhook with its secrets."""
    call = current_call()
    expected = expected_revision(header.if_match)
    service.delete_webhook(call.store, call.operation(), path.id, expected)
    return no_content()


def rotate_webhook_secret(path: IdPath, body: WebhookRotation, header: CreationHeaders) -> Response:
    """Replace the secret, and show the new one once; for 24 hours the former one signs, too."""
    call = current_call()
    after = service.rotate_secret(
        call.store,
        call.operation(header.idempotency_key),
        path.id,
        body,
    )
    return json_response(with_secret(after), revision=after.webhook.revision)


def ping_webhook(path: IdPath) -> Response:
    """Send a ``webhook.ping`` to a webhook, also to one that is off; at most one in 10 seconds.

    It is sent once. The delivery says what became of it.
    """
    call = current_call()
    delivery = service.put_ping(call.store, path.id, call.now)
    if delivery.is_due(call.now):
        publish_events([NotificationMessage.of_delivery(call.store.ref, delivery.id)])
    return json_response(delivery_view(delivery))
