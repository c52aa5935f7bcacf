"""Rows that bring an amount from one own balance to another one, as one row of a bank's file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from shared.models.imports.currencies.currency_accounts import CurrencyAccounts
from shared.models.imports.duplicates import FileRows
from shared.models.imports.import_plan import OtherAmounts, PlanRow, RowStatus
from shared.models.imports.ledger_names import RowMisfit
from shared.models.imports.statements.amounts import Money
from shared.models.imports.statements.results import StatementRow
from shared.models.ledger.transactions.transaction import TransactionType


def received_part(row: StatementRow, received: Money) -> StatementRow:
    """Return the part of a row that is the money that came, as a row of its own.

    Its line is that of the row, with a minus sign.
    """
    return replace(
        row,
        line=-row.line,
        amount_minor=received.amount_minor,
        currency=received.currency,
        is_exchange=True,
    )


def transfer_of(out: PlanRow, received: PlanRow, accounts: CurrencyAccounts) -> PlanRow | None:
    """Return the transfer of money that left one account and money that came to another one.

    Between accounts in one currency it has one amount, so none is returned if there are two that
    differ and neither is an estimate.
    """
    amounts = out.other or OtherAmounts(accounts.currency)
    brought = received.other or OtherAmounts(accounts.currency)
    amount_minor, to_amount_minor = out.amount_minor, received.amount_minor
    other = amounts._replace(
        to_amount_minor=to_amount_minor,
        to_currency=brought.currency,
        is_to_amount_estimated=brought.is_amount_estimated,
    )
    if amounts.currency == brought.currency:
        if amounts.is_amount_estimated:
            amount_minor = -to_amount_minor
        elif not brought.is_amount_estimated and to_amount_minor != -amount_minor:
            return None
        is_estimated = amounts.is_amount_estimated and brought.is_amount_estimated
        other = amounts._replace(is_amount_estimated=is_estimated)
    return out._replace(
        amount_minor=amount_minor,
        type=TransactionType.TRANSFER,
        category_id=None,
        splits=(),
        custom_type_id=None,
        to_account_id=received.account_id or accounts.account_id,
        other=other,
    )


def transfer_of_row(out: PlanRow, received: PlanRow, accounts: CurrencyAccounts) -> PlanRow:
    """Return the transfer of a row that names both amounts.

    Raises:
        RowMisfit: The accounts are in one currency, and the amounts differ.
    """
    transfer = transfer_of(out, received, accounts)
    if transfer is None:
        raise RowMisfit("is a transfer between two accounts in one currency, of two amounts")
    reasons = ": ".join(filter(None, (out.reason, received.reason)))
    return transfer._replace(reason=reasons or None)


class OneRowExchanges:
    """Rows that exchange money on one account: they are two rows until exchanges are joined."""

    def __init__(self) -> None:
        self._parts: dict[int, StatementRow] = {}
        self._plans: dict[int, PlanRow] = {}

    def add(self, part: StatementRow, planned: PlanRow) -> None:
        """Add the part of a row that is the money that came, and its plan."""
        self._parts[part.line], self._plans[part.line] = part, planned

    def count(self, line: int, met: FileRows) -> None:
        """Count the part of the row in this line among the rows of the file."""
        if (planned := self._plans.get(-line)) is not None:
            self._plans[-line] = planned._replace(occurrence=met.count(planned))

    def rows_apart(self, rows: Iterable[StatementRow]) -> Iterator[StatementRow]:
        """Yield the rows, each of an exchange as two."""
        for row in rows:
            part = self._parts.get(-row.line)
            yield row if part is None else replace(row, is_exchange=True)
            if part is not None:
                yield part

    def plans_apart(self, planned: Iterable[PlanRow]) -> Iterator[PlanRow]:
        """Yield the plans, each of an exchange as two with one status."""
        for row in planned:
            yield row
            if (part := self._plans.get(-row.line)) is not None:
                yield part._replace(status=row.status)

    def plans_together(self, planned: Sequence[PlanRow]) -> Iterator[PlanRow]:
        """Yield the plans of all rows, the two of each exchange as one."""
        parts = {row.line: row for row in planned if row.line < 0}
        for row in planned:
            part = parts.get(-row.line)
            if part is not None and part.status is RowStatus.NEW:
                yield part._replace(line=row.line)
            elif row.line > 0:
                yield row
