"""Views of imports and mappings."""

from datetime import date as civil_date
from datetime import datetime

from pydantic import Field

from functions.http.views import Name
from shared.models.imports.import_plan import Import, ImportStatus, MappingSource
from shared.models.imports.mapping import Mapping
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
from shared.models.values.base import FrozenModel


class RowCountsView(FrozenModel):
    """Numbers of rows in the file, in total and by status."""

    total: int
    new: int
    duplicate: int
    invalid: int
    joined: int = Field(description="Rows that are a part of the transaction of another row.")
    confirmed: int = Field(description="Rows that confirm a booked transaction.")
    unfiled: int = Field(description="New rows that have no category.")
    doubtful: int = Field(
        description="Rows that may pay an occurrence: ``GET /recurring/matches`` asks people."
    )


class LayoutView(FrozenModel):
    """The layout of a file."""

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
    """Rows in one currency, and the account on which they are.

    Without one, ``accounts`` must choose it. ``source`` is GIVEN by ``accounts``, SAVED from an
    earlier import, or DETECTED.
    """

    currency: str
    rows: int = Field(description="The number of rows.")
    account_id: str | None
    source: MappingSource = Field(description="The origin of the account.")


class ImportView(FrozenModel):
    """An import and its progress; `planned` counts the rows of the preview."""

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
    confirmed: int = Field(description="Rows that have confirmed a booked transaction.")
    skipped: int
    undone: int
    progress: float = Field(description="The fraction of the rows that is done, from 0 to 1.")
    created_at: datetime
    created_by: str
    rules_not_applied: list[str] = Field(
        description="The rules that were not applied to all rows, since it took too long; "
        "``/rules/apply`` does it."
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
    counted = {"imported", "confirmed", "skipped", "undone"}
    same = ImportView.model_fields.keys() - counted - {"planned", "progress", "layout"}
    same -= {"currencies"}
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
            confirmed=plan.planned.confirmed,
            doubtful=plan.planned.doubtful,
            unfiled=plan.planned.unfiled,
        ),
        imported=plan.imported_count,
        confirmed=plan.confirmed_count,
        skipped=plan.skipped_count,
        undone=plan.undone_count,
        progress=plan.progress,
        **{name: getattr(plan, name) for name in same},
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
