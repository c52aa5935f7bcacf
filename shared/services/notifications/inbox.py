"""List and get a person's notifications, count unread ones, and mark them as read or dismissed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from shared.errors import NotFound, Unreadable
from shared.models.ledger.page import Page, cursor_to, place_of
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import MAX_NOTIFICATIONS, Notification
from shared.models.notifications.texts import RenderedNotification, render, texts_for
from shared.models.people.access import PERMISSIONS
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import derived_id, is_id
from shared.repositories.sharing.members import MembershipRepository
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_tenant

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MAX_MICROSECONDS = (datetime(9999, 12, 31, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_MAX_READS = 5
"""How many pages one request reads to fill one, if notifications are hidden."""


@frozen
class ShownNotification:
    """A notification with its title and text in the language of the person.

    ``person_name`` is the present display name of the person that it names, if there is one.
    """

    notification: Notification
    shown: RenderedNotification
    person_name: str | None = None


@frozen
class NotificationQuery:
    """Filters of a list of notifications."""

    unread: bool = False
    kind: NotificationKind | None = None

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of cursors of this list."""
        return derived_id("notifications", str(self.unread), self.kind or "")[:12]


def list_notifications(
    store: TenantStore,
    memberships: MembershipRepository,
    now: datetime,
    query: NotificationQuery,
    cursor: str | None,
    limit: int,
) -> Page[ShownNotification]:
    """Return a page of notifications that are not dismissed, newest first.

    Those of a workspace that the person may not read any more are left out, until they are
    removed; so a page can have fewer items than ``limit`` and a next page.

    Raises:
        Unreadable: The cursor belongs to another list.
        TenantMissing, DemoExpired: There is no ledger (any more).
    """
    locale = get_tenant(store, now).profile.locale
    after = place_in(cursor, query.fingerprint) if cursor is not None else None
    found: list[Notification] = []
    for _ in range(_MAX_READS):
        rows = store.notifications.list_latest(
            limit + 1, kind=query.kind, unread=query.unread, after=after
        )
        has_more = len(rows) > limit
        kept = rows[:limit]
        found += only_readable(memberships, store.ref.id, kept)
        after = (kept[-1].created_at, kept[-1].id) if has_more else None
        if after is None or len(found) >= limit:
            break
    if len(found) > limit:
        found = found[:limit]
        after = (found[-1].created_at, found[-1].id)
    next_cursor = cursor_at(after, query.fingerprint) if after is not None else None
    return Page(show(store, found, locale), next_cursor)


def get_notification(
    store: TenantStore, memberships: MembershipRepository, now: datetime, notification_id: str
) -> ShownNotification:
    """Return a notification that the person may read; a dismissed one, too.

    A webhook names one by its id even if it is dismissed, or its kind is off in the app.

    Raises:
        NotFound: It does not exist, or is about a workspace that the person may not read.
        TenantMissing, DemoExpired: There is no ledger (any more).
    """
    locale = get_tenant(store, now).profile.locale
    found = _find_readable(store, memberships, notification_id)
    [shown] = show(store, [found], locale)
    return shown


def count_unread(store: TenantStore, now: datetime) -> int:
    """Return the number of unread notifications."""
    get_tenant(store, now)
    return store.notifications.count_unread()


def count_unread_for(store: TenantStore, cursor: str | None) -> int | None:
    """Return the number of unread notifications for the first page of a list; None for others."""
    return store.notifications.count_unread() if cursor is None else None


def mark_read(store: TenantStore, now: datetime, ids: Sequence[str]) -> int:
    """Mark these notifications as read, and return how many were unread; others are ignored.

    Raises:
        TenantMissing, TakeoverRunning, DemoExpired: as ``TenantStore.transact_below``.
    """

    def work(unit: TenantStore, tenant: Tenant) -> int:
        tenant.ensure_live(now)
        return _put_read(unit, unit.notifications.find_some(dict.fromkeys(ids)), now)

    return store.transact_below(work)


def mark_all_read(store: TenantStore, now: datetime, until: datetime) -> int:
    """Mark all notifications that were made until an instant as read; else as ``mark_read``."""

    def work(unit: TenantStore, tenant: Tenant) -> int:
        tenant.ensure_live(now)
        unread = unit.notifications.list_unread_until(until, MAX_NOTIFICATIONS)
        return _put_read(unit, unread, now)

    return store.transact_below(work)


def dismiss(
    store: TenantStore, memberships: MembershipRepository, now: datetime, notification_id: str
) -> ShownNotification:
    """Mark a notification as read and dismissed; it is not listed any more.

    Raises:
        NotFound: It does not exist, or is about a workspace that the person may not read.
        TenantMissing, TakeoverRunning, DemoExpired: as ``TenantStore.transact_below``.
    """

    def work(unit: TenantStore, tenant: Tenant) -> tuple[Notification, str]:
        tenant.ensure_live(now)
        found = _find_readable(unit, memberships, notification_id)
        after = found.dismiss(now)
        if after != found:
            unit.notifications.put_state(after)
        return after, tenant.profile.locale

    dismissed, locale = store.transact_below(work)
    [shown] = show(store, [dismissed], locale)
    return shown


def show(
    store: TenantStore, notifications: Sequence[Notification], locale: str
) -> list[ShownNotification]:
    """Return notifications with title and text in a language, and the present names of people."""
    uids = {one.person_uid for one in notifications if one.person_uid is not None}
    names = store.member_list.find_names(uids) if uids else {}
    texts = texts_for(locale)
    return [
        ShownNotification(one, render(one, texts, name), name)
        for one in notifications
        for name in [names.get(one.person_uid or "")]
    ]


def only_readable(
    memberships: MembershipRepository, uid: str, rows: Sequence[Notification]
) -> list[Notification]:
    """Return those that are about the person, or about a workspace as their role may read it.

    A change of a person's own membership is theirs to read in any role.
    """
    workspaces = {one.workspace_id for one in rows if one.workspace_id is not None}
    roles = memberships.find_roles(uid, workspaces) if workspaces else {}
    return [
        one
        for one in rows
        if one.workspace_id is None
        or (
            one.workspace_id in roles
            and (one.person_uid == uid or one.rules.needs in PERMISSIONS[roles[one.workspace_id]])
        )
    ]


def _find_readable(
    store: TenantStore, memberships: MembershipRepository, notification_id: str
) -> Notification:
    found = store.notifications.find(notification_id) if is_id(notification_id) else None
    if found is None or not only_readable(memberships, store.ref.id, [found]):
        raise NotFound("notification")
    return found


def _put_read(unit: TenantStore, found: Sequence[Notification], now: datetime) -> int:
    unread = [one for one in found if one.read_at is None]
    for one in unread:
        unit.notifications.put_state(one.read(now))
    return len(unread)


def cursor_at(place: tuple[datetime, str], fingerprint: str) -> str:
    """Encode the instant and id of the last item of a page as a cursor of its list."""
    at, last = place
    return cursor_to(fingerprint, (at - _EPOCH) // _MICROSECOND, last)


def place_in(cursor: str, fingerprint: str) -> tuple[datetime, str]:
    """Decode the place from a cursor of ``cursor_at``.

    Raises:
        Unreadable: This API did not issue the cursor, or it belongs to another list.
    """
    match place_of(cursor, fingerprint):
        case [int(microseconds), str(notification_id)] if (
            not isinstance(microseconds, bool)
            and 0 <= microseconds <= _MAX_MICROSECONDS
            and is_id(notification_id)
        ):
            return _EPOCH + microseconds * _MICROSECOND, notification_id
    raise Unreadable("The cursor cannot be read.")
