"""Undo around changes of currencies: no amount becomes one of another currency."""

from __future__ import annotations

from typing import Any

import pytest

from shared.models.ledger.restore_progress import RestoreProgress
from shared.repositories.store import TenantStore
from tests.http.accounts import create, default_of, path_of
from tests.http.answers import nothing_written, ok, problem, transactions_of
from tests.http.histories import ask_undo, changes_of, latest, undo
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor


@pytest.fixture
def traveller() -> Person:
    """Return a person whose ledger is in euros."""
    return new_visitor("EUR")


def account_of(person: Person, account: dict[str, Any]) -> Any:
    """Return an account as it is now."""
    return ok(person.get(path_of(account)))


def change_account(person: Person, account: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Change an account, and return the change."""
    ok(person.patch(path_of(account), fields))
    return latest(person)


def set_currency(person: Person, currency: str) -> dict[str, Any]:
    """Change the ledger's currency, and return the change."""
    ok(person.patch("/settings", {"currency": currency}))
    return latest(person)


def refused(person: Person, change: dict[str, Any], code: str) -> None:
    """Assert that the undo of a change is refused, and writes nothing."""
    with nothing_written(person):
        problem(ask_undo(person, change), 409, code)


def test_an_opening_balance_does_not_return_in_another_currency(traveller: Person) -> None:
    dinars, main = create(traveller, "Dinars", currency="KWD"), default_of(traveller)
    change_account(traveller, dinars, opening_balance="1.234")
    removal = change_account(traveller, dinars, opening_balance="0")
    change_account(traveller, main, opening_balance="100")
    removal_of_main = change_account(traveller, main, opening_balance="0")
    to_yen = change_account(traveller, dinars, currency="JPY")
    ledger_to_yen = set_currency(traveller, "JPY")

    refused(traveller, removal, "not-undoable")
    refused(traveller, removal_of_main, "not-undoable")

    undo(traveller, ledger_to_yen)
    undo(traveller, to_yen)
    undo(traveller, removal)
    undo(traveller, removal_of_main)
    assert account_of(traveller, dinars)["balance"] == "1.234"
    assert account_of(traveller, main)["balance"] == "100.00"
    assert_log_is_complete(traveller.store)


def test_a_currency_and_the_opening_balance_in_it_return_together(traveller: Person) -> None:
    yen = create(traveller, "Yen", currency="JPY")
    both = change_account(traveller, yen, currency="KWD", opening_balance="1.234")

    [undone] = undo(traveller, both)
    assert (account_of(traveller, yen)["currency"], undone["after"]["opening_balance"]) == (
        "JPY",
        "0",
    )
    undo(traveller, undone)
    again = account_of(traveller, yen)
    assert (again["currency"], again["opening_balance"]) == ("KWD", "1.234")


def test_a_deleted_account_returns_in_the_currency_of_its_opening_balance(
    traveller: Person,
) -> None:
    savings = create(traveller, opening_balance="100")
    ok(traveller.delete(path_of(savings)), 204)
    deletion = latest(traveller)
    set_currency(traveller, "JPY")

    [restored] = undo(traveller, deletion)

    again = account_of(traveller, savings)
    assert (again["currency"], again["balance"]) == ("EUR", "100.00")
    assert restored["after"]["opening_balance"] == "100.00"
    [log] = [one for one in changes_of(traveller) if one["id"] == deletion["id"]]
    assert (log["before"]["currency"], log["before"]["opening_balance"]) == ("EUR", "100.00")


def test_the_currency_of_an_account_stays_when_the_ledger_gets_it_and_loses_it_again(
    traveller: Person,
) -> None:
    dollars = create(traveller, "Dollars", currency="USD")
    to_dollars = set_currency(traveller, "USD")
    main = default_of(traveller)
    assert (account_of(traveller, dollars)["currency"], main["currency"]) == ("USD", "USD")

    undo(traveller, to_dollars)

    currencies = [account_of(traveller, one)["currency"] for one in (dollars, main)]
    assert currencies == ["USD", "EUR"]


def test_an_account_whose_currency_the_ledger_got_is_replaced_as_it_is(traveller: Person) -> None:
    dollars = create(traveller, "Dollars", currency="USD")
    set_currency(traveller, "USD")
    body = {"type": "EXPENSE", "amount": "5", "date": "2026-03-30", "account_id": dollars["id"]}
    ok(traveller.post("/transactions", body), 201)
    etag = account_of(traveller, dollars)["etag"]

    for same in ({"currency": "USD"}, {"name": "Dollars"}):
        assert ok(traveller.patch(path_of(dollars), same))["etag"] == etag
    for currency in ("USD", None):
        whole = {"name": "Dollars", "kind": "SAVINGS", "currency": currency}
        whole["opening_date"] = dollars["opening_date"]
        assert ok(traveller.put(path_of(dollars), whole))["etag"] == etag
    problem(traveller.patch(path_of(dollars), {"currency": "EUR"}), 409, "account-currency-in-use")
    change = change_account(traveller, dollars, name="Bucks")
    undo(traveller, change)
    assert account_of(traveller, dollars)["name"] == "Dollars"
    other = create(traveller, "Others", currency="USD")
    ok(traveller.delete(f"{path_of(dollars)}?reassign_to={other['id']}"), 204)
    undo(traveller, latest(traveller), {"whole_operation": True})
    assert [one["account_id"] for one in transactions_of(traveller)] == [dollars["id"]]
    assert_law_holds(traveller.store)


def test_the_ledgers_currency_does_not_return_while_a_rule_has_more_decimals() -> None:
    person = new_visitor("JPY")
    to_dinars = set_currency(person, "KWD")
    condition = {"field": "AMOUNT", "operator": "BETWEEN", "min": "1.234"}
    rule = {"conditions": [condition], "actions": {"tags": ["dear"]}}
    created = ok(person.post("/rules", rule), 201)

    refused(person, to_dinars, "not-undoable")

    ok(person.delete(f"/rules/{created['id']}"), 204)
    undo(person, to_dinars)
    assert ok(person.get("/settings"))["currency"] == "JPY"


def test_a_rule_gets_no_amount_of_a_former_currency_back_and_all_else(traveller: Person) -> None:
    dear = {"field": "AMOUNT", "operator": "BETWEEN", "min": "50.00"}
    said = {"field": "DESCRIPTION", "operator": "CONTAINS", "value": "shop"}
    rule = {"name": "Dear", "conditions": [dear], "actions": {"tags": ["dear"]}}
    path = f"/rules/{ok(traveller.post('/rules', rule), 201)['id']}"

    def change_rule(**fields: Any) -> dict[str, Any]:
        ok(traveller.patch(path, fields))
        return latest(traveller)

    bare = change_rule(conditions=[said])
    renamed = change_rule(name="Dearer")
    set_currency(traveller, "USD")
    refused(traveller, bare, "not-undoable")

    in_dollars = dear | {"min": "54.17"}
    change_rule(conditions=[said, in_dollars])
    refused(traveller, bare, "undo-conflict")
    undo(traveller, renamed)
    again = ok(traveller.get(path))
    assert (again["name"], len(again["conditions"])) == ("Dear", 2)


def test_a_move_is_not_undone_over_a_later_amount_in_the_other_currency(
    traveller: Person,
) -> None:
    pesos, bolivianos = (create(traveller, one, currency=one) for one in ("ARS", "BOB"))
    body = {"type": "EXPENSE", "amount": "12", "date": "2026-03-30", "account_id": pesos["id"]}
    path = f"/transactions/{ok(traveller.post('/transactions', body), 201)['id']}"
    ok(traveller.patch(path, {"account_id": bolivianos["id"], "amount": "12"}))
    moved = latest(traveller)
    ok(traveller.patch(path, {"amount": "999"}))
    amount = latest(traveller)

    refused(traveller, moved, "undo-conflict")

    undo(traveller, amount)
    undo(traveller, moved)
    again = ok(traveller.get(path))
    assert (again["amount"], again["currency"]) == ("12.00", "ARS")


def test_a_former_date_returns_with_its_rate(traveller: Person) -> None:
    pesos = create(traveller, "Pesos", currency="ARS")
    body = {"type": "EXPENSE", "amount": "8", "date": "2026-03-01", "account_id": pesos["id"]}
    path = f"/transactions/{ok(traveller.post('/transactions', body), 201)['id']}"
    ok(traveller.patch(path, {"date": "2026-03-30"}))
    dated = latest(traveller)
    for day, price in (("2026-03-01", "0.5"), ("2026-03-30", "0.25")):
        rate = {"base": "ARS", "quote": "EUR", "date": day, "rate": price}
        ok(traveller.post("/currencies/own_rates", rate), 201)
    converted = ok(traveller.patch(path, {"notes": "converted"}))
    assert converted["exchange"]["base_amount"] == "2.00"

    undo(traveller, dated)

    exchange = ok(traveller.get(path))["exchange"]
    assert (exchange["base_amount"], exchange["rate_date"]) == ("4.00", "2026-03-01")


def test_a_rate_that_arrived_is_in_the_way_of_no_undo(traveller: Person) -> None:
    pesos, bolivianos = (create(traveller, one, currency=one) for one in ("ARS", "BOB"))
    body = {"type": "EXPENSE", "amount": "8", "date": "2026-03-01", "account_id": pesos["id"]}
    path = f"/transactions/{ok(traveller.post('/transactions', body), 201)['id']}"
    created = latest(traveller)
    ok(traveller.patch(path, {"account_id": bolivianos["id"], "amount": "9"}))
    moved = latest(traveller)
    for currency, price in (("ARS", "0.5"), ("BOB", "0.25")):
        rate = {"base": currency, "quote": "EUR", "date": "2026-03-01", "rate": price}
        ok(traveller.post("/currencies/own_rates", rate), 201)
    assert ok(traveller.get(path))["exchange"]["base_amount"] == "2.25"
    assert latest(traveller)["cause"] == "RATES"

    undo(traveller, moved)
    again = ok(traveller.get(path))
    assert (again["currency"], again["exchange"]["base_amount"]) == ("ARS", "4.00")
    undo(traveller, created)
    problem(traveller.patch(path, {"notes": "gone"}), 404, "not-found")


def test_no_currency_returns_while_a_backup_is_being_restored(traveller: Person) -> None:
    dinars = create(traveller, "Dinars", currency="KWD")
    changes = change_account(traveller, dinars, currency="JPY"), set_currency(traveller, "USD")

    def begin_restore(unit: TenantStore) -> None:
        unit.load()
        unit.ledger.put_restore(RestoreProgress("abc", 1, 3, 7))

    traveller.store.transact(begin_restore)

    for change in changes:
        refused(traveller, change, "not-undoable")


def test_accounts_that_a_backup_brings_are_logged_in_its_currency(traveller: Person) -> None:
    former = default_of(traveller)
    backup = ok(new_visitor("JPY").get("/exports/ledger"))
    ok(traveller.post("/imports/restore", backup), 201)

    accounts = [one for one in changes_of(traveller) if one["entity"] == "ACCOUNT"]

    logged = {one["entity_id"]: (one["before"] or one["after"])["currency"] for one in accounts}
    assert logged == {former["id"]: "EUR", default_of(traveller)["id"]: "JPY"}
