"""Goals: their input, their records in backups, and their size."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from shared.errors import InvalidArgument
from shared.models.ledger.account import AccountKind
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import MAX_GOALS, Ledger
from shared.models.planning.goals.goal import MAX_STEPS, Funding, FundingKind, Goal, GoalState
from shared.models.planning.goals.goal_input import (
    GoalDraft,
    GoalPatch,
    changed_fields,
    goal_from_input,
)
from shared.models.planning.goals.records import GOALS
from shared.models.values.revision import revised
from tests.unit.examples import account, sample_ledger
from tests.unit.planning.goals.examples import NOON, TODAY, allocated, goal, step

DEBT = Funding(kind=FundingKind.DEBT, account_id="A", debt_minor=10**13 - 1)


def size_of(value: object) -> int:
    """Return the number of bytes of JSON, which is at least that of a document's fields."""
    return len(json.dumps(value, ensure_ascii=False).encode())


def largest() -> Goal:
    steps = [
        step(10**13 - 1, day=date(2026, 1, 1) + timedelta(days=number))
        for number in range(MAX_STEPS)
    ]
    fields = {"state": GoalState.COMPLETED, "archived": True, "target_date": date(2099, 12, 31)}
    return allocated("g" * 32, *steps, account_id="a" * 32, name="😀" * 100, **fields)


def test_the_largest_document_has_room() -> None:
    stored = largest().model_dump(mode="json", exclude_defaults=True)

    assert size_of(stored) * MAX_GOALS < 0.95 * 1024 * 1024


@pytest.mark.parametrize(
    "one",
    [
        largest(),
        goal(funding=DEBT, target_minor=5),
        goal(funding=Funding(kind=FundingKind.TAG, tag="#sea", type=EntryType.INCOME)),
        goal(funding=Funding(kind=FundingKind.CATEGORY, category_id="C1")),
        allocated("G1", step(100), step(basis_points=1, day=date(2026, 2, 1))),
        goal(currency="JPY"),
    ],
    ids=lambda one: f"{one.funding.kind}-{one.currency}",
)
def test_a_record_of_a_backup_is_the_goal_again(one: Goal) -> None:
    assert GOALS.read(GOALS.write(one, "EUR"), "EUR") == one


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"steps": []}, "steps"),
        ({"steps": [{"start": "2026-01-01"}]}, "steps.0"),
        ({"steps": [{"start": "2026-01-01", "amount": "1"}] * 2}, "steps"),
        ({"funding": {"kind": "TAG", "tag": "#a"}}, "funding.type"),
        ({"funding": {"kind": "TRANSACTIONS", "account_id": "A"}}, "funding.account_id"),
        ({"target_date": "2025-12-31"}, "target_date"),
        ({"target": "0.001"}, "target"),
    ],
)
def test_a_record_of_another_form_is_refused(change: dict[str, Any], field: str) -> None:
    content = GOALS.write(allocated("G1", step(100)), "EUR")

    with pytest.raises(InvalidArgument) as refused:
        GOALS.read(content | change, "EUR")

    assert [error.field for error in refused.value.errors] == [field]


def ledger_with(**fields: Any) -> Ledger:
    """Return a ledger with an account A of money."""
    return sample_ledger().with_account(account("A", "Nest egg", **fields))


def changed(ledger: Ledger, before: Goal, **patch: Any) -> Goal:
    fields = changed_fields(ledger, GoalPatch.model_validate(patch), before, TODAY)
    return revised(before, fields, NOON)


def made(ledger: Ledger, **fields: Any) -> Goal:
    draft = {"name": "Sea", "target": "100", "funding": {"kind": "TRANSACTIONS"}} | fields
    return goal_from_input(ledger, GoalDraft.model_validate(draft), "G1", NOON)


def test_an_allocation_counts_from_the_day_on_which_it_is_given() -> None:
    before = allocated("G1", step(100), currency=ledger_with().currency)
    share = {"kind": "ALLOCATION", "account_id": "A", "basis_points": 10}

    after = changed(ledger_with(), before, funding=share)

    assert after.steps == (step(100), step(basis_points=10, day=TODAY))
    assert changed(ledger_with(), after, funding=share) == after
    assert after.allocation_on(date(2025, 12, 31)) is None
    assert after.allocation_on(TODAY - timedelta(days=1)) == step(100)


def test_a_second_allocation_of_a_day_replaces_the_first() -> None:
    before = allocated("G1", step(100), step(200, day=TODAY), currency=ledger_with().currency)
    other = {"kind": "ALLOCATION", "account_id": "A", "amount": "7"}

    assert changed(ledger_with(), before, funding=other).steps == (step(100), step(700, day=TODAY))


def test_a_start_after_the_target_date_is_refused() -> None:
    before = goal(target_date=date(2026, 12, 31), currency=ledger_with().currency)

    with pytest.raises(InvalidArgument) as refused:
        changed(ledger_with(), before, start="2026-12-31")
    assert [error.field for error in refused.value.errors] == ["target_date"]


def test_another_account_begins_its_allocations_anew() -> None:
    ledger = ledger_with().with_account(account("B", "Other"))
    before = allocated("G1", step(100), currency=ledger.currency)

    other = {"kind": "ALLOCATION", "account_id": "B", "amount": "1"}
    after = changed(ledger, before, funding=other)

    assert after.steps == (step(100, day=TODAY),)


def test_so_many_allocations_are_kept_and_the_oldest_go() -> None:
    full = largest()

    steps = full.with_allocation(step(1, day=date(2027, 1, 1)))

    assert steps == (*full.steps[1:], step(1, day=date(2027, 1, 1)))


def test_amounts_of_a_former_currency_are_given_anew() -> None:
    before = allocated("G1", step(100), currency="GBP")
    funding = {"kind": "ALLOCATION", "account_id": "A", "amount": "7"}

    for patch, field in (({"target": "5"}, "funding"), ({"funding": funding}, "target")):
        with pytest.raises(InvalidArgument) as refused:
            changed(ledger_with(), before, **patch)
        assert [error.field for error in refused.value.errors] == [field]
    after = changed(ledger_with(), before, target="5", funding=funding)

    assert after.currency == ledger_with().currency
    assert (after.target_minor, after.steps) == (500, (step(700, day=TODAY),))
    assert changed(ledger_with(), before, name="Other").currency == "GBP"


def test_the_kind_never_changes() -> None:
    with pytest.raises(InvalidArgument) as refused:
        changed(ledger_with(), goal(), funding={"kind": "ACCOUNT", "account_id": "A"})

    assert [error.field for error in refused.value.errors] == ["funding.kind"]


def test_a_debt_is_what_is_owed_unless_another_one_is_given() -> None:
    ledger = ledger_with(kind=AccountKind.LOAN, opening_balance_minor=-50_000)
    debt = {"kind": "DEBT", "account_id": "A"}

    whole = made(ledger, target=None, funding=debt)
    part = made(ledger, target="600", funding=debt | {"debt": "700"})

    assert (whole.target_minor, whole.funding.debt_minor) == (50_000, 50_000)
    assert (part.target_minor, part.funding.debt_minor) == (60_000, 70_000)
    with pytest.raises(InvalidArgument) as refused:
        changed(ledger, part, funding=debt | {"debt": "599"})
    assert [error.field for error in refused.value.errors] == ["target"]


def test_a_start_that_is_long_ago_may_stay() -> None:
    old = goal(start=date(2001, 1, 1), currency=ledger_with().currency)

    assert changed(ledger_with(), old, target_date="2026-12-31").start == old.start
    with pytest.raises(InvalidArgument) as refused:
        changed(ledger_with(), old, target_date="2001-01-01")
    assert [error.field for error in refused.value.errors] == ["target_date"]
