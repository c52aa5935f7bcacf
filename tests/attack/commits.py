"""Writes of the greatest legal size: in bytes, in amounts, and in the number of things."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from shared.models.history.change import Cause, Operation
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.transactions.batch import Batch
from shared.models.ledger.transactions.transaction import MAX_SPLITS
from shared.services.ledger.batches import apply_batch
from tests.attack.attack import ANY_NUMBER, Attack, Target
from tests.attack.request import CSV, Sent
from tests.http.answers import ok
from tests.support.ledgers.people import Person
from tests.unit.exports.backups import document

_LARGE, _AT_ONCE = 500, 50
_ROWS = 800


def attacks() -> Iterator[Attack]:
    """Yield the attacks."""
    yield Attack("delete 500 transactions of 30 kB in a batch", _delete_large,
                 "409 commit-too-large")  # fmt: skip
    yield Attack("merge the category of 500 transactions of 30 kB", _merge_large,
                 "204 or 202")  # fmt: skip
    yield Attack("carry out an import of 800 rows of 2,000 letters", _import_large, "200",
                 ANY_NUMBER)  # fmt: skip
    for currency in ("CLF", "KWD", "JPY"):
        yield Attack(f"the largest amount in {currency}, in a month of 1,000 others, recorded",
                     _largest_amounts(currency), "201", is_quick=currency == "CLF")  # fmt: skip
    # Each transaction has a month of its own.
    yield Attack("own rate that heals 900 transactions", _heal_many, "201")
    yield Attack("transactions of 20 writers at once", _record, "201", at_once=20)
    yield Attack("backup with 5,000 payees that no transaction uses", _payees_without_transactions,
                 "422 invalid-argument", ANY_NUMBER)  # fmt: skip


def _large_ledger(target: Target) -> tuple[Person, list[str]]:
    """Return a visitor whose 500 transactions are as large as possible, and their ids."""
    person = target.demo()
    groceries = person.category_ids["Groceries"]
    split = {"category_id": groceries, "amount": "1.00", "note": "é" * 200}
    draft = TransactionDraft.model_validate(
        {
            "type": "EXPENSE",
            "amount": f"{MAX_SPLITS}.00",
            "date": str(date(2026, 3, 31)),
            "splits": [split] * MAX_SPLITS,
            "notes": _words(2_000),
            "description": _words(200),
        }
    )
    ids: list[str] = []
    for _ in range(_LARGE // _AT_ONCE):
        operation = Operation.of_request(
            actor=person.uid, at=datetime.now(UTC), key=None, request_hash="", cause=Cause.API
        )
        apply_batch(person.store, operation, Batch(create=(draft,) * _AT_ONCE))
    cursor = ""
    while cursor is not None:
        page = ok(person.get("/transactions", query_string={"limit": 100, **_at(cursor)}))
        ids += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
    return person, ids


def _at(cursor: str) -> dict[str, str]:
    return {"cursor": cursor} if cursor else {}


def _words(length: int) -> str:
    """Return a text of so many letters, each word another one."""
    return " ".join(f"{number:03x}" for number in range(length // 4)).ljust(length, "z")


def _delete_large(target: Target) -> Sent:
    person, ids = _large_ledger(target)
    return Sent.by(person, "POST", "/transactions/batch", {"delete": [{"id": one} for one in ids]})


def _merge_large(target: Target) -> Sent:
    person, _ = _large_ledger(target)
    ids = person.category_ids
    path = f"/categories/{ids['Groceries']}?reassign_to={ids['Dining']}"
    return Sent.by(person, "DELETE", path)


def _import_large(target: Target) -> Sent:
    person = target.demo()
    lines = [f"2026-05-{1 + n % 28:02},-{n + 1}.50,Shop {n},{_words(1_990)}" for n in range(_ROWS)]
    content = "\n".join(["Date,Amount,Payee,Notes", *lines]).encode()
    sent = person.call("POST", "/imports/preview", data=content, content_type=CSV)
    token = ok(sent, 201)["plan_token"]
    return Sent.by(person, "POST", "/imports", {"plan_token": token})


def _heal_many(target: Target) -> Sent:
    """Return an own rate of the currency of 900 transactions that have none."""
    person = target.demo("EUR")
    account = {"name": "Pesos", "kind": "CASH", "currency": "ARS"}
    account_id = ok(person.post("/accounts", account), 201)["id"]
    entry = {"type": "EXPENSE", "amount": "1.00", "account_id": account_id}
    for decade in range(3):
        days = [f"{1940 + 25 * decade + n // 12}-{1 + n % 12:02}-01" for n in range(300)]
        rows = [entry | {"date": day} for day in days]
        ok(person.post("/transactions/batch", {"create": rows}))
    own = {"base": "ARS", "quote": "EUR", "date": "1940-01-01", "rate": "0.01"}
    return Sent.by(person, "POST", "/currencies/own_rates", own)


def _largest_amounts(currency: str) -> Callable[[Target], Sent]:
    """Return a transaction of the largest amount, in the month of 1,000 others."""

    def prepare(target: Target) -> Sent:
        person = target.demo(currency)
        decimals = {"CLF": 4, "KWD": 3, "JPY": 0}[currency]
        digits = "9" * 13
        amount = f"{digits[: 13 - decimals]}.{digits[:decimals]}".rstrip(".")
        body: dict[str, Any] = {"create": [person.entry(amount)] * 500}
        for _ in range(2):
            ok(person.post("/transactions/batch", body))
        return Sent.by(person, "POST", "/transactions", person.entry(amount))

    return prepare


def _record(target: Target) -> Sent:
    person = target.demo()
    return Sent.by(person, "POST", "/transactions", person.entry())


def _payees_without_transactions(target: Target) -> Sent:
    content = document()
    payee = json.dumps(content["payees"][0])
    name = content["payees"][0]["name"]
    content["payees"] = [json.loads(payee.replace(name, f"Shop {n}")) for n in range(5_000)]
    return Sent.by(target.demo(), "POST", "/imports/restore", content)
