"""Views of currencies, rates and conversions."""

import datetime as dt

from pydantic import ConfigDict, Field

from functions.http.views import ETAG, Etag, Money, Name, etag_of, view_of
from shared.models.currencies.currency_names import CurrencyNames
from shared.models.currencies.euro import has_rates
from shared.models.currencies.own_rate import OwnRate
from shared.models.currencies.rate import Rate, RateSource
from shared.models.ledger.ledger import Ledger
from shared.models.values.base import FrozenModel
from shared.models.values.currency import EXPONENTS, FORMER_EXPONENTS, exponent_of
from shared.models.values.exchange_rate import rate_text
from shared.models.values.money import format_minor
from shared.services.currencies.exchange import Conversion


class CurrencyView(FrozenModel):
    """A currency."""

    code: str = Field(description="The ISO 4217 code.")
    name: str
    symbol: str = Field(description="The symbol, or the code where there is none.")
    exponent: int = Field(description="The number of decimals of its amounts.")
    has_rates: bool = Field(description="Whether it has reference rates; own rates do not count.")
    is_former: bool = Field(description="Whether the euro has replaced it, so nothing new has it.")


class CurrencyList(FrozenModel):
    """Currencies by code."""

    items: list[CurrencyView]


class RateView(FrozenModel):
    """Price of one unit of the base currency, and its origin."""

    quote: str = Field(description="The currency in which the price is.")
    rate: str = Field(
        description="A decimal number with at most 15 digits; conversions use the exact quotient.",
        examples=["1.1172"],
    )
    as_of: dt.date = Field(description="The day on which it was published.")
    source: Name[RateSource]
    is_stale: bool = Field(description="Whether it is more than seven days older than the day.")


class RateList(FrozenModel):
    """Rates of a day; currencies without a rate are left out."""

    base: str = Field(description="The currency that is priced.")
    date: dt.date
    items: list[RateView]


class DailyRateView(FrozenModel):
    """Rate of a day on which it was published."""

    date: dt.date = Field(
        description="That of the first may be before `from`, when it was in force."
    )
    rate: str = Field(description="The price of one unit of `base` in `quote`.")
    source: Name[RateSource]


class RateHistory(FrozenModel):
    """The rate in force at the beginning, and those that were published since."""

    base: str = Field(description="The currency that is priced.")
    quote: str = Field(description="The currency in which the prices are.")
    items: list[DailyRateView]


class ConversionView(FrozenModel):
    """Amount, and what it came to."""

    amount: Money
    currency: str
    to: str = Field(description="The other currency.")
    date: dt.date
    converted: Money | None = Field(
        description="The amount in the other currency, rounded half to even; null without a rate."
    )
    rate: RateView | None = Field(description="The rate; null if there is none.")


class ConversionList(FrozenModel):
    """Conversions in the order of the request."""

    items: list[ConversionView]


class OwnRateView(FrozenModel):
    """A rate that people entered for their ledger."""

    model_config = ConfigDict(openapi_extra=ETAG)  # type: ignore[typeddict-unknown-key]

    id: str
    base: str = Field(description="The currency that is priced.")
    quote: str = Field(description="The currency in which the price is.")
    date: dt.date = Field(description="The day from which it counts.")
    rate: str = Field(description="The price of one unit of `base` in `quote`.")
    created_at: dt.datetime
    updated_at: dt.datetime
    etag: Etag


class OwnRateList(FrozenModel):
    """All own rates of the ledger."""

    items: list[OwnRateView]


@view_of.register
def own_rate_view(rate: OwnRate) -> OwnRateView:
    """Return the view of an own rate."""
    same = OwnRateView.model_fields.keys() - {"rate", "etag"}
    return OwnRateView(
        rate=rate_text(rate.rate),
        etag=etag_of(rate.revision),
        **{name: getattr(rate, name) for name in same},
    )


def logged_own_rate_view(rate: OwnRate, _ledger: Ledger) -> OwnRateView:
    """Return an own rate of the change log as clients see it."""
    return own_rate_view(rate)


def currency_list(names: CurrencyNames) -> CurrencyList:
    """Return the view of all currencies."""
    return CurrencyList(
        items=[
            CurrencyView(
                code=code,
                name=names.name_of(code),
                symbol=names.symbol_of(code),
                exponent=exponent_of(code),
                has_rates=has_rates(code),
                is_former=code in FORMER_EXPONENTS,
            )
            for code in sorted(EXPONENTS | FORMER_EXPONENTS)
        ]
    )


def rate_view(rate: Rate, day: dt.date) -> RateView:
    """Return the view of the rate of a day."""
    return RateView(
        quote=rate.quote,
        rate=rate.text,
        as_of=rate.as_of,
        source=rate.source,
        is_stale=rate.is_stale(day),
    )


def conversion_view(conversion: Conversion, today: dt.date) -> ConversionView:
    """Return the view of a conversion."""
    base, quote, day = conversion.exchange
    converted_minor = conversion.converted_minor
    return ConversionView(
        amount=format_minor(conversion.amount_minor, base),
        currency=base,
        to=quote,
        date=day,
        converted=None if converted_minor is None else format_minor(converted_minor, quote),
        rate=rate_view(conversion.rate, min(day, today)) if conversion.rate else None,
    )
