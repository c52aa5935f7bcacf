"""Tell an event: make the notifications of it for everyone whom it concerns, each once.

An event is stored by the commit in which it happened, and deleted when all its notifications are
made. After an interruption it is told again: notifications that exist already stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from shared.errors import DemoExpired, DemoTakenOver, TakeoverRunning, TenantMissing, Unavailable
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.delivery import Delivery
from shared.models.notifications.delivery_time import delivery_time
from shared.models.notifications.kinds import (
    Channel,
    KindOfNotification,
    NotificationKind,
    Schedule,
    Severity,
    kind_of,
)
from shared.models.notifications.notification import (
    MAX_ABOUT_SECURITY,
    MAX_NOTIFICATIONS,
    Audience,
    Event,
    Notification,
)
from shared.models.notifications.preferences import NotificationPreferences
from shared.models.people.access import PERMISSIONS, TenantKind, TenantRef
from shared.models.sharing.invitation import InvitationStatus
from shared.models.values.frozen import frozen
from shared.repositories.notifications.deliveries import StoredDelivery
from shared.repositories.store import TenantStore

if TYPE_CHECKING:
    from shared.repositories.auth.identities import IdentityRepository


@frozen
class Recipient:
    """A person who is told an event, and the workspace that it is about; None if their own."""

    uid: str
    workspace_id: str | None = None


@frozen
class Target:
    """Where a delivery is sent to: the address of a person, or a webhook of theirs."""

    channel: Channel
    webhook_id: str | None = None


@frozen
class Teller:
    """Makes notifications of events, and their deliveries by ``channels``.

    ``channels`` are those that have a sender.
    """

    open_store: Callable[[TenantRef], TenantStore]
    identities: Callable[[], IdentityRepository]
    channels: Sequence[Channel]
    clock: Callable[[], datetime]

    def tell(self, tenant: TenantRef, event_id: str) -> list[StoredDelivery]:
        """Tell an event of a tenant, and return the deliveries of it that are due now.

        An event that has been told is no more there, and makes none.

        Raises:
            Unavailable: Firestore or Firebase Auth does not answer, or the ledger of a recipient is
                being moved; the event has to be told again.
        """
        store = self.open_store(tenant)
        event = store.outbox.find(event_id)
        if event is None:
            return []
        due = [
            delivery
            for recipient in self._recipients(store, event)
            for delivery in self._notify(event, recipient)
        ]
        for uid in self._former_members(store, event):
            self._forget_workspace(uid, tenant.id)
        store.outbox.remove(event_id)
        return due

    def _recipients(self, store: TenantStore, event: Event) -> Iterator[Recipient]:
        if event.kind is None:
            return
        if event.audience is Audience.INVITED:
            yield from self._invited(store, event)
        elif store.ref.kind is not TenantKind.WORKSPACE:
            yield Recipient(store.ref.id)
        else:
            yield from _members(store, event, kind_of(event.kind))

    def _invited(self, store: TenantStore, event: Event) -> Iterator[Recipient]:
        """Yield the user with the verified address of an invitation that is still open."""
        found = store.invitations.find(event.subject.id)
        if found is None or found[0].status is not InvitationStatus.PENDING:
            return
        uid = self.identities().find_uid_of_verified(found[0].email)
        if uid is not None:
            yield Recipient(uid)

    def _former_members(self, store: TenantStore, event: Event) -> list[str]:
        """Return the users who have lost the workspace by this event, and have not come back."""
        if not event.ends_access:
            return []
        members = store.member_list.find_all()
        if event.person_uid is None:
            tenant = store.tenant.find()
            is_deleted = tenant is None or tenant.get_workspace().deleted_at is not None
            return sorted(members) if is_deleted else []
        member = members.get(event.person_uid)
        return [] if member is not None and member.is_active else [event.person_uid]

    def _notify(self, event: Event, recipient: Recipient) -> list[StoredDelivery]:
        """Make the notification of one person, and return its deliveries that are due now."""
        inbox = self._open_inbox(recipient.uid)
        if inbox is None or event.kind is None:
            return []
        kind = kind_of(event.kind)
        one = Notification.of_event(event, kind, recipient.uid, recipient.workspace_id)
        try:
            due = inbox.transact_below(lambda unit, tenant: self._create(unit, tenant, one))
        except (TenantMissing, DemoExpired):
            return []
        except (TakeoverRunning, DemoTakenOver) as moving:
            raise Unavailable from moving
        if due is None:
            return []
        _make_room(inbox, kind)
        return [StoredDelivery(inbox.ref, delivery_id) for delivery_id in due]

    def _create(
        self, unit: TenantStore, tenant: Tenant, notification: Notification
    ) -> list[str] | None:
        """Write a notification with its deliveries, and return the ids of those that are due.

        None if it exists, or is turned off on all channels. If it is off in the app, it is only
        kept to be sent. One that exists is about the latest event that is told as it.
        """
        found = unit.notifications.find(notification.id)
        if found is not None:
            if found.created_at < notification.created_at:
                unit.notifications.put_content(notification)
            return None
        preferences, kind, now = (
            unit.notification_preferences.get(),
            notification.kind,
            self.clock(),
        )
        targets = list(self._targets(unit, preferences, kind))
        is_off = preferences.schedule_of(kind, Channel.IN_APP) is Schedule.OFF
        if is_off and not targets:
            return None
        unit.notifications.create(notification.dismiss(now) if is_off else notification)
        timezone = tenant.ledger.timezone
        made = [
            _put_delivery(unit, preferences, notification, target, timezone, now)
            for target in targets
        ]
        return [delivery.id for delivery in made if delivery.is_due(now)]

    def _targets(
        self, unit: TenantStore, preferences: NotificationPreferences, kind: NotificationKind
    ) -> Iterator[Target]:
        """Yield where a notification is sent to: an address, and each webhook that wants its kind.

        A demo has neither. Webhooks are read unless the kind is off for them.
        """
        if unit.ref.kind is not TenantKind.USER:
            return
        for channel in self.channels:
            if preferences.schedule_of(kind, channel) is Schedule.OFF:
                continue
            if channel is not Channel.WEBHOOK:
                yield Target(channel)
                continue
            for webhook in unit.webhooks.list_all():
                if webhook.wants(kind):
                    yield Target(channel, webhook.id)

    def _open_inbox(self, uid: str) -> TenantStore | None:
        """Return the store of a user's own ledger, or of their demo; None if they have neither."""
        account = self.open_store(TenantRef(TenantKind.USER, uid))
        for store in (account, account.for_tenant(account.ref.demo)):
            if store.tenant.find() is not None:
                return store
        return None

    def _forget_workspace(self, uid: str, workspace_id: str) -> None:
        inbox = self._open_inbox(uid)
        if inbox is not None:
            inbox.notifications.remove_of_workspace(workspace_id)


def _members(store: TenantStore, event: Event, kind: KindOfNotification) -> Iterator[Recipient]:
    """Yield the active members whose role may read the subject, and the person that it is about.

    A person who is no active member any more is told about no workspace: otherwise the notification
    would be removed with the others.
    """
    tenant = store.tenant.find()
    if tenant is None or tenant.get_workspace().deleted_at is not None:
        return
    members = store.member_list.find_all()
    for uid, member in members.items():
        is_about = uid == event.person_uid
        if member.is_active and (is_about or kind.needs in PERMISSIONS[member.role]):
            yield Recipient(uid, store.ref.id)
    person = members.get(event.person_uid or "")
    if event.ends_access and event.person_uid and not (person and person.is_active):
        yield Recipient(event.person_uid)


def _make_room(inbox: TenantStore, kind: KindOfNotification) -> None:
    """Remove the oldest notifications of a sort beyond the maximum: about security, or others."""
    if kind.is_security:
        inbox.notifications.remove_oldest_beyond(MAX_ABOUT_SECURITY, {Severity.SECURITY})
    else:
        most = MAX_NOTIFICATIONS - MAX_ABOUT_SECURITY
        inbox.notifications.remove_oldest_beyond(most, set(Severity) - {Severity.SECURITY})


def _put_delivery(
    unit: TenantStore,
    preferences: NotificationPreferences,
    notification: Notification,
    target: Target,
    timezone: str,
    now: datetime,
) -> Delivery:
    """Write the delivery of a notification: a new one, or the next digest that is still open."""
    channel = target.channel
    time = delivery_time(preferences, notification.kind, channel, now, timezone)
    while time is not None:
        made = Delivery.of(
            channel,
            time,
            notification.id,
            unit.ref.id,
            now,
            webhook_id=target.webhook_id,
            kind=notification.kind,
        )
        found = unit.deliveries.find(made.id)
        if found is None or found.is_open:
            delivery = made
            if found is not None:
                delivery = found.with_notification(notification.id, notification.kind)
            unit.deliveries.put(delivery)
            return delivery
        time = delivery_time(preferences, notification.kind, channel, time.at, timezone)
    raise AssertionError("the channel is not off")  # pragma: no cover
