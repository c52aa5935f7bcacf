"""All records of a real bank through the models and the view: every monthly report is exact.

``make berka`` brings the same records through the functions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from functions.reports.monthly_views import MonthlyReport, monthly_report_view
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.results import StatementRow
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.ledger.defaults import default_categories
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit, Summary, SummaryTotals, deltas_of
from shared.models.ledger.transactions.booking import transaction_from_input
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.reports.monthly import monthly_report
from shared.models.values.dates import Month
from tests.support.ledgers.bank_records import (
    CURRENCY,
    DATA,
    entry_of,
    read_expected_totals,
    read_files,
    rows_of,
)
from tests.unit.examples import NOON, sample_ledger, transaction

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the bank's records are not beside the project"
)

COMMIT = 200
"""Transactions that are written together; the stored summaries are moved by their sum."""

Way = Callable[[bytes], list[Transaction]]
"""How the file of an account becomes transactions."""

CATEGORIES = {category.name: category for category in default_categories(NOON)}
CATEGORY_IDS = {name: category.id for name, category in CATEGORIES.items()}


@cache
def bank_ledger() -> Ledger:
    """Return the ledger of one account of the bank."""
    return sample_ledger(*CATEGORIES.values(), currency=CURRENCY)


def posted(content: bytes) -> list[Transaction]:
    """Return the transactions that the rows of an account come to when each is posted as JSON."""
    entries = [entry_of(row, CATEGORY_IDS) for row in rows_of(content)]
    return [
        transaction_from_input(bank_ledger(), TransactionDraft(**entry), NOON) for entry in entries
    ]


def imported(content: bytes) -> list[Transaction]:
    """Return the transactions that an account's file comes to when it is read without a hint."""
    file = CsvFile(content)
    rows = list(read_rows(file, detect_layout(file).layout, KnownCurrencies(CURRENCY)))
    return [_read(row) for row in rows if isinstance(row, StatementRow)]


def _read(row: StatementRow) -> Transaction:
    is_income = row.amount_minor > 0
    return transaction(
        type="INCOME" if is_income else "EXPENSE",
        amount_minor=abs(row.amount_minor),
        currency=CURRENCY,
        category_id=CATEGORY_IDS["Other income" if is_income else "Other expenses"],
        date=row.date,
        external_id=row.external_id,
    )


def reports_of(transactions: list[Transaction]) -> dict[str, MonthlyReport]:
    """Return each month's report by ``YYYY-MM``, from summaries built by increments."""
    stored: dict[Month, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for start in range(0, len(transactions), COMMIT):
        edits = [Edit(None, entry) for entry in transactions[start : start + COMMIT]]
        for month, delta in deltas_of(edits).items():
            stored[month].update(dict(delta.leaves()))
    summaries = {m: Summary(m, SummaryTotals.of_leaves(sums.items())) for m, sums in stored.items()}
    return {
        str(month): monthly_report_view(
            monthly_report(
                bank_ledger(),
                summary,
                summaries.get(month.previous, Summary(month.previous)),
                month.last_day,
            )
        )
        for month, summary in summaries.items()
    }


def all_reports(way: Way) -> dict[tuple[str, str], MonthlyReport]:
    """Return the reports of every month of every account, whose transactions come in this way."""
    return {
        (account, month): report
        for account, content in read_files().items()
        for month, report in reports_of(way(content)).items()
    }


@pytest.mark.parametrize("way", [posted, imported])
def test_every_monthly_report_of_a_real_bank_has_the_expected_totals(way: Way) -> None:
    expected = read_expected_totals()

    reports = all_reports(way)

    found = {key: report.model_dump(include=set(expected[key])) for key, report in reports.items()}
    differing = {key: found.get(key) for key in expected if found.get(key) != expected[key]}
    assert differing == {}
    assert found.keys() == expected.keys()
    assert sum(report.transaction_count for report in reports.values()) == 7158
    assert len(reports) == 1301


def test_every_line_of_a_real_banks_reports_is_the_sum_of_its_rows() -> None:
    for account, content in read_files().items():
        by_month: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in rows_of(content):
            entry = entry_of(row, CATEGORY_IDS)
            by_month[entry["date"][:7]].append(entry)
        reports = reports_of(posted(content))
        found = {month: lines_of(report) for month, report in reports.items()}
        assert found == {month: summed(rows) for month, rows in by_month.items()}, account


def lines_of(report: MonthlyReport) -> dict[str, Any]:
    """Return a report's lines by category and, where anything happened, by day."""
    days = [day for day in report.daily if (day.income, day.expenses) != ("0.00", "0.00")]
    return {
        "by_category": {
            line.category_id: (line.total, line.transaction_count) for line in report.by_category
        },
        "daily": {day.date: (day.income, day.expenses, day.cumulative_net) for day in days},
        "net_savings": report.net_savings,
    }


def summed(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the expected ``lines_of`` of one month, added up independently with decimals."""
    categories = {entry["category_id"] for entry in entries}
    days = sorted({entry["date"] for entry in entries})
    daily = {}
    for day in days:
        on_day = [entry for entry in entries if entry["date"] == day]
        until = [entry for entry in entries if entry["date"] <= day]
        sums = total(on_day, "INCOME"), total(on_day, "EXPENSE")
        daily[date.fromisoformat(day)] = (*map(str, sums), str(net(until)))
    return {
        "by_category": {
            category: (
                str(total(e for e in entries if e["category_id"] == category)),
                sum(entry["category_id"] == category for entry in entries),
            )
            for category in categories
        },
        "daily": daily,
        "net_savings": str(net(entries)),
    }


def total(entries: Iterable[dict[str, Any]], entry_type: str | None = None) -> Decimal:
    """Return the sum of the amounts of a type."""
    amounts = [Decimal(e["amount"]) for e in entries if entry_type in (None, e["type"])]
    return sum(amounts, Decimal("0.00"))


def net(entries: list[dict[str, Any]]) -> Decimal:
    """Income less expenses."""
    return total(entries, "INCOME") - total(entries, "EXPENSE")
