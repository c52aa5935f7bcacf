"""Read the exchange rates that conversions need."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shared.models.currencies.rate import Rate
from shared.models.currencies.rate_table import Exchange, RateTable, years_of
from shared.models.values.frozen import frozen
from shared.repositories.currencies.reference_rates import ReferenceRateRepository


@frozen
class Conversion:
    """An amount in minor units, and what it came to; None without a rate."""

    exchange: Exchange
    amount_minor: int
    rate: Rate | None

    @property
    def converted_minor(self) -> int | None:
        """Return the amount in the other currency, in its minor units."""
        return self.rate.convert(self.amount_minor) if self.rate is not None else None


def convert_amounts(
    rates: ReferenceRateRepository, amounts: Iterable[tuple[Exchange, int]], today: date
) -> list[Conversion]:
    """Convert amounts in minor units, each by the rate of its day."""
    wanted = list(amounts)
    table = load_rates(rates, (exchange for exchange, _ in wanted), today)
    return [
        Conversion(
            exchange,
            amount_minor,
            table.find(exchange.base, exchange.quote, rate_day(exchange.day, today)),
        )
        for exchange, amount_minor in wanted
    ]


def list_rates(
    rates: ReferenceRateRepository, base: str, quotes: Iterable[str], day: date, today: date
) -> list[Rate]:
    """Return the prices of a currency on a day in those others of which there is a rate."""
    exchanges = [Exchange(base, quote, day) for quote in sorted(quotes) if quote != base]
    found = convert_amounts(rates, ((exchange, 0) for exchange in exchanges), today)
    return [one.rate for one in found if one.rate is not None]


def list_rates_between(
    rates: ReferenceRateRepository, base: str, quote: str, days: tuple[date, date], today: date
) -> list[Rate]:
    """Return the rates of the days between two, both inclusive, on which one was published.

    It reads a document for each currency other than the euro and each year.
    """
    first, last = days
    ends = (
        Exchange(base, quote, day)
        for year in range(first.year, last.year + 1)
        for day in (max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))
    )
    table = RateTable(rates.read(years_of(ends), today))
    return list(table.between(base, quote, first, last))


def load_rates(
    rates: ReferenceRateRepository, exchanges: Iterable[Exchange], today: date
) -> RateTable:
    """Return a table with the rates of the exchanges.

    It reads a document for each currency other than the euro and each year, except those that the
    instance knows; none for an exchange within one currency. A day after ``today`` is looked up as
    today, because no rate of it is published; ask ``RateTable.find`` for ``rate_day(day, today)``.
    """
    wanted = [one._replace(day=rate_day(one.day, today)) for one in exchanges]
    keys = years_of(wanted)
    if not keys:
        return RateTable()
    table = RateTable(rates.read(keys, today))
    if earlier := table.earlier_years_of(wanted):
        table = RateTable({**table.years, **rates.read(earlier, today)})
    return table


def rate_day(day: date, today: date) -> date:
    """Return the day whose rate counts for a day, which may be a future one."""
    return min(day, today)
