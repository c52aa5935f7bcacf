"""Look at the balances ahead of the accounts of a ledger that have a low balance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shared.errors import InvalidArgument
from shared.models.ledger.tenant import Tenant
from shared.models.planning.watch.balances import DAYS_AHEAD, balance_sightings
from shared.models.planning.watch.state import Sighting, WatchState
from shared.repositories.store import TenantStore
from shared.services.planning.forecasts.forecasts import read_outlooks


def look_at_balances(
    unit: TenantStore, store: TenantStore, tenant: Tenant, state: WatchState, at: datetime
) -> Iterator[Sighting]:
    """Yield what is seen of balances ahead; nothing where too much is booked ahead to tell."""
    try:
        outlooks = read_outlooks(unit, store, tenant.ledger, DAYS_AHEAD, at)
    except InvalidArgument:
        return
    yield from balance_sightings(tenant, state, outlooks, at)
