"""What this process remembers of ledgers' calendars, so that a report needs one call, not two."""

from __future__ import annotations

from shared.models.people.access import TenantRef
from shared.models.values.dates import Calendar

_MOST_REMEMBERED = 10_000
_remembered: dict[TenantRef, Calendar] = {}


def find_remembered(ref: TenantRef) -> Calendar | None:
    """The calendar a ledger had when it was last read here; it may have changed since."""
    return _remembered.get(ref)


def remember(ref: TenantRef, calendar: Calendar) -> None:
    """Remember the calendar a ledger has now; the ledger longest known is forgotten for it."""
    if ref not in _remembered and len(_remembered) >= _MOST_REMEMBERED:
        _remembered.pop(next(iter(_remembered)), None)
    _remembered[ref] = calendar
