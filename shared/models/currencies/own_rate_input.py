"""Inputs of rates that people enter for their ledger."""

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from shared.errors import InvalidArgument
from shared.models.values.base import InputModel, example
from shared.models.values.currency import AnyCurrency
from shared.models.values.dates import CivilDate
from shared.models.values.exchange_rate import parse_rate

_MAX_DECIMALS = 12

MIN_RATE = Decimal("0.000000001")
"""The inverse of the greatest rate: amounts are converted at an own rate in either direction."""


def _parse_own_rate(value: object) -> Decimal:
    rate = parse_rate(value, _MAX_DECIMALS)
    if rate < MIN_RATE:
        raise ValueError(f"must be at least {MIN_RATE:f}; give the price of the other currency")
    return rate


OwnRateValue = Annotated[
    Decimal,
    BeforeValidator(_parse_own_rate),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^[0-9]{1,10}(\.[0-9]{1,12})?$"},
                {"type": "number"},
            ],
            "description": "The price of one unit of `base` in `quote`, from 10^-9 to 10^9.",
            "examples": ["0.00085"],
        }
    ),
]


class OwnRateDraft(InputModel):
    """Input of an own rate to create."""

    model_config = example(base="ARS", quote="EUR", date="2026-03-31", rate="0.00085")

    base: AnyCurrency = Field(description="The currency that is priced.")
    quote: AnyCurrency = Field(description="The currency in which the price is.")
    date: CivilDate = Field(description="The day from which it counts, until a newer rate.")
    rate: OwnRateValue

    def ensure_of_two_currencies(self) -> None:
        """Check that it is a price in another currency.

        Raises:
            InvalidArgument: Both currencies are the same.
        """
        if self.base == self.quote:
            raise InvalidArgument.of("quote", "must be another currency than base")


class OwnRatePut(OwnRateDraft):
    """Input that replaces all fields of an own rate."""

    model_config = example(base="ARS", quote="EUR", date="2026-04-01", rate="0.00086")
