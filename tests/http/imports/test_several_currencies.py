"""Files with rows in several currencies over HTTP."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.http.answers import ok, problem, transactions_of
from tests.http.uploads import assert_sound, carry_out, counts, preview, send, statement
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rates import store_rates

pytestmark = pytest.mark.usefixtures("emulators")

HEADER = "Date,Amount,Currency,Description,Payee Name"
WISE = statement(
    "2026-03-02,-20.00,EUR,Card transaction,Bakery",
    "2026-03-02,-10.00,usd,Card transaction,Bookshop",
    "2026-03-03,1500,JPY,Received money,Kenji",
    "2026-03-03,-5.00,CHF,Card transaction,Kiosk",
    header=HEADER,
)


def account(person: Person, name: str, currency: str) -> str:
    """Create an account in a currency."""
    made = {"name": name, "kind": "CHECKING", "currency": currency}
    found: str = ok(person.post("/accounts", made), 201)["id"]
    return found


@pytest.fixture
def traveller() -> Person:
    """Return a visitor with a ledger in EUR, one account in JPY, and the rates of two days."""
    store_rates(
        USD={"2026-03-02": "1.25", "2026-03-03": "1.25"},
        JPY={"2026-03-02": "150", "2026-03-03": "150"},
    )
    person = new_visitor("EUR")
    account(person, "Yen", "JPY")
    return person


def balances(person: Person) -> dict[str, str]:
    """Return the balance of each account by its name."""
    return {one["name"]: one["balance"] for one in ok(person.get("/accounts"))["items"]}


def booked(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return the amounts of a planned or recorded transaction."""
    original = row["original"] and (row["original"]["amount"], row["original"]["currency"])
    return row["amount"], row["currency"], original, row["is_amount_estimated"]


def test_amounts_of_three_decimals_are_read_on_an_account_in_dinars(traveller: Person) -> None:
    text = statement("2026-03-02,-1.234,Café", "2026-03-03,10.500,Firm", header="Date,Amount,Payee")
    dinars = account(traveller, "Dinars", "KWD")

    plan = preview(traveller, text, account_id=dinars)
    of_euros = preview(traveller, text)

    shown = [row["transaction"]["amount"] for row in plan["rows"]]
    assert (shown, plan["layout"]["decimal_mark"]) == (["1.234", "10.500"], "POINT")
    assert [row["transaction"]["amount"] for row in of_euros["rows"]] == ["1234.00", "10500.00"]
    unknown = send(traveller, text, account_id="none")
    problem(unknown, 422, "invalid-argument", "account_id")


def test_rows_are_booked_in_their_currencies_and_undone(traveller: Person) -> None:
    before = balances(traveller)
    plan = preview(traveller, WISE)

    main, yen = (one["id"] for one in ok(traveller.get("/accounts"))["items"])
    assert plan["currencies"] == [
        {"currency": "CHF", "rows": 1, "account_id": main, "source": "DETECTED"},
        {"currency": "EUR", "rows": 1, "account_id": main, "source": "DETECTED"},
        {"currency": "JPY", "rows": 1, "account_id": yen, "source": "DETECTED"},
        {"currency": "USD", "rows": 1, "account_id": main, "source": "DETECTED"},
    ]
    assert [one["code"] for one in plan["ambiguities"]] == ["currency-account"] * 3
    assert [booked(row["transaction"]) for row in plan["rows"][:3]] == [
        ("20.00", "EUR", None, False),
        ("8.00", "EUR", ("10.00", "USD"), True),
        ("1500", "JPY", None, False),
    ]
    assert [row["reason"] for row in plan["rows"]] == [
        None,
        "the amount in EUR is estimated from 10.00 USD at the rate of 2026-03-02",
        None,
        "there is no account in CHF, and no rate of 2026-03-03 for its amount in EUR",
    ]

    assert carry_out(traveller, plan)["imported"] == 3

    planned = [row["transaction"] for row in plan["rows"][:3]]
    recorded = transactions_of(traveller)
    assert sorted(map(booked, recorded), key=str) == sorted(map(booked, planned), key=str)
    assert balances(traveller)["Yen"] == "1500"
    assert_sound(traveller)
    again = preview(traveller, WISE)["planned"]
    assert (again["new"], again["duplicate"], again["invalid"]) == (0, 3, 1)
    assert ok(traveller.delete(f"/imports/{plan['id']}"))["undone"] == 3
    assert balances(traveller) == before
    assert_sound(traveller)


def test_the_account_of_a_currency_is_chosen_and_remembered(traveller: Person) -> None:
    first, second = (account(traveller, f"Dollars {n}", "USD") for n in (1, 2))
    asked = preview(traveller, WISE)
    usd = next(one for one in asked["currencies"] if one["currency"] == "USD")
    assert (usd["account_id"], asked["rows"][1]["status"]) == (None, "INVALID")
    assert asked["rows"][1]["reason"] == "the ledger has 2 accounts in USD, and none is chosen"

    plan = preview(traveller, WISE, accounts=json.dumps({"usd": second}))
    carry_out(traveller, plan)

    usd = next(one for one in plan["currencies"] if one["currency"] == "USD")
    assert (usd["account_id"], usd["source"]) == (second, "GIVEN")
    assert (balances(traveller)["Dollars 1"], balances(traveller)["Dollars 2"]) == (
        "0.00",
        "-10.00",
    )
    later = preview(traveller, WISE.replace(b"Bookshop", b"Library"))
    usd = next(one for one in later["currencies"] if one["currency"] == "USD")
    assert (usd["account_id"], usd["source"]) == (second, "SAVED")
    assert first != second


def test_an_exchange_is_booked_as_one_transfer_and_undone(traveller: Person) -> None:
    content = statement(
        "B-1,2026-03-02,-20.00,EUR,Converted 20.00 EUR to 2980 JPY",
        "B-1,2026-03-02,2980,JPY,Converted 20.00 EUR to 2980 JPY",
        "C-2,2026-03-03,-1000,JPY,Card transaction",
        header="ID,Date,Amount,Currency,Description",
    )
    before = balances(traveller)
    plan = preview(traveller, content)

    assert plan["planned"] == counts(new=2, joined=1, unfiled=1)
    sent = plan["rows"][0]["transaction"]
    assert (sent["type"], sent["amount"], sent["to_amount"]) == ("TRANSFER", "20.00", "2980")
    assert (plan["rows"][1]["status"], plan["rows"][1]["transaction"]) == ("JOINED", None)
    assert carry_out(traveller, plan)["imported"] == 2
    assert balances(traveller)["Yen"] == "1980"
    assert_sound(traveller)
    assert preview(traveller, content)["planned"] == counts(duplicate=3)
    assert ok(traveller.delete(f"/imports/{plan['id']}"))["undone"] == 2
    assert balances(traveller) == before
    assert_sound(traveller)


def test_an_exchange_and_one_back_without_an_account_leave_the_balance_of_the_file() -> None:
    store_rates(USD={"2026-03-02": "1.25", "2026-03-09": "1.28"})
    person = new_visitor("EUR")
    header = "ID,Date,Amount,Currency,Description"
    exchange = [
        "B-1,2026-03-02,-100.00,EUR,Converted 100.00 EUR to 124.00 USD",
        "B-1,2026-03-02,124.00,USD,Converted 100.00 EUR to 124.00 USD",
    ]
    later = [
        "C-2,2026-03-09,-24.00,USD,Card transaction",
        "B-3,2026-03-10,-100.00,USD,Converted 100.00 USD to 77.50 EUR",
        "B-3,2026-03-10,77.50,EUR,Converted 100.00 USD to 77.50 EUR",
    ]
    before = balances(person)

    carry_out(person, preview(person, statement(*exchange, header=header)))
    plan = preview(person, statement(*exchange, *later, header=header))
    assert plan["planned"] == counts(new=2, duplicate=2, joined=1, unfiled=2)
    carry_out(person, plan)

    # 124.00 dollars were worth 99.20 euros; at the rate of the 9th the 24.00 would be 18.75.
    assert sorted(one["amount"] for one in transactions_of(person)) == ["0.80", "19.20", "2.50"]
    [(name, balance)] = balances(person).items()
    assert Decimal(balance) - Decimal(before[name]) == Decimal("-22.50")
    assert_sound(person)


@pytest.mark.parametrize(
    ("accounts", "field"),
    [
        ('{"usd": "nope"}', "accounts.USD"), ('{"usd": 1}', "accounts.usd"),
        ('{"doge": "x"}', "accounts.doge"), ("[]", "accounts"), ("{", "accounts"),
    ],
)  # fmt: skip
def test_bad_accounts_of_currencies_are_refused(
    traveller: Person, accounts: str, field: str
) -> None:
    problem(send(traveller, WISE, accounts=accounts), 422, "invalid-argument", field)
