"""What comes out of a statement file: rows, rows that cannot be, and what was detected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as civil_date

from pydantic import BaseModel, ConfigDict

from shared.models.imports.statements.layout import ColumnRole, Layout


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One entry of a statement.

    ``line`` is the physical line, from 1, where its record begins. ``amount_minor`` is in the
    minor unit of the ledger's currency: positive is money in, negative is money out, never zero.
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


@dataclass(frozen=True, slots=True)
class InvalidRow:
    """A record that is no entry, and the sentence that says why.

    ``fields`` are its cells as they stand in the file, for a person to look at: cut to a bounded
    length, with what cannot be stored replaced by U+FFFD.
    """

    line: int
    reason: str
    fields: tuple[str, ...]


class Ambiguity(BaseModel):
    """Something the file does not tell; ``code`` is stable, the message says what is proposed."""

    model_config = ConfigDict(frozen=True)

    code: str
    message: str


class ColumnPreview(BaseModel):
    """A column for a person to map: its name in the header, its role, and some of its cells."""

    model_config = ConfigDict(frozen=True)

    index: int
    name: str | None
    role: ColumnRole
    samples: tuple[str, ...]


class Confidence(BaseModel):
    """How sure each part of a layout is, as a ratio: 0 is a guess, 1 leaves no doubt.

    What the caller gave is sure. ``overall`` is that of the least sure part.
    """

    model_config = ConfigDict(frozen=True)

    encoding: float
    delimiter: float
    header: float
    columns: float
    date_format: float
    decimal_mark: float
    amount_sign: float

    @property
    def overall(self) -> float:
        """The ratio of the part that is least sure."""
        return min(
            self.encoding, self.delimiter, self.header, self.columns,
            self.date_format, self.decimal_mark, self.amount_sign,
        )  # fmt: skip


class Detection(BaseModel):
    """The layout proposed for a file, how sure each part is, and what remains ambiguous."""

    model_config = ConfigDict(frozen=True)

    layout: Layout
    confidence: Confidence
    ambiguities: tuple[Ambiguity, ...]
    columns: tuple[ColumnPreview, ...]
