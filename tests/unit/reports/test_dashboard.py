"""The dashboard is arithmetic on months' totals; here it is done again, on transactions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import NotFound
from shared.models.ledger.category import EntryType
from shared.models.ledger.entry import Entry
from shared.models.ledger.summary import SummaryTotals
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.reports.dashboard import (
    CategoryTotals,
    PeriodSummary,
    category_totals,
    period_summary,
    trends,
)
from shared.models.reports.lines import CategoryLine, KindLine, ReportedKind
from shared.models.reports.periods import Interval
from shared.models.reports.totals import ChangeRatio, IncomeAndExpenses, PeriodTotals, sums_of
from shared.models.values.dates import CALENDAR_MONTHS, Calendar
from shared.models.values.ratio import ratio
from shared.models.values.spans.days import Days, Months
from shared.models.values.spans.month_start import MonthStart
from tests.unit.examples import sample_ledger, transaction
from tests.unit.reports.monthly import (
    FIRST,
    LAST,
    by_month,
    income,
    ledger_of,
    ledgers,
    month_stretches,
    naive,
    read_periods,
    stretches,
)
from tests.unit.strategies import bounded, calendars

ONE_DAY = timedelta(days=1)
Key = tuple[EntryType | None, str | None]
"""Type, and category, None where unfiled."""


def key_of(line: CategoryLine) -> Key:
    """Return the key of a line."""
    category = line.reported.category
    return line.reported.type, category.id if category else None


@given(ledgers, stretches(), calendars)
@bounded
def test_a_summary_is_that_of_a_naive_sum(
    entries: list[Transaction], period: Days, calendar: Calendar
) -> None:
    ledger, previous = ledger_of(entries, calendar), period.before(calendar)
    found = period_summary(ledger, period, previous, by_month(entries, calendar))
    now, before = naive(entries, period), naive(entries, previous)

    assert (found.current.totals, found.current.transaction_count) == now
    assert (found.previous.totals, found.previous.transaction_count) == before
    assert (found.current.days, found.previous.days) == (period, previous)
    assert found.change == (
        now.totals.income_minor - before.totals.income_minor,
        now.totals.expenses_minor - before.totals.expenses_minor,
    )


def march_and_february(*amounts_minor: int) -> PeriodSummary:
    """Return the summary of March: its income, its expense, and those of February."""
    march, february = date(2026, 3, 31), date(2026, 2, 1)
    earned, spent, earned_before, spent_before = amounts_minor
    entries = [
        income(earned, march),
        transaction(amount_minor=spent, date=march),
        income(earned_before, february),
        transaction(amount_minor=spent_before, date=february),
    ]
    period = Days(march.replace(day=1), march)
    ledger = ledger_of(entries, CALENDAR_MONTHS)
    summaries = by_month(entries, CALENDAR_MONTHS)
    return period_summary(ledger, period, period.before(CALENDAR_MONTHS), summaries)


def test_a_summary_compares_a_month_with_the_one_before() -> None:
    assert march_and_february(30_000, 20_000, 20_000, 25_000) == PeriodSummary(
        currency="USD",
        current=PeriodTotals(
            Days(date(2026, 3, 1), date(2026, 3, 31)), IncomeAndExpenses(30_000, 20_000), 0.3333, 2
        ),
        previous=PeriodTotals(
            Days(date(2026, 2, 1), date(2026, 2, 28)), IncomeAndExpenses(20_000, 25_000), -0.25, 2
        ),
        change=IncomeAndExpenses(10_000, -5_000),
        change_ratio=ChangeRatio(income=0.5, expenses=-0.2, net=3.0),
        by_kind=(
            KindLine(ReportedKind.SPENDING, IncomeAndExpenses(0, 20_000)),
            KindLine(ReportedKind.OTHER, IncomeAndExpenses(30_000, 0)),
        ),
    )


@pytest.mark.parametrize("last", [date(2026, 3, 31), date(2026, 3, 30)])
def test_days_that_are_no_whole_months_have_no_totals_by_kind(last: date) -> None:
    entries = [
        transaction(category_id=None, date=date(2026, 3, 1)),
        income(100, date(2026, 3, 2)).model_copy(update={"category_id": None}),
        transaction(category_id=None, date=date(2026, 2, 28)),
    ]
    period = Days(date(2026, 3, 1), last)
    ledger, summaries = ledger_of(entries, CALENDAR_MONTHS), by_month(entries, CALENDAR_MONTHS)

    found = period_summary(ledger, period, period.before(CALENDAR_MONTHS), summaries)

    unknown = KindLine(ReportedKind.UNKNOWN, IncomeAndExpenses(100, 1250))
    assert found.by_kind == ((unknown,) if last.day == 31 else None)


def test_what_grew_from_nothing_has_no_ratio() -> None:
    found = march_and_february(100, 50, 0, 0)

    assert found.change_ratio == (None, None, None)
    assert found.previous.savings_rate is None


def category_totals_of(
    entries: list[Transaction],
    period: Days,
    calendar: Calendar = CALENDAR_MONTHS,
    entry_type: EntryType | None = None,
) -> CategoryTotals:
    """Return the totals of a period and the one before, read as the service reads them."""
    periods = (period.before(calendar), period)
    before, now = read_periods(entries, periods, calendar)
    return category_totals(ledger_of(entries, calendar), periods, (before, now), entry_type)


@given(ledgers, stretches(), calendars)
@bounded
def test_category_totals_are_those_of_a_naive_sum(
    entries: list[Transaction], period: Days, calendar: Calendar
) -> None:
    ledger = ledger_of(entries, calendar)
    found = category_totals_of(entries, period, calendar)

    def parts(among: Days) -> list[tuple[str, Key, int]]:
        """Transaction, type and category, and amount of every part in these days."""
        return [
            (str(place), (t.entry_type, part[0]), part[1])
            for place, t in enumerate(entries)
            if not t.is_deleted and among.first <= t.date <= among.last
            for part in t.parts
        ]

    now, before = parts(period), parts(period.before(calendar))
    assert {key_of(item.line) for item in found.items} == {k for _, k, _ in (*now, *before)}
    for line, previous_total_minor in found.items:
        wanted = key_of(line)
        amounts = [amount for _, key, amount in now if key == wanted]
        whole = sum(amount for _, key, amount in now if key[0] is line.reported.type)
        assert line.total_minor == sum(amounts)
        assert previous_total_minor == sum(a for _, key, a in before if key == wanted)
        assert line.transaction_count == len({t for t, key, _ in now if key == wanted})
        assert line.share == ratio(sum(amounts), whole)
        assert line.reported.category == ledger.categories.get(wanted[1] or "")


@given(ledgers, month_stretches())
@bounded
def test_category_totals_are_by_type_then_size(entries: list[Transaction], months: Months) -> None:
    period = months.days(CALENDAR_MONTHS)
    found = category_totals_of(entries, period)
    lines = [item.line for item in found.items]
    order = [(line.reported.type, -abs(line.total_minor), *line.reported.order) for line in lines]

    assert order == sorted(order)
    for kind in EntryType:
        only = category_totals_of(entries, period, entry_type=kind)
        assert only.items == tuple(i for i in found.items if i.line.reported.type is kind)


def test_category_totals_name_their_days() -> None:
    period = Days(date(2026, 1, 1), date(2026, 3, 31))

    assert category_totals_of([], period) == CategoryTotals(
        period=period,
        previous=Days(date(2025, 10, 1), date(2025, 12, 31)),
        currency="USD",
        items=(),
        by_kind=(),
    )


def test_a_category_all_of_whose_transactions_went_has_no_line() -> None:
    totals = SummaryTotals.of([transaction(category_id="gone")])
    totals.add(Entry.of(transaction(category_id="gone")), sign=-1)
    day = Days(date(2026, 3, 1), date(2026, 3, 1))

    assert category_totals(sample_ledger(), (day, day), (SummaryTotals(), totals)).items == ()


def test_an_unknown_category_is_not_passed_over() -> None:
    totals = SummaryTotals.of([transaction(category_id="gone")])
    day = Days(date(2026, 3, 1), date(2026, 3, 1))

    with pytest.raises(NotFound):
        category_totals(sample_ledger(), (day, day), (SummaryTotals(), totals))


@given(ledgers, stretches(), st.sampled_from(Interval), calendars)
@bounded
def test_trends_are_those_of_naive_sums(
    entries: list[Transaction], asked: Days, interval: Interval, calendar: Calendar
) -> None:
    periods = interval.across(asked, calendar)
    ledger = ledger_of(entries, calendar)
    today = date(2026, 2, 10)
    is_by_month = interval is Interval.MONTH
    months = [calendar.month_of(days.last) if is_by_month else None for days in periods]
    found = trends(ledger, interval, periods, by_month(entries, calendar), today)

    assert (found.interval, found.currency) == (interval, "USD")
    assert list(found.items) == [
        (month, period, period.first > today, *naive(entries, period))
        for month, period in zip(months, periods, strict=True)
    ]


@given(ledgers, calendars)
@bounded
def test_every_day_is_counted_on_its_own_date(
    entries: list[Transaction], calendar: Calendar
) -> None:
    count = (LAST - FIRST).days + 1
    periods = [Days(day, day) for day in (FIRST + n * ONE_DAY for n in range(count))]
    found = sums_of(periods, by_month(entries, calendar), calendar)

    assert [sums.totals for sums in found] == [naive(entries, day).totals for day in periods]


@pytest.mark.parametrize("start_day", [1, 5, 15, 16, 25, 28])
def test_a_day_of_every_date_is_found_again(start_day: int) -> None:
    days = [FIRST + number * ONE_DAY for number in range((LAST - FIRST).days + 1)]
    calendar, entries = Calendar(MonthStart(start_day)), [income(100, day) for day in days]

    found = sums_of([Days(day, day) for day in days], by_month(entries, calendar), calendar)

    assert {(sums.income_minor, sums.count) for sums in found} == {(100, 1)}


def test_days_between_periods_are_in_none() -> None:
    entries = [income(100, date(2026, 3, day)) for day in (1, 2, 3, 4)]
    first, third = (Days(date(2026, 3, day), date(2026, 3, day)) for day in (1, 3))

    found = sums_of([first, third], by_month(entries, CALENDAR_MONTHS), CALENDAR_MONTHS)

    assert [(sums.income_minor, sums.count) for sums in found] == [(100, 1), (100, 1)]
