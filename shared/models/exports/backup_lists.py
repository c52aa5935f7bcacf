"""The long lists of a backup: transactions, payees, months, and those of further kinds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from shared.errors import FieldError, InvalidArgument
from shared.models.exports.backup import MonthRecord, PayeeRecord
from shared.models.exports.backup_transactions import TransactionRecord
from shared.models.history.kinds import KINDS, load
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.record_list import RecordList
from shared.models.ledger.summary import Summary
from shared.models.ledger.transactions.currencies.base_amounts import errors_of_currencies
from shared.models.ledger.transactions.payee import UsedPayee
from shared.models.ledger.transactions.transaction import Transaction, payee_key
from shared.models.values.base import InputModel
from shared.models.values.text import IMPORTED

_Record = TypeVar("_Record", bound=InputModel)


def ensure_parts_exist(
    transaction: Transaction, categories: Mapping[str, Category], accounts: Mapping[str, Account]
) -> None:
    """Check the categories and accounts of a transaction.

    Those of a deleted transaction may be missing, but a category has its type: a transaction keeps
    its category when it is restored from the trash.

    Raises:
        InvalidArgument: A category or account does not exist, or has another type; or an amount is
            not in the currency of its account.
    """
    errors: list[FieldError] = []
    named = [("category_id", transaction.category_id)]
    named += [
        (f"splits.{index}.category_id", split.category_id)
        for index, split in enumerate(transaction.splits)
    ]
    for path, category_id in named:
        if category_id is None:
            continue
        category = categories.get(category_id)
        if category is None:
            if not transaction.is_deleted:
                errors.append(FieldError(path, "is not a category of this ledger"))
        elif category.type is not transaction.entry_type:
            errors.append(FieldError(path, f"is an {category.type} category"))
    for path in ("account_id", "to_account_id") if not transaction.is_deleted else ():
        account_id = getattr(transaction, path)
        if account_id is not None and account_id not in accounts:
            errors.append(FieldError(path, "is not an account of this ledger"))
    errors += errors_of_currencies(transaction, accounts)
    if errors:
        raise InvalidArgument(*errors)


def ensure_custom_type_fits(
    transaction: Transaction, custom_types: Mapping[str, CustomType]
) -> None:
    """Check the custom type of a transaction, deleted or not.

    Raises:
        InvalidArgument: It does not exist, or is for another type.
    """
    if transaction.custom_type_id is None:
        return
    custom_type = custom_types.get(transaction.custom_type_id)
    if custom_type is None:
        raise InvalidArgument.of("custom_type_id", "is not a custom type of this ledger")
    if custom_type.type is not transaction.type:
        raise InvalidArgument.of("custom_type_id", f"is for the type {custom_type.type}")


def _read(model: type[_Record], raw: object) -> _Record:
    """Validate a record whose texts are cleaned, not refused."""
    return model.model_validate(raw, context=IMPORTED)


TRANSACTIONS: RecordList[Transaction, Transaction] = RecordList(
    write=lambda transaction, _currency: TransactionRecord.json_of(transaction),
    read=lambda raw, currency: _read(TransactionRecord, raw).transaction(currency),
    key=lambda transaction: ("id", transaction.id),
    check=ensure_parts_exist,
    is_required=True,
)
PAYEES: RecordList[UsedPayee, PayeeRecord] = RecordList(
    write=lambda payee, _currency: PayeeRecord.json_of(payee),
    read=lambda raw, _currency: _read(PayeeRecord, raw),
    key=lambda payee: ("name", payee_key(payee.name)),
    is_required=True,
)
MONTHS: RecordList[Summary, Summary] = RecordList(
    write=MonthRecord.json_of,
    read=lambda raw, currency: _read(MonthRecord, raw).state(currency),
    key=lambda month: ("month", month.month),
    is_required=True,
)


@cache
def collections_in_backups() -> dict[str, RecordList[Any, Any]]:
    """Return the lists of the kinds that have a collection of their own, by name."""
    sections = [kind.backup for kind in KINDS if kind.backup is not None]
    return {section.name: load(section.records) for section in sections if section.records}


@cache
def record_lists() -> dict[str, RecordList[Any, Any]]:
    """Return all long lists by name, in the order in which they are restored.

    They are written in the opposite order: months are restored after everything that changes their
    totals, and transactions, the longest list, are last in a document.
    """
    return {**collections_in_backups(), "payees": PAYEES, "months": MONTHS}
