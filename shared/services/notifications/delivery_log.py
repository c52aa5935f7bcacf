"""List deliveries, and replay one that has failed."""

from __future__ import annotations

from datetime import datetime

from shared.errors import NotFound
from shared.models.ledger.page import Page
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.delivery import Delivery
from shared.models.values.identifiers import is_id
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_tenant
from shared.services.notifications.inbox import cursor_at, place_in

_LIST = "deliveries"


def list_deliveries(
    store: TenantStore, now: datetime, cursor: str | None, limit: int
) -> Page[Delivery]:
    """Return a page of the deliveries to a person, newest first.

    Raises:
        Unreadable: The cursor belongs to another list.
        TenantMissing, DemoExpired: There is no ledger (any more).
    """
    get_tenant(store, now)
    after = place_in(cursor, _LIST) if cursor is not None else None
    rows = store.deliveries.list_latest(limit + 1, after)
    items = rows[:limit]
    last = (items[-1].created_at, items[-1].id) if len(rows) > limit else None
    return Page(items, cursor_at(last, _LIST) if last is not None else None)


def replay(store: TenantStore, now: datetime, delivery_id: str) -> Delivery:
    """Send a delivery again that has failed or was skipped; others stay as they are.

    Raises:
        NotFound: It does not exist.
        TenantMissing, TakeoverRunning, DemoExpired: as ``TenantStore.transact_below``.
    """

    def work(unit: TenantStore, tenant: Tenant) -> Delivery:
        tenant.ensure_live(now)
        found = unit.deliveries.find(delivery_id) if is_id(delivery_id) else None
        if found is None:
            raise NotFound("delivery")
        after = found.replayed(now)
        if after is not found:
            unit.deliveries.put(after)
        return after

    return store.transact_below(work)
