from __future__ import annotations

import pytest

from shared.models.history.change import Cause
from tests.http.accounts import Accounts, old_and_new
from tests.http.answers import nothing_written, ok, problem, report_of, transactions_of
from tests.support.ledgers.ledgers import assert_log_is_complete
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor


@pytest.fixture
def accounts(visitor: Person) -> Accounts:
    """Return the accounts of a visitor: the main one, Old and New."""
    return old_and_new(visitor)


def test_a_merge_moves_transactions_and_opening_balance_and_nothing_is_lost(
    accounts: Accounts,
) -> None:
    moved = accounts.record("Old", "12.50")
    accounts.record("Old", "-2.25", date="2026-04-01")
    accounts.record("New", "1.00")
    before, report = accounts.net_worth(), report_of(accounts.person)

    ok(accounts.merge("Old", "New"), 204)

    assert accounts.balances() == {"Main account": ("0.00", 0), "New": ("108.75", 3)}
    assert accounts.net_worth() == before == "108.75"
    new = accounts.get("New")
    assert (new["opening_balance"], new["opening_date"]) == ("120.00", "2025-12-01")
    path = f"/transactions/{moved['id']}"
    assert ok(accounts.person.get(path))["account_id"] == accounts.ids["New"]
    problem(accounts.person.get(f"/accounts/{accounts.ids['Old']}"), 404, "not-found")
    after = report_of(accounts.person)
    for field in ("total_income", "total_expenses", "transaction_count", "by_category"):
        assert after[field] == report[field]
    accounts.assert_sound()


def test_an_opening_balance_that_no_backup_holds_is_refused(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.ledger.accounts.MAX_OPENING_MINOR", 11_999)

    with nothing_written(accounts.person):
        refused = accounts.merge("Old", "New")
    problem(refused, 422, "invalid-argument", "reassign_to")

    monkeypatch.setattr("shared.services.ledger.accounts.MAX_OPENING_MINOR", 12_000)
    ok(accounts.merge("Old", "New"), 204)


def test_the_earlier_opening_date_stays(accounts: Accounts) -> None:
    ok(accounts.merge("New", "Old"), 204)

    old = accounts.get("Old")
    assert (old["opening_balance"], old["opening_date"]) == ("120.00", "2025-12-01")


def test_an_empty_account_changes_nothing_of_what_it_is_merged_into(accounts: Accounts) -> None:
    accounts.create("Empty", opening_date="2026-03-01")
    before = accounts.get("New")

    ok(accounts.merge("Empty", "New"), 204)

    assert accounts.get("New") == before
    assert_log_is_complete(accounts.person.store)


def test_both_sides_of_transfers_move(accounts: Accounts) -> None:
    out = accounts.transfer("Old", "Main account", "5.00")
    back = accounts.transfer("Main account", "Old", "1.50")

    ok(accounts.merge("Old", "New"), 204)

    new, main = accounts.ids["New"], accounts.ids["Main account"]
    found = {item["id"]: item for item in transactions_of(accounts.person, account_id=new)}
    assert (found[out["id"]]["account_id"], found[out["id"]]["to_account_id"]) == (new, main)
    assert (found[back["id"]]["account_id"], found[back["id"]]["to_account_id"]) == (main, new)
    assert accounts.balances() == {"Main account": ("3.50", 2), "New": ("116.50", 2)}
    accounts.assert_sound()


def test_a_transfer_between_the_two_goes_into_the_trash_as_it_is(accounts: Accounts) -> None:
    between = accounts.transfer("Old", "New", "5.00", payee="Me", tags=["moved"])
    back = accounts.transfer("New", "Old", "2.00")
    before = accounts.net_worth()

    ok(accounts.merge("Old", "New"), 204)

    assert transactions_of(accounts.person) == []
    trashed = {item["id"]: item for item in transactions_of(accounts.person, deleted="true")}
    assert trashed.keys() == {between["id"], back["id"]}
    for one in (between, back):
        gone = trashed[one["id"]]
        assert gone["deleted_at"] == gone["updated_at"]
        same = one.keys() - {"deleted_at", "updated_at", "etag"}
        assert {key: gone[key] for key in same} == {key: one[key] for key in same}
    assert accounts.balances() == {"Main account": ("0.00", 0), "New": ("120.00", 0)}
    assert accounts.net_worth() == before
    problem(accounts.person.post(f"/transactions/{between['id']}/restore"), 409, "account-gone")
    accounts.assert_sound()


def test_what_lies_in_the_trash_moves_along_but_for_transfers_between_the_two(
    accounts: Accounts,
) -> None:
    spent = accounts.record("Old", "12.50")
    between = accounts.transfer("Old", "New")
    accounts.put_in_trash(spent)
    accounts.put_in_trash(between)
    in_trash = ok(accounts.person.get("/transactions?deleted=true&type=TRANSFER"))["items"]

    ok(accounts.merge("Old", "New"), 204)

    assert ok(accounts.person.get("/transactions?deleted=true&type=TRANSFER"))["items"] == in_trash
    restored = ok(accounts.person.post(f"/transactions/{spent['id']}/restore"))
    assert restored["account_id"] == accounts.ids["New"]
    assert accounts.balances()["New"] == ("107.50", 1)
    accounts.assert_sound()


@pytest.mark.parametrize(
    ("currency", "opening", "spent", "left"),
    [("JPY", "100000", "1234", "98766"), ("KWD", "1.005", "0.001", "1.004")],
)
def test_a_merge_is_exact_in_every_currency(
    currency: str, opening: str, spent: str, left: str
) -> None:
    accounts = Accounts(new_visitor(currency))
    accounts.create("Old", opening)
    accounts.record("Old", spent)

    ok(accounts.merge("Old", "Main account"), 204)

    assert accounts.balances() == {"Main account": (left, 1)}
    accounts.assert_sound()


def test_an_archived_account_can_be_merged_into_a_live_one_of_any_kind(accounts: Accounts) -> None:
    accounts.create("Card", "-30.00", kind="CREDIT_CARD")
    ok(accounts.person.patch(f"/accounts/{accounts.ids['Card']}", {"archived": True}))

    ok(accounts.merge("Card", "New"), 204)

    assert accounts.balances()["New"] == ("-10.00", 0)
    totals = ok(accounts.person.get("/accounts"))["totals"]
    assert totals == {
        "currency": "USD",
        "assets": "90.00",
        "liabilities": "0.00",
        "net_worth": "90.00",
        "unconverted": [],
        "rates_as_of": None,
    }


def test_a_target_that_is_archived_or_itself_is_refused(accounts: Accounts) -> None:
    accounts.record("Old")
    ok(accounts.person.patch(f"/accounts/{accounts.ids['New']}", {"archived": True}))

    for target in ("New", "Old"):
        with nothing_written(accounts.person):
            response = accounts.merge("Old", target)
        problem(response, 422, "invalid-argument", "reassign_to")


@pytest.mark.parametrize("target", ["missing", "", "a/b", "__x__", "x" * 65, "a%00"])
def test_a_target_that_is_no_account_is_refused(accounts: Accounts, target: str) -> None:
    path = f"/accounts/{accounts.ids['Old']}"

    with nothing_written(accounts.person):
        response = accounts.person.delete(path, query_string={"reassign_to": target})

    problem(response, 422, "invalid-argument", "reassign_to")


def test_a_merge_honours_if_match(accounts: Accounts) -> None:
    accounts.record("Old")

    with nothing_written(accounts.person):
        lost = accounts.merge("Old", "New", headers={"If-Match": '"2"'})

    assert problem(lost, 412, "precondition-failed")["current"] == accounts.get("Old")
    ok(accounts.merge("Old", "New", headers={"If-Match": '"1"'}), 204)


def test_a_merge_is_logged_in_the_order_in_which_it_can_be_taken_back(accounts: Accounts) -> None:
    spent = accounts.record("Old")

    ok(accounts.merge("Old", "New"), 204)

    changes = accounts.person.store.changes.list_after(0, 100)
    merged = [change for change in changes if change.cause is Cause.ACCOUNT_MERGE]
    ids = [spent["id"], accounts.ids["New"], accounts.ids["Old"]]
    assert [change.entity_id for change in merged] == ids
    assert {change.cause_id for change in merged} == {accounts.ids["Old"]}
    assert len({change.operation_id for change in merged}) == 1
    assert merged[-1].after is None
