"""Conversions are right against the European Central Bank's file, and rates published elsewhere."""

from __future__ import annotations

import csv
import random
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from io import BytesIO, StringIO

from local.rates import packaged_history
from shared.models.currencies.rate import Rate
from shared.models.values.currency import exponent_of
from tests.support.cases import for_each
from tests.unit.currencies.history import ecb_history, ecb_table

CASES = 10_000
PRECISE = Context(prec=50, rounding=ROUND_HALF_EVEN)

# Of the time without rates, and of the euro instead of them.
ENDS = {
    "CYP": date(2008, 1, 1), "EEK": date(2011, 1, 1), "HRK": date(2023, 1, 1),
    "LTL": date(2015, 1, 1), "LVL": date(2014, 1, 1), "MTL": date(2008, 1, 1),
    "SIT": date(2007, 1, 1), "SKK": date(2009, 1, 1), "BGN": date(2026, 1, 1),
    "RUB": date(2022, 3, 2),
}  # fmt: skip
FIXED = {"HRK": "7.53450", "SKK": "30.1260", "LTL": "3.45280", "BGN": "1.95583"}


@cache
def columns() -> dict[str, list[tuple[date, Decimal]]]:
    """Return the rates by currency in the order of days, read by Python's own parser of CSV."""
    with zipfile.ZipFile(BytesIO(packaged_history())) as archive:
        text = archive.read("eurofxref-hist.csv").decode()
    rows = list(csv.DictReader(StringIO(text)))
    return {
        code: [
            (date.fromisoformat(row["Date"]), Decimal(row[code]))
            for row in reversed(rows)
            if row[code] != "N/A"
        ]
        for code in rows[0]
        if code and code != "Date"
    }


def per_euro(currency: str, day: date) -> Decimal | None:
    """Return the last rate on or before a day, by an independent search."""
    if currency == "EUR":
        return Decimal(1)
    if currency in ENDS and day >= ENDS[currency]:
        return Decimal(FIXED[currency]) if currency in FIXED else None
    if currency == "ISK" and date(2008, 12, 10) <= day < date(2018, 2, 1):
        return None
    rates = columns()[currency]
    index = bisect_right(rates, (day, Decimal(10**9)))
    return rates[index - 1][1] if index else None


def expected(base: str, quote: str, day: date, amount_minor: int) -> int | None:
    of_base, of_quote = per_euro(base, day), per_euro(quote, day)
    if of_base is None or of_quote is None:
        return None
    amount = Decimal(amount_minor).scaleb(-exponent_of(base))
    converted = PRECISE.divide(PRECISE.multiply(amount, of_quote), of_base)
    unit = Decimal(1).scaleb(-exponent_of(quote))
    return int(converted.quantize(unit, ROUND_HALF_EVEN, PRECISE).scaleb(exponent_of(quote)))


def triples() -> Iterator[tuple[date, str, str, int]]:
    """Yield random days, pairs and amounts, the same ones in each run."""
    chance = random.Random(20_261_127)  # noqa: S311 (amounts of a test)
    codes = sorted({*ecb_history().columns, "EUR"} - {"CYP", "EEK", "LVL", "MTL", "SIT"})
    first, last = date(1999, 1, 4), date(2026, 10, 30)
    for _ in range(CASES):
        day = first + timedelta(days=chance.randrange((last - first).days + 1))
        base, quote = chance.sample(codes, 2)
        yield day, base, quote, chance.randrange(-(10 ** chance.randrange(1, 13)), 10**12)


def test_ten_thousand_conversions_are_those_of_an_independent_calculation() -> None:
    compared = missing = 0
    for day, base, quote, amount_minor in triples():
        rate = ecb_table().find(base, quote, day)
        actual = rate.convert(amount_minor) if rate else None
        assert actual == expected(base, quote, day, amount_minor), (day, base, quote, amount_minor)
        compared += actual is not None
        missing += actual is None

    assert compared + missing == CASES
    assert compared > 7_000
    assert missing > 500


OF_FIXER = {
    "AUD": "1.0845", "BGN": "1.4349", "CHF": "0.89582", "CNY": "6.2377", "CZK": "20.131",
    "EUR": "0.73368", "GBP": "0.5938", "HRK": "5.5751", "INR": "58.509", "JPY": "101.92",
    "KRW": "1024.9", "LTL": "2.5332", "RUB": "34.122",
}  # fmt: skip
"""Prices of a dollar on 23 May 2014 in five digits, as fixer.io published them.

Source: https://github.com/MicroPyramid/forex-python, docs/source/usage.rst, “List all Currency
rates”: the answer for that day.
"""

OF_THE_FOREX_API = {
    "CHF": "0.9011980961759397", "CZK": "20.89693090431643", "EUR": "0.8206138191367143",
    "GBP": "0.7067536517314952", "HRK": "6.158132282947645", "ISK": "119.89167897587396",
    "JPY": "109.73247989496144", "NOK": "8.320449696372888", "RUB": "73.45626128344003",
    "SEK": "8.27982931232562",
}  # fmt: skip
"""Prices of a dollar on 2 June 2021, as theforexapi.com published them.

Source: https://github.com/MicroPyramid/theforexapi, README, “Latest Rates based on USD”.
"""


def price_of_a_dollar(quote: str, day: date, digits: int) -> Decimal:
    rate = ecb_table().find("USD", quote, day)
    assert isinstance(rate, Rate)
    return Context(prec=digits).divide(rate.numerator, rate.denominator)


@for_each(("quote", "published"), OF_FIXER.items())
def test_cross_rates_are_those_of_fixer(quote: str, published: str) -> None:
    assert price_of_a_dollar(quote, date(2014, 5, 23), 5) == Decimal(published)


@for_each(("quote", "published"), OF_THE_FOREX_API.items())
def test_cross_rates_are_those_of_the_forex_api(quote: str, published: str) -> None:
    rounded = Context(prec=15).create_decimal(published)

    assert price_of_a_dollar(quote, date(2021, 6, 2), 15) == rounded


def test_the_history_has_every_rate_of_the_file() -> None:
    stored = {rates.key: rates.by_day() for rates in ecb_history().list_years()}
    found = {
        code: [
            (day, Decimal(written))
            for key, by_day in sorted(stored.items())
            if key.currency == code
            for day, written in by_day.items()
        ]
        for code in ecb_history().columns
    }

    assert found == {code: rates for code, rates in columns().items() if code in found}
    assert columns().keys() - found.keys() == {"ROL", "TRL"}
