"""Input of budgets: scopes, periods and amounts that fit the ledger."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from shared.errors import InvalidArgument
from shared.models.ledger.scopes import MAX_SCOPE, MAX_TAGS_OF_SCOPE, Scope, ScopeKind
from shared.models.ledger.transactions.terms import tag_term
from shared.models.planning.budgets.budget import (
    MAX_BUDGETS,
    MAX_STEPS,
    MAX_THRESHOLDS,
    AmountStep,
    Budget,
    Carry,
)
from shared.models.planning.budgets.budget_input import (
    BudgetDraft,
    BudgetPatch,
    budget_from_input,
    changed_fields,
)
from shared.models.planning.budgets.records import BUDGETS
from shared.models.planning.schedule import occurrences
from shared.models.values.dates import Calendar
from shared.models.values.money import MAX_AMOUNT_MINOR
from shared.models.values.spans.month_start import MonthStart
from shared.models.values.spans.weekday import Weekday
from tests.unit.examples import NOON, sample_ledger
from tests.unit.planning.budgets.examples import budget
from tests.unit.planning.schedules import made

TODAY = NOON.date()


def draft(**fields: Any) -> BudgetDraft:
    usual = {"name": "All", "scope": {"kind": "everything"}, "amount": "100"}
    return BudgetDraft.model_validate(usual | fields)


def created(**fields: Any) -> Budget:
    return budget_from_input(sample_ledger(), draft(**fields), "B1", NOON)


def patched(before: Budget, **fields: Any) -> Budget:
    wanted = BudgetPatch.model_validate(fields)
    changes = changed_fields(sample_ledger(), wanted, before, TODAY)
    return before.model_copy(update=changes)


RULES = st.one_of(
    st.fixed_dictionaries(
        {
            "frequency": st.just("MONTHLY"),
            "interval": st.integers(1, 12),
            "days_of_month": st.sampled_from([[1], [15], [1, 15], [25, 28], [-1], [31], [10, 20]]),
            "shift": st.sampled_from(["NONE", "PREVIOUS", "NEXT", "NEXT_IN_MONTH"]),
            "holidays": st.sampled_from([None, "DE-BY", "US"]),
        }
    ),
    st.fixed_dictionaries(
        {"frequency": st.just("MONTHLY"), "business_day": st.sampled_from([1, 10, -1, -5])}
    ),
    st.fixed_dictionaries(
        {
            "frequency": st.just("WEEKLY"),
            "interval": st.integers(1, 52),
            "weekdays": st.lists(st.sampled_from(list(Weekday)), max_size=3),
        }
    ),
    st.fixed_dictionaries(
        {"frequency": st.just("YEARLY"), "shift": st.sampled_from(["NONE", "PREVIOUS", "NEXT"])}
    ),
)


@given(RULES, st.dates(TODAY - timedelta(days=900), TODAY + timedelta(days=700)))
def test_the_first_period_has_the_start_and_later_ones_follow(
    rule: dict[str, Any], start: date
) -> None:
    try:
        found = created(period=rule, start=str(start))
    except InvalidArgument as refused:
        event(str([error.field for error in refused.errors]))
        assume(any(not error.field.startswith("period.") for error in refused.errors))
        raise

    assert found.schedule is not None
    [first, *later] = found.rule(sample_ledger().calendar).between(start, start + timedelta(1500))
    assert found.start == first.first
    assert start in first
    assert all(one.last > one.first or one.count == 1 for one in later)
    end = found.start + timedelta(days=9_000)
    effective = [one.effective for one in occurrences(found.schedule, found.start, end)]
    assert effective == sorted(set(effective))


@given(st.lists(st.sampled_from(["a", "B", "#b", "É"]), min_size=1, max_size=5))
def test_tags_are_terms_in_order_each_once(tags: list[str]) -> None:
    scope = created(scope={"kind": "TAGS", "ids": tags}).scope

    assert scope.ids == tuple(sorted({tag_term(tag.lstrip("#")) for tag in tags}))


def test_a_patch_leaves_what_it_does_not_name() -> None:
    before = created(carry="SURPLUS", carry_cap="5", thresholds=[50])

    assert patched(before) == before
    assert patched(before, name="New") == before.model_copy(update={"name": "New"})
    assert patched(before, carry_cap=None).carry_cap_minor is None


def test_an_amount_begins_with_the_period_of_its_day() -> None:
    before = created(start=str(TODAY - timedelta(days=60)))
    later = TODAY + timedelta(days=90)

    steps = patched(before, **{"from": str(later), "amount": "7"}).steps

    assert steps[-1] == AmountStep(start=later.replace(day=1), amount_minor=700)
    assert patched(before, amount="7").steps[-1].start == TODAY.replace(day=1)


@pytest.mark.parametrize("once", [False, True])
def test_an_amount_replaces_those_of_its_period_after_another_start_day(*, once: bool) -> None:
    steps = (
        AmountStep(start=date(2025, 1, 1), amount_minor=1),
        AmountStep(start=TODAY.replace(day=1), amount_minor=2),
        AmountStep(start=TODAY.replace(day=1), amount_minor=3, once=True),
    )
    ledger = sample_ledger(calendar=Calendar(MonthStart(28)))
    [period] = budget().rule(ledger.calendar).between(TODAY, TODAY)
    assert period.first < steps[1].start <= TODAY
    patch = BudgetPatch.model_validate({"amount": "9.00", "once": once})

    fields = changed_fields(ledger, patch, budget(steps=steps), TODAY)

    after = budget(**fields)
    assert list(after.amounts_of([period])) == [900]
    later = after.rule(ledger.calendar).around(period.last + timedelta(days=1))
    assert list(after.amounts_of([later])) == [2 if once else 900]


def test_a_budget_that_begins_later_changes_from_its_first_period_on() -> None:
    start = TODAY + timedelta(days=90)
    before = created(start=str(start))

    assert patched(before, amount="7").steps == (
        AmountStep(start=start.replace(day=1), amount_minor=700),
    )
    with pytest.raises(InvalidArgument, match="first period"):
        patched(before, **{"from": str(TODAY), "amount": "7"})


def largest(scope: Scope) -> Budget:
    """Return a budget on a scope as large as input may make one."""
    first = date(2026, 1, 1)
    return budget(
        id="b" * 64,
        name="\U00020000" * 100,
        scope=scope,
        schedule=made(
            start="2026-01-01",
            frequency="MONTHLY",
            interval=12,
            days_of_month=list(range(1, 29)),
            holidays="DE-BY",
        ),
        steps=tuple(
            AmountStep(
                start=first + timedelta(days=index), amount_minor=MAX_AMOUNT_MINOR, once=True
            )
            for index in range(MAX_STEPS)
        ),
        carry=Carry.SURPLUS,
        carry_cap_minor=MAX_AMOUNT_MINOR,
        thresholds=(1_000,) * MAX_THRESHOLDS,
        archived=True,
    )


def size_of(value: object) -> int:
    """Return the bytes of a value in Firestore, which counts a name with one more."""
    match value:
        case str():
            return len(value.encode()) + 1
        case bool():
            return 1
        case int():
            return 8
        case list():
            return sum(map(size_of, value))
        case dict():
            return sum(len(name.encode()) + 1 + size_of(one) for name, one in value.items())
        case _:
            raise TypeError(type(value))


@pytest.mark.parametrize(
    "scope",
    [
        Scope(kind=ScopeKind.TAGS, ids=("#" + "\U00020000" * 40,) * MAX_TAGS_OF_SCOPE),
        Scope(kind=ScopeKind.CATEGORIES, ids=("c" * 64,) * MAX_SCOPE),
    ],
)
def test_the_largest_document_has_room(scope: Scope) -> None:
    stored = largest(scope).model_dump(mode="json", exclude_defaults=True)
    # An instant takes no more than its text.
    assert size_of(stored) * MAX_BUDGETS < 0.95 * 1024 * 1024


def test_a_record_with_a_rule_that_leaves_months_out_is_refused() -> None:
    fifth = made(start="2026-01-30", frequency="MONTHLY", nth_weekday={"nth": 5, "weekday": "FR"})

    with pytest.raises(InvalidArgument) as refused:
        BUDGETS.read(BUDGETS.write(budget(schedule=fifth), "USD"), "USD")

    assert [error.field for error in refused.value.errors] == ["schedule.nth_weekday.nth"]


def test_a_record_of_a_backup_is_the_budget_again() -> None:
    scope = Scope(kind=ScopeKind.TAGS, ids=("#a",))
    one = largest(scope).model_copy(update={"steps": budget().steps, "thresholds": (80,)})

    assert BUDGETS.read(BUDGETS.write(one, "USD"), "USD") == one
