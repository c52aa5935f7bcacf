"""Each chart over HTTP, of one ledger with a few transactions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.models.reports.periods import PeriodRequest
from shared.models.values.dates import Month
from shared.repositories.firestore.usage import counted_usage
from shared.services.reports import charts, period_totals
from tests.http.answers import ok, problem
from tests.support.ledgers.ledgers import new_account
from tests.support.ledgers.people import Person, visitor

pytestmark = pytest.mark.usefixtures("emulators")

MARCH = "from=2026-03&to=2026-03"


@pytest.fixture(scope="module")
def ledger(emulators: None) -> Person:
    """Return a person with transactions of February and March 2026, and of March 2025."""
    person = visitor()
    savings = new_account(person.store, "Savings")
    person.record("1000.00", "Salary", date="2026-03-01", payee="Acme")
    person.record("400.00", "Rent", date="2026-03-02", payee="Landlord", tags=["home"])
    person.record("30.00", "Dining", date="2026-03-15", payee="CAFE", tags=["home", "out"])
    person.record("12.00", "Dining", date="2026-03-31", payee="Café")
    person.record("8.00", "Dining", date="2026-02-28", account_id=savings, tags=["out"])
    person.record("100.00", "Salary", date="2025-03-31")
    transfer = {"type": "TRANSFER", "amount": "50.00", "to_account_id": savings}
    ok(person.post("/transactions", transfer | {"date": "2026-03-05"}), 201)
    return person


def chart(person: Person, path: str) -> Any:
    return ok(person.get(f"/dashboard/{path}"))


def shown(items: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(item[name] for name in names) for item in items]


def test_a_year_of_days_is_a_heat_map(ledger: Person) -> None:
    found = chart(ledger, "trends?interval=day&from=2026-01&to=2026-12")

    assert len(found["items"]) == 365
    assert shown(found["items"][59:61], "from", "to", "expenses") == [
        ("2026-03-01", "2026-03-01", "0.00"),
        ("2026-03-02", "2026-03-02", "400.00"),
    ]


def test_categories_are_shown_over_months(ledger: Person) -> None:
    found = chart(ledger, "category_trends?from=2026-02&to=2026-03&type=EXPENSE")

    assert found["currency"] == "USD"
    assert shown(found["months"], "month", "from", "to") == [
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-03", "2026-03-01", "2026-03-31"),
    ]
    assert shown(found["items"], "name", "total", "monthly_totals") == [
        ("Rent", "400.00", ["0.00", "400.00"]),
        ("Dining", "50.00", ["8.00", "42.00"]),
    ]
    dining = ledger.category_ids["Dining"]
    only = chart(ledger, f"category_trends?from=2026-02&to=2026-03&category_id={dining}")
    assert shown(only["items"], "name", "monthly_totals") == [("Dining", ["8.00", "42.00"])]


def test_custom_types_are_shown_over_months(emulators: None) -> None:
    person = visitor()
    ids = [
        ok(person.post("/types", {"name": name, "type": kind}), 201)["id"]
        for name, kind in (("Gift", "EXPENSE"), ("Bonus", "INCOME"), ("Unused", "EXPENSE"))
    ]
    person.record("5.00", "Dining", date="2026-02-03", custom_type_id=ids[0])
    person.record("-1.00", "Dining", date="2026-03-03", custom_type_id=ids[0])
    person.record("90.00", "Salary", date="2026-03-31", custom_type_id=ids[1])

    found = chart(person, "type_trends?from=2026-02&to=2026-03")["items"]
    expenses = chart(person, "type_trends?from=2026-02&to=2026-03&type=expense")["items"]
    unused = chart(person, f"type_trends?from=2026-02&to=2026-03&custom_type_id={ids[2]}")["items"]

    assert shown(found, "name", "type", "total", "monthly_totals", "transaction_count") == [
        ("Bonus", "INCOME", "90.00", ["0.00", "90.00"], 1),
        ("Gift", "EXPENSE", "4.00", ["5.00", "-1.00"], 2),
    ]
    assert shown(expenses, "name") == [("Gift",)]
    assert shown(unused, "name", "monthly_totals") == [("Unused", ["0.00", "0.00"])]
    income = {"type_trends": ("custom_type_id", ids[2]),
              "category_trends": ("category_id", person.category_ids["Dining"])}  # fmt: skip
    for name, (field, one) in income.items():
        chart(person, f"{name}?type=EXPENSE&{field}={one}")
        refused = person.get(f"/dashboard/{name}?type=INCOME&{field}={one}")
        problem(refused, 422, "invalid-argument", field)


def test_tags_are_shown_over_months(ledger: Person) -> None:
    found = chart(ledger, "tag_trends?from=2026-02&to=2026-03")

    names = ("tag", "expenses", "monthly_expenses", "monthly_net", "transaction_count")
    assert shown(found["items"], *names) == [
        ("home", "430.00", ["0.00", "430.00"], ["0.00", "-430.00"], 2),
        ("out", "38.00", ["8.00", "30.00"], ["-8.00", "-30.00"], 2),
    ]
    only = chart(ledger, "tag_trends?from=2026-02&to=2026-03&tag=Out")
    assert shown(only["items"], "tag", "monthly_expenses") == [("out", ["8.00", "30.00"])]


def test_categories_of_any_days_are_those_of_their_transactions(ledger: Person) -> None:
    found = chart(ledger, "categories?from=2026-03-02&to=2026-03-30&type=EXPENSE")

    assert (found["from"], found["to"], found["is_partial"]) == ("2026-03-02", "2026-03-30", False)
    assert shown(found["items"], "name", "total", "previous_total") == [
        ("Rent", "400.00", "0.00"),
        ("Dining", "30.00", "8.00"),
    ]


def test_tags_of_a_period_are_summed_up(ledger: Person) -> None:
    found = chart(ledger, "tags?from=2026-02-28&to=2026-03-31")

    assert shown(found["items"], "tag", "expenses", "transaction_count") == [
        ("home", "430.00", 2),
        ("out", "38.00", 2),
    ]
    assert (found["currency"], found["next_cursor"]) == ("USD", None)


def test_accounts_of_a_period_are_summed_up(ledger: Person) -> None:
    found = chart(ledger, f"accounts?{MARCH}")

    names = ("income", "expenses", "net", "transfers", "change", "transaction_count")
    assert shown(found["items"], *names) == [
        ("1000.00", "442.00", "558.00", "-50.00", "508.00", 5),
        ("0.00", "0.00", "0.00", "50.00", "50.00", 1),
    ]


def test_the_largest_payees_of_a_period_are_shown(ledger: Person) -> None:
    found = chart(ledger, f"payees?{MARCH}&type=expense&limit=1")

    assert shown(found["items"], "payee", "expenses", "transaction_count") == [
        ("Landlord", "400.00", 1)
    ]
    assert found["others"]["expenses"] == "42.00"
    assert found["without_payee"]["transaction_count"] == 0


def test_money_flows_from_income_to_expenses_and_savings(ledger: Person) -> None:
    found = chart(ledger, f"sankey?{MARCH}")

    names = {node["id"]: node["name"] or node["kind"] for node in found["nodes"]}
    flows = shown(found["links"], "source", "target", "amount")
    assert [(names[source], names[target], amount) for source, target, amount in flows] == [
        ("Salary", "TOTAL", "1000.00"),
        ("TOTAL", "Rent", "400.00"),
        ("TOTAL", "Dining", "42.00"),
        ("TOTAL", "SAVINGS", "558.00"),
    ]


def test_years_are_compared(ledger: Person) -> None:
    found = chart(ledger, f"comparison?{MARCH}")

    assert shown(found["items"], "from", "to", "income", "net", "is_complete") == [
        ("2025-03-01", "2025-03-31", "100.00", "100.00", False),
        ("2026-03-01", "2026-03-31", "1000.00", "558.00", True),
    ]
    assert found["items"][0]["change"] is None
    assert found["items"][1]["change"]["income"] == "900.00"
    assert found["items"][1]["change_ratio"]["income"] == 9.0


def test_averages_and_medians_are_of_days_and_whole_months(ledger: Person) -> None:
    found = chart(ledger, "averages?from=2026-02&to=2026-03")

    assert (found["day_count"], found["month_count"]) == (59, 2)
    assert found["average_day"] == {"income": "16.95", "expenses": "7.63", "net": "9.32"}
    assert found["average_month"] == {"income": "500.00", "expenses": "225.00", "net": "275.00"}
    assert found["median_day"] == {"income": "0.00", "expenses": "0.00", "net": "0.00"}
    assert found["median_month"] == found["average_month"]
    second = found["days_of_month"][1]
    assert second == {"day": 2, "income": "0.00", "expenses": "200.00", "net": "-200.00"}


def test_averages_do_not_count_days_before_the_first_transaction_or_after_today() -> None:
    person, today = visitor(), datetime.now(UTC).date()
    person.record("30.00", "Dining", date=str(today))

    first, last = today.replace(day=1), date(today.year, 12, 31)
    for path in ("averages", f"averages?from={first}&to={last}"):
        found = chart(person, path)
        assert shown([found], "from", "to", "day_count") == [(str(first), str(today), today.day)]


def test_more_transactions_than_one_answer_reads_are_continued_and_add_up(
    ledger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(period_totals, "MAX_ENTRIES_READ", 2)
    days = "from=2026-02-28&to=2026-03-30"

    total, shares, pages, cursor = 0.0, set(), 0, ""
    while cursor is not None:
        path = f"categories?{days}&type=EXPENSE"
        found = chart(ledger, f"{path}&cursor={cursor}" if cursor else path)
        total += sum(float(item["total"]) for item in found["items"] if item["name"] == "Dining")
        shares |= {item["share"] for item in found["items"]}
        pages, cursor = pages + 1, found["next_cursor"]
        assert found["is_partial"] is (cursor is not None)

    assert (pages, total, shares) == (3, 38.0, {None})
    other = chart(ledger, f"tags?{days}")["next_cursor"]
    refused = ledger.get(f"/dashboard/tags?{MARCH}&cursor={other}")
    problem(refused, 400, "unreadable")


def test_a_flow_of_money_that_one_answer_cannot_read_whole_is_refused(
    ledger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = "from=2026-02-28&to=2026-03-30"
    whole = chart(ledger, f"sankey?{days}")
    assert "next_cursor" not in whole
    assert shown(whole["nodes"], "kind", "amount")[-1] == ("SAVINGS", "562.00")

    monkeypatch.setattr(period_totals, "MAX_ENTRIES_READ", 2)
    refused = problem(ledger.get(f"/dashboard/sankey?{days}"), 422, "invalid-argument", "to")
    assert "choose whole months" in refused["detail"]
    chart(ledger, f"sankey?{MARCH}")


def test_charts_by_month_read_one_document_a_month(ledger: Person) -> None:
    quarter, now = PeriodRequest(Month(2026, 1), Month(2026, 3)), datetime.now(UTC)
    with counted_usage() as usage:
        charts.get_category_trends(ledger.store, quarter, None, None, now)
        charts.get_tag_report(ledger.store, quarter, None, now)
        charts.get_account_report(ledger.store, quarter, None, now)
        charts.get_averages(ledger.store, quarter, now)
    assert usage.reads == 4 * (1 + 3)


def test_charts_of_days_also_read_the_transactions_outside_whole_months(ledger: Person) -> None:
    days, now = PeriodRequest(date(2026, 2, 28), date(2026, 3, 31)), datetime.now(UTC)
    with counted_usage() as usage:
        charts.get_tag_report(ledger.store, days, None, now)

    assert usage.reads == len(["ledger", "month of March", "transaction of 28 February"])
