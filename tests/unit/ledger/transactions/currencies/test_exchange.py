"""Exchange: rates, conversion to the base currency, and its distribution over splits."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.models.ledger.transactions.currencies.exchange import (
    ExchangeRate,
    allocate_minor,
    convert_minor,
    implied_rate,
)
from shared.models.values.currency import exponent_of
from shared.models.values.exchange_rate import rate_text
from shared.models.values.money import MAX_AMOUNT_MINOR

CURRENCIES = st.sampled_from(["JPY", "USD", "KWD", "CLF"])
AMOUNTS = st.integers(-MAX_AMOUNT_MINOR, MAX_AMOUNT_MINOR).filter(bool)
RATES = st.decimals(Decimal("1e-12"), Decimal(10**9), allow_nan=False, places=12).filter(bool)
RATE = TypeAdapter(ExchangeRate)


@pytest.mark.parametrize(
    ("amount_minor", "currency", "rate", "base_currency", "base_minor"),
    [
        (1000, "USD", "0.5", "EUR", 500),
        (1000, "JPY", "0.0061", "EUR", 610),
        (1, "KWD", "3.25", "EUR", 0),
        (1500, "KWD", "3.25", "JPY", 5),
        (125, "USD", "0.1", "JPY", 0),
        (1, "EUR", "0.5", "USD", 0),
        (3, "EUR", "0.5", "USD", 2),
        (-3, "EUR", "0.5", "USD", -2),
        (10000, "CLF", "38000", "CLP", 38000),
    ],
)
def test_an_amount_is_converted_between_the_minor_units_of_both(
    amount_minor: int, currency: str, rate: str, base_currency: str, base_minor: int
) -> None:
    assert convert_minor(amount_minor, currency, Decimal(rate), base_currency) == base_minor


@given(AMOUNTS, CURRENCIES, RATES, CURRENCIES)
def test_a_conversion_is_the_exact_product_rounded_once_half_to_even(
    amount_minor: int, currency: str, rate: Decimal, base_currency: str
) -> None:
    scale = Fraction(10) ** (exponent_of(base_currency) - exponent_of(currency))
    exact = amount_minor * Fraction(rate) * scale

    assert convert_minor(amount_minor, currency, rate, base_currency) == round(exact)


@given(AMOUNTS, CURRENCIES, st.integers(1, MAX_AMOUNT_MINOR), CURRENCIES)
def test_an_amount_at_the_rate_that_it_implies_is_its_base_amount(
    amount_minor: int, currency: str, base_minor: int, base_currency: str
) -> None:
    base_minor = base_minor if amount_minor > 0 else -base_minor
    rate = implied_rate(amount_minor, currency, base_minor, base_currency)

    assert rate is not None
    assert convert_minor(amount_minor, currency, rate, base_currency) == base_minor


def test_a_base_amount_of_zero_implies_no_rate() -> None:
    assert implied_rate(1, "JPY", 0, "EUR") is None


@given(
    st.integers(-MAX_AMOUNT_MINOR, MAX_AMOUNT_MINOR),
    st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=50).filter(sum),
)
def test_parts_sum_to_the_total_and_are_within_one_unit_of_their_proportion(
    total_minor: int, weights: list[int]
) -> None:
    parts = allocate_minor(total_minor, weights)

    assert sum(parts) == total_minor
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total_minor * weight, sum(weights))) < 1


def test_the_parts_of_a_refund_are_those_of_the_purchase_with_the_other_sign() -> None:
    assert allocate_minor(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate_minor(-100, [-1, -1, -1]) == [-34, -33, -33]
    assert allocate_minor(100, [20, 30, 50]) == [20, 30, 50]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("0", "must be positive"),
        ("-1", "must be positive"),
        ("1000000000.1", "must be at most 1000000000"),
        ("1e3", "must be a decimal number"),
        (True, "must be a decimal number"),
        ("0." + "1" * 29, "at most 28 digits"),
        ("0." + "0" * 40 + "1", "at most 40 decimals"),
    ],
)
def test_a_rate_is_positive_and_at_most_a_billion(value: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        RATE.validate_python(value)


def test_a_rate_is_exact() -> None:
    assert rate_text(RATE.validate_python("0.92170")) == "0.9217"
    assert rate_text(RATE.validate_python("1000000000")) == "1000000000"
    assert Decimal("2.5").to_integral_value(ROUND_HALF_EVEN) == 2  # As convert_minor rounds.


def test_the_smallest_rate_that_amounts_imply_is_accepted() -> None:
    implied = implied_rate(MAX_AMOUNT_MINOR, "JPY", 1, "CLF")

    assert implied is not None
    assert RATE.validate_python(rate_text(implied)) == implied
