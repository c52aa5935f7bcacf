"""Claims of deliveries, without a lock: read in two calls, and committed as they were read.

A transaction would read all of it again, and lock it, to write what a precondition guards as well:
a delivery is written by nobody else between its claim and its outcome, unless its lease was lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from shared.models.ledger.tenant import Tenant
from shared.models.notifications.delivery import Delivery
from shared.models.notifications.notification import Notification
from shared.models.notifications.preferences import NotificationPreferences
from shared.models.values.frozen import frozen
from shared.repositories.firestore.access import DIRECT
from shared.repositories.firestore.client import read_existing
from shared.repositories.firestore.commit import commit_once
from shared.repositories.notifications.webhooks import StoredWebhook

if TYPE_CHECKING:
    from shared.repositories.firestore.client import FirestoreClient
    from shared.repositories.firestore.requests import FastWriteBatch
    from shared.repositories.store import TenantStore

_T = TypeVar("_T")


@frozen
class ReadDelivery:
    """A delivery as it was read, with its person's tenant and preferences.

    ``version`` is the instant at which it was last written.
    """

    store: TenantStore
    tenant: Tenant
    preferences: NotificationPreferences
    delivery: Delivery
    version: datetime

    def find_content(self) -> tuple[list[Notification], StoredWebhook | None]:
        """Return its notifications that exist, and its webhook, read in one call."""
        notifications, webhooks = self.store.notifications, self.store.webhooks
        ids, webhook_id = self.delivery.notification_ids, self.delivery.webhook_id
        of_content = [notifications.reference(one) for one in ids]
        of_webhook = [] if webhook_id is None else webhooks.references(webhook_id)
        found = _by_path([*of_content, *of_webhook])
        content = (found.get(one.path) for one in of_content)
        parts = [found[one.path] for one in of_webhook if one.path in found]
        return (
            [notifications.decode(one) for one in content if one is not None],
            webhooks.decode_both(*parts) if len(parts) > 1 else None,
        )


class Claim:
    """The only change of a delivery in a commit, which fails if it was changed since it was read.

    After the commit, ``version`` is that of the delivery as this claim has written it.
    """

    def __init__(self, read: ReadDelivery, batch: FastWriteBatch) -> None:
        self.read, self._batch = read, batch
        self._written: Delivery | None = None

    def put(self, delivery: Delivery) -> Delivery:
        """Write the state of the delivery, and return it."""
        self.read.store.deliveries.put_state(self._batch, delivery, self.read.version)
        self._written = delivery
        return delivery

    @property
    def version(self) -> datetime:
        """Return the instant of the commit."""
        results: Sequence[Any] = self._batch.write_results or ()
        version: datetime
        [version] = (one.update_time for one in results)
        return version

    def end(self, ended: Delivery) -> Delivery | None:
        """Write the outcome, and return it; None if the delivery has lost its lease meanwhile.

        Nothing is read before, unless a commit has failed, or its answer was lost.

        Raises:
            Unavailable: Firestore does not answer.
        """
        deliveries, version, attempts = self.read.store.deliveries, self.version, count()

        def work(batch: FastWriteBatch) -> Delivery | None:
            if next(attempts):
                found = deliveries.find(ended.id)
                if found != self._written:
                    return ended if found == ended else None
            deliveries.put_state(batch, ended, version)
            return ended

        return commit_once(_client_of(self.read.store), work, _without_lease)


def claim_delivery(store: TenantStore, delivery_id: str, work: Callable[[Claim], _T]) -> _T | None:
    """Run ``work`` on a delivery, again after conflicts, and commit what it puts.

    None if the delivery, or its person, does not exist. ``work`` must find what a first run has
    written, because a commit whose answer was lost is repeated.

    Raises:
        Unavailable: Firestore does not answer.
    """

    def run(batch: FastWriteBatch) -> _T | None:
        found = _read(store, delivery_id)
        return None if found is None else work(Claim(found, batch))

    return commit_once(_client_of(store), run, _without_lease)


def _read(store: TenantStore, delivery_id: str) -> ReadDelivery | None:
    references = [
        store.tenant.reference,
        store.deliveries.reference(delivery_id),
        store.notification_preferences.reference,
    ]
    found = _by_path(references)
    tenant, delivery, preferences = (found.get(one.path) for one in references)
    if tenant is None or delivery is None:
        return None
    return ReadDelivery(
        store,
        store.tenant.decode(tenant),
        store.notification_preferences.decode(preferences),
        store.deliveries.decode(delivery),
        delivery.update_time,
    )


def _client_of(store: TenantStore) -> FirestoreClient:
    client: FirestoreClient = store.tenant.reference._client  # noqa: SLF001 (the library has no public form)
    return client


def _by_path(references: Sequence[Any]) -> dict[str, Any]:
    return {one.reference.path: one for one in read_existing(references, DIRECT)}


def _without_lease() -> None:
    """Do nothing: these commits do not write the tenant's document, which has the lease."""
