"""Import previews: plan an import from a bank's file, row by row, without recording anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from shared.models.imports.currencies.currency_accounts import CurrencyAccounts
from shared.models.imports.import_options import ImportOptions
from shared.models.imports.import_plan import (
    PLAN_LIFETIME,
    Import,
    ImportStatus,
    MappingSource,
    PlanRow,
    RowCounts,
)
from shared.models.imports.mapping import Mapping
from shared.models.imports.plan_chunks import PackedPlan, pack_plan
from shared.models.imports.preview import Preview
from shared.models.imports.recorded_rows import judged
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.fingerprint import header_fingerprint
from shared.models.imports.statements.csv.reading import Rows, read_rows
from shared.models.imports.statements.layout import Layout
from shared.models.imports.statements.layout_overrides import LayoutOverrides
from shared.models.imports.statements.results import Detection
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.tenant import Tenant
from shared.models.rules.rule_matching import compile_rules
from shared.models.values.dates import DateRange
from shared.models.values.identifiers import new_id
from shared.models.values.text import fold
from shared.repositories.store import TenantStore
from shared.services.imports.file_rates import FileRates
from shared.services.imports.imports import known_rows
from shared.services.imports.row_planner import RowPlanner
from shared.services.ledger.tenants import get_tenant

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
        UnreadableFile: The file is not a table with dates and amounts, or needs the rates of too
            many currencies and years.
        InvalidArgument: The account or a category does not exist or cannot be used.
        DemoQuota: The import would exceed the limits of a demo.
    """
    tenant = get_tenant(store, now)
    ledger, file = tenant.ledger, CsvFile(content)
    detected, fingerprint, saved = _detected(store, file, options, ledger)
    accounts = _accounts_of(ledger, options, saved)
    rules, rates = compile_rules(store.rules.list_all()), FileRates(store, ledger, now)
    planner = RowPlanner(accounts, options, rules, now, rates, detected, rates.expect)
    read = read_rows(file, detected.layout, planner.known_currencies)
    rows = list(planner.plan(_within_quota(tenant, read)))
    import_id = new_id()
    rows, sequence = _without_known(store, planner, rows, import_id)
    _ensure_room(tenant, rows)
    rows = _matched(store, accounts, rows, now)
    packed = pack_plan(accounts.account_id, rows)
    plan = Import(
        id=import_id,
        status=ImportStatus.PREVIEWED,
        file_name=options.file_name,
        account_id=accounts.account_id,
        layout=detected.layout,
        mapping_source=_source(options, saved),
        fingerprint=fingerprint,
        sequence=sequence,
        created_at=now,
        created_by=actor,
        expires_at=now + PLAN_LIFETIME,
        **_facts_of(rows, packed, planner),
    )
    _keep(store, plan, packed)
    return Preview(plan, planner.detection, rows[:_SHOWN_ROWS])


def _matched(
    store: TenantStore, accounts: CurrencyAccounts, rows: list[PlanRow], now: datetime
) -> list[PlanRow]:
    """Return the rows with the occurrences of recurring entries that they pay."""
    if not accounts.ledger.has_recurring:
        return rows
    # Few ledgers have recurring entries, so this is imported on demand.
    from shared.services.imports.row_matches import with_matches  # noqa: PLC0415 (see above)

    return with_matches(store, accounts.ledger, accounts.account_id, rows, now)


def _without_known(
    store: TenantStore, planner: RowPlanner, rows: Sequence[PlanRow], import_id: str
) -> tuple[list[PlanRow], int]:
    """Return the rows, duplicates marked and exchanges joined, and the sequence of the ledger."""
    account_id = planner.accounts.account_id
    account_ids = account_id, *_sorted(row.account_ids for row in rows)
    ids = frozenset(row.transaction_id for row in rows if row.transaction_id is not None)
    known = known_rows(store, account_ids, import_id, _dates_of(rows), ids)
    found = [judged(row, known, planner.ledger, account_id) for row in rows]
    return planner.join_exchanges(found, known.find_booked), known.sequence


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


def _facts_of(rows: Sequence[PlanRow], packed: PackedPlan, planner: RowPlanner) -> dict[str, Any]:
    """Return the fields of a plan that depend on all of its rows."""
    dates, ledger = _dates_of(rows), planner.ledger
    account_ids = _sorted(row.account_ids for row in rows)
    return {
        "planned": RowCounts.of(rows),
        "currencies": planner.currencies,
        "first_date": dates.start,
        "last_date": dates.end,
        "chunk_sizes": packed.chunk_sizes,
        "plan_hash": packed.plan_hash,
        "category_ids": _sorted(row.category_ids for row in rows),
        "account_ids": account_ids,
        "account_currencies": {
            one: ledger.currency_of(one) for one in (planner.accounts.account_id, *account_ids)
        },
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
    account_id = options.account_id or ledger.default_account_id
    currency = ledger.currency_of(account_id) if account_id in ledger.accounts else None
    detected = detect_layout(file, options.overrides or LayoutOverrides(), custom_types, currency)
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


def _accounts_of(ledger: Ledger, options: ImportOptions, saved: Mapping | None) -> CurrencyAccounts:
    """Return the account of the import, and those of rows in other currencies.

    Raises:
        InvalidArgument: A chosen account does not exist or cannot be used.
    """
    chosen = {
        currency: ledger.get_account_for_booking(account_id, f"accounts.{currency}").id
        for currency, account_id in options.accounts.items()
    }
    remembered = {} if saved is None else saved.accounts
    usable = {
        currency: account_id
        for currency, account_id in remembered.items()
        if ledger.has_account_for_booking(account_id)
    }
    return CurrencyAccounts(ledger, _account_of(ledger, options, saved), chosen, usable)


def _account_of(ledger: Ledger, options: ImportOptions, saved: Mapping | None) -> str:
    """Return the requested account, else the one of the saved mapping, else the default account."""
    is_asked = options.account_id is not None
    if not is_asked and saved is not None and ledger.has_account_for_booking(saved.account_id):
        return saved.account_id
    return ledger.get_account_for_booking(options.account_id or ledger.default_account_id).id
