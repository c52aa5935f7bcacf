"""Read the exchange rates that conversions need."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shared.models.currencies.euro import ALL_WITH_RATES
from shared.models.currencies.own_rate import OwnRates
from shared.models.currencies.rate import Rate
from shared.models.currencies.rate_table import DatedPair, RateTable, years_of
from shared.models.values.frozen import frozen
from shared.repositories.currencies.reference_rates import ReferenceRateRepository


@frozen
class Conversion:
    """An amount in minor units, and what it came to; None without a rate."""

    exchange: DatedPair
    amount_minor: int
    rate: Rate | None

    @property
    def converted_minor(self) -> int | None:
        """Return the amount in the other currency, in its minor units."""
        return self.rate.convert(self.amount_minor) if self.rate is not None else None


@frozen
class ExchangeRates:
    """Source of the rates of one ledger on a day: the reference rates, and its own ones.

    It reads a document for each currency other than the euro and each year, except those that the
    instance knows; none for an exchange within one currency. A day after ``today`` has the rate of
    today, because no rate of it is published.
    """

    reference: ReferenceRateRepository
    own: OwnRates
    today: date

    def load(self, exchanges: Iterable[DatedPair]) -> RateTable:
        """Return a table with the rates of the exchanges; ask it for ``rate_day`` of a day."""
        wanted = [one._replace(day=self.rate_day(one.day)) for one in exchanges]
        keys = years_of(wanted)
        table = RateTable(self.reference.read(keys, self.today) if keys else {}, self.own)
        if earlier := table.earlier_years_of(wanted):
            years = {**table.years, **self.reference.read(earlier, self.today)}
            return RateTable(years, self.own)
        return table

    def rate_day(self, day: date) -> date:
        """Return the day whose rate counts for a day, which may be a future one."""
        return min(day, self.today)

    def convert(self, amounts: Iterable[tuple[DatedPair, int]]) -> list[Conversion]:
        """Convert amounts in minor units, each by the rate of its day."""
        wanted = list(amounts)
        table = self.load(exchange for exchange, _ in wanted)
        return [
            Conversion(
                exchange,
                amount_minor,
                table.find(exchange.base, exchange.quote, self.rate_day(exchange.day)),
            )
            for exchange, amount_minor in wanted
        ]

    def list_of_day(self, base: str, day: date) -> list[Rate]:
        """Return the prices of a currency on a day in all others of which there is a rate."""
        quotes = sorted((ALL_WITH_RATES | self.own.currencies_with(base)) - {base})
        found = self.convert((DatedPair(base, quote, day), 0) for quote in quotes)
        return [one.rate for one in found if one.rate is not None]

    def list_between(self, base: str, quote: str, first: date, last: date) -> list[Rate]:
        """Return the rate in force on the first day, and those published until the last one.

        The first rate may have been published earlier; it is left out if there is none. The range
        ends today: an own rate of a later day is in force on no day yet.
        """
        first, last = self.rate_day(first), self.rate_day(last)
        start = DatedPair(base, quote, first)
        ends = [
            DatedPair(base, quote, day)
            for year in range(first.year, last.year + 1)
            for day in (max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))
        ]
        years = self.reference.read(years_of([start, *ends]), self.today)
        earlier = RateTable(years, self.own).earlier_years_of([start])
        if earlier:
            years = {**years, **self.reference.read(earlier, self.today)}
        table = RateTable(years, self.own)
        published = list(table.between(base, quote, first, last))
        in_force = table.find(*start)
        if in_force is None or (published and published[0].as_of == in_force.as_of):
            return published
        return [in_force, *published]
