"""When a notification is sent: schedules, quiet hours, digests, and the changes of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.notifications.delivery_time import DeliveryTime, delivery_time, earliest_time
from shared.models.notifications.kinds import Channel, NotificationKind, Schedule
from shared.models.notifications.preferences import (
    KindSchedules,
    NotificationPreferences,
    PreferencesPatch,
    QuietHours,
)
from shared.models.values.spans.weekday import Weekday

KIND = NotificationKind.IMPORT_DONE
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia",
    "America/Sao_Paulo", "Africa/Casablanca", "America/Nuuk", "America/Scoresbysund", "UTC",
)  # fmt: skip


def preferences(schedule: Schedule = Schedule.INSTANT, **fields: object) -> NotificationPreferences:
    chosen = (KindSchedules(kind=KIND, email=schedule),)
    return NotificationPreferences().patched(PreferencesPatch(schedules=chosen, **fields))  # type: ignore[arg-type]


def quiet(start: str, end: str) -> QuietHours:
    return QuietHours(start=start, end=end)


def sent(wanted: NotificationPreferences, instant: str, timezone: str = "Europe/Berlin") -> str:
    at = delivery_time(wanted, KIND, Channel.EMAIL, datetime.fromisoformat(instant), timezone)
    assert at is not None
    return at.at.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-01-10T20:59:59Z", "2026-01-10T20:59:59Z"),
        ("2026-01-10T21:00:00Z", "2026-01-11T06:00:00Z"),
        ("2026-01-11T02:00:00Z", "2026-01-11T06:00:00Z"),
        ("2026-01-11T06:00:00Z", "2026-01-11T06:00:00Z"),
    ],
)
def test_quiet_hours_may_reach_over_midnight(instant: str, expected: str) -> None:
    assert sent(preferences(quiet_hours=quiet("22:00", "07:00")), instant) == expected


def test_quiet_hours_that_end_in_a_skipped_hour_end_when_it_is_skipped() -> None:
    wanted = preferences(quiet_hours=quiet("22:00", "02:30"))

    # Clocks in Berlin go from 02:00 to 03:00 at 01:00 UTC.
    assert sent(wanted, "2026-03-29T00:30:00Z") == "2026-03-29T01:00:00Z"


def test_quiet_hours_that_end_in_a_repeated_hour_end_each_time() -> None:
    wanted = preferences(quiet_hours=quiet("22:00", "02:30"))

    # Clocks in Berlin show 02:30 at 00:30 and at 01:30 UTC.
    assert sent(wanted, "2026-10-25T00:10:00Z") == "2026-10-25T00:30:00Z"
    assert sent(wanted, "2026-10-25T00:45:00Z") == "2026-10-25T00:45:00Z"
    assert sent(wanted, "2026-10-25T01:10:00Z") == "2026-10-25T01:30:00Z"


def test_a_digest_is_sent_at_its_hour_of_the_next_local_day() -> None:
    daily = preferences(Schedule.DAILY, digest_hour=8)

    assert sent(daily, "2026-01-10T06:59:59Z") == "2026-01-10T07:00:00Z"
    assert sent(daily, "2026-01-10T07:00:00Z") == "2026-01-11T07:00:00Z"
    assert sent(daily, "2026-07-10T05:00:00Z") == "2026-07-10T06:00:00Z"


def test_a_digest_waits_for_the_end_of_quiet_hours() -> None:
    daily = preferences(Schedule.DAILY, digest_hour=6, quiet_hours=quiet("22:00", "07:30"))

    assert sent(daily, "2026-01-10T03:00:00Z") == "2026-01-10T06:30:00Z"


def test_a_weekly_digest_is_sent_on_its_day() -> None:
    weekly = preferences(Schedule.WEEKLY, digest_weekday=Weekday.FR)
    found = delivery_time(
        weekly, KIND, Channel.EMAIL, datetime(2026, 1, 10, 12, tzinfo=UTC), "Europe/Berlin"
    )

    assert found == DeliveryTime(datetime(2026, 1, 16, 7, tzinfo=UTC), "WEEKLY-2026-01-16")


def test_a_kind_that_is_off_is_not_sent() -> None:
    now = datetime(2026, 1, 10, tzinfo=UTC)

    assert delivery_time(preferences(Schedule.OFF), KIND, Channel.EMAIL, now, "UTC") is None


def test_an_end_that_is_skipped_to_the_next_quiet_hours_is_none() -> None:
    wanted = preferences(quiet_hours=quiet("02:45", "02:30"))

    # Clocks in Berlin go from 02:00 to 03:00 on 29 March, and so past both 02:30 and 02:45.
    assert sent(wanted, "2026-03-28T12:00:00Z") == "2026-03-30T00:30:00Z"


def test_security_kinds_are_sent_at_once_also_in_quiet_hours() -> None:
    wanted = preferences(quiet_hours=quiet("00:00", "23:59"))
    now = datetime(2026, 1, 10, 12, tzinfo=UTC)
    kind = NotificationKind.NEW_SIGN_IN

    assert delivery_time(wanted, kind, Channel.EMAIL, now, "UTC") == DeliveryTime(now)
    assert earliest_time(wanted, [KIND, kind], now, "UTC") == now
    assert earliest_time(wanted, [KIND], now, "UTC") > now


def test_quiet_hours_do_not_apply_in_the_app() -> None:
    wanted = preferences(quiet_hours=quiet("00:00", "23:59"))
    now = datetime(2026, 1, 10, 12, tzinfo=UTC)

    assert delivery_time(wanted, KIND, Channel.IN_APP, now, "UTC") == DeliveryTime(now)


INSTANTS = st.integers(
    int(datetime(2010, 1, 1, tzinfo=UTC).timestamp()),
    int(datetime(2036, 1, 1, tzinfo=UTC).timestamp()),
).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
TIMES = st.times().map(lambda one: f"{one:%H:%M}")
QUIET = st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] != pair[1]).map(lambda p: quiet(*p))


@given(INSTANTS, st.sampled_from(ZONES), QUIET)
def test_an_instant_notification_is_sent_at_the_first_end_of_quiet_hours(
    instant: datetime, timezone: str, hours: QuietHours
) -> None:
    wanted = preferences(quiet_hours=hours)
    found = delivery_time(wanted, KIND, Channel.EMAIL, instant, timezone)

    assert found is not None
    zone = ZoneInfo(timezone)
    assert found.at >= instant
    assert not hours.includes(found.at.astimezone(zone).time())
    if found.at > instant:
        assert hours.includes(instant.astimezone(zone).time())
        before = (found.at - timedelta(seconds=1)).astimezone(zone)
        assert hours.includes(before.time())
        assert found.at - instant <= timedelta(hours=26)


@given(
    INSTANTS,
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.sampled_from([Schedule.DAILY, Schedule.WEEKLY]),
    st.sampled_from(Weekday),
)
def test_a_digest_is_the_next_one_and_every_local_day_has_one(
    instant: datetime, timezone: str, hour: int, schedule: Schedule, weekday: Weekday
) -> None:
    wanted = preferences(schedule, digest_hour=hour, digest_weekday=weekday)
    found = delivery_time(wanted, KIND, Channel.EMAIL, instant, timezone)

    assert found is not None
    assert found.digest is not None
    day, zone = date.fromisoformat(found.digest.partition("-")[2]), ZoneInfo(timezone)
    assert found.at > instant
    assert found.at.astimezone(zone) >= datetime.combine(day, time(hour), zone)
    before = (found.at - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    assert before < datetime.combine(day, time(hour)), "It is the first instant of its hour."
    if schedule is Schedule.WEEKLY:
        assert day.weekday() == weekday.number
    # Of all instants until then the digest is the same, and from then on it is a later one.
    again = delivery_time(wanted, KIND, Channel.EMAIL, found.at - timedelta(seconds=1), timezone)
    assert again == found
    later = delivery_time(wanted, KIND, Channel.EMAIL, found.at, timezone)
    assert later is not None
    assert later.at > found.at
    assert later.digest is not None
    days = date.fromisoformat(later.digest.partition("-")[2]) - day
    expected = timedelta(days=1 if schedule is Schedule.DAILY else 7)
    assert days == expected or timezone == "Pacific/Apia"


def test_a_day_that_a_time_zone_skipped_has_no_digest() -> None:
    # Samoa went from 29 to 31 December 2011.
    daily = preferences(Schedule.DAILY, digest_hour=8)
    found = delivery_time(
        daily, KIND, Channel.EMAIL, datetime(2011, 12, 30, 2, tzinfo=UTC), "Pacific/Apia"
    )

    assert found is not None
    assert found.digest == f"DAILY-{date(2011, 12, 31)}"


@pytest.mark.parametrize("timezone", ["America/Nuuk", "America/Scoresbysund"])
@pytest.mark.parametrize("schedule", [Schedule.DAILY, Schedule.WEEKLY])
def test_a_digest_whose_hour_is_skipped_until_midnight_is_sent_then(
    timezone: str, schedule: Schedule
) -> None:
    # Clocks there go from 23:00 of Saturday, 29 March 2025, to 00:00 at 01:00 UTC.
    wanted = preferences(schedule, digest_hour=23, digest_weekday=Weekday.SA)
    noon = datetime(2025, 3, 29, 12, tzinfo=UTC)
    found = delivery_time(wanted, KIND, Channel.EMAIL, noon, timezone)

    assert found == DeliveryTime(
        datetime(2025, 3, 30, 1, tzinfo=UTC), f"{schedule.value}-2025-03-29"
    )
