"""ISO 4217 currencies and the number of decimals of each."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from shared.models.values.text import upper_case

_OTHER_EXPONENTS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_TWO_DECIMALS = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
    HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA
    MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN
    QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
    TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""
_FORMER = "BGN CYP EEK HRK LTL LVL MTL SIT SKK"

EXPONENTS: dict[str, int] = dict.fromkeys(_TWO_DECIMALS.split(), 2) | {
    code: exponent for exponent, codes in _OTHER_EXPONENTS.items() for code in codes.split()
}
"""The number of decimals of each currency, by its alphabetic code.

Source: ISO 4217, list one (SIX), as of 2026: national currencies, currency unions, and the
indexed units of account of Chile and Uruguay; without other funds' codes, metals and test codes.
"""


FORMER_EXPONENTS: dict[str, int] = dict.fromkeys(_FORMER.split(), 2)
"""The number of decimals of currencies that the euro has replaced since 2007.

Nothing new is kept in them, but old amounts are, and the European Central Bank has their rates.
"""


def exponent_of(currency: str) -> int:
    """Return the number of decimals of a currency, also a former one: 0 for JPY, 3 for KWD."""
    exponent = EXPONENTS.get(currency)
    return FORMER_EXPONENTS[currency] if exponent is None else exponent


def _known(code: str) -> str:
    if code not in EXPONENTS:
        raise ValueError("must be an ISO 4217 currency code, like USD")
    return code


def _known_or_former(code: str) -> str:
    return code if code in FORMER_EXPONENTS else _known(code)


Currency = Annotated[
    str,
    BeforeValidator(upper_case),
    AfterValidator(_known),
    Field(description="An ISO 4217 code.", examples=["USD"]),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"}),
]

AnyCurrency = Annotated[
    str,
    BeforeValidator(upper_case),
    AfterValidator(_known_or_former),
    Field(
        description="An ISO 4217 code, also of a currency that the euro has replaced since 2007.",
        examples=["USD"],
    ),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"}),
]
