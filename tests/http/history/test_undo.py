from __future__ import annotations

import pytest

from tests.http.answers import nothing_written, ok, problem, report_of, transactions_of
from tests.http.histories import ask_undo, changes_of, conflicts_of, feed_of, latest, settled, undo
from tests.support.ledgers.people import Person

WHOLE = {"whole_operation": True}


def test_undoing_a_creation_bins_it_and_undoing_that_brings_it_back(visitor: Person) -> None:
    recorded = visitor.record("12.50", payee="Shop", tags=["t"])
    creation = latest(visitor)

    [binning] = undo(visitor, creation)
    assert transactions_of(visitor) == []
    assert report_of(visitor)["total_expenses"] == "0.00"
    [restoration] = undo(visitor, binning)

    assert [settled(one) for one in transactions_of(visitor)] == [settled(recorded)]
    assert report_of(visitor)["total_expenses"] == "12.50"
    assert (binning["action"], restoration["action"]) == ("DELETED", "RESTORED")
    for new, old in ((binning, creation), (restoration, binning)):
        assert (new["cause"], new["cause_id"], new["actor"]) == ("UNDO", old["id"], visitor.uid)
    assert changes_of(visitor) == [restoration, binning, creation]


def test_undoing_an_edit_takes_back_its_fields_and_leaves_later_ones(visitor: Person) -> None:
    recorded = visitor.record("12.50", payee="Shop")
    path = f"/transactions/{recorded['id']}"
    ok(visitor.patch(path, {"amount": "99.00", "date": "2026-02-01", "payee": None}))
    edit = latest(visitor)
    ok(visitor.patch(path, {"notes": "later", "tags": ["t"]}))

    [change] = undo(visitor, edit)

    now = ok(visitor.get(path))
    assert settled(now) == settled(recorded) | {"notes": "later", "tags": ["t"]}
    assert change["after"] == now
    assert change["changed_fields"] == ["amount", "date", "payee"]


def test_undoing_restores_what_was_archived_after_it(visitor: Person) -> None:
    old = ok(visitor.post("/accounts", {"name": "Old", "kind": "CASH"}), 201)["id"]
    recorded = visitor.record("12.50", "Dining", account_id=old)
    path, ids = f"/transactions/{recorded['id']}", visitor.category_ids
    [main] = [one["id"] for one in ok(visitor.get("/accounts"))["items"] if one["id"] != old]
    ok(visitor.patch(path, {"account_id": main, "category_id": ids["Groceries"]}))
    move = latest(visitor)
    ok(visitor.patch(f"/accounts/{old}", {"archived": True}))
    ok(visitor.patch(f"/categories/{ids['Dining']}", {"archived": True}))

    undo(visitor, move)

    restored = ok(visitor.get(path))
    assert (restored["account_id"], restored["category_id"]) == (old, ids["Dining"])


def test_undoing_a_deletion_restores(visitor: Person) -> None:
    recorded = visitor.record()
    path = f"/transactions/{recorded['id']}"
    ok(visitor.delete(path), 204)

    undo(visitor, latest(visitor))

    assert settled(ok(visitor.get(path))) == settled(recorded)


def test_undoing_a_restoration_elsewhere_bins_it_where_it_was(visitor: Person) -> None:
    recorded = visitor.record("12.50", "Dining")
    path = f"/transactions/{recorded['id']}"
    ok(visitor.delete(path), 204)
    [trashed] = transactions_of(visitor, deleted="true")
    ok(visitor.post(f"{path}/restore", {"category_id": visitor.category_ids["Groceries"]}))

    undo(visitor, latest(visitor))

    assert [settled(one) for one in transactions_of(visitor, deleted="true")] == [settled(trashed)]


def test_a_split_and_a_transfer_are_taken_back_whole(visitor: Person) -> None:
    recorded = visitor.record("12.50")
    path = f"/transactions/{recorded['id']}"
    savings = ok(visitor.post("/accounts", {"name": "S", "kind": "SAVINGS"}), 201)["id"]
    parts = [
        {"category_id": visitor.category_ids[name], "amount": amount}
        for name, amount in (("Dining", "2.50"), ("Groceries", "10.00"))
    ]
    divided = ok(visitor.patch(path, {"splits": parts}))
    ok(visitor.patch(path, {"type": "TRANSFER", "to_account_id": savings}))
    transfer, split = latest(visitor), changes_of(visitor)[1]

    undo(visitor, transfer)
    assert settled(ok(visitor.get(path))) == settled(divided)
    undo(visitor, split)

    assert settled(ok(visitor.get(path))) == settled(recorded)


# Conflicts


def test_later_changes_of_a_field_are_in_the_way_and_are_named(visitor: Person) -> None:
    path = f"/transactions/{visitor.record('1.00')['id']}"
    ok(visitor.patch(path, {"amount": "2.00", "notes": "a"}))
    edit = latest(visitor)
    in_the_way = []
    for body in ({"amount": "3.00"}, {"tags": ["t"]}, {"notes": "b"}):
        ok(visitor.patch(path, body))
        in_the_way.append(latest(visitor))
    amount, _tags, notes = in_the_way

    assert conflicts_of(visitor, edit) == [amount["id"], notes["id"]]
    undo(visitor, amount)
    assert conflicts_of(visitor, edit) == [notes["id"]]
    undo(visitor, notes)
    undo(visitor, edit)

    now = ok(visitor.get(path))
    assert (now["amount"], now["notes"], now["tags"]) == ("1.00", None, ["t"])


def test_a_change_is_undone_once_and_again_after_a_redo(visitor: Person) -> None:
    path = f"/transactions/{visitor.record('1.00')['id']}"
    ok(visitor.patch(path, {"amount": "2.00"}))
    edit = latest(visitor)
    [undone] = undo(visitor, edit)

    assert conflicts_of(visitor, edit) == [undone["id"]]
    undo(visitor, undone)
    assert ok(visitor.get(path))["amount"] == "2.00"
    undo(visitor, edit)

    assert ok(visitor.get(path))["amount"] == "1.00"


def test_any_later_change_is_in_the_way_of_undoing_a_creation(visitor: Person) -> None:
    path = f"/transactions/{visitor.record()['id']}"
    creation = latest(visitor)
    ok(visitor.patch(path, {"notes": "n"}))
    edit = latest(visitor)

    assert conflicts_of(visitor, creation) == [edit["id"]]


def test_what_does_not_fit_the_ledger_any_more_is_refused(visitor: Person) -> None:
    dining = f"/categories/{visitor.category_ids['Dining']}"
    path = f"/transactions/{visitor.record('1.00', 'Dining')['id']}"
    ok(visitor.patch(path, {"category_id": visitor.category_ids["Groceries"]}))
    move = latest(visitor)

    ok(visitor.delete(dining), 204)
    removal = latest(visitor)
    with nothing_written(visitor):
        refused = problem(ask_undo(visitor, move), 409, "category-gone")
    assert refused["detail"] == (
        "The category that this transaction had was deleted. Undo that first."
    )
    undo(visitor, removal)

    undo(visitor, move)


def test_a_transaction_does_not_come_back_onto_an_account_that_is_gone(visitor: Person) -> None:
    cash = ok(visitor.post("/accounts", {"name": "Cash", "kind": "CASH"}), 201)["id"]
    recorded = visitor.record(account_id=cash)
    ok(visitor.delete(f"/transactions/{recorded['id']}"), 204)
    deletion = latest(visitor)
    ok(visitor.delete(f"/accounts/{cash}"), 204)
    removal = latest(visitor)

    with nothing_written(visitor):
        problem(ask_undo(visitor, deletion), 409, "account-gone")
    undo(visitor, removal)

    undo(visitor, deletion)


# Categories and accounts.


@pytest.mark.parametrize(
    ("function", "body"),
    [("categories", {"type": "EXPENSE"}), ("accounts", {"kind": "CASH"})],
)
def test_categories_and_accounts_are_taken_back_step_by_step(
    visitor: Person, function: str, body: dict[str, str]
) -> None:
    created = ok(visitor.post(f"/{function}", {"name": "One", **body}), 201)
    path = f"/{function}/{created['id']}"
    renamed = ok(visitor.patch(path, {"name": "Two", "color": "#123456"}))
    ok(visitor.delete(path), 204)
    removal, rename, creation = changes_of(visitor)

    [back] = undo(visitor, removal)
    assert settled(ok(visitor.get(path))) == settled(renamed)
    undo(visitor, rename)
    assert settled(ok(visitor.get(path))) == settled(created)
    [gone] = undo(visitor, creation)
    problem(visitor.get(path), 404, "not-found")

    assert (back["action"], back["before"], back["entity_id"]) == ("RESTORED", None, created["id"])
    assert (gone["action"], gone["after"]) == ("DELETED", None)
    undo(visitor, gone)
    assert settled(ok(visitor.get(path))) == settled(created)


@pytest.mark.parametrize(
    ("function", "body", "field", "code"),
    [
        ("categories", {"type": "EXPENSE"}, "category_id", "category-in-use"),
        ("accounts", {"kind": "CASH"}, "account_id", "account-in-use"),
    ],
)
def test_what_has_live_transactions_is_not_removed_by_an_undo(
    visitor: Person, function: str, body: dict[str, str], field: str, code: str
) -> None:
    created = ok(visitor.post(f"/{function}", {"name": "One", **body}), 201)["id"]
    creation = latest(visitor)
    recorded = [visitor.record(**{field: created}) for _ in range(2)]
    ok(visitor.delete(f"/transactions/{recorded[0]['id']}"), 204)

    with nothing_written(visitor):
        refused = problem(ask_undo(visitor, creation), 409, code)
    ok(visitor.delete(f"/transactions/{recorded[1]['id']}"), 204)

    assert refused["transaction_count"] == 1
    undo(visitor, creation)


@pytest.mark.parametrize(
    ("function", "body"),
    [("categories", {"type": "EXPENSE"}), ("accounts", {"kind": "CASH"})],
)
def test_a_name_taken_meanwhile_is_not_taken_back(
    visitor: Person, function: str, body: dict[str, str]
) -> None:
    path = f"/{function}/{ok(visitor.post(f'/{function}', {'name': 'One', **body}), 201)['id']}"
    ok(visitor.patch(path, {"name": "Two"}))
    rename = latest(visitor)
    taker = f"/{function}/{ok(visitor.post(f'/{function}', {'name': 'ONE', **body}), 201)['id']}"

    with nothing_written(visitor):
        problem(ask_undo(visitor, rename), 409, "already-exists")
    ok(visitor.delete(taker), 204)

    undo(visitor, rename)


def test_the_default_account_is_not_removed_by_an_undo(visitor: Person) -> None:
    created = ok(visitor.post("/accounts", {"name": "Cash", "kind": "CASH"}), 201)["id"]
    creation = latest(visitor)
    ok(visitor.patch(f"/accounts/{created}", {"archived": True}))
    ok(visitor.patch(f"/accounts/{created}", {"archived": False}))
    opening = latest(visitor)
    ok(visitor.patch(f"/accounts/{created}", {"is_default": True}))

    with nothing_written(visitor):
        problem(ask_undo(visitor, opening), 409, "default-account")
        assert conflicts_of(visitor, creation)


# Whole operations.


def test_a_batch_is_undone_whole_or_not_at_all(visitor: Person) -> None:
    kept, trashed = visitor.record("1.00"), visitor.record("2.00")
    before = transactions_of(visitor)
    batch = {
        "create": [visitor.entry("3.00"), visitor.entry("4.00")],
        "update": [{"id": kept["id"], "amount": "5.00"}],
        "delete": [{"id": trashed["id"]}],
    }
    ok(visitor.post("/transactions/batch", batch))
    *_, first = changes = changes_of(visitor)[:4]
    ok(visitor.patch(f"/transactions/{kept['id']}", {"amount": "6.00"}))
    in_the_way = latest(visitor)

    assert conflicts_of(visitor, changes[1], WHOLE) == [in_the_way["id"]]
    undo(visitor, in_the_way)
    new = undo(visitor, changes[1], WHOLE)

    assert [settled(one) for one in transactions_of(visitor)] == [settled(one) for one in before]
    assert len(new) == 4
    assert {(one["operation_id"], one["cause"], one["cause_id"]) for one in new} == {
        (new[0]["operation_id"], "UNDO", first["operation_id"])
    }
    undo(visitor, new[0], WHOLE)
    assert sorted(one["amount"] for one in transactions_of(visitor)) == ["3.00", "4.00", "5.00"]


def test_conflicts_are_named_across_the_whole_operation(visitor: Person) -> None:
    rows = [visitor.entry(f"{number}.00") for number in (1, 2, 3)]
    created = ok(visitor.post("/transactions/batch", {"create": rows}))["created"]
    batch = latest(visitor)
    later = []
    for transaction in created[:2]:
        ok(visitor.patch(f"/transactions/{transaction['id']}", {"notes": "n"}))
        later.append(latest(visitor)["id"])

    assert conflicts_of(visitor, batch, WHOLE) == later


def test_a_category_merge_is_undone_with_its_transactions(visitor: Person) -> None:
    dining, groceries = visitor.category_ids["Dining"], visitor.category_ids["Groceries"]
    for amount in ("1.00", "2.00"):
        visitor.record(amount, "Dining")
    ok(visitor.delete(f"/transactions/{visitor.record('3.00', 'Dining')['id']}"), 204)
    category = ok(visitor.get(f"/categories/{dining}"))
    before = [transactions_of(visitor, deleted=deleted) for deleted in ("false", "true")]
    ok(visitor.delete(f"/categories/{dining}?reassign_to={groceries}"), 204)
    moved = next(one for one in changes_of(visitor) if one["entity"] == "TRANSACTION")

    new = undo(visitor, moved)

    assert settled(ok(visitor.get(f"/categories/{dining}"))) == settled(category)
    after = [transactions_of(visitor, deleted=deleted) for deleted in ("false", "true")]
    assert [list(map(settled, one)) for one in after] == [list(map(settled, one)) for one in before]
    told = [item for item in feed_of(visitor)["items"] if item["cause"] == "UNDO"]
    assert [item["entity"] for item in told] == ["CATEGORY"] + ["TRANSACTION"] * 3
    assert [one["sequence"] for one in new] == [item["sequence"] for item in told]


def test_an_account_merge_is_undone_with_its_balances(visitor: Person) -> None:
    cash = ok(
        visitor.post("/accounts", {"name": "C", "kind": "CASH", "opening_balance": "5.00"}), 201
    )["id"]
    [main] = [a["id"] for a in ok(visitor.get("/accounts"))["items"] if a["is_default"]]
    visitor.record("1.00", account_id=cash)
    visitor.record("2.00", account_id=cash, type="TRANSFER", category_id=None, to_account_id=main)
    before = ok(visitor.get("/accounts"))
    ok(visitor.delete(f"/accounts/{cash}?reassign_to={main}"), 204)

    undo(visitor, latest(visitor), WHOLE)

    after = ok(visitor.get("/accounts"))
    assert list(map(settled, after["items"])) == list(map(settled, before["items"]))
    assert after["totals"] == before["totals"]
