from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions.http import clock
from shared.models.values.dates import Month
from shared.services.reports.rollup import close_ended
from tests.http.answers import ok, problem, report_of, transactions_of
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor

MARCH = Month(2026, 3)
PATH = "/monthlyReport?year=2026&month=3"


def close(person: Person, run_id: str) -> None:
    """Let the rollup close March 2026."""
    close_ended(person.store, MARCH, run_id, lambda: datetime(2026, 4, 1, 3, tzinfo=UTC))


ENTRIES = (
    ("4200.00", "Salary", "2026-03-01"),
    ("0.10", "Interest", "2026-03-31"),
    ("1350.00", "Rent", "2026-03-01"),
    ("0.10", "Dining", "2026-03-02"),
    ("0.20", "Dining", "2026-03-02"),
    ("99.99", "Shopping", "2026-03-02"),
    ("-99.99", "Shopping", "2026-03-03"),
    ("500.00", "Freelance", "2026-02-28"),
    ("20.50", "Rent", "2026-02-01"),
    ("7.00", "Rent", "2026-04-01"),
)
"""Seven of March, two of the month before, one of the month after."""

MARCH_TOTALS = {
    "year": 2026,
    "month": 3,
    "from": "2026-03-01",
    "to": "2026-03-31",
    "currency": "USD",
    "total_income": "4200.10",
    "total_expenses": "1350.30",
    "net_savings": "2849.80",
    "savings_rate": 0.6785,
    "transaction_count": 7,
    "unconverted": [],
    "by_kind": [
        {"kind": "SPENDING", "income": "0.00", "expenses": "1350.30", "net": "-1350.30"},
        {"kind": "INVESTMENT", "income": "0.10", "expenses": "0.00", "net": "0.10"},
        {"kind": "OTHER", "income": "4200.00", "expenses": "0.00", "net": "4200.00"},
    ],
    "by_tag": [
        {
            "tag": "out",
            "income": "0.00",
            "expenses": "0.30",
            "net": "-0.30",
            "transaction_count": 2,
        }
    ],
    "by_custom_type": [],
    "previous_month": {
        "total_income": "500.00",
        "total_expenses": "20.50",
        "net_savings": "479.50",
        "unconverted": [],
    },
    "status": "OPEN",
    "revision": 0,
    "verified_at": None,
}
"""The report of March, but for categories, days, and when it last changed."""


def test_a_month_adds_up_exactly(visitor: Person) -> None:
    for amount, category, day in ENTRIES:
        visitor.record(amount, category, date=day, tags=["Out"] if category == "Dining" else [])
    ids = visitor.category_ids

    report = report_of(visitor)

    lines = [
        (line["category_id"], line["name"], line["type"], line["total"], line["share"],
         line["transaction_count"])
        for line in report.pop("by_category")
    ]  # fmt: skip
    assert lines == [
        (ids["Salary"], "Salary", "INCOME", "4200.00", 1.0, 1),
        (ids["Rent"], "Rent", "EXPENSE", "1350.00", 0.9998, 1),
        (ids["Dining"], "Dining", "EXPENSE", "0.30", 0.0002, 2),
        (ids["Interest"], "Interest", "INCOME", "0.10", 0.0, 1),
        (ids["Shopping"], "Shopping", "EXPENSE", "0.00", 0.0, 2),
    ]
    daily = {line["date"]: (line["income"], line["expenses"], line["net"], line["cumulative_net"])
             for line in report.pop("daily")}  # fmt: skip
    assert len(daily) == 31
    assert daily["2026-03-01"] == ("4200.00", "1350.00", "2850.00", "2850.00")
    assert daily["2026-03-02"] == ("0.00", "100.29", "-100.29", "2749.71")
    assert daily["2026-03-03"] == ("0.00", "-99.99", "99.99", "2849.70")
    assert daily["2026-03-04"] == ("0.00", "0.00", "0.00", "2849.70")
    assert daily["2026-03-31"] == ("0.10", "0.00", "0.10", "2849.80")
    assert report.pop("updated_at")
    assert report == MARCH_TOTALS


def test_a_month_without_transactions_is_zeros(visitor: Person) -> None:
    report = report_of(visitor)

    zero = {"total_income": "0.00", "total_expenses": "0.00", "net_savings": "0.00"}
    assert zero.items() <= report.items()
    assert report["previous_month"] == zero | {"unconverted": []}
    assert (report["savings_rate"], report["transaction_count"]) == (None, 0)
    assert (report["by_category"], report["by_tag"], report["updated_at"]) == ([], [], None)
    assert {line["cumulative_net"] for line in report["daily"]} == {"0.00"}


def test_a_month_that_was_emptied_is_zeros_again(visitor: Person) -> None:
    transaction = visitor.record()
    ok(visitor.delete(f"/transactions/{transaction['id']}"), 204)

    report = report_of(visitor)

    assert (report["total_expenses"], report["by_category"]) == ("0.00", [])


@pytest.mark.parametrize("amounts", [[], ["-5.00"], ["5.00", "-5.00"]])
def test_there_is_no_savings_rate_without_positive_income(
    visitor: Person, amounts: list[str]
) -> None:
    visitor.record("1.00", "Rent")
    for amount in amounts:
        visitor.record(amount, "Salary")

    assert report_of(visitor)["savings_rate"] is None


def test_there_is_no_share_of_nothing(visitor: Person) -> None:
    visitor.record("5.00", "Rent")
    visitor.record("-5.00", "Dining")

    assert [line["share"] for line in report_of(visitor)["by_category"]] == [None, None]


@pytest.mark.parametrize(
    ("income", "expenses", "rate"),
    [("3.00", "2.00", 0.3333), ("3.00", "1.00", 0.6667), ("1.00", "2.50", -1.5), ("1.00", "", 1.0)],
)
def test_the_savings_rate_has_four_decimals(
    visitor: Person, income: str, expenses: str, rate: float
) -> None:
    visitor.record(income, "Salary")
    if expenses:
        visitor.record(expenses, "Rent")

    assert report_of(visitor)["savings_rate"] == rate


def test_categories_are_by_absolute_total_the_largest_first(visitor: Person) -> None:
    for amount, category in (
        ("5.00", "Rent"), ("-7.00", "Shopping"), ("6.00", "Salary"), ("5.00", "Dining"),
    ):  # fmt: skip
        visitor.record(amount, category)

    names = [line["name"] for line in report_of(visitor)["by_category"]]

    assert names == ["Shopping", "Salary", "Dining", "Rent"]


@pytest.mark.parametrize(
    ("year", "month", "days"),
    [(2024, 2, 29), (2026, 2, 28), (2000, 2, 29), (1900, 2, 28), (2026, 4, 30), (9999, 12, 31)],
)
def test_every_day_of_the_month_has_a_line(
    settled_visitor: Person, year: int, month: int, days: int
) -> None:
    dates = [line["date"] for line in report_of(settled_visitor, year, month)["daily"]]

    assert dates == [str(date(year, month, day)) for day in range(1, days + 1)]


def test_the_month_before_january_is_december(visitor: Person) -> None:
    visitor.record("1.00", date="2025-12-31")

    assert report_of(visitor, 2026, 1)["previous_month"]["total_expenses"] == "1.00"


@pytest.mark.parametrize(
    ("currency", "amount", "total"), [("JPY", "1250", "1250"), ("KWD", "1.25", "1.250")]
)
def test_amounts_have_the_currencys_decimals(
    emulators: None, currency: str, amount: str, total: str
) -> None:
    person = new_visitor(currency)
    person.record(amount)

    report = report_of(person)

    assert (report["currency"], report["total_expenses"]) == (currency, total)
    assert report["daily"][30]["expenses"] == total


@pytest.mark.parametrize("timezone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_default_is_this_month_where_the_tenant_lives(
    emulators: None, monkeypatch: pytest.MonkeyPatch, timezone: str
) -> None:
    person = new_visitor(timezone=timezone)
    turn = datetime(2040, 3, 31, 23, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: turn)
    _let_live_until(person, datetime(2041, 1, 1, tzinfo=UTC))

    report = ok(person.get("/monthlyReport"))

    today = turn.astimezone(ZoneInfo(timezone)).date()
    assert (report["year"], report["month"]) == (today.year, today.month)


def _let_live_until(person: Person, instant: datetime) -> None:
    person.store.tenant.reference.update({"expires_at": instant})


def test_an_unchanged_month_is_not_sent_again(visitor: Person) -> None:
    visitor.record()
    etag = visitor.get(PATH).headers["ETag"]

    response = visitor.get(PATH, headers={"If-None-Match": etag})

    assert (response.status_code, response.get_data()) == (304, b"")


def _rename(person: Person) -> Any:
    path = f"/categories/{person.category_ids['Groceries']}"
    return ok(person.patch(path, {"name": "Food"}))


@pytest.mark.parametrize(
    "change",
    [
        lambda person: person.record("1.00"),
        lambda person: person.record("1.00", date="2026-02-01"),
        lambda person: close(person, "a-run"),
        _rename,
    ],
    ids=["a transaction", "one of the month before", "a closing", "a category's name"],
)
def test_the_etag_changes_when_the_report_does(visitor: Person, change: Any) -> None:
    visitor.record("2.00")
    before = visitor.get(PATH)
    assert visitor.get(PATH).headers["ETag"] == before.headers["ETag"]

    change(visitor)

    after = visitor.get(PATH, headers={"If-None-Match": before.headers["ETag"]})
    assert ok(after) != ok(before)


def test_the_etag_stays_when_another_month_changes(visitor: Person) -> None:
    visitor.record("2.00")
    etag = visitor.get(PATH).headers["ETag"]

    visitor.record("1.00", date="2026-04-01")

    assert visitor.get(PATH).headers["ETag"] == etag


def test_a_month_is_open_then_closed_then_amended(visitor: Person) -> None:
    def standing() -> tuple[str, int, str | None]:
        report = report_of(visitor)
        return report["status"], report["revision"], report["verified_at"]

    transaction = visitor.record("12.50")
    assert standing() == ("OPEN", 0, None)
    close(visitor, "first")
    closed_at = "2026-04-01T03:00:00Z"
    assert standing() == ("CLOSED", 1, closed_at)
    ok(visitor.patch(f"/transactions/{transaction['id']}", {"description": "No number moves"}))
    assert standing() == ("CLOSED", 1, closed_at)
    ok(visitor.patch(f"/transactions/{transaction['id']}", {"amount": "13.50"}))
    assert standing() == ("AMENDED", 1, closed_at)
    assert report_of(visitor)["total_expenses"] == "13.50"
    close(visitor, "second")
    assert standing() == ("CLOSED", 2, closed_at)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("year=2026", "month"), ("month=3", "year"),
        ("year=2026&month=0", "month"), ("year=2026&month=13", "month"),
        ("year=2026&month=-1", "month"), ("year=2026&month=march", "month"),
        ("year=2026&month=", "month"), ("year=2026&month=1.5", "month"),
        ("year=1899&month=12", "year"), ("year=10000&month=1", "year"),
        ("year=26x&month=1", "year"), ("year=%00&month=1", "year"),
        ("year=" + "9" * 5000 + "&month=1", "year"),
        ("year=2026&month=3&currency=EUR", "currency"),
    ],
)  # fmt: skip
def test_a_month_that_is_none_is_refused(settled_visitor: Person, query: str, field: str) -> None:
    problem(settled_visitor.get(f"/monthlyReport?{query}"), 422, "invalid-argument", field)


def test_a_registered_users_first_report_is_of_their_new_ledger(emulators: None) -> None:
    assert report_of(registered_user())["transaction_count"] == 0


def test_the_list_of_a_month_has_the_transactions_of_its_report(visitor: Person) -> None:
    visitor.store.tenant.reference.update({"month_start": {"day": 25}})
    for amount, day in (("1.00", "2026-02-24"), ("2.00", "2026-02-25"), ("4.00", "2026-03-25")):
        visitor.record(amount, date=day)

    report = report_of(visitor)
    listed = transactions_of(visitor, year=2026, month=3)

    assert (report["total_expenses"], [row["amount"] for row in listed]) == ("2.00", ["2.00"])
    exported = visitor.get("/exports/transactions?year=2026&month=3").get_data(as_text=True)
    assert [line.count("2026-02-25") for line in exported.splitlines()] == [0, 1]
