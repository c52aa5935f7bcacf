"""Duplicates over HTTP: what is recorded already is not recorded again, and everything else is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http import accounts
from tests.http.answers import ok, transactions_of
from tests.http.uploads import (
    assert_sound,
    counts,
    import_file,
    preview,
    purchases,
    statement,
)
from tests.support.ledgers.people import Person

pytestmark = pytest.mark.usefixtures("emulators")

COFFEE = "2026-05-04,-3.20,Café,Espresso"
WITH_ID = "Date,Amount,Payee,Description,Transaction ID"


def coffees(count: int) -> bytes:
    """Return a file with so many equal coffees."""
    return statement(*[COFFEE] * count)


def of_bank(*rows: str) -> bytes:
    """Return a file whose rows have the bank's ids."""
    return statement(*rows, header=WITH_ID)


def test_a_file_imported_again_adds_nothing(visitor: Person) -> None:
    import_file(visitor, purchases(30))
    again = preview(visitor, purchases(30))
    assert again["planned"] == counts(duplicate=30)
    assert {row["reason"] for row in again["rows"]} == {"is recorded already"}


def test_equal_rows_are_counted(visitor: Person) -> None:
    assert import_file(visitor, coffees(2))["imported"] == 2
    assert import_file(visitor, coffees(3))["imported"] == 1
    assert preview(visitor, coffees(3))["planned"] == counts(duplicate=3)
    assert preview(visitor, coffees(1))["planned"] == counts(duplicate=1)
    assert len(transactions_of(visitor)) == 3
    assert_sound(visitor)


def test_what_was_recorded_by_hand_is_known_by_its_words(visitor: Person) -> None:
    visitor.record("3.20", "Dining", date="2026-05-04", payee="CAFE", description="espresso!")
    assert preview(visitor, coffees(2))["planned"] == counts(new=1, duplicate=1)


@pytest.mark.parametrize(
    "change",
    [
        {"description": "With Ann"},
        {"payee": "The Corner"},
        {"amount": "3.50"},
        {"date": "2026-05-06"},
        {"category": "Dining"},
        {"account": "Savings"},
    ],
    ids=str,
)
def test_an_imported_row_is_known_however_it_was_edited(
    visitor: Person, change: dict[str, Any]
) -> None:
    import_file(visitor, coffees(1))
    [recorded] = transactions_of(visitor)
    savings = accounts.create(visitor)["id"]
    if "category" in change:
        change = {"category_id": visitor.category_ids[change["category"]]}
    elif "account" in change:
        change = {"account_id": savings}
    ok(visitor.patch(f"/transactions/{recorded['id']}", change))
    assert preview(visitor, coffees(1))["planned"] == counts(duplicate=1)
    assert preview(visitor, coffees(1), account_id=savings)["planned"] == counts(new=1)


def test_a_row_in_the_trash_is_not_there(visitor: Person) -> None:
    import_file(visitor, coffees(1))
    [recorded] = transactions_of(visitor)
    ok(visitor.delete(f"/transactions/{recorded['id']}"), 204)
    assert preview(visitor, coffees(1))["planned"] == counts(new=1)
    ok(visitor.post(f"/transactions/{recorded['id']}/restore"))
    assert preview(visitor, coffees(1))["planned"] == counts(duplicate=1)


def test_the_banks_id_tells_first(visitor: Person) -> None:
    import_file(visitor, of_bank(f"{COFFEE},B-1", f"{COFFEE},B-2"))
    later = of_bank("2026-05-06,-3.20,Cafe Roma,CARD 1234,B-1", f"{COFFEE},B-3")
    plan = preview(visitor, later)
    assert [row["status"] for row in plan["rows"]] == ["DUPLICATE", "NEW"]


def test_the_same_id_twice_in_one_file_is_one_row_unless_the_row_is_another(
    visitor: Person,
) -> None:
    content = of_bank(f"{COFFEE},B-1", "2026-05-09,-1.00,Shop,Bread,B-2", f"{COFFEE},B-1",
                      "2026-05-20,-3.20,Café,Espresso,B-1")  # fmt: skip
    columns = ["DATE", "AMOUNT", "PAYEE", "DESCRIPTION", "EXTERNAL_ID"]
    plan = preview(visitor, content, layout={"columns": columns})
    assert [row["status"] for row in plan["rows"]] == ["NEW", "NEW", "DUPLICATE", "NEW"]
    assert "line 2" in plan["rows"][2]["reason"]


def test_a_transfer_recorded_by_hand_is_known_on_both_accounts(visitor: Person) -> None:
    main, savings = accounts.default_of(visitor)["id"], accounts.create(visitor)["id"]
    transfer = {
        "type": "TRANSFER", "amount": "50.00", "account_id": main, "to_account_id": savings,
        "date": "2026-05-04", "description": "To savings",
    }  # fmt: skip
    ok(visitor.post("/transactions", transfer), 201)
    rows = ("2026-05-04,-50.00,,To savings", "2026-05-04,50.00,,To savings")
    for account_id, statuses in ((main, ["DUPLICATE", "NEW"]), (savings, ["NEW", "DUPLICATE"])):
        plan = preview(visitor, statement(*rows), account_id=account_id)
        assert [row["status"] for row in plan["rows"]] == statuses
