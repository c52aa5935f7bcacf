"""Currencies with a rate to the euro: those of the European Central Bank, and former ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

EURO = "EUR"
FIRST_YEAR = 1999
"""The year of the first reference rates."""

_QUOTED = """
    AUD BGN BRL CAD CHF CNY CYP CZK DKK EEK GBP HKD HRK HUF IDR ILS INR ISK JPY KRW LTL LVL MTL MXN
    MYR NOK NZD PHP PLN RON RUB SEK SGD SIT SKK THB TRY USD ZAR
"""
QUOTED = frozenset(_QUOTED.split())
"""Currencies for which the European Central Bank publishes reference rates, or did.

Not in it are the old Romanian leu and Turkish lira (ROL, TRL), which no ledger can have.
"""


class Adoption(NamedTuple):
    """Day from which the euro has replaced a currency, and the units of it in a euro since."""

    day: date
    per_euro: Decimal


ADOPTIONS = MappingProxyType(
    {
        "BGN": Adoption(date(2026, 1, 1), Decimal("1.95583")),
        "CYP": Adoption(date(2008, 1, 1), Decimal("0.585274")),
        "EEK": Adoption(date(2011, 1, 1), Decimal("15.6466")),
        "HRK": Adoption(date(2023, 1, 1), Decimal("7.53450")),
        "LTL": Adoption(date(2015, 1, 1), Decimal("3.45280")),
        "LVL": Adoption(date(2014, 1, 1), Decimal("0.702804")),
        "MTL": Adoption(date(2008, 1, 1), Decimal("0.429300")),
        "SIT": Adoption(date(2007, 1, 1), Decimal("239.640")),
        "SKK": Adoption(date(2009, 1, 1), Decimal("30.1260")),
    }
)
"""Former currencies. Source: Council Regulation (EC) No 2866/98 on the conversion rates between the
euro and the currencies of the Member States adopting the euro, as amended."""


class Pause(NamedTuple):
    """Time without reference rates: ``last`` is the last day with one, ``until`` the next."""

    last: date
    until: date = date.max


PAUSES = MappingProxyType(
    {
        "ISK": Pause(date(2008, 12, 9), date(2018, 2, 1)),
        "RUB": Pause(date(2022, 3, 1)),
    }
)
"""Currencies whose rates the European Central Bank suspended.

The last rates before do not tell the price since, so there is no rate from the next day on.
Source: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates.
"""


ALL_WITH_RATES = QUOTED | {EURO}


def has_rates(currency: str) -> bool:
    """Return whether reference rates are published for a currency, or are fixed."""
    if currency in PAUSES and PAUSES[currency].until == date.max:
        return False
    return currency == EURO or currency in QUOTED


def fixed_per_euro(currency: str, day: date) -> Decimal | None:
    """Return the fixed number of units in a euro on a day; None before the euro replaced it."""
    if currency == EURO:
        return Decimal(1)
    adoption = ADOPTIONS.get(currency)
    return adoption.per_euro if adoption and day >= adoption.day else None


def is_paused(currency: str, day: date) -> bool:
    """Return whether the rates of a currency are suspended on a day."""
    pause = PAUSES.get(currency)
    return pause is not None and pause.last < day < pause.until
