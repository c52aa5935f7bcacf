"""Fees of rows, as splits or in the notes of the transactions that the rows become."""

from __future__ import annotations

from shared.models.imports.import_plan import PlanRow, PlanSplit
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.results import Detection, StatementRow
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.frozen import frozen
from shared.models.values.money import format_minor

_MAX_NOTES = 2000


@frozen
class Fees:
    """The name of the column of fees, and the category for them that the client chose."""

    name: str
    category_id: str | None

    @classmethod
    def of(cls, detection: Detection, category_id: str | None) -> Fees:
        """Return the fees of a file."""
        names = (one.name for one in detection.columns if one.role is ColumnRole.FEE)
        return cls(next(names, None) or "Fee", category_id)

    def added_to(self, planned: PlanRow, row: StatementRow) -> PlanRow:
        """Return a row with its fee as a split, or else in its notes, if there is room.

        The fee is a split if there is a category for fees, and the row is an expense in the
        currency of its account of which the fee is not all. An income would need a category of
        income for it, and transfers have no splits.
        """
        is_expense = planned.transaction_type is TransactionType.EXPENSE
        is_in_own_currency = planned.other is None or planned.other.currency == row.currency
        rest_minor = planned.transaction_amount_minor - row.fee_minor
        if self.category_id is not None and is_expense and is_in_own_currency and rest_minor:
            return planned._replace(
                category_id=None,
                splits=(
                    PlanSplit(planned.category_id, rest_minor, None),
                    PlanSplit(self.category_id, row.fee_minor, None),
                ),
            )
        currency = row.currency or ""
        fee = f"{self.name}: {format_minor(row.fee_minor, currency)} {currency}"
        notes = f"{planned.notes}\n{fee}" if planned.notes else fee
        return planned._replace(notes=notes) if len(notes) <= _MAX_NOTES else planned
