"""Net worth and cash flow as they are sent."""

from __future__ import annotations

from datetime import date

from functions.reports.dashboard_views import cash_flow_view, net_worth_view
from shared.models.ledger.account import AccountKind
from shared.models.reports.worth.net_worth import (
    AccountBalances,
    CashFlow,
    CashFlowMonth,
    NetWorth,
    NetWorthMonth,
)
from shared.models.values.dates import Month
from shared.models.values.spans.days import Days
from tests.unit.examples import account
from tests.unit.reports.test_views import IN_DECIMALS, sent

MARCH = Month(2026, 3)
MARCH_DAYS = Days(date(2026, 3, 1), date(2026, 3, 31))


def cash_flow(currency: str = "USD") -> CashFlow:
    month = CashFlowMonth(
        MARCH,
        MARCH_DAYS,
        is_future=False,
        opening_balance_minor=1000,
        opened_minor=50,
        income_minor=1250,
        expenses_minor=300,
        exchange_minor=-3,
        unconverted_change_minor=0,
        valuation_minor=3,
        closing_balance_minor=2000,
    )
    return CashFlow(currency, (month,))


def net_worth(currency: str = "USD") -> NetWorth:
    return NetWorth(
        currency,
        (
            NetWorthMonth(
                MARCH,
                MARCH_DAYS,
                is_future=False,
                assets_minor=1250,
                liabilities_minor=2000,
                opened_minor=50,
                flows_minor=1000,
                exchange_minor=-3,
                unconverted_change_minor=0,
                valuation_minor=4,
                rates_as_of=date(2026, 3, 30),
            ),
        ),
        (
            AccountBalances(account("main", "Main"), currency, (1250,), (None,), (None,)),
            AccountBalances(
                account("card", "Card", kind=AccountKind.CREDIT_CARD),
                currency,
                (-2000,),
                (-2000,),
                (date(2026, 3, 30),),
            ),
        ),
    )


def test_a_cash_flow_is_sent_from_balance_to_balance() -> None:
    assert sent(cash_flow_view(cash_flow())) == {
        "currency": "USD",
        "unconverted": [],
        "items": [
            {
                "month": "2026-03",
                "from": "2026-03-01",
                "to": "2026-03-31",
                "is_future": False,
                "opening_balance": "10.00",
                "opened": "0.50",
                "income": "12.50",
                "expenses": "3.00",
                "net": "9.50",
                "exchange": "-0.03",
                "unconverted_change": "0.00",
                "valuation": "0.03",
                "closing_balance": "20.00",
                "unconverted_balances": [],
            }
        ],
    }


ACCOUNTS = [
    {
        "account_id": "main",
        "name": "Main",
        "kind": "CHECKING",
        "currency": "USD",
        "balances": ["12.50"],
        "base_balances": [None],
        "rate_dates": [None],
    },
    {
        "account_id": "card",
        "name": "Card",
        "kind": "CREDIT_CARD",
        "currency": "USD",
        "balances": ["-20.00"],
        "base_balances": ["-20.00"],
        "rate_dates": ["2026-03-30"],
    },
]


def test_a_net_worth_is_sent_in_total_and_by_account() -> None:
    assert sent(net_worth_view(net_worth())) == {
        "currency": "USD",
        "unconverted": [],
        "items": [
            {
                "month": "2026-03",
                "from": "2026-03-01",
                "to": "2026-03-31",
                "is_future": False,
                "assets": "12.50",
                "liabilities": "20.00",
                "net_worth": "-7.50",
                "change": "10.01",
                "opened": "0.50",
                "flows": "10.00",
                "exchange": "-0.03",
                "unconverted_change": "0.00",
                "valuation": "0.04",
                "unconverted_balances": [],
                "rates_as_of": "2026-03-30",
            }
        ],
        "accounts": ACCOUNTS,
    }


@IN_DECIMALS
def test_amounts_of_net_worth_have_the_currencys_decimals(currency: str, amount: str) -> None:
    assert cash_flow_view(cash_flow(currency)).items[0].income == amount
    assert net_worth_view(net_worth(currency)).accounts[0].balances == [amount]
