"""History: reading the change log, and following it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.errors import NotFound, Unreadable
from shared.models.change import Change, Entity
from shared.models.history import feed_fingerprint, list_fingerprint
from shared.models.identifiers import is_id
from shared.models.page import Page, cursor_to, number_in
from shared.models.tenant import Tenant
from shared.repositories.store import TenantStore

_BEGINNING = frozenset({"", "0"})


@dataclass(frozen=True)
class Subject:
    """Whose changes are asked for: those of the thing with that id, if it is of that kind.

    Where nothing is said of it, any will do.
    """

    id: str | None = None
    entity: Entity | None = None


@dataclass(frozen=True)
class FeedPage:
    """Some changes, oldest first, and from where to go on; ``has_more`` at once."""

    items: list[Change]
    next_cursor: str
    has_more: bool


def get_change(store: TenantStore, change_id: str, now: datetime) -> tuple[Tenant, Change]:
    """The change with that id, and its ledger, in one call.

    Raises:
        NotFound: It is not there.
        TenantMissing, DemoExpired: There is no ledger (any more).
    """
    if not is_id(change_id):
        raise NotFound("change")
    opening = store.open(receipt_id=change_id)
    opening.tenant.ensure_live(now)
    if opening.receipt is None:
        raise NotFound("change")
    return opening.tenant, opening.receipt


def list_changes(
    store: TenantStore, asked: Subject, cursor: str | None, limit: int
) -> Page[Change]:
    """A page of the changes asked for, newest first.

    Raises:
        Unreadable: The cursor is not one of this list.
    """
    fingerprint = list_fingerprint(store.ref, asked.id)
    before = number_in(cursor, fingerprint) if cursor is not None else None
    found = store.changes.list_before(before, limit + 1, asked.id)
    if found and asked.entity not in (None, found[0].entity):
        return Page([], None)
    items = found[:limit]
    has_more = len(found) > limit
    return Page(items, cursor_to(fingerprint, items[-1].sequence) if has_more else None)


def latest_place(tenant: Tenant) -> str:
    """The cursor from which the feed goes on with what changes after the tenant was read."""
    return cursor_to(feed_fingerprint(tenant.ref), tenant.sequence)


def read_feed(store: TenantStore, tenant: Tenant, since: str, limit: int) -> FeedPage:
    """The changes behind a place, oldest first: each exactly once, in the order of the commits.

    ``tenant`` must have been read before: its sequence bounds what a cursor can lead to. A commit
    takes the next number of the ledger's changes and makes it visible at once, so that behind any
    change that is seen here there is none to come with a smaller number.

    Raises:
        Unreadable: Nobody gave out this cursor.
    """
    fingerprint = feed_fingerprint(tenant.ref)
    sequence = 0 if since in _BEGINNING else number_in(since, fingerprint)
    if sequence > tenant.sequence:
        raise Unreadable("The cursor cannot be read.")
    found = store.changes.list_after(sequence, limit + 1)
    items = found[:limit]
    last = items[-1].sequence if items else sequence
    return FeedPage(items, cursor_to(fingerprint, last), has_more=len(found) > limit)
