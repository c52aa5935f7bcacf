"""Expected and projected amounts of budgets, with recurring entries and later transactions.

It is 20 March 2026, the 20th of 31 days.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import ok
from tests.http.planning.budgets.budgets import create, on, period
from tests.http.planning.budgets.test_status import WEEKLY, reads
from tests.support.ledgers.people import Person


def recurring(person: Person, day: int, amount: str, category: str, **fields: Any) -> Any:
    """Create an entry of each month that recurs from a day of March on."""
    template = {"type": "EXPENSE", "amount": amount, "category_id": person.category_ids[category]}
    body = {
        "name": "Entry",
        "mode": "AUTO",
        "template": template | fields,
        "schedule": {"start": f"2026-03-{day:02}", "frequency": "MONTHLY"},
    }
    return ok(person.post("/recurring", body), 201)


def process(person: Person, entry: Any, nominal: str | None = None) -> None:
    body = {} if nominal is None else {"nominal": nominal}
    ok(person.post(f"/recurring/{entry['id']}/process", body))


def figures(person: Person, budget: Any, day: object = None) -> tuple[str, ...]:
    found = period(person, budget, day)
    return tuple(found[name] for name in ("spent", "expected", "projected", "safe_per_day"))


@pytest.mark.parametrize("rule", [None, WEEKLY])
def test_rent_is_expected_on_its_day_and_not_repeated(
    visitor: Person, rule: dict[str, Any] | None
) -> None:
    # 620.00 of the amount are rent, and 10.00 remain for each day of the month or week.
    starts, days, passed = ("2026-03-01", 31, 20) if rule is None else ("2026-03-16", 7, 5)
    scope = on("CATEGORIES", visitor.category_ids["Rent"], visitor.category_ids["Groceries"])
    amount = f"{620 + 10 * days}.00"
    budget = create(visitor, scope=scope, amount=amount, period=rule, start=starts)
    rent = recurring(visitor, int(starts[-2:]), "620.00", "Rent")
    recurring(visitor, int(starts[-2:]), "5.00", "Dining")
    left = 10 * (days - passed + 1) + 10 * (passed - 1)
    before = figures(visitor, budget)

    process(visitor, rent)
    visitor.record(f"{20 * passed}.00", "Groceries", date=starts)

    assert before == (
        "0.00",
        f"{620 + 10 * passed}.00",
        "620.00",
        f"{left * 100 // (days - passed + 1) / 100:.2f}",
    )
    spent, expected, projected, _ = figures(visitor, budget)
    assert (spent, expected) == (f"{620 + 20 * passed}.00", before[1])
    assert projected == f"{620 + 20 * days}.00"


def test_what_comes_and_what_is_booked_ahead_is_no_pace(visitor: Person) -> None:
    ids = visitor.category_ids
    scope = on("CATEGORIES", ids["Rent"], ids["Groceries"])
    budget, everything = create(visitor, scope=scope, amount="900"), create(visitor, amount="900")
    recurring(visitor, 28, "280.00", "Rent")
    visitor.record("40.00", "Groceries", date="2026-03-05")
    visitor.record("500.00", "Groceries", date="2026-03-30")

    expected = ("540.00", "400.00", "842.00", "6.66")

    assert figures(visitor, budget) == figures(visitor, everything) == expected


def test_an_occurrence_that_is_booked_before_its_day_counts_once(visitor: Person) -> None:
    budget = create(visitor, scope=on("CATEGORIES", visitor.category_ids["Rent"]), amount="900")
    rent = recurring(visitor, 28, "280.00", "Rent")
    open_ones = figures(visitor, budget)

    process(visitor, rent, "2026-03-28")

    assert open_ones == ("0.00", "400.00", "280.00", "51.66")
    assert figures(visitor, budget) == ("280.00", "400.00", "280.00", "51.66")


def test_only_what_is_in_the_scope_counts_and_skipped_ones_do_not(visitor: Person) -> None:
    ids = visitor.category_ids
    of_rent = create(visitor, scope=on("CATEGORIES", ids["Rent"]), amount="310")
    of_tag = create(visitor, scope=on("TAGS", "flat"), amount="310")
    splits = [
        {"category_id": ids["Rent"], "amount": "60.00"},
        {"category_id": ids["Dining"], "amount": "40.00"},
    ]
    entry = recurring(visitor, 28, "100.00", "Rent", category_id=None, splits=splits, tags=["Flat"])
    recurring(visitor, 27, "-7.00", "Rent")
    income = {"type": "INCOME", "category_id": ids["Salary"], "tags": ["Flat"]}
    recurring(visitor, 26, "1000.00", "Rent", **income)

    assert [period(visitor, one)["projected"] for one in (of_rent, of_tag)] == ["53.00", "100.00"]
    ok(visitor.post(f"/recurring/{entry['id']}/skip", {"nominal": "2026-03-28"}))
    assert [period(visitor, one)["projected"] for one in (of_rent, of_tag)] == ["-7.00", "0.00"]


def test_amounts_of_a_foreign_account_are_converted_or_left_out(visitor: Person) -> None:
    abroad = ok(visitor.post("/accounts", {"name": "A", "kind": "CASH", "currency": "ARS"}), 201)
    budget = create(visitor, scope=on("ACCOUNTS", abroad["id"]))
    recurring(visitor, 28, "2000.00", "Rent", account_id=abroad["id"])
    assert figures(visitor, budget)[2] == "0.00"

    rate = {"base": "ARS", "quote": "USD", "date": "2026-03-01", "rate": "0.001"}
    ok(visitor.post("/currencies/own_rates", rate), 201)

    assert figures(visitor, budget)[2] == "2.00"


def test_periods_to_come_and_past_ones(visitor: Person) -> None:
    budget = create(visitor, amount="310", start="2026-02-01")
    recurring(visitor, 28, "280.00", "Rent")
    visitor.record("50.00", "Rent", date="2026-02-10")
    visitor.record("9.00", "Rent", date="2026-04-10")

    assert figures(visitor, budget, "2026-02-01") == ("50.00", "310.00", "50.00", "0.00")
    assert figures(visitor, budget, "2026-04-01") == ("9.00", "0.00", "289.00", "0.70")
    items = ok(visitor.get(f"/budgets/{budget['id']}/history"))["items"]
    assert items[-1] == period(visitor, budget)


def test_entries_and_their_occurrences_are_read_and_else_nothing(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    budget = create(visitor, scope=on("CATEGORIES", visitor.category_ids["Rent"]))
    figures(visitor, budget)
    assert reads(capsys) == 2 + 1
    visitor.record("9.00", "Dining", date="2026-03-21")
    figures(visitor, budget)
    assert reads(capsys) == 2 + 1 + 1
    process(visitor, recurring(visitor, 1, "280.00", "Rent"))
    figures(visitor, budget)
    assert reads(capsys) == 2 + 1 + 1 + 1 + 1
