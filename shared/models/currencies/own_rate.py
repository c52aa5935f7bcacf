"""Rates that people enter for their ledger; they win over the reference rates."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Annotated

from pydantic import PlainSerializer

from shared.models.currencies.rate import Rate, RateSource
from shared.models.values.base import FrozenModel
from shared.models.values.exchange_rate import rate_text

MAX_OWN_RATES = 200
"""Own rates of one ledger, which are in its document."""


class OwnRate(FrozenModel):
    """Own rate as stored in the tenant's document."""

    id: str
    base: str
    quote: str
    date: dt.date
    rate: Annotated[Decimal, PlainSerializer(rate_text, when_used="json")]
    revision: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def key(self) -> tuple[str, str, dt.date]:
        """Return the key that is unique in a ledger: the pair in either direction, and the day."""
        first, second = sorted((self.base, self.quote))
        return first, second, self.date

    @property
    def noun(self) -> str:
        """Return the words for an own rate in messages."""
        return "own rate"

    @property
    def name(self) -> str:
        """Return the currencies and the day, as people call the rate."""
        return f"{self.base}/{self.quote} for {self.date}"

    @property
    def price(self) -> Rate:
        """Return the rate."""
        return Rate(self.base, self.quote, self.rate, self.date, RateSource.OWN)


class OwnRates:
    """Lookup of own rates, in either direction of a pair."""

    def __init__(self, rates: Iterable[OwnRate] = ()) -> None:
        self._by_pair: dict[frozenset[str], list[OwnRate]] = {}
        for rate in sorted(rates, key=attrgetter("date")):
            self._by_pair.setdefault(frozenset((rate.base, rate.quote)), []).append(rate)

    def find(self, base: str, quote: str, day: dt.date) -> Rate | None:
        """Return the last own rate of a pair on or before a day; None without one."""
        rates = self._by_pair.get(frozenset((base, quote)), [])
        index = bisect_right(rates, day, key=attrgetter("date"))
        if not index:
            return None
        price = rates[index - 1].price
        return price if price.base == base else price.inverse

    def days(self, base: str, quote: str) -> Iterator[dt.date]:
        """Yield the days of the own rates of a pair, in order."""
        yield from (rate.date for rate in self._by_pair.get(frozenset((base, quote)), []))

    def currencies_with(self, currency: str) -> set[str]:
        """Return the other currencies of the pairs with a currency."""
        return {code for pair in self._by_pair if currency in pair for code in pair} - {currency}
