"""Rows that confirm booked transactions: both banks of a transfer, and their undo."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http import accounts
from tests.http.answers import ok, transactions_of
from tests.http.planning.recurring.entries import create, day, process
from tests.http.uploads import assert_sound, counts, import_file, preview, statement
from tests.support.ledgers.people import Person

pytestmark = pytest.mark.usefixtures("emulators")

GIRO = statement(f"{day(1)},-10.50,Savings,Debit")
SAVINGS = statement(f"{day(1)},10.50,Savings,Credit")


def transfer(person: Person, *, is_booked: bool = True) -> list[tuple[bytes, str]]:
    """Plan a transfer of 10.00 for today, and book it; the files of both banks, with accounts."""
    savings: str = accounts.create(person)["id"]
    template = {"type": "TRANSFER", "amount": "10.00", "payee": "Savings", "to_account_id": savings}
    schedule = {"start": day(0), "frequency": "WEEKLY"}
    entry = create(person, template=template, schedule=schedule)
    if is_booked:
        process(person, entry)
    giro = person.store.tenant.get().ledger.default_account_id
    return [(GIRO, giro), (SAVINGS, savings)]


def shown(person: Person) -> tuple[str, str, str | None]:
    """Return amount, day and import of the only transaction."""
    assert_sound(person)
    [one] = transactions_of(person)
    return one["amount"], one["date"], one["import_id"]


@pytest.mark.parametrize("undone", [0, 1])
def test_each_bank_of_a_booked_transfer_is_undone_alone(visitor: Person, undone: int) -> None:
    files = transfer(visitor)

    def again(number: int) -> str:
        file, account_id = files[number]
        done = import_file(visitor, file, account_id=account_id)
        assert (done["imported"], done["confirmed"]) == (0, 1)
        return str(done["id"])

    def planned() -> list[Any]:
        plans = (preview(visitor, file, account_id=account_id) for file, account_id in files)
        return [plan["planned"] for plan in plans]

    ids = [again(0), again(1)]
    assert planned() == [counts(duplicate=1)] * 2
    for _ in range(2):
        assert ok(visitor.delete(f"/imports/{ids[undone]}"))["undone"] == 1
        assert shown(visitor) == ("10.50", day(1), ids[1 - undone])
        left = [counts(duplicate=1)] * 2
        left[undone] = counts(confirmed=1)
        assert planned() == left
        ids[undone] = again(undone)
        assert planned() == [counts(duplicate=1)] * 2

    for one in (ids[1 - undone], ids[undone]):
        assert ok(visitor.delete(f"/imports/{one}"))["undone"] == 1

    assert shown(visitor) == ("10.00", day(0), None)
    assert planned() == [counts(confirmed=1)] * 2


def test_one_bank_of_a_transfer_that_is_not_booked_is_matched_with_nothing(visitor: Person) -> None:
    files = transfer(visitor, is_booked=False)

    for file, account_id in files:
        plan = preview(visitor, file, account_id=account_id)
        assert (plan["planned"], plan["rows"][0]["match"]) == (counts(new=1), None)


def test_a_former_state_that_is_impossible_is_not_brought_back(visitor: Person) -> None:
    ids = visitor.category_ids
    parts = [
        {"category_id": ids["Dining"], "amount": "7.50"},
        {"category_id": ids["Rent"], "amount": "2.50"},
    ]
    template = {"type": "EXPENSE", "amount": "10.00", "payee": "Gym", "splits": parts}
    process(visitor, create(visitor, template=template))
    done = import_file(visitor, statement(f"{day(0)},-12.00,Gym,Debit"))
    [made] = transactions_of(visitor)
    ok(visitor.patch(f"/transactions/{made['id']}", {"category_id": ids["Dining"]}))
    ok(visitor.delete(f"/categories/{ids['Rent']}"), 204)

    assert ok(visitor.delete(f"/imports/{done['id']}"))["undone"] == 1

    assert shown(visitor) == ("12.00", day(0), None)
