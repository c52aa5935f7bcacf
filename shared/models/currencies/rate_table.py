"""Lookup of exchange rates among the reference rates that were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from shared.models.currencies.euro import (
    FIRST_YEAR,
    QUOTED,
    fixed_per_euro,
    is_paused,
)
from shared.models.currencies.own_rate import OwnRates
from shared.models.currencies.rate import Rate, RateSource
from shared.models.currencies.year_rates import DayRate, RateYear, YearRates
from shared.models.values.frozen import frozen

MAX_AGE = timedelta(days=366)
"""A rate counts until the next one is published, at most for so long."""


class DatedPair(NamedTuple):
    """A pair of currencies on a day: the question for the price of one in the other."""

    base: str
    quote: str
    day: date


Years = Mapping[RateYear, YearRates | None]
"""Rates of years by key; None if a year has none, and no entry if it was not read."""


def years_of(exchanges: Iterable[DatedPair]) -> frozenset[RateYear]:
    """Return the years whose rates the exchanges need; none for one currency or fixed rates."""
    return frozenset(
        RateYear(currency, exchange.day.year)
        for exchange in exchanges
        if exchange.base != exchange.quote
        for currency in (exchange.base, exchange.quote)
        if _is_published(currency, exchange.day)
    )


def _is_published(currency: str, day: date) -> bool:
    """Return whether the rate of a currency on a day is one that was published."""
    return (
        currency in QUOTED
        and day.year >= FIRST_YEAR
        and fixed_per_euro(currency, day) is None
        and not is_paused(currency, day)
    )


class YearNotRead(LookupError):
    """A rate was looked up in a year that was not read, which must not pass for a missing rate."""


@frozen
class RateTable:
    """Exchange rates of the years that were read.

    The rate of a day is the last one that was published on or before it; a missing rate is None.
    """

    years: Years = field(default_factory=lambda: MappingProxyType({}))
    own: OwnRates = field(default_factory=OwnRates)
    """Rates of the ledger, which win over reference rates that are not newer."""

    def earlier_years_of(self, exchanges: Iterable[DatedPair]) -> frozenset[RateYear]:
        """Return the previous years that are needed, too, because a day is before the first rate.

        That is so in the first days of January, and in a year without rates.
        """
        first_days: dict[RateYear, date] = {}
        wanted = list(exchanges)
        for base, quote, day in wanted:
            for key in (RateYear(base, day.year), RateYear(quote, day.year)):
                first_days[key] = min(day, first_days.get(key, day))
        return frozenset(
            RateYear(key.currency, key.year - 1)
            for key in years_of(wanted)
            if key.year > FIRST_YEAR and self._find_in(key, first_days[key]) is None
        )

    def find(self, base: str, quote: str, day: date) -> Rate | None:
        """Return the price of one unit of ``base`` in ``quote`` on a day; None if it is missing.

        A currency that the euro has replaced has its fixed rate from that day on.

        Raises:
            YearNotRead: The table is without the year of a currency, which ``years_of`` names.
        """
        if base == quote:
            return Rate.of_same(base, day)
        own, reference = self.own.find(base, quote, day), self._find_reference(base, quote, day)
        if own is None or reference is None:
            return own or reference
        return own if own.as_of >= reference.as_of else reference

    def _find_reference(self, base: str, quote: str, day: date) -> Rate | None:
        of_base, of_quote = self._per_euro(base, day), self._per_euro(quote, day)
        if of_base is None or of_quote is None:
            return None
        is_fixed = fixed_per_euro(base, day) and fixed_per_euro(quote, day)
        return Rate(
            base,
            quote,
            of_quote.per_euro,
            min(of_base.day, of_quote.day),
            RateSource.FIXED if is_fixed else RateSource.ECB,
            of_base.per_euro,
        )

    def between(self, base: str, quote: str, first: date, last: date) -> Iterator[Rate]:
        """Yield the rates of the days between two, both inclusive, on which one was published.

        A day without the rate of one of both currencies is left out.
        """
        own = {day for day in self.own.days(base, quote) if first <= day <= last}
        for day in sorted(own | self._days(base, first, last) | self._days(quote, first, last)):
            rate = self.find(base, quote, day)
            if rate is not None and rate.as_of == day:
                yield rate

    def _days(self, currency: str, first: date, last: date) -> set[date]:
        return {
            published.day
            for key, rates in self.years.items()
            if rates is not None and key.currency == currency
            for published in rates.between(first, last)
        }

    def _per_euro(self, currency: str, day: date) -> DayRate | None:
        fixed: Decimal | None = fixed_per_euro(currency, day)
        if fixed is not None:
            return DayRate(day, fixed)
        if not _is_published(currency, day):
            return None
        if RateYear(currency, day.year) not in self.years:
            raise YearNotRead(currency, day.year)
        for year in (day.year, day.year - 1):
            found = self._find_in(RateYear(currency, year), day)
            if found is not None:
                return found if day - found.day <= MAX_AGE else None
        return None

    def _find_in(self, key: RateYear, day: date) -> DayRate | None:
        rates = self.years.get(key)
        return rates.find_until(day) if rates is not None else None
