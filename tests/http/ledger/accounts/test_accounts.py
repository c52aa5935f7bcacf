from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from shared.models.ledger.account import MAX_ACCOUNTS
from tests.http.accounts import accounts_of, create, default_of, names, path_of
from tests.http.answers import no_commit, nothing_written, ok, problem
from tests.support.ledgers.ledgers import assert_log_is_complete
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor

KEY = {"Idempotency-Key": "a-key"}


def test_a_new_ledger_has_one_account_which_is_its_default(visitor: Person) -> None:
    found = accounts_of(visitor)

    [account] = found["items"]
    expected = {"name": "Main account", "kind": "CHECKING", "balance": "0.00", "is_default": True}
    assert expected.items() <= account.items()
    assert found["next_cursor"] is None
    zeros = dict.fromkeys(("assets", "liabilities", "net_worth"), "0.00")
    assert found["totals"] == {"currency": "USD", **zeros, "unconverted": [], "rates_as_of": None}


def test_a_new_account_is_answered_whole_and_found_where_it_says(visitor: Person) -> None:
    body = {
        "name": " Card ", "kind": "credit_card", "opening_balance": "-250.5",
        "opening_date": "2026-01-31", "color": "#AABBCC", "icon": "card",
    }  # fmt: skip

    response = visitor.post("/accounts", body)

    account = ok(response, 201)
    assert account == {
        "id": account["id"],
        "name": "Card",
        "kind": "CREDIT_CARD",
        "balance": "-250.50",
        "base_balance": "-250.50",
        "rate_date": None,
        "opening_balance": "-250.50",
        "opening_date": "2026-01-31",
        "low_balance": None,
        "is_below_low_balance": False,
        "currency": "USD",
        "color": "#aabbcc",
        "icon": "card",
        "archived": False,
        "is_default": False,
        "transaction_count": 0,
        "created_at": account["created_at"],
        "updated_at": account["created_at"],
        "etag": '"1"',
    }
    assert response.headers["Location"] == path_of(account)
    found = visitor.get(response.headers["Location"])
    assert ok(found) == account
    assert found.headers["ETag"] == response.headers["ETag"] == '"1"'


@pytest.mark.parametrize("timezone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_without_a_date_an_account_is_opened_today_where_the_ledger_is(timezone: str) -> None:
    person = new_visitor(timezone=timezone)
    days = {datetime.now(UTC).astimezone(ZoneInfo(timezone)).date().isoformat()}

    opened_on = create(person)["opening_date"]

    days.add(datetime.now(UTC).astimezone(ZoneInfo(timezone)).date().isoformat())
    assert opened_on in days


@pytest.mark.parametrize(
    ("currency", "given", "kept"),
    [
        ("JPY", "-1250", "-1250"),
        ("JPY", 9999999999999, "9999999999999"),
        ("USD", 12.5, "12.50"),
        ("USD", "0", "0.00"),
        ("KWD", "0.001", "0.001"),
    ],
)
def test_an_opening_balance_is_exact_in_every_currency(
    currency: str, given: object, kept: str
) -> None:
    account = create(new_visitor(currency), opening_balance=given)

    assert (account["balance"], account["opening_balance"]) == (kept, kept)


@pytest.mark.parametrize(
    ("currency", "given"),
    [("JPY", "0.5"), ("USD", "0.001"), ("KWD", "0.0001"), ("USD", "100000000001"), ("USD", "x")],
)
def test_an_opening_balance_that_the_currency_cannot_hold_is_refused(
    currency: str, given: str
) -> None:
    person = new_visitor(currency)
    path = path_of(default_of(person))
    body = {"name": "P", "kind": "CASH", "is_default": True, "opening_balance": given}

    with nothing_written(person):
        for response in (
            person.post("/accounts", {"name": "P", "kind": "CASH", "opening_balance": given}),
            person.put(path, body),
            person.patch(path, {"opening_balance": given}),
        ):
            problem(response, 422, "invalid-argument", "opening_balance")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("name", value) for value in ("", "  ", "x" * 51, None, 5, "a\x00b")),
        *(("kind", value) for value in ("PIGGY_BANK", "", None, 5)),
        *(("opening_date", value) for value in ("2026-02-30", "x", 5, "1899-12-31")),
        *(("color", value) for value in ("red", "#fff", 5)),
        *(("archived", value) for value in ("yes", 1, None)),
        *(("is_default", value) for value in ("yes", 0, None)),
        *((field, "x") for field in ("id", "balance", "currency", "transaction_count", "colour")),
    ],
)
def test_what_is_not_valid_is_named(visitor: Person, field: str, value: object) -> None:
    path = path_of(default_of(visitor))
    whole = {"name": "P", "kind": "CASH", "is_default": True, field: value}

    with nothing_written(visitor):
        responses = [visitor.put(path, whole), visitor.patch(path, {field: value})]
        if field not in {"archived", "is_default"}:
            created = {key: value for key, value in whole.items() if key != "is_default"}
            responses.append(visitor.post("/accounts", created))

    for response in responses:
        problem(response, 422, "invalid-argument", field)


def test_what_must_not_be_left_out_is_named(visitor: Person) -> None:
    with nothing_written(visitor):
        created = visitor.post("/accounts", {})
        put = visitor.put(path_of(default_of(visitor)), {})

    problem(created, 422, "invalid-argument", "name", "kind")
    problem(put, 422, "invalid-argument", "name", "kind")


@pytest.mark.parametrize("kind", ["CHECKING", "savings", "Cash", "LOAN", "investment", "PROPERTY"])
def test_a_kind_is_taken_in_any_case(visitor: Person, kind: str) -> None:
    assert create(visitor, kind=kind)["kind"] == kind.upper()


def test_the_list_is_the_default_first_and_then_by_name(visitor: Person) -> None:
    for name in ("b", "C", "a"):
        create(visitor, name)

    assert names(visitor) == ["Main account", "a", "b", "C"]


def test_archived_accounts_are_listed_only_when_asked_for_and_count_in_the_totals(
    visitor: Person,
) -> None:
    savings = create(visitor, opening_balance="70.00")
    ok(visitor.patch(path_of(savings), {"archived": True}))

    assert names(visitor) == names(visitor, "?include_archived=false") == ["Main account"]
    assert names(visitor, "?include_archived=true") == ["Main account", "Savings"]
    assert accounts_of(visitor)["totals"]["net_worth"] == "70.00"
    assert ok(visitor.get(path_of(savings)))["archived"] is True


def test_net_worth_is_what_is_owned_less_what_is_owed(visitor: Person) -> None:
    create(visitor, "Flat", "PROPERTY", opening_balance="1000.00")
    create(visitor, "Wallet", "CASH", opening_balance="-5.00")
    create(visitor, "Card", "CREDIT_CARD", opening_balance="-30.00")
    create(visitor, "Mortgage", "LOAN", opening_balance="-600.50")
    create(visitor, "Overpaid", "LOAN", opening_balance="0.50")

    assert accounts_of(visitor)["totals"] == {
        "currency": "USD",
        "assets": "995.00",
        "liabilities": "630.00",
        "net_worth": "365.00",
        "unconverted": [],
        "rates_as_of": None,
    }


def test_a_balance_follows_what_is_booked_and_the_etag_does_not(visitor: Person) -> None:
    main = default_of(visitor)
    ok(visitor.patch(path_of(main), {"opening_balance": "100.00"}))
    visitor.record("1000.00", "Salary")
    spent = visitor.record("12.50", "Groceries")
    visitor.record("-2.50", "Groceries", date="2020-01-01")

    response = visitor.get(path_of(main), headers={"If-None-Match": '"2"'})

    assert (ok(response)["balance"], response.headers["ETag"]) == ("1090.00", '"2"')
    assert ok(response)["transaction_count"] == 3
    ok(visitor.delete(f"/transactions/{spent['id']}"), 204)
    after = ok(visitor.get(path_of(main)))
    assert (after["balance"], after["transaction_count"]) == ("1102.50", 2)
    assert accounts_of(visitor)["items"] == [after]


def test_a_list_reads_one_document_however_many_accounts_there_are(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(5):
        create(visitor, f"Account {number}")
    visitor.record()
    capsys.readouterr()

    ok(visitor.get("/accounts?include_archived=true"))

    [line] = capsys.readouterr().out.splitlines()
    assert json.loads(line)["documents_read"] == 1


@pytest.mark.parametrize("name", ["Main account", "MAIN ACCOUNT", " main account "])
def test_a_name_is_unique_without_regard_to_case(visitor: Person, name: str) -> None:
    other = path_of(create(visitor))

    with nothing_written(visitor):
        created = visitor.post("/accounts", {"name": name, "kind": "CASH"})
        renamed = visitor.patch(other, {"name": name})

    problem(created, 409, "already-exists")
    problem(renamed, 409, "already-exists")
    assert ok(visitor.patch(other, {"name": "SAVINGS"}))["name"] == "SAVINGS"


def test_a_ledger_has_at_most_100_accounts(visitor: Person) -> None:
    for number in range(MAX_ACCOUNTS - 1):
        create(visitor, f"Account {number}")

    with nothing_written(visitor):
        response = visitor.post("/accounts", {"name": "One more", "kind": "CASH"})

    problem(response, 409, "too-many-accounts")


def test_a_retry_with_its_key_gets_the_first_answer_whatever_came_after(visitor: Person) -> None:
    body = {"name": "Savings", "kind": "SAVINGS", "opening_balance": "5.00"}
    first = visitor.post("/accounts", body, headers=KEY)
    account_id = first.get_json()["id"]
    ok(visitor.patch(f"/accounts/{account_id}", {"name": "Hoard", "is_default": True}))
    visitor.record("1.00", account_id=account_id)

    with nothing_written(visitor):
        second = visitor.post("/accounts", body, headers=KEY)

    assert (ok(second, 201), second.headers["ETag"]) == (ok(first, 201), first.headers["ETag"])
    assert second.headers["Location"] == first.headers["Location"]


def test_a_key_stands_for_one_request(visitor: Person) -> None:
    ok(visitor.post("/accounts", {"name": "A", "kind": "CASH"}, headers=KEY), 201)

    with nothing_written(visitor):
        other = visitor.post("/accounts", {"name": "B", "kind": "CASH"}, headers=KEY)

    problem(other, 422, "idempotency-key-reused")


def test_concurrent_requests_with_one_key_make_one_account(visitor: Person) -> None:
    body = {"name": "Savings", "kind": "SAVINGS"}

    with ThreadPoolExecutor(3) as pool:
        responses = list(pool.map(lambda _: visitor.post("/accounts", body, headers=KEY), range(3)))

    answers = [ok(response, 201) for response in responses]
    assert all(answer == answers[0] for answer in answers)
    assert names(visitor) == ["Main account", "Savings"]
    assert_log_is_complete(visitor.store)


@pytest.mark.parametrize("account_id", ["missing", "a.b", "__x__", "a%00", "x" * 200])
@pytest.mark.parametrize("method", ["GET", "PATCH", "PUT", "DELETE"])
def test_an_id_of_nothing_is_not_found(visitor: Person, method: str, account_id: str) -> None:
    body = {"PUT": {"name": "P", "kind": "CASH"}, "PATCH": {}}.get(method)

    with no_commit():
        response = visitor.call(method, f"/accounts/{account_id}", json=body)

    problem(response, 404, "not-found")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/accounts?include_archived=x", "include_archived"),
        ("/accounts?colour=x", "colour"),
    ],
)
def test_a_query_that_is_not_valid_names_what_is_wrong(
    visitor: Person, path: str, field: str
) -> None:
    problem(visitor.get(path), 422, "invalid-argument", field)


def test_a_registered_users_first_call_finds_an_account(emulators: None) -> None:
    assert names(registered_user()) == ["Main account"]


def test_anothers_account_is_not_found_and_cannot_be_booked_on(visitor: Person) -> None:
    other = new_visitor()
    foreign, own = create(other), create(visitor, "Own")
    body = {"name": "P", "kind": "CASH"}

    with nothing_written(visitor, other):
        for response in (
            visitor.get(path_of(foreign)),
            visitor.patch(path_of(foreign), body),
            visitor.put(path_of(foreign), body),
            visitor.delete(path_of(foreign)),
            visitor.delete(f"{path_of(foreign)}?reassign_to={own['id']}"),
        ):
            problem(response, 404, "not-found")
        into = visitor.delete(f"{path_of(own)}?reassign_to={foreign['id']}")
        booked = visitor.post("/transactions", visitor.entry(account_id=foreign["id"]))

    problem(into, 422, "invalid-argument", "reassign_to")
    problem(booked, 422, "invalid-argument", "account_id")
    assert ok(visitor.get(f"/transactions?account_id={foreign['id']}"))["items"] == []
