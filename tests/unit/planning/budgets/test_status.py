"""The status of budgets, compared with a calculation from the transactions themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.scopes import Scope, ScopeKind, scopes_by_key
from shared.models.ledger.summary import Summary, SummaryTotals
from shared.models.ledger.transactions.terms import tag_term
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.planning.budgets.budget import AmountStep, Budget, Carry
from shared.models.planning.budgets.known_expenses import NOTHING_OFF_PACE, OffPace
from shared.models.planning.budgets.report import PlannedPeriods
from shared.models.planning.budgets.spending import Spending, months_of
from shared.models.planning.budgets.status import PeriodStatus, fold, overlaps
from shared.models.values.dates import CALENDAR_MONTHS, Calendar, Month
from shared.models.values.spans.days import Days
from tests.unit.examples import sample_ledger, transaction
from tests.unit.planning.budgets.examples import EVERYTHING, START, budget, period_rules
from tests.unit.planning.schedules import made
from tests.unit.strategies import bounded, transactions

JANUARY = Days(date(2026, 1, 1), date(2026, 1, 31))
OF_TAGS = Scope(kind=ScopeKind.TAGS, ids=(tag_term("ab"), tag_term("c")))
OF_FOOD = Scope(kind=ScopeKind.CATEGORIES, ids=("food", "rent"))
OF_CARD = Scope(kind=ScopeKind.ACCOUNTS, ids=("card", "main"))
SCOPES = [EVERYTHING, OF_TAGS, OF_FOOD, OF_CARD, Scope(kind=ScopeKind.TAGS, ids=(tag_term("c"),))]
DAYS_OF_TWO_YEARS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def summaries_of(
    found: Sequence[Transaction], calendar: Calendar, kept: Sequence[Scope]
) -> dict[Month, Summary]:
    """Return the summaries of transactions, with the daily totals of scopes."""
    by_month: dict[Month, list[Transaction]] = defaultdict(list)
    for one in found:
        by_month[calendar.month_of(one.date)].append(one)
    scopes = scopes_by_key(kept)
    return {
        month: Summary(month, SummaryTotals.of(those, scopes)) for month, those in by_month.items()
    }


def spent_by_hand(scope: Scope, found: Sequence[Transaction], period: Days) -> int:
    """Return the expenses of a period that a scope is about, from the transactions."""
    spent = 0
    for one in found:
        if one.deleted_at or one.type is not TransactionType.EXPENSE or one.date not in period:
            continue
        if scope.kind is ScopeKind.CATEGORIES:
            parts = [(split.category_id, split.amount_minor) for split in one.splits]
            for category_id, amount in parts or [(one.category_id, one.amount_minor)]:
                spent += amount if category_id in scope.ids else 0
        elif (
            scope.kind is ScopeKind.EVERYTHING
            or (scope.kind is ScopeKind.TAGS and {tag_term(tag) for tag in one.tags} & {*scope.ids})
            or (scope.kind is ScopeKind.ACCOUNTS and one.account_id in scope.ids)
        ):
            spent += one.amount_minor
    return spent


@given(
    st.data(),
    st.lists(transactions(dates=DAYS_OF_TWO_YEARS), max_size=12),
    st.sampled_from(SCOPES),
)
@bounded
def test_spending_is_that_of_the_transactions(
    data: st.DataObject, found: list[Transaction], scope: Scope
) -> None:
    of = data.draw(period_rules(START))
    one = budget(scope=scope, schedule=of.schedule)
    periods = list(of.between(START, date(2027, 12, 31)))
    kept = [scope] if one.needs_days else []
    summaries = summaries_of(found, of.calendar, kept)
    wanted = months_of(periods, of.calendar)
    spending = Spending(
        {month: summary for month, summary in summaries.items() if month in wanted},
        of.calendar,
        ready=frozenset(key for key in scopes_by_key(kept)),
    )

    assert spending.spent(one, periods) == [
        spent_by_hand(scope, found, period) for period in periods
    ]


def test_spending_is_unknown_while_day_figures_are_built() -> None:
    weekly = budget(scope=OF_FOOD, schedule=made(start="2026-01-05", frequency="WEEKLY"))

    assert Spending({}, CALENDAR_MONTHS).spent(weekly, [JANUARY]) is None
    assert Spending({}, CALENDAR_MONTHS, ready=frozenset({OF_FOOD.key})).spent(
        weekly, [JANUARY]
    ) == [0]


def test_expenses_with_two_of_the_tags_count_once() -> None:
    both = transaction(tags=("ab", "c"), date=date(2026, 1, 3), amount_minor=700)
    of_tags = budget(scope=OF_TAGS)
    summaries = summaries_of([both], CALENDAR_MONTHS, [OF_TAGS])
    spending = Spending(summaries, CALENDAR_MONTHS, ready=frozenset({OF_TAGS.key}))

    assert of_tags.needs_days
    assert spending.spent(of_tags, [JANUARY]) == [700]


@given(
    st.sampled_from(list(Carry)),
    st.none() | st.integers(0, 300),
    st.lists(
        st.tuples(st.integers(0, 300), st.booleans(), st.integers(-200, 500)),
        min_size=1,
        max_size=14,
    ),
)
@bounded
def test_carry_is_that_of_a_purse_kept_by_hand(
    carry: Carry, cap: int | None, figures: list[tuple[int, bool, int]]
) -> None:
    months = list(Month(2026, 1).through(Month(2027, 12)))[: len(figures)]
    periods = [CALENDAR_MONTHS.range_of(month) for month in months]
    days = [Days(one.start or START, one.end or START) for one in periods]
    steps = tuple(
        AmountStep(start=day.first, amount_minor=amount, once=once and index > 0)
        for index, (day, (amount, once, _)) in enumerate(zip(days, figures, strict=True))
    )
    one = budget(carry=carry, carry_cap_minor=cap, steps=steps)
    spent = [spent for _, _, spent in figures]

    found = fold(one, days, spent)

    usual, purse = 0, 0
    for status, (amount, once, out) in zip(found, figures, strict=True):
        is_once = once and status.period.first != START
        usual = usual if is_once else amount
        assert (status.amount_minor, status.carried_minor) == (amount if is_once else usual, purse)
        purse += status.amount_minor - out
        assert status.left_minor == purse
        if purse > 0:
            purse = (
                0
                if carry in {Carry.NONE, Carry.DEBT}
                else min(purse, cap if cap is not None else purse)
            )
        elif carry in {Carry.NONE, Carry.SURPLUS}:
            purse = 0
    if carry is Carry.BOTH and cap is None:
        amounts = sum(status.amount_minor for status in found)
        assert found[-1].left_minor == amounts - sum(spent)


def test_an_amount_is_for_once_or_from_its_period_on() -> None:
    one = budget(
        steps=(
            AmountStep(start=date(2026, 1, 1), amount_minor=100),
            AmountStep(start=date(2026, 3, 1), amount_minor=0),
            AmountStep(start=date(2026, 4, 1), amount_minor=999, once=True),
        )
    )
    months = Month(2025, 12).through(Month(2026, 5))
    periods = [Days(CALENDAR_MONTHS.first_day(m), CALENDAR_MONTHS.last_day(m)) for m in months]

    assert list(one.amounts_of(periods)) == [0, 100, 100, 0, 999, 0]


OFF_PACE = st.builds(
    lambda paid, due, later, ahead: OffPace(
        recurring_minor=paid + due + later,
        due_minor=paid + due,
        paid_minor=paid,
        open_minor=due + later,
        ahead_minor=ahead,
    ),
    *[st.integers(-100, 900)] * 4,
)


@given(
    st.integers(-500, 5000),
    st.integers(-500, 5000),
    st.integers(-3, 40),
    st.just(NOTHING_OFF_PACE) | OFF_PACE,
)
@bounded
def test_figures_of_a_period_are_exact(
    available: int, spent: int, day: int, off_pace: OffPace
) -> None:
    status = PeriodStatus(JANUARY, available, 0, spent)
    today = JANUARY.first + timedelta(days=day)
    passed = min(max(0, day + 1), 31)

    assert status.days_left(today) == len([one for one in JANUARY if one >= today])
    rest = max(0, max(0, available) - off_pace.recurring_minor)
    expected = off_pace.due_minor + round(Fraction(rest * passed, 31))
    assert status.expected_minor(today, off_pace) == sorted([0, expected, max(0, available)])[1]
    safe = max(0, status.left_minor - off_pace.open_minor)
    days = status.days_left(today)
    assert status.safe_per_day_minor(today, off_pace) == (safe // days if days else 0)
    pace = max(0, spent - off_pace.ahead_minor - off_pace.paid_minor)
    others = round(Fraction(pace * (31 - passed), passed)) if 0 < passed < 31 else 0
    projected = status.projected_minor(today, off_pace)
    assert projected == spent + off_pace.open_minor + others


@pytest.mark.parametrize(
    ("available", "spent", "crossed"),
    [
        (100, 79, ()),
        (100, 80, (80,)),
        (100, 100, (80, 100)),
        (0, 0, ()),
        (0, 1, (80, 100)),
        (-5, 0, ()),
        (-5, 1, (80, 100)),
        (100, -10, ()),
    ],
)
def test_thresholds_are_reached_by_spending(
    available: int, spent: int, crossed: tuple[int, ...]
) -> None:
    assert PeriodStatus(JANUARY, available, 0, spent).crossed((80, 100)) == crossed


@pytest.mark.parametrize("count", [1, 2])
def test_without_carry_nothing_is_folded_before_the_periods_to_report(count: int) -> None:
    def folded(carry: Carry) -> list[int]:
        planned = PlannedPeriods.until(
            budget(carry=carry), sample_ledger(), date(2026, 4, 1), count
        )
        return [period.first.month for period in planned.folded]

    assert folded(Carry.NONE) == [1, 2, 3, 4][-count:]
    assert folded(Carry.BOTH) == [1, 2, 3, 4]


def test_overlaps_are_told() -> None:
    def of(budget_id: str, scope: Scope) -> Budget:
        return budget(id=budget_id, scope=scope)

    food = Scope(kind=ScopeKind.CATEGORIES, ids=("food",))
    rent = Scope(kind=ScopeKind.CATEGORIES, ids=("rent",))

    assert overlaps([of("a", food), of("b", rent), of("c", OF_FOOD), of("d", OF_CARD)]) == [
        ("a", "c"),
        ("b", "c"),
    ]
    assert overlaps([of("a", food), of("b", EVERYTHING)]) == [("a", "b")]
