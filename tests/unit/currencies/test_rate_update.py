"""An update stores differences, and never replaces a rate silently."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.errors import TooManyCorrections
from shared.models.currencies.rate_update import (
    MAX_CORRECTIONS,
    Correction,
    StoredYear,
    plan_update,
)
from shared.models.currencies.year_rates import RateYear, YearRates

KEY = RateYear("USD", 2026)
BEFORE, NOW = datetime(2026, 10, 29, 17, tzinfo=UTC), datetime(2026, 10, 30, 17, tzinfo=UTC)


def rates(text: str, key: RateYear = KEY) -> YearRates:
    return YearRates.parse(key, text)


STORED = StoredYear(rates("1028:1.1 1029:1.2"), BEFORE)


def test_a_new_year_is_created() -> None:
    update = plan_update({}, [rates("1028:1.1 1029:1.2")], NOW)

    assert update.created == (StoredYear(rates("1028:1.1 1029:1.2"), NOW),)
    assert (update.changed, update.added, update.corrected) == ((), 2, 0)


def test_rates_that_are_stored_are_not_stored_again() -> None:
    update = plan_update({KEY: STORED}, [rates("1028:1.1 1029:1.2")], NOW)

    assert (update.created, update.changed, update.added, update.missing) == ((), (), 0, 0)


def test_a_new_day_is_added_without_a_new_revision() -> None:
    update = plan_update({KEY: STORED}, [rates("1028:1.1 1029:1.2 1030:1.3")], NOW)

    assert update.changed == (StoredYear(rates("1028:1.1 1029:1.2 1030:1.3"), NOW),)
    assert (update.added, update.corrected) == (1, 0)


def test_a_corrected_day_is_kept_with_its_earlier_rate_under_a_new_revision() -> None:
    update = plan_update({KEY: STORED}, [rates("1028:1.1 1029:1.25")], NOW)
    correction = Correction(date(2026, 10, 29), "1.2", "1.25", NOW)

    assert update.changed == (StoredYear(rates("1028:1.1 1029:1.25"), NOW, 2, (correction,)),)
    assert (update.added, update.corrected) == (0, 1)
    assert update.corrections == {KEY: (correction,)}


def test_a_day_that_the_file_has_no_more_stays() -> None:
    update = plan_update({KEY: STORED}, [rates("1028:1.1 1030:1.3")], NOW)

    assert update.changed == (StoredYear(rates("1028:1.1 1029:1.2 1030:1.3"), NOW),)
    assert (update.added, update.missing) == (1, 1)


def test_a_file_that_corrects_very_much_is_taken_for_a_wrong_one() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(101)]
    stored = StoredYear(YearRates.of(KEY, dict.fromkeys(days, "1.1")), BEFORE)

    allowed = plan_update({KEY: stored}, [YearRates.of(KEY, dict.fromkeys(days[1:], "1.2"))], NOW)
    assert allowed.corrected == 100
    with pytest.raises(TooManyCorrections, match="differs from 101 rates"):
        plan_update({KEY: stored}, [YearRates.of(KEY, dict.fromkeys(days, "1.2"))], NOW)


def test_a_year_keeps_its_last_corrections() -> None:
    year = STORED
    for number in range(MAX_CORRECTIONS + 5):
        year = year.updated(rates(f"1028:1.1 1029:1.{number + 3}1"), NOW)

    assert len(year.corrections) == MAX_CORRECTIONS
    assert year.corrections[-1].after == f"1.{MAX_CORRECTIONS + 7}1"
    assert year.revision == MAX_CORRECTIONS + 6


def test_rates_that_arrive_concern_their_days_and_those_after_the_last_one_before() -> None:
    stored = StoredYear(rates("1022:1.1 1023:1.2"), BEFORE)

    def since(text: str) -> date | None:
        arrival = plan_update({KEY: stored}, [rates(text)], NOW).arrival
        return None if arrival is None else arrival.since

    # 23 October is a Friday: on Monday, the Saturday is settled, too.
    assert since("1022:1.1 1023:1.2 1026:1.3") == date(2026, 10, 24)
    assert since("1021:1.0 1022:1.1 1023:1.2") == date(2026, 10, 21)
    assert since("1022:1.1 1023:1.25") is None
    first = plan_update({}, [rates("0102:1.1 0105:1.2")], NOW).arrival
    assert first == (date(2026, 1, 2), NOW)


def test_a_year_is_not_stored_again_if_the_file_only_lacks_a_day() -> None:
    update = plan_update({KEY: STORED}, [rates("1028:1.1")], NOW)

    assert (update.created, update.changed) == ((), ())
    assert (update.added, update.missing) == (0, 1)
