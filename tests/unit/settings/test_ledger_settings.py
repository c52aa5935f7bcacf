"""Changes of settings, calculated without a store."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from shared.errors import RebuildRunning
from shared.models.settings.ledger_settings import LedgerSettings, SettingsPatch
from shared.models.settings.month_start_input import MonthStartDraft, MonthStartRecord
from shared.models.values.spans.month_start import FIRST_OF_MONTH, MonthStart
from shared.models.values.spans.shifts import Shift
from shared.models.values.spans.weekday import Weekday
from shared.models.values.validation import field_errors_of
from tests.unit.examples import NOON

DAY_25 = MonthStart(25)
SETTINGS = LedgerSettings(
    currency="EUR", timezone="UTC", month_start=FIRST_OF_MONTH, created_at=NOON
)
PENDING = SETTINGS.patched(SettingsPatch(month_start=MonthStartDraft(day=25)))


def test_another_start_day_is_pending_while_the_old_one_is_in_force() -> None:
    assert (PENDING.month_start, PENDING.pending_month_start) == (FIRST_OF_MONTH, DAY_25)
    assert PENDING.revision == 2


def test_what_is_named_as_it_is_changes_nothing() -> None:
    assert (
        SETTINGS.patched(SettingsPatch(timezone="UTC", month_start=MonthStartDraft(day=1)))
        is SETTINGS
    )
    assert SETTINGS.patched(SettingsPatch()) is SETTINGS
    assert PENDING.patched(SettingsPatch(month_start=MonthStartDraft(day=25))) is PENDING


def test_the_start_day_in_force_takes_back_what_is_pending() -> None:
    called_off = PENDING.patched(SettingsPatch(month_start=MonthStartDraft(day=1)))
    assert called_off == SETTINGS.model_copy(update={"revision": 3})


def test_a_third_start_day_is_refused_while_one_is_pending() -> None:
    with pytest.raises(RebuildRunning):
        PENDING.patched(SettingsPatch(month_start=MonthStartDraft(day=5)))
    asked = SETTINGS.patched(SettingsPatch(month_start=MonthStartDraft(day=5)))
    assert asked.pending_month_start == MonthStart(5)


def test_the_time_zone_may_change_while_a_start_day_is_pending() -> None:
    moved = PENDING.patched(SettingsPatch(timezone="Asia/Tokyo"))
    assert (moved.timezone, moved.pending_month_start) == ("Asia/Tokyo", DAY_25)
    assert moved.revision == 3


def test_a_rebuilt_ledger_has_the_pending_start_day_in_force() -> None:
    rebuilt = PENDING.rebuilt()
    assert (rebuilt.month_start, rebuilt.pending_month_start) == (DAY_25, None)
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
    for third in (SettingsPatch(currency="JPY"), SettingsPatch(month_start=MonthStartDraft(day=5))):
        with pytest.raises(RebuildRunning):
            pending.patched(third, has_amounts=True)
    with pytest.raises(RebuildRunning):
        PENDING.patched(SettingsPatch(currency="USD"), has_amounts=True)


@pytest.mark.parametrize("day", [0, 32, -1, "25", 25.0, 2.5, True, None])
def test_a_start_is_a_day_of_some_month(day: object) -> None:
    with pytest.raises(ValidationError):
        SettingsPatch.model_validate({"month_start": {"day": day}})


@pytest.mark.parametrize("day", [1, 31])
def test_the_first_and_the_last_day_are_taken(day: int) -> None:
    start = SettingsPatch.model_validate({"month_start": {"day": day}}).month_start
    assert start is not None
    assert start.start() == MonthStart(day)


@pytest.mark.parametrize("timezone", [None, "", "Mars/Olympus", "localtime", 1])
def test_a_time_zone_is_one_of_iana(timezone: object) -> None:
    with pytest.raises(ValidationError):
        SettingsPatch.model_validate({"timezone": timezone})


# Starts on business days


def payday(**fields: object) -> MonthStartDraft:
    """Return the input of a start on the 25th or the business day before, in Germany."""
    usual = {"day": 25, "shift": "PREVIOUS", "holidays": "DE"}
    return MonthStartDraft.model_validate(usual | fields)


def test_where_a_start_moves_is_fixed_by_the_month() -> None:
    start = payday(holidays="de", shift="previous").start()

    assert (start.day, start.shift, start.holidays) == (25, Shift.PREVIOUS, "DE")
    assert len(start.moves) == 26 * 12
    # 25 January 2020 is a Saturday, 25 December 2020 a holiday on a Friday.
    assert (start.moves[0], start.moves[11]) == ("a", "a")
    assert (payday(shift="NEXT").start().moves[0], start.moves[1]) == ("B", ".")
    assert payday(holidays=None).start().moves == ""


def test_the_same_rule_is_pending_if_the_holidays_known_today_move_it_otherwise() -> None:
    earlier = replace(payday().start(), moves="." * 312)
    settings = SETTINGS.model_copy(update={"month_start": earlier})

    asked = settings.patched(SettingsPatch(month_start=payday()))

    assert asked.pending_month_start == payday().start()
    assert asked.rebuilt().patched(SettingsPatch(month_start=payday())) == asked.rebuilt()
    assert asked.rebuilt().summary_edition == payday().start().id


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"shift": "NONE"}, "holidays"),
        ({"holidays": "XX"}, "holidays"),
        ({"holidays": "DE-BAYERN"}, "holidays"),
        ({"shift": "LATER"}, "shift"),
    ],
)
def test_holidays_are_known_and_have_a_shift(fields: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        payday(**fields)
    assert [error.field for error in field_errors_of(refused.value)] == [field]


@pytest.mark.parametrize("day", [1, 25, 31])
@pytest.mark.parametrize("holidays", [None, "DE-BY", "SA"])
def test_a_start_is_the_same_after_a_backup(day: int, holidays: str | None) -> None:
    for start in (payday(day=day, holidays=holidays).start(), MonthStart(day)):
        written = MonthStartRecord.json_of(start)
        assert MonthStartRecord.model_validate(written).start() == start
    assert MonthStartRecord.json_of(MonthStart(day)) == {"day": day}


def test_starts_that_differ_have_ids_that_differ() -> None:
    start = payday().start()
    others = [
        replace(start, **change)
        for change in (
            {"day": 24},
            {"shift": Shift.NEXT},
            {"holidays": "AT"},
            {"weekend": (Weekday.FR, Weekday.SA)},
            {"moves": start.moves[:-1]},
        )
    ]

    assert len({one.id for one in (start, *others)}) == 6


def test_a_start_in_a_backup_without_moves_has_those_known_today() -> None:
    written = {"day": 25, "shift": "PREVIOUS", "holidays": "DE"}
    assert MonthStartRecord.model_validate(written).start() == payday().start()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"moves": "." * 1201}, "moves"),
        ({"moves": "u"}, "moves"),
        ({"moves": "é"}, "moves"),
        ({"moves": "..", "holidays": None}, "body"),
        ({"moves": "TttT"}, "body"),
        ({"moves": "." * 13 + "Jr"}, "body"),  # Two months from 7 March 2021.
        ({"moves": "." * 1198 + "Tt"}, "body"),
        ({"moves": "t", "day": 1, "shift": "NEXT"}, None),
        ({"weekend": ["MO"] * 7}, "weekend"),
    ],
)
def test_moves_in_a_backup_are_letters_that_keep_the_months_in_order(
    fields: dict[str, object], field: str | None
) -> None:
    written = {"day": 25, "shift": "PREVIOUS", "holidays": "DE"} | fields
    if field is None:
        MonthStartRecord.model_validate(written)
        return
    with pytest.raises(ValidationError) as refused:
        MonthStartRecord.model_validate(written)
    assert [error.field for error in field_errors_of(refused.value)] == [field]
