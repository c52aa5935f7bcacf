"""Views of imports, rows, previews and mappings."""

from datetime import date as civil_date
from datetime import datetime

from pydantic import Field

from functions.http.views import Money, Name, OriginalView, known_money, original_view
from shared.models.imports.import_plan import (
    Import,
    ImportStatus,
    Mapping,
    MappingSource,
    OtherAmounts,
    PlanRow,
    Preview,
    RowStatus,
)
from shared.models.imports.statements import results
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.layout import (
    AmountSign,
    DecimalMark,
    Delimiter,
    Encoding,
    Layout,
    MoneyOutSign,
    Quote,
)
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor


class RowCountsView(FrozenModel):
    """Numbers of rows in the file, in total and by status."""

    total: int
    new: int
    duplicate: int
    invalid: int
    joined: int = Field(description="Rows that are a part of the transaction of another row.")
    unfiled: int = Field(description="New rows to which neither file nor rules give a category.")


class LayoutView(FrozenModel):
    """The layout of a file; enumerations have the names of their members.

    ``preamble_lines`` is the number of physical lines before the header, or before the first row
    where there is no header. ``money_in`` and ``money_out`` are the words of the DIRECTION column,
    compared without case and accents. With ``quote`` null, quotation marks are ordinary text.
    """

    encoding: Name[Encoding]
    delimiter: Name[Delimiter]
    quote: Name[Quote] | None
    has_header: bool
    preamble_lines: int
    columns: list[ColumnRole]
    date_format: str
    decimal_mark: Name[DecimalMark]
    amount_sign: AmountSign
    money_out_sign: MoneyOutSign
    fee_sign: MoneyOutSign
    money_in: list[str]
    money_out: list[str]


class CurrencyRowsView(FrozenModel):
    """Rows in one currency that name no account, and the account on which they are.

    Without an account the ledger has several in this currency, and ``accounts`` must choose one.
    ``source`` is GIVEN by ``accounts``, SAVED from an earlier import, or DETECTED.
    """

    currency: str
    rows: int = Field(description="The number of rows.")
    account_id: str | None
    source: MappingSource = Field(description="The origin of the account.")


class ImportView(FrozenModel):
    """An import and its progress.

    ``planned`` counts the rows of the preview. ``imported`` rows were recorded. ``skipped`` rows
    were not, because the same transactions were recorded otherwise after the preview. ``undone``
    ones were moved to the trash. ``progress`` is 1 when the import is done.
    """

    id: str
    status: ImportStatus
    file_name: str | None
    account_id: str
    first_date: civil_date | None
    last_date: civil_date | None
    currencies: list[CurrencyRowsView] = Field(description="The currencies of the rows.")
    layout: LayoutView
    mapping_source: MappingSource
    planned: RowCountsView
    imported: int
    skipped: int
    undone: int
    progress: float = Field(description="The fraction of the rows that is done, from 0 to 1.")
    created_at: datetime
    created_by: str
    rules_not_applied: list[str] = Field(
        description="The rules that were not applied to all rows, since matching took too long; "
        "``/rules/apply`` applies them to the recorded transactions."
    )
    rules_not_applied_from_line: int | None = Field(
        description="The line of the first row without them; null if all rules were applied."
    )
    expires_at: datetime | None = Field(description="When a preview expires; otherwise null.")
    completed_at: datetime | None


class ImportList(FrozenModel):
    """A page of imports, newest first."""

    items: list[ImportView]
    next_cursor: str | None


class PlannedSplit(FrozenModel):
    """Split of the transaction that a row becomes; without a category it is unfiled."""

    category_id: str | None
    amount: Money
    note: str | None


class PlannedTransaction(FrozenModel):
    """The transaction that a row becomes; it is unfiled if ``category_id`` is null.

    TRANSFER, splits and refunds are those of exported files. ``amount`` is in the currency of the
    account.
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


class RowView(FrozenModel):
    """A row of the file; an invalid row has its cells and no transaction.

    A JOINED row is a part of the transaction of the line that its reason names.
    The ``reason`` of a NEW row is a warning: its account or category is none of the ledger's, or
    its amount is estimated.
    ``line`` is the number of its first line in the file, from 1. ``rule_ids`` are the rules that
    changed it; ``are_rules_applied`` is false where matching the rules would have taken too long.
    """

    line: int
    status: RowStatus
    reason: str | None
    transaction: PlannedTransaction | None
    cells: list[str] | None
    rule_ids: list[str]
    are_rules_applied: bool


class RowList(FrozenModel):
    """A page of rows, in the order of the file."""

    items: list[RowView]
    next_cursor: str | None


class Confidence(FrozenModel):
    """Confidence in each part of a layout, as a ratio: 0 is a guess, 1 is certain.

    Parts that the caller gave are certain.
    """

    encoding: float
    delimiter: float
    header: float
    columns: float
    date_format: float
    decimal_mark: float
    amount_sign: float


class Ambiguity(FrozenModel):
    """A property that the file does not determine; ``message`` names the proposed choice.

    ``code`` is stable.
    """

    code: str
    message: str


class ColumnPreview(FrozenModel):
    """A column for the user to map: its name in the header, its role, and some of its cells."""

    index: int
    name: str | None
    role: ColumnRole
    samples: list[str]


class PreviewView(ImportView):
    """A preview: an import that is not carried out yet.

    ``plan_token`` carries out exactly this plan. ``confidence`` of each part of the layout is from
    0 to 1. ``ambiguities`` are the properties that the file does not determine. ``columns`` have
    roles and some cells. ``rows`` are the first ones; ``/imports/{id}/rows`` lists all.
    """

    plan_token: str
    confidence: Confidence
    overall_confidence: float
    ambiguities: list[Ambiguity]
    columns: list[ColumnPreview]
    rows: list[RowView]


class MappingView(FrozenModel):
    """A saved layout for files with the same fingerprint."""

    id: str
    layout: LayoutView
    account_id: str
    accounts: dict[str, str] = Field(description="Accounts that were chosen by currency.")
    file_name: str | None
    used_at: datetime


class MappingList(FrozenModel):
    """The saved layouts, the last used one first."""

    items: list[MappingView]
    next_cursor: str | None = None


def import_view(plan: Import) -> ImportView:
    """Return the view of an import."""
    made = {"planned", "imported", "skipped", "undone", "progress", "layout", "currencies"}
    same = ImportView.model_fields.keys() - made
    return ImportView(
        layout=_layout(plan.layout),
        currencies=[
            CurrencyRowsView(
                currency=one.currency,
                rows=one.rows,
                account_id=one.account_id,
                source=one.source,
            )
            for one in plan.currencies
        ],
        planned=RowCountsView(
            total=plan.planned.total,
            new=plan.planned.new,
            duplicate=plan.planned.duplicate,
            invalid=plan.planned.invalid,
            joined=plan.planned.joined,
            unfiled=plan.planned.unfiled,
        ),
        imported=plan.imported_count,
        skipped=plan.skipped_count,
        undone=plan.undone_count,
        progress=plan.progress,
        **{name: getattr(plan, name) for name in same},
    )


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
    )


def preview_view(preview: Preview) -> PreviewView:
    """Return the view of a preview."""
    return PreviewView(
        **dict(import_view(preview.plan)),
        plan_token=preview.plan.plan_token,
        confidence=_confidence(preview.detection.confidence),
        overall_confidence=preview.detection.confidence.overall,
        ambiguities=[
            Ambiguity(code=one.code, message=one.message) for one in preview.detection.ambiguities
        ],
        columns=[_column(column) for column in preview.detection.columns],
        rows=[row_view(row, preview.plan) for row in preview.rows],
    )


def mapping_view(mapping: Mapping) -> MappingView:
    """Return the view of a saved mapping."""
    same = MappingView.model_fields.keys() - {"id", "layout"}
    return MappingView(
        id=mapping.fingerprint,
        layout=_layout(mapping.layout),
        **{name: getattr(mapping, name) for name in same},
    )


def _layout(layout: Layout) -> LayoutView:
    return LayoutView.model_validate(dict(layout))


def _confidence(found: results.Confidence) -> Confidence:
    return Confidence(**{name: getattr(found, name) for name in Confidence.model_fields})


def _column(column: results.ColumnPreview) -> ColumnPreview:
    return ColumnPreview(
        index=column.index, name=column.name, role=column.role, samples=list(column.samples)
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
