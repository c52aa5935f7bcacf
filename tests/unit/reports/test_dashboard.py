"""The dashboard is arithmetic on months' figures; here it is done again, on transactions."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import NotFound
from shared.models.ledger.category import EntryType
from shared.models.ledger.summary import Entry
from shared.models.ledger.transaction import Transaction
from shared.models.reports.dashboard import category_totals, period_summary, sums_of, trends
from shared.models.reports.monthly import ratio
from shared.models.reports.periods import Days, Interval, Months
from shared.models.values.dates import CALENDAR_MONTHS, Calendar, Month
from tests.unit.examples import sample_ledger, transaction
from tests.unit.reports.monthly import (
    CATEGORIES,
    FIRST,
    LAST,
    by_month,
    calendars,
    dates,
    dollars,
    income,
    ledger_of,
    ledgers,
    month_stretches,
    naive,
)
from tests.unit.strategies import CATEGORY_TYPES, bounded

ONE_DAY = timedelta(days=1)


@st.composite
def stretches(draw: st.DrawFn) -> Days:
    """Some days in a row."""
    first, last = sorted([draw(dates), draw(dates)])
    return Days(first, last)


@given(ledgers, stretches(), calendars)
@bounded
def test_a_summary_is_that_of_a_naive_sum(
    entries: list[Transaction], period: Days, calendar: Calendar
) -> None:
    ledger, previous = ledger_of(entries, calendar), period.before(calendar)
    found = period_summary(ledger, period, previous, by_month(entries, calendar))
    now, before = naive(entries, period), naive(entries, previous)

    assert now.items() <= found.model_dump().items()
    assert before.items() <= found.previous.model_dump().items()
    assert (found.from_, found.to) == (period.first, period.last)
    assert (found.previous.from_, found.previous.to) == (previous.first, previous.last)
    for name in ("income", "expenses", "net"):
        assert getattr(found.change, name) == str(Decimal(now[name]) - Decimal(before[name]))


def march_and_february(*amounts_minor: int) -> Any:
    """The summary of March: its income, its expense, and those of February; as it is sent."""
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
    found = period_summary(ledger, period, period.before(CALENDAR_MONTHS), summaries)
    return found.model_dump(mode="json")


def test_a_summary_is_sent_with_the_names_it_is_asked_by() -> None:
    assert march_and_february(30_000, 20_000, 20_000, 25_000) == {
        "from": "2026-03-01",
        "to": "2026-03-31",
        "currency": "USD",
        "income": "300.00",
        "expenses": "200.00",
        "net": "100.00",
        "savings_rate": 0.3333,
        "transaction_count": 2,
        "previous": {
            "from": "2026-02-01",
            "to": "2026-02-28",
            "income": "200.00",
            "expenses": "250.00",
            "net": "-50.00",
            "savings_rate": -0.25,
            "transaction_count": 2,
        },
        "change": {"income": "100.00", "expenses": "-50.00", "net": "150.00"},
        "change_ratio": {"income": 0.5, "expenses": -0.2, "net": 3.0},
    }


def test_what_grew_from_nothing_has_no_ratio() -> None:
    found = march_and_february(100, 50, 0, 0)

    assert found["change_ratio"] == {"income": None, "expenses": None, "net": None}
    assert found["previous"]["savings_rate"] is None


@given(ledgers, month_stretches(), calendars)
@bounded
def test_category_totals_are_those_of_a_naive_sum(
    entries: list[Transaction], months: Months, calendar: Calendar
) -> None:
    ledger, summaries = ledger_of(entries, calendar), by_month(entries, calendar)
    found = category_totals(ledger, months, None, summaries)

    def parts(among: Months) -> list[tuple[str, str, int]]:
        """Transaction, category and amount of every part in these months."""
        return [
            (str(place), *part)
            for place, t in enumerate(entries)
            if not t.is_deleted and among.first <= calendar.month_of(t.date) <= among.last
            for part in t.parts
        ]

    now, before = parts(months), parts(months.before())
    assert {line.category_id for line in found.items} == {key for _, key, _ in (*now, *before)}
    for line in found.items:
        amounts = [amount for _, key, amount in now if key == line.category_id]
        whole = sum(amount for _, key, amount in now if CATEGORY_TYPES[key] is line.type)
        assert line.total == dollars(amounts)
        assert line.previous_total == dollars(a for _, k, a in before if k == line.category_id)
        assert line.transaction_count == len({t for t, key, _ in now if key == line.category_id})
        assert line.share == ratio(sum(amounts), whole)
        assert line.name == f"Name of {line.category_id}"


@given(ledgers, month_stretches())
@bounded
def test_category_totals_are_by_type_then_size(entries: list[Transaction], months: Months) -> None:
    ledger, summaries = ledger_of(entries, CALENDAR_MONTHS), by_month(entries, CALENDAR_MONTHS)
    found = category_totals(ledger, months, None, summaries)
    order = [(line.type, -abs(Decimal(line.total)), line.name) for line in found.items]

    assert order == sorted(order)
    for kind in EntryType:
        only = category_totals(ledger, months, kind, summaries)
        assert only.items == [line for line in found.items if line.type is kind]


def test_category_totals_name_their_months() -> None:
    months = Months(Month(2026, 1), Month(2026, 3))
    found = category_totals(ledger_of([], CALENDAR_MONTHS), months, None, [])

    assert found.model_dump(mode="json") == {
        "from": "2026-01",
        "to": "2026-03",
        "currency": "USD",
        "previous": {"from": "2025-10", "to": "2025-12"},
        "items": [],
    }


def test_a_category_all_of_whose_transactions_went_has_no_line() -> None:
    [march] = by_month([transaction(category_id="gone")], CALENDAR_MONTHS)
    march.figures.add(Entry.of(transaction(category_id="gone")), sign=-1)
    months = Months(march.month, march.month)

    assert category_totals(sample_ledger(), months, None, [march]).items == []


def test_an_unknown_category_is_not_passed_over() -> None:
    entries = [transaction(category_id="gone")]
    months = Months(Month(2026, 3), Month(2026, 3))

    with pytest.raises(NotFound):
        category_totals(sample_ledger(), months, None, by_month(entries, CALENDAR_MONTHS))


@given(ledgers, stretches(), st.sampled_from(Interval), calendars)
@bounded
def test_trends_are_those_of_naive_sums(
    entries: list[Transaction], asked: Days, interval: Interval, calendar: Calendar
) -> None:
    periods = interval.across(asked, calendar)
    ledger = ledger_of(entries, calendar)
    found = trends(ledger, interval, periods, by_month(entries, calendar))

    assert (found.interval, found.currency) == (interval, "USD")
    assert [line.model_dump() for line in found.items] == [
        {"start_date": p.first, "end_date": p.last, **naive(entries, p)} for p in periods
    ]


@given(ledgers, calendars)
@bounded
def test_every_day_is_counted_on_its_own_date(
    entries: list[Transaction], calendar: Calendar
) -> None:
    count = (LAST - FIRST).days + 1
    periods = [Days(day, day) for day in (FIRST + n * ONE_DAY for n in range(count))]
    found = sums_of(periods, by_month(entries, calendar), calendar)

    assert [dollars([sums.net_minor]) for sums in found] == [
        naive(entries, period)["net"] for period in periods
    ]


@pytest.mark.parametrize("start_day", [1, 5, 15, 16, 25, 28])
def test_a_day_of_every_date_is_found_again(start_day: int) -> None:
    days = [FIRST + number * ONE_DAY for number in range((LAST - FIRST).days + 1)]
    calendar, entries = Calendar(start_day), [income(100, day) for day in days]

    found = sums_of([Days(day, day) for day in days], by_month(entries, calendar), calendar)

    assert {(sums.income_minor, sums.count) for sums in found} == {(100, 1)}


def test_days_between_periods_are_in_none() -> None:
    entries = [income(100, date(2026, 3, day)) for day in (1, 2, 3, 4)]
    first, third = (Days(date(2026, 3, day), date(2026, 3, day)) for day in (1, 3))

    found = sums_of([first, third], by_month(entries, CALENDAR_MONTHS), CALENDAR_MONTHS)

    assert [(sums.income_minor, sums.count) for sums in found] == [(100, 1), (100, 1)]


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "1250"), ("KWD", "1.250")])
def test_amounts_have_the_currencys_decimals(currency: str, amount: str) -> None:
    entries = [transaction(currency=currency, type="INCOME", category_id="pay")]
    summaries = by_month(entries, CALENDAR_MONTHS)
    ledger = sample_ledger(*CATEGORIES, currency=currency)
    march = Months(Month(2026, 3), Month(2026, 3))
    period = march.days(CALENDAR_MONTHS)

    assert period_summary(ledger, period, period.before(CALENDAR_MONTHS), summaries).net == amount
    assert category_totals(ledger, march, None, summaries).items[0].total == amount
    assert trends(ledger, Interval.YEAR, [period], summaries).items[0].income == amount
