"""Reports as they are sent: names of fields, and amounts in the currency's decimals."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import BaseModel

from functions.reports.dashboard_views import (
    category_totals_view,
    period_summary_view,
    trends_view,
)
from functions.reports.monthly_views import monthly_report_view
from shared.models.ledger.category import EntryType
from shared.models.ledger.summary import MonthStatus
from shared.models.reports.dashboard import (
    CategoryTotal,
    CategoryTotals,
    PeriodSummary,
    Trend,
    Trends,
)
from shared.models.reports.lines import (
    CategoryLine,
    CustomTypeLine,
    KindLine,
    ReportedCategory,
    ReportedKind,
    TagLine,
)
from shared.models.reports.monthly import DayLine, MonthlyReport
from shared.models.reports.periods import Interval
from shared.models.reports.totals import ChangeRatio, IncomeAndExpenses, PeriodTotals
from shared.models.values.dates import Month
from shared.models.values.spans.days import Days
from tests.unit.examples import NOON, category, custom_type

MARCH = Month(2026, 3)
MARCH_DAYS = Days(date(2026, 3, 1), date(2026, 3, 31))
FEBRUARY_DAYS = Days(date(2026, 2, 1), date(2026, 2, 28))
TOTALS = IncomeAndExpenses(300_000, 1250)
FOOD = CategoryLine(
    ReportedCategory(EntryType.EXPENSE, category("c1", name="Food", color="#00ff00")), 1250, 0.5, 2
)
BY_KIND = (KindLine(ReportedKind.SPENDING, IncomeAndExpenses(5, 1250)),)
IN_DECIMALS = pytest.mark.parametrize(
    ("currency", "amount"),
    [("JPY", "1250"), ("USD", "12.50"), ("KWD", "1.250"), ("CLF", "0.1250")],
)


def report(currency: str = "USD") -> MonthlyReport:
    return MonthlyReport(
        month=MARCH,
        start_date=MARCH_DAYS.first,
        end_date=MARCH_DAYS.last,
        currency=currency,
        totals=TOTALS,
        savings_rate=0.9958,
        transaction_count=3,
        by_category=(FOOD,),
        by_kind=BY_KIND,
        by_tag=(TagLine("tea", IncomeAndExpenses(0, 1250), 2),),
        by_custom_type=(CustomTypeLine(custom_type("t1", "Gift", color="#00ff00"), -1250, 2),),
        daily=(DayLine(date(2026, 3, 1), IncomeAndExpenses(5, 1250), -1245),),
        previous=IncomeAndExpenses(1000, 300),
        status=MonthStatus.CLOSED,
        revision=3,
        verified_at=NOON,
        updated_at=NOON + timedelta(days=1),
    )


def period_summary(currency: str = "USD") -> PeriodSummary:
    return PeriodSummary(
        currency=currency,
        current=PeriodTotals(MARCH_DAYS, IncomeAndExpenses(1250, 250), 0.8, 2),
        previous=PeriodTotals(FEBRUARY_DAYS, IncomeAndExpenses(0, 7), None, 1),
        change=IncomeAndExpenses(1250, 243),
        change_ratio=ChangeRatio(None, 34.7143, 143.8571),
        by_kind=BY_KIND,
    )


def category_totals(currency: str = "USD") -> CategoryTotals:
    return CategoryTotals(
        period=MARCH_DAYS,
        previous=FEBRUARY_DAYS,
        currency=currency,
        items=(CategoryTotal(FOOD, -7),),
        by_kind=BY_KIND,
        next_cursor="more",
    )


def trends(currency: str = "USD") -> Trends:
    return Trends(
        Interval.MONTH,
        currency,
        (
            Trend(
                MARCH,
                MARCH_DAYS,
                is_future=True,
                totals=IncomeAndExpenses(1250, 300),
                transaction_count=2,
            ),
        ),
    )


def sent(view: BaseModel) -> Any:
    """Return the JSON that the client gets."""
    return json.loads(view.model_dump_json())


SENT_BY_KIND = [{"kind": "SPENDING", "income": "0.05", "expenses": "12.50", "net": "-12.45"}]
SENT_MONTHLY_REPORT = {
    "year": 2026,
    "month": 3,
    "from": "2026-03-01",
    "to": "2026-03-31",
    "currency": "USD",
    "total_income": "3000.00",
    "total_expenses": "12.50",
    "net_savings": "2987.50",
    "savings_rate": 0.9958,
    "transaction_count": 3,
    "unconverted": [],
    "by_category": [
        {
            "category_id": "c1",
            "name": "Food",
            "type": "EXPENSE",
            "kind": "SPENDING",
            "color": "#00ff00",
            "total": "12.50",
            "share": 0.5,
            "transaction_count": 2,
        }
    ],
    "by_kind": SENT_BY_KIND,
    "by_tag": [
        {
            "tag": "tea",
            "income": "0.00",
            "expenses": "12.50",
            "net": "-12.50",
            "transaction_count": 2,
        }
    ],
    "by_custom_type": [
        {
            "custom_type_id": "t1",
            "name": "Gift",
            "type": "EXPENSE",
            "color": "#00ff00",
            "total": "-12.50",
            "transaction_count": 2,
        }
    ],
    "daily": [
        {
            "date": "2026-03-01",
            "income": "0.05",
            "expenses": "12.50",
            "net": "-12.45",
            "cumulative_net": "-12.45",
            "is_future": False,
        }
    ],
    "previous_month": {
        "unconverted": [],
        "total_income": "10.00",
        "total_expenses": "3.00",
        "net_savings": "7.00",
    },
    "status": "CLOSED",
    "revision": 3,
    "verified_at": NOON.isoformat().replace("+00:00", "Z"),
    "updated_at": (NOON + timedelta(days=1)).isoformat().replace("+00:00", "Z"),
}


def test_a_monthly_report_is_sent_with_every_total() -> None:
    assert sent(monthly_report_view(report())) == SENT_MONTHLY_REPORT


def test_a_period_summary_is_sent_with_the_names_it_is_asked_by() -> None:
    assert sent(period_summary_view(period_summary())) == {
        "from": "2026-03-01",
        "to": "2026-03-31",
        "currency": "USD",
        "income": "12.50",
        "expenses": "2.50",
        "net": "10.00",
        "savings_rate": 0.8,
        "transaction_count": 2,
        "unconverted": [],
        "previous": {
            "from": "2026-02-01",
            "to": "2026-02-28",
            "income": "0.00",
            "expenses": "0.07",
            "net": "-0.07",
            "savings_rate": None,
            "transaction_count": 1,
            "unconverted": [],
        },
        "change": {"income": "12.50", "expenses": "2.43", "net": "10.07"},
        "change_ratio": {"income": None, "expenses": 34.7143, "net": 143.8571},
        "by_kind": SENT_BY_KIND,
    }


def test_category_totals_are_sent_with_their_months() -> None:
    assert sent(category_totals_view(category_totals())) == {
        "from": "2026-03-01",
        "to": "2026-03-31",
        "currency": "USD",
        "unconverted": [],
        "is_partial": True,
        "next_cursor": "more",
        "previous": {"from": "2026-02-01", "to": "2026-02-28"},
        "items": [
            {
                "category_id": "c1",
                "name": "Food",
                "type": "EXPENSE",
                "kind": "SPENDING",
                "color": "#00ff00",
                "total": "12.50",
                "share": 0.5,
                "transaction_count": 2,
                "previous_total": "-0.07",
            }
        ],
        "by_kind": SENT_BY_KIND,
    }


def test_trends_are_sent_with_the_ends_of_each_interval() -> None:
    assert sent(trends_view(trends())) == {
        "interval": "MONTH",
        "currency": "USD",
        "unconverted": [],
        "items": [
            {
                "month": "2026-03",
                "from": "2026-03-01",
                "to": "2026-03-31",
                "is_future": True,
                "income": "12.50",
                "expenses": "3.00",
                "net": "9.50",
                "transaction_count": 2,
            }
        ],
    }


@IN_DECIMALS
def test_amounts_of_a_report_have_the_currencys_decimals(currency: str, amount: str) -> None:
    view = monthly_report_view(report(currency))

    assert view.currency == currency
    assert view.total_expenses == view.by_category[0].total == view.by_tag[0].expenses == amount
    assert view.daily[0].expenses == amount


def test_what_is_unfiled_is_a_line_of_its_type_without_a_name() -> None:
    unfiled = CategoryLine(ReportedCategory(EntryType.INCOME, None), 1250, 0.5, 2)

    [line] = sent(monthly_report_view(replace(report(), by_category=(unfiled,))))["by_category"]

    assert line == {
        "category_id": None,
        "name": None,
        "type": "INCOME",
        "kind": "UNKNOWN",
        "color": None,
        "total": "12.50",
        "share": 0.5,
        "transaction_count": 2,
    }


@IN_DECIMALS
def test_amounts_of_the_dashboard_have_the_currencys_decimals(currency: str, amount: str) -> None:
    assert period_summary_view(period_summary(currency)).income == amount
    assert category_totals_view(category_totals(currency)).items[0].total == amount
    assert trends_view(trends(currency)).items[0].income == amount
