"""Calendars of ledgers that a client has read, so that a report needs one call, not two."""

from __future__ import annotations

from shared.models.people.access import TenantRef
from shared.models.values.dates import Calendar

MAX_KNOWN_CALENDARS = 10_000


class KnownCalendars:
    """The last known calendar of each ledger; it may have changed since."""

    def __init__(self) -> None:
        self._calendars: dict[TenantRef, Calendar] = {}

    def find(self, ref: TenantRef) -> Calendar | None:
        """Return the calendar a ledger had when it was last read, or None."""
        return self._calendars.get(ref)

    def put(self, ref: TenantRef, calendar: Calendar) -> None:
        """Keep a ledger's calendar; when there are too many, forget the ledger known longest."""
        if ref not in self._calendars and len(self._calendars) >= MAX_KNOWN_CALENDARS:
            self._calendars.pop(next(iter(self._calendars)), None)
        self._calendars[ref] = calendar
