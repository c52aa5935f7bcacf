"""Plan the rows of exported files, by the names in a ledger, and make transactions of rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from shared.errors import InvalidArgument
from shared.models.imports.currencies.booked_amounts import base_amount_of
from shared.models.imports.currencies.currency_accounts import CurrencyAccounts
from shared.models.imports.duplicates import import_key, row_key
from shared.models.imports.import_plan import Import, OtherAmounts, PlanRow, PlanSplit, RowStatus
from shared.models.imports.ledger_names import LedgerNames, RowMisfit
from shared.models.imports.statements.results import ExportedEntry, StatementRow
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.base_amounts import GivenExchange, exchange_of
from shared.models.ledger.transactions.currencies.exchange import (
    Exchange,
    ExchangeSource,
    FindRate,
    no_rates,
)
from shared.models.ledger.transactions.transaction import Split, Transaction, TransactionType
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import new_id


@frozen
class Target:
    """The ledger that rows are planned for: its names, and its accounts by currency."""

    names: LedgerNames
    accounts: CurrencyAccounts

    @property
    def account_id(self) -> str:
        """Return the id of the import's account."""
        return self.accounts.account_id

    def account_in(self, currency: str, name: str | None) -> str:
        """Return the id of an account in a currency, by its name if the row has one.

        Raises:
            RowMisfit: The ledger has none for bookings, or several if there is no name.
        """
        if name:
            return self.names.get_account_in(currency, name)
        found = self.accounts.account_of(currency)
        if self.accounts.ledger.currency_of(found) != currency:
            raise RowMisfit(f"there is no account in {currency}")
        return found


def plan_exported(row: StatementRow, entry: ExportedEntry, target: Target) -> PlanRow:
    """Return the plan of a row of an exported file: the same transaction in this ledger.

    A row without an account is on that of its currency.

    Raises:
        RowMisfit: A name is none of the ledger's, or the fields contradict each other.
    """
    currency = row.currency or target.accounts.currency
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
        other=_other_amounts(row, entry, currency, target),
    )._replace(**_named_parts(row, entry, currency, target))
    shape = Transaction.model_construct(
        **_content(planned, currency), account_id=planned.account_id or ""
    )
    for error in shape.shape_errors():
        raise RowMisfit(f"{error.field} {error.message}")
    return planned


def _other_amounts(
    row: StatementRow, entry: ExportedEntry, currency: str, target: Target
) -> OtherAmounts | None:
    """Return the amounts of an exported transaction in other currencies; None without any.

    A conversion to another currency than this ledger's is made anew, and that of a transfer into
    the ledger's currency follows from the amount that it brings.

    Raises:
        RowMisfit: The conversion contradicts its rate.
    """
    received = entry.received
    original_minor, original_currency = row.original or (None, None)
    to_amount_minor, to_currency = received or (None, None)
    other = OtherAmounts(
        currency,
        original_minor,
        original_currency,
        entry.is_amount_estimated,
        to_amount_minor,
        to_currency,
        entry.is_to_amount_estimated,
    )
    exchange, base = entry.exchange, target.accounts.ledger.currency
    is_known = exchange is not None and exchange.base.currency == base != to_currency
    if exchange is not None and is_known:
        sign = 1 if entry.type is TransactionType.INCOME else -1
        other = other._replace(
            base_minor=base_amount_of(sign * row.amount_minor, currency, exchange),
            base_currency=base,
            rate=exchange.rate,
            rate_date=str(exchange.rate_date or row.date),
            rate_source=exchange.rate_source or ExchangeSource.GIVEN,
        )
    return None if other == OtherAmounts(target.accounts.currency) else other


def _named_parts(
    row: StatementRow, entry: ExportedEntry, currency: str, target: Target
) -> dict[str, Any]:
    """Return the accounts, the category and the splits that a row names."""
    names = target.names
    is_transfer = entry.type is TransactionType.TRANSFER
    if is_transfer and row.category is not None:
        raise RowMisfit("a TRANSFER has no category")
    entry_type = None if is_transfer else EntryType(entry.type)
    return {
        "account_id": target.account_in(currency, entry.account),
        "to_account_id": entry.to_account
        and target.account_in(
            currency if entry.received is None else entry.received.currency, entry.to_account
        ),
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
        import_key=_import_key(account_id, row),
        external_id=row.external_id,
        created_at=at,
        updated_at=at,
    )
    exchange = _exchange(ledger, row, transaction, find_rate)
    return transaction.model_copy(update={"exchange": exchange})


def _import_key(account_id: str, row: PlanRow) -> str:
    """Return the key of a row, with that of the one that is joined to it."""
    key = import_key(account_id, row.key)
    if row.other is None or row.other.joined_key is None:
        return key
    return f"{key} {import_key(row.to_account_id or account_id, row.other.joined_key)}"


def _exchange(
    ledger: Ledger, row: PlanRow, transaction: Transaction, find_rate: FindRate
) -> Exchange | None:
    """Return the conversion that an exported row has, or else that of the day.

    An exported one is in the currency that the ledger had at the preview, so it counts no more
    after the ledger's currency was changed.
    """
    exported = row.other and row.other.find_exchange(ledger.currency)
    if exported is not None:
        return exported
    try:
        return exchange_of(ledger, transaction, GivenExchange(), find_rate)
    except InvalidArgument:
        return exchange_of(ledger, transaction, GivenExchange(), no_rates)


def _content(row: PlanRow, currency: str) -> dict[str, Any]:
    """Return type, amounts, categories and second account of the transaction of a row."""
    other = row.other or OtherAmounts(currency)
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
        "original": row.transaction_original,
        "is_amount_estimated": other.is_amount_estimated,
        "to_amount_minor": other.to_amount_minor,
        "to_currency": other.to_currency,
        "is_to_amount_estimated": other.is_to_amount_estimated,
    }
