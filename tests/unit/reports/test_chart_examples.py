"""Charts of single examples, which random ledgers seldom contain."""

from __future__ import annotations

from datetime import date

import pytest

from shared.models.ledger.entry import Entry
from shared.models.ledger.summary import SummaryTotals
from shared.models.reports.averages import usual_days, without_future
from shared.models.reports.breakdowns import account_report, payee_report
from shared.models.reports.comparison import comparison
from shared.models.reports.lines import kind_lines
from shared.models.reports.sankey import sankey
from shared.models.reports.series import category_trends
from shared.models.values.dates import CALENDAR_MONTHS, Calendar, Month
from shared.models.values.spans.days import Days, Months
from shared.models.values.spans.month_start import MonthStart
from tests.unit.examples import account, category, sample_ledger, transaction
from tests.unit.reports.monthly import dated

MARCH = Days(date(2026, 3, 1), date(2026, 3, 31))


def test_nodes_of_the_graph_differ_from_categories_with_the_ids_of_their_kinds() -> None:
    names = ["total", "savings", "deficit"]
    ledger = sample_ledger(*(category(name, name=name) for name in names))
    spent = [transaction(category_id=name) for name in names]
    earned = [
        transaction(type="INCOME", category_id=None, amount_minor=amount) for amount in (1, 9_999)
    ]

    for more in earned:
        found = sankey(ledger, MARCH, SummaryTotals.of([*spent, more]))
        assert len({node.id for node in found.nodes}) == len(found.nodes) == 6


def test_a_category_whose_amounts_cancel_out_has_no_flow() -> None:
    spent = transaction(category_id="food", amount_minor=700)
    refunded = transaction(category_id="food", amount_minor=-700)
    rent = transaction(category_id="rent", amount_minor=5)
    ledger = sample_ledger(category("food"), category("rent", name="Rent"))

    found = sankey(ledger, MARCH, SummaryTotals.of([spent, refunded, rent]))

    assert [node.id for node in found.nodes] == ["_deficit", "_total", "rent"]
    assert [link.amount_minor for link in found.links] == [5, 5]


@pytest.mark.parametrize(
    ("today", "is_future"), [(date(2026, 2, 28), True), (date(2026, 3, 1), False)]
)
def test_a_month_that_begins_today_is_not_in_the_future(today: date, is_future: bool) -> None:  # noqa: FBT001 (parameter of the test)
    march = Months(Month(2026, 3), Month(2026, 3))

    found = category_trends(sample_ledger(), march, None, None, [], today)

    assert [head.is_future for head in found.months] == [is_future]


def test_an_archived_account_is_among_the_totals_by_account() -> None:
    old = account("old", "Old", archived=True)
    ledger = sample_ledger(category("food"), accounts={"main": account(), "old": old})
    spent = transaction(account_id="old", amount_minor=700)

    found = account_report(ledger, MARCH, SummaryTotals.of([spent]), None)

    assert [(line.account.id, line.totals.expenses_minor) for line in found.items] == [
        ("main", 0),
        ("old", 700),
    ]


def test_a_kind_all_of_whose_transactions_went_has_no_line() -> None:
    ledger = sample_ledger(category("food"), category("fund", name="Fund", kind="INVESTMENT"))
    totals = SummaryTotals.of([transaction(), transaction(category_id="fund")])
    totals.add(Entry.of(transaction(category_id="fund")), sign=-1)

    assert [line.kind for line in kind_lines(ledger, totals.by_category)] == ["SPENDING"]


def test_payees_with_equal_amounts_are_in_the_order_of_their_names() -> None:
    entries = dated(
        transaction(id=name, payee=name, amount_minor=700) for name in ("Shop", "Baker", "Cinema")
    )
    by_id = sorted(entries, key=lambda one: one.id, reverse=True)

    found = payee_report(sample_ledger(category()), MARCH, None, by_id, 2, None)

    assert [line.payee for line in found.items] == ["Baker", "Cinema"]
    assert found.others.totals.expenses_minor == 700


@pytest.mark.parametrize(
    ("first_entry", "expected"),
    [
        (None, Days(date(2025, 3, 1), date(2026, 2, 28))),
        (date(2020, 1, 1), Days(date(2025, 3, 1), date(2026, 2, 28))),
        (date(2026, 1, 15), Days(date(2026, 1, 1), date(2026, 2, 28))),
        (date(2026, 3, 2), MARCH),
        (date(2026, 4, 2), MARCH),
    ],
)
def test_averages_do_not_begin_before_the_month_of_the_first_transaction(
    first_entry: date | None, expected: Days
) -> None:
    assert usual_days(first_entry, Month(2026, 3), CALENDAR_MONTHS) == expected


def test_the_first_month_of_averages_is_that_of_the_ledgers_calendar() -> None:
    usual = usual_days(date(2026, 1, 3), Month(2026, 3), Calendar(MonthStart(5)))

    assert usual == Days(date(2025, 12, 5), date(2026, 3, 4))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 4, 1), MARCH),
        (date(2026, 3, 10), Days(date(2026, 3, 1), date(2026, 3, 10))),
        (date(2026, 3, 1), Days(date(2026, 3, 1), date(2026, 3, 1))),
        (date(2026, 2, 28), MARCH),
    ],
)
def test_averages_do_not_count_days_after_today(today: date, expected: Days) -> None:
    assert without_future(MARCH, today) == expected


@pytest.mark.parametrize(
    ("first_entry", "today", "is_complete"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), True),
        (date(2026, 3, 2), date(2026, 3, 31), False),
        (date(2026, 3, 1), date(2026, 3, 30), False),
        (None, date(2026, 3, 31), False),
    ],
)
def test_a_compared_year_is_complete_from_the_first_transaction_to_today(
    first_entry: date | None,
    today: date,
    is_complete: bool,  # noqa: FBT001 (parameter of the test)
) -> None:
    [year] = comparison(sample_ledger(), [MARCH], [], first_entry, today).items

    assert year.is_complete is is_complete
