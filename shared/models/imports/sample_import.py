"""The import of a demo: last month's statement of the account for daily use, imported before."""

from __future__ import annotations

from datetime import datetime

from shared.models.imports.duplicates import import_key, row_key
from shared.models.imports.import_plan import (
    Import,
    ImportStatus,
    MappingSource,
    PlanRow,
    RowCounts,
    RowStatus,
)
from shared.models.imports.mapping import Mapping
from shared.models.imports.plan_chunks import PackedPlan, pack_plan
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.layout import Layout
from shared.models.ledger.samples.filling import SampleLedger
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import SAMPLE_ID

STATEMENT_HEADER = "Date,Payee,Description,Amount,Reference"
STATEMENT_FINGERPRINT = "89765079815f95515d384647ace1b7221ce13b5e"
"""The fingerprint of files with that header, which a test compares."""

SAMPLE_PLAN_HASH = "done"
"""Of an import that is done nothing has to be compared, so its token can be known."""


@frozen
class SampleImport:
    """An import that is done, its packed rows, and all transactions of the samples.

    The transactions of the statement have the keys of its rows.
    """

    plan: Import
    packed: PackedPlan
    transactions: tuple[Transaction, ...]

    @property
    def mapping(self) -> Mapping:
        """Return the mapping that the import has saved."""
        plan = self.plan
        return Mapping(
            plan.fingerprint, plan.layout, plan.account_id, plan.file_name, plan.created_at
        )


def sample_import(samples: SampleLedger, rule_id: str, actor: str, at: datetime) -> SampleImport:
    """Return the samples as if last month's income and expenses had come from a file."""
    ledger, import_id = samples.ledger, SAMPLE_ID
    month = Month.of(ledger.today(at)).previous
    rows: list[PlanRow] = []
    transactions: list[Transaction] = []
    for transaction in samples.transactions:
        if _is_in_statement(transaction, ledger.default_account_id, month):
            row = _row_of(transaction, len(rows) + 2)
            is_ruled = transaction.payee == samples.rule_payee
            rows.append(row._replace(rule_ids=(rule_id,) if is_ruled else ()))
            transaction = _imported(transaction, import_id, row)  # noqa: PLW2901 (the same one)
        transactions.append(transaction)
    account_id = ledger.default_account_id
    packed = pack_plan(account_id, rows)
    plan = Import(
        id=import_id,
        status=ImportStatus.COMPLETED,
        file_name=f"{samples.texts.file}-{month}.csv",
        account_id=account_id,
        layout=_layout(),
        mapping_source=MappingSource.DETECTED,
        fingerprint=STATEMENT_FINGERPRINT,
        planned=RowCounts.of(rows),
        first_date=min(t.date for t in transactions if t.import_id),
        last_date=max(t.date for t in transactions if t.import_id),
        sequence=0,
        chunk_sizes=packed.chunk_sizes,
        plan_hash=SAMPLE_PLAN_HASH,
        created_at=at,
        created_by=actor,
        expires_at=None,
        next_chunk=len(packed.chunks),
        imported_count=len(rows),
        completed_at=at,
        category_ids=tuple(sorted({row.category_id for row in rows if row.category_id})),
        account_currencies={account_id: ledger.currency_of(account_id)},
    )
    return SampleImport(plan, packed, tuple(transactions))


def _layout() -> Layout:
    roles = ColumnRole
    return Layout(
        columns=(
            roles.DATE, roles.PAYEE, roles.DESCRIPTION, roles.AMOUNT, roles.EXTERNAL_ID,
        ),
        date_format="YYYY-MM-DD",
    )  # fmt: skip


def _is_in_statement(transaction: Transaction, account_id: str, month: Month) -> bool:
    is_entry = transaction.type is not TransactionType.TRANSFER
    return is_entry and transaction.account_id == account_id and Month.of(transaction.date) == month


def _row_of(transaction: Transaction, line: int) -> PlanRow:
    is_income = transaction.type is TransactionType.INCOME
    amount_minor = transaction.amount_minor if is_income else -transaction.amount_minor
    return PlanRow(
        line=line,
        status=RowStatus.NEW,
        date=str(transaction.date),
        amount_minor=amount_minor,
        category_id=transaction.category_id,
        payee=transaction.payee,
        description=transaction.description,
        tags=list(transaction.tags),
        external_id=f"{transaction.date:%Y%m%d}-{line:03}",
        key=row_key(transaction.date, amount_minor, transaction.payee, transaction.description),
        occurrence=1,
    )


def _imported(transaction: Transaction, import_id: str, row: PlanRow) -> Transaction:
    return transaction.model_copy(
        update={
            "import_id": import_id,
            "import_key": import_key(transaction.account_id, row.key),
            "external_id": row.external_id,
        }
    )
