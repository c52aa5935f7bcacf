"""Show the fee of a row in the transaction that it becomes."""

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

    def told(self, planned: PlanRow, row: StatementRow) -> PlanRow:
        """Return a row whose fee is a split, or else is named in the notes.

        A fee is a split of an expense in the currency of the file, if there is a category for fees.
        An income is what has arrived, and a transfer what has left.
        """
        is_expense = planned.transaction_type is TransactionType.EXPENSE
        is_own_amount = planned.amount_minor == row.amount_minor
        rest_minor = planned.transaction_amount_minor - row.fee_minor
        if self.category_id is not None and is_expense and is_own_amount and rest_minor:
            return planned._replace(
                category_id=None,
                splits=(
                    PlanSplit(planned.category_id, rest_minor, None),
                    PlanSplit(self.category_id, row.fee_minor, None),
                ),
            )
        currency = row.currency or ""
        told = f"{self.name}: {format_minor(row.fee_minor, currency)} {currency}"
        notes = f"{planned.notes}\n{told}" if planned.notes else told
        return planned._replace(notes=notes) if len(notes) <= _MAX_NOTES else planned
