"""Send deliveries: each is claimed before it is sent, and its outcome is written after.

An e-mail whose sending has not ended within its lease has failed, and is not sent again: a person
may replay it. A webhook is called again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from shared.errors import DemoExpired, TenantMissing, Unavailable
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.delivery import Delivery, DeliveryStatus, Outcome, SendResult
from shared.models.notifications.delivery_time import earliest_time
from shared.models.notifications.kinds import Channel, Schedule
from shared.models.notifications.notification import Notification
from shared.models.notifications.preferences import NotificationPreferences
from shared.models.people.access import TenantRef
from shared.models.values.frozen import frozen
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
    """A claimed delivery, and what the transaction of the claim has read to send it."""

    delivery: Delivery
    sender: ChannelSender
    tenant: Tenant
    preferences: NotificationPreferences
    notifications: Sequence[Notification]


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
        try:
            claimed = store.transact_below(
                lambda unit, tenant: self._claim(unit, tenant, delivery_id)
            )
            if not isinstance(claimed, Claimed):
                return claimed
            before, ended = claimed.delivery, self._send(store, claimed)
            return store.transact_below(lambda unit, _tenant: _put_ended(unit, before, ended))
        except (TenantMissing, DemoExpired):
            return None

    def _claim(
        self, unit: TenantStore, tenant: Tenant, delivery_id: str
    ) -> Claimed | Delivery | None:
        """Claim a delivery that is due, and return it with what was read to send it.

        Otherwise return the delivery if it was changed: one in quiet hours, or to a busy receiver,
        is postponed, and one that has lost its lease has failed, or is sent again later. One of a
        channel without sender is retried later, as if a server had refused it for now.
        """
        found, now = unit.deliveries.find(delivery_id), self.clock()
        if found is not None and found.has_lost_lease(now):
            recovered = found.recovered(now)
            unit.deliveries.put(recovered)
            return recovered
        if found is None or not found.is_due(now):
            return None
        sender = self.sender_of(found.channel)
        if sender is None:
            refused = found.claimed(now).after(SendResult(Outcome.LATER, NO_SENDER), now)
            unit.deliveries.put(refused)
            return refused
        if sender.is_busy(found):
            return _postpone(unit, found, now + BUSY_FOR)
        notifications = unit.notifications.find_some(found.notification_ids)
        preferences = unit.notification_preferences.get()
        kinds = [one.kind for one in notifications]
        earliest = now
        if not found.is_ping:
            earliest = earliest_time(preferences, kinds, now, tenant.ledger.timezone)
        if earliest > now:
            return _postpone(unit, found, earliest)
        claimed = found.claimed(now)
        unit.deliveries.put(claimed)
        return Claimed(claimed, sender, tenant, preferences, notifications)

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


def _postpone(unit: TenantStore, delivery: Delivery, until: datetime) -> Delivery:
    postponed = delivery.postponed(until)
    unit.deliveries.put(postponed)
    return postponed


def _put_ended(unit: TenantStore, claimed: Delivery, ended: Delivery) -> Delivery | None:
    """Write the outcome of an attempt, unless the delivery has lost its lease meanwhile."""
    if unit.deliveries.find(claimed.id) != claimed:
        return None
    unit.deliveries.put(ended)
    return ended
