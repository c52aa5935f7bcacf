"""Reasons of rows that are recorded already, with the recorded values that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from shared.models.imports.duplicates import KnownRows
from shared.models.imports.import_plan import PlanRow, PlanSplit, RowStatus
from shared.models.imports.statements.cells import quoted
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.money import format_minor

RECORDED: Final = "is recorded already"
"""The first words of the reason of a row that duplicates a recorded transaction."""


def judged(row: PlanRow, known: KnownRows, ledger: Ledger, account_id: str) -> PlanRow:
    """Return a row, marked as a duplicate if it is recorded; ``account_id`` is of the import."""
    if row.status is not RowStatus.NEW or not known.has(row):
        return row
    recorded = known.find_transaction(row.transaction_id)
    placed = row._replace(account_id=row.account_id or account_id)
    values = () if recorded is None else tuple(_differences(placed, recorded, ledger))
    return row._replace(status=RowStatus.DUPLICATE, reason=_reason(values))


def _reason(values: Iterable[str]) -> str:
    """Return the reason of a duplicate with these recorded values that its row has otherwise."""
    listed = ", ".join(values)
    if not listed:
        return RECORDED
    return (
        f"{RECORDED} with other values: {listed}; imports do not change transactions, "
        "so change it there, or remove the id from the row to record another one"
    )


def _differences(row: PlanRow, recorded: Transaction, ledger: Ledger) -> Iterator[str]:
    """Yield the values of a transaction that differ from those of its row, with their names."""
    if row.transaction_type is not recorded.type:
        yield f"type {recorded.type}"
    if row.date != str(recorded.date):
        yield f"date {recorded.date}"
    if row.transaction_amount_minor != recorded.amount_minor:
        yield f"amount {format_minor(recorded.amount_minor, recorded.currency)}"
    yield from _other_amounts(row, recorded)
    named: dict[
        str, tuple[str | None, str | None, Mapping[str, Account | Category | CustomType]]
    ] = {
        "account": (row.account_id, recorded.account_id, ledger.accounts),
        "to_account": (row.to_account_id, recorded.to_account_id, ledger.accounts),
        "category": (row.category_id, recorded.category_id, ledger.categories),
        "custom_type": (row.custom_type_id, recorded.custom_type_id, ledger.custom_types),
    }
    for name, (planned_id, recorded_id, parts) in named.items():
        if planned_id != recorded_id:
            part = parts.get(recorded_id) if recorded_id else None
            yield f"{name} {quoted(part.name)}" if part is not None else f"no {name}"
    for name in ("payee", "description", "notes"):
        text = getattr(recorded, name) or ""
        if _words(getattr(row, name) or "") != _words(text):
            yield f"{name} {quoted(text)}" if text else f"no {name}"
    if sorted(row.tags) != sorted(recorded.tags):
        yield f"tags {quoted(', '.join(recorded.tags))}" if recorded.tags else "no tags"
    if row.splits != _splits(recorded):
        yield "other splits" if recorded.splits else "no splits"


def _other_amounts(row: PlanRow, recorded: Transaction) -> Iterator[str]:
    """Yield the amounts in other currencies that differ."""
    if row.transaction_original != recorded.original:
        yield "another original amount" if recorded.original else "no original amount"
    if row.other is not None and row.other.to_amount_minor != recorded.to_amount_minor:
        yield "another to_amount"


def _words(text: str) -> list[str]:
    return text.split()


def _splits(transaction: Transaction) -> tuple[PlanSplit, ...]:
    return tuple(
        PlanSplit(one.category_id, one.amount_minor, one.note or None) for one in transaction.splits
    )
