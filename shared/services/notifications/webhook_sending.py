"""Send deliveries to webhooks, signed; turn off those that are gone or fail for days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from shared.models.history.change import Cause, Operation
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.delivery import Delivery, DeliveryStatus, Outcome, SendResult
from shared.models.notifications.notification import Notification
from shared.models.notifications.webhooks.addresses import WebhookUrl
from shared.models.notifications.webhooks.payload import body_of
from shared.models.notifications.webhooks.signing import signature_headers
from shared.models.notifications.webhooks.webhook import TURNED_OFF_AFTER, OffReason
from shared.models.values.frozen import frozen
from shared.repositories.notifications.webhook_posts import WebhookPosts
from shared.repositories.notifications.webhooks import StoredWebhook
from shared.repositories.store import TenantStore
from shared.services.notifications.sending import BUSY_FOR, NOTHING_TO_SEND, Claimed
from shared.services.notifications.webhook_lanes import WebhookLanes
from shared.services.notifications.webhooks import turn_off

_HEADERS = {
    "Content-Type": "application/json",
    "User-Agent": "FinanceFlow-Webhooks/1.0",
    "Connection": "close",
}


@frozen
class WebhookSender:
    """Sends claimed deliveries to their webhooks.

    ``announce`` publishes the events that were emitted through a store.
    """

    posts: WebhookPosts
    lanes: WebhookLanes
    announce: Callable[[TenantStore], None]
    clock: Callable[[], datetime]

    def is_busy(self, delivery: Delivery) -> bool:
        """Return whether its webhook is slow, and has as many calls as it may have."""
        return self.lanes.is_closed(delivery.webhook_id or "-")

    def deliver(
        self, store: TenantStore, claimed: Claimed, wanted: Sequence[Notification]
    ) -> Delivery:
        """Send a claimed delivery, and return it with its outcome."""
        delivery = claimed.delivery
        stored = claimed.webhook
        if stored is None or not (stored.webhook.enabled or delivery.is_ping):
            return delivery.ended(DeliveryStatus.SKIPPED, "webhook-off")
        kinds = stored.webhook.kinds
        wanted = [one for one in wanted if kinds is None or one.kind in kinds]
        if not wanted and not delivery.is_ping:
            return delivery.ended(DeliveryStatus.SKIPPED, NOTHING_TO_SEND)
        with self.lanes.enter(stored.webhook.id, store.ref.id) as is_admitted:
            if not is_admitted:
                return delivery.released(self.clock() + BUSY_FOR)
            result = self._send(stored, delivery, wanted)
        now = self.clock()
        self._note(store, stored, delivery, result, now)
        return delivery.after(result, now)

    def _send(
        self, stored: StoredWebhook, delivery: Delivery, wanted: Sequence[Notification]
    ) -> SendResult:
        try:
            url = WebhookUrl.parse(stored.webhook.url, self.posts.guard.local_origins)
        except ValueError:  # A local origin that is not configured any more.
            return SendResult(Outcome.LATER, "address-refused")
        body, now = body_of(delivery, wanted), self.clock()
        signed = signature_headers(delivery.id, body, stored.state.signing(now), now)
        return self.posts.send(url, body, _HEADERS | signed)

    def _note(
        self,
        store: TenantStore,
        stored: StoredWebhook,
        delivery: Delivery,
        result: SendResult,
        now: datetime,
    ) -> None:
        """Write since when the webhook fails, and turn it off if it is gone, or fails for days.

        A failed test counts only if the receiver says that it is gone.
        """
        failing_since, webhook_id = stored.state.failing_since, stored.webhook.id
        if result.outcome is Outcome.ACCEPTED:
            if failing_since is not None:
                _put_failing_since(store, webhook_id, None)
        elif result.outcome is Outcome.REFUSED:
            self._turn_off(store, webhook_id, OffReason.GONE, now)
        elif delivery.is_ping:
            return
        elif failing_since is None:
            _put_failing_since(store, webhook_id, now)
        elif now - failing_since >= TURNED_OFF_AFTER:
            self._turn_off(store, webhook_id, OffReason.FAILING, now)

    def _turn_off(
        self, store: TenantStore, webhook_id: str, reason: OffReason, now: datetime
    ) -> None:
        operation = Operation.of_beginning(actor=store.ref.id, at=now, cause=Cause.WEBHOOK)
        turn_off(store, operation, webhook_id, reason)
        self.announce(store)


def _put_failing_since(store: TenantStore, webhook_id: str, at: datetime | None) -> None:
    """Write the first failure after a success, or none, unless that is as it is."""

    def work(unit: TenantStore, _tenant: Tenant) -> None:
        state = unit.webhooks.find_state(webhook_id)
        if state is not None and (state.failing_since is None) is not (at is None):
            unit.webhooks.put_failing_since(webhook_id, at)

    store.transact_below(work)
