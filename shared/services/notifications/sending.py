"""Send deliveries by e-mail: each is claimed before it is sent, and its outcome is written after.

E-mail is not idempotent. A delivery whose sending has not ended within its lease has failed, and
is not sent again: a person may replay it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from shared.errors import DemoExpired, TenantMissing
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.delivery import Delivery, DeliveryStatus, SendResult
from shared.models.notifications.delivery_time import earliest_time
from shared.models.notifications.emails import Email, EmailParts
from shared.models.notifications.kinds import Channel, NotificationKind, Schedule
from shared.models.notifications.notification import Notification
from shared.models.notifications.preferences import NotificationPreferences
from shared.models.notifications.texts import texts_for
from shared.models.notifications.unsubscribe import UnsubscribeToken
from shared.models.people.access import TenantRef
from shared.models.values.frozen import frozen
from shared.repositories.sharing.members import MembershipRepository
from shared.repositories.store import TenantStore
from shared.services.notifications.inbox import only_readable, show

if TYPE_CHECKING:
    from shared.repositories.auth.identities import IdentityRepository
    from shared.repositories.notifications.mail import MailTransport


@frozen
class Mailer:
    """Sender of e-mails: its address, the address of unsubscriptions, and the key of their tokens.

    ``transport_of`` returns the transport for the e-mails of a user. ``app_url`` is the address of
    the web app, if it is known.
    """

    sender: str
    unsubscribe_url: str
    key: bytes
    transport_of: Callable[[str], MailTransport]
    app_url: str | None = None

    def link_for(self, uid: str, kinds: Sequence[NotificationKind]) -> str:
        """Return the address that turns off e-mails of these kinds."""
        token = UnsubscribeToken(uid, tuple(kinds)).signed(self.key)
        return f"{self.unsubscribe_url}?token={token}"

    def message_id(self, delivery: Delivery) -> str:
        """Return the Message-ID of a delivery, the same for each attempt."""
        domain = self.sender.rpartition("@")[2].rstrip(">")
        return f"<{delivery.id}@{domain}>"


@frozen
class Claimed:
    """A claimed delivery, and what the transaction of the claim has read to send it."""

    delivery: Delivery
    tenant: Tenant
    preferences: NotificationPreferences
    notifications: Sequence[Notification]


@frozen
class Sending:
    """Sends deliveries of people in their stores."""

    open_store: Callable[[TenantRef], TenantStore]
    identities: IdentityRepository
    memberships: MembershipRepository
    mailer: Mailer
    clock: Callable[[], datetime]

    def send(self, tenant: TenantRef, delivery_id: str) -> Delivery | None:
        """Send a delivery if it is due, and return it as it is then; None if it is not.

        Raises:
            Unavailable: Firestore or Firebase Auth does not answer.
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

        Otherwise return the delivery if it was changed: one in quiet hours is postponed, and one
        that has lost its lease has failed.
        """
        found, now = unit.deliveries.find(delivery_id), self.clock()
        if found is not None and found.has_lost_lease(now):
            failed = found.ended(DeliveryStatus.FAILED, "lease-expired")
            unit.deliveries.put(failed)
            return failed
        if found is None or not found.is_due(now):
            return None
        notifications = unit.notifications.find_some(found.notification_ids)
        preferences = unit.notification_preferences.get()
        kinds = [one.kind for one in notifications]
        earliest = earliest_time(preferences, kinds, now, tenant.ledger.timezone)
        after = found.claimed(now) if earliest <= now else found.postponed(earliest)
        unit.deliveries.put(after)
        return after if earliest > now else Claimed(after, tenant, preferences, notifications)

    def _send(self, store: TenantStore, claimed: Claimed) -> Delivery:
        """Send a claimed delivery, and return it with its outcome."""
        delivery = claimed.delivery
        address = self.identities.find_verified_email(store.ref.id)
        if address is None:
            return delivery.ended(DeliveryStatus.SKIPPED, "no-verified-address")
        wanted = self._wanted(store, claimed)
        if not wanted:
            return delivery.ended(DeliveryStatus.SKIPPED, "nothing-to-send")
        email = self._compose(store, claimed, address, wanted)
        result: SendResult = self.mailer.transport_of(store.ref.id).send(email, delivery.id)
        return delivery.after(result, self.clock())

    def _wanted(self, store: TenantStore, claimed: Claimed) -> list[Notification]:
        """Return the notifications that are not turned off, and that the person may read now."""
        preferences = claimed.preferences
        on = [
            one
            for one in claimed.notifications
            if preferences.schedule_of(one.kind, Channel.EMAIL) is not Schedule.OFF
        ]
        return only_readable(self.memberships, store.ref.id, on)

    def _compose(
        self, store: TenantStore, claimed: Claimed, address: str, wanted: Sequence[Notification]
    ) -> Email:
        delivery, locale = claimed.delivery, claimed.tenant.profile.locale
        shown = show(store, wanted, locale)
        kinds = [one.kind for one in wanted if not one.rules.is_security]
        can_stop = list(dict.fromkeys(kinds))
        parts = EmailParts(
            [(one.notification, one.shown) for one in shown],
            texts_for(locale),
            delivery.more,
            claimed.preferences.amounts_in_subject,
            self.mailer.link_for(store.ref.id, can_stop) if can_stop else None,
            self.mailer.app_url,
        )
        return Email(
            to=address,
            sender=self.mailer.sender,
            subject=parts.subject,
            text=parts.text,
            html=parts.html,
            message_id=self.mailer.message_id(delivery),
            headers=parts.headers,
        )


def _put_ended(unit: TenantStore, claimed: Delivery, ended: Delivery) -> Delivery | None:
    """Write the outcome of an attempt, unless the delivery has lost its lease meanwhile."""
    if unit.deliveries.find(claimed.id) != claimed:
        return None
    unit.deliveries.put(ended)
    return ended
