"""Look up the rates at which transactions of a ledger are converted.

Most ledgers have one currency, so the modules that read rates are loaded when a rate is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from shared.models.ledger.balances import NO_CONVERSIONS, Conversions
from shared.models.ledger.ledger import Ledger
from shared.repositories.store import TenantStore

if TYPE_CHECKING:
    from shared.models.currencies.rate import Rate
    from shared.models.ledger.transactions.currencies.exchange import FindRate
    from shared.models.ledger.transactions.currencies.needed_rates import NeededRate
    from shared.services.currencies.exchange import ExchangeRates


def rates_of(
    store: TenantStore, ledger: Ledger, at: datetime, needed: Iterable[NeededRate] = ()
) -> FindRate:
    """Return the lookup of rates for a ledger; a rate of a later day than today is that of today.

    It reads a document for each currency other than the euro and each year, except those that the
    instance knows, and nothing before it is called. The first call also reads what the rates
    ``needed`` by many transactions are in, so that they are read in one call.
    """
    rates_on_demand = cache(partial(exchange_rates_of, store, ledger, at))
    pending = iter(needed)

    def find_rate(base: str, quote: str, day: date, /) -> Rate | None:
        from shared.models.currencies.rate_table import DatedPair  # noqa: PLC0415 (see above)

        rates = rates_on_demand()
        pair, *others = (
            DatedPair(one, other, rates.rate_day(of_day))
            for one, other, of_day in ((base, quote, day), *pending)
        )
        return rates.load([pair, *others]).find(*pair)

    return find_rate


def load_conversions(
    store: TenantStore,
    ledger: Ledger,
    days: Iterable[date],
    at: datetime,
    currencies: Collection[str] | None = None,
) -> Conversions:
    """Return the conversion of balances to the ledger's currency on these days.

    ``currencies`` are by default all foreign ones. All rates are read in one call; a ledger of one
    currency reads none.
    """
    wanted = ledger.foreign_currencies if currencies is None else currencies
    if not wanted:
        return NO_CONVERSIONS
    from shared.models.currencies.rate_table import DatedPair  # noqa: PLC0415 (see above)

    rates = exchange_rates_of(store, ledger, at)
    rated = {rates.rate_day(day) for day in days}
    exchanges = [DatedPair(currency, ledger.currency, day) for currency in wanted for day in rated]
    find_rate = cache(rates.load(exchanges).find)

    def convert(amount_minor: int, currency: str, day: date) -> int | None:
        rate = find_rate(currency, ledger.currency, rates.rate_day(day))
        return None if rate is None else rate.convert(amount_minor)

    def rate_day(currency: str, day: date) -> date | None:
        rate = find_rate(currency, ledger.currency, rates.rate_day(day))
        return None if rate is None else rate.as_of

    return Conversions(convert, rate_day)


def exchange_rates_of(store: TenantStore, ledger: Ledger, at: datetime) -> ExchangeRates:
    """Return the exchange rates of a ledger at an instant: its own ones, and reference rates."""
    from shared.models.currencies.own_rate import OwnRates  # noqa: PLC0415 (see above)
    from shared.services.currencies.exchange import ExchangeRates  # noqa: PLC0415 (see above)

    own = OwnRates(ledger.own_rates.values())
    return ExchangeRates(store.reference_rates, own, ledger.today(at))
