"""Read lists of a ledger that are one document: its budgets, and its goals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shared.errors import NotFound, TenantMissing
from shared.models.ledger.ledger import Ledger
from shared.models.values.text import fold
from shared.repositories.planning.whole_list import Item, WholeListRepository
from shared.repositories.store import TenantStore


def list_with_ledger(
    store: TenantStore, items: WholeListRepository[Item], now: datetime
) -> tuple[Ledger, list[Item]]:
    """Return the ledger and all items by name, archived ones too, read in one call.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger does not exist, or no longer.
    """
    snapshot, found = items.list_beside(store.tenant.reference)
    if snapshot is None:
        raise TenantMissing
    tenant = store.tenant.decode(snapshot)
    tenant.ensure_live(now)
    return tenant.ledger, sorted(found, key=lambda one: (fold(one.name), one.id))


def item_in(items: Iterable[Item], item_id: str, noun: str) -> Item:
    """Return the item with that id, which is a ``noun``.

    Raises:
        NotFound: There is none.
    """
    found = next((one for one in items if one.id == item_id), None)
    if found is None:
        raise NotFound(noun)
    return found
