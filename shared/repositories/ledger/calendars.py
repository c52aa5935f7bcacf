"""Cache of ledgers' calendars, so that a report needs one call instead of two."""

from __future__ import annotations

from shared.models.people.access import TenantRef
from shared.models.values.dates import Calendar

_MOST_REMEMBERED = 10_000
_remembered: dict[TenantRef, Calendar] = {}


def find_remembered(ref: TenantRef) -> Calendar | None:
    """Return the cached calendar of a ledger, which may be outdated, or None."""
    return _remembered.get(ref)


def remember(ref: TenantRef, calendar: Calendar) -> None:
    """Cache the calendar of a ledger, and drop the oldest entry if the cache is full."""
    if ref not in _remembered and len(_remembered) >= _MOST_REMEMBERED:
        _remembered.pop(next(iter(_remembered)), None)
    _remembered[ref] = calendar
