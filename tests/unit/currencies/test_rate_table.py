"""The rate of a day is the last one published on or before it, or there is none."""

from __future__ import annotations

from datetime import date

import pytest

from shared.models.currencies.euro import has_rates
from shared.models.currencies.rate import RateSource
from shared.models.currencies.rate_table import DatedPair, RateTable, YearNotRead, years_of
from shared.models.currencies.year_rates import RateYear
from tests.unit.currencies.history import ecb_table, table

FRIDAY, SUNDAY = date(2026, 10, 23), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("day", "as_of"),
    [("2026-10-23", "2026-10-23"), ("2026-10-25", "2026-10-23"), ("2026-01-01", "2025-12-31"),
     ("2026-01-02", "2026-01-02"), ("2026-11-20", "2026-10-30")],
)  # fmt: skip
def test_a_day_without_a_rate_has_the_last_one_before_it(day: str, as_of: str) -> None:
    rate = ecb_table().find("EUR", "USD", date.fromisoformat(day))

    assert rate is not None
    assert rate.as_of == date.fromisoformat(as_of)


def test_a_cross_rate_has_the_older_day_of_both() -> None:
    rates = table(USD={"2026-03-02": "1.1"}, JPY={"2026-02-27": "160", "2026-03-03": "161"})
    found = rates.find("USD", "JPY", date(2026, 3, 2))

    assert found is not None
    assert (found.as_of, found.source) == (date(2026, 2, 27), RateSource.ECB)
    assert found.convert(110) == 160


@pytest.mark.parametrize(
    ("base", "quote", "day"),
    [
        ("EUR", "ARS", "2026-03-02"),
        ("ARS", "USD", "2026-03-02"),
        ("EUR", "ILS", "2010-12-31"),
        ("EUR", "USD", "1999-01-03"),
        ("EUR", "USD", "1998-06-01"),
        ("EUR", "RUB", "2022-03-02"),
        ("RUB", "USD", "2026-03-02"),
        ("EUR", "ISK", "2008-12-10"),
        ("EUR", "ISK", "2018-01-31"),
        ("EUR", "USD", "2027-11-01"),
    ],
)
def test_a_missing_rate_is_none(base: str, quote: str, day: str) -> None:
    assert ecb_table().find(base, quote, date.fromisoformat(day)) is None


@pytest.mark.parametrize(
    ("base", "quote", "day"),
    [
        ("EUR", "ILS", "2011-01-03"),
        ("EUR", "USD", "1999-01-04"),
        ("RUB", "USD", "2022-03-01"),
        ("EUR", "ISK", "2008-12-09"),
        ("EUR", "ISK", "2018-02-01"),
        ("EUR", "USD", "2027-10-31"),
    ],
)
def test_the_day_beside_it_has_one(base: str, quote: str, day: str) -> None:
    assert ecb_table().find(base, quote, date.fromisoformat(day)) is not None


@pytest.mark.parametrize(
    ("currency", "day", "text", "source"),
    [
        ("HRK", "2022-12-31", "7.5365", RateSource.ECB),
        ("HRK", "2023-01-01", "7.5345", RateSource.FIXED),
        ("BGN", "2025-12-31", "1.9558", RateSource.ECB),
        ("BGN", "2026-01-01", "1.95583", RateSource.FIXED),
    ],
)
def test_a_currency_that_the_euro_replaced_has_its_fixed_rate_since(
    currency: str, day: str, text: str, source: RateSource
) -> None:
    rate = ecb_table().find("EUR", currency, date.fromisoformat(day))

    assert rate is not None
    assert (rate.text, rate.source) == (text, source)


def test_a_fixed_rate_is_never_stale() -> None:
    later = date(2036, 5, 1)
    rate = RateTable().find("HRK", "BGN", later)

    assert rate is not None
    assert not rate.is_stale(later)


def test_one_currency_needs_no_rates() -> None:
    exchange = DatedPair("ARS", "ARS", SUNDAY)

    assert years_of([exchange, DatedPair("USD", "USD", SUNDAY)]) == frozenset()
    assert RateTable().find(*exchange) is not None


def test_an_exchange_needs_a_year_of_each_currency_but_the_euro() -> None:
    exchanges = [DatedPair("EUR", "USD", SUNDAY), DatedPair("JPY", "USD", date(2025, 3, 1)),
                 DatedPair("HRK", "EUR", SUNDAY), DatedPair("ARS", "EUR", SUNDAY)]  # fmt: skip

    assert years_of(exchanges) == {
        RateYear("USD", 2026), RateYear("USD", 2025), RateYear("JPY", 2025)
    }  # fmt: skip


def test_a_year_that_was_not_read_does_not_pass_for_one_without_rates() -> None:
    rates = table(USD={"2026-03-02": "1.1"})

    with pytest.raises(YearNotRead):
        rates.find("USD", "JPY", date(2026, 3, 2))
    assert RateTable({RateYear("JPY", 2026): None}).find("EUR", "JPY", date(2026, 3, 2)) is None


def test_the_year_before_is_needed_before_the_first_rate_of_a_year() -> None:
    rates = table(USD={"2026-01-02": "1.1"})
    days = [date(2026, 1, 1), date(2026, 1, 2)]
    needed = [rates.earlier_years_of([DatedPair("EUR", "USD", day)]) for day in days]

    assert needed == [{RateYear("USD", 2025)}, frozenset()]
    for both in (days, days[::-1]):
        exchanges = [DatedPair("EUR", "USD", day) for day in both]
        assert rates.earlier_years_of(exchanges) == {RateYear("USD", 2025)}


def test_no_year_before_the_first_reference_rates_is_needed() -> None:
    rates = table(USD={"1999-01-04": "1.1789"})

    assert rates.earlier_years_of([DatedPair("EUR", "USD", date(1999, 1, 2))]) == frozenset()


def test_a_range_has_the_days_on_which_both_currencies_have_a_rate() -> None:
    rates = table(
        USD={"2025-12-31": "1.1", "2026-01-02": "1.2", "2026-01-05": "1.3"},
        JPY={"2025-12-31": "160", "2026-01-05": "161"},
    )
    found = rates.between("USD", "JPY", date(2025, 12, 31), date(2026, 1, 31))

    assert [rate.as_of for rate in found] == [date(2025, 12, 31), date(2026, 1, 5)]
    of_euro = rates.between("EUR", "USD", date(2026, 1, 1), date(2026, 1, 4))
    assert [(rate.as_of, rate.text) for rate in of_euro] == [(date(2026, 1, 2), "1.2")]


def test_a_currency_has_rates_unless_they_are_suspended_without_an_end() -> None:
    found = [one for one in ("EUR", "USD", "HRK", "ISK", "RUB", "ARS") if has_rates(one)]

    assert found == ["EUR", "USD", "HRK", "ISK"]
