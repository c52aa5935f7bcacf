"""Find recurring entries, write occurrences, and move cursors behind what is settled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from shared.errors import NotFound
from shared.models.planning.occurrence import Occurrence, occurrence_id
from shared.models.planning.recurring import Recurring
from shared.models.planning.schedule import first_nominal
from shared.models.values.identifiers import is_id
from shared.repositories.store import TenantStore

Written = Mapping[date, Occurrence | None]
"""Occurrences of an entry that a commit writes, by nominal date; None is deleted."""


def find_recurring(store: TenantStore, recurring_id: str) -> Recurring:
    """Return the recurring entry with this id.

    Raises:
        NotFound: The ledger has no such entry.
    """
    found = store.recurring.find(recurring_id) if is_id(recurring_id) else None
    if found is None:
        raise NotFound("recurring entry")
    return found


def put_occurrence(unit: TenantStore, before: Occurrence | None, after: Occurrence | None) -> None:
    """Write an occurrence, or delete it."""
    if after is not None:
        unit.occurrences.put(after)
    elif before is not None:
        unit.occurrences.delete(before.id)


def settle_cursor(
    unit: TenantStore, recurring: Recurring, timezone: str, written: Written | None = None
) -> Recurring:
    """Return the entry with its cursor behind what is settled, and what follows from it.

    At most 50 occurrences are read: those ahead at which the cursor arrives.
    """
    known = dict(written or {})
    ahead = {nominal for nominal in recurring.ahead if known.get(nominal, True) is not None}
    ahead |= {nominal for nominal, occurrence in known.items() if occurrence is not None}
    nominal, next_date = recurring.next_nominal, None
    while nominal is not None and nominal in ahead:
        found = known.get(nominal) or unit.occurrences.find(occurrence_id(recurring.id, nominal))
        if found is None or not found.is_settled:
            next_date = None if found is None else found.date
            break
        nominal = first_nominal(recurring.schedule, nominal + timedelta(days=1))
    left = sorted(day for day in ahead if nominal is not None and day >= nominal)
    moved = recurring.model_copy(update={"next_nominal": nominal, "ahead": tuple(left)})
    return moved.with_next_date(next_date, timezone)
