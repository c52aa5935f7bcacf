"""Money is exact: what is written, what is stored and what is shown are the same number."""

import ast
import inspect
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.errors import FieldError, InvalidArgument
from shared.models.values import money
from shared.models.values.currency import EXPONENTS
from shared.models.values.money import (
    Amount,
    AmountBound,
    format_minor,
    largest_remainder,
    parse_amount,
    sum_to_minor,
    to_minor,
)
from tests.support.cases import for_each
from tests.unit.strategies import bounded

OF_EACH_EXPONENT = {0: "JPY", 2: "USD", 3: "KWD", 4: "CLF"}
currencies = st.sampled_from(sorted(OF_EACH_EXPONENT.values()))
amount = TypeAdapter[Decimal](Amount)
bound = TypeAdapter[Decimal](AmountBound)


@st.composite
def written_amounts(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a currency, and an amount as a client may write it."""
    exponent = draw(st.sampled_from(sorted(OF_EACH_EXPONENT)))
    decimals = draw(st.text("0123456789", max_size=exponent))
    whole = draw(st.integers(0, 10**13 - 1))
    sign = draw(st.sampled_from(["", "-"]))
    return OF_EACH_EXPONENT[exponent], f"{sign}{whole}" + (f".{decimals}" if decimals else "")


@given(currencies, st.integers(0, 10**17 - 1), st.sampled_from([1, -1]))
@bounded
def test_what_is_stored_is_shown_and_read_back_to_the_minor_unit(
    currency: str, number: int, sign: int
) -> None:
    amount_minor = sign * (number // 10 ** (4 - EXPONENTS[currency]))

    assert (
        sum_to_minor(parse_amount(format_minor(amount_minor, currency)), currency, "amount")
        == amount_minor
    )


@given(written_amounts())
@bounded
def test_what_is_written_is_stored_as_the_same_number(written: tuple[str, str]) -> None:
    currency, text = written

    assert (
        sum_to_minor(parse_amount(text), currency, "amount")
        == Fraction(text) * 10 ** EXPONENTS[currency]
    )


@given(written_amounts())
@bounded
def test_a_json_number_is_stored_as_the_string_of_it_is(written: tuple[str, str]) -> None:
    currency, text = written
    number = Decimal(text) if "." in text else int(text)

    assert sum_to_minor(parse_amount(number), currency, "amount") == sum_to_minor(
        parse_amount(text), currency, "amount"
    )


@for_each("currency", sorted(EXPONENTS))
def test_in_every_currency_amounts_survive_the_round_trip(currency: str) -> None:
    amounts = [1, -1, 0, 9, 10, -100, 12345, 10**13 - 1]
    texts = [format_minor(amount_minor, currency) for amount_minor in amounts]

    assert [to_minor(parse_amount(text), currency) for text in texts] == amounts
    assert {len(text.partition(".")[2]) for text in texts} == {EXPONENTS[currency]}


@given(currencies, st.integers())
@bounded
def test_amounts_are_shown_with_all_decimals_and_no_needless_zero(
    currency: str, number: int
) -> None:
    decimals = EXPONENTS[currency]
    point = rf"\.[0-9]{{{decimals}}}" if decimals else ""

    assert re.fullmatch(rf"-?(0|[1-9][0-9]*){point}", format_minor(number, currency))


@pytest.mark.parametrize(
    ("amount_minor", "currency", "text"),
    [
        (1250, "USD", "12.50"),
        (-1250, "USD", "-12.50"),
        (5, "USD", "0.05"),
        (-5, "USD", "-0.05"),
        (0, "USD", "0.00"),
        (1250, "JPY", "1250"),
        (-1, "JPY", "-1"),
        (0, "JPY", "0"),
        (1250, "KWD", "1.250"),
        (1, "CLF", "0.0001"),
    ],
)
def test_amounts_are_shown_in_the_currencys_decimals(
    amount_minor: int, currency: str, text: str
) -> None:
    assert format_minor(amount_minor, currency) == text


@pytest.mark.parametrize(
    ("value", "currency", "amount_minor"),
    [
        ("12.5", "USD", 1250),
        ("012.50", "USD", 1250),
        ("-0.01", "USD", -1),
        (12, "USD", 1200),
        (Decimal("0.1"), "USD", 10),
        (Decimal("1E+3"), "USD", 100_000),
        (Decimal("125E-2"), "USD", 125),
        (Decimal("1E+12"), "JPY", 10**12),
        ("999999999.9999", "CLF", 10**13 - 1),
        ("-99999999999.99", "USD", -(10**13) + 1),
        pytest.param("0" * 5000 + "1.25", "USD", 125, id="5,000 leading zeros"),
    ],
)
def test_every_plain_form_of_a_number_is_read(
    value: object, currency: str, amount_minor: int
) -> None:
    assert to_minor(amount.validate_python(value), currency) == amount_minor


@pytest.mark.parametrize(
    ("value", "currency", "most"),
    [
        ("100000000000.00", "USD", "99999999999.99 USD"),
        ("-100000000000.00", "USD", "99999999999.99 USD"),
        ("1000000000", "CLF", "999999999.9999 CLF"),
        ("10000000000", "KWD", "9999999999.999 KWD"),
    ],
)
def test_an_amount_is_at_most_thirteen_digits_of_minor_units(
    value: str, currency: str, most: str
) -> None:
    with pytest.raises(InvalidArgument, match=f"amount: must be at most {most}"):
        to_minor(amount.validate_python(value), currency)


def test_a_sum_may_exceed_an_amount() -> None:
    assert sum_to_minor(Decimal("9999999999999.99"), "USD", "total") == 10**15 - 1


NOT_PLAIN = "must be a decimal number, like 12.50"


@pytest.mark.parametrize(
    "value",
    [
        "", " ", " 12", "12 ", "12\n", "12,50", "1,250.00", "1_000", "+12", "--1", "-", ".", ".5",
        "5.", "1.2.3", "1e3", "1E3", "0x10", "NaN", "Infinity", "-inf", "$12", "12 USD", "twelve",
        "١٢", "１２", "²", "12.٥", "−12", "12\x00", "\ud800",
        0.1, 1.0, -2.5, float("nan"), float("inf"), True, False, None, [], ["1"], {}, b"12", 1j,
    ],
)  # fmt: skip
def test_what_is_no_plain_decimal_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=f"^{NOT_PLAIN}$"):
        parse_amount(value)


@pytest.mark.parametrize("value", ["NaN", "sNaN", "-NaN", "Infinity", "-Infinity"])
def test_a_decimal_that_is_not_finite_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"^must be a finite number$"):
        parse_amount(Decimal(value))


@pytest.mark.parametrize(
    "value",
    [
        "10000000000000",
        "-10000000000000.00",
        10**13,
        -(10**13),
        pytest.param(10**4000, id="an integer of 4,001 digits"),
        pytest.param("9" * 100_000, id="a text of 100,000 digits"),
        Decimal("1E+13"),
        Decimal("1E+999999999999"),
        Decimal("-9E+999999999999999999"),
    ],
)
def test_more_than_13_digits_before_the_point_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"^must have at most 13 digits before the point$"):
        parse_amount(value)


@pytest.mark.parametrize(
    ("value", "currency", "decimals"),
    [
        ("0.001", "USD", 2),
        ("12.500", "USD", 2),
        ("12.0", "JPY", 0),
        ("1.0001", "KWD", 3),
        ("0.00001", "CLF", 4),
        (Decimal("1E-999999999999"), "USD", 2),
        (Decimal("1E-999999999999"), "JPY", 0),
        pytest.param("0." + "0" * 100_000 + "1", "CLF", 4, id="100,001 decimals"),
    ],
)
def test_more_decimals_than_the_currency_has_are_an_error_never_a_rounding(
    value: object, currency: str, decimals: int
) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        to_minor(parse_amount(value), currency, "create.3.amount")

    message = f"must have at most {decimals} decimals in {currency}"
    assert refusal.value.errors == (FieldError("create.3.amount", message),)


def test_the_field_in_error_is_the_amount_where_none_is_named() -> None:
    with pytest.raises(InvalidArgument, match=r"^amount: "):
        to_minor(Decimal("0.001"), "USD")


@pytest.mark.parametrize("zero", ["0", "-0", "0.00", "000.0000", 0, Decimal("-0"), Decimal("0.0")])
def test_an_amount_is_not_zero_but_a_bound_may_be(zero: object) -> None:
    with pytest.raises(ValidationError, match="must not be zero"):
        amount.validate_python(zero)
    assert to_minor(bound.validate_python("0.00"), "USD") == 0
    assert bound.validate_python(zero) == 0


@pytest.mark.parametrize("value", [0.5, float("nan"), "1e3", 10**13, True])
def test_a_bound_is_as_strict_as_an_amount(value: object) -> None:
    with pytest.raises(ValidationError):
        bound.validate_python(value)


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [("12.50", True), ("-9999999999999.9999", True), ("10000000000000", False), ("1.", False)],
)
def test_the_documented_pattern_is_the_accepted_form(text: str, is_allowed: bool) -> None:  # noqa: FBT001 (a row of the table)
    pattern = amount.json_schema()["anyOf"][0]["pattern"]

    assert bool(re.search(pattern, text)) is is_allowed


def test_no_float_is_named_where_money_is_computed() -> None:
    names = {
        node.id for node in ast.walk(ast.parse(inspect.getsource(money))) if type(node) is ast.Name
    }

    assert "float" not in names
    assert "round" not in names


@pytest.mark.parametrize(
    ("shares", "divisor", "total", "parts"),
    [
        ([10, 10, 10], 3, 10, [4, 3, 3]),
        ([10, 11, 9], 3, 10, [3, 4, 3]),
        ([-10, 20], 3, 3, [-3, 6]),
        ([5, 5], 10, 1, [1, 0]),
        ([-5, -5], 10, -1, [0, -1]),
        ([], 3, 0, []),
    ],
)
def test_the_largest_remainders_are_rounded_up_until_the_parts_come_to_the_total(
    shares: list[int], divisor: int, total: int, parts: list[int]
) -> None:
    assert largest_remainder(shares, divisor, total) == parts
