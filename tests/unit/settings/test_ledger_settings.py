"""Changes of settings, calculated without a store."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from shared.errors import RebuildRunning
from shared.models.settings.ledger_settings import LedgerSettings, SettingsPatch
from tests.unit.examples import NOON

SETTINGS = LedgerSettings(currency="EUR", timezone="UTC", month_start_day=1, created_at=NOON)
PENDING = SETTINGS.patched(SettingsPatch(month_start_day=25))


def test_another_start_day_is_pending_while_the_old_one_is_in_force() -> None:
    assert (PENDING.month_start_day, PENDING.pending_month_start_day) == (1, 25)
    assert PENDING.revision == 2


def test_what_is_named_as_it_is_changes_nothing() -> None:
    assert SETTINGS.patched(SettingsPatch(timezone="UTC", month_start_day=1)) is SETTINGS
    assert SETTINGS.patched(SettingsPatch()) is SETTINGS
    assert PENDING.patched(SettingsPatch(month_start_day=25)) is PENDING


def test_the_start_day_in_force_takes_back_what_is_pending() -> None:
    called_off = PENDING.patched(SettingsPatch(month_start_day=1))
    assert called_off == SETTINGS.model_copy(update={"revision": 3})


def test_a_third_start_day_is_refused_while_one_is_pending() -> None:
    with pytest.raises(RebuildRunning):
        PENDING.patched(SettingsPatch(month_start_day=5))
    assert SETTINGS.patched(SettingsPatch(month_start_day=5)).pending_month_start_day == 5


def test_the_time_zone_may_change_while_a_start_day_is_pending() -> None:
    moved = PENDING.patched(SettingsPatch(timezone="Asia/Tokyo"))
    assert (moved.timezone, moved.pending_month_start_day, moved.revision) == ("Asia/Tokyo", 25, 3)


def test_a_rebuilt_ledger_has_the_pending_start_day_in_force() -> None:
    rebuilt = PENDING.rebuilt()
    assert (rebuilt.month_start_day, rebuilt.pending_month_start_day) == (25, None)
    assert rebuilt.revision == 3


def test_another_currency_is_pending_if_there_are_amounts_and_in_force_if_not() -> None:
    wanted = SettingsPatch(currency="USD")
    pending = SETTINGS.patched(wanted, has_amounts=True)

    assert (pending.currency, pending.pending_currency) == ("EUR", "USD")
    for has_amounts in (True, False):
        assert pending.patched(wanted, has_amounts=has_amounts) is pending
    assert SETTINGS.patched(wanted, has_amounts=False).currency == "USD"
    rebuilt = pending.rebuilt()
    assert (rebuilt.currency, rebuilt.pending_currency, rebuilt.summary_edition) == (
        "USD",
        None,
        "USD",
    )


def test_the_currency_in_force_takes_back_a_pending_one_and_no_third_is_pending() -> None:
    pending = SETTINGS.patched(SettingsPatch(currency="USD"), has_amounts=True)

    called_off = pending.patched(SettingsPatch(currency="EUR"), has_amounts=True)
    assert called_off == SETTINGS.model_copy(update={"revision": 3})
    for third in (SettingsPatch(currency="JPY"), SettingsPatch(month_start_day=5)):
        with pytest.raises(RebuildRunning):
            pending.patched(third, has_amounts=True)
    with pytest.raises(RebuildRunning):
        PENDING.patched(SettingsPatch(currency="USD"), has_amounts=True)


@pytest.mark.parametrize("day", [0, 29, 31, -1, "25", 25.0, 2.5, True, None])
def test_a_start_day_is_a_day_that_every_month_has(day: object) -> None:
    with pytest.raises(ValidationError):
        SettingsPatch.model_validate({"month_start_day": day})


@pytest.mark.parametrize("day", [1, 28])
def test_the_first_and_the_last_start_day_are_taken(day: int) -> None:
    assert SettingsPatch.model_validate({"month_start_day": day}).month_start_day == day


@pytest.mark.parametrize("timezone", [None, "", "Mars/Olympus", "localtime", 1])
def test_a_time_zone_is_one_of_iana(timezone: object) -> None:
    with pytest.raises(ValidationError):
        SettingsPatch.model_validate({"timezone": timezone})
