"""Files of rates for tests, and the European Central Bank's own."""

from __future__ import annotations

from datetime import date
from functools import cache

from local.rates import packaged_history
from shared.models.currencies.euro import QUOTED
from shared.models.currencies.history_file import RateHistory, read_history
from shared.models.currencies.rate_table import RateTable
from shared.models.currencies.year_rates import RateYear, YearRates

HEADER = "Date,USD,JPY,GBP,CHF,"


def csv_file(*rows: str, header: str = HEADER) -> bytes:
    """Return a file with these rows, newest first."""
    return "".join(f"{line}\n" for line in (header, *rows)).encode()


@cache
def ecb_history() -> RateHistory:
    """Return the history of all rates until 30 October 2026."""
    return read_history(packaged_history())


@cache
def ecb_table() -> RateTable:
    """Return a table with all rates until 30 October 2026."""
    years: dict[RateYear, YearRates | None]
    years = {RateYear(code, year): None for code in QUOTED for year in range(1999, 2029)}
    years |= {rates.key: rates for rates in ecb_history().list_years()}
    return RateTable(years)


def table(**rates: dict[str, str]) -> RateTable:
    """Return a table of these rates by currency and day."""
    years: dict[RateYear, dict[date, str]] = {}
    for currency, by_day in rates.items():
        for text, rate in by_day.items():
            day = date.fromisoformat(text)
            years.setdefault(RateYear(currency, day.year), {})[day] = rate
    return RateTable({key: YearRates.of(key, found) for key, found in years.items()})
