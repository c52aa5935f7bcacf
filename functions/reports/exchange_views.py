"""Views of the results of exchange rates.

The answer is built as one dictionary, which is validated once.
"""

from __future__ import annotations

from datetime import date as civil_date
from typing import TYPE_CHECKING, Any

from pydantic import Field

from functions.http.unconverted import UnconvertedList, unconverted_fields
from functions.http.views import Money, known_money
from functions.reports.chart_views import MonthlyAmounts, MonthOfSeries, month_fields
from shared.models.values.base import FrozenModel
from shared.models.values.exchange_rate import rate_text
from shared.models.values.money import format_minor

if TYPE_CHECKING:
    from shared.models.reports.worth import exchange_results


class AccountResults(FrozenModel):
    """The results of an account."""

    account_id: str
    name: str
    realised: Money
    monthly_realised: MonthlyAmounts


class CurrencyResults(FrozenModel):
    """The results of a currency, and what is held of it at the end."""

    currency: str
    held: Money = Field(
        description="The part of the balance that has a cost, in `currency`; negative for a debt."
    )
    unconverted_balance: Money = Field(
        description="The rest of the balance, in `currency`: it was booked without a rate, so that "
        "it has no cost and no result."
    )
    cost: Money = Field(description="At which it was received.")
    average_cost: str | None = Field(description="Of one unit.")
    value: Money | None = Field(description="Of `held` at the last day's rate; null without one.")
    rate_date: civil_date | None = Field(description="The day of the rate of `value`.")
    unrealised: Money | None = Field(description="value - cost; null without a rate.")
    realised: Money
    accounts: list[AccountResults]


class ExchangeResults(FrozenModel):
    """The results of all currencies; those of months can be added."""

    currency: str
    unconverted: UnconvertedList
    months: list[MonthOfSeries]
    items: list[CurrencyResults]


def exchange_results_view(found: exchange_results.ExchangeResults) -> ExchangeResults:
    """Return the view of the results of exchange rates."""
    return ExchangeResults.model_validate(
        {
            "currency": found.currency,
            "unconverted": unconverted_fields(found.unconverted),
            "months": month_fields(found.months),
            "items": [_currency_fields(one) for one in found.items],
        }
    )


def _currency_fields(one: exchange_results.CurrencyResults) -> dict[str, Any]:
    base, average_cost = one.base_currency, one.average_cost
    return {
        "currency": one.currency,
        "held": format_minor(one.holding.quantity_minor, one.currency),
        "unconverted_balance": format_minor(one.unconverted_minor, one.currency),
        "cost": format_minor(one.holding.cost_minor, base),
        "average_cost": None if average_cost is None else rate_text(average_cost),
        "value": known_money(one.value_minor, base),
        "rate_date": one.rate_date,
        "unrealised": known_money(one.unrealised_minor, base),
        "realised": format_minor(one.realised_minor, base),
        "accounts": [
            {
                "account_id": results.account.id,
                "name": results.account.name,
                "realised": format_minor(results.realised_minor, base),
                "monthly_realised": [format_minor(m, base) for m in results.monthly_minor],
            }
            for results in one.accounts
        ],
    }
