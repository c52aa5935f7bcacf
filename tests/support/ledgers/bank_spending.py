"""Spending of a real bank's accounts by month, to measure forecasts.

The data are those of ``bank_records``: accounts with 13 to 15 months each. The first month is left
out, because most accounts begin within it.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from shared.models.values.dates import Month
from shared.models.values.money import to_minor
from tests.support.ledgers.bank_records import CURRENCY, DATA, rows_of


def read_spending() -> list[tuple[int, ...]]:
    """Return the expenses of each month of each account, in the order of their numbers."""
    sums: dict[str, dict[Month, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows_of((DATA / "trans_more.asc").read_bytes()):
        month = Month(1900 + int(row["date"][:2]), int(row["date"][2:4]))
        is_expense = row["type"] != "PRIJEM"
        amount_minor = to_minor(Decimal(row["amount"]), CURRENCY) if is_expense else 0
        sums[row["account_id"]][month] += amount_minor
    return [_series(sums[account]) for account in sorted(sums, key=int)]


def _series(by_month: dict[Month, int]) -> tuple[int, ...]:
    """Return the amounts from the second month on; a month without a row is zero."""
    first, last = min(by_month), max(by_month)
    return tuple(by_month.get(month, 0) for month in first.next.through(last))
