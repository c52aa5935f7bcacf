"""Currencies are those of ISO 4217, with the decimals it gives them."""

from collections import Counter

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.models.values.currency import EXPONENTS, AnyCurrency, Currency, exponent_of

currency = TypeAdapter[str](Currency)


def test_the_table_has_every_national_currency_once() -> None:
    assert Counter(EXPONENTS.values()) == {2: 132, 0: 17, 3: 7, 4: 2}
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in EXPONENTS)


@pytest.mark.parametrize(
    ("codes", "exponent"),
    [
        ("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0),
        ("AUD BRL CAD CHF CNY CZK EUR GBP HUF IDR INR MGA MRU MXN NOK PLN SEK SLE TRY USD ZAR", 2),
        ("BHD IQD JOD KWD LYD OMR TND", 3),
        ("CLF UYW", 4),
    ],
)
def test_decimals_are_those_of_iso_4217(codes: str, exponent: int) -> None:
    assert {code: exponent_of(code) for code in codes.split()} == dict.fromkeys(
        codes.split(), exponent
    )


@pytest.mark.parametrize(
    "code",
    ["BGN", "HRK", "ANG", "CUC", "SLL", "ZWL", "VEF", "BYR", "MRO", "STD", "LTL", "DEM"],
)
def test_withdrawn_currencies_are_not_in_it(code: str) -> None:
    assert code not in EXPONENTS


@pytest.mark.parametrize("code", ["XAU", "XAG", "XDR", "XTS", "XXX", "USN", "CHE", "COU", "MXV"])
def test_metals_funds_and_test_codes_are_not_in_it(code: str) -> None:
    assert code not in EXPONENTS


@pytest.mark.parametrize("written", ["usd", "Usd", "USD"])
def test_a_code_is_accepted_in_any_case_and_stored_in_capitals(written: str) -> None:
    assert currency.validate_python(written) == "USD"


@pytest.mark.parametrize("value", ["", "US", "USDD", " USD", "USD\n", "XXX", "$", 840, None])
def test_what_is_no_currency_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        currency.validate_python(value)


def test_an_unknown_code_is_told_what_a_code_looks_like() -> None:
    with pytest.raises(ValidationError, match="must be an ISO 4217 currency code, like USD"):
        currency.validate_python("ABC")


def test_a_currency_that_the_euro_replaced_is_one_of_old_amounts_alone() -> None:
    any_currency = TypeAdapter[str](AnyCurrency)

    assert [any_currency.validate_python(code) for code in ("hrk", "BGN", "USD")] == [
        "HRK", "BGN", "USD"
    ]  # fmt: skip
    assert {code: exponent_of(code) for code in ("HRK", "BGN")} == {"HRK": 2, "BGN": 2}
    for code in ("DEM", "TRL", "ABC"):
        with pytest.raises(ValidationError, match="must be an ISO 4217 currency code"):
            any_currency.validate_python(code)
    with pytest.raises(ValidationError):
        currency.validate_python("HRK")
