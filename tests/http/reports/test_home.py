"""The home page in one call: the answers of the single operations, from at most 17 documents."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.http.answers import FIRST_OF_MONTH, ok
from tests.support.cases import for_each
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.workspaces import new_workspace

MAX_DOCUMENTS = 17


def home_of(person: Person, query: str = "") -> Any:
    return ok(person.get(f"/dashboard{query}"))


def record_14_months(person: Person) -> None:
    """Record one transaction of 1 in each of the last 14 months, this one included."""
    today = datetime.now(UTC).date()
    months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(14)]
    rows = [person.entry("1", date=str(date(year, month + 1, 1))) for year, month in months]
    ok(person.post("/transactions/batch", {"create": rows}))


def test_home_shows_what_the_single_operations_show() -> None:
    person = new_visitor("EUR", timezone="Europe/Berlin")
    record_14_months(person)
    ok(person.post("/types", {"name": "Fee", "type": "EXPENSE"}), 201)
    ok(person.patch("/me", {"display_name": "Ada"}))
    me, today = ok(person.get("/me")), datetime.now(UTC).date()

    home = home_of(person)

    assert home["user"] == {
        "uid": person.uid,
        "display_name": "Ada",
        "is_demo": True,
        "expires_at": me["expires_at"],
    }
    assert (home["tenant"], home["workspace"], home["role"]) == (me["tenant"], None, "ADMIN")
    assert home["settings"] == {
        "currency": "EUR", "exponent": 2, "timezone": "Europe/Berlin",
        "month_start": FIRST_OF_MONTH, "summary_edition": None,
    }  # fmt: skip
    assert home["settings"].items() <= me.items()
    assert abs((date.fromisoformat(home["today"]) - today).days) <= 1
    accounts = ok(person.get("/accounts"))
    assert (home["accounts"], home["totals"]) == (accounts["items"], accounts["totals"])
    assert home["categories"] == ok(person.get("/categories"))["items"]
    assert home["custom_types"] == ok(person.get("/types"))["items"]
    assert home["month"] == home["trends"]["items"][-1]["month"]
    assert home["summary"] == ok(person.get("/dashboard/summary"))
    assert home["category_totals"] == ok(person.get("/dashboard/categories"))
    assert home["daily"] == days_of(person, home["summary"])
    assert home["trends"] == ok(person.get("/dashboard/trends"))
    assert [month["transaction_count"] for month in home["trends"]["items"]] == [1] * 12
    assert home["recent"] == ok(person.get("/dashboard/recent?limit=3"))["items"]
    assert home["jobs"] == []


def days_of(person: Person, summary: Any) -> Any:
    """Get the days of a summary's period and of the one before, as the operation on trends does."""
    days = f"from={summary['previous']['from']}&to={summary['to']}"
    return ok(person.get(f"/dashboard/trends?interval=DAY&{days}"))


def documents_of(capsys: pytest.CaptureFixture[str]) -> tuple[int, int]:
    """Return how many documents the last request read and wrote, as its line in the log says."""
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    return line["documents_read"], line["documents_written"]


def test_home_without_entries_reads_at_most_17_documents(
    capsys: pytest.CaptureFixture[str],
) -> None:
    person = registered_user()
    record_14_months(person)

    home = home_of(person)

    assert len(home["recent"]) == 3
    assert documents_of(capsys) == (MAX_DOCUMENTS, 0)


def test_home_of_another_month_has_the_reports_of_that_month(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    ok(visitor.patch("/settings", {"month_start": {"day": 25}}))
    visitor.record("40", "Dining", date="2025-02-24")
    visitor.record("30", "Rent", date="2025-02-25")
    visitor.record("7", "Dining", date="2025-03-24", tags=["a"])
    visitor.record("5", "Dining", date="2025-03-25")

    home = home_of(visitor, "?month=2025-03")

    assert documents_of(capsys) == (MAX_DOCUMENTS, 0)
    period = "from=2025-03&to=2025-03"
    assert (home["month"], home["summary"]["expenses"]) == ("2025-03", "37.00")
    assert home["summary"] == ok(visitor.get(f"/dashboard/summary?{period}"))
    assert home["category_totals"] == ok(visitor.get(f"/dashboard/categories?{period}"))
    assert home["daily"] == days_of(visitor, home["summary"])
    year = "from=2024-04&to=2025-03"
    assert home["trends"] == ok(visitor.get(f"/dashboard/trends?{year}"))
    assert home["recent"] == ok(visitor.get("/dashboard/recent?limit=3"))["items"]


def test_home_names_the_last_change_from_which_the_feed_goes_on(visitor: Person) -> None:
    before = home_of(visitor)
    visitor.record("5", "Dining")
    after = home_of(visitor)

    since = before["latest_sequence_cursor"]
    items = ok(visitor.get(f"/changes/feed?since={since}"))["items"]
    assert [one["sequence"] for one in items] == [after["sequence"]]
    since = after["latest_sequence_cursor"]
    assert ok(visitor.get(f"/changes/feed?since={since}"))["items"] == []


@for_each("month", ["1900-01", "9998-12"])
def test_home_of_the_first_and_the_last_month_is_empty(month: str, visitor: Person) -> None:
    home = home_of(visitor, f"?month={month}")

    assert (home["month"], home["summary"]["transaction_count"]) == (month, 0)
    assert (home["category_totals"]["items"], len(home["trends"]["items"])) == ([], 12)


@for_each("month", ["2026-13", "2026", "2026-03-01", "1899-12", "9999-01", ""])
def test_home_of_what_is_no_month_is_refused(month: str, visitor: Person) -> None:
    problem = visitor.get(f"/dashboard?month={month}")

    assert problem.status_code == 422
    assert [one["field"] for one in problem.get_json()["errors"]] == ["month"]


@for_each("asked", [0, 5])
def test_each_recent_transaction_of_home_is_one_document(
    asked: int, capsys: pytest.CaptureFixture[str]
) -> None:
    person = registered_user()
    record_14_months(person)

    home = home_of(person, f"?recent={asked}")

    assert len(home["recent"]) == asked
    assert documents_of(capsys) == (MAX_DOCUMENTS - 3 + asked, 0)


def test_a_viewer_sees_home_of_a_workspace_with_their_own_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    grace = registered_user(is_verified=True)
    ok(grace.patch("/me", {"display_name": "Grace"}))
    workspace = new_workspace(currency="JPY")
    viewer = workspace.admit(grace)
    record_14_months(workspace.as_seen_by(workspace.creator))

    home = home_of(viewer)

    assert documents_of(capsys) == (MAX_DOCUMENTS, 0)
    assert (home["user"]["uid"], home["user"]["display_name"]) == (grace.uid, "Grace")
    assert (home["user"]["is_demo"], home["user"]["expires_at"]) == (False, None)
    assert home["tenant"] == f"workspaces/{workspace.id}"
    assert home["workspace"] == {"id": workspace.id, "name": "Family"}
    assert (home["role"], home["settings"]["exponent"]) == ("VIEWER", 0)
    assert len(home["recent"]) == 1


def test_home_of_a_workspace_with_many_accounts_reads_as_much(
    capsys: pytest.CaptureFixture[str],
) -> None:
    workspace = new_workspace()
    admin = workspace.as_seen_by(workspace.creator)
    record_14_months(admin)
    for number in range(5):
        ok(admin.post("/accounts", {"name": f"Account {number}", "kind": "CASH"}), 201)

    home = home_of(admin)

    assert documents_of(capsys) == (MAX_DOCUMENTS, 0)
    assert len(home["accounts"]) == 6


def test_home_of_a_deleted_workspace_is_not_found() -> None:
    workspace = new_workspace()
    admin = workspace.as_seen_by(workspace.creator)
    home_of(admin)
    assert workspace.creator.delete(f"/workspaces/{workspace.id}").status_code == 204

    for path in ("/dashboard", "/dashboard/summary", "/dashboard/recent"):
        problem = admin.get(path)
        assert (problem.status_code, problem.get_json()["code"]) == (404, "not-found")


def test_home_that_has_not_changed_is_not_sent_again(visitor: Person) -> None:
    etag = visitor.get("/dashboard").headers["ETag"]

    again = visitor.get("/dashboard", headers={"If-None-Match": etag})
    assert (again.status_code, again.get_data()) == (304, b"")

    visitor.record()
    assert visitor.get("/dashboard", headers={"If-None-Match": etag}).status_code == 200
