"""Plans of imports: the rows of a bank file, and the progress of the import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from shared.models.imports.statements.layout import Layout
from shared.models.ledger.transactions.currencies.exchange import Exchange, ExchangeSource
from shared.models.ledger.transactions.currencies.original import Original
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.frozen import frozen

PLAN_LIFETIME = timedelta(hours=24)
"""How long a preview can be carried out before it is deleted."""


class ImportStatus(StrEnum):
    """Status of an import."""

    PREVIEWED = "PREVIEWED"
    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    UNDOING = "UNDOING"
    UNDONE = "UNDONE"


class RowStatus(StrEnum):
    """Status of a row; a JOINED one is a part of another row's transaction, or needs none.

    A CONFIRMED one confirms a transaction that was booked for a recurring entry.
    """

    NEW = "NEW"
    CONFIRMED = "CONFIRMED"
    DUPLICATE = "DUPLICATE"
    INVALID = "INVALID"
    JOINED = "JOINED"


class PlanSplit(NamedTuple):
    """Split of a planned transaction; the fields are in the order in which they are stored."""

    category_id: str | None
    amount_minor: int
    note: str | None


class OtherAmounts(NamedTuple):
    """Amounts of a planned transaction that few have; the fields are in the order of storage.

    ``currency`` is that of the transaction's account. ``original_minor``, with the sign of the
    amount, is in ``original_currency``. ``to_amount_minor`` is what a transfer brings, in
    ``to_currency``. ``base_minor`` is the amount in ``base_currency``, the ledger's at the time
    of the preview, with the sign of the transaction's, and its rate, as exported files have it.
    ``joined_key`` and ``joined_occurrence`` are those of the row that is joined to this one. The
    amounts are final: an import books what its preview shows.
    """

    currency: str
    original_minor: int | None = None
    original_currency: str | None = None
    is_amount_estimated: bool = False
    to_amount_minor: int | None = None
    to_currency: str | None = None
    is_to_amount_estimated: bool = False
    base_minor: int | None = None
    base_currency: str | None = None
    rate: str | None = None
    rate_date: str | None = None
    rate_source: str | None = None
    joined_key: str | None = None
    joined_occurrence: int = 0

    @property
    def original(self) -> Original | None:
        """Return the amount in another currency than the account's, with the sign of the row."""
        if self.original_minor is None or self.original_currency is None:
            return None
        return Original(amount_minor=self.original_minor, currency=self.original_currency)

    def find_exchange(self, currency: str) -> Exchange | None:
        """Return the conversion to the ledger's currency; None if there is none to that one."""
        if self.base_minor is None or self.base_currency != currency:
            return None
        return Exchange(
            currency=currency,
            base_minor=self.base_minor,
            rate=self.rate,
            rate_date=None if self.rate_date is None else date.fromisoformat(self.rate_date),
            rate_source=None if self.rate_source is None else ExchangeSource(self.rate_source),
        )


class PlanMatch(NamedTuple):
    """The occurrence of a recurring entry that a row pays; the fields are in the order of storage.

    ``nominal`` is its nominal date. With ``doubts`` it is a suggestion, and the row is recorded
    like any other. ``former_minor`` is the steady amount before, if the row has another one.
    ``booked_id`` is the transaction that was booked for the occurrence before the preview.
    """

    recurring_id: str
    nominal: str
    doubts: Sequence[str] = ()
    former_minor: int | None = None
    booked_id: str | None = None

    @property
    def is_decision(self) -> bool:
        """Return whether the row is linked to the occurrence when it is recorded."""
        return not self.doubts


class PlanRow(NamedTuple):
    """Row of a plan: a line of the file and what the import does with it.

    ``amount_minor`` is in the currency of the row's account, and signed: money in is positive, and
    the sign tells the type unless ``type`` is given. ``other`` are the amounts of a row in another
    currency than that of the import's account. ``key`` is a hash of date, amount and text, and
    ``occurrence`` the number of this row among the file's rows on its account with that key, from
    1. ``cells`` are the raw cells of an invalid row. Without a category the transaction will be
    unfiled, and without ``account_id`` it is on the account of the import. ``transaction_id`` is
    the id in the ledger from which the file was exported. The fields are in the order in which they
    are stored.
    """

    line: int
    status: RowStatus
    reason: str | None = None
    cells: Sequence[str] = ()
    date: str = ""
    amount_minor: int = 0
    category_id: str | None = None
    payee: str | None = None
    description: str | None = None
    notes: str | None = None
    tags: Sequence[str] = ()
    external_id: str | None = None
    key: str = ""
    occurrence: int = 0
    rule_ids: Sequence[str] = ()
    custom_type_id: str | None = None
    type: TransactionType | None = None
    account_id: str | None = None
    to_account_id: str | None = None
    splits: tuple[PlanSplit, ...] = ()
    transaction_id: str | None = None
    other: OtherAmounts | None = None
    match: PlanMatch | None = None

    @property
    def is_to_record(self) -> bool:
        """Return whether the row is recorded: as a new transaction, or in a booked one."""
        return self.status in (RowStatus.NEW, RowStatus.CONFIRMED)

    @property
    def is_doubtful(self) -> bool:
        """Return whether the row is recorded, and may pay an occurrence: a person decides."""
        return self.is_to_record and self.match is not None and not self.match.is_decision

    @property
    def transaction_type(self) -> TransactionType:
        """Return the type of the transaction that the row becomes."""
        if self.type is not None:
            return self.type
        return TransactionType.INCOME if self.amount_minor > 0 else TransactionType.EXPENSE

    @property
    def transaction_amount_minor(self) -> int:
        """Return the amount of that transaction, which is negative for a refund."""
        is_income = self.transaction_type is TransactionType.INCOME
        return self.amount_minor if is_income else -self.amount_minor

    @property
    def transaction_original(self) -> Original | None:
        """Return the original amount of that transaction, with the sign of its amount."""
        original = None if self.other is None else self.other.original
        if original is None or self.transaction_type is TransactionType.INCOME:
            return original
        return original.model_copy(update={"amount_minor": -original.amount_minor})

    @property
    def is_unfiled(self) -> bool:
        """Return whether that transaction, or one of its splits, lacks a category."""
        if self.splits:
            return any(split.category_id is None for split in self.splits)
        is_transfer = self.transaction_type is TransactionType.TRANSFER
        return self.category_id is None and not is_transfer

    @property
    def category_ids(self) -> frozenset[str]:
        """Return the ids of all categories."""
        found = (self.category_id, *(split.category_id for split in self.splits))
        return frozenset(category_id for category_id in found if category_id is not None)

    @property
    def account_ids(self) -> frozenset[str]:
        """Return the ids of accounts other than that of the import."""
        found = (self.account_id, self.to_account_id)
        return frozenset(account_id for account_id in found if account_id is not None)


@frozen
class RowCounts:
    """Numbers of rows by status.

    ``unfiled`` counts the new ones without a category, ``doubtful`` those that may pay an
    occurrence of a recurring entry.
    """

    new: int = 0
    duplicate: int = 0
    invalid: int = 0
    unfiled: int = 0
    joined: int = 0
    confirmed: int = 0
    doubtful: int = 0

    @classmethod
    def of(cls, rows: Iterable[PlanRow]) -> RowCounts:
        """Count these rows."""
        listed = list(rows)
        counts = Counter(row.status for row in listed)
        return cls(
            counts[RowStatus.NEW],
            counts[RowStatus.DUPLICATE],
            counts[RowStatus.INVALID],
            sum(row.status is RowStatus.NEW and row.is_unfiled for row in listed),
            counts[RowStatus.JOINED],
            counts[RowStatus.CONFIRMED],
            sum(row.is_doubtful for row in listed),
        )

    @property
    def total(self) -> int:
        """Return the number of all rows."""
        return self.new + self.confirmed + self.duplicate + self.invalid + self.joined


class MappingSource(StrEnum):
    """Source of an import's layout; a client's choice overrides all others."""

    DETECTED = "DETECTED"
    SAVED = "SAVED"
    GIVEN = "GIVEN"


@frozen
class CurrencyRows:
    """Rows of a file in one currency, and the account on which they are.

    Rows that name different accounts are counted apart, and those that name none together. Without
    an account the client is asked for it. ``source`` is what has chosen it: the client, an earlier
    import, or the file's names and the ledger's accounts.
    """

    currency: str
    rows: int
    account_id: str | None
    source: MappingSource


@frozen
class Import:
    """Import as stored.

    ``sequence`` is the number of the ledger's last change at the time of the preview. ``planned``
    counts the rows of the preview. Of the plan's chunks, which have ``chunk_sizes`` rows, the first
    ``next_chunk`` are carried out, and ``next_row`` rows of the one after them; ``imported_count``
    of these rows were recorded as new transactions, ``confirmed_count`` in booked ones, and
    ``skipped_count`` were not, because the same transactions were recorded otherwise since the
    import began. ``plan_hash`` is
    part of the plan token. ``account_currencies`` are the currencies of all accounts of the plan at
    the time of the preview: of ``account_id``, and of ``account_ids``, on which rows are, too.
    ``currencies`` are those of the rows. ``rules_not_applied`` are the rules that were not applied
    to the rows from ``rules_not_applied_from_line`` on, because the preview would have taken too
    long.
    """

    id: str
    status: ImportStatus
    file_name: str | None
    account_id: str
    layout: Layout
    mapping_source: MappingSource
    fingerprint: str
    planned: RowCounts
    first_date: date | None
    last_date: date | None
    sequence: int
    chunk_sizes: tuple[int, ...]
    plan_hash: str
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    next_chunk: int = 0
    next_row: int = 0
    imported_count: int = 0
    skipped_count: int = 0
    undone_count: int = 0
    confirmed_count: int = 0
    completed_at: datetime | None = None
    category_ids: tuple[str, ...] = ()
    custom_type_ids: tuple[str, ...] = ()
    account_ids: tuple[str, ...] = ()
    account_currencies: dict[str, str] = field(default_factory=dict)
    currencies: tuple[CurrencyRows, ...] = ()
    rules_not_applied: tuple[str, ...] = ()
    rules_not_applied_from_line: int | None = None

    def currency_of(self, row: PlanRow) -> str:
        """Return the currency of a row's account."""
        return self.account_currencies[row.account_id or self.account_id]

    @property
    def accounts(self) -> dict[str, str]:
        """Return the accounts that were chosen for currencies, now or in an earlier import."""
        return {
            one.currency: one.account_id
            for one in self.currencies
            if one.account_id is not None and one.source is not MappingSource.DETECTED
        }

    @property
    def plan_token(self) -> str:
        """Return the token with which a client requests exactly this plan."""
        return f"{self.id}.{self.plan_hash}"

    @property
    def is_done(self) -> bool:
        """Return whether nothing is left to do."""
        return self.status in (ImportStatus.COMPLETED, ImportStatus.UNDONE)

    @property
    def is_under_way(self) -> bool:
        """Return whether the import or its undo has begun and is not finished."""
        return self.status in (ImportStatus.RUNNING, ImportStatus.UNDOING)

    @property
    def recorded_count(self) -> int:
        """Return the number of rows that were recorded."""
        return self.imported_count + self.confirmed_count

    @property
    def progress(self) -> float:
        """Return the part that is done, or undone by an undo: 0 to 1, four decimals."""
        if self.is_done:
            return 1.0
        if self.status is ImportStatus.UNDOING:
            return round(self.undone_count / max(1, self.recorded_count), 4)
        done = sum(self.chunk_sizes[: self.next_chunk]) + self.next_row
        return round(done / max(1, sum(self.chunk_sizes)), 4)

    def is_expired(self, now: datetime) -> bool:
        """Return whether it is a preview that has expired."""
        return self.expires_at is not None and self.expires_at <= now

    def after_rows(
        self, done: int, *, imported: int, skipped: int, at: datetime, confirmed: int = 0
    ) -> Import:
        """Return the import with so many more rows of the next chunk carried out."""
        next_chunk, next_row = self.next_chunk, self.next_row + done
        if not self.chunk_sizes or next_row >= self.chunk_sizes[next_chunk]:
            next_chunk, next_row = next_chunk + 1, 0
        is_done = next_chunk >= len(self.chunk_sizes)
        return replace(
            self,
            status=ImportStatus.COMPLETED if is_done else ImportStatus.RUNNING,
            expires_at=None,
            next_chunk=next_chunk,
            next_row=next_row,
            imported_count=self.imported_count + imported,
            confirmed_count=self.confirmed_count + confirmed,
            skipped_count=self.skipped_count + skipped,
            completed_at=at if is_done else None,
        )

    def after_undoing(self, undone: int, *, is_done: bool) -> Import:
        """Return the import with so many of its transactions undone."""
        return replace(
            self,
            status=ImportStatus.UNDONE if is_done else ImportStatus.UNDOING,
            expires_at=None,
            undone_count=self.undone_count + undone,
        )
