"""Ledgers by month as they are stored, and their totals, added up naively."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from hypothesis import strategies as st

from shared.models.ledger.account import AccountKind
from shared.models.ledger.entry import DatedEntry, Entry
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.ledger_totals import LedgerTotals
from shared.models.ledger.summary import Summary, SummaryTotals
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.reports.period_totals import totals_of_periods
from shared.models.reports.totals import IncomeAndExpenses
from shared.models.values.dates import Calendar, Month
from shared.models.values.spans.days import Days, Months
from tests.unit.examples import account, category, sample_ledger, transaction
from tests.unit.strategies import CATEGORY_TYPES, transactions

FIRST, LAST = date(2025, 11, 20), date(2026, 4, 10)
CATEGORIES = [category(key, name=f"Name of {key}", type=t) for key, t in CATEGORY_TYPES.items()]
dates = st.dates(FIRST, LAST)
ledgers = st.lists(transactions(dates=dates), max_size=12)


@st.composite
def month_stretches(draw: st.DrawFn) -> Months:
    """Draw some months in a row."""
    months = st.sampled_from(list(Month(2025, 10).through(Month(2026, 6))))
    first, last = sorted([draw(months), draw(months)])
    return Months(first, last)


@st.composite
def stretches(draw: st.DrawFn) -> Days:
    """Draw some days in a row."""
    first, last = sorted([draw(dates), draw(dates)])
    return Days(first, last)


def dated(entries: Iterable[Transaction]) -> list[DatedEntry]:
    """Return the entries of the live transactions among these, by date and id."""
    live = [DatedEntry(t.date, t.id, t.payee, Entry.of(t)) for t in entries if not t.is_deleted]
    return sorted(live, key=lambda one: (one.date, one.id))


def read_periods(
    entries: list[Transaction], periods: Sequence[Days], calendar: Calendar
) -> list[SummaryTotals]:
    """Return the totals of periods as they are read.

    Whole months are read from summaries, other days from entries.
    """
    whole = {month for period in periods for month in period.whole_months(calendar)}
    rest = [
        days
        for period in periods
        for days in period.outside(period.whole_months(calendar), calendar)
    ]
    summaries = [summary for summary in by_month(entries, calendar) if summary.month in whole]
    others = [one for days in rest for one in dated(entries) if one.date in days]
    return totals_of_periods(periods, calendar, summaries, others)


def by_month(entries: Iterable[Transaction], calendar: Calendar) -> list[Summary]:
    """Return the summaries that are stored of these transactions, in order."""
    months: dict[Month, list[Transaction]] = {}
    for entry in entries:
        months.setdefault(calendar.month_of(entry.date), []).append(entry)
    return [Summary(month, SummaryTotals.of(months[month])) for month in sorted(months)]


def ledger_of(entries: list[Transaction], calendar: Calendar, **facts: Any) -> Ledger:
    """Return the tenant of these transactions; ``facts`` are those of its accounts by their ids."""
    kinds = {"main": AccountKind.CHECKING, "savings": AccountKind.SAVINGS}
    accounts = [
        account(key, key.title(), kind=kinds.get(key, AccountKind.CREDIT_CARD),
                **facts.get(key, {}))
        for key in ("main", "savings", "card")
    ]  # fmt: skip
    totals = LedgerTotals.of(summary.totals for summary in by_month(entries, calendar))
    charts = {"accounts": {a.id: a for a in accounts}, "totals": totals}
    return sample_ledger(*CATEGORIES, calendar=calendar, **charts)


class Naive(NamedTuple):
    """Totals of a period that are added up transaction by transaction."""

    totals: IncomeAndExpenses
    transaction_count: int


def naive(entries: list[Transaction], period: Days) -> Naive:
    """Add up the live income and expenses in a period."""
    live = [t for t in entries if not t.is_deleted and period.first <= t.date <= period.last]
    earned = [t.amount_minor for t in live if t.type == "INCOME"]
    spent = [t.amount_minor for t in live if t.type == "EXPENSE"]
    return Naive(IncomeAndExpenses(sum(earned), sum(spent)), len(earned) + len(spent))


def income(amount_minor: int, day: date) -> Transaction:
    return transaction(type="INCOME", amount_minor=amount_minor, category_id="pay", date=day)
