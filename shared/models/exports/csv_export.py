"""CSV export of transactions.

A text that a spreadsheet program would evaluate as a formula is marked; every other character of a
text stays as it is, and amounts stay numbers. Quoting: RFC 4180.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from shared.models.imports.statements.csv.exported.columns import (
    COLUMNS,
    YES,
    SplitText,
    list_text,
    splits_text,
)
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.formulas import defused
from shared.models.values.money import format_minor

BYTE_ORDER_MARK = "\ufeff"
"""At the beginning of a file it tells spreadsheet programs that the text is UTF-8."""


def csv_lines(ledger: Ledger, transactions: Iterable[Transaction]) -> Iterator[str]:
    """Yield the lines of a CSV file with these transactions, the header first.

    Lines are produced one at a time, and not kept.
    """
    line_of = csv.writer(_Given(), lineterminator="\r\n").writerow  # It returns what write does.
    yield line_of(COLUMNS)
    for transaction in transactions:
        yield line_of(row_of(ledger, transaction))


def row_of(ledger: Ledger, transaction: Transaction) -> list[str]:
    """Return the cells of a transaction, with the names of its accounts and categories.

    A removed category or account, which only a deleted transaction can have, is given by its id.
    """
    return [
        transaction.id,
        str(transaction.date),
        transaction.type.value,
        format_minor(transaction.amount_minor, transaction.currency),
        transaction.currency,
        defused(_account(ledger, transaction.account_id)),
        defused(_account(ledger, transaction.to_account_id)),
        defused(_category(ledger, transaction.category_id)),
        defused(transaction.payee or ""),
        defused(transaction.description or ""),
        defused(transaction.notes or ""),
        defused(list_text(transaction.tags)),
        defused(splits_text(_splits(ledger, transaction))),
        defused(transaction.external_id or ""),
        defused(_custom_type(ledger, transaction.custom_type_id)),
        *_received(transaction),
        *_converted(ledger, transaction),
        *_original(transaction),
        YES if transaction.is_amount_estimated else "",
        YES if transaction.is_to_amount_estimated else "",
    ]


def _received(transaction: Transaction) -> tuple[str, str]:
    """Return the amount and currency that a transfer between two currencies brings."""
    if transaction.to_amount_minor is None or transaction.to_currency is None:
        return "", ""
    amount = format_minor(transaction.to_amount_minor, transaction.to_currency)
    return amount, transaction.to_currency


def _original(transaction: Transaction) -> tuple[str, str]:
    """Return the amount and currency of a purchase in another currency than the account's."""
    if (original := transaction.original) is None:
        return "", ""
    return format_minor(original.amount_minor, original.currency), original.currency


def _converted(ledger: Ledger, transaction: Transaction) -> tuple[str, ...]:
    """Return the amount in the ledger's currency, this currency, and the rate, date and source.

    The amount is empty if the transaction is unconverted, and the rate if it is in that currency.
    """
    base_minor, exchange = transaction.base_minor, transaction.exchange
    amount = "" if base_minor is None else format_minor(base_minor, ledger.currency)
    if exchange is None:
        return amount, ledger.currency, "", "", ""
    facts = exchange.rate, exchange.rate_date, exchange.rate_source
    return (amount, ledger.currency, *("" if fact is None else str(fact) for fact in facts))


def _splits(ledger: Ledger, transaction: Transaction) -> Iterator[SplitText]:
    for split in transaction.splits:
        amount = format_minor(split.amount_minor, transaction.currency)
        yield SplitText(_category(ledger, split.category_id), amount, split.note or "")


def _account(ledger: Ledger, account_id: str | None) -> str:
    account = ledger.accounts.get(account_id or "")
    return account.name if account else account_id or ""


def _category(ledger: Ledger, category_id: str | None) -> str:
    category = ledger.categories.get(category_id or "")
    return category.name if category else category_id or ""


def _custom_type(ledger: Ledger, custom_type_id: str | None) -> str:
    custom_type = ledger.custom_types.get(custom_type_id or "")
    return custom_type.name if custom_type else custom_type_id or ""


class _Given:
    """File object whose ``write`` returns the text, for ``csv.writer``."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line
