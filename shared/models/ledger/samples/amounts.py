"""Scale amounts of US dollars to the price level of another currency."""

from __future__ import annotations

from types import MappingProxyType

from shared.models.values.currency import exponent_of

_RATES: dict[int, str] = {
    2: "CLF UYW",
    30: "KWD",
    40: "BHD OMR",
    70: "GBP JOD KYD GIP FKP SHP",
    200: "BBD BZD AWG AZN BGN BYN GEL PEN TND WST TOP",
    300: "BRL ILS MYR PLN QAR RON SAR AED TMT XCD XCG BOB",
    500: "CNY LYD GHS ZMW PGK TTD HKD DKK GTQ",
    1_000: "NOK SEK ZAR MAD SZL LSL NAD BWP MVR SCR TJS MOP MDL HNL",
    1_500: "MXN CZK UYU TRY EGP ERN MZN UAH",
    2_500: "INR THB TWD PHP NIO NPR BTN ETB DOP MKD MRU AFN KGS GMD",
    6_000: "RUB BDT HTG JMD KES PKR DZD RSD ALL ISK SRD MUR VUV XPF YER LRD CVE",
    15_000: "JPY HUF KZT AMD AOA DJF ARS CUP NGN SDG",
    30_000: "KMF LKR XAF XOF CRC RWF SSP",
    70_000: "CLP KRW BIF TZS MGA MWK MMK IQD",
    200_000: "COP KHR MNT UGX CDF SOS",
    500_000: "IDR GNF PYG STN UZS LAK SYP",
    1_000_000: "VND",
    4_000_000: "IRR LBP",
}
"""Price levels: hundredths of a currency's unit that buy about as much as a dollar, roughly.

A currency without one has the price level of the dollar.
"""

_RATE_OF = MappingProxyType(
    {code: rate for rate, codes in _RATES.items() for code in codes.split()}
)
_USUAL_RATE = 100
_THOUSANDTHS = 3


def scaled(cents: int, currency: str, *, is_round: bool = False) -> int:
    """Return an amount of US cents in minor units at the price level of a currency.

    It is a multiple of a usual price step: a cent, 5 fils, 10 yen. A round amount has at most three
    digits before its zeros, the third of which is 0 or 5, as rents and salaries have.
    """
    rate, exponent = _RATE_OF.get(currency, _USUAL_RATE), exponent_of(currency)
    exact = int(abs(cents) * rate * 10**exponent)
    step = _round_step(exact // 10**4) if is_round else _price_step(rate, exponent)
    steps = max(1, (exact + 5_000 * step) // (10**4 * step))
    return steps * step if cents >= 0 else -steps * step


def _price_step(rate: int, exponent: int) -> int:
    """Return the smallest difference of two prices in minor units."""
    units_of_a_dollar = len(str(rate // 100))
    if units_of_a_dollar > 1:
        return int(10 ** (units_of_a_dollar - 2 + exponent))
    return 5 if exponent == _THOUSANDTHS else 1


def _round_step(amount_minor: int) -> int:
    return int(5 * 10 ** (len(str(amount_minor)) - 3)) if amount_minor >= 100 else 1  # noqa: PLR2004 (three digits)
