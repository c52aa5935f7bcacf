from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import compress, groupby

import pytest

from local.generators import public_holidays
from shared.models.planning.schedule_input import MAX_BUSINESS_DAY
from shared.models.values.dates import Month
from shared.models.values.spans.business_days import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_DAYS_OFF,
    business_days_of,
)

CALENDARS = [
    line.split("\t")[0].strip()
    for line in public_holidays.TARGET.read_text(encoding="ascii").splitlines()
    if not line.startswith("#")
]


def test_the_table_has_the_years_of_its_generator() -> None:
    assert [public_holidays.YEARS[0], public_holidays.YEARS[-1]] == [FIRST_YEAR, LAST_YEAR]


def test_the_table_is_read_as_the_library_has_it() -> None:
    for calendar in ("DE", "DE-BY", "US-CA", "CN", "GB-SCT", "IL", "CH-ZH", "AU-WA"):
        days = business_days_of(calendar)
        own = public_holidays.days_of(calendar)
        assert {day for day in days.holidays if day.weekday() not in days.weekend} == own


def test_no_calendar_has_longer_rests_or_shorter_months_than_schedules_expect() -> None:
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    months = [Month.of(day) for day in every]
    for calendar in CALENDARS:
        has = [*map(business_days_of(calendar).has, every)]
        rests = [len([*days]) for is_working, days in groupby(has) if not is_working]
        assert max(rests) <= MAX_DAYS_OFF, calendar
        numbers = Counter(compress(months, has))
        assert min(numbers[month] for month in {*months}) >= MAX_BUSINESS_DAY, calendar


def test_years_beyond_the_table_have_weekends() -> None:
    days = business_days_of("DE")
    assert not days.has(date(LAST_YEAR, 12, 25))
    assert days.has(date(LAST_YEAR + 1, 12, 25))
    assert not days.has(date(LAST_YEAR + 1, 12, 29))


@pytest.mark.parametrize("calendar", ["XX", "DE-", "de", "DE-BY-X", "", "# P"])
def test_an_unknown_calendar_is_refused(calendar: str) -> None:
    with pytest.raises(ValueError, match="country"):
        business_days_of(calendar)
