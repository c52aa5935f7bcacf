"""Status of goals by their money, and the money that random ledgers have for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.ledger_totals import LedgerTotals
from shared.models.ledger.summary import Edit, Summary, deltas_of
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.planning.goals.goal import Funding, FundingKind, Goal, GoalState
from shared.models.planning.goals.measures import GoalMeter, Measure, MonthPoint, months_to_read
from shared.models.planning.goals.signals import GoalSignals, signals_of
from shared.models.planning.goals.status import GoalStatus, NoCompletion
from shared.models.values.dates import CALENDAR_MONTHS, Calendar, Month
from shared.models.values.spans.month_start import MonthStart
from tests.unit.examples import account, sample_ledger, transaction
from tests.unit.planning.goals.examples import TODAY, allocated, goal, step


def status(saved_minor: int, *flows: int, **fields: Any) -> GoalStatus:
    """Return the status of a goal on 20 March 2026, with the flow of the last months."""
    measure = Measure(saved_minor, (MonthPoint(Month(2026, 3), saved_minor),), flows)
    return GoalStatus(goal(**fields), measure, CALENDAR_MONTHS, TODAY)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (date(2026, 3, 31), 50_001),
        (date(2026, 4, 1), 25_001),
        (date(2027, 2, 28), 4_167),
        (date(2026, 1, 15), 50_001),
        (None, None),
    ],
)
def test_the_need_per_month_is_rounded_up(end: date | None, expected: int | None) -> None:
    assert status(49_999, target_date=end).needed_per_month_minor == expected


def test_nothing_is_needed_in_the_months_before_the_start() -> None:
    later = status(0, start=date(2026, 5, 31), target_date=date(2026, 6, 30))

    assert later.needed_per_month_minor == 50_000


@pytest.mark.parametrize(
    ("start", "end", "planned"),
    [
        (date(2026, 3, 20), date(2026, 3, 29), 10_000),
        (date(2026, 3, 21), date(2026, 3, 29), 0),
        (date(2026, 1, 1), date(2026, 3, 19), 100_000),
        (date(2026, 3, 1), date(2026, 4, 9), 50_000),
    ],
)
def test_the_pace_is_even_from_the_start_to_the_target_date(
    start: date, end: date, planned: int
) -> None:
    found = status(0, start=start, target_date=end)

    assert (found.planned_minor, found.behind_minor) == (planned, planned)
    assert status(planned, start=start, target_date=end).is_behind is False


@pytest.mark.parametrize(
    ("saved", "state", "shown"),
    [
        (99_999, GoalState.ACTIVE, GoalState.ACTIVE),
        (100_000, GoalState.ACTIVE, GoalState.COMPLETED),
        (100_000, GoalState.PAUSED, GoalState.COMPLETED),
        (-1, GoalState.PAUSED, GoalState.PAUSED),
        (0, GoalState.COMPLETED, GoalState.COMPLETED),
    ],
)
def test_a_goal_is_completed_as_long_as_it_is_reached(
    saved: int, state: GoalState, shown: GoalState
) -> None:
    assert status(saved, state=state).state is shown


def test_the_share_is_rounded_down_and_never_negative() -> None:
    assert [status(one).basis_points for one in (-5, 99_999, 100_000, 250_000)] == [
        0,
        9_999,
        10_000,
        25_000,
    ]


@pytest.mark.parametrize(
    ("flows", "earliest", "latest", "reason"),
    [
        ((), None, None, NoCompletion.NO_HISTORY),
        ((0,), None, None, NoCompletion.NOTHING_FLOWS_IN),
        ((-5,) * 12, None, None, NoCompletion.NOTHING_FLOWS_IN),
        ((1,) * 12, None, None, NoCompletion.TOO_FAR),
        ((500,) + (0,) * 11, Month(2126, 3), None, None),
        ((499,) + (0,) * 11, None, None, NoCompletion.TOO_FAR),
        ((10_000,), Month(2026, 8), Month(2026, 8), None),
        ((10_000,) * 12, Month(2026, 8), Month(2026, 8), None),
        ((0,) * 9 + (10_000,) * 3, Month(2026, 8), Month(2027, 11), None),
        ((10_000,) * 9 + (0,) * 3, Month(2026, 10), None, None),
    ],
)
def test_a_completion_is_a_range_or_has_a_reason(
    flows: tuple[int, ...],
    earliest: Month | None,
    latest: Month | None,
    reason: NoCompletion | None,
) -> None:
    found = status(50_000, *flows).completion

    assert (found.earliest, found.latest, found.reason) == (earliest, latest, reason)


@given(st.integers(-(10**6), 99_999), st.lists(st.integers(-(10**5), 10**5), max_size=12))
def test_a_completion_is_the_first_month_at_whose_end_the_flow_suffices(
    saved: int, flows: list[int]
) -> None:
    for window in status(saved, *flows).completion.windows:
        total = sum(flows[-window.months :])
        assert window.flow_minor == total
        if window.month is not None:
            ahead = (window.month.year - 2026) * 12 + window.month.month - 3
            assert saved * window.months + ahead * total >= 100_000 * window.months
            assert saved * window.months + (ahead - 1) * total < 100_000 * window.months


def test_milestones_are_known_by_the_first_month_at_whose_end_they_were_reached() -> None:
    points = tuple(
        MonthPoint(Month(2026, month), amount)
        for month, amount in ((1, 24_999), (2, 80_000), (3, 25_000))
    )
    found = GoalStatus(goal(), Measure(25_000, points, ()), CALENDAR_MONTHS, TODAY).milestones

    february = Month(2026, 2)
    assert [(one.percent, one.is_reached, one.month) for one in found] == [
        (25, True, february),
        (50, False, february),
        (75, False, february),
        (100, False, None),
    ]


def test_signals_are_the_milestones_reached_and_the_amount_behind() -> None:
    late = {"start": date(2026, 1, 1), "target_date": date(2026, 3, 31)}

    assert signals_of(status(50_000, **late)) == GoalSignals((25, 50), 37_778)
    assert signals_of(status(50_000)) == GoalSignals((25, 50), None)
    assert signals_of(status(50_000, state=GoalState.PAUSED, **late)) == GoalSignals((25, 50), None)
    assert signals_of(status(100_000, **late)) == GoalSignals((25, 50, 75, 100), None)


DAYS = st.dates(date(2025, 1, 1), date(2026, 5, 31))
TYPES = {"food": EntryType.EXPENSE, "pay": EntryType.INCOME}


@st.composite
def entries(draw: st.DrawFn) -> Transaction:
    """Draw a transaction on the accounts A and main, with or without a tag and a goal."""
    kind = draw(st.sampled_from(TransactionType))
    amount = draw(st.integers(1, 10_000))
    fields: dict[str, Any] = {
        "type": kind,
        "amount_minor": amount
        if kind is TransactionType.TRANSFER
        else draw(st.sampled_from([amount, -amount])),
        "date": draw(DAYS),
        "account_id": draw(st.sampled_from(["A", "main"])),
        "tags": draw(st.sampled_from([(), ("sea",)])),
        "goal_id": draw(st.sampled_from([None, "G1"])),
        "category_id": {TransactionType.EXPENSE: "food", TransactionType.INCOME: "pay"}.get(kind),
    }
    if kind is TransactionType.TRANSFER:
        fields["to_account_id"] = "main" if fields["account_id"] == "A" else "A"
    return transaction(id=f"T{draw(st.integers(0, 10**9))}", **fields)


def ledger_of(transactions: list[Transaction], start_day: int) -> tuple[Ledger, list[Summary]]:
    """Return a ledger with the totals of transactions, and its summaries."""
    calendar = Calendar(MonthStart(start_day))
    deltas = deltas_of([Edit(None, one) for one in transactions], calendar)
    opened = account("A", "Nest egg", opening_balance_minor=700, opening_date=date(2025, 1, 1))
    ledger = sample_ledger(calendar=calendar, totals=LedgerTotals.of(deltas.values()))
    summaries = [Summary(month, totals) for month, totals in sorted(deltas.items())]
    return ledger.with_account(opened), summaries


def counted(one: Goal, transactions: list[Transaction], until: date | None, first: date) -> int:
    """Return what counts for a goal until a day, or now, by going through all transactions."""
    funding, total = one.funding, 0
    for entry in transactions:
        sign = {"INCOME": 1, "EXPENSE": -1}.get(entry.type, 0)
        is_within = until is None or entry.date <= until
        if funding.kind in {FundingKind.ACCOUNT, FundingKind.ALLOCATION, FundingKind.DEBT}:
            if not is_within:
                continue
            if entry.account_id == "A":
                total += entry.amount_minor * (sign or -1)
            elif entry.to_account_id == "A":
                total += entry.amount_minor
        elif first <= entry.date and is_within:
            is_counted = {
                FundingKind.CATEGORY: entry.category_id == funding.category_id,
                FundingKind.TAG: "sea" in entry.tags and entry.entry_type is funding.type,
                FundingKind.TRANSACTIONS: entry.goal_id == one.id,
            }[funding.kind]
            total += entry.amount_minor * is_counted
    if funding.kind is FundingKind.ACCOUNT:
        return total + 700
    if funding.kind is FundingKind.DEBT:
        return total + 700 + (funding.debt_minor or 0)
    if funding.kind is FundingKind.ALLOCATION:
        return min(3_000, max(0, total + 700))
    return total


FUNDINGS = [
    Funding(kind=FundingKind.ACCOUNT, account_id="A"),
    Funding(kind=FundingKind.DEBT, account_id="A", debt_minor=900),
    Funding(kind=FundingKind.ALLOCATION, account_id="A"),
    Funding(kind=FundingKind.CATEGORY, category_id="food"),
    Funding(kind=FundingKind.CATEGORY, category_id="pay"),
    Funding(kind=FundingKind.TAG, tag="#sea", type=EntryType.EXPENSE),
    Funding(kind=FundingKind.TAG, tag="#sea", type=EntryType.INCOME),
    Funding(kind=FundingKind.TRANSACTIONS),
]


@settings(max_examples=150)
@given(
    st.lists(entries(), max_size=25),
    st.sampled_from(FUNDINGS),
    st.dates(date(2025, 6, 1), TODAY),
    st.sampled_from([1, 10, 25]),
)
def test_progress_equals_an_independent_calculation(
    transactions: list[Transaction], funding: Funding, start: date, start_day: int
) -> None:
    ledger, summaries = ledger_of(transactions, start_day)
    steps = (step(3_000, day=start),) if funding.kind is FundingKind.ALLOCATION else ()
    one = goal(funding=funding, start=start, steps=steps, currency="USD")
    months = months_to_read([one], ledger, TODAY)
    read = [summary for summary in summaries if summary.month >= months.first]

    found = GoalMeter(ledger, [one], months, read, TODAY).measure(one)

    calendar = ledger.calendar
    first = calendar.first_day(calendar.month_of(start))
    expected = []
    for month in calendar.month_of(start).through(months.last):
        is_present = month == months.last
        of_account = funding.kind.is_of_account
        until = None if is_present and of_account else calendar.last_day(month)
        expected.append(MonthPoint(month, counted(one, transactions, until, first)))
    assert found is not None
    assert list(found.points) == expected
    assert found.saved_minor == expected[-1].saved_minor
    assert sum(found.flows[-1:]) == _last_flow(one, transactions, ledger)


def _last_flow(one: Goal, transactions: list[Transaction], ledger: Ledger) -> int:
    """Return the flow of the month before the present one, if it is one that is looked at."""
    calendar = ledger.calendar
    last = calendar.month_of(TODAY).previous
    first_day = calendar.first_day(last)
    if one.funding.kind is FundingKind.ALLOCATION and calendar.month_of(one.start) >= last:
        return 0
    before = counted(one, transactions, first_day - timedelta(days=1), date.min)
    return counted(one, transactions, calendar.last_day(last), date.min) - before


def test_an_account_that_is_gone_has_no_measure() -> None:
    ledger = sample_ledger()
    one = allocated("G1", step(1), account_id="gone")
    months = months_to_read([one], ledger, TODAY)

    assert GoalMeter(ledger, [one], months, [], TODAY).measure(one) is None
