from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions.http import clock
from shared.models.reports.periods import Interval, PeriodRequest
from shared.models.values.dates import Month
from shared.repositories.firestore.usage import counted_usage
from shared.services.reports import dashboards
from tests.http.answers import ok, problem, transactions_of
from tests.support.ledgers.ledgers import new_account
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor

pytestmark = pytest.mark.usefixtures("emulators")

NOTHING = {"income": "0.00", "expenses": "0.00", "net": "0.00", "transaction_count": 0}
ENDPOINTS = ("summary", "categories", "recent", "trends", "cash_flow", "net_worth", "payees")


@pytest.fixture
def payday(visitor: Person) -> Person:
    """Return a visitor whose months start on the 25th."""
    visitor.store.tenant.reference.update({"month_start": {"day": 25}})
    return visitor


def board(person: Person, name: str, **query: object) -> Any:
    """Return the answer of the dashboard; ``start`` and ``end`` are ``from`` and ``to``."""
    names = {"start": "from", "end": "to"}
    asked = {names.get(key, key): str(value) for key, value in query.items()}
    return ok(person.get(f"/dashboard/{name}", query_string=asked))


def stand_at(monkeypatch: pytest.MonkeyPatch, person: Person, instant: datetime) -> None:
    """Let the functions' clock stand, and the person's demo live on."""
    monkeypatch.setattr(clock, "now", lambda: instant)
    person.store.tenant.reference.update({"expires_at": instant + timedelta(days=1)})


def test_a_summary_of_any_days_stands_beside_as_many_days_before(visitor: Person) -> None:
    for amount, category, day in (
        ("100.00", "Salary", "2026-03-10"),
        ("30.00", "Rent", "2026-03-12"),
        ("-5.00", "Rent", "2026-03-12"),
        ("0.10", "Dining", "2026-03-09"),
        ("0.20", "Dining", "2026-03-07"),
        ("999.00", "Rent", "2026-03-06"),
        ("999.00", "Rent", "2026-03-13"),
    ):
        visitor.record(amount, category, date=day)

    assert board(visitor, "summary", start="2026-03-10", end="2026-03-12") == {
        "from": "2026-03-10",
        "to": "2026-03-12",
        "currency": "USD",
        "income": "100.00",
        "expenses": "25.00",
        "net": "75.00",
        "savings_rate": 0.75,
        "transaction_count": 3,
        "unconverted": [],
        "previous": {
            "from": "2026-03-07",
            "to": "2026-03-09",
            "income": "0.00",
            "expenses": "0.30",
            "net": "-0.30",
            "savings_rate": None,
            "transaction_count": 2,
            "unconverted": [],
        },
        "change": {"income": "100.00", "expenses": "24.70", "net": "75.30"},
        "change_ratio": {"income": None, "expenses": 82.3333, "net": 251.0},
        "by_kind": None,
    }


def test_a_summary_of_a_quarter_stands_beside_the_quarter_before(visitor: Person) -> None:
    visitor.record("3.00", date="2026-03-31")
    visitor.record("2.00", date="2025-12-31")
    visitor.record("1.00", date="2025-10-01")

    found = board(visitor, "summary", start="2026-01-01", end="2026-03-31")

    assert found["expenses"] == "3.00"
    assert (found["previous"]["from"], found["previous"]["to"]) == ("2025-10-01", "2025-12-31")
    assert found["previous"]["expenses"] == "3.00"
    assert found["change"]["expenses"] == "0.00"


@pytest.mark.parametrize("timezone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_defaults_are_of_today_where_the_ledger_lives(
    monkeypatch: pytest.MonkeyPatch, timezone: str
) -> None:
    person, turn = new_visitor(timezone=timezone), datetime(2040, 3, 31, 23, 30, tzinfo=UTC)
    stand_at(monkeypatch, person, turn)
    today = turn.astimezone(ZoneInfo(timezone)).date()
    month, first = str(today)[:7], str(today.replace(day=1))

    summary = board(person, "summary")
    assert (summary["from"], summary["to"][:7]) == (first, month)
    categories = board(person, "categories")
    assert (categories["from"], categories["to"]) == (summary["from"], summary["to"])
    for interval, count in (("month", 12), ("week", 12), ("year", 5), ("day", 31)):
        items = board(person, "trends", interval=interval)["items"]
        assert len(items) == count
        assert items[-1]["from"] <= str(today) <= items[-1]["to"]
    for name in ("cash_flow", "net_worth"):
        items = board(person, name)["items"]
        assert (len(items), items[-1]["month"]) == (12, month)


def test_the_defaults_follow_the_ledgers_calendar(
    payday: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_at(monkeypatch, payday, datetime(2026, 3, 25, 12, tzinfo=UTC))
    payday.record("1.00", date="2026-03-24")
    payday.record("2.00", date="2026-03-25")
    payday.record("4.00", date="2026-04-24")
    payday.record("8.00", date="2026-04-25")

    summary = board(payday, "summary")
    assert (summary["from"], summary["to"]) == ("2026-03-25", "2026-04-24")
    assert (summary["expenses"], summary["previous"]["expenses"]) == ("6.00", "1.00")
    assert summary["previous"]["from"] == "2026-02-25"
    assert board(payday, "categories")["from"] == "2026-03-25"
    april = board(payday, "summary", start="2026-04", end="2026-04")
    assert (april["from"], april["to"]) == ("2026-03-25", "2026-04-24")
    month = board(payday, "trends")["items"][-1]
    assert (month["month"], month["from"]) == ("2026-04", "2026-03-25")
    assert month["expenses"] == "6.00"
    year = board(payday, "trends", interval="year")["items"][-1]
    assert (year["from"], year["to"]) == ("2025-12-25", "2026-12-24")
    assert year["month"] is None
    assert year["expenses"] == "15.00"


def test_categories_are_summed_over_months_beside_as_many_before(visitor: Person) -> None:
    ids = visitor.category_ids
    visitor.record("100.00", "Salary", date="2026-02-01")
    visitor.record("30.00", "Rent", date="2026-02-28")
    visitor.record("10.00", "Rent", date="2026-03-31")
    parts = [{"category_id": ids[name], "amount": "20.00"} for name in ("Rent", "Dining")]
    visitor.record("40.00", category_id=None, splits=parts, date="2026-03-01")
    visitor.record("7.00", "Rent", date="2026-01-31")
    visitor.record("5.00", "Travel", date="2025-12-01")
    visitor.record("999.00", "Rent", date="2025-11-30")
    visitor.record("999.00", "Rent", date="2026-04-01")

    found = board(visitor, "categories", start="2026-02", end="2026-03")

    period = (found["from"], found["to"], found["currency"])
    assert period == ("2026-02-01", "2026-03-31", "USD")
    assert found["previous"] == {"from": "2025-12-01", "to": "2026-01-31"}
    assert (found["is_partial"], found["next_cursor"]) == (False, None)
    lines = [
        (line["name"], line["type"], line["total"], line["share"], line["transaction_count"],
         line["previous_total"])
        for line in found["items"]
    ]  # fmt: skip
    assert lines == [
        ("Rent", "EXPENSE", "60.00", 0.75, 3, "7.00"),
        ("Dining", "EXPENSE", "20.00", 0.25, 1, "0.00"),
        ("Travel", "EXPENSE", "0.00", 0.0, 0, "5.00"),
        ("Salary", "INCOME", "100.00", 1.0, 1, "0.00"),
    ]
    assert [line["category_id"] for line in found["items"]] == [
        ids[name] for name in ("Rent", "Dining", "Travel", "Salary")
    ]
    only = board(visitor, "categories", start="2026-02", end="2026-03", type="income")
    assert only["items"] == found["items"][-1:]
    spent, earned = found["by_kind"]
    assert spent == {"kind": "SPENDING", "income": "0.00", "expenses": "80.00", "net": "-80.00"}
    assert earned == {"kind": "OTHER", "income": "100.00", "expenses": "0.00", "net": "100.00"}
    assert only["by_kind"] == [earned]
    whole = board(visitor, "summary", start="2026-02-01", end="2026-03-31")
    assert whole["by_kind"] == found["by_kind"]


def test_recent_are_the_last_and_none_from_the_trash(visitor: Person) -> None:
    days = [f"2026-03-{day:02}" for day in range(1, 13)]
    recorded = [visitor.record(date=day) for day in days]
    ok(visitor.delete(f"/transactions/{recorded[-1]['id']}"), 204)

    found = board(visitor, "recent")

    assert found["items"] == recorded[10:5:-1]
    assert board(visitor, "recent", limit=1)["items"] == [recorded[-2]]
    whole = board(visitor, "recent", limit=50)
    assert (whole["items"], whole["next_cursor"]) == (recorded[-2::-1], None)
    rest = ok(visitor.get("/transactions", query_string={"cursor": found["next_cursor"]}))
    assert rest["items"] == recorded[5::-1]


def marked_by_today(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items without ``is_future``, which says whether they begin after today."""
    today = str(datetime.now(UTC).date())
    assert [item["is_future"] for item in items] == [item["from"] > today for item in items]
    return [{key: item[key] for key in item if key != "is_future"} for item in items]


def test_trends_by_week_are_whole_iso_weeks(visitor: Person) -> None:
    for amount, day in (
        ("1.00", "2025-12-28"), ("2.00", "2025-12-29"), ("4.00", "2026-01-01"),
        ("8.00", "2026-01-04"), ("16.00", "2026-01-12"), ("32.00", "2026-01-19"),
    ):  # fmt: skip
        visitor.record(amount, date=day)

    found = board(visitor, "trends", interval="week", start="2026-01-01", end="2026-01-12")

    assert (found["interval"], found["currency"]) == ("WEEK", "USD")
    assert marked_by_today(found["items"]) == [
        {"month": None, "from": "2025-12-29", "to": "2026-01-04", "income": "0.00",
         "expenses": "14.00", "net": "-14.00", "transaction_count": 3},
        {"month": None, "from": "2026-01-05", "to": "2026-01-11", **NOTHING},
        {"month": None, "from": "2026-01-12", "to": "2026-01-18", "income": "0.00",
         "expenses": "16.00", "net": "-16.00", "transaction_count": 1},
    ]  # fmt: skip


def test_trends_by_month_and_year_are_whole_ones(visitor: Person) -> None:
    visitor.record("1.00", "Salary", date="2025-01-01")
    visitor.record("2.00", "Salary", date="2026-03-01")
    visitor.record("4.00", "Rent", date="2026-03-31")

    months = board(visitor, "trends", interval="MONTH", start="2026-03-15", end="2026-04-15")
    years = board(visitor, "trends", interval="year", start="2024-12-31", end="2026-01-01")

    assert marked_by_today(months["items"]) == [
        {"month": "2026-03", "from": "2026-03-01", "to": "2026-03-31", "income": "2.00",
         "expenses": "4.00", "net": "-2.00", "transaction_count": 2},
        {"month": "2026-04", "from": "2026-04-01", "to": "2026-04-30", **NOTHING},
    ]  # fmt: skip
    assert [(year["from"], year["to"], year["net"]) for year in years["items"]] == [
        ("2024-01-01", "2024-12-31", "0.00"),
        ("2025-01-01", "2025-12-31", "1.00"),
        ("2026-01-01", "2026-12-31", "-2.00"),
    ]


def test_a_transfer_is_neither_income_nor_expense(visitor: Person) -> None:
    savings = new_account(visitor.store, "Savings")
    ok(
        visitor.post(
            "/transactions",
            {"type": "TRANSFER", "amount": "5.00", "to_account_id": savings, "date": "2026-03-01"},
        ),
        201,
    )

    summary = board(visitor, "summary", start="2026-03-01", end="2026-03-31")
    trends = board(visitor, "trends", start="2026-03-01", end="2026-03-31")

    assert NOTHING.items() <= summary.items()
    assert NOTHING.items() <= trends["items"][0].items()
    assert board(visitor, "categories", start="2026-03", end="2026-03")["items"] == []
    [flow] = board(visitor, "cash_flow", start="2026-03", end="2026-03")["items"]
    assert (flow["income"], flow["expenses"]) == ("0.00", "0.00")


def _fill(person: Person, first_year: int, last_year: int) -> None:
    """Record a dollar in every month of these years."""
    days = [date(year, month, 20) for year in range(first_year, last_year + 1)
            for month in range(1, 13)]  # fmt: skip
    rows = [person.entry("1.00", date=str(day)) for day in days]
    ok(person.post("/transactions/batch", {"create": rows}))


def test_ten_years_are_read_from_one_document_a_month(visitor: Person) -> None:
    _fill(visitor, 2016, 2026)
    ten_years, now = PeriodRequest(Month(2016, 1), Month(2025, 12)), datetime.now(UTC)

    with counted_usage() as usage:
        found = dashboards.get_trends(visitor.store, Interval.MONTH, ten_years, now)

    assert {item.totals.expenses_minor for item in found.items} == {100}
    assert (len(found.items), usage.reads) == (120, 1 + 120)


def test_weeks_are_read_from_one_document_a_month(visitor: Person) -> None:
    _fill(visitor, 2025, 2026)
    quarter, now = PeriodRequest(Month(2026, 1), Month(2026, 3)), datetime.now(UTC)

    with counted_usage() as usage:
        found = dashboards.get_trends(visitor.store, Interval.WEEK, quarter, now)

    assert (found.items[0].days.first, found.items[-1].days.last) == (
        date(2025, 12, 29), date(2026, 4, 5),
    )  # fmt: skip
    assert usage.reads == 1 + len(["2025-12", "2026-01", "2026-02", "2026-03", "2026-04"])


def test_a_summary_and_the_one_before_read_no_month_twice(visitor: Person) -> None:
    _fill(visitor, 2026, 2026)
    week, now = PeriodRequest(date(2026, 3, 16), date(2026, 3, 22)), datetime.now(UTC)

    with counted_usage() as usage:
        found = dashboards.get_period_summary(visitor.store, week, now)

    assert (found.current.totals.expenses_minor, usage.reads) == (100, 1 + 1)


@pytest.mark.parametrize("name", ENDPOINTS)
def test_the_etag_changes_when_what_is_shown_does(
    visitor: Person, one_day: None, name: str
) -> None:
    today = str(datetime.now(UTC).date())
    visitor.record("2.00", date=today)
    path = f"/dashboard/{name}"
    before = visitor.get(path)
    known = {"If-None-Match": before.headers["ETag"]}

    same = visitor.get(path, headers=known)
    visitor.record("1.00", date=today)
    other = visitor.get(path, headers=known)

    assert (same.status_code, same.get_data()) == (304, b"")
    assert ok(other) != ok(before)


@pytest.mark.parametrize("name", ENDPOINTS)
def test_nobody_sees_anothers_totals(visitor: Person, one_day: None, name: str) -> None:
    stranger = new_visitor()
    empty = ok(stranger.get(f"/dashboard/{name}"))
    visitor.record("2.00", date=str(datetime.now(UTC).date()))

    assert ok(stranger.get(f"/dashboard/{name}")) == empty
    assert transactions_of(stranger) == []


@pytest.mark.parametrize("name", ENDPOINTS)
def test_a_registered_users_first_dashboard_is_of_their_new_ledger(name: str) -> None:
    ok(registered_user().get(f"/dashboard/{name}"))


@pytest.mark.parametrize("name", ENDPOINTS)
def test_an_expired_demo_shows_nothing(visitor: Person, name: str) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    visitor.store.tenant.reference.update({"expires_at": past})

    problem(visitor.get(f"/dashboard/{name}"), 410, "demo-expired")


@pytest.mark.parametrize("name", ENDPOINTS)
def test_the_dashboard_is_only_read(settled_visitor: Person, name: str) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        refused = settled_visitor.call(method, f"/dashboard/{name}")
        problem(refused, 405, "method-not-allowed")
        assert refused.headers["Allow"] == "GET, HEAD, OPTIONS"
