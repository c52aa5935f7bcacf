"""Requests about one transaction that was changed often, and is as large as possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

from shared.models.history.change import Cause, Operation
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.transaction import MAX_SPLITS
from shared.services.ledger.transactions import record_transaction, update_transaction
from tests.attack.attack import Attack, Target
from tests.attack.request import Sent
from tests.support.ledgers.people import Person, visitor

_CHANGES = 1_100
_LETTER = "😀"


def attacks() -> Iterator[Attack]:
    """Yield the attacks."""
    for name, query in (
        ("by nobody, one a page", "actor=nobody&limit=1"),
        ("by nobody, 100 a page", "actor=nobody&limit=100"),
        ("100 a page", "limit=100"),
    ):
        yield Attack(f"changes of a large transaction, {name}", _list(query), "200")
    yield Attack("undo the first of 1,100 changes of a large transaction", _undo_first,
                 "409 undo-conflict")  # fmt: skip


@cache
def _often_changed() -> tuple[Person, str]:
    """Return a visitor, and the id of the transaction."""
    person = visitor("USD")
    split = {"category_id": person.category_ids["Groceries"], "amount": "1.00"}
    draft = TransactionDraft.model_validate(
        {
            "type": "EXPENSE",
            "amount": f"{MAX_SPLITS}.00",
            "date": "2026-03-31",
            "splits": [{**split, "note": _LETTER * 200}] * MAX_SPLITS,
            "notes": _LETTER * 2_000,
            "description": _LETTER * 200,
        }
    )
    transaction_id = record_transaction(person.store, _operation(person), draft).id
    for number in range(_CHANGES):
        patch = TransactionPatch(payee=f"Shop {number % 2}")
        update_transaction(person.store, _operation(person), transaction_id, patch)
    return person, transaction_id


def _operation(person: Person) -> Operation:
    return Operation.of_request(
        actor=person.uid, at=datetime.now(UTC), key=None, request_hash="", cause=Cause.API
    )


def _list(query: str) -> Callable[[Target], Sent]:
    def prepare(_target: Target) -> Sent:
        person, transaction_id = _often_changed()
        return Sent.by(person, "GET", f"/changes?transaction_id={transaction_id}&{query}")

    return prepare


def _undo_first(_target: Target) -> Sent:
    person, transaction_id = _often_changed()
    [_, first, *_] = person.store.changes.list_of_entities_after([transaction_id], 0, 2)
    return Sent.by(person, "POST", f"/changes/{first.id}/undo", {})
