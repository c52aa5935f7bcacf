"""Preferences of notifications: choices, refusals, and the undo of a change."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from shared.errors import InvalidArgument
from shared.models.notifications.kinds import KINDS, Channel, NotificationKind, Schedule
from shared.models.notifications.preferences import (
    NotificationPreferences,
    PreferencesDraft,
    PreferencesPatch,
)

DONE, FAILED = NotificationKind.IMPORT_DONE, NotificationKind.IMPORT_FAILED
NONE = NotificationPreferences()


def patched(before: NotificationPreferences = NONE, **fields: Any) -> NotificationPreferences:
    return before.patched(PreferencesPatch.model_validate(fields))


def test_a_choice_is_kept_and_the_usual_one_is_not_stored() -> None:
    chosen = patched(schedules=[{"kind": "import_done", "email": "daily"}])

    assert chosen.schedule_of(DONE, Channel.EMAIL) is Schedule.DAILY
    assert chosen.schedules == {"IMPORT_DONE.EMAIL": Schedule.DAILY}
    assert chosen.revision == 2
    back = patched(chosen, schedules=[{"kind": "IMPORT_DONE", "email": "OFF"}])
    assert back.schedules == {}
    assert patched(back, schedules=[]) is back


def test_a_replacement_has_the_usual_values_of_what_it_omits() -> None:
    chosen = patched(schedules=[{"kind": "IMPORT_DONE", "email": "DAILY"}], digest_hour=3)
    draft = PreferencesDraft.model_validate({"amounts_in_subject": True})

    assert chosen.replaced(draft) == NotificationPreferences(amounts_in_subject=True, revision=3)


@pytest.mark.parametrize("channel", ["email", "in_app"])
def test_a_security_kind_cannot_be_turned_off(channel: str) -> None:
    for kind in (one.kind for one in KINDS if one.is_security):
        with pytest.raises(InvalidArgument, match=f"schedules.0.{channel}"):
            patched(schedules=[{"kind": kind.value, channel: "OFF"}])
        stored = NotificationPreferences(schedules={f"{kind}.{channel.upper()}": Schedule.OFF})
        assert stored.schedule_of(kind, Channel[channel.upper()]) is Schedule.INSTANT


def test_notifications_in_the_app_are_shown_at_once_or_not() -> None:
    with pytest.raises(InvalidArgument, match=r"schedules.0.in_app: must be INSTANT or OFF"):
        patched(schedules=[{"kind": "IMPORT_DONE", "in_app": "DAILY"}])


def test_a_kind_is_listed_once() -> None:
    with pytest.raises(InvalidArgument, match=r"schedules.1.kind"):
        patched(schedules=[{"kind": "IMPORT_DONE"}, {"kind": "IMPORT_DONE", "email": "OFF"}])


@pytest.mark.parametrize(
    "fields",
    [
        {"quiet_hours": {"start": "22:00", "end": "22:00"}},
        {"quiet_hours": {"start": "24:00", "end": "07:00"}},
        {"quiet_hours": {"start": "7:00", "end": "08:00"}},
        {"digest_hour": 24},
        {"digest_hour": None},
        {"digest_weekday": "TODAY"},
        {"schedules": [{"kind": "OTHER"}]},
        {"amounts_in_subject": 1},
    ],
)
def test_what_is_no_preference_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PreferencesPatch.model_validate(fields)


def test_an_undo_leaves_later_choices() -> None:
    first = patched(schedules=[{"kind": "IMPORT_DONE", "email": "DAILY"}], digest_hour=3)
    later = patched(
        first, schedules=[{"kind": "IMPORT_FAILED", "email": "OFF"}], amounts_in_subject=True
    )

    undone = later.without(NONE, first)

    assert undone.schedules == {"IMPORT_FAILED.EMAIL": Schedule.OFF}
    assert (undone.digest_hour, undone.amounts_in_subject) == (8, True)
    assert undone.revision == later.revision + 1
    assert later.without(first, later).schedules == first.schedules


def test_e_mails_of_kinds_are_turned_off_except_those_about_security() -> None:
    off = NONE.without_email([FAILED, NotificationKind.NEW_SIGN_IN])

    assert off.schedules == {"IMPORT_FAILED.EMAIL": Schedule.OFF}
    assert off.without_email([FAILED]) is off
