"""Charts of the dashboard, each read at one instant.

Those by month read one document for each month; those of any days also read the transactions of
the days outside whole months, within a bound.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from shared.errors import InvalidArgument
from shared.models.ledger.category import Category, EntryType
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import SummaryTotals
from shared.models.ledger.transactions.terms import tag_term
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.reports.averages import Averages, averages, usual_days, without_future
from shared.models.reports.breakdowns import (
    AccountReport,
    PayeeReport,
    TagReport,
    account_report,
    payee_report,
    tag_report,
)
from shared.models.reports.comparison import (
    Comparison,
    compared_periods,
    comparison,
    year_to_date,
)
from shared.models.reports.periods import PeriodRequest
from shared.models.reports.sankey import Sankey, sankey
from shared.models.reports.series import (
    CategoryTrends,
    CustomTypeChoice,
    CustomTypeTrends,
    TagTrends,
    category_trends,
    custom_type_trends,
    tag_trends,
)
from shared.models.reports.worth.exchange_results import (
    ExchangeResults,
    days_of_costs,
    exchange_results,
)
from shared.models.values.spans.days import Days
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import load_conversions
from shared.services.ledger.tenants import get_ledger
from shared.services.reports.dashboards import days_or_latest, list_touched, months_or_latest
from shared.services.reports.period_totals import read_entries, read_totals

_DAYS_OF_LEAP_YEAR = 366
_TOO_MANY_ENTRIES = (
    "leaves more transactions outside whole months than one answer reads;"
    " choose whole months, or fewer days"
)

_Report = TypeVar("_Report")


def get_category_trends(
    store: TenantStore,
    chosen: PeriodRequest | None,
    entry_type: EntryType | None,
    category_id: str | None,
    now: datetime,
) -> CategoryTrends:
    """Return the totals of categories in each month; default: the last 12.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months, the period ends before it begins, or the
            category does not exist, or is of the other type.
    """

    def read(unit: TenantStore) -> CategoryTrends:
        ledger = get_ledger(unit, now)
        if category_id is not None:
            _ensure_is_of("category_id", "category", ledger.categories.get(category_id), entry_type)
        months = months_or_latest(ledger, chosen, now)
        summaries = unit.summaries.list_months(months, ledger.calendar)
        today = ledger.today(now)
        return category_trends(ledger, months, entry_type, category_id, summaries, today)

    return store.snapshot(read)


def get_custom_type_trends(
    store: TenantStore, chosen: PeriodRequest | None, asked: CustomTypeChoice, now: datetime
) -> CustomTypeTrends:
    """Return the totals of custom types in each month; default: the last 12.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months, the period ends before it begins, or the
            custom type does not exist, or is for another type.
    """

    def read(unit: TenantStore) -> CustomTypeTrends:
        ledger = get_ledger(unit, now)
        if asked.id is not None:
            of_id = ledger.custom_types.get(asked.id)
            _ensure_is_of("custom_type_id", "custom type", of_id, asked.type)
        months = months_or_latest(ledger, chosen, now)
        summaries = unit.summaries.list_months(months, ledger.calendar)
        return custom_type_trends(ledger, months, asked, summaries, ledger.today(now))

    return store.snapshot(read)


def get_tag_trends(
    store: TenantStore, chosen: PeriodRequest | None, tag: str | None, limit: int, now: datetime
) -> TagTrends:
    """Return the totals of the largest tags, or of one, in each month; default: the last 12.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months, or the period ends before it begins.
    """

    def read(unit: TenantStore) -> TagTrends:
        ledger = get_ledger(unit, now)
        months = months_or_latest(ledger, chosen, now)
        summaries = unit.summaries.list_months(months, ledger.calendar)
        term = None if tag is None else tag_term(tag)
        return tag_trends(ledger, months, term, limit, summaries, ledger.today(now))

    return store.snapshot(read)


def get_tag_report(
    store: TenantStore, chosen: PeriodRequest | None, cursor: str | None, now: datetime
) -> TagReport:
    """Return the totals of tags in a period; default: this month.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months, or the period ends before it begins.
        Unreadable: The cursor belongs to another period.
    """
    return _report(store, chosen, cursor, now, tag_report)


def get_account_report(
    store: TenantStore, chosen: PeriodRequest | None, cursor: str | None, now: datetime
) -> AccountReport:
    """Return the totals of accounts in a period; default: this month; raises as tags do."""
    return _report(store, chosen, cursor, now, account_report)


def get_sankey(store: TenantStore, chosen: PeriodRequest | None, now: datetime) -> Sankey:
    """Return the flow of money in a period; default: this month.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months, the period ends before it begins, or it has
            more transactions outside whole months than one request reads.
    """

    def read(unit: TenantStore) -> Sankey:
        ledger = get_ledger(unit, now)
        period = days_or_latest(ledger, chosen, 1, now)
        [totals], next_cursor = read_totals(unit, ledger, [period], None)
        if next_cursor is not None:
            raise InvalidArgument.of("to", _TOO_MANY_ENTRIES)
        return sankey(ledger, period, totals)

    return store.snapshot(read)


def get_payee_report(
    store: TenantStore,
    chosen: PeriodRequest | None,
    entry_type: EntryType | None,
    limit: int,
    cursor: str | None,
    now: datetime,
) -> PayeeReport:
    """Return the payees with the largest amounts in a period; default: this month.

    It reads the transactions of the period, because payees have no totals by month.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: The period ends before it begins.
        Unreadable: The cursor belongs to another period.
    """

    def read(unit: TenantStore) -> PayeeReport:
        ledger = get_ledger(unit, now)
        period = days_or_latest(ledger, chosen, 1, now)
        entries, next_cursor = read_entries(unit, [period], cursor)
        return payee_report(ledger, period, entry_type, entries, limit, next_cursor)

    return store.snapshot(read)


def get_comparison(
    store: TenantStore, chosen: PeriodRequest | None, years: int, now: datetime
) -> Comparison:
    """Compare a period with the same days of the years before; default: this year to date.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: The period is longer than a year, or ends before it begins.
    """

    def read(unit: TenantStore) -> Comparison:
        ledger = get_ledger(unit, now)
        calendar = ledger.calendar
        period = chosen.days(calendar) if chosen else year_to_date(ledger.today(now), calendar)
        if period.count > _DAYS_OF_LEAP_YEAR:
            raise InvalidArgument.of("to", "must be within a year of from")
        periods = compared_periods(period, years, calendar)
        touched = {month for each in periods for month in each.months(calendar)}
        summaries = unit.summaries.list_months(sorted(touched), calendar)
        first_entry = unit.transactions.find_live_range().start
        return comparison(ledger, periods, summaries, first_entry, ledger.today(now))

    return store.snapshot(read)


def get_averages(store: TenantStore, chosen: PeriodRequest | None, now: datetime) -> Averages:
    """Return averages and medians of a period without its days after today.

    The default is the 12 months before the present one, without those before the first transaction.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months, or the period ends before it begins.
    """

    def read(unit: TenantStore) -> Averages:
        ledger = get_ledger(unit, now)
        if chosen is None:
            first_entry = unit.transactions.find_live_range().start
            asked = usual_days(first_entry, ledger.this_month(now), ledger.calendar)
        else:
            asked = chosen.days(ledger.calendar)
        asked.months(ledger.calendar).checked()
        period = without_future(asked, ledger.today(now))
        return averages(ledger, period, list_touched(unit, ledger, period))

    return store.snapshot(read)


def get_exchange_results(
    store: TenantStore, chosen: PeriodRequest | None, now: datetime
) -> ExchangeResults:
    """Return the results of foreign money by average cost in months; default: the last 12.

    It reads each month since the first transaction; in a ledger of one currency none.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months, or the period ends before it begins.
    """

    def read(unit: TenantStore) -> ExchangeResults:
        ledger = get_ledger(unit, now)
        months = months_or_latest(ledger, chosen, now)
        summaries = unit.summaries.list_all(ledger.calendar) if ledger.foreign_currencies else []
        rates = load_conversions(store, ledger, days_of_costs(ledger, months), now)
        return exchange_results(ledger, months, summaries, ledger.today(now), rates)

    return store.snapshot(read)


def _report(
    store: TenantStore,
    chosen: PeriodRequest | None,
    cursor: str | None,
    now: datetime,
    report_of: Callable[[Ledger, Days, SummaryTotals, str | None], _Report],
) -> _Report:
    """Return a report of the totals of a period; default: this month."""

    def read(unit: TenantStore) -> _Report:
        ledger = get_ledger(unit, now)
        period = days_or_latest(ledger, chosen, 1, now)
        [totals], next_cursor = read_totals(unit, ledger, [period], cursor)
        return report_of(ledger, period, totals, next_cursor)

    return store.snapshot(read)


def _ensure_is_of(
    field: str,
    thing: str,
    found: Category | CustomType | None,
    wanted: EntryType | TransactionType | None,
) -> None:
    """Check that a category or custom type exists, and is of the type that is asked for.

    Raises:
        InvalidArgument: It does not, or is not.
    """
    if found is None:
        raise InvalidArgument.of(field, f"is not a {thing} of this ledger")
    if wanted is not None and found.type.value != wanted.value:
        raise InvalidArgument.of(field, f"is a {thing} of another type than {wanted}")
