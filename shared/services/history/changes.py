"""Read the change log as a list and as a feed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from shared.errors import NotFound, Unreadable
from shared.models.history.change import Change
from shared.models.history.conflicts import (
    feed_fingerprint,
    ids_of_transactions,
    list_fingerprint,
)
from shared.models.history.kinds import Entity, Logged
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.page import Page, cursor_to, number_in
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import is_id
from shared.repositories.store import LedgerSnapshot, TenantStore

_BEGINNING = frozenset({"", "0"})

_PAGE = 100
"""Changes that a list reads at least at a time, when the first query was not enough."""

_MAX_READ, _READ_FOR_S = 1_000, 5.0
"""The limits of one request: documents and seconds."""


@frozen
class Subject:
    """Filter of changes by entity id, kind and actor; None matches all."""

    id: str | None = None
    entity: Entity | None = None
    actor: str | None = None

    def has(self, change: Change) -> bool:
        """Return whether the change matches the filter."""
        return (
            self.id in (None, change.entity_id)
            and self.entity in (None, change.entity)
            and self.actor in (None, change.actor)
        )


@frozen
class FeedPage:
    """Page of changes, oldest first; ``has_more`` is true if the next page is not empty."""

    items: list[Change]
    next_cursor: str
    has_more: bool


def get_change(store: TenantStore, change_id: str, now: datetime) -> tuple[Ledger, Change]:
    """Return the change with that id, and its ledger, in one call.

    Raises:
        NotFound: There is no such change.
        TenantMissing, DemoExpired: The ledger does not exist (any more).
    """
    if not is_id(change_id):
        raise NotFound("change")
    snapshot = store.load(record_id=change_id)
    snapshot.tenant.ensure_live(now)
    if snapshot.record is None:
        raise NotFound("change")
    return snapshot.ledger, snapshot.record


def list_changes(
    store: TenantStore,
    asked: Subject,
    cursor: str | None,
    limit: int,
    may_see: Callable[[Change], bool] = lambda _change: True,
) -> Page[Change]:
    """Return a page of the matching changes that the caller may see, newest first.

    At most 1,000 changes are read, for about 5 seconds. A list that finds too little in them
    returns a partial page, perhaps an empty one, with the cursor to go on.

    Raises:
        Unreadable: The cursor does not belong to this list.
    """
    fingerprint = list_fingerprint(store.ref, asked.id, asked.entity, asked.actor)
    before = number_in(cursor, fingerprint) if cursor is not None else None
    entity = asked.entity.value if asked.entity is not None else None
    deadline = time.monotonic() + _READ_FOR_S
    size, left = min(limit + 1, _MAX_READ), _MAX_READ
    found: list[Change] = []
    while True:
        page = store.changes.list_before(before, size, asked.id, entity=entity, actor=asked.actor)
        found += [change for change in page if asked.has(change) and may_see(change)]
        if len(found) > limit:
            return Page(found[:limit], cursor_to(fingerprint, found[limit - 1].sequence))
        if len(page) < size:
            return Page(found, None)
        before, left = page[-1].sequence, left - size
        if not left or time.monotonic() > deadline:
            return Page(found, cursor_to(fingerprint, before), is_partial=len(found) < limit)
        size = min(max(limit + 1, _PAGE), left)


def latest_place(store: TenantStore, ledger: Ledger) -> str:
    """Return the feed's cursor for the changes after those that the ledger was read with."""
    return cursor_to(feed_fingerprint(store.ref), ledger.sequence)


def read_feed(
    store: TenantStore,
    ledger: Ledger,
    since: str,
    limit: int,
    may_see: Callable[[Change], bool] = lambda _change: True,
) -> FeedPage:
    """Return the changes after a position, oldest first, each once, in the order of the commits.

    Changes that the caller may not see are omitted, so a page may have fewer than ``limit``.

    ``ledger`` must have been read before: its sequence is the upper bound of valid cursors. A
    commit takes the next number and becomes visible at once, so no change with a smaller number
    can appear after a change that was read.

    Raises:
        Unreadable: The cursor was not issued by this feed.
    """
    fingerprint = feed_fingerprint(store.ref)
    sequence = 0 if since in _BEGINNING else number_in(since, fingerprint)
    if sequence > ledger.sequence:
        raise Unreadable("The cursor cannot be read.")
    found = store.changes.list_after(sequence, limit + 1)
    page = found[:limit]
    last = page[-1].sequence if page else sequence
    items = [change for change in page if may_see(change)]
    return FeedPage(items, cursor_to(fingerprint, last), has_more=len(found) > limit)


def at_present(store: TenantStore, feed: FeedPage) -> tuple[FeedPage, Ledger]:
    """Return the page with each resource as it is now, and the ledger that was read with them.

    Callers who may not read former states get this feed. It is read after the page, so no resource
    is older than its change.

    Raises:
        TenantMissing: The ledger does not exist any more.
    """
    snapshot = store.load(transaction_ids=ids_of_transactions(feed.items))
    present = Present(
        snapshot,
        {one.id: one for one in store.recurring.list_with_ids(_ids(feed, Entity.RECURRING))},
        {one.id: one for one in store.occurrences.list_with_ids(_ids(feed, Entity.OCCURRENCE))},
        {one.id: one for one in store.budgets.list_all()} if _ids(feed, Entity.BUDGET) else {},
        {one.id: one for one in store.goals.list_all()} if _ids(feed, Entity.GOAL) else {},
    )
    items = [_at_present(change, present) for change in feed.items]
    return replace(feed, items=items), snapshot.ledger


class Present(NamedTuple):
    """The present state of what a page of the feed shows, by id."""

    snapshot: LedgerSnapshot
    recurring: Mapping[str, Logged]
    occurrences: Mapping[str, Logged]
    budgets: Mapping[str, Logged]
    goals: Mapping[str, Logged]

    @property
    def ledger(self) -> Ledger:
        """Return the ledger."""
        return self.snapshot.ledger


def _ids(feed: FeedPage, entity: Entity) -> list[str]:
    return sorted({change.entity_id for change in feed.items if change.entity is entity})


def _at_present(change: Change, present: Present) -> Change:
    value = PRESENT[change.entity](present, change.entity_id)
    after = None if value is None else change.kind.serialize(value)
    return change.model_copy(update={"after": after})


def _find_account(present: Present, account_id: str) -> Logged | None:
    account = present.ledger.accounts.get(account_id)
    return None if account is None else present.ledger.state_of(account)


PRESENT: Mapping[Entity, Callable[[Present, str], Logged | None]] = MappingProxyType(
    {
        Entity.TRANSACTION: lambda present, key: present.snapshot.transactions.get(key),
        Entity.CATEGORY: lambda present, key: present.ledger.categories.get(key),
        Entity.ACCOUNT: _find_account,
        Entity.CUSTOM_TYPE: lambda present, key: present.ledger.custom_types.get(key),
        Entity.OWN_RATE: lambda present, key: present.ledger.own_rates.get(key),
        Entity.RECURRING: lambda present, key: present.recurring.get(key),
        Entity.OCCURRENCE: lambda present, key: present.occurrences.get(key),
        Entity.BUDGET: lambda present, key: present.budgets.get(key),
        Entity.GOAL: lambda present, key: present.goals.get(key),
    }
)
"""The functions that find the present state of each kind that every role may read."""
