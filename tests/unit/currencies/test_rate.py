"""Rates are exact, and amounts are rounded once, half to even."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.currencies.rate import Rate, RateSource

DAY = date(2026, 10, 30)


def rate(base: str, quote: str, numerator: str, denominator: str = "1") -> Rate:
    return Rate(base, quote, Decimal(numerator), DAY, RateSource.ECB, Decimal(denominator))


@pytest.mark.parametrize(
    ("base", "quote", "price", "amount_minor", "converted"),
    [
        ("EUR", "USD", "1.1172", 10_000, 11_172),
        ("EUR", "JPY", "175.68", 100, 176),
        ("JPY", "EUR", "0.01", 100, 100),
        ("EUR", "KWD", "0.3435", 100, 344),
        ("KWD", "JPY", "500", 1_001, 500),
        ("CLF", "CLP", "39000.5", 10_000, 39_000),
        ("CLP", "CLF", "0.00003", 100_000, 30_000),
    ],
)
def test_an_amount_is_converted_between_the_decimals_of_both_currencies(
    base: str, quote: str, price: str, amount_minor: int, converted: int
) -> None:
    assert rate(base, quote, price).convert(amount_minor) == converted


@pytest.mark.parametrize(
    ("minor", "converted"), [(1, 0), (3, 2), (5, 2), (7, 4), (-1, 0), (-3, -2)]
)
def test_half_a_unit_is_rounded_to_the_even_one(minor: int, converted: int) -> None:
    assert rate("EUR", "USD", "0.5").convert(minor) == converted


def test_a_quotient_without_end_is_not_rounded_before_the_amount() -> None:
    third = rate("USD", "GBP", "1", "3")

    assert third.convert(150) == 50
    assert third.convert(3 * 10**13) == 10**13
    assert third.text == "0.333333333333333"


def test_half_a_unit_at_a_quotient_without_end_is_that_of_the_quotient() -> None:
    price = rate("USD", "EUR", "1", "1.2")

    assert price.text == "0.833333333333333"
    assert price.convert(-2_517) == -2_098, "-20.975 exactly, though -20.97 at the text"


@given(st.integers(-(10**13), 10**13), st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_conversion_is_that_of_whole_numbers(amount: int, over: int, under: int) -> None:
    converted = rate("EUR", "USD", str(over), str(under)).convert(amount)
    doubled_distance = abs(2 * (converted * under - amount * over))

    assert doubled_distance < under or (doubled_distance == under and converted % 2 == 0)


def test_the_inverse_of_the_inverse_is_the_same_rate() -> None:
    price = rate("USD", "JPY", "175.68", "1.1172")

    assert price.inverse.inverse == price
    assert price.inverse.convert(price.convert(10**9)) == pytest.approx(10**9, abs=1)


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [("1.1172", "1", "1.1172"), ("20275.17", "1", "20275.17"), ("136", "1", "136"),
     ("100", "1", "100"), ("1", "1.25", "0.8"), ("0.00000001", "1", "0.00000001")],
)  # fmt: skip
def test_a_rate_is_written_as_a_plain_number(numerator: str, denominator: str, text: str) -> None:
    assert rate("EUR", "USD", numerator, denominator).text == text


@pytest.mark.parametrize(("day", "is_stale"), [(6, False), (7, True)])
def test_a_rate_of_more_than_seven_days_ago_is_stale(day: int, *, is_stale: bool) -> None:
    assert rate("EUR", "USD", "1").is_stale(date(2026, 11, day)) is is_stale


def test_one_currency_is_worth_itself() -> None:
    same = Rate.of_same("KWD", DAY)

    assert (same.convert(12_345), same.text, same.source) == (12_345, "1", RateSource.SAME)


def test_a_quotient_that_is_hardly_above_a_half_is_rounded_up() -> None:
    # 9,999,999,999,999 of it are 7,222,777,222,776.50000000000000005.
    price = rate("EUR", "USD", "7222777222777223", "10000000000000001")

    assert price.convert(9_999_999_999_999) == 7_222_777_222_777
