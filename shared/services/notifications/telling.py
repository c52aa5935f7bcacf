"""Tell an event: make the notifications of it for everyone whom it concerns, each once.

An event is stored by the commit in which it happened, and deleted when all its notifications are
made. After an interruption it is told again: notifications that exist already stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from shared.errors import DemoExpired, DemoTakenOver, TakeoverRunning, TenantMissing, Unavailable
from shared.models.notifications.kinds import Channel, KindOfNotification, Schedule, kind_of
from shared.models.notifications.notification import (
    MAX_NOTIFICATIONS,
    Audience,
    Event,
    Notification,
)
from shared.models.people.access import PERMISSIONS, TenantKind, TenantRef
from shared.models.sharing.invitation import InvitationStatus
from shared.models.values.frozen import frozen
from shared.repositories.store import TenantStore

if TYPE_CHECKING:
    from shared.repositories.auth.identities import IdentityRepository


@frozen
class Recipient:
    """A person who is told an event, and the workspace that it is about; None if their own."""

    uid: str
    workspace_id: str | None = None


@frozen
class Teller:
    """Makes notifications of events, in the stores of the people that they are for."""

    open_store: Callable[[TenantRef], TenantStore]
    identities: IdentityRepository

    def tell(self, tenant: TenantRef, event_id: str) -> int:
        """Tell an event of a tenant, and return the number of notifications that were made.

        An event that has been told is no more there, and makes none.

        Raises:
            Unavailable: Firestore or Firebase Auth does not answer, or the ledger of a recipient is
                being moved; the event has to be told again.
        """
        store = self.open_store(tenant)
        event = store.outbox.find(event_id)
        if event is None:
            return 0
        made = sum(self._notify(event, recipient) for recipient in self._recipients(store, event))
        for uid in self._former_members(store, event):
            self._forget_workspace(uid, tenant.id)
        store.outbox.remove(event_id)
        return made

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
        uid = self.identities.find_uid_of_verified(found[0].email)
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

    def _notify(self, event: Event, recipient: Recipient) -> bool:
        """Make the notification of one person, and return whether it was made now."""
        inbox = self._open_inbox(recipient.uid)
        if inbox is None or event.kind is None:
            return False
        kind = kind_of(event.kind)
        one = Notification.of_event(event, kind, recipient.uid, recipient.workspace_id)
        try:
            is_new = inbox.transact_below(lambda unit: _create(unit, one))
        except (TenantMissing, DemoExpired):
            return False
        except (TakeoverRunning, DemoTakenOver) as moving:
            raise Unavailable from moving
        if is_new:
            inbox.notifications.remove_oldest_beyond(MAX_NOTIFICATIONS)
        return is_new

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


def _create(unit: TenantStore, notification: Notification) -> bool:
    """Write a notification unless it exists or is turned off, and return whether it was written."""
    if unit.notifications.find(notification.id) is not None:
        return False
    preferences = unit.notification_preferences.get()
    if preferences.schedule_of(notification.kind, Channel.IN_APP) is Schedule.OFF:
        return False
    unit.notifications.create(notification)
    return True
