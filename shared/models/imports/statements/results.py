"""Results of parsing a statement file: rows, invalid rows, and the detected layout."""

from __future__ import annotations

from datetime import date as civil_date
from decimal import Decimal

from shared.models.imports.statements.amounts import Money
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.layout import Layout
from shared.models.ledger.transactions.currencies.exchange import ExchangeSource
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.frozen import frozen


@frozen(slots=True)
class NamedSplit:
    """Split of an exported entry, with its category by name; None if unfiled."""

    category: str | None
    amount_minor: int
    note: str | None


@frozen(slots=True)
class ExportedExchange:
    """Conversion of an exported transaction to the currency of its ledger; ``rate`` is as text."""

    base: Money
    rate: str | None
    rate_date: civil_date | None
    rate_source: ExchangeSource | None


@frozen(slots=True)
class ExportedEntry:
    """Facts of a transaction that only exported files have; accounts are given by their names.

    ``received`` is what a transfer between two currencies brings.
    """

    type: TransactionType
    account: str | None = None
    to_account: str | None = None
    splits: tuple[NamedSplit, ...] = ()
    transaction_id: str | None = None
    received: Money | None = None
    exchange: ExportedExchange | None = None
    is_amount_estimated: bool = False
    is_to_amount_estimated: bool = False


@frozen(slots=True)
class StatementRow:
    """One entry of a statement.

    ``line`` is the physical line, from 1, where its record starts. ``amount_minor`` is in the minor
    unit of ``currency``, by default the account's: positive is money in, negative is money out,
    never zero. A transfer is money out of its first account. ``accounts`` are the names that the
    bank gives the account. ``original`` is the amount in another currency, with the same sign, and
    ``rate`` that at which the bank has converted one to the other. A fee, ``fee_minor``, is a part
    of the amount. A row with ``received`` brings this to another own account. ``moment`` is the
    time of day as the bank writes it; ``is_exchange`` is whether the row says that currencies
    were exchanged. Both are read in files with a currency column.
    """

    line: int
    date: civil_date
    amount_minor: int
    description: str | None = None
    payee: str | None = None
    notes: str | None = None
    external_id: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    custom_type: str | None = None
    exported: ExportedEntry | None = None
    accounts: tuple[str, ...] = ()
    currency: str | None = None
    original: Money | None = None
    rate: Decimal | None = None
    fee_minor: int = 0
    received: Money | None = None
    moment: str = ""
    is_exchange: bool = False


@frozen(slots=True)
class InvalidRow:
    """A record that is not a valid entry, with the reason as a sentence.

    ``fields`` are its cells for display: shortened, with U+FFFD for characters that cannot be
    stored.
    """

    line: int
    reason: str
    fields: tuple[str, ...]


@frozen(slots=True)
class Ambiguity:
    """A property that the file does not determine; ``message`` says which choice is proposed.

    ``code`` is stable.
    """

    code: str
    message: str


@frozen(slots=True)
class ColumnPreview:
    """A column for the user to map: its name in the header, its role, and some of its cells."""

    index: int
    name: str | None
    role: ColumnRole
    samples: tuple[str, ...]


@frozen(slots=True)
class Confidence:
    """Confidence in each part of a layout, as a ratio: 0 is a guess, 1 is certain.

    Parts that the caller gave are certain. ``overall`` is the lowest confidence.
    """

    encoding: float
    delimiter: float
    header: float
    columns: float
    date_format: float
    decimal_mark: float
    amount_sign: float

    @property
    def overall(self) -> float:
        """Return the lowest confidence of all parts."""
        return min(
            self.encoding, self.delimiter, self.header, self.columns,
            self.date_format, self.decimal_mark, self.amount_sign,
        )  # fmt: skip


@frozen(slots=True)
class Detection:
    """The detected layout of a file and the confidence in it.

    ``account_names`` are the distinct names in each column of accounts of a file without types.
    ``unit`` is the code or symbol of the currency that the file names for all its amounts.
    """

    layout: Layout
    confidence: Confidence
    ambiguities: tuple[Ambiguity, ...]
    columns: tuple[ColumnPreview, ...]
    account_names: tuple[frozenset[str], ...] = ()
    unit: str = ""
