"""The calendars that a client has read are kept, up to a bound."""

from __future__ import annotations

from shared.models.people.access import TenantKind, TenantRef
from shared.models.values.dates import CALENDAR_MONTHS, Calendar
from shared.models.values.spans.month_start import MonthStart
from shared.repositories.firestore.known_calendars import MAX_KNOWN_CALENDARS, KnownCalendars


def ledger(number: int) -> TenantRef:
    return TenantRef(TenantKind.USER, f"user{number}")


def test_the_calendar_read_last_is_known() -> None:
    known = KnownCalendars()
    known.put(ledger(1), CALENDAR_MONTHS)
    known.put(ledger(1), Calendar(MonthStart(25)))

    assert (known.find(ledger(1)), known.find(ledger(2))) == (Calendar(MonthStart(25)), None)


def test_one_memory_knows_nothing_of_another() -> None:
    KnownCalendars().put(ledger(1), Calendar(MonthStart(25)))

    assert KnownCalendars().find(ledger(1)) is None


def test_of_too_many_ledgers_the_one_known_longest_is_forgotten() -> None:
    known = KnownCalendars()
    for number in range(MAX_KNOWN_CALENDARS):
        known.put(ledger(number), CALENDAR_MONTHS)
    known.put(ledger(0), Calendar(MonthStart(25)))
    assert known.find(ledger(0)) == Calendar(MonthStart(25))

    known.put(ledger(MAX_KNOWN_CALENDARS), CALENDAR_MONTHS)

    assert known.find(ledger(0)) is None
    assert known.find(ledger(1)) == CALENDAR_MONTHS
