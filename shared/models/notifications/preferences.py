"""Preferences of a person: which notifications reach them by which channel, and when."""

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field

from shared.errors import InvalidArgument
from shared.models.notifications.kinds import (
    KINDS,
    Channel,
    KindOfNotification,
    NotificationKind,
    Schedule,
    kind_of,
)
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.patterns import LOCAL_TIME_PATTERN
from shared.models.values.revision import revised
from shared.models.values.spans.weekday import Weekday
from shared.models.values.text import upper_case
from shared.models.values.validation import not_null

PREFERENCES_ID = "notification_preferences"
"""The ``entity_id`` of a person's preferences in the change log."""


LocalTime = Annotated[
    str,
    Field(
        pattern=LOCAL_TIME_PATTERN,
        examples=["22:00"],
        description="As HH:MM, in the own time zone.",
    ),
]
"""A time of the day in the person's time zone, as HH:MM."""


class QuietHours(InputModel):
    """Hours of the day, in the person's time zone, in which nothing is sent.

    They may reach over midnight: 22:00 to 07:00.
    """

    model_config = example(start="22:00", end="07:00")

    start: LocalTime
    end: LocalTime

    def includes(self, moment: time) -> bool:
        """Return whether a time of the day is in the quiet hours; their end is not."""
        start, end = time.fromisoformat(self.start), time.fromisoformat(self.end)
        if start < end:
            return start <= moment < end
        return moment >= start or moment < end


def _not_empty(hours: QuietHours | None) -> QuietHours | None:
    if hours is not None and hours.start == hours.end:
        raise ValueError("must not start and end at the same time")
    return hours


AnySchedule = Annotated[Schedule, BeforeValidator(upper_case)]
AnyWeekday = Annotated[Weekday, BeforeValidator(upper_case)]
AnyKind = Annotated[NotificationKind, BeforeValidator(upper_case)]
AnyQuietHours = Annotated[QuietHours | None, AfterValidator(_not_empty)]
DigestHour = Annotated[
    int, Field(ge=0, le=23, strict=True, examples=[8], description="The hour of digests.")
]


class KindSchedules(InputModel):
    """Schedules of one kind by channel; those that are omitted keep their value."""

    model_config = example(kind="IMPORT_DONE", email="DAILY")

    kind: AnyKind
    in_app: AnySchedule | None = Field(default=None, description="INSTANT or OFF.")
    email: AnySchedule | None = None
    webhook: AnySchedule | None = None

    _kind_not_null = not_null("in_app", "email", "webhook")

    def chosen(self) -> Iterator[tuple[Channel, Schedule]]:
        """Yield the channels that are named, with their schedules."""
        for channel in Channel:
            if (schedule := getattr(self, channel.lower())) is not None:
                yield channel, schedule


Schedules = Annotated[tuple[KindSchedules, ...], Field(max_length=len(NotificationKind))]


class PreferencesPatch(InputModel):
    """Input that changes the named preferences."""

    model_config = example(
        schedules=[{"kind": "IMPORT_DONE", "email": "DAILY"}],
        quiet_hours={"start": "22:00", "end": "07:00"},
    )

    schedules: Schedules | None = Field(
        default=None, description="Kinds that are not listed keep their schedules."
    )
    quiet_hours: AnyQuietHours = Field(default=None, description="Null: none.")
    digest_hour: DigestHour | None = Field(default=None, description="The hour of digests.")
    digest_weekday: AnyWeekday | None = None
    amounts_in_subject: bool | None = Field(
        default=None, strict=True, description="Whether subjects of e-mails have amounts."
    )

    _preferences_not_null = not_null(
        "schedules", "digest_hour", "digest_weekday", "amounts_in_subject"
    )


class PreferencesDraft(InputModel):
    """Input that replaces all preferences; what is omitted gets its usual value."""

    model_config = example(schedules=[{"kind": "IMPORT_DONE", "in_app": "OFF"}], digest_hour=7)

    schedules: Schedules = Field(
        default=(), description="Kinds that are not listed get their usual schedules."
    )
    quiet_hours: AnyQuietHours = Field(default=None, description="Null: none.")
    digest_hour: DigestHour = 8
    digest_weekday: AnyWeekday = Weekday.MO
    amounts_in_subject: bool = Field(
        default=False, strict=True, description="Whether subjects of e-mails have amounts."
    )


class NotificationPreferences(FrozenModel):
    """Preferences of a person.

    ``schedules`` has those that differ from the usual ones, by kind and channel, like
    ``IMPORT_DONE.EMAIL``. Digests are sent at ``digest_hour`` in the person's time zone.
    """

    id: str = PREFERENCES_ID
    schedules: dict[str, Schedule] = Field(default_factory=dict)
    quiet_hours: QuietHours | None = None
    digest_hour: int = 8
    digest_weekday: Weekday = Weekday.MO
    amounts_in_subject: bool = False
    revision: int = 1

    def schedule_of(self, kind: NotificationKind, channel: Channel) -> Schedule:
        """Return the schedule of a kind on a channel; security kinds are always sent at once."""
        rules = kind_of(kind)
        usual = rules.usual_schedule(channel)
        if rules.is_security and channel is not Channel.WEBHOOK:
            return usual
        return self.schedules.get(_key(kind, channel), usual)

    def patched(self, patch: PreferencesPatch) -> Self:
        """Return the preferences after a patch; themselves if nothing changes.

        Raises:
            InvalidArgument: A schedule is not possible; the error names it.
        """
        fields = {name: getattr(patch, name) for name in patch.model_fields_set}
        if patch.schedules is not None:
            fields["schedules"] = _with(self.schedules, patch.schedules)
        return revised(self, fields)

    def replaced(self, draft: PreferencesDraft) -> Self:
        """Return the preferences as an input has them; raises as ``patched``."""
        return revised(self, dict(draft) | {"schedules": _with({}, draft.schedules)})

    def without_email(self, kinds: Iterable[NotificationKind]) -> Self:
        """Return the preferences with e-mails of these kinds turned off, except security kinds."""
        off = [
            KindSchedules(kind=kind, email=Schedule.OFF)
            for kind in kinds
            if not kind_of(kind).is_security
        ]
        return revised(self, {"schedules": _with(self.schedules, off)})

    def without(self, before: Self, after: Self) -> Self:
        """Return the preferences with the change from ``before`` to ``after`` undone.

        Each schedule is a field of its own, and keeps a later change of another one.
        """
        old, new = dict(before), dict(after)
        names = old.keys() - {"id", "revision", "schedules"}
        fields = {name: old[name] for name in names if old[name] != new[name]}
        schedules = dict(self.schedules)
        for key in before.schedules.keys() | after.schedules.keys():
            if before.schedules.get(key) != after.schedules.get(key):
                schedules.pop(key, None)
                if key in before.schedules:
                    schedules[key] = before.schedules[key]
        return revised(self, fields | {"schedules": _in_order(schedules)})


def _with(schedules: dict[str, Schedule], chosen: Iterable[KindSchedules]) -> dict[str, Schedule]:
    """Return the schedules after choices, without those that are the usual ones.

    Raises:
        InvalidArgument: A kind is listed twice, is one of security and would be changed, or would
            be shown in the app at another time than at once.
    """
    after, seen = dict(schedules), set[NotificationKind]()
    for index, one in enumerate(chosen):
        place = f"schedules.{index}"
        if one.kind in seen:
            raise InvalidArgument.of(f"{place}.kind", "must be listed once")
        seen.add(one.kind)
        rules = kind_of(one.kind)
        for channel, schedule in one.chosen():
            _check(f"{place}.{channel.lower()}", rules, channel, schedule)
            after.pop(_key(one.kind, channel), None)
            if schedule is not rules.usual_schedule(channel):
                after[_key(one.kind, channel)] = schedule
    return _in_order(after)


def _check(field: str, rules: KindOfNotification, channel: Channel, schedule: Schedule) -> None:
    if channel is Channel.WEBHOOK:
        return
    if rules.is_security and schedule is not rules.usual_schedule(channel):
        raise InvalidArgument.of(field, "must be INSTANT, because the kind is about security")
    if channel is Channel.IN_APP and schedule not in (Schedule.INSTANT, Schedule.OFF):
        raise InvalidArgument.of(field, "must be INSTANT or OFF")


def _key(kind: NotificationKind, channel: Channel) -> str:
    return f"{kind.value}.{channel.value}"


def _in_order(schedules: dict[str, Schedule]) -> dict[str, Schedule]:
    keys = (_key(one.kind, channel) for one in KINDS for channel in Channel)
    return {key: schedules[key] for key in keys if key in schedules}
