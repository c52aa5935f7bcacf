"""Views of amounts in currencies without a rate to that of the ledger."""

from collections.abc import Iterable
from datetime import date as civil_date
from typing import Annotated, Any

from pydantic import Field

from functions.http.views import Money
from shared.models.ledger import balances
from shared.models.reports.unconverted import UnconvertedLine
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor


class UnconvertedView(FrozenModel):
    """Income and expenses without a rate to the ledger's currency.

    ``GET /transactions?exchange=UNCONVERTED`` with the ``currency`` lists the transactions.
    """

    currency: str
    income: Money
    expenses: Money
    net: Money
    transaction_count: int


UnconvertedList = Annotated[
    list[UnconvertedView],
    Field(description="By currency; counted, and in no sum. Of days: those of their months."),
]


class CurrencyBalance(FrozenModel):
    """Balances in a currency without a rate to the ledger's."""

    currency: str
    assets: Money
    liabilities: Money
    net_worth: Money


UnconvertedBalances = Annotated[
    list[CurrencyBalance],
    Field(description="By currency without a rate on the day; not in the totals."),
]


Liabilities = Annotated[
    Money,
    Field(
        description="Debts on credit cards and loans as a positive amount; negative if these "
        "accounts have more credit than debts."
    ),
]

RatesAsOf = Annotated[
    civil_date | None,
    Field(description="The day of the oldest rate of these balances; null if none was used."),
]


def balance_fields(found: Iterable[balances.CurrencyBalance]) -> list[dict[str, str]]:
    """Return the fields of the ``CurrencyBalance`` of each currency without a rate."""
    return [
        {
            "currency": one.currency,
            "assets": format_minor(one.assets_minor, one.currency),
            "liabilities": format_minor(one.liabilities_minor, one.currency),
            "net_worth": format_minor(one.assets_minor - one.liabilities_minor, one.currency),
        }
        for one in found
    ]


def unconverted_fields(lines: Iterable[UnconvertedLine]) -> list[dict[str, Any]]:
    """Return the fields of the ``UnconvertedView`` of each line."""
    return [
        {
            "currency": line.currency,
            "income": format_minor(line.income_minor, line.currency),
            "expenses": format_minor(line.expenses_minor, line.currency),
            "net": format_minor(line.income_minor - line.expenses_minor, line.currency),
            "transaction_count": line.transaction_count,
        }
        for line in lines
    ]
