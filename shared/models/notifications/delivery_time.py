"""The time at which a notification is sent: schedules, quiet hours and digests, as pure functions.

Times of the day are those of the person's time zone. A time that a clock shows twice is the first
of both, and one that it skips is the instant at which it skips it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.models.notifications.kinds import Channel, NotificationKind, Schedule, kind_of
from shared.models.notifications.preferences import NotificationPreferences, QuietHours
from shared.models.values.frozen import frozen

_DAY = timedelta(days=1)
_MAX_DAYS = 16
"""Days to look ahead for the next digest; a week, and days that a time zone has skipped."""


@frozen
class DeliveryTime:
    """The instant, in UTC, at which a notification is sent, and the digest that it is sent in.

    ``digest`` names a digest by its schedule and local day, like ``DAILY-2026-03-31``; it is None
    if the notification is sent by itself.
    """

    at: datetime
    digest: str | None = None


def delivery_time(
    preferences: NotificationPreferences,
    kind: NotificationKind,
    channel: Channel,
    instant: datetime,
    timezone: str,
) -> DeliveryTime | None:
    """Return when a notification made at an instant is sent by a channel; None if it is not.

    It is never before the instant, and never in quiet hours, except of security kinds, which are
    sent at once. A digest is sent after the instant.
    """
    schedule = preferences.schedule_of(kind, channel)
    match schedule:
        case Schedule.OFF:
            return None
        case Schedule.INSTANT:
            if channel is Channel.IN_APP:
                return DeliveryTime(instant)
            return DeliveryTime(earliest_time(preferences, [kind], instant, timezone))
        case Schedule.DAILY | Schedule.WEEKLY:
            day = _next_digest_day(preferences, schedule, instant, timezone)
            at = _first_instant(day, time(preferences.digest_hour), ZoneInfo(timezone))
            at = _after_quiet_hours(preferences.quiet_hours, at, timezone)
            return DeliveryTime(at, f"{schedule.value}-{day}")


def earliest_time(
    preferences: NotificationPreferences,
    kinds: list[NotificationKind],
    instant: datetime,
    timezone: str,
) -> datetime:
    """Return the first instant, from the given one on, at which these kinds may be sent together.

    For what is sent later than planned: a retry keeps the quiet hours, too.
    """
    if any(kind_of(kind).is_security for kind in kinds):
        return instant
    return _after_quiet_hours(preferences.quiet_hours, instant, timezone)


def _next_digest_day(
    preferences: NotificationPreferences, schedule: Schedule, instant: datetime, timezone: str
) -> date:
    """Return the local day of the next digest after an instant."""
    zone = ZoneInfo(timezone)
    weekday = preferences.digest_weekday.number
    for day in _days_from(instant.astimezone(zone).date()):
        if schedule is Schedule.WEEKLY and day.weekday() != weekday:
            continue
        at = _first_instant(day, time(preferences.digest_hour), zone)
        if at > instant and _has_day(zone, day):
            return day
    raise AssertionError("there is a digest in every fortnight")  # pragma: no cover


def _days_from(day: date) -> Iterator[date]:
    return (day + number * _DAY for number in range(_MAX_DAYS))


def _after_quiet_hours(hours: QuietHours | None, instant: datetime, timezone: str) -> datetime:
    """Return the instant, or the first one after it at which the quiet hours end."""
    zone = ZoneInfo(timezone)
    local = instant.astimezone(zone)
    if hours is None or not hours.includes(local.time()):
        return instant
    end = time.fromisoformat(hours.end)
    for day in _days_from(local.date()):
        for at in _instants(day, end, zone):
            if at >= instant and not hours.includes(at.astimezone(zone).time()):
                return at
    raise AssertionError("quiet hours end every day")  # pragma: no cover


def _has_day(zone: ZoneInfo, day: date) -> bool:
    """Return whether clocks show a day: a zone that crosses the date line skips one."""
    return _first_instant(day, time(), zone) < _first_instant(day + _DAY, time(), zone)


def _first_instant(day: date, moment: time, zone: ZoneInfo) -> datetime:
    """Return the first instant, in UTC, at which clocks show a time of a day, or skip it."""
    return _instants(day, moment, zone)[0]


def _instants(day: date, moment: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the instants at which clocks show a time of a day, or skip it."""
    local = datetime.combine(day, moment, zone)
    first = local.astimezone(UTC)
    second = local.replace(fold=1).astimezone(UTC)
    if first <= second:
        return (first,) if first == second else (first, second)
    # The clock skips the time: the offset changes between both instants.
    before, after = second, first
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before.astimezone(zone).utcoffset():
            before = middle
        else:
            after = middle
    return (after,)
