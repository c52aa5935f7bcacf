"""Plans of files in several currencies, made without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from shared.models.currencies.rate import Rate, RateSource
from shared.models.imports.currencies.currency_accounts import CurrencyAccounts
from shared.models.imports.import_options import ImportOptions
from shared.models.imports.import_plan import (
    Import,
    ImportStatus,
    MappingSource,
    PlanRow,
    RowCounts,
)
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.exported.columns import COLUMNS
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.layout import Layout
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.exchange import FindRate
from shared.models.rules.rule_matching import compile_rules
from shared.services.imports.row_planner import RowPlanner
from tests.unit.examples import NOON, account, category, sample_ledger

EUROS = {"USD": "1.25", "JPY": "150", "GBP": "0.8", "CHF": "1.01"}
"""Prices of a euro on every day."""


def in_euros(**accounts: str) -> Ledger:
    """Return a ledger in EUR with its main account, and others of these ids and currencies."""
    others = (account(one, one.title(), currency=of) for one, of in accounts.items())
    by_id = {one.id: one for one in (account("main", "Main"), *others)}
    return replace(sample_ledger(category()), currency="EUR", accounts=by_id)


def find_rate(base: str, quote: str, day: date, /) -> Rate | None:
    """Return the price of a currency in another by their prices in euros."""
    prices = {"EUR": Decimal(1)} | {code: Decimal(price) for code, price in EUROS.items()}
    if base not in prices or quote not in prices:
        return None
    return Rate(base, quote, prices[quote], day, RateSource.ECB, denominator=prices[base])


def empty_plan(of: Ledger) -> Import:
    """Return the plan of an import onto the default account, without rows."""
    return Import(
        id="I1", status=ImportStatus.PREVIEWED, file_name=None, account_id=of.default_account_id,
        layout=Layout(columns=tuple(COLUMNS.values()), date_format="YYYY-MM-DD"),
        mapping_source=MappingSource.DETECTED, fingerprint="", planned=RowCounts(),
        first_date=None, last_date=None, sequence=0, chunk_sizes=(), plan_hash="",
        created_at=NOON, created_by="alice", expires_at=None,
    )  # fmt: skip


def planner_of(
    file: CsvFile, of: Ledger, options: ImportOptions, find: FindRate = find_rate
) -> RowPlanner:
    detected = detect_layout(file)
    accounts = CurrencyAccounts(of, of.default_account_id, options.accounts, {})
    rules = compile_rules([])
    return RowPlanner(accounts, options, rules, NOON, find, detected, lambda _needed: None)


def plan_of(
    text: str, of: Ledger, *, join_exchanges: bool = True, fee_category_id: str | None = None
) -> list[PlanRow]:
    """Return the plan of all rows of a file in a ledger that has none of them."""
    file = CsvFile(text.encode())
    options = ImportOptions(join_exchanges=join_exchanges, fee_category_id=fee_category_id)
    planner = planner_of(file, of, options)
    rows = list(planner.plan(read_rows(file, planner.detected.layout, planner.known_currencies)))
    return planner.join_exchanges(rows)
