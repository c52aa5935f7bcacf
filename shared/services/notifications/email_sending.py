"""Send deliveries by e-mail, which is not idempotent: none is sent again but by its person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from shared.models.notifications.delivery import Delivery, DeliveryStatus, SendResult
from shared.models.notifications.emails import Email, EmailParts
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Notification
from shared.models.notifications.texts import texts_for
from shared.models.notifications.unsubscribe import UnsubscribeToken
from shared.models.values.frozen import frozen
from shared.repositories.store import TenantStore
from shared.services.notifications.inbox import show
from shared.services.notifications.sending import Claimed

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
class EmailSender:
    """Sends claimed deliveries to the verified address of their person."""

    mailer: Mailer
    identities: IdentityRepository
    clock: Callable[[], datetime]

    def is_busy(self, _delivery: Delivery) -> bool:
        """Return False."""
        return False

    def deliver(
        self, store: TenantStore, claimed: Claimed, wanted: Sequence[Notification]
    ) -> Delivery:
        """Send a claimed delivery, and return it with its outcome."""
        delivery = claimed.delivery
        address = self.identities.find_verified_email(store.ref.id)
        if address is None:
            return delivery.ended(DeliveryStatus.SKIPPED, "no-verified-address")
        email = self._compose(store, claimed, address, wanted)
        result: SendResult = self.mailer.transport_of(store.ref.id).send(email, delivery.id)
        return delivery.after(result, self.clock())

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
