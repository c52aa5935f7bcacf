"""When a recurring entry has something to do: against the enumeration of all that it will do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.due_times import (
    Upcoming,
    beginning_of,
    due_on,
    moved_to_timezone,
    next_day,
    next_reminder,
)
from shared.models.planning.occurrence import MISSED_AFTER
from shared.models.planning.recurring import Mode, Recurring, Template
from shared.models.planning.schedule import Schedule, nominal_dates
from tests.unit.planning.schedules import schedules

AT = datetime(2026, 6, 15, tzinfo=UTC)
DAY = timedelta(days=1)
FEW = 12


def entry(schedule: Schedule, mode: Mode, remind_days: int) -> Recurring:
    template = Template(
        type=TransactionType.EXPENSE, amount=Decimal(1), currency="USD", account_id="a"
    )
    first = next(nominal_dates(schedule, schedule.start), None)
    return Recurring(
        id="r",
        name="Gym",
        mode=mode,
        template=template,
        schedule=schedule,
        remind_days=remind_days,
        next_nominal=first,
        created_at=AT,
        updated_at=AT,
    ).with_next_date()


def planned(recurring: Recurring) -> list[Upcoming]:
    if recurring.next_nominal is None:
        return []
    dates = islice(nominal_dates(recurring.schedule, recurring.next_nominal), FEW)
    return [Upcoming(day, recurring.schedule.effective_date(day)) for day in dates]


def acts_of(recurring: Recurring) -> list[tuple[date, str, date]]:
    """Enumerate all that an entry does with its first occurrences: day, act, and date of each."""
    dates = [one.date for one in planned(recurring)]
    is_auto, ahead = recurring.mode is Mode.AUTO, timedelta(days=recurring.remind_days)
    handled = [(day if is_auto else day + MISSED_AFTER, "handle", day) for day in dates]
    if is_auto and not recurring.remind_days:
        return handled
    before = [None, *dates]
    reminded = [
        (max(day - ahead, earlier or date.min), "remind", day)
        for earlier, day in zip(before, dates, strict=False)
    ]
    return sorted([*handled, *reminded], key=lambda act: (act[0], act[1] == "handle", act[2]))


@given(schedules(), st.sampled_from(Mode), st.integers(0, 30))
def test_an_entry_is_due_for_each_act_in_order_and_for_nothing_else(
    schedule: Schedule, mode: Mode, remind_days: int
) -> None:
    one = entry(schedule, mode, remind_days)
    handled: set[date] = set()
    for day, act, of in acts_of(one)[:FEW]:
        upcoming = [each for each in planned(entry(schedule, mode, 0)) if each.date not in handled]
        one = one.model_copy(update={"next_date": upcoming[0].date})
        assert next_day(one, upcoming, None) == day
        if act == "remind":
            reminder = next_reminder(one, upcoming)
            assert reminder is not None
            assert (reminder.day, reminder.occurrence.date) == (day, of)
            one = one.model_copy(update={"reminded_until": of})
        else:
            assert upcoming[0].date == of
            handled.add(of)


@given(schedules(), st.integers(0, 30))
def test_no_reminder_comes_before_the_occurrence_before(
    schedule: Schedule, remind_days: int
) -> None:
    one = entry(schedule, Mode.REMIND, remind_days)
    for earlier, later in pairwise(planned(one)):
        told = one.model_copy(update={"reminded_until": earlier.date})
        reminder = next_reminder(told, [earlier, later])
        assert reminder is not None
        assert earlier.date <= reminder.day <= later.date


@given(schedules(), st.sampled_from(Mode), st.integers(0, 30), st.dates(date(1990, 1, 1)))
def test_a_postponed_one_is_looked_at_on_its_date(
    schedule: Schedule, mode: Mode, remind_days: int, postponed: date
) -> None:
    one = entry(schedule, mode, remind_days)
    others = next_day(one, planned(one), None)
    days = [postponed] if others is None else [postponed, others]
    assert next_day(one, planned(one), postponed) == min(days)
    assert next_day(one.model_copy(update={"paused": True}), planned(one), postponed) is None


@pytest.mark.parametrize("timezone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Beirut"])
@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_begins_at_the_first_instant_that_is_of_it(timezone: str, day: date) -> None:
    zone, begin = ZoneInfo(timezone), beginning_of(day, timezone)
    assert begin.astimezone(zone).date() == day
    assert (begin - timedelta(seconds=1)).astimezone(zone).date() == day - DAY


@given(st.dates(date(2012, 1, 1), date(2100, 1, 1)), st.data())
def test_an_entry_is_due_on_the_same_day_in_another_time_zone(
    day: date, data: st.DataObject
) -> None:
    zones = st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Beirut"])
    before, after = data.draw(zones), data.draw(zones)
    schedule = Schedule.model_validate({"start": day, "frequency": "DAILY"})
    one = due_on(entry(schedule, Mode.AUTO, 0), day, before)
    assert moved_to_timezone(one, before, after).due_at == beginning_of(day, after)


def test_the_first_days_of_time_have_a_beginning() -> None:
    assert beginning_of(date.min, "Pacific/Kiritimati") < beginning_of(date(1, 1, 4), "UTC")
    schedule = Schedule.model_validate({"start": date(1, 1, 5), "frequency": "DAILY"})
    one = entry(schedule, Mode.AUTO, 30)
    assert next_day(one, planned(one), None) == date.min
