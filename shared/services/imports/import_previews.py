"""Import previews: plan an import from a bank's file, row by row, without recording anything."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from shared.models.imports.duplicates import FileRows, row_key
from shared.models.imports.file_accounts import FileAccounts
from shared.models.imports.import_plan import (
    PLAN_LIFETIME,
    Import,
    ImportOptions,
    ImportStatus,
    Mapping,
    MappingSource,
    PlanRow,
    Preview,
    RowCounts,
    RowStatus,
)
from shared.models.imports.plan_chunks import PackedPlan, pack_plan
from shared.models.imports.planned_rows import LedgerNames, RowMisfit, Target, plan_exported
from shared.models.imports.recorded_rows import judged
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.fingerprint import header_fingerprint
from shared.models.imports.statements.csv.reading import Rows, read_rows
from shared.models.imports.statements.layout import ColumnRole, Layout, LayoutOverrides
from shared.models.imports.statements.results import Detection, InvalidRow, StatementRow
from shared.models.imports.statements.unreadable import UnreadableFile
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.exchange import FindRate
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.rules.matching_budget import MatchingBudget, MatchingStopped
from shared.models.rules.rule_matching import CompiledRules, Outcome, Subject, compile_rules
from shared.models.values.dates import DateRange, latest_date
from shared.models.values.identifiers import new_id
from shared.models.values.text import fold
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.imports.imports import known_rows
from shared.services.ledger.tenants import get_tenant

READ_FOR_S = 20.0
"""CPU time for reading the rows of a file. The limits of lines and rows let every known file be
read in less; this ends the reading of others."""

MATCH_FOR_S = 1.5
"""CPU time for matching the rules with the rows of a file; the answer says where it ended."""

_SHOWN_ROWS = 20

_WRITTEN_BY_EACH_FILE = frozenset(
    {"encoding", "quote", "preamble_lines", "date_format", "decimal_mark"}
)
"""Parts of a layout that are detected in each file, even if a similar file has a mapping."""

_MAX_DIRECTION_WORDS = 20
"""Maximum number of words of a direction in a layout."""


def preview_import(
    store: TenantStore, content: bytes, options: ImportOptions, actor: str, now: datetime
) -> Preview:
    """Plan the import of a file, and store the plan for a day; records no transaction.

    Raises:
        UnreadableFile: The file is not a table with dates and amounts.
        InvalidArgument: The account or a category does not exist or cannot be used.
        DemoQuota: The import would exceed the limits of a demo.
    """
    tenant = get_tenant(store, now)
    ledger = tenant.ledger
    file = CsvFile(content)
    detected, fingerprint, saved = _detected(store, file, options, ledger)
    account_id = _account_of(ledger, options, saved)
    rules, find_rate = compile_rules(store.rules.list_all()), rates_of(store, ledger, now)
    planner = _Planner(ledger, account_id, options, rules, now, find_rate, detected)
    read = read_rows(file, detected.layout, ledger.currency_of(account_id))
    rows = list(planner.plan(_within_quota(tenant, read)))
    import_id = new_id()
    rows, sequence = _without_known(store, ledger, rows, account_id, import_id)
    _ensure_room(tenant, rows)
    packed = pack_plan(account_id, rows)
    plan = Import(
        id=import_id,
        status=ImportStatus.PREVIEWED,
        file_name=options.file_name,
        account_id=account_id,
        layout=detected.layout,
        mapping_source=_source(options, saved),
        fingerprint=fingerprint,
        sequence=sequence,
        currency=ledger.currency_of(account_id),
        created_at=now,
        created_by=actor,
        expires_at=now + PLAN_LIFETIME,
        **_facts_of(rows, packed, planner),
    )
    _keep(store, plan, packed)
    return Preview(plan, planner.detection, ledger.currency_of(account_id), rows[:_SHOWN_ROWS])


def _without_known(
    store: TenantStore, ledger: Ledger, rows: Sequence[PlanRow], account_id: str, import_id: str
) -> tuple[list[PlanRow], int]:
    """Return the rows, duplicates marked, and the sequence of the ledger they are compared with."""
    account_ids = account_id, *_sorted(row.account_ids for row in rows)
    ids = frozenset(row.transaction_id for row in rows if row.transaction_id is not None)
    known = known_rows(store, account_ids, import_id, _dates_of(rows), ids)
    return [judged(row, known, ledger, account_id) for row in rows], known.sequence


def _within_quota(tenant: Tenant, rows: Rows) -> Rows:
    """Yield the rows of a file; the first one for which a demo has no room ends the reading.

    Raises:
        DemoQuota: The demo can have no more imports, or no file of so many rows.
    """
    for number, row in enumerate(rows, 1):
        if tenant.demo is not None:
            tenant.demo.use.ensure_room_for_plan(new=0, total=number)
        yield row


def _ensure_room(tenant: Tenant, rows: Sequence[PlanRow]) -> None:
    """Check that a demo may have one more plan, of these rows."""
    if tenant.demo is not None:
        counts = RowCounts.of(rows)
        tenant.demo.use.ensure_room_for_plan(new=counts.new, total=counts.total)


def _facts_of(rows: Sequence[PlanRow], packed: PackedPlan, planner: _Planner) -> dict[str, Any]:
    """Return the fields of a plan that depend on all of its rows."""
    dates = _dates_of(rows)
    return {
        "planned": RowCounts.of(rows),
        "first_date": dates.start,
        "last_date": dates.end,
        "chunk_sizes": packed.chunk_sizes,
        "plan_hash": packed.plan_hash,
        "category_ids": _sorted(row.category_ids for row in rows),
        "account_ids": _sorted(row.account_ids for row in rows),
        "custom_type_ids": tuple(
            sorted({row.custom_type_id for row in rows if row.custom_type_id})
        ),
        "rules_not_applied": () if planner.first_unmatched is None else planner.rules.ids,
        "rules_not_applied_from_line": planner.first_unmatched,
    }


def _sorted(ids: Iterable[frozenset[str]]) -> tuple[str, ...]:
    return tuple(sorted(frozenset[str]().union(*ids)))


def _keep(store: TenantStore, plan: Import, packed: PackedPlan) -> None:
    """Store the plan, its rows first, so that an existing plan always has all of its rows."""
    store.imports.create_chunks(plan, packed.chunks)
    store.transact(partial(_put_plan, plan=plan))


def _put_plan(unit: TenantStore, plan: Import) -> None:
    unit.load()
    unit.imports.put(plan)
    unit.ledger.put_imported(plan.created_at)


def _detected(
    store: TenantStore, file: CsvFile, options: ImportOptions, ledger: Ledger
) -> tuple[Detection, str, Mapping | None]:
    """Return the file's layout, its fingerprint, and the mapping saved for that fingerprint."""
    custom_types = frozenset(one.key for one in ledger.custom_types.values())
    detected = detect_layout(file, options.overrides or LayoutOverrides(), custom_types)
    fingerprint = header_fingerprint(file, detected.layout)
    saved = _find_mapping(store, fingerprint, options)
    if saved is not None:
        detected = _mapped_as_before(file, saved.layout, detected.layout)
    return detected, fingerprint, saved


def _dates_of(rows: Iterable[PlanRow]) -> DateRange:
    """Return the first and last date of the rows that have one."""
    days = [row.date for row in rows if row.date]
    if not days:
        return DateRange()
    return DateRange(date.fromisoformat(min(days)), date.fromisoformat(max(days)))


@dataclass
class _Planner:
    """Planner of a statement's rows for one account of one ledger.

    ``first_unmatched`` is the line from which on the rules were not applied, because their budget
    was spent.
    """

    ledger: Ledger
    account_id: str
    options: ImportOptions
    rules: CompiledRules
    now: datetime
    find_rate: FindRate
    detected: Detection

    first_unmatched: int | None = None

    def __post_init__(self) -> None:
        self._computed_until = time.thread_time() + READ_FOR_S
        self._budget = MatchingBudget(MATCH_FOR_S)
        self._latest = latest_date(self.ledger.today(self.now))
        self._names = LedgerNames(self.ledger)
        currency = self.ledger.currency_of(self.account_id)
        self._target = Target(self._names, currency, self.account_id)
        is_chosen = self.options.account_id is not None
        self._accounts = FileAccounts(self._target, self.detected.account_names, is_chosen)
        self._fallback = {
            EntryType.INCOME: self._chosen(EntryType.INCOME, self.options.income_category_id),
            EntryType.EXPENSE: self._chosen(EntryType.EXPENSE, self.options.expense_category_id),
        }

    @property
    def detection(self) -> Detection:
        """Return the detection, with an ambiguity of the rows' accounts if there is one."""
        return self._accounts.added_to(self.detected, self.ledger.accounts[self.account_id].name)

    def plan(self, rows: Iterable[StatementRow | InvalidRow]) -> Iterator[PlanRow]:
        """Yield the rows with types, categories, payees and tags; unusable rows are invalid."""
        met = FileRows()
        for row in rows:
            if time.thread_time() > self._computed_until:
                raise UnreadableFile("The file takes too long to read. Split it into smaller ones.")
            if isinstance(row, InvalidRow):
                yield PlanRow(row.line, RowStatus.INVALID, row.reason, list(row.fields))
            elif row.date > self._latest:
                reason = f"the date {row.date} is after {self._latest}"
                yield PlanRow(row.line, RowStatus.INVALID, reason)
            else:
                yield self._compared(row, met)

    def _compared(self, row: StatementRow, met: FileRows) -> PlanRow:
        """Return the plan of a row, compared with the earlier rows of the file."""
        planned = self._planned(row)
        if planned.status is not RowStatus.NEW:
            return planned
        if (first := met.find_first(row)) is not None:
            reason = f"has the bank's id of line {first}"
            return planned._replace(status=RowStatus.DUPLICATE, reason=reason)
        return planned._replace(occurrence=met.count(planned))

    def _planned(self, row: StatementRow) -> PlanRow:
        """Return the plan of a row; rules do not change what was exported from a ledger."""
        try:
            if row.exported is None:
                return self._planned_of_bank(row)
            planned = plan_exported(row, row.exported, self._target)
        except RowMisfit as misfit:
            return PlanRow(row.line, RowStatus.INVALID, str(misfit))
        if planned.is_unfiled and not planned.splits:
            entry_type = EntryType(planned.transaction_type)
            return planned._replace(category_id=self._fallback[entry_type])
        return planned

    def _planned_of_bank(self, row: StatementRow) -> PlanRow:
        entry_type = EntryType.INCOME if row.amount_minor > 0 else EntryType.EXPENSE
        place = self._accounts.place(row)
        subject = Subject(
            type=entry_type,
            amount_minor=self._base_minor(row),
            currency=self.ledger.currency,
            description=row.description,
            payee=row.payee,
            notes=row.notes,
            account_id=place.account_id or self.account_id,
            category_id=self._names.find_category(entry_type, row.category),
            custom_type_id=self._names.get_custom_type(
                TransactionType(entry_type), row.custom_type
            ),
            tags=tuple(row.tags),
        )
        outcome = self._apply_rules(subject, row.line)
        return PlanRow(
            line=row.line,
            status=RowStatus.NEW,
            reason=place.warning_of(row, outcome.category_id),
            date=str(row.date),
            amount_minor=row.amount_minor,
            category_id=outcome.category_id or self._fallback[entry_type],
            payee=outcome.payee,
            description=row.description,
            notes=row.notes,
            tags=list(outcome.tags),
            external_id=row.external_id,
            key=row_key(row.date, row.amount_minor, row.payee, row.description),
            rule_ids=list(outcome.rule_ids),
            custom_type_id=outcome.custom_type_id,
            account_id=place.account_id,
        )

    def _base_minor(self, row: StatementRow) -> int | None:
        """Return the amount without sign in the ledger's currency; None without a rate."""
        currency, base_currency = self.ledger.currency_of(self.account_id), self.ledger.currency
        if currency == base_currency:
            return abs(row.amount_minor)
        rate = self.find_rate(currency, base_currency, row.date)
        return None if rate is None else rate.convert(abs(row.amount_minor))

    def _apply_rules(self, subject: Subject, line: int) -> Outcome:
        """Apply the rules, or none of them from the row on for which their budget is spent."""
        if self.first_unmatched is None:
            try:
                return self.rules(
                    subject, self.ledger.categories, self._budget, self.ledger.custom_types
                )
            except MatchingStopped:
                self.first_unmatched = line
        return CompiledRules.outcome((), subject, self.ledger.categories)

    def _chosen(self, entry_type: EntryType, category_id: str | None) -> str | None:
        """Return the client's category for rows of a type without one, if it can be used."""
        if category_id is None:
            return None
        field = f"{entry_type.lower()}_category_id"
        return self.ledger.get_category_for(entry_type, category_id, field).id


def _find_mapping(store: TenantStore, fingerprint: str, options: ImportOptions) -> Mapping | None:
    if options.overrides is not None or not options.use_saved_mapping:
        return None
    return store.mappings.find(fingerprint)


def _mapped_as_before(file: CsvFile, saved: Layout, found: Layout) -> Detection:
    """Detect the layout of a file whose columns are mapped as in a similar file before.

    Dates and decimal marks are detected where the file is unambiguous, and otherwise as saved. New
    words in the direction column are added as detected.
    """
    known = {name: part for name, part in saved if name not in _WRITTEN_BY_EACH_FILE}
    if ColumnRole.DIRECTION in saved.columns:
        before = {fold(word) for word in (*saved.money_in, *saved.money_out)}
        for name in ("money_in", "money_out"):
            new = (word for word in getattr(found, name) if fold(word) not in before)
            known[name] = (*getattr(saved, name), *new)[:_MAX_DIRECTION_WORDS]
    detected = detect_layout(file, LayoutOverrides(**known))
    parts = ("date_format", "decimal_mark")
    doubtful = {p: getattr(saved, p) for p in parts if getattr(detected.confidence, p) < 1}
    return detect_layout(file, LayoutOverrides(**known, **doubtful)) if doubtful else detected


def _source(options: ImportOptions, saved: Mapping | None) -> MappingSource:
    if options.overrides is not None:
        return MappingSource.GIVEN
    return MappingSource.DETECTED if saved is None else MappingSource.SAVED


def _account_of(ledger: Ledger, options: ImportOptions, saved: Mapping | None) -> str:
    """Return the requested account, else the one of the saved mapping, else the default account."""
    if options.account_id is None and saved is not None and saved.account_id in ledger.accounts:
        account = ledger.accounts[saved.account_id]
        if not account.archived and account.merging_into is None:
            return account.id
    return ledger.get_account_for_booking(options.account_id or ledger.default_account_id).id
