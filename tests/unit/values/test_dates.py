"""Dates are civil: a day and its month are what is written, in every time zone."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.models.values.dates import (
    ALL_DATES,
    Calendar,
    CivilDate,
    DateRange,
    Month,
    Timezone,
    latest_date,
    parse_civil_date,
    today_in,
)
from tests.unit.strategies import bounded

civil_date = TypeAdapter[date](CivilDate)
timezone = TypeAdapter[str](Timezone)
months = st.builds(Month, st.integers(1900, 9999), st.integers(1, 12))


@given(months)
@bounded
def test_a_month_is_written_and_read_back(month: Month) -> None:
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize(
    "text",
    [
        "", "2026", "2026-1", "2026-001", "2026-00", "2026-13", "1899-12", "0000-01", "26-01",
        "2026/01", "2026-01-01", " 2026-01", "2026-01 ", "2026-01\n", "-2026-01", "٢٠٢٦-٠١",
        "２０２６-０１", "2026-0١", "2026‐01",
    ],
)  # fmt: skip
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^must be a month as YYYY-MM$"):
        Month.parse(text)


@pytest.mark.parametrize(
    ("text", "month"),
    [("1900-01", Month(1900, 1)), ("9999-12", Month(9999, 12)), ("2026-03", Month(2026, 3))],
)
def test_months_from_1900_to_9999_are_read(text: str, month: Month) -> None:
    assert Month.parse(text) == month


@pytest.mark.parametrize(
    ("month", "previous"),
    [(Month(2026, 1), Month(2025, 12)), (Month(2026, 12), Month(2026, 11))],
)
def test_the_month_before_january_is_december(month: Month, previous: Month) -> None:
    assert month.previous == previous


@given(st.builds(Month, st.integers(1901, 9999), st.integers(1, 12)))
@bounded
def test_the_previous_month_ends_the_day_before_this_one_begins(month: Month) -> None:
    assert month.previous.last_day + timedelta(days=1) == month.first_day
    assert month.previous < month


@given(months)
@bounded
def test_a_months_days_are_every_day_of_it_in_order(month: Month) -> None:
    found = list(month.days())

    assert (found[0], found[-1]) == (month.first_day, month.last_day)
    assert [(b - a).days for a, b in pairwise(found)] == [1] * (len(found) - 1)
    assert {Month.of(day) for day in found} == {month}


@pytest.mark.parametrize(
    ("year", "month", "days"),
    [
        (2024, 2, 29),
        (2026, 2, 28),
        (2000, 2, 29),
        (1900, 2, 28),
        (2100, 2, 28),
        (2026, 4, 30),
        (2026, 12, 31),
    ],
)
def test_february_has_29_days_in_leap_years_alone(year: int, month: int, days: int) -> None:
    assert Month(year, month).last_day == date(year, month, days)
    assert len(list(Month(year, month).days())) == days


def test_months_are_ordered_in_time() -> None:
    assert sorted([Month(2026, 2), Month(2025, 12), Month(2026, 1)]) == [
        Month(2025, 12),
        Month(2026, 1),
        Month(2026, 2),
    ]


def test_a_months_range_has_both_its_ends() -> None:
    assert Calendar().range_of(Month(2024, 2)) == DateRange(date(2024, 2, 1), date(2024, 2, 29))
    assert DateRange(None, None) == ALL_DATES


@given(st.dates())
@bounded
def test_a_date_is_written_and_read_back(day: date) -> None:
    assert parse_civil_date(str(day)) == day
    assert parse_civil_date(day) == day


@pytest.mark.parametrize(
    "value",
    [
        "", "20260315", "2026-W11-7", "2026-3-15", "26-03-15", "2026-03-15T00:00:00", "15.03.2026",
        "2026-03-15Z", "2026-03-15 ", "\n2026-03-15", "2026-03-15\n", "+2026-03-15",
        "٢٠٢٦-٠٣-١٥", "２０２６-０３-１５", "2026−03−15", "today",
        20260315, 1.5, True, None, [2026, 3, 15], datetime(2026, 3, 15, tzinfo=UTC), b"2026-03-15",
    ],
)  # fmt: skip
def test_only_a_date_as_year_month_day_is_read(value: object) -> None:
    with pytest.raises(ValueError, match=r"^must be a date as YYYY-MM-DD$"):
        parse_civil_date(value)


@pytest.mark.parametrize("text", ["2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^must be a day that exists$"):
        parse_civil_date(text)


def test_year_zero_does_not_exist() -> None:
    with pytest.raises(ValueError, match=r"^must be a day that exists$"):
        parse_civil_date("0000-01-01")


def test_an_accepted_date_is_from_1900_on() -> None:
    assert civil_date.validate_python("1900-01-01") == date(1900, 1, 1)
    with pytest.raises(ValidationError, match="must not be before 1900-01-01"):
        civil_date.validate_python("1899-12-31")


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 3, 15), date(2036, 3, 15)),
        (date(2024, 2, 28), date(2034, 2, 28)),
        (date(2024, 2, 3), date(2034, 2, 3)),
        (date(2024, 2, 29), date(2034, 2, 28)),
        (date(2026, 12, 31), date(2036, 12, 31)),
    ],
)
def test_the_latest_date_is_ten_years_from_today(today: date, latest: date) -> None:
    assert latest_date(today) == latest


@pytest.mark.parametrize(
    ("zone", "today"),
    [
        ("UTC", date(2026, 1, 1)),
        ("Pacific/Kiritimati", date(2026, 1, 1)),
        ("America/New_York", date(2025, 12, 31)),
        ("Pacific/Pago_Pago", date(2025, 12, 31)),
    ],
)
def test_today_is_the_ledgers_own(zone: str, today: date) -> None:
    assert today_in(zone, datetime(2026, 1, 1, 4, 30, tzinfo=UTC)) == today


@pytest.mark.parametrize(
    ("instant", "today"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
    ],
)
def test_today_follows_the_change_to_summer_time(instant: datetime, today: date) -> None:
    assert today_in("Europe/Berlin", instant) == today


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"])
def test_iana_time_zones_are_accepted(zone: str) -> None:
    assert timezone.validate_python(zone) == zone


@pytest.mark.parametrize(
    "zone",
    [
        "", "Mars/Olympus", "+02:00", "europe/berlin", "Europe/Berlin ", "../etc/passwd", "/etc",
        "localtime", "Factory", "Europe", None, 2,
    ],
)  # fmt: skip
def test_what_is_no_iana_time_zone_is_refused(zone: object) -> None:
    with pytest.raises(ValidationError):
        timezone.validate_python(zone)
