"""The rates of a ledger are read by years: those of its pairs, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import cast

from shared.models.currencies.own_rate import OwnRates
from shared.models.currencies.rate_table import DatedPair, Years
from shared.models.currencies.year_rates import RateYear
from shared.repositories.currencies.reference_rates import ReferenceRateRepository
from shared.services.currencies.exchange import ExchangeRates
from tests.unit.currencies.history import ecb_table
from tests.unit.examples import own_rate

TODAY = date(2026, 10, 30)


@dataclass
class BankRates:
    """The bank's own rates by years, and the years that were read of them."""

    read_years: list[str] = field(default_factory=list)

    def read(self, keys: Iterable[RateYear], _today: date) -> Years:
        """Return the rates of years."""
        found = {key: ecb_table().years[key] for key in keys}
        self.read_years += sorted(map(str, found))
        return found


def rates(bank: BankRates, own: OwnRates | None = None) -> ExchangeRates:
    return ExchangeRates(cast("ReferenceRateRepository", bank), own or OwnRates(), TODAY)


def test_the_year_before_is_read_if_a_day_is_before_the_first_rate_of_its_year() -> None:
    bank = BankRates()
    found = rates(bank).load([DatedPair("EUR", "USD", date(2026, 1, 1))])

    assert bank.read_years == ["USD-2026", "USD-2025"]
    assert found.find("EUR", "USD", date(2026, 1, 1)) is not None


def test_fixed_rates_and_one_currency_read_nothing() -> None:
    bank = BankRates()
    found = rates(bank).load([DatedPair("EUR", "HRK", TODAY), DatedPair("USD", "USD", TODAY)])

    assert bank.read_years == []
    assert found.find("EUR", "HRK", TODAY) is not None


def test_a_range_reads_a_year_in_which_the_rates_of_a_currency_begin_or_end() -> None:
    bank = BankRates()
    found = rates(bank)
    begun = found.list_between("EUR", "ISK", date(2018, 1, 1), date(2018, 2, 2))
    ended = found.list_between("EUR", "RUB", date(2022, 2, 28), date(2022, 12, 31))

    assert bank.read_years == ["ISK-2018", "RUB-2022"]
    assert [rate.as_of for rate in begun] == [date(2018, 2, 1), date(2018, 2, 2)]
    assert [rate.as_of for rate in ended] == [date(2022, 2, 28), date(2022, 3, 1)]


def test_a_range_ends_today_so_that_own_rates_of_later_days_are_not_in_it() -> None:
    pair = {"base": "ARS", "quote": "EUR"}
    own = OwnRates(
        own_rate(**pair, date=day, rate=Decimal(rate))
        for day, rate in ((date(2026, 3, 1), "2"), (date(2027, 3, 1), "7"))
    )
    found = rates(BankRates(), own)
    for first in (date(2026, 2, 1), date(2027, 2, 1), date(2027, 3, 1)):
        listed = found.list_between("ARS", "EUR", first, date(2027, 3, 2))

        assert [(rate.text, str(rate.as_of)) for rate in listed] == [("2", "2026-03-01")]
    [in_use] = found.convert([(DatedPair("ARS", "EUR", date(2027, 3, 1)), 100)])
    assert in_use.converted_minor == 200


def test_the_rates_of_a_day_are_also_those_of_currencies_with_own_rates_alone() -> None:
    own = OwnRates([own_rate(base="ARS", quote="USD", date=TODAY, rate=Decimal("0.001"))])
    found = {rate.quote: rate.text for rate in rates(BankRates(), own).list_of_day("USD", TODAY)}

    assert found["ARS"] == "1000"
    assert found["EUR"] == "0.895094880057286"
    assert "USD" not in found
