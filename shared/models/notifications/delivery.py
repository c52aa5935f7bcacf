"""Deliveries: what is sent to a person by a channel, once, with retries."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from shared.models.notifications.delivery_time import DeliveryTime
from shared.models.notifications.kinds import Channel, NotificationKind
from shared.models.values.base import FrozenModel
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import derived_id

MAX_IN_DIGEST = 50
"""Notifications that a digest lists; it says how many others there are."""

LEASE_FOR = timedelta(minutes=10)
"""Longer than a function runs; a sending that has not ended by then is an error."""

_PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440)
)
"""Pauses before the retries, over almost four days; then the delivery has failed."""

_MAX_WAIT = timedelta(days=1)
"""The longest pause that a receiver may ask for."""

_PINGS_EVERY = timedelta(seconds=10)
"""A webhook is tested once in each such span of time."""

LEASE_EXPIRED = "lease-expired"


class DeliveryStatus(StrEnum):
    """State of a delivery."""

    PENDING = "PENDING"
    SENDING = "SENDING"
    SENT = "SENT"
    FAILED = "FAILED"
    """A dead letter: refused for good, or so often, or with an unknown outcome."""

    SKIPPED = "SKIPPED"
    """There was nothing to send, or no verified address."""


class Outcome(StrEnum):
    """Answer of a mail server, of what stands for one, or of the receiver of a webhook."""

    ACCEPTED = "ACCEPTED"
    LATER = "LATER"
    """It did not take the message, and may do so later."""

    REFUSED = "REFUSED"
    UNKNOWN = "UNKNOWN"
    """No answer to the sent message could be read; it may have been delivered."""


@frozen
class SendResult:
    """Outcome of a sending; ``reason`` is a short code, such as ``smtp-550``, without texts.

    ``wait`` is the least pause before a retry that the receiver asks for.
    """

    outcome: Outcome
    reason: str | None = None
    wait: timedelta = timedelta()


class Delivery(FrozenModel):
    """A delivery to one person by one channel.

    ``webhook_id`` is the webhook that it is sent to; one without notifications is a test of it.
    ``digest`` names its digest (see ``DeliveryTime``), None of a single notification. ``more`` is
    the number of notifications beside ``notification_ids``, ``kinds`` are those of all,
    each once. ``next_at`` is when something is to be done: the next attempt, or the end of the
    lease of a sending; None when it has ended.
    """

    id: str
    channel: Channel
    webhook_id: str | None = None
    digest: str | None = None
    status: DeliveryStatus = DeliveryStatus.PENDING
    notification_ids: tuple[str, ...]
    more: int = 0
    kinds: tuple[NotificationKind, ...] = ()
    attempts: int = 0
    reason: str | None = None
    created_at: datetime
    due_at: datetime
    next_at: datetime | None = None
    sent_at: datetime | None = None

    @classmethod
    def of(
        cls,
        channel: Channel,
        time: DeliveryTime,
        notification_id: str,
        uid: str,
        now: datetime,
        webhook_id: str | None = None,
        *,
        kind: NotificationKind,
    ) -> Self:
        """Return the delivery of a notification at a time; of a digest the same one for all."""
        name = [time.digest or notification_id, *([webhook_id] if webhook_id else [])]
        return cls(
            id=derived_id("delivery", uid, channel.value, *name),
            channel=channel,
            webhook_id=webhook_id,
            digest=time.digest,
            notification_ids=(notification_id,),
            kinds=(kind,),
            created_at=now,
            due_at=time.at,
            next_at=time.at,
        )

    @classmethod
    def ping_of(cls, webhook_id: str, now: datetime) -> Self:
        """Return a ping of a webhook; the same one for ten seconds."""
        span = str(int(now.timestamp() // _PINGS_EVERY.total_seconds()))
        return cls(
            id=derived_id("delivery", "ping", webhook_id, span),
            channel=Channel.WEBHOOK,
            webhook_id=webhook_id,
            notification_ids=(),
            created_at=now,
            due_at=now,
            next_at=now,
        )

    @property
    def is_ping(self) -> bool:
        """Return whether it is a ping of a webhook, without notifications."""
        return not self.notification_ids

    @property
    def is_open(self) -> bool:
        """Return whether a digest gets further notifications: none of it may have arrived.

        A receiver knows a message by its id, and ignores one that it has got, with what is new in
        it. ``reason`` stays when a delivery that failed is replayed.
        """
        is_pending = self.status is DeliveryStatus.PENDING
        return is_pending and self.attempts == 0 and self.reason is None

    def with_notification(self, notification_id: str, kind: NotificationKind) -> Self:
        """Return the digest with one more notification."""
        update: dict[str, Any] = {"kinds": tuple(dict.fromkeys((*self.kinds, kind)))}
        if len(self.notification_ids) >= MAX_IN_DIGEST:
            update["more"] = self.more + 1
        else:
            update["notification_ids"] = (*self.notification_ids, notification_id)
        return self.model_copy(update=update)

    def is_due(self, now: datetime) -> bool:
        """Return whether it is to be sent now."""
        is_pending = self.status is DeliveryStatus.PENDING
        return is_pending and self.next_at is not None and self.next_at <= now

    def has_lost_lease(self, now: datetime) -> bool:
        """Return whether a sending has not ended in time: nobody knows what became of it."""
        is_sending = self.status is DeliveryStatus.SENDING
        return is_sending and self.next_at is not None and self.next_at <= now

    def recovered(self, now: datetime) -> Self:
        """Return one that has lost its lease: a webhook is called again, an e-mail has failed.

        A receiver of a webhook recognises a message that it has got before by its id.
        """
        if self.channel is Channel.WEBHOOK:
            return self.after(SendResult(Outcome.LATER, LEASE_EXPIRED), now)
        return self.ended(DeliveryStatus.FAILED, LEASE_EXPIRED)

    def released(self, until: datetime) -> Self:
        """Return a claimed one as to be sent later, as if it had not been claimed."""
        update = {
            "status": DeliveryStatus.PENDING,
            "attempts": self.attempts - 1,
            "next_at": until,
        }
        return self.model_copy(update=update)

    def postponed(self, until: datetime) -> Self:
        """Return it with a later next attempt."""
        return self.model_copy(update={"next_at": until})

    def claimed(self, now: datetime) -> Self:
        """Return it as being sent, for as long as the lease."""
        update = {
            "status": DeliveryStatus.SENDING,
            "attempts": self.attempts + 1,
            "next_at": now + LEASE_FOR,
        }
        return self.model_copy(update=update)

    def after(self, result: SendResult, now: datetime) -> Self:
        """Return it after an attempt: sent, to be sent again, or failed."""
        match result.outcome:
            case Outcome.ACCEPTED:
                return self.ended(DeliveryStatus.SENT, None, now)
            case Outcome.LATER if self.attempts <= len(_PAUSES) and not self.is_ping:
                pause = max(_PAUSES[self.attempts - 1], min(result.wait, _MAX_WAIT))
                update = {
                    "status": DeliveryStatus.PENDING,
                    "reason": result.reason,
                    "next_at": now + pause,
                }
                return self.model_copy(update=update)
            case _:
                return self.ended(DeliveryStatus.FAILED, result.reason)

    def ended(
        self, status: DeliveryStatus, reason: str | None, sent_at: datetime | None = None
    ) -> Self:
        """Return it as ended."""
        update = {"status": status, "reason": reason, "next_at": None, "sent_at": sent_at}
        return self.model_copy(update=update)

    def replayed(self, now: datetime) -> Self:
        """Return a failed one as to be sent now, with all its attempts; others stay unchanged.

        Its id stays, so a receiver that has got it recognises it. A test stays, too, because there
        is one in ten seconds.
        """
        if self.is_ping or self.status not in (DeliveryStatus.FAILED, DeliveryStatus.SKIPPED):
            return self
        update = {"status": DeliveryStatus.PENDING, "attempts": 0, "next_at": now}
        return self.model_copy(update=update)
