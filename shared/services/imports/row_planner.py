"""Plan the rows of a bank's file: accounts, amounts, categories by names and rules."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from shared.models.imports.counted_rows import CountedRows
from shared.models.imports.currencies.booked_amounts import BookedAmount, book
from shared.models.imports.currencies.currency_accounts import CurrencyAccounts
from shared.models.imports.currencies.exchanges import Exchanges
from shared.models.imports.currencies.fees import Fees
from shared.models.imports.currencies.held_currencies import FindBooked, not_recorded
from shared.models.imports.currencies.own_transfers import (
    OneRowExchanges,
    received_part,
    transfer_of_row,
)
from shared.models.imports.duplicates import FileRows
from shared.models.imports.file_accounts import FileAccounts
from shared.models.imports.import_options import ImportOptions
from shared.models.imports.import_plan import CurrencyRows, PlanRow, RowStatus
from shared.models.imports.ledger_names import LedgerNames, RowMisfit
from shared.models.imports.planned_rows import Target, plan_exported
from shared.models.imports.statements.amounts import Money
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.results import Detection, InvalidRow, StatementRow
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.imports.statements.unreadable import UnreadableFile
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.exchange import FindRate
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.rules.matching_budget import MatchingBudget, MatchingStopped
from shared.models.rules.rule_matching import CompiledRules, Outcome, Subject
from shared.models.values.dates import latest_date

READ_FOR_S = 20.0
"""CPU time for reading the rows of a file. The limits of lines and rows let every known file be
read in less; this ends the reading of others."""

if TYPE_CHECKING:
    from shared.models.ledger.transactions.currencies.needed_rates import NeededRate

_SEVERAL = 2

_ROWS_AT_ONCE = 1_000
"""Rows whose rates are read together."""

MATCH_FOR_S = 1.5
"""CPU time for matching the rules with the rows of a file; the answer says where it ended."""


@dataclass
class RowPlanner:
    """Planner of a statement's rows for the accounts of one ledger.

    ``first_unmatched`` is the line from which on the rules were not applied, because their budget
    was spent. ``expect_rates`` is called with the rates that many rows may look up, before they do.
    """

    accounts: CurrencyAccounts
    options: ImportOptions
    rules: CompiledRules
    now: datetime
    find_rate: FindRate
    detected: Detection
    expect_rates: Callable[[Iterable[NeededRate]], None]

    first_unmatched: int | None = None

    def __post_init__(self) -> None:
        self._computed_until = time.thread_time() + READ_FOR_S
        self._budget = MatchingBudget(MATCH_FOR_S)
        self._latest = latest_date(self.ledger.today(self.now))
        self._names = LedgerNames(self.ledger)
        self._fees = Fees.of(self.detected, self._fee_category())
        self._read: list[StatementRow] = []
        self._one_row = OneRowExchanges()
        self._may_convert = ColumnRole.CURRENCY in self.detected.layout.columns
        self._target = Target(self._names, self.accounts)
        is_chosen = self.options.account_id is not None
        self._accounts = FileAccounts(self._target, self.detected.account_names, is_chosen)
        self._counted = CountedRows(self._accounts)
        self._fallback = {
            EntryType.INCOME: self._chosen(EntryType.INCOME, self.options.income_category_id),
            EntryType.EXPENSE: self._chosen(EntryType.EXPENSE, self.options.expense_category_id),
        }

    @property
    def ledger(self) -> Ledger:
        """Return the ledger."""
        return self.accounts.ledger

    @property
    def known_currencies(self) -> KnownCurrencies:
        """Return the currencies by which amounts without a code are understood."""
        return replace(self.accounts.known_currencies(self._names), unit=self.detected.unit)

    @property
    def currencies(self) -> tuple[CurrencyRows, ...]:
        """Return the currencies of the rows, with the accounts on which they are."""
        return self._counted.currencies

    @property
    def detection(self) -> Detection:
        """Return the detection, with the ambiguities of the rows' accounts."""
        found = self.detected.ambiguities
        return replace(self.detected, ambiguities=(*found, *self._counted.ambiguities()))

    def plan(self, rows: Iterable[StatementRow | InvalidRow]) -> Iterator[PlanRow]:
        """Yield the rows with types, categories, payees and tags; unusable rows are invalid."""
        met, left = FileRows(), self._in_time(rows)
        while part := list(islice(left, _ROWS_AT_ONCE)):
            needed = set(self._needed_rates(part))
            if needed:
                self.expect_rates(needed)
            yield from self._plan_part(part, met)

    def _in_time(
        self, rows: Iterable[StatementRow | InvalidRow]
    ) -> Iterator[StatementRow | InvalidRow]:
        for row in rows:
            self._check_time()
            yield row

    def _needed_rates(self, rows: Iterable[StatementRow | InvalidRow]) -> Iterator[NeededRate]:
        """Yield the rates that rows of a bank may look up, among the currencies of each row."""
        base_only = {None, self.ledger.currency} if not self.ledger.foreign_currencies else set()
        for row in rows:
            if isinstance(row, InvalidRow) or row.date > self._latest or row.exported is not None:
                continue
            if row.currency in base_only and row.received is None:
                continue
            try:
                account_id = self._accounts.place(row).account_id or self.accounts.account_id
            except RowMisfit:
                continue
            booked = self.ledger.currency_of(account_id)
            brought = booked if row.received is None else row.received.currency
            pairs = (row.currency, booked), (brought, booked), (booked, self.ledger.currency)
            for base, quote in pairs:
                if base not in (None, quote):
                    yield base, quote, row.date

    def _plan_part(
        self, rows: Iterable[StatementRow | InvalidRow], met: FileRows
    ) -> Iterator[PlanRow]:
        for row in rows:
            self._check_time()
            if isinstance(row, InvalidRow):
                yield PlanRow(row.line, RowStatus.INVALID, row.reason, list(row.fields))
            elif row.date > self._latest:
                reason = f"the date {row.date} is after {self._latest}"
                yield PlanRow(row.line, RowStatus.INVALID, reason)
            else:
                yield self._compared(row, met)

    def _check_time(self) -> None:
        if time.thread_time() > self._computed_until:
            raise UnreadableFile("The file takes too long to read. Split it into smaller ones.")

    def _compared(self, row: StatementRow, met: FileRows) -> PlanRow:
        """Return the plan of a row, compared with the earlier rows of the file."""
        planned = self._planned(row)
        if planned.status is not RowStatus.NEW:
            return planned
        if (first := met.find_first(row)) is not None:
            reason = f"has the bank's id of line {first}"
            return planned._replace(status=RowStatus.DUPLICATE, reason=reason)
        self._one_row.count(row.line, met)
        return planned._replace(occurrence=met.count(planned))

    def _planned(self, row: StatementRow) -> PlanRow:
        """Return the plan of a row; rules do not change what was exported from a ledger."""
        self._counted.add(row)
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

    def join_exchanges(
        self, planned: list[PlanRow], find_booked: FindBooked = not_recorded
    ) -> list[PlanRow]:
        """Return the plan of all rows, those of exchanges of currencies joined.

        ``find_booked`` returns the amount at which a row is recorded.

        Raises:
            UnreadableFile: The file has taken too long, together with the reading of its rows.
        """
        rows = list(self._one_row.rows_apart(self._read))
        currencies = {row.currency or self.accounts.currency for row in rows}
        joins_rows = self.options.join_exchanges and len(currencies) >= _SEVERAL
        if not joins_rows and len(rows) == len(self._read):
            return planned
        exchanges = Exchanges(
            rows,
            self.accounts,
            self.find_rate,
            self._fees,
            self._fallback,
            self._check_time,
            joins_rows=joins_rows,
        )
        apart = list(self._one_row.plans_apart(planned))
        return list(self._one_row.plans_together(exchanges.joined(apart, find_booked)))

    def _planned_of_bank(self, row: StatementRow) -> PlanRow:
        if self._may_convert or row.received is not None:
            self._read.append(row)
        place = self._accounts.place(row)
        account_id = place.account_id or self.accounts.account_id
        booked = book(row, self.ledger.currency_of(account_id), self.find_rate)
        subject = self._subject(row, booked, account_id)
        outcome = self._apply_rules(subject, row.line)
        planned = PlanRow(
            line=row.line,
            status=RowStatus.NEW,
            reason=place.warning_of(row, outcome.category_id, booked.warning),
            date=str(row.date),
            amount_minor=booked.amount_minor,
            category_id=outcome.category_id or self._fallback[EntryType(subject.type)],
            payee=outcome.payee,
            description=row.description,
            notes=row.notes,
            tags=list(outcome.tags),
            external_id=row.external_id,
            key=booked.key(row),
            rule_ids=list(outcome.rule_ids),
            custom_type_id=outcome.custom_type_id,
            account_id=place.account_id,
            other=booked.other(self.accounts.currency),
        )
        if row.received is not None:
            planned = self._moved(planned, row, row.received)
        return self._fees.added_to(planned, row) if row.fee_minor else planned

    def _moved(self, planned: PlanRow, row: StatementRow, received: Money) -> PlanRow:
        """Return the plan of a row that brings an amount to another own balance.

        It is a transfer, or on one account the money that left: ``join_exchanges`` joins the rest.

        Raises:
            RowMisfit: There is no single account in that currency, and no rate for another one.
        """
        part = received_part(row, received)
        account_id = self.accounts.account_of(received.currency)
        booked = book(part, self.ledger.currency_of(account_id), self.find_rate)
        of_part = planned._replace(
            line=part.line,
            reason=booked.warning,
            amount_minor=booked.amount_minor,
            category_id=self._fallback[EntryType.INCOME],
            notes=None,
            custom_type_id=None,
            key=booked.key(part),
            account_id=None if account_id == self.accounts.account_id else account_id,
            other=booked.other(self.accounts.currency),
        )
        if of_part.account_id != planned.account_id:
            return transfer_of_row(planned, of_part, self.accounts)
        self._one_row.add(part, of_part)
        return planned

    def _subject(self, row: StatementRow, booked: BookedAmount, account_id: str) -> Subject:
        """Return what rules are matched with."""
        entry_type = EntryType.INCOME if row.amount_minor > 0 else EntryType.EXPENSE
        return Subject(
            type=entry_type,
            amount_minor=self._base_minor(booked, row.date),
            currency=self.ledger.currency,
            description=row.description,
            payee=row.payee,
            notes=row.notes,
            account_id=account_id,
            category_id=self._names.find_category(entry_type, row.category),
            custom_type_id=self._names.get_custom_type(
                TransactionType(entry_type), row.custom_type
            ),
            tags=tuple(row.tags),
        )

    def _base_minor(self, booked: BookedAmount, day: date) -> int | None:
        """Return the amount without sign in the ledger's currency; None without a rate."""
        if booked.currency == self.ledger.currency:
            return abs(booked.amount_minor)
        rate = self.find_rate(booked.currency, self.ledger.currency, day)
        return None if rate is None else rate.convert(abs(booked.amount_minor))

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

    def _fee_category(self) -> str | None:
        category_id = self.options.fee_category_id
        if category_id is None:
            return None
        return self.ledger.get_category_for(EntryType.EXPENSE, category_id, "fee_category_id").id

    def _chosen(self, entry_type: EntryType, category_id: str | None) -> str | None:
        """Return the client's category for rows of a type without one, if it can be used."""
        if category_id is None:
            return None
        field = f"{entry_type.lower()}_category_id"
        return self.ledger.get_category_for(entry_type, category_id, field).id
