from __future__ import annotations

from datetime import date
from itertools import islice

import pytest
from hypothesis import given

from shared.errors import InvalidArgument
from shared.models.planning.rrule import rrule_of
from shared.models.planning.schedule import Schedule, nominal_dates
from tests.unit.planning.schedules import made, schedules
from tests.unit.strategies import bounded


@given(schedules())
@bounded
def test_a_rule_read_again_has_the_same_dates(schedule: Schedule) -> None:
    again = made(start=schedule.start, rrule=rrule_of(schedule))
    dates = [list(islice(nominal_dates(one, date.min), 200)) for one in (schedule, again)]
    assert dates[0] == dates[1]
    assert rrule_of(again) == rrule_of(schedule)


@pytest.mark.parametrize(
    ("given_as", "rule"),
    [
        ("rrule:freq=daily;interval=3", "FREQ=DAILY;INTERVAL=3"),
        ("FREQ=WEEKLY;BYDAY=FR,MO;WKST=MO", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TH"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "FREQ=MONTHLY;BYDAY=2TU"),
        (
            "FREQ=MONTHLY;BYDAY=FR,MO,TU,WE,TH;BYSETPOS=-1",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "FREQ=MONTHLY;BYMONTHDAY=15,-1"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
        ),
        ("FREQ=YEARLY;COUNT=2", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15;COUNT=2"),
        ("FREQ=DAILY;UNTIL=20261231T235959Z", "FREQ=DAILY;UNTIL=20261231"),
    ],
)
def test_a_rule_is_read(given_as: str, rule: str) -> None:
    assert rrule_of(made(start="2026-01-15", rrule=given_as)) == rule


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ("rule like", ""),
        ("rule like", "every month"),
        ("FREQ", "INTERVAL=2"),
        ("BYHOUR", "FREQ=DAILY;BYHOUR=9"),
        ("BYWEEKNO", "FREQ=YEARLY;BYWEEKNO=20"),
        ("BYDAY", "FREQ=DAILY;BYDAY=MO"),
        ("BYDAY", "FREQ=WEEKLY;BYDAY=XX"),
        ("BYDAY", "FREQ=MONTHLY;BYDAY=MO"),
        ("BYDAY", "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=1"),
        ("BYMONTHDAY", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("BYMONTHDAY must be a whole number from -1", "FREQ=MONTHLY;BYMONTHDAY=-2"),
        ("BYMONTHDAY", "FREQ=YEARLY;BYMONTHDAY=3;BYMONTH=1"),
        ("BYMONTH", "FREQ=YEARLY;BYMONTHDAY=15"),
        ("BYMONTH", "FREQ=YEARLY;BYMONTH=3"),
        ("BYSETPOS", "FREQ=MONTHLY;BYSETPOS=1"),
        ("BYSETPOS", "FREQ=MONTHLY;BYMONTHDAY=1,2;BYSETPOS=2"),
        ("BYSETPOS", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,-1;BYSETPOS=-1"),
        ("INTERVAL must be a whole number from 1 on", "FREQ=DAILY;INTERVAL=0"),
        ("INTERVAL", "FREQ=DAILY;INTERVAL=999"),
        ("COUNT", "FREQ=DAILY;COUNT=9999"),
        ("COUNT and UNTIL", "FREQ=DAILY;COUNT=1;UNTIL=20270101"),
        ("UNTIL", "FREQ=DAILY;UNTIL=20261332"),
        ("WKST", "FREQ=WEEKLY;INTERVAL=2;WKST=SU"),
        ("twice", "FREQ=DAILY;FREQ=DAILY"),
    ],
)
def test_a_rule_that_a_schedule_cannot_express_is_refused_by_name(part: str, rule: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        made(start="2026-01-15", rrule=rule)
    [error] = refused.value.errors
    assert error.field in ({"schedule.rrule"} if rule else {"schedule.frequency"})
    assert part in error.message or not rule


def test_the_29th_of_february_is_the_last_day_of_february() -> None:
    assert rrule_of(made(start="2024-02-29", rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1")) == (
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"
    )
    for rule in ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"):
        with pytest.raises(InvalidArgument, match="BYMONTH=2;BYMONTHDAY=-1 is required"):
            made(start="2024-02-29", rrule=rule)


def test_a_rule_without_days_on_a_day_that_shorter_months_lack_names_what_is_missing() -> None:
    assert made(start="2026-01-28", rrule="FREQ=MONTHLY").days_of_month == (28,)
    for day in (29, 30, 31):
        with pytest.raises(InvalidArgument, match=f"BYMONTHDAY is required.* day {day} "):
            made(start=f"2026-01-{day}", rrule="FREQ=MONTHLY")
