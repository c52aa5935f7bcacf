"""Goals that need attention on the home page: as in their status, of few more documents."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import ok
from tests.http.planning.budgets.test_status import reads
from tests.http.planning.goals.conftest import _on_one_day
from tests.http.planning.goals.goals import amounts, contribute, create, of_account, savings
from tests.support.ledgers.people import Person

__all__ = ["_on_one_day"]


def home(person: Person) -> Any:
    return ok(person.get("/dashboard"))["goals"]


def test_what_is_short_overdue_or_behind_has_the_amounts_of_the_status(visitor: Person) -> None:
    dining, account = visitor.category_ids["Dining"], savings(visitor)
    yen = savings(visitor, "100", currency="JPY", name="Yen")
    year: dict[str, Any] = {"start": "2026-01-01", "target_date": "2026-12-31"}
    short = create(visitor, name="Short", funding=of_account(account, amount="800"))
    late = create(visitor, name="Late", start="2026-01-01", target_date="2026-03-19")
    of_yen = of_account(yen, amount="100")
    behind = create(visitor, name="Behind", target="1000", funding=of_yen, **year)
    create(visitor, name="Payday", funding={"kind": "CATEGORY", "category_id": dining}, **year)
    create(visitor, name="Undated", start="2026-01-01")
    for state in ("PAUSED", "CANCELLED"):
        goal = create(visitor, name=state, **year)
        ok(visitor.patch(f"/goals/{goal['id']}", {"state": state}))
    create(visitor, name="Reached", target="50", start="2026-01-01", target_date="2026-03-19",
           funding={"kind": "TAG", "tag": "sea"})  # fmt: skip
    visitor.record("900.00", "Rent", date="2026-03-01", account_id=account["id"])
    visitor.record("140.00", "Dining", date="2026-03-01", tags=["sea"])
    contribute(visitor, late, "900.00")

    found = home(visitor)

    assert [
        (one["name"], one["reason"], one["missing"], one["saved"], one["target"], one["currency"])
        for one in found["items"]
    ] == [
        ("Short", "SHORTFALL", "700.00", "100.00", "1000.00", "USD"),
        ("Behind", "BEHIND", "116", "100", "1000", "JPY"),
        ("Late", "OVERDUE", "100.00", "900.00", "1000.00", "USD"),
    ]
    for goal, name in ((short, "shortfall"), (behind, "behind"), (late, "left")):
        [one] = [one for one in found["items"] if one["id"] == goal["id"]]
        status = amounts(visitor, goal)
        assert (one["missing"], one["saved"]) == (status[name], status["saved"])
    assert (found["count"], found["is_partial"]) == (3, False)


def test_a_ledger_without_goals_pays_at_most_one_read(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    assert home(visitor) is None
    without = reads(capsys)
    goal = create(visitor, start="2025-04-01", target_date="2026-12-31")
    assert home(visitor)["count"] == 1
    assert reads(capsys) == without + 2  # Budgets and goals.
    ok(visitor.patch(f"/goals/{goal['id']}", {"archived": True}))
    assert home(visitor) is None


def test_months_before_those_of_home_are_read_up_to_24(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    home(visitor)
    without = reads(capsys)
    goal = create(visitor, start="2023-04-01", target_date="2026-12-31")
    contribute(visitor, goal, "20.00", date="2023-04-01")
    create(visitor, name="Loan", target=None, start="2018-01-01", target_date="2026-12-31",
           funding=of_account(savings(visitor, "-900", kind="LOAN"), "DEBT"))  # fmt: skip

    found = home(visitor)

    assert reads(capsys) == without + 2 + 24
    assert [one["saved"] for one in found["items"]] == ["0.00", "20.00"]
    assert found["is_partial"] is False
    create(visitor, name="Old", start="2023-03-31", target_date="2026-12-31")
    assert (home(visitor)["count"], home(visitor)["is_partial"]) == (2, True)
    home(visitor)
    assert reads(capsys) == without + 2 + 24


def test_a_goal_in_a_former_currency_is_left_out(visitor: Person) -> None:
    create(visitor, start="2026-01-01", target_date="2026-12-31")
    ok(visitor.patch("/settings", {"currency": "JPY"}))

    assert home(visitor) == {"items": [], "count": 0, "is_partial": True}


def test_ten_goals_are_listed_and_all_are_counted(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.models.planning.goals.noticed.MAX_NOTICED", 1)
    for target in ("10", "20"):
        create(visitor, name=target, target=target, start="2026-01-01", target_date="2026-12-31")

    assert (len(home(visitor)["items"]), home(visitor)["count"]) == (1, 2)
