"""Queries of currencies and rates, and the body of a conversion."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from functions.http.parameters import QueryParameters
from shared.errors import InvalidArgument
from shared.models.values.base import InputModel, example
from shared.models.values.currency import AnyCurrency
from shared.models.values.dates import CivilDate
from shared.models.values.locale import Locale
from shared.models.values.money import AmountBound
from shared.models.values.text import BLANK_AS_NULL

MAX_AMOUNTS = 100
MAX_DAYS = 3_660
"""Ten years, which read at most 24 documents."""

_OF_LEDGER = "By default the ledger's."


class CurrencyQuery(QueryParameters):
    """Language of the names."""

    locale: Locale | None = Field(
        default=None,
        description="A BCP 47 language tag of de, en, es, fr, it, ja, nl, pl, pt or zh; "
        "English for others. By default the caller's.",
    )


class RatesQuery(QueryParameters):
    """Currency and day of rates."""

    base: AnyCurrency | None = Field(default=None, description=f"The currency. {_OF_LEDGER}")
    date: CivilDate | None = Field(default=None, description="By default today.")


class RateHistoryQuery(QueryParameters):
    """Two currencies, and the days of their rates."""

    base: AnyCurrency | None = Field(default=None, description=f"The currency. {_OF_LEDGER}")
    quote: AnyCurrency = Field(description="The currency in which the prices are.")
    from_: CivilDate = Field(alias="from", description="The first day.")
    to: CivilDate = Field(description=f"The last day, at most {MAX_DAYS} days later.")

    @property
    def days(self) -> tuple[date, date]:
        """Return the first and the last day.

        Raises:
            InvalidArgument: The last day is before the first, or too long after it.
        """
        if self.to < self.from_:
            raise InvalidArgument.of("to", "must not be before from")
        if self.to - self.from_ > timedelta(days=MAX_DAYS):
            raise InvalidArgument.of("to", f"must be at most {MAX_DAYS} days after from")
        return self.from_, self.to


class AmountToConvert(InputModel):
    """Amount, its currency, the other one, and the day whose rate counts."""

    amount: AmountBound
    currency: AnyCurrency
    to: AnyCurrency = Field(description="The currency to convert to.")
    date: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None, description="By default today."
    )


class ConversionRequest(InputModel):
    """Amounts to convert."""

    model_config = example(
        amounts=[{"amount": "100.00", "currency": "USD", "to": "JPY", "date": "2026-03-31"}]
    )

    amounts: list[AmountToConvert] = Field(min_length=1, max_length=MAX_AMOUNTS)
