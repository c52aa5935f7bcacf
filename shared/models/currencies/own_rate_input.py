"""Inputs of rates that people enter for their ledger."""

from decimal import Decimal
from functools import partial
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from shared.errors import InvalidArgument
from shared.models.values.base import InputModel, example
from shared.models.values.currency import AnyCurrency
from shared.models.values.dates import CivilDate
from shared.models.values.exchange_rate import parse_rate

_MAX_DECIMALS = 12

OwnRateValue = Annotated[
    Decimal,
    BeforeValidator(partial(parse_rate, max_decimals=_MAX_DECIMALS)),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^[0-9]{1,10}(\.[0-9]{1,12})?$"},
                {"type": "number"},
            ],
            "description": "The price of one unit of `base` in `quote`, above 0.",
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
