"""Send deliveries: each is claimed before it is sent, and its outcome is written after.

An e-mail whose sending has not ended within its lease has failed, and is not sent again: a person
may replay it. A webhook is called again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from shared.errors import Unavailable
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.delivery import Delivery, DeliveryStatus, Outcome, SendResult
from shared.models.notifications.delivery_time import earliest_time
from shared.models.notifications.kinds import Channel, Schedule
from shared.models.notifications.notification import Notification
from shared.models.notifications.preferences import NotificationPreferences
from shared.models.people.access import TenantRef
from shared.models.values.frozen import frozen
from shared.repositories.notifications.claims import Claim, claim_delivery
from shared.repositories.notifications.webhooks import StoredWebhook
from shared.repositories.sharing.members import MembershipRepository
from shared.repositories.store import TenantStore
from shared.services.notifications.inbox import only_readable

NOTHING_TO_SEND = "nothing-to-send"
NO_SENDER = "no-sender"
BUSY_FOR = timedelta(minutes=1)
"""Pause of a delivery whose receiver is busy."""

_UNAVAILABLE = SendResult(Outcome.LATER, "unavailable")


@frozen
class Claimed:
    """A claimed delivery, and what was read with it to send it; ``webhook`` if it exists."""

    delivery: Delivery
    sender: ChannelSender
    tenant: Tenant
    preferences: NotificationPreferences
    notifications: Sequence[Notification]
    webhook: StoredWebhook | None
    claim: Claim


class ChannelSender(Protocol):
    """Way by which deliveries of a channel are sent."""

    def is_busy(self, delivery: Delivery) -> bool:
        """Return whether its receiver is slow, and has as many calls as it may have."""

    def deliver(
        self, store: TenantStore, claimed: Claimed, wanted: Sequence[Notification]
    ) -> Delivery:
        """Send a claimed delivery with these of its notifications; return it with its outcome.

        Raises:
            Unavailable: Firestore or Firebase Auth does not answer, and it may be sent again.
        """


@frozen
class Sending:
    """Sends deliveries of people in their stores."""

    open_store: Callable[[TenantRef], TenantStore]
    memberships: MembershipRepository
    sender_of: Callable[[Channel], ChannelSender | None]
    clock: Callable[[], datetime]

    def send(self, tenant: TenantRef, delivery_id: str) -> Delivery | None:
        """Send a delivery if it is due, and return it as it is then; None if it is not.

        Raises:
            Unavailable: Firestore does not answer to the claim, or to the outcome.
        """
        store = self.open_store(tenant)
        claimed = claim_delivery(store, delivery_id, self._claim)
        if not isinstance(claimed, Claimed):
            return claimed
        return claimed.claim.end(self._send(store, claimed))

    def _claim(self, claim: Claim) -> Claimed | Delivery | None:
        """Claim a delivery that is due, and return it with what was read to send it.

        Otherwise return the delivery if it was changed: one in quiet hours, or to a busy receiver,
        is postponed, and one that has lost its lease has failed, or is sent again later. One of a
        channel without sender is retried later, as if a server had refused it for now.
        """
        read, now = claim.read, self.clock()
        found, tenant = read.delivery, read.tenant
        if found.has_lost_lease(now):
            return claim.put(found.recovered(now))
        if not found.is_due(now):
            return None
        sender = self.sender_of(found.channel)
        if sender is None:
            refused = SendResult(Outcome.LATER, NO_SENDER)
            return claim.put(found.claimed(now).after(refused, now))
        if sender.is_busy(found):
            return claim.put(found.postponed(now + BUSY_FOR))
        notifications, webhook = read.find_content()
        kinds = [one.kind for one in notifications]
        earliest = now
        if not found.is_ping:
            earliest = earliest_time(read.preferences, kinds, now, tenant.ledger.timezone)
        if earliest > now:
            return claim.put(found.postponed(earliest))
        claimed = claim.put(found.claimed(now))
        return Claimed(claimed, sender, tenant, read.preferences, notifications, webhook, claim)

    def _send(self, store: TenantStore, claimed: Claimed) -> Delivery:
        """Send a claimed delivery, and return it with its outcome.

        If Firestore or Firebase Auth does not answer, no e-mail has been sent: it is sent later.
        """
        delivery = claimed.delivery
        try:
            wanted = self._wanted(store, claimed)
            if not wanted and not delivery.is_ping:
                return delivery.ended(DeliveryStatus.SKIPPED, NOTHING_TO_SEND)
            return claimed.sender.deliver(store, claimed, wanted)
        except Unavailable:
            return delivery.after(_UNAVAILABLE, self.clock())

    def _wanted(self, store: TenantStore, claimed: Claimed) -> list[Notification]:
        """Return the notifications that are not turned off, and that the person may read now."""
        preferences = claimed.preferences
        on = [
            one
            for one in claimed.notifications
            if preferences.schedule_of(one.kind, claimed.delivery.channel) is not Schedule.OFF
        ]
        return only_readable(self.memberships, store.ref.id, on)
