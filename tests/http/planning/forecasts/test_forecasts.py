"""Forecasts over HTTP, on 20 March 2026, a Friday."""

from __future__ import annotations

from typing import Any

import pytest

from shared.models.ledger.account import MAX_ACCOUNTS
from tests.http.answers import nothing_written, ok, problem
from tests.http.http.test_request_log import lines_of
from tests.http.planning.forecasts.forecasts import account, forecast, plan, spend
from tests.support.ledgers.people import Person

AMOUNTS = ["100", "120", "90", "110", "300", "100", "95", "105", "115", "100"]


def balances(found: dict[str, Any], number: int = 0) -> dict[str, str]:
    one = found["accounts"][number]
    return dict(zip(found["dates"], one["balances"], strict=True))


def test_a_balance_ahead_has_what_is_planned_and_what_is_booked_ahead(visitor: Person) -> None:
    visitor.record("1000.00", "Salary", date="2026-03-01")
    visitor.record("40.00", date="2026-03-25")
    plan(visitor, "EXPENSE", "700.00", "2026-04-01")
    plan(visitor, "INCOME", "1500.00", "2026-04-03")

    found = forecast(visitor, days=20)

    assert (found["date"], found["to"], found["currency"]) == ("2026-03-20", "2026-04-09", "USD")
    by_day = balances(found)
    assert len(by_day) == 21
    assert [by_day[f"2026-{day}"] for day in ("03-20", "03-24", "03-25", "03-31")] == [
        "1000.00", "1000.00", "960.00", "960.00",
    ]  # fmt: skip
    assert [by_day[f"2026-04-0{day}"] for day in (1, 2, 3, 9)] == [
        "260.00", "260.00", "1760.00", "1760.00",
    ]  # fmt: skip
    [one] = found["accounts"]
    assert one["opening_balance"] == one["base_opening_balance"] == "1000.00"
    assert one["closing_balance"] == "1760.00"
    assert one["lowest"] == {"date": "2026-04-01", "balance": "260.00"}
    assert (one["floor"], one["first_below_floor"]) == ("0.00", None)
    assert (one["next_income"], one["safe_to_spend"]) == ("2026-04-03", "260.00")
    assert one["safe_until_income"] == "260.00"
    assert found["total"]["balances"] == one["balances"]
    assert found["total"]["lowest"] == one["lowest"]


def test_a_floor_is_that_of_the_query_or_of_the_account(visitor: Person) -> None:
    visitor.record("1000.00", "Salary", date="2026-03-01")
    card = account(visitor, "Card", kind="CREDIT_CARD", opening_balance="-50")
    plan(visitor, "EXPENSE", "100.00", "2026-03-21", "DAILY")

    main, debt = forecast(visitor, days=12)["accounts"]
    assert (main["first_below_floor"], main["safe_to_spend"]) == ("2026-03-31", "0.00")
    assert (debt["floor"], debt["first_below_floor"], debt["safe_to_spend"]) == (None,) * 3

    main, debt = forecast(visitor, days=12, floor="-250.00")["accounts"]
    assert (main["first_below_floor"], main["safe_to_spend"]) == (None, "50.00")
    assert (debt["floor"], debt["safe_to_spend"]) == ("-250.00", "200.00")

    ok(visitor.patch(f"/accounts/{card}", {"low_balance": "-60.00"}))
    _, debt = forecast(visitor, days=12)["accounts"]
    assert (debt["floor"], debt["safe_to_spend"]) == ("-60.00", "10.00")


def test_a_floor_is_of_accounts_in_its_currency(visitor: Person) -> None:
    yen = account(visitor, "Tokyo", currency="JPY")

    main, tokyo = forecast(visitor, floor="99.50")["accounts"]
    assert (main["floor"], tokyo["floor"]) == ("99.50", "0")

    [tokyo] = forecast(visitor, floor="500", account_id=yen)["accounts"]
    assert tokyo["floor"] == "500"
    problem(
        visitor.get(f"/forecasts?floor=99.50&account_id={yen}"), 422, "invalid-argument", "floor"
    )
    problem(visitor.get("/forecasts?floor="), 422, "invalid-argument", "floor")


def test_safe_until_the_next_income_is_not_what_later_days_need(visitor: Person) -> None:
    visitor.record("300.00", "Salary", date="2026-03-01")
    plan(visitor, "INCOME", "100.00", "2026-03-28")
    plan(visitor, "EXPENSE", "350.00", "2026-04-02")
    visitor.record("-20.00", date="2026-03-24")  # A refund is no income.

    [one] = forecast(visitor, days=30)["accounts"]

    assert one["next_income"] == "2026-03-28"
    assert (one["safe_until_income"], one["safe_to_spend"]) == ("300.00", "70.00")


def test_little_history_is_told_and_nothing_is_guessed(visitor: Person) -> None:
    spend(visitor, (2025, 9), AMOUNTS[:6])

    found = forecast(visitor, days=30)

    assert [one["month"] for one in found["history"]] == [
        "2025-10", "2025-11", "2025-12", "2026-01", "2026-02",
    ]  # fmt: skip
    assert found["months_needed"] == 6
    assert found["likely"] is None
    assert found["accounts"][0]["bands"] is found["total"]["bands"] is None


def test_likely_spending_has_its_interval_and_the_errors_of_the_past(visitor: Person) -> None:
    spend(visitor, (2025, 5), AMOUNTS)

    found = forecast(visitor, days=42)

    expenses = found["likely"]["expenses"]
    assert expenses["method"] == "MEDIAN"
    # Of the nine months from June on: 120, 90, 110, 300, 100, 95, 105, 115 and 100.
    march, april, may = expenses["months"]
    assert april == {"month": "2026-04", "low": "90.00", "likely": "102.50", "high": "300.00"}
    assert may["likely"] == april["likely"]
    assert (march["month"], march["likely"]) == ("2026-03", "36.37")  # 11 of 31 days.
    tested = expenses["backtest"]
    assert tested["months"] == 3
    assert (tested["mean_error"], tested["last_month_error"]) == ("6.67", "11.67")
    assert tested["median_error"] == tested["mean_error"]
    assert (tested["relative_error"], tested["coverage"]) == (0.0625, 1.0)
    [group] = found["likely"]["groups"]
    assert group["category_id"] == visitor.category_ids["Groceries"]
    assert group["total"] == expenses["total"]
    assert found["likely"]["income"]["total"]["high"] == "0.00"
    bands = found["accounts"][0]["bands"]
    assert bands["low"][0] == bands["high"][0] == found["accounts"][0]["balances"][0]
    last = [float(bands[name][-1]) for name in ("low", "likely", "high")]
    assert last == sorted(last)
    assert last[1] < float(found["accounts"][0]["balances"][-1])
    assert found["past_months"][-1] == "2026-02"
    assert found["accounts"][0]["past"][-2:] == ["-1135.00", "-1235.00"]


def test_what_recurs_is_not_likely_as_well(visitor: Person) -> None:
    rent = visitor.category_ids["Rent"]
    spend(visitor, (2025, 5), ["800"] * 10, category="Rent")
    spend(visitor, (2025, 5), AMOUNTS)
    plan(visitor, "EXPENSE", "800.00", "2026-04-15", category_id=rent)

    found = forecast(visitor, days=42)

    assert {one["category_id"] for one in found["likely"]["groups"]} == {
        visitor.category_ids["Groceries"]
    }
    assert found["likely"]["expenses"]["months"][1]["likely"] == "102.50"
    assert found["history"][0]["expenses"] == "920.00"
    assert found["history"][0]["unscheduled_expenses"] == "120.00"


def test_the_largest_categories_have_a_forecast_and_the_rest_one(visitor: Person) -> None:
    names = ["Rent", "Groceries", "Dining", "Transport", "Health", "Utilities", "Entertainment"]
    for number, name in enumerate(names):
        spend(visitor, (2025, 5), [str(700 - 100 * number + 1)] * 10, category=name)
    # Spending of more than a year ago does not make a category large.
    spend(visitor, (2024, 4), ["1", "5000"], category=names[-1])

    groups = forecast(visitor, days=5)["likely"]["groups"]

    ids = [visitor.category_ids[name] for name in names[:5]]
    assert [one["category_id"] for one in groups] == [*ids, None]
    assert [one["is_rest"] for one in groups] == [False] * 5 + [True]
    assert groups[-1]["months"][0]["likely"] == "107.16"  # Of 201 and 101, 11 of 31 days.


def test_money_in_other_currencies_is_without_a_rate_in_no_total(visitor: Person) -> None:
    dinars = account(visitor, "Dinars", currency="RSD", opening_balance="5000")
    plan(visitor, "EXPENSE", "1000.00", "2026-03-22", account_id=dinars)

    found = forecast(visitor, days=5)

    [one] = [one for one in found["accounts"] if one["account_id"] == dinars]
    assert (one["currency"], one["closing_balance"]) == ("RSD", "4000.00")
    assert one["base_opening_balance"] is None
    assert found["total"]["unconverted"] == ["RSD"]
    assert set(found["total"]["balances"]) == {"0.00"}

    rate = {"base": "RSD", "quote": "USD", "date": "2026-03-01", "rate": "0.01"}
    ok(visitor.post("/currencies/own_rates", rate), 201)
    found = forecast(visitor, days=5)
    assert found["total"]["unconverted"] == []
    assert (found["total"]["balances"][0], found["total"]["balances"][-1]) == ("50.00", "40.00")


def test_one_account_is_asked_for_by_its_id(visitor: Person) -> None:
    savings = account(visitor, "Savings", opening_balance="10")

    found = forecast(visitor, days=5, account_id=savings)

    assert [one["account_id"] for one in found["accounts"]] == [savings]
    assert found["total"]["balances"] == ["10.00"] * 6


def test_points_are_by_week_where_days_are_too_many(visitor: Person) -> None:
    for number in range(11):
        account(visitor, f"Account {number}")

    found = forecast(visitor, days=366)
    assert found["dates"][:3] == ["2026-03-20", "2026-03-27", "2026-04-03"]
    assert found["dates"][-2:] == ["2027-03-19", "2027-03-21"]
    assert len(found["dates"]) == len(found["accounts"][0]["balances"]) == 54
    assert len(forecast(visitor, days=300)["dates"]) == 301
    problem(
        visitor.get("/forecasts?days=366&step=DAY"), 422, "invalid-argument", "step",
    )  # fmt: skip


def test_an_answer_has_at_most_30_accounts(visitor: Person) -> None:
    for number in range(MAX_ACCOUNTS - 70):
        account(visitor, f"Account {number:02}")

    found = forecast(visitor, days=366)

    assert (len(found["accounts"]), found["is_partial"]) == (30, True)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("days=0", "days"),
        ("days=367", "days"),
        ("floor=1.234", "floor"),
        ("floor=x", "floor"),
        ("step=MONTH", "step"),
        ("account_id=01JA2B3C4D5E6F7G8H9JKMNPQR", "account_id"),
        ("month=2026-03", "month"),
    ],
)
def test_a_bad_query_is_refused_by_its_name(visitor: Person, query: str, field: str) -> None:
    problem(visitor.get(f"/forecasts?{query}"), 422, "invalid-argument", field)


def test_a_forecast_writes_nothing(visitor: Person) -> None:
    plan(visitor, "EXPENSE", "1.00", "2026-03-21", "DAILY")

    with nothing_written(visitor):
        forecast(visitor)


def test_a_forecast_from_24_months_reads_at_most_40_documents(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    spend(visitor, (2024, 2), ["100", "120"] * 12 + ["90"])
    for number in range(8):
        plan(visitor, "EXPENSE", "10.00", f"2026-04-0{number + 1}")
    visitor.record("5.00", date="2026-04-02")
    capsys.readouterr()

    found = forecast(visitor, days=90)

    assert len(found["history"]) == 24
    assert lines_of(capsys)[-1]["documents_read"] <= 40
