"""Find recurring entries, write occurrences, and move cursors after what is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from shared.errors import NotFound
from shared.models.planning.due_times import Upcoming, due_on, next_day
from shared.models.planning.occurrence import Occurrence, OccurrenceState, occurrence_id
from shared.models.planning.recurring import Recurring
from shared.models.planning.schedule import first_nominal, nominal_dates
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
    """Return the entry with its cursor after what is settled, and what follows from it.

    Occurrences are read that are ahead of it, as far as the cursor and the reminders arrive, and
    those before it that are postponed.
    """
    known = dict(written or {})
    ahead = {nominal for nominal in recurring.ahead if known.get(nominal, True) is not None}
    ahead |= {nominal for nominal, occurrence in known.items() if occurrence is not None}
    nominal, next_date = recurring.next_nominal, None
    while nominal is not None and nominal in ahead:
        found = _find(unit, recurring, nominal, known)
        if found is None or not found.is_settled:
            next_date = None if found is None else found.date
            break
        nominal = first_nominal(recurring.schedule, nominal + timedelta(days=1))
    left = sorted(day for day in ahead if nominal is not None and day >= nominal)
    stored = {*recurring.postponed, *ahead}
    passed = {day for day in stored if nominal is None or day < nominal}
    postponed = _postponed(unit, recurring, passed, known)
    fields = {"next_nominal": nominal, "ahead": tuple(left), "postponed": tuple(postponed)}
    moved = recurring.model_copy(update=fields).with_next_date(next_date)
    day = next_day(moved, upcoming(unit, moved, known), min(postponed.values(), default=None))
    return due_on(moved, day, timezone)


def _postponed(
    unit: TenantStore,
    recurring: Recurring,
    passed: set[date],
    known: Mapping[date, Occurrence | None],
) -> dict[date, date]:
    """Return the dates of the postponed occurrences among some before the cursor, in order."""
    ids = [occurrence_id(recurring.id, nominal) for nominal in sorted(passed - known.keys())]
    read = unit.occurrences.list_with_ids(ids)
    found = [*read, *(one for nominal in passed if (one := known.get(nominal)) is not None)]
    dates = {one.nominal: one.date for one in found if one.state is OccurrenceState.POSTPONED}
    return dict(sorted(dates.items()))


def upcoming(
    unit: TenantStore, recurring: Recurring, known: dict[date, Occurrence | None] | None = None
) -> Iterator[Upcoming]:
    """Yield the occurrences from the cursor on that are not settled, with their present dates.

    Those that are stored are read one by one, unless they are ``known``, to which they are added.
    """
    if recurring.next_nominal is None:
        return
    known = {} if known is None else known
    for nominal in nominal_dates(recurring.schedule, recurring.next_nominal):
        found = None
        if nominal in recurring.ahead:
            found = _find(unit, recurring, nominal, known)
        if found is None:
            yield Upcoming(nominal, recurring.schedule.effective_date(nominal))
        elif not found.is_settled:
            yield Upcoming(nominal, found.date)


def _find(
    unit: TenantStore, recurring: Recurring, nominal: date, known: dict[date, Occurrence | None]
) -> Occurrence | None:
    """Return a stored occurrence, which is read once."""
    if nominal not in known:
        known[nominal] = unit.occurrences.find(occurrence_id(recurring.id, nominal))
    return known[nominal]
