"""Amounts of budgets over HTTP: of one period, from one on, and shown before they change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.http import clock
from shared.models.planning.budgets.budget import MAX_STEPS
from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import latest, undo
from tests.http.planning.budgets.budgets import create, period
from tests.http.planning.budgets.conftest import NOON
from tests.support.ledgers.people import Person


def change(person: Person, budget: dict[str, Any], **fields: Any) -> Any:
    return ok(person.patch(f"/budgets/{budget['id']}", fields))


def planned(person: Person, budget: dict[str, Any]) -> list[str]:
    """Return the amounts from February to June."""
    return [
        period(person, budget, f"2026-{month:02}-15")["amount"].removesuffix(".00")
        for month in range(2, 7)
    ]


def test_an_amount_is_of_one_period_or_from_there_on_and_the_past_stays(visitor: Person) -> None:
    budget = create(visitor, start="2026-02-01")

    change(visitor, budget, amount="110")
    assert planned(visitor, budget) == ["100", "110", "110", "110", "110"]
    change(visitor, budget, amount="120", once=True)
    assert planned(visitor, budget) == ["100", "120", "110", "110", "110"]
    change(visitor, budget, **{"from": "2026-05-31", "amount": "0"})
    assert planned(visitor, budget) == ["100", "120", "110", "0", "0"]
    after = change(visitor, budget, **{"from": "2026-05-02", "amount": "130", "once": True})
    assert planned(visitor, budget) == ["100", "120", "110", "130", "0"]
    assert [(one["from"], one["once"]) for one in after["amounts"]] == [
        ("2026-02-01", False),
        ("2026-03-01", False),
        ("2026-03-01", True),
        ("2026-05-01", False),
        ("2026-05-01", True),
    ]


def test_an_amount_from_a_period_on_replaces_that_of_the_period_alone(visitor: Person) -> None:
    budget = create(visitor, start="2026-02-01")
    change(visitor, budget, amount="120", once=True)

    change(visitor, budget, amount="130")

    assert planned(visitor, budget) == ["100", "130", "130", "130", "130"]


def test_an_amount_ahead_is_removed_by_null_and_an_equal_one_changes_nothing(
    visitor: Person,
) -> None:
    budget = create(visitor, start="2026-02-01")
    change(visitor, budget, **{"from": "2026-05-31", "amount": "130", "once": True})
    after = change(visitor, budget, **{"from": "2026-05-31", "amount": "120"})
    assert planned(visitor, budget) == ["100", "100", "100", "120", "120"]

    with nothing_written(visitor):
        same = change(visitor, budget, **{"from": "2026-06-02", "amount": "120.00"})
        path = f"/budgets/{budget['id']}"
        for day in ("2026-04-01", "2026-06-01"):
            refused = visitor.patch(path, {"amount": None, "from": day})
            problem(refused, 422, "invalid-argument", "amount")
    removed = change(visitor, budget, **{"from": "2026-05-02", "amount": None})

    assert same == after
    assert removed["amounts"] == budget["amounts"]
    assert planned(visitor, budget) == ["100"] * 5
    undo(visitor, latest(visitor))
    assert planned(visitor, budget) == ["100", "100", "100", "120", "120"]


def test_a_period_that_is_over_keeps_its_amount(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = create(visitor, start="2026-02-01")
    path = f"/budgets/{budget['id']}"
    later = NOON + timedelta(days=12)
    visitor.store.tenant.reference.update({"expires_at": later + timedelta(days=1)})
    monkeypatch.setattr(clock, "now", lambda: later)

    refused = visitor.patch(path, {"amount": "1", "from": "2026-03-31"})

    found = problem(refused, 422, "invalid-argument", "from")
    assert "over" in found["errors"][0]["message"]
    change(visitor, budget, amount="1")
    assert planned(visitor, budget) == ["100", "100", "1", "1", "1"]


def test_a_change_of_the_amount_is_undone(visitor: Person) -> None:
    budget = create(visitor)
    change(visitor, budget, amount="110")

    undo(visitor, latest(visitor))

    assert period(visitor, budget)["amount"] == "100.00"


def test_a_preview_has_the_status_before_and_after_and_writes_nothing(visitor: Person) -> None:
    budget = create(visitor)
    visitor.record("30.00")
    path = f"/budgets/{budget['id']}/preview"

    with nothing_written(visitor):
        now = ok(visitor.post(path, {"amount": "50", "name": "Less"}))
        then = ok(visitor.post(path, {"amount": "50", "from": "2026-05-05"}))

    assert now["before"]["period"] == period(visitor, budget)
    assert now["after"]["name"] == "Less"
    assert {"amount": "50.00", "left": "20.00"}.items() <= now["after"]["period"].items()
    starts = [then[name]["period"]["start_date"] for name in ("before", "after")]
    assert starts == ["2026-05-01", "2026-05-01"]
    assert (then["before"]["period"]["amount"], then["after"]["period"]["amount"]) == (
        "100.00", "50.00",
    )  # fmt: skip


def test_a_preview_of_another_scope_is_not_ready_if_it_has_no_totals(visitor: Person) -> None:
    budget = create(visitor, period={"frequency": "WEEKLY"})
    scope = {"kind": "CATEGORIES", "ids": [visitor.category_ids["Rent"]]}

    found = ok(visitor.post(f"/budgets/{budget['id']}/preview", {"scope": scope}))

    assert (found["before"]["is_ready"], found["after"]["is_ready"]) == (True, False)
    assert found["after"]["period"]["spent"] is None


def test_a_budget_has_at_most_60_amounts(visitor: Person) -> None:
    budget = create(visitor, period={"frequency": "DAILY"})
    first = NOON.date()
    for number in range(1, MAX_STEPS):
        day = str(first + timedelta(days=number))
        change(visitor, budget, **{"amount": number, "from": day})

    body = {"amount": "1", "from": str(first + timedelta(days=MAX_STEPS))}
    refused = visitor.patch(f"/budgets/{budget['id']}", body)

    problem(refused, 422, "invalid-argument", "amount")
    change(visitor, budget, amount="1")
