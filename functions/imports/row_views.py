"""Views of the rows of imports."""

from datetime import date as civil_date

from pydantic import Field

from functions.http.views import Money, OriginalView, known_money, original_view
from shared.models.imports.import_plan import Import, OtherAmounts, PlanMatch, PlanRow, RowStatus
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.matching.doubt import Doubt
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor


class PlannedSplit(FrozenModel):
    """Split of the transaction that a row becomes; without a category it is unfiled."""

    category_id: str | None
    amount: Money
    note: str | None


class PlannedTransaction(FrozenModel):
    """The transaction that a row becomes; it is unfiled if ``category_id`` is null.

    ``amount`` is in the currency of the account.
    """

    type: TransactionType
    amount: Money
    currency: str
    account_id: str
    to_account_id: str | None
    original: OriginalView | None
    is_amount_estimated: bool
    to_amount: Money | None
    is_to_amount_estimated: bool
    category_id: str | None
    splits: list[PlannedSplit]
    custom_type_id: str | None
    date: civil_date
    payee: str | None
    description: str | None
    notes: str | None
    tags: list[str]
    external_id: str | None


class RowMatchView(FrozenModel):
    """The occurrence of a recurring entry that the row pays."""

    recurring_id: str
    occurrence_nominal: civil_date = Field(description="The nominal date of the occurrence.")
    doubts: list[Doubt] = Field(
        description="Without any, the row is linked to it, or confirms the booked transaction."
    )
    booked_transaction_id: str | None = Field(
        description="The transaction that was booked for it: a CONFIRMED row gives it the date "
        "and amount of the bank, and is no other one."
    )


class RowView(FrozenModel):
    """A row of the file; an invalid row has its cells and no transaction.

    A JOINED row is a part of the transaction of the line that its ``reason`` names; that of a NEW
    row is a warning.
    """

    line: int
    status: RowStatus
    reason: str | None
    transaction: PlannedTransaction | None
    cells: list[str] | None
    rule_ids: list[str]
    are_rules_applied: bool
    match: RowMatchView | None = Field(
        description="The occurrence that the row pays, or may pay; null if there is none."
    )


class RowList(FrozenModel):
    """A page of rows, in the order of the file."""

    items: list[RowView]
    next_cursor: str | None


def row_view(row: PlanRow, plan: Import) -> RowView:
    """Return the view of a row."""
    is_part, has_content = row.status is RowStatus.JOINED, bool(row.date)
    end = plan.rules_not_applied_from_line
    return RowView(
        line=row.line,
        status=row.status,
        reason=row.reason,
        transaction=_planned(row, plan) if has_content and not is_part else None,
        cells=None if has_content else list(row.cells),
        rule_ids=list(row.rule_ids),
        are_rules_applied=end is None or row.line < end,
        match=None if row.match is None else _match(row.match),
    )


def _match(match: PlanMatch) -> RowMatchView:
    return RowMatchView(
        recurring_id=match.recurring_id,
        occurrence_nominal=civil_date.fromisoformat(match.nominal),
        doubts=[Doubt(one) for one in match.doubts],
        booked_transaction_id=match.booked_id,
    )


def _planned(row: PlanRow, plan: Import) -> PlannedTransaction:
    currency = plan.currency_of(row)
    other = row.other or OtherAmounts(currency)
    return PlannedTransaction(
        type=row.transaction_type,
        amount=format_minor(row.transaction_amount_minor, currency),
        currency=currency,
        account_id=row.account_id or plan.account_id,
        to_account_id=row.to_account_id,
        original=original_view(row.transaction_original),
        is_amount_estimated=other.is_amount_estimated,
        to_amount=known_money(other.to_amount_minor, other.to_currency or currency),
        is_to_amount_estimated=other.is_to_amount_estimated,
        splits=[
            PlannedSplit(
                category_id=split.category_id,
                amount=format_minor(split.amount_minor, currency),
                note=split.note,
            )
            for split in row.splits
        ],
        category_id=row.category_id,
        custom_type_id=row.custom_type_id,
        date=civil_date.fromisoformat(row.date),
        payee=row.payee,
        description=row.description,
        notes=row.notes,
        tags=list(row.tags),
        external_id=row.external_id,
    )
