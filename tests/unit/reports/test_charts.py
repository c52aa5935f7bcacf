"""Charts are calculated from totals of months; here they are counted again on transactions."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.category import EntryType
from shared.models.ledger.summary import UNFILED_KEYS, UNFILED_TYPES
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.reports.averages import averages
from shared.models.reports.breakdowns import account_report, payee_report, tag_report
from shared.models.reports.comparison import compared_periods, comparison, year_to_date
from shared.models.reports.lines import CategoryLine, ReportedCategory
from shared.models.reports.sankey import Node, NodeKind, sankey
from shared.models.reports.series import category_trends, tag_trends
from shared.models.reports.totals import IncomeAndExpenses
from shared.models.values.dates import CALENDAR_MONTHS, Calendar
from shared.models.values.money import divide_half_even, median_minor
from shared.models.values.spans.days import Days, Months
from shared.models.values.spans.month_start import MonthStart
from tests.unit.examples import transaction
from tests.unit.reports.monthly import (
    by_month,
    dated,
    dates,
    income,
    ledger_of,
    ledgers,
    month_stretches,
    naive,
    read_periods,
    stretches,
)
from tests.unit.strategies import CATEGORY_TYPES, bounded, calendars, transactions

TODAY = date(2026, 2, 10)
MARCH = Days(date(2026, 3, 1), date(2026, 3, 31))
payees = st.none() | st.sampled_from(["Café", "CAFE", "Baker", "Shop"])
with_payees = st.lists(transactions(dates=dates, text=payees), max_size=12)
TYPES = {**CATEGORY_TYPES, **UNFILED_TYPES}
TAGS = {"ab": "#ab", "c": "#c"}


def live(entries: list[Transaction], period: Days) -> list[Transaction]:
    """Return the live transactions of a period."""
    return [t for t in entries if not t.is_deleted and period.first <= t.date <= period.last]


def sums(entries: list[Transaction]) -> tuple[IncomeAndExpenses, int]:
    """Return the income and the expenses of these, and their number without transfers."""
    earned = [t.amount_minor for t in entries if t.type == "INCOME"]
    spent = [t.amount_minor for t in entries if t.type == "EXPENSE"]
    return IncomeAndExpenses(sum(earned), sum(spent)), len(earned) + len(spent)


def with_tag(entries: list[Transaction], tag: str) -> list[Transaction]:
    return [t for t in entries if tag in map(str.lower, t.tags)]


def by_category(entries: list[Transaction]) -> Counter[str]:
    """Return the totals of categories, and of what is unfiled, by their keys, without zeros."""
    totals = Counter[str]()
    for entry in entries:
        for category_id, amount_minor in entry.parts:
            totals[category_id or UNFILED_KEYS[entry.type]] += amount_minor
    return Counter({key: total for key, total in totals.items() if total})


def key_of(line: CategoryLine) -> str:
    """Return the key of the category of a line in the totals by category."""
    reported = line.reported
    return reported.category.id if reported.category else f"unfiled_{reported.type.lower()}"


def spans(months: Months, calendar: Calendar) -> list[Days]:
    return [Days(calendar.first_day(month), calendar.last_day(month)) for month in months]


@given(ledgers, month_stretches(), calendars)
@bounded
def test_category_trends_are_those_of_naive_sums(
    entries: list[Transaction], months: Months, calendar: Calendar
) -> None:
    ledger, summaries = ledger_of(entries, calendar), by_month(entries, calendar)
    found = category_trends(ledger, months, None, None, summaries, TODAY)
    each = spans(months, calendar)

    assert [(head.month, head.days, head.is_future) for head in found.months] == [
        (month, days, days.first > TODAY) for month, days in zip(months, each, strict=True)
    ]
    shown = {key_of(item.line): item for item in found.items}
    for key in TYPES:
        monthly = [by_category(live(entries, days))[key] for days in each]
        if key in shown:
            assert list(shown[key].monthly_minor) == monthly
            assert shown[key].line.total_minor == sum(monthly)
        else:
            assert not any(monthly)
    only = category_trends(ledger, months, None, "rent", summaries, TODAY)
    assert [key_of(item.line) for item in only.items] == ["rent"]
    for kind in EntryType:
        some = category_trends(ledger, months, kind, None, summaries, TODAY)
        assert some.items == tuple(i for i in found.items if i.line.reported.type is kind)


@given(ledgers, month_stretches(), calendars)
@bounded
def test_tag_trends_are_those_of_naive_sums(
    entries: list[Transaction], months: Months, calendar: Calendar
) -> None:
    ledger, summaries = ledger_of(entries, calendar), by_month(entries, calendar)
    found = tag_trends(ledger, months, None, 10, summaries, TODAY)
    each = spans(months, calendar)

    used = {tag for tag in TAGS for days in each if with_tag(live(entries, days), tag)}
    assert {item.line.tag for item in found.items} == used
    for item in found.items:
        monthly = [sums(with_tag(live(entries, days), item.line.tag))[0] for days in each]
        assert list(item.monthly) == monthly
        assert item.line.totals.net_minor == sum(totals.net_minor for totals in monthly)
    assert tag_trends(ledger, months, None, 1, summaries, TODAY).items == found.items[:1]
    for tag, term in TAGS.items():
        only = tag_trends(ledger, months, term, 10, summaries, TODAY)
        assert only.items == tuple(i for i in found.items if i.line.tag == tag)


@given(ledgers, stretches(), calendars)
@bounded
def test_tags_of_any_days_are_those_of_naive_sums(
    entries: list[Transaction], period: Days, calendar: Calendar
) -> None:
    ledger, [totals] = ledger_of(entries, calendar), read_periods(entries, [period], calendar)
    found = tag_report(ledger, period, totals, None)

    assert {line.tag: line.totals for line in found.items} == {
        tag: sums(with_tag(live(entries, period), tag))[0]
        for tag in TAGS
        if with_tag(live(entries, period), tag)
    }


@given(ledgers, stretches(), calendars)
@bounded
def test_accounts_of_any_days_are_those_of_naive_sums(
    entries: list[Transaction], period: Days, calendar: Calendar
) -> None:
    ledger, [totals] = ledger_of(entries, calendar), read_periods(entries, [period], calendar)
    found = account_report(ledger, period, totals, None)

    assert [line.account.id for line in found.items] == ["main", "card", "savings"]
    among = live(entries, period)
    for line in found.items:
        key = line.account.id
        booked = [t for t in among if t.account_id == key and t.type != "TRANSFER"]
        came = [t.amount_minor for t in among if t.to_account_id == key]
        went = [t.amount_minor for t in among if t.account_id == key and t.type == "TRANSFER"]
        assert line.totals == sums(booked)[0]
        assert line.transfers_minor == sum(came) - sum(went)
        assert line.change_minor == line.totals.net_minor + line.transfers_minor
        assert line.transaction_count == len(booked) + len(came) + len(went)


@given(with_payees, stretches(), st.sampled_from([None, *EntryType]), st.integers(1, 3))
@bounded
def test_payees_are_those_of_naive_sums(
    entries: list[Transaction], period: Days, kind: EntryType | None, limit: int
) -> None:
    ledger, among = ledger_of(entries, CALENDAR_MONTHS), live(entries, period)
    read = [one for one in dated(entries) if one.date in period]
    found = payee_report(ledger, period, kind, read, limit, None)
    counted = [t for t in among if t.type != "TRANSFER" and kind in (None, t.type.value)]

    def named(name: str) -> list[Transaction]:
        return [t for t in counted if t.payee and t.payee.upper().replace("É", "E") == name]

    expected = {name: sums(named(name)) for name in ("CAFE", "BAKER", "SHOP") if named(name)}
    shown = {line.payee.upper().replace("É", "E"): line[1:] for line in found.items}
    assert shown.items() <= expected.items()
    assert len(shown) == min(limit, len(expected))
    sizes = {name: abs(t.income_minor) + abs(t.expenses_minor) for name, (t, _) in expected.items()}
    for name in expected.keys() - shown.keys():
        assert sizes[name] <= min(sizes[each] for each in shown)
    rest = [t for name in expected.keys() - shown.keys() for t in named(name)]
    assert found.others == sums(rest)
    assert found.without_payee == sums([t for t in counted if not t.payee])


def test_a_payee_has_its_latest_spelling() -> None:
    entries = [
        transaction(id="a", payee="CAFE", date=date(2026, 3, 2)),
        transaction(id="b", payee="Café", date=date(2026, 3, 1)),
    ]
    found = payee_report(ledger_of(entries, CALENDAR_MONTHS), MARCH, None, dated(entries), 1, None)

    assert [line.payee for line in found.items] == ["CAFE"]


@given(ledgers, stretches(), calendars)
@bounded
def test_the_flow_of_money_is_balanced_and_has_every_category(
    entries: list[Transaction], period: Days, calendar: Calendar
) -> None:
    ledger, [totals] = ledger_of(entries, calendar), read_periods(entries, [period], calendar)
    found = sankey(ledger, period, totals)
    into = {link.source: link.amount_minor for link in found.links if link.target == "_total"}
    out = {link.target: link.amount_minor for link in found.links if link.source == "_total"}

    assert sum(into.values()) == sum(out.values())
    assert all(link.amount_minor > 0 for link in found.links)
    assert len(into) + len(out) == len(found.links) == max(0, len(found.nodes) - 1)
    flows = {**into, **{key: -amount for key, amount in out.items()}}
    net_minor = sums(live(entries, period))[0].net_minor
    assert flows.pop("_deficit", 0) + flows.pop("_savings", 0) == -net_minor
    assert flows == {
        key: total if TYPES[key] is EntryType.INCOME else -total
        for key, total in by_category(live(entries, period)).items()
    }
    assert [(node.id, node.amount_minor) for node in found.nodes if node.id != "_total"] == [
        *into.items(), *out.items(),
    ]  # fmt: skip


def test_a_month_of_income_flows_to_expenses_and_savings() -> None:
    entries = [
        income(10_000, date(2026, 3, 1)),
        transaction(category_id="rent", amount_minor=6_000, date=date(2026, 3, 2)),
        transaction(category_id="food", amount_minor=-500, date=date(2026, 3, 3)),
    ]
    ledger = ledger_of(entries, CALENDAR_MONTHS)
    [totals] = read_periods(entries, [MARCH], CALENDAR_MONTHS)
    found = sankey(ledger, MARCH, totals)

    food, pay, rent = (ReportedCategory.of_key(ledger, key) for key in ("food", "pay", "rent"))
    assert found.nodes == (
        Node("food", NodeKind.CATEGORY, 500, food),
        Node("pay", NodeKind.CATEGORY, 10_000, pay),
        Node("_total", NodeKind.TOTAL, 10_500),
        Node("rent", NodeKind.CATEGORY, 6_000, rent),
        Node("_savings", NodeKind.SAVINGS, 4_500),
    )


@given(ledgers, stretches(), st.integers(1, 3), calendars)
@bounded
def test_years_are_compared_by_naive_sums(
    entries: list[Transaction], period: Days, years: int, calendar: Calendar
) -> None:
    ledger, periods = ledger_of(entries, calendar), compared_periods(period, years, calendar)
    found = comparison(ledger, periods, by_month(entries, calendar), None, TODAY)

    assert [item.period.days for item in found.items] == periods
    assert periods[-1] == period
    expected = [naive(entries, each).totals for each in periods]
    assert [item.period.totals for item in found.items] == expected
    assert found.items[0].change is None
    for before, now, item in zip(expected, expected[1:], found.items[1:], strict=False):
        assert item.change is not None
        assert item.change.net_minor == now.net_minor - before.net_minor


@pytest.mark.parametrize(
    ("start_day", "first"), [(1, date(2026, 1, 1)), (5, date(2026, 1, 5)), (25, date(2025, 12, 25))]
)
def test_the_year_to_date_begins_with_the_calendars_year(start_day: int, first: date) -> None:
    assert year_to_date(TODAY, Calendar(MonthStart(start_day))) == Days(first, TODAY)


@given(ledgers, stretches(), calendars)
@bounded
def test_averages_and_medians_are_those_of_naive_sums(
    entries: list[Transaction], period: Days, calendar: Calendar
) -> None:
    found = averages(ledger_of(entries, calendar), period, by_month(entries, calendar))
    days = [naive(entries, Days(day, day)).totals for day in period]
    whole = naive(entries, period).totals
    months = spans(period.months(calendar), calendar)
    complete = [m for m in months if period.first <= m.first and m.last <= period.last]

    assert (found.day_count, found.month_count) == (len(days), len(complete))
    assert found.average_day.net_minor == round(Fraction(whole.net_minor, len(days)))
    assert found.median_day == (
        round(Fraction(median(d.income_minor for d in days))),
        round(Fraction(median(d.expenses_minor for d in days))),
        round(Fraction(median(d.net_minor for d in days))),
    )
    if complete:
        spent = [naive(entries, month).totals.expenses_minor for month in complete]
        assert found.average_month is not None
        assert found.average_month.expenses_minor == round(Fraction(sum(spent), len(spent)))
        assert found.median_month is not None
        assert found.median_month.expenses_minor == round(Fraction(median(spent)))
    else:
        assert found.average_month is found.median_month is None
    for number, typical in found.days_of_month:
        its = [t for day, t in zip(period, days, strict=True) if day.day == number]
        assert typical.expenses_minor == round(Fraction(median(t.expenses_minor for t in its)))
    assert [one.day for one in found.days_of_month] == sorted({day.day for day in period})


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=9))
@bounded
def test_averages_are_rounded_half_to_even(numbers: list[int]) -> None:
    assert divide_half_even(sum(numbers), len(numbers)) == round(
        Fraction(sum(numbers), len(numbers))
    )
    middle = sorted(numbers)[(len(numbers) - 1) // 2 : len(numbers) // 2 + 1]
    assert median_minor(numbers) == round(Fraction(sum(middle), len(middle)))
