"""A report is arithmetic on a month's totals; here it is done again, naively."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import NotFound
from shared.models.ledger.category import CategoryKind
from shared.models.ledger.entry import Entry
from shared.models.ledger.summary import Edit, MonthStatus, PeriodClose, Summary, SummaryTotals
from shared.models.ledger.transactions.tag_names import tag_names_of
from shared.models.ledger.transactions.terms import tag_term
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.reports.lines import CategoryLine, ReportedKind
from shared.models.reports.monthly import DayLine, MonthlyReport, monthly_report
from shared.models.reports.totals import IncomeAndExpenses
from shared.models.values.dates import Calendar, Month
from shared.models.values.spans.month_start import MonthStart
from tests.unit.examples import NOON, category, custom_type, sample_ledger, transaction, transfer
from tests.unit.reports.rounding import rounded
from tests.unit.strategies import CATEGORY_TYPES, bounded, march_days, transactions

MARCH, FEBRUARY = Month(2026, 3), Month(2026, 2)
TODAY = date(2026, 3, 31)
NOTHING = IncomeAndExpenses(0, 0)
KINDS: dict[str, str] = {
    "pay": CategoryKind.OTHER,
    "gift": CategoryKind.SAVINGS,
    "rent": CategoryKind.SAVINGS,
    "food": CategoryKind.SPENDING,
}
LEDGER = sample_ledger(
    *(
        category(
            key, name=f"Name of {key}", type=kind, kind=CategoryKind(KINDS[key]), color="#00ff00"
        )
        for key, kind in CATEGORY_TYPES.items()
    )
)


def report_of(march: list[Transaction], february: list[Transaction] | None = None) -> MonthlyReport:
    return monthly_report(
        LEDGER,
        Summary(MARCH, SummaryTotals.of(march)),
        Summary(FEBRUARY, SummaryTotals.of(february or [])),
        TODAY,
    )


def live_entries(some: list[Transaction]) -> list[Transaction]:
    """Return the entries that a report counts: neither deleted, nor transfers."""
    return [t for t in some if t.deleted_at is None and t.type != "TRANSFER"]


def id_of(line: CategoryLine) -> str | None:
    """Return the id of a line's category; None for what is unfiled."""
    return line.reported.category.id if line.reported.category else None


def income(amount_minor: int, category_id: str = "pay", day: int = 1) -> Transaction:
    return transaction(
        type=TransactionType.INCOME,
        amount_minor=amount_minor,
        category_id=category_id,
        date=date(2026, 3, day),
    )


def expense(amount_minor: int, category_id: str = "food", day: int = 1) -> Transaction:
    return transaction(amount_minor=amount_minor, category_id=category_id, date=date(2026, 3, day))


@given(st.lists(transactions(dates=march_days), max_size=8))
@bounded
def test_totals_are_those_of_a_naive_sum(march: list[Transaction]) -> None:
    live = live_entries(march)
    earned = [t.amount_minor for t in live if t.type == "INCOME"]
    spent = [t.amount_minor for t in live if t.type == "EXPENSE"]
    report = report_of(march)

    assert report.totals == (sum(earned), sum(spent))
    assert report.totals.net_minor == sum(earned) - sum(spent)
    assert report.transaction_count == len(live)
    rate = rounded(Fraction(sum(earned) - sum(spent), sum(earned))) if sum(earned) > 0 else None
    assert report.savings_rate == (None if rate is None else float(rate))


@given(st.lists(transactions(dates=march_days), max_size=8))
@bounded
def test_category_lines_are_those_of_a_naive_sum(march: list[Transaction]) -> None:
    live = live_entries(march)
    report = report_of(march)

    assert {(id_of(line), line.reported.type) for line in report.by_category} == {
        (category_id, t.entry_type) for t in live for category_id, _ in t.parts
    }
    for line in report.by_category:
        category_id, kind = id_of(line), line.reported.type
        under = [
            t for t in live if t.entry_type is kind and category_id in [key for key, _ in t.parts]
        ]
        amounts = [amount for t in under for key, amount in t.parts if key == category_id]
        whole = sum(t.amount_minor for t in live if t.entry_type is kind)
        assert line.total_minor == sum(amounts)
        assert line.transaction_count == len(under)
        expected = float(rounded(Fraction(sum(amounts), whole))) if whole else None
        assert line.share == expected
        assert line.reported.category == (LEDGER.categories[category_id] if category_id else None)


@given(st.lists(transactions(dates=march_days), max_size=8))
@bounded
def test_day_lines_are_those_of_a_naive_sum(march: list[Transaction]) -> None:
    live = live_entries(march)
    report = report_of(march)

    assert [line.date for line in report.daily] == [date(2026, 3, day) for day in range(1, 32)]
    for line in report.daily:
        earned = [t.amount_minor for t in live if (t.date, t.type) == (line.date, "INCOME")]
        spent = [t.amount_minor for t in live if (t.date, t.type) == (line.date, "EXPENSE")]
        until = [
            t.amount_minor * (1 if t.type == "INCOME" else -1) for t in live if t.date <= line.date
        ]
        assert line.totals == (sum(earned), sum(spent))
        assert line.totals.net_minor == sum(earned) - sum(spent)
        assert line.cumulative_net_minor == sum(until)
    assert report.daily[-1].cumulative_net_minor == report.totals.net_minor


@given(st.lists(transactions(dates=march_days), max_size=8))
@bounded
def test_kind_lines_are_those_of_a_naive_sum(march: list[Transaction]) -> None:
    sums = {kind: {"INCOME": 0, "EXPENSE": 0} for kind in (*KINDS.values(), "UNKNOWN")}
    used: set[str] = set()
    for one in live_entries(march):
        for category_id, amount_minor in one.parts:
            kind = KINDS[category_id] if category_id else "UNKNOWN"
            sums[kind][one.type] += amount_minor
            used.add(kind)

    lines = report_of(march).by_kind

    assert [line.kind.value for line in lines] == [k for k in ReportedKind if k in used]
    for line in lines:
        assert line.totals == tuple(sums[line.kind.value].values())


@given(st.lists(transactions(dates=march_days), max_size=8))
@bounded
def test_tag_lines_are_those_of_a_naive_sum(march: list[Transaction]) -> None:
    tagged: dict[str, list[Transaction]] = {"ab": [], "c": []}
    for one in march:
        for tag in {written.lower() for written in one.tags if not one.is_deleted}:
            tagged[tag].append(one)
    report = report_of(march)

    assert {line.tag for line in report.by_tag} == {tag for tag, some in tagged.items() if some}
    for line in report.by_tag:
        some = tagged[line.tag]
        earned = [t.amount_minor for t in some if t.type == "INCOME"]
        spent = [t.amount_minor for t in some if t.type == "EXPENSE"]
        assert line.totals == (sum(earned), sum(spent))
        assert line.totals.net_minor == sum(earned) - sum(spent)
        assert line.transaction_count == len(some)


def test_tag_lines_stand_in_order_of_the_money_that_moved_then_of_name() -> None:
    march = [
        expense(100).model_copy(update={"tags": ("Tea", "coffee")}),
        expense(-300).model_copy(update={"tags": ("Refunds",)}),
        income(150).model_copy(update={"tags": ("side",)}),
        expense(150).model_copy(update={"tags": ("side",)}),
        transfer(date=date(2026, 3, 1), tags=("moves",)),
    ]

    lines = report_of(march).by_tag

    assert [line.tag for line in lines] == ["refunds", "side", "coffee", "tea", "moves"]
    assert [line for line in lines if line.tag in ("side", "moves")] == [
        ("side", (150, 150), 2),
        ("moves", (0, 0), 1),
    ]


def test_tag_lines_have_the_tags_as_they_were_written_first() -> None:
    written = transaction(date=date(2026, 3, 1), tags=("вода", "ﷺ" * 3, "café"))
    names = tag_names_of([Edit(None, written)], set(map(tag_term, written.tags)))
    totals = SummaryTotals.of([written])
    ledger = replace(LEDGER, tag_names=names)

    lines = monthly_report(ledger, Summary(MARCH, totals), Summary(FEBRUARY), TODAY).by_tag

    assert [line.tag for line in lines] == ["café", "вода", "ﷺ" * 3]


def test_a_tag_that_is_used_no_more_has_no_line() -> None:
    tagged = expense(100).model_copy(update={"tags": ("tea",)})
    totals = SummaryTotals.of([tagged])
    totals.add(Entry.of(tagged), sign=-1)

    assert monthly_report(LEDGER, Summary(MARCH, totals), Summary(FEBRUARY), TODAY).by_tag == ()


def test_a_transfer_is_in_no_total() -> None:
    moved = transfer(amount_minor=99_999, date=date(2026, 3, 1))

    assert report_of([income(500), expense(200), moved]) == report_of([income(500), expense(200)])


@given(st.lists(transactions(dates=march_days), max_size=8))
@bounded
def test_category_lines_stand_in_order_of_size(march: list[Transaction]) -> None:
    sizes = [abs(line.total_minor) for line in report_of(march).by_category]

    assert sizes == sorted(sizes, reverse=True)


def test_lines_of_one_size_stand_in_order_of_name_then_id() -> None:
    ledger = sample_ledger(
        category("c1", name="Zoo"), category("c3", name="Alike"), category("c2", name="Alike")
    )
    march = [expense(100, "c1"), expense(-100, "c3"), expense(100, "c2")]
    report = monthly_report(
        ledger, Summary(MARCH, SummaryTotals.of(march)), Summary(FEBRUARY), TODAY
    )

    assert [id_of(line) for line in report.by_category] == ["c2", "c3", "c1"]


def test_custom_types_stand_in_order_of_size_then_name() -> None:
    names = {"t1": "Zoo", "t2": "Small", "t3": "Alike", "t4": "Large"}
    ledger = replace(
        LEDGER, custom_types={key: custom_type(key, name) for key, name in names.items()}
    )
    amounts = {"t1": 100, "t2": 1, "t3": -100, "t4": -200}
    march = [
        expense(amount).model_copy(update={"custom_type_id": key})
        for key, amount in amounts.items()
    ]

    report = monthly_report(
        ledger, Summary(MARCH, SummaryTotals.of(march)), Summary(FEBRUARY), TODAY
    )

    assert [line.custom_type.name for line in report.by_custom_type] == [
        "Large", "Alike", "Zoo", "Small",
    ]  # fmt: skip


def test_a_category_that_nets_to_zero_still_has_its_line() -> None:
    report = report_of([expense(500), expense(-500), expense(100, "rent")])

    assert [(id_of(line), line.total_minor, line.share) for line in report.by_category] == [
        ("rent", 100, 1.0),
        ("food", 0, 0.0),
    ]


def test_a_category_all_of_whose_transactions_went_has_no_line() -> None:
    totals = SummaryTotals.of([expense(500)])
    totals.add(Entry.of(expense(500)), sign=-1)

    assert (
        monthly_report(LEDGER, Summary(MARCH, totals), Summary(FEBRUARY), TODAY).by_category == ()
    )


def test_a_share_is_null_where_its_types_total_is_zero() -> None:
    report = report_of([expense(500), expense(-500, "rent")])

    assert [line.share for line in report.by_category] == [None, None]


def test_refunds_have_a_share_with_a_sign() -> None:
    report = report_of([expense(1500), expense(-500, "rent")])

    assert [(id_of(line), line.share) for line in report.by_category] == [
        ("food", 1.5),
        ("rent", -0.5),
    ]


def test_an_unknown_category_is_not_passed_over() -> None:
    with pytest.raises(NotFound):
        report_of([expense(1, "gone")])


@pytest.mark.parametrize(
    ("earned", "spent", "rate"),
    [
        (100_000, 69_370, 0.3063),
        (100, 300, -2.0),
        (100, 0, 1.0),
        (100, -50, 1.5),
        (0, 100, None),
        (-100, 100, None),
        (1, 0, 1.0),
        (3, 1, 0.6667),
    ],
)
def test_the_savings_rate_is_net_by_income(earned: int, spent: int, rate: float | None) -> None:
    march = [income(earned)] if earned else []

    assert report_of([*march, expense(spent)] if spent else march).savings_rate == rate


@pytest.mark.parametrize(
    ("month", "previous"),
    [(MARCH, FEBRUARY), (Month(2024, 2), Month(2024, 1)), (Month(2026, 1), Month(2025, 12))],
)
def test_a_month_of_nothing_is_a_report_of_zeros(month: Month, previous: Month) -> None:
    report = monthly_report(LEDGER, Summary(month), Summary(previous), TODAY)
    days = calendar.monthrange(*month)[1]

    assert report == MonthlyReport(
        month=month,
        start_date=month.first_day,
        end_date=month.last_day,
        currency="USD",
        totals=NOTHING,
        savings_rate=None,
        transaction_count=0,
        by_category=(),
        by_kind=(),
        by_tag=(),
        by_custom_type=(),
        daily=tuple(
            DayLine(month.first_day + timedelta(days=number), NOTHING, 0) for number in range(days)
        ),
        previous=NOTHING,
        status=MonthStatus.OPEN,
        revision=0,
        verified_at=None,
        updated_at=None,
    )


def test_days_after_today_are_marked() -> None:
    report = monthly_report(LEDGER, Summary(MARCH), Summary(FEBRUARY), date(2026, 3, 29))

    assert [line.date.day for line in report.daily if line.is_future] == [30, 31]


def test_a_month_that_starts_on_payday_has_its_days_in_their_order() -> None:
    ledger = sample_ledger(category(), calendar=Calendar(MonthStart(25)))
    march = [expense(300, day=24), expense(100, day=1)]
    february_days = transaction(amount_minor=50, date=date(2026, 2, 25))
    summary = Summary(MARCH, SummaryTotals.of([*march, february_days]))

    report = monthly_report(ledger, summary, Summary(FEBRUARY), TODAY)

    assert (report.start_date, report.end_date) == (date(2026, 2, 25), date(2026, 3, 24))
    assert [line.date for line in report.daily] == [
        date(2026, 2, 25) + timedelta(days=number) for number in range(28)
    ]
    assert [
        (line.date.day, line.cumulative_net_minor) for line in report.daily if line.totals.net_minor
    ] == [
        (25, -50),
        (1, -150),
        (24, -450),
    ]


def test_the_previous_month_is_the_one_that_is_given() -> None:
    february = [
        transaction(amount_minor=300, date=date(2026, 2, 1)),
        transaction(
            type=TransactionType.INCOME, amount_minor=1000, category_id="pay", date=date(2026, 2, 2)
        ),
    ]
    report = report_of([expense(7)], february)

    assert report.totals == (0, 7)
    assert report.previous == (1000, 300)
    assert report.previous.net_minor == 700


def test_what_the_rollup_wrote_is_shown() -> None:
    closing = PeriodClose(3, 7, NOON, "run", 0, 0, 0, 0, 0, 0)
    later = NOON + timedelta(days=1)
    closed = Summary(MARCH, version=7, period_close=closing, updated_at=later)
    report = monthly_report(LEDGER, closed, Summary(FEBRUARY), TODAY)

    assert (report.status, report.revision) == (MonthStatus.CLOSED, 3)
    assert (report.verified_at, report.updated_at) == (NOON, later)
