"""Read the exchange rates that conversions need."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shared.models.currencies.rate_table import Exchange, RateTable, years_of
from shared.repositories.currencies.reference_rates import ReferenceRateRepository


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
