"""Balances that fall below those that people have set, over HTTP, by every way to change one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import AmountParameter, TextParameter
from shared.repositories import connections
from tests.http import accounts as accounts_over_http
from tests.http.accounts import Accounts
from tests.http.answers import ok, problem
from tests.http.http.test_request_log import lines_of
from tests.http.imports.test_restore_backup import exported, restore
from tests.http.notifications.told import told
from tests.http.planning.recurring import entries
from tests.http.reports import test_rollup
from tests.http.uploads import import_file, statement
from tests.support.faults import Crashed, fault
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.fixture
def accounts(visitor: Person) -> Accounts:
    """Return accounts: Old and New have 100.00, and New is low below 50.00."""
    found = Accounts(visitor)
    found.create("Old", "100.00")
    found.create("New", "100.00", low_balance="50.00")
    return found


def _outbox(person: Person) -> Any:
    root = connections.firestore_client().document(person.store.ref.path)
    return root.collection("outbox")


def _events(person: Person) -> Iterator[Event]:
    for snapshot in _outbox(person).stream():
        event = person.store.outbox.find(snapshot.id)
        assert event is not None
        if event.kind is NotificationKind.LOW_BALANCE:
            yield event


@contextlib.contextmanager
def fallen(person: Person) -> Iterator[list[tuple[str, int, int]]]:
    """Collect the accounts that fall low in the block, with balance and limit in minor units."""
    for snapshot in _outbox(person).stream():
        snapshot.reference.delete()
    found: list[tuple[str, int, int]] = []
    yield found
    for event in _events(person):
        name, balance, limit = (event.parameters[key] for key in ("account", "amount", "limit"))
        assert isinstance(name, TextParameter)
        assert isinstance(balance, AmountParameter)
        assert isinstance(limit, AmountParameter)
        assert event.subject.id in {one["id"] for one in _all_accounts(person)}
        found.append((name.text, balance.minor, limit.minor))


def _all_accounts(person: Person) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = accounts_over_http.accounts_of(person)["items"]
    return items


def _patch(accounts: Accounts, name: str, **fields: Any) -> dict[str, Any]:
    path = f"/accounts/{accounts.ids[name]}"
    found: dict[str, Any] = ok(accounts.person.patch(path, fields))
    return found


def _delete(accounts: Accounts, transaction: dict[str, Any]) -> None:
    accounts.put_in_trash(transaction)


def test_a_balance_is_low_below_the_limit_and_not_at_it(accounts: Accounts) -> None:
    with fallen(accounts.person) as at_the_limit:
        accounts.record("New", "50.00")
    with fallen(accounts.person) as below:
        accounts.record("New", "0.01")
    with fallen(accounts.person) as further:
        accounts.record("New", "1.00")

    assert (at_the_limit, below, further) == ([], [("New", 4999, 5000)], [])
    assert accounts.get("New")["is_below_low_balance"]


def test_above_and_below_again_is_told_again(accounts: Accounts) -> None:
    spent = accounts.record("New", "60.00")
    _delete(accounts, spent)
    with fallen(accounts.person) as again:
        accounts.record("New", "70.00")

    assert again == [("New", 3000, 5000)]


def test_each_way_to_change_a_transaction_may_let_a_balance_fall(accounts: Accounts) -> None:
    person, new = accounts.person, accounts.ids["New"]
    gain = accounts.record("New", "-60.00")
    bought = accounts.record("New", "60.00")
    with fallen(person) as by_patch:
        ok(person.patch(f"/transactions/{bought['id']}", {"amount": "111.00"}))
    _delete(accounts, bought)
    with fallen(person) as by_restore:
        ok(person.post(f"/transactions/{bought['id']}/restore", {}))
    _delete(accounts, bought)
    accounts.record("New", "60.00")
    with fallen(person) as by_deletion:
        _delete(accounts, gain)
    ok(person.post(f"/transactions/{gain['id']}/restore", {}))
    with fallen(person) as by_transfer:
        accounts.transfer("New", "Old", "51.00")
    accounts.transfer("Old", "New", "51.00")
    with fallen(person) as by_batch:
        rows = [person.entry("30.00", account_id=new), person.entry("30.00", account_id=new)]
        ok(person.post("/transactions/batch", {"create": rows}))

    assert by_patch == by_restore == [("New", 4900, 5000)]
    assert (by_deletion, by_transfer) == ([("New", 4000, 5000)], [("New", 4900, 5000)])
    assert by_batch == [("New", 4000, 5000)]


def test_an_undo_may_let_a_balance_fall(accounts: Accounts) -> None:
    person = accounts.person
    gained = person.post(
        "/transactions", person.entry("-60.00", account_id=accounts.ids["New"])
    ).headers["X-Change-Id"]
    accounts.record("New", "70.00")
    with fallen(person) as found:
        ok(person.post(f"/changes/{gained}/undo", {}))

    assert found == [("New", 3000, 5000)]


def test_an_opening_balance_and_its_undo_may_let_a_balance_fall(accounts: Accounts) -> None:
    person, path = accounts.person, f"/accounts/{accounts.ids['New']}"
    with fallen(person) as lowered:
        _patch(accounts, "New", opening_balance="10.00")
    change = person.patch(path, {"opening_balance": "200.00"}).headers["X-Change-Id"]
    with fallen(person) as undone:
        ok(person.post(f"/changes/{change}/undo", {}))

    assert lowered == undone == [("New", 1000, 5000)]


def test_an_import_may_let_a_balance_fall(accounts: Accounts) -> None:
    content = statement("2026-05-01,-60.00,Shop,Bread")
    with fallen(accounts.person) as found:
        import_file(accounts.person, content, account_id=accounts.ids["New"])

    assert found == [("New", 4000, 5000)]


def test_a_booked_occurrence_may_let_a_balance_fall(accounts: Accounts) -> None:
    template = {"type": "EXPENSE", "amount": "30.00", "account_id": accounts.ids["New"]}
    entry = entries.create(accounts.person, -1, template=template)
    with fallen(accounts.person) as found:
        entries.process(accounts.person, entry)

    assert found == [("New", 4000, 5000)]


@pytest.mark.parametrize("at_once", [200, 1], ids=["one commit", "several commits"])
def test_a_merge_tells_of_the_sum_of_both_accounts_alone(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", at_once)
    accounts.record("Old", "-500.00")
    accounts.record("Old", "580.00")
    with fallen(accounts.person) as found:
        ok(accounts.merge("Old", "New"), 204)
    assert found == []
    assert accounts.get("New")["balance"] == "120.00"

    accounts.create("Debts", "-30.00")
    accounts.record("Debts", "-500.00")
    accounts.record("Debts", "560.00")
    with fallen(accounts.person) as below:
        ok(accounts.merge("Debts", "New"), 204)
    assert below == [("New", 3000, 5000)]


def test_what_is_booked_during_a_merge_is_told_of_the_sum(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 1)
    accounts.record("Old", "-1.00")
    accounts.record("Old", "1.00")
    with fault("crash before the commit", skip=1), pytest.raises(Crashed):
        accounts.merge("Old", "New")
    with fallen(accounts.person) as found:
        accounts.record("New", "140.00")
        accounts.record("New", "20.00")

    assert found == [("New", 4000, 5000)]


def test_what_is_set_above_the_balance_is_shown_and_not_told(accounts: Accounts) -> None:
    with fallen(accounts.person) as found:
        after = _patch(accounts, "Old", low_balance="100.01")
        accounts.create("Third", "5", low_balance="6")
    assert found == []
    assert (after["low_balance"], after["is_below_low_balance"]) == ("100.01", True)

    none = _patch(accounts, "Old", low_balance=None)
    assert (none["low_balance"], none["is_below_low_balance"]) == (None, False)


def test_zero_is_a_limit_and_no_limit_is_none(accounts: Accounts) -> None:
    assert accounts.get("Old")["low_balance"] is None
    assert _patch(accounts, "Old", low_balance="0")["low_balance"] == "0.00"
    with fallen(accounts.person) as found:
        accounts.record("Old", "100.00")
    with fallen(accounts.person) as below:
        accounts.record("Old", "0.01")
    accounts.record("Main account", "5000.00")

    assert (found, below) == ([], [("Old", -1, 0)])


def test_the_limit_of_a_debt_is_negative(accounts: Accounts) -> None:
    accounts.create("Card", "0", kind="CREDIT_CARD", low_balance="-1000.00")
    with fallen(accounts.person) as within:
        accounts.record("Card", "1000.00")
    with fallen(accounts.person) as beyond:
        accounts.record("Card", "1.00")

    assert (within, beyond) == ([], [("Card", -100100, -100000)])


def test_a_limit_is_in_the_currency_of_its_account(accounts: Accounts) -> None:
    accounts.create("Yen", "1000", currency="JPY", low_balance="500")
    assert accounts.get("Yen")["low_balance"] == "500"
    path = f"/accounts/{accounts.ids['Yen']}"
    refused = accounts.person.patch(path, {"low_balance": "1.5"})
    problem(refused, 422, "invalid-argument", "low_balance")
    with fallen(accounts.person) as found:
        accounts.record("Yen", "501")

    assert found == [("Yen", 499, 500)]


def test_a_limit_keeps_its_account_in_its_currency(accounts: Accounts) -> None:
    accounts.create("Empty", low_balance="0")
    path = f"/accounts/{accounts.ids['Empty']}"
    refused = accounts.person.patch(path, {"currency": "JPY"})
    problem(refused, 409, "account-currency-in-use")

    change = accounts.person.patch(path, {"low_balance": None}).headers["X-Change-Id"]
    assert ok(accounts.person.patch(path, {"currency": "JPY"}))["currency"] == "JPY"
    undone = accounts.person.post(f"/changes/{change}/undo", {})
    problem(undone, 409, "not-undoable")


def test_a_limit_keeps_its_currency_when_that_of_an_empty_ledger_changes() -> None:
    person = new_visitor()
    found = Accounts(person)
    found.create("New", low_balance="50.00")
    settings = ok(person.patch("/settings", {"currency": "JPY"}))
    assert settings["currency"] == "JPY" or settings["pending_currency"] == "JPY"

    new = found.get("New")
    assert (new["low_balance"], new["currency"]) == ("50.00", "USD")


def test_an_archived_account_is_not_told_of(accounts: Accounts) -> None:
    gain = accounts.record("New", "-60.00")
    accounts.record("New", "70.00")
    _patch(accounts, "New", archived=True)
    with fallen(accounts.person) as found:
        _delete(accounts, gain)
        _patch(accounts, "New", archived=False)

    assert found == []


def test_the_restore_of_a_backup_tells_nothing(accounts: Accounts) -> None:
    accounts.record("New", "60.00")
    content = exported(accounts.person)
    other = new_visitor()
    with fallen(other) as found:
        ok(restore(other, content), 201)

    assert found == []
    [new] = [one for one in _all_accounts(other) if one["name"] == "New"]
    assert (new["low_balance"], new["is_below_low_balance"]) == ("50.00", True)


def test_the_repair_of_a_balance_tells_nothing(accounts: Accounts) -> None:
    accounts.record("New", "60.00")
    root = connections.firestore_client().document(accounts.person.store.ref.path)
    root.update({f"by_account.`{accounts.ids['New']}`.change_minor": 0})
    assert accounts.get("New")["balance"] == "100.00"
    with fallen(accounts.person) as found:
        assert test_rollup.deliver(test_rollup.batch(accounts.person)).status_code == 200

    assert accounts.get("New")["balance"] == "40.00"
    assert found == []


def test_flapping_within_a_day_is_one_notification_with_the_last_balance(one_day: None) -> None:
    person = registered_user(is_verified=True)
    accounts = Accounts(person)
    accounts.create("New", "100.00", low_balance="50.00")
    with told():
        spent = accounts.record("New", "60.00")
    _delete(accounts, spent)
    with told():
        accounts.record("New", "70.00")

    [one] = ok(person.get("/notifications"))["items"]
    assert (one["kind"], one["severity"]) == ("LOW_BALANCE", "WARNING")
    assert one["subject"] == {"type": "ACCOUNT", "id": accounts.ids["New"]}
    assert one["title"] == "Low balance: New"
    assert one["text"] == "The balance of New is 30.00 USD, below 50.00 USD."


def test_a_balance_that_does_not_fall_low_costs_no_document(
    accounts: Accounts, capsys: pytest.CaptureFixture[str]
) -> None:
    def costs() -> list[tuple[int, int]]:
        lines = lines_of(capsys)
        return [(one["documents_read"], one["documents_written"]) for one in lines]

    accounts.record("New", "1.00")
    costs()
    for amount in ("49.00", "0.01", "1.00"):
        accounts.record("New", amount)

    assert costs() == [(1, 4), (1, 5), (1, 4)]
