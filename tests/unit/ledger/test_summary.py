"""A month's totals move by the delta of each change; its status tells what a rollup has seen."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.entry import Entry
from shared.models.ledger.summary import (
    Edit,
    MonthStatus,
    PeriodClose,
    Summary,
    SummaryTotals,
    deltas_of,
)
from shared.models.values.dates import Calendar, Month
from shared.models.values.spans.month_start import MonthStart
from tests.unit.examples import NOON, transaction
from tests.unit.strategies import bounded, calendars, transactions
from tests.unit.sums import added, leaves_of, naively_summed

MARCH = Month(2026, 3)
edits = st.lists(st.builds(Edit, st.none() | transactions(), transactions()), max_size=5)


@given(edits)
@bounded
def test_the_delta_of_edits_is_totals_after_minus_totals_before(some: list[Edit]) -> None:
    before = [edit.before for edit in some if edit.before is not None]
    after = [edit.after for edit in some]
    deltas = deltas_of(some)

    for month in {Month.of(t.date) for t in [*before, *after]}:
        delta = leaves_of(deltas.get(month, SummaryTotals()))
        assert added(naively_summed(before, month), delta) == naively_summed(after, month)


@given(edits)
@bounded
def test_months_that_stay_as_they_are_are_left_out(some: list[Edit]) -> None:
    live = [t for edit in some for t in edit if t is not None and not t.is_deleted]
    touched = {Month.of(t.date) for t in live}
    deltas = deltas_of(some)

    assert set(deltas) <= touched
    assert all(deltas.values())


@given(edits, calendars)
@bounded
def test_months_of_another_calendar_get_the_same_in_all(
    some: list[Edit], calendar: Calendar
) -> None:
    ours, theirs = SummaryTotals(), SummaryTotals()
    for totals in deltas_of(some).values():
        ours = SummaryTotals.of_leaves(added(leaves_of(ours), leaves_of(totals)).items())
    for month, totals in deltas_of(some, calendar).items():
        assert set(totals.by_day) <= set(calendar.days(month))
        theirs = SummaryTotals.of_leaves(added(leaves_of(theirs), leaves_of(totals)).items())

    assert leaves_of(theirs) == leaves_of(ours)


def test_a_month_that_starts_on_payday_takes_what_is_recorded_from_then_on() -> None:
    payday = Calendar(MonthStart(25))
    recorded = [
        Edit(None, transaction(date=day))
        for day in (date(2026, 2, 24), date(2026, 2, 25), date(2026, 3, 24), date(2026, 3, 25))
    ]

    deltas = deltas_of(recorded, payday)

    assert {month: delta.count for month, delta in deltas.items()} == {
        Month(2026, 2): 1,
        MARCH: 2,
        Month(2026, 4): 1,
    }


@given(edits, edits)
@bounded
def test_deltas_commute_and_add_up(one: list[Edit], other: list[Edit]) -> None:
    together, turned = deltas_of([*one, *other]), deltas_of([*other, *one])
    first, second = deltas_of(one), deltas_of(other)

    for month in first.keys() | second.keys() | together.keys() | turned.keys():
        parts = [
            leaves_of(d.get(month, SummaryTotals())) for d in (first, second, together, turned)
        ]
        assert added(parts[0], parts[1]) == parts[2] == parts[3]


@pytest.mark.parametrize(
    "facts",
    [
        {"description": "new"},
        {"notes": "new"},
        {"payee": "new"},
        {"tags": ("A",)},
        {"revision": 2, "updated_at": NOON},
        {"currency": "USD"},
    ],
)
def test_an_edit_that_moves_no_money_touches_no_month(facts: dict[str, object]) -> None:
    before = transaction(tags=("a",))

    assert deltas_of([Edit(before, before.model_copy(update=facts))]) == {}


def test_another_tag_moves_the_totals_of_both_tags_alone() -> None:
    delta = deltas_of([Edit(transaction(tags=("a",)), transaction(tags=("b",)))])

    assert leaves_of(delta[MARCH]) == {
        ("by_tag", "#a", "expenses_minor"): -1250,
        ("by_tag", "#a", "count"): -1,
        ("by_tag", "#b", "expenses_minor"): 1250,
        ("by_tag", "#b", "count"): 1,
    }


def test_another_account_moves_the_totals_of_both_accounts_alone() -> None:
    delta = deltas_of([Edit(transaction(), transaction(account_id="savings"))])

    assert leaves_of(delta[MARCH]) == {
        ("by_account", "main", "change_minor"): 1250,
        ("by_account", "main", "count"): -1,
        ("by_account", "main", "expenses_minor"): -1250,
        ("by_account", "savings", "change_minor"): -1250,
        ("by_account", "savings", "count"): 1,
        ("by_account", "savings", "expenses_minor"): 1250,
    }


def test_an_edit_within_the_trash_touches_no_month() -> None:
    before = transaction(deleted_at=NOON)

    assert deltas_of([Edit(before, transaction(deleted_at=NOON, amount_minor=1))]) == {}


def test_a_change_of_category_leaves_the_totals_as_they_are() -> None:
    delta = deltas_of([Edit(transaction(), transaction(category_id="rent"))])

    assert leaves_of(delta[MARCH]) == {
        ("by_category", "food", "total_minor"): -1250,
        ("by_category", "food", "count"): -1,
        ("by_category", "rent", "total_minor"): 1250,
        ("by_category", "rent", "count"): 1,
    }


def test_a_change_of_month_takes_from_one_and_gives_to_the_other() -> None:
    deltas = deltas_of([Edit(transaction(), transaction(date=date(2026, 4, 2)))])

    assert set(deltas) == {MARCH, Month(2026, 4)}
    assert (deltas[MARCH].expenses_minor, deltas[MARCH].count) == (-1250, -1)
    assert (deltas[Month(2026, 4)].expenses_minor, deltas[Month(2026, 4)].count) == (1250, 1)


def test_deleting_undoes_recording_and_restoring_undoes_deleting() -> None:
    live, trashed = transaction(), transaction(deleted_at=NOON)
    recorded = leaves_of(deltas_of([Edit(None, live)])[MARCH])

    assert deltas_of([Edit(None, live), Edit(live, trashed)]) == {}
    assert leaves_of(deltas_of([Edit(trashed, live)])[MARCH]) == recorded


CLOSING = PeriodClose(1, 7, NOON, "run", 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("summary", "status"),
    [
        (Summary(MARCH), MonthStatus.OPEN),
        (Summary(MARCH, version=7), MonthStatus.OPEN),
        (Summary(MARCH, version=7, period_close=CLOSING), MonthStatus.CLOSED),
        (Summary(MARCH, version=8, period_close=CLOSING), MonthStatus.AMENDED),
        (Summary(MARCH, version=6, period_close=CLOSING), MonthStatus.AMENDED),
        (Summary(MARCH, version=8, period_close=replace(CLOSING, version=8)), MonthStatus.CLOSED),
    ],
)
def test_a_month_is_amended_when_it_moved_since_it_was_closed(
    summary: Summary, status: MonthStatus
) -> None:
    assert summary.status is status


def test_summaries_do_not_share_their_totals() -> None:
    one, other = Summary(MARCH), Summary(MARCH)
    one.totals.add(Entry.of(transaction()))

    assert not other.totals
