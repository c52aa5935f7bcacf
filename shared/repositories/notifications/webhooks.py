"""Read and write the webhooks of one person; their secrets are documents of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from google.cloud import firestore

from shared.models.notifications.webhooks.webhook import MAX_WEBHOOKS, Webhook, WebhookState
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import fields_of, read_existing

_INSTANTS = ("secret_changed_at", "created_at", "updated_at")


class StoredWebhook(NamedTuple):
    """A webhook and its state."""

    webhook: Webhook
    state: WebhookState


class WebhookRepository:
    """Repository of the webhooks below a person's document, at most ten.

    ``webhooks`` has their definitions, ``webhook_states`` their secrets, which only the sender and
    a rotation read.
    """

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._webhooks: firestore.CollectionReference = root.collection("webhooks")
        self._states: firestore.CollectionReference = root.collection("webhook_states")
        self._access = access

    def find(self, webhook_id: str) -> Webhook | None:
        """Return the webhook with that id, or None."""
        snapshot = self._webhooks.document(webhook_id).get(**self._access.reading)
        return _decode(snapshot) if snapshot.exists else None

    def find_state(self, webhook_id: str) -> WebhookState | None:
        """Return the secrets and failures of a webhook, or None."""
        snapshot = self._states.document(webhook_id).get(**self._access.reading)
        return _decode_state(snapshot) if snapshot.exists else None

    def find_both(self, webhook_id: str) -> StoredWebhook | None:
        """Return a webhook and its state, read in one call, or None."""
        references = self.references(webhook_id)
        found = {one.reference.path: one for one in read_existing(references, self._access)}
        webhook, state = (found.get(one.path) for one in references)
        if webhook is None or state is None:
            return None
        return self.decode_both(webhook, state)

    def references(self, webhook_id: str) -> list[firestore.DocumentReference]:
        """Return the documents of a webhook and its state."""
        return [self._webhooks.document(webhook_id), self._states.document(webhook_id)]

    def decode_both(
        self,
        webhook: firestore.DocumentSnapshot[Any],
        state: firestore.DocumentSnapshot[Any],
    ) -> StoredWebhook:
        """Return the webhook in the snapshots of its two documents."""
        return StoredWebhook(_decode(webhook), _decode_state(state))

    def list_all(self) -> list[Webhook]:
        """List all webhooks, oldest first."""
        query = self._webhooks.order_by("__name__").limit(MAX_WEBHOOKS)
        return [_decode(one) for one in query.stream(**self._access.reading)]

    def put(self, webhook: Webhook) -> None:
        """Write a webhook."""
        content = webhook.model_dump(mode="json", exclude={"id", *_INSTANTS}, exclude_none=True)
        instants = {name: getattr(webhook, name) for name in _INSTANTS}
        self._access.batch.set(self._webhooks.document(webhook.id), content | instants)

    def put_state(self, state: WebhookState) -> None:
        """Write the secrets and failures of a webhook."""
        secrets = [one.model_dump(exclude_none=True) for one in state.secrets]
        document: dict[str, Any] = {"secrets": secrets}
        if state.failing_since is not None:
            document["failing_since"] = state.failing_since
        self._access.batch.set(self._states.document(state.id), document)

    def put_failing_since(self, webhook_id: str, at: datetime | None) -> None:
        """Write since when a webhook fails, and nothing else of its state, which must exist."""
        changed = {"failing_since": firestore.DELETE_FIELD if at is None else at}
        self._access.batch.update(self._states.document(webhook_id), changed)

    def delete(self, webhook_id: str) -> None:
        """Delete a webhook with its secrets."""
        self._access.batch.delete(self._webhooks.document(webhook_id))
        self._access.batch.delete(self._states.document(webhook_id))


def _decode(snapshot: firestore.DocumentSnapshot[Any]) -> Webhook:
    return Webhook.model_validate(dict(fields_of(snapshot)) | {"id": snapshot.id})


def _decode_state(snapshot: firestore.DocumentSnapshot[Any]) -> WebhookState:
    return WebhookState.model_validate(dict(fields_of(snapshot)) | {"id": snapshot.id})
