"""Currencies, their rates, and conversions over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.models.values.currency import EXPONENTS, FORMER_EXPONENTS
from shared.repositories import connections
from tests.http.answers import ok, problem
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.rates import store_rates
from tests.support.ledgers.workspaces import new_workspace

RATES = {
    "USD": {"2025-12-31": "1.175", "2026-03-27": "1.15", "2026-03-30": "1.2"},
    "JPY": {"2026-03-27": "180.5", "2026-03-30": "181"},
    "RUB": {"2022-03-01": "117.201"},
    "HRK": {"2022-12-30": "7.5365"},
}


@pytest.fixture(scope="module", autouse=True)
def _stored(emulators: None, _empty_database: None) -> None:
    store_rates(**RATES)


def currency(person: Person, code: str, query: str = "") -> Any:
    [found] = [one for one in ok(person.get(f"/currencies{query}"))["items"] if one["code"] == code]
    return found


def reads_of(capsys: pytest.CaptureFixture[str]) -> list[int]:
    """Return the numbers of documents that the last requests have read, as they are logged."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [line["documents_read"] for line in lines if line.get("function") == "currencies"]


def converted(person: Person, **amount: str) -> Any:
    [item] = ok(person.post("/currencies/convert", {"amounts": [amount]}))["items"]
    return item


def test_currencies_are_listed_by_code_with_symbol_decimals_and_whether_they_have_rates(
    visitor: Person,
) -> None:
    items = ok(visitor.get("/currencies"))["items"]

    assert [one["code"] for one in items] == sorted(EXPONENTS | FORMER_EXPONENTS)
    assert currency(visitor, "JPY") == {
        "code": "JPY", "name": "Japanese Yen", "symbol": "¥", "exponent": 0, "has_rates": True,
        "is_former": False,
    }  # fmt: skip
    assert {
        code: (one["exponent"], one["has_rates"], one["is_former"])
        for one in items
        if (code := one["code"]) in {"EUR", "KWD", "CLF", "RUB", "HRK"}
    } == {
        "EUR": (2, True, False),
        "KWD": (3, False, False),
        "CLF": (4, False, False),
        "RUB": (2, False, False),
        "HRK": (2, True, True),
    }


def test_names_are_in_the_language_of_the_caller_or_of_the_query(visitor: Person) -> None:
    ok(visitor.patch("/me", {"locale": "de-CH"}))

    assert currency(visitor, "CHF")["name"] == "Schweizer Franken"
    assert currency(visitor, "CHF", "?locale=fr")["name"] == "Franc suisse"
    assert currency(visitor, "CHF", "?locale=ko")["name"] == "Swiss Franc"
    assert (
        currency(visitor, "UYW", "?locale=de")["name"]
        == currency(visitor, "UYW", "?locale=en")["name"]
    )


def test_names_in_a_workspace_are_in_the_language_of_the_member() -> None:
    workspace, member = new_workspace(), registered_user(is_verified=True)
    ok(member.patch("/me", {"locale": "es"}))
    guest = workspace.admit(member, "viewer")

    assert currency(guest, "CHF")["name"] == "Franco suizo"


def test_the_rates_of_a_day_are_the_last_ones_published_until_then(visitor: Person) -> None:
    of_sunday = ok(visitor.get("/currencies/rates?base=eur&date=2026-03-29"))

    assert (of_sunday["base"], of_sunday["date"]) == ("EUR", "2026-03-29")
    rates = {one["quote"]: one for one in of_sunday["items"]}
    assert rates["USD"] == {
        "quote": "USD", "rate": "1.15", "as_of": "2026-03-27", "source": "ECB", "is_stale": False,
    }  # fmt: skip
    assert (rates["HRK"]["rate"], rates["HRK"]["source"]) == ("7.5345", "FIXED")
    assert {"RUB", "ILS", "EUR"}.isdisjoint(rates)


def test_rates_are_of_the_ledgers_currency_and_of_today_without_a_query(visitor: Person) -> None:
    answer = ok(visitor.get("/currencies/rates"))

    assert answer["base"] == "USD"
    assert {one["quote"]: one["is_stale"] for one in answer["items"]}["JPY"] is True


def test_a_chart_has_the_days_on_which_a_rate_was_published(visitor: Person) -> None:
    path = "/currencies/rates/history?base=USD&quote=JPY&from=2025-12-01&to=2026-03-31"

    assert ok(visitor.get(path)) == {
        "base": "USD",
        "quote": "JPY",
        "items": [
            {"date": "2026-03-27", "rate": "156.95652173913", "source": "ECB"},
            {"date": "2026-03-30", "rate": "150.833333333333", "source": "ECB"},
        ],
    }


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("quote=USD&from=2026-03-29&to=2026-03-29", ["2026-03-27"]),
        ("quote=USD&from=2026-03-29&to=2026-03-31", ["2026-03-27", "2026-03-30"]),
        ("quote=USD&from=2026-03-30&to=2026-03-31", ["2026-03-30"]),
        ("quote=USD&from=9000-01-01&to=9000-01-02", ["2026-03-30"]),
        ("quote=USD&from=1998-01-01&to=1998-12-31", []),
        ("quote=BGN&from=2026-03-29&to=2026-03-31", ["2026-03-29"]),
        ("quote=EUR&from=2026-03-29&to=2026-03-31", ["2026-03-29"]),
    ],
)
def test_a_chart_begins_with_the_rate_in_force_on_its_first_day(
    visitor: Person, query: str, days: list[str]
) -> None:
    items = ok(visitor.get(f"/currencies/rates/history?base=EUR&{query}"))["items"]

    assert [one["date"] for one in items] == days


def test_a_chart_from_the_first_of_january_begins_with_the_year_before(visitor: Person) -> None:
    store_rates(SEK={"2025-12-31": "10.9", "2026-01-02": "10.8"})
    path = "/currencies/rates/history?base=EUR&quote=SEK&from=2026-01-01&to=2026-01-31"

    assert ok(visitor.get(path))["items"] == [
        {"date": "2025-12-31", "rate": "10.9", "source": "ECB"},
        {"date": "2026-01-02", "rate": "10.8", "source": "ECB"},
    ]


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ("from=2026-03-31&to=2026-03-30", "to"),
        ("from=2000-01-01&to=2026-03-30", "to"),
        ("from=2026-03-31", "to"),
        ("from=2026-03-31&to=2026-02-30", "to"),
    ],
)
def test_a_chart_is_of_at_most_ten_years(visitor: Person, days: str, field: str) -> None:
    response = visitor.get(f"/currencies/rates/history?quote=USD&{days}")

    problem(response, 422, "invalid-argument", field)


def test_ten_years_of_two_currencies_read_a_document_for_each_year_once(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    connections.firestore_client().known_rates.forget()
    days = "from=2016-04-01&to=2026-03-31"
    for _ in range(2):
        ok(visitor.get(f"/currencies/rates/history?base=JPY&quote=USD&{days}"))

    assert reads_of(capsys) == [1 + 24, 1]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ({"amount": "100.00", "currency": "USD", "to": "JPY", "date": "2026-03-30"}, "15083"),
        ({"amount": "-100", "currency": "EUR", "to": "USD", "date": "2026-03-29"}, "-115.00"),
        ({"amount": "7.5345", "currency": "HRK", "to": "EUR", "date": "2026-03-29"}, None),
        ({"amount": "753.45", "currency": "HRK", "to": "EUR", "date": "2026-03-29"}, "100.00"),
        ({"amount": "1.234", "currency": "KWD", "to": "KWD", "date": "2026-03-29"}, "1.234"),
    ],
)
def test_an_amount_is_converted_by_the_rate_of_its_day(
    visitor: Person, amount: dict[str, str], expected: str | None
) -> None:
    response = visitor.post("/currencies/convert", {"amounts": [amount]})

    if expected is None:
        problem(response, 422, "invalid-argument", "amounts.0.amount")
    else:
        assert ok(response)["items"][0]["converted"] == expected


def test_a_conversion_tells_the_rate_its_day_and_its_source(visitor: Person) -> None:
    item = converted(visitor, amount="10.00", currency="EUR", to="usd", date="2026-03-31")

    assert item == {
        "amount": "10.00", "currency": "EUR", "to": "USD", "date": "2026-03-31",
        "converted": "12.00",
        "rate": {"quote": "USD", "rate": "1.2", "as_of": "2026-03-30", "source": "ECB",
                 "is_stale": False},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "day"), [("ARS", "2026-03-31"), ("RUB", "2026-03-31"), ("EUR", "1998-12-31")]
)
def test_without_a_rate_an_amount_comes_to_nothing_known(
    visitor: Person, code: str, day: str
) -> None:
    item = converted(visitor, amount="10.00", currency=code, to="USD", date=day)

    assert (item["converted"], item["rate"]) == (None, None)


def test_a_future_day_has_the_latest_rate(visitor: Person) -> None:
    item = converted(visitor, amount="10.00", currency="EUR", to="USD", date="2030-01-01")

    assert (item["converted"], item["rate"]["as_of"]) == ("12.00", "2026-03-30")


@pytest.mark.parametrize(
    ("amounts", "fields"),
    [
        ([], ["amounts"]),
        ([{"amount": "1", "currency": "USD", "to": "EUR"}] * 101, ["amounts"]),
        ([{"amount": "1", "currency": "ABC", "to": "EUR"}], ["amounts.0.currency"]),
        ([{"amount": "NaN", "currency": "USD", "to": "EUR"}], ["amounts.0.amount"]),
        ([{"amount": "1.5", "currency": "JPY", "to": "EUR"},
          {"amount": "1.2345", "currency": "KWD", "to": "EUR"}],
         ["amounts.0.amount", "amounts.1.amount"]),
    ],
)  # fmt: skip
def test_amounts_that_cannot_be_are_refused(
    visitor: Person, amounts: list[dict[str, str]], fields: list[str]
) -> None:
    problem(
        visitor.post("/currencies/convert", {"amounts": amounts}), 422, "invalid-argument", *fields
    )


def test_a_conversion_reads_a_year_of_each_currency_but_the_euro_once_and_none_within_one(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    connections.firestore_client().known_rates.forget()
    for code, to, day in (("USD", "USD", "2026-03-31"), ("EUR", "USD", "2026-03-31"),
                          ("EUR", "USD", "2026-03-30"), ("EUR", "USD", "2026-01-01")):  # fmt: skip
        converted(visitor, amount="10.00", currency=code, to=to, date=day)

    # The first rate of 2026 is later than 1 January, which needs that of 2025.
    assert reads_of(capsys) == [1, 1 + 1, 1, 1 + 1]
