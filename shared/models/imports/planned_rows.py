"""Plan the rows of exported files, by the names in a ledger, and make transactions of rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from shared.errors import InvalidArgument
from shared.models.imports.duplicates import import_key, row_key
from shared.models.imports.import_plan import Import, PlanRow, PlanSplit, RowStatus
from shared.models.imports.statements.results import ExportedEntry, StatementRow
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.exchange import FindRate, no_rates
from shared.models.ledger.transactions.transaction import Split, Transaction, TransactionType
from shared.models.ledger.transactions.valuation import GivenExchange, exchange_of
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import new_id
from shared.models.values.names import same_name_key

_MAX_NAME_LENGTH = 200
"""Characters of a cell that can be a name, however it was composed."""


class RowMisfit(Exception):
    """A row that cannot become a transaction of the ledger; the text is the reason."""


class LedgerNames:
    """The accounts, categories and custom types of a ledger that a row may name."""

    def __init__(self, ledger: Ledger) -> None:
        self._accounts = {
            account.key: account.id
            for account in ledger.accounts.values()
            if not account.archived and account.merging_into is None
        }
        self._ledger = ledger
        self._categories = {
            category.key: category.id
            for category in ledger.categories.values()
            if not category.archived and category.merging_into is None
        }
        self._custom_types = {
            (custom_type.type, custom_type.key): custom_type.id
            for custom_type in ledger.custom_types.values()
            if not custom_type.archived and custom_type.merging_into is None
        }

    def has_account(self, name: str) -> bool:
        """Return whether the ledger has an account of that name for bookings."""
        return _key(name) in self._accounts

    def get_account(self, name: str, currency: str) -> str:
        """Return the id of an account in a currency.

        Raises:
            RowMisfit: The ledger has none of that name for bookings, or it has another currency.
        """
        found = self._accounts.get(_key(name))
        if found is None:
            raise RowMisfit(f"there is no account “{shown_name(name)}”")
        if (actual := self._ledger.currency_of(found)) != currency:
            raise RowMisfit(f"the account “{shown_name(name)}” is in {actual}, not in {currency}")
        return found

    def find_category(self, entry_type: EntryType, name: str | None) -> str | None:
        """Return the id of a category, or None."""
        return None if name is None else self._categories.get((entry_type, _key(name)))

    def get_category(self, entry_type: EntryType, name: str | None) -> str | None:
        """Return the id of a category; None for no name.

        Raises:
            RowMisfit: The ledger has none of that type and name for bookings.
        """
        found = self.find_category(entry_type, name)
        if name is not None and found is None:
            raise RowMisfit(no_category(entry_type, name))
        return found

    def get_custom_type(self, of: TransactionType, name: str | None) -> str | None:
        """Return the id of a custom type; None for no name.

        Raises:
            RowMisfit: The ledger has none of that name for the type of transactions.
        """
        if name is None:
            return None
        found = self._custom_types.get((of, _key(name)))
        if found is None:
            raise RowMisfit(f"there is no custom type “{shown_name(name)}” for {of}")
        return found


@frozen
class Target:
    """The ledger that rows are planned for: its names, the import's account, and its currency."""

    names: LedgerNames
    currency: str
    account_id: str

    def find_account(self, name: str | None) -> str | None:
        """Return the id of an account in that currency; None for no name; raises as names do."""
        return self.names.get_account(name, self.currency) if name else None


def plan_exported(row: StatementRow, entry: ExportedEntry, target: Target) -> PlanRow:
    """Return the plan of a row of an exported file: the same transaction in this ledger.

    A row without an account is on that of the import.

    Raises:
        RowMisfit: A name is none of the ledger's, or the fields contradict each other.
    """
    planned = PlanRow(
        line=row.line,
        status=RowStatus.NEW,
        date=str(row.date),
        amount_minor=row.amount_minor,
        payee=row.payee,
        description=row.description,
        notes=row.notes,
        tags=list(row.tags),
        external_id=row.external_id,
        key=row_key(row.date, row.amount_minor, row.payee, row.description),
        custom_type_id=target.names.get_custom_type(entry.type, row.custom_type),
        type=entry.type,
        transaction_id=entry.transaction_id,
    )._replace(**_named_parts(row, entry, target))
    shape = Transaction.model_construct(
        **_content(planned, target.currency), account_id=planned.account_id or ""
    )
    for error in shape.shape_errors():
        raise RowMisfit(f"{error.field} {error.message}")
    return planned


def _named_parts(row: StatementRow, entry: ExportedEntry, target: Target) -> dict[str, Any]:
    """Return the accounts, the category and the splits that a row names."""
    names = target.names
    is_transfer = entry.type is TransactionType.TRANSFER
    if is_transfer and row.category is not None:
        raise RowMisfit("a TRANSFER has no category")
    entry_type = None if is_transfer else EntryType(entry.type)
    return {
        "account_id": target.find_account(entry.account) or target.account_id,
        "to_account_id": target.find_account(entry.to_account),
        "category_id": names.get_category(entry_type, row.category) if entry_type else None,
        "splits": tuple(
            PlanSplit(
                names.get_category(entry_type, split.category) if entry_type else None,
                split.amount_minor,
                split.note,
            )
            for split in entry.splits
        ),
    }


def transaction_of_row(
    ledger: Ledger, plan: Import, row: PlanRow, at: datetime, find_rate: FindRate
) -> Transaction:
    """Return the transaction that a row of a plan becomes, in the currency of its account.

    One whose amount would be too large in the ledger's currency is unconverted.
    """
    account_id = row.account_id or plan.account_id
    transaction = Transaction(
        **_content(row, ledger.currency_of(account_id)),
        id=new_id(),
        account_id=account_id,
        date=date.fromisoformat(row.date),
        payee=row.payee,
        description=row.description,
        notes=row.notes,
        tags=tuple(row.tags),
        custom_type_id=row.custom_type_id,
        import_id=plan.id,
        import_key=import_key(account_id, row.key),
        external_id=row.external_id,
        created_at=at,
        updated_at=at,
    )
    try:
        exchange = exchange_of(ledger, transaction, GivenExchange(), find_rate)
    except InvalidArgument:
        exchange = exchange_of(ledger, transaction, GivenExchange(), no_rates)
    return transaction.model_copy(update={"exchange": exchange})


def _content(row: PlanRow, currency: str) -> dict[str, Any]:
    """Return type, amounts, categories and second account of the transaction of a row."""
    return {
        "type": row.transaction_type,
        "amount_minor": row.transaction_amount_minor,
        "currency": currency,
        "category_id": row.category_id,
        "splits": tuple(
            Split(category_id=one.category_id, amount_minor=one.amount_minor, note=one.note)
            for one in row.splits
        ),
        "to_account_id": row.to_account_id,
    }


def no_category(entry_type: EntryType, name: str) -> str:
    """Return the reason of a row that names a category that the ledger lacks."""
    return f"there is no {entry_type} category “{shown_name(name)}”"


def _key(name: str) -> str:
    return same_name_key(name) if len(name) <= _MAX_NAME_LENGTH else ""


def shown_name(name: str) -> str:
    """Return a name as reasons have it: shortened if it is too long."""
    return name if len(name) <= _MAX_NAME_LENGTH else f"{name[:_MAX_NAME_LENGTH]}…"
