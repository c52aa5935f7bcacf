"""Undo plans of settings, and refused undos."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.errors import NotUndoable, RebuildRunning
from shared.models.history.change import Cause, Change
from shared.models.history.conflicts import conflicts_of, is_of_rebuild
from shared.models.ledger.ledger import Ledger
from shared.models.settings.ledger_settings import LedgerSettings, SettingsPatch
from shared.models.values.dates import Calendar
from shared.models.values.spans.month_start import MonthStart
from shared.services.history.undo import ensure_undoable
from tests.unit.examples import account, sample_ledger, tenant
from tests.unit.history.changes import change, undo_of, undoing


def settings_of(**facts: Any) -> LedgerSettings:
    """Return settings in UTC with months from the 1st, unless given otherwise."""
    return LedgerSettings.of(tenant(ledger_of(**facts)))


def ledger_of(
    start_day: int = 1, pending: int | None = None, timezone: str = "UTC", **facts: Any
) -> Ledger:
    """Return a ledger with these settings."""
    coming = Calendar(MonthStart(pending)) if pending else None
    calendar = Calendar(MonthStart(start_day))
    return sample_ledger(calendar=calendar, next_calendar=coming, timezone=timezone, **facts)


def patch(before: LedgerSettings, **fields: Any) -> Change:
    """Return a change of settings that somebody asked for."""
    return change(before, before.patched(SettingsPatch.model_validate(fields)))


def rebuild_of(asked: Change) -> Change:
    """Return the log entry at the end of a rebuild."""
    before = LedgerSettings.model_validate(asked.after)
    return change(before, before.rebuilt(), cause=Cause.REBUILD, cause_id=asked.id)


def days_after_undo(done: Change, ledger: Ledger) -> tuple[int, int | None]:
    """Return the start day in force after an undo, and that pending."""
    work = undoing(ledger=ledger)
    work.undo(done)
    return days_of(work.settings)


def days_of(settings: LedgerSettings) -> tuple[int, int | None]:
    """Return the start day in force, and that pending."""
    pending = settings.pending_month_start
    return settings.month_start.day, None if pending is None else pending.day


def test_a_time_zone_is_set_back_and_a_start_day_given_since_stays() -> None:
    done = patch(settings_of(), timezone="Asia/Tokyo")
    work = undoing(ledger=ledger_of(25, timezone="Asia/Tokyo", settings_revision=4))

    work.undo(done)

    expected = settings_of(start_day=25, settings_revision=5)
    assert work.settings == expected
    assert work.ledger.timezone == "UTC"


@pytest.mark.parametrize(
    ("in_force", "pending", "after"),
    [(1, 25, (1, None)), (25, None, (25, 1)), (25, 1, (25, 1))],
    ids=["still pending", "in force by now", "asked for already"],
)
def test_undoing_a_start_day_asks_for_the_former_one_as_a_patch_does(
    in_force: int, pending: int | None, after: tuple[int, int | None]
) -> None:
    asked = patch(settings_of(), month_start={"day": 25})

    assert days_after_undo(asked, ledger_of(in_force, pending)) == after


def test_undoing_that_a_start_day_was_called_off_asks_for_it_again() -> None:
    called_off = patch(settings_of(pending=25), month_start={"day": 1})

    assert days_after_undo(called_off, ledger_of()) == (1, 25)


def test_a_third_start_day_is_not_asked_for_while_one_is_pending() -> None:
    asked = patch(settings_of(), month_start={"day": 5})

    with pytest.raises(RebuildRunning):
        undoing(ledger=ledger_of(25, 5)).undo(asked)


def test_what_a_restore_set_is_set_back() -> None:
    before = settings_of()
    after = before.restored("JPY", "Asia/Tokyo", MonthStart(25))
    work = undoing(ledger=ledger_of(25, currency="JPY", timezone="Asia/Tokyo"))

    work.undo(change(before, after))

    assert (work.ledger.currency, work.ledger.timezone) == ("USD", "UTC")
    assert days_of(work.settings) == (25, 1)


def test_amounts_that_an_undo_leaves_as_they_are_are_known() -> None:
    rich = sample_ledger(
        accounts={"main": account(), "card": account("card", opening_balance_minor=1)}
    )
    work = undoing(ledger=rich)
    assert work.keeps_amounts
    assert not undoing().keeps_amounts

    work.undo(change(None, rich.accounts["card"]))

    assert not work.keeps_amounts


def test_the_end_of_a_rebuild_names_the_change_to_undo_instead() -> None:
    asked = patch(settings_of(), month_start={"day": 25})
    done = rebuild_of(asked)
    ensure_undoable([asked])

    with pytest.raises(NotUndoable, match=asked.id):
        ensure_undoable([asked, done])


def test_the_settings_that_a_ledger_began_with_are_not_undone() -> None:
    with pytest.raises(NotUndoable):
        ensure_undoable([change(None, settings_of())])


# Conflicts


def test_the_end_of_a_rebuild_is_not_in_the_way_of_undoing_what_asked_for_it() -> None:
    asked = patch(settings_of(), month_start={"day": 25})

    assert conflicts_of(asked, [rebuild_of(asked)]) == []


def test_a_start_day_asked_for_since_is_in_the_way_until_it_is_undone() -> None:
    asked = patch(settings_of(), month_start={"day": 25})
    again = patch(settings_of(start_day=25), month_start={"day": 5})
    later = [rebuild_of(asked), again, rebuild_of(again)]

    assert conflicts_of(asked, later) == [again]
    assert conflicts_of(asked, [*later, undo_of(again)]) == []
    assert conflicts_of(asked, [patch(settings_of(), timezone="Asia/Tokyo")]) == []


def test_a_start_day_that_a_restore_put_in_force_is_in_the_way() -> None:
    asked = patch(settings_of(), month_start={"day": 25})
    before = settings_of(start_day=25)
    restored = change(before, before.restored("USD", "UTC", MonthStart(5)), cause=Cause.RESTORE)

    assert conflicts_of(asked, [rebuild_of(asked), restored]) == [restored]


def test_changes_that_need_the_months_to_be_rebuilt_are_told_from_others() -> None:
    asked = patch(settings_of(), month_start={"day": 25})

    assert is_of_rebuild(asked)
    assert is_of_rebuild(patch(settings_of(pending=25), month_start={"day": 1}))
    assert not is_of_rebuild(patch(settings_of(), timezone="Asia/Tokyo"))


def test_settings_are_as_a_change_left_them_until_their_next_change() -> None:
    done = patch(settings_of(), timezone="Asia/Tokyo")

    assert undoing(ledger=replace(ledger_of(), settings_revision=2)).is_as_left_by(done)
    assert not undoing(ledger=replace(ledger_of(), settings_revision=3)).is_as_left_by(done)
