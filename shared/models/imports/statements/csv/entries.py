"""Conversion of a record to a statement row: date, signed amount, and texts within limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Annotated, NamedTuple

from pydantic import TypeAdapter, ValidationError

from shared.models.imports.statements.cells import BadCell, quoted
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.exported.columns import texts_in
from shared.models.imports.statements.csv.exported.entries import ExportedColumns
from shared.models.imports.statements.csv.money.cells import MoneyCells, RowMoney
from shared.models.imports.statements.csv.records import Record
from shared.models.imports.statements.csv.words.exchanges import says_exchange
from shared.models.imports.statements.csv.words.states import was_not_carried_out
from shared.models.imports.statements.day_formats import DayReader, time_in
from shared.models.imports.statements.layout import Layout
from shared.models.imports.statements.results import StatementRow
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.ledger.transactions.tags import MAX_TAGS, bare_tag
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.characters.names import cleaned_to, directed, first_of_equal
from shared.models.values.dates import EARLIEST_DATE
from shared.models.values.formulas import without_marks
from shared.models.values.text import STORABLE

MAX_DESCRIPTION = 200
MAX_PAYEE = 100
MAX_NOTES = 2000
MAX_EXTERNAL_ID = 200
_MAX_TAG = 30
_WORDY = (ColumnRole.DESCRIPTION, ColumnRole.CATEGORY, ColumnRole.NOTES, ColumnRole.IGNORE)
"""Roles of columns in which banks say that currencies were exchanged."""

_STORABLE = TypeAdapter[str](Annotated[str, STORABLE])


class EntryReader:
    """Parser of records of one layout into rows, each in its currency."""

    def __init__(self, layout: Layout, known: KnownCurrencies) -> None:
        self._layout = layout
        self._width = len(layout.columns)
        self._days = DayReader(layout.date_format)
        self._date = layout.columns.index(ColumnRole.DATE)
        self._money = MoneyCells(layout, known)
        self._texts = _TextColumns.of(layout)
        self._has_currency = ColumnRole.CURRENCY in layout.columns
        self._wordy = [index for index, role in enumerate(layout.columns) if role in _WORDY]
        self._unused = _all(layout, ColumnRole.IGNORE)
        has_type = ColumnRole.TYPE in layout.columns
        self._exported = ExportedColumns(layout, self._money) if has_type else None

    def fits(self, cells: list[str]) -> bool:
        """Return whether there is one cell for each column; more are allowed if they are empty."""
        return len(cells) >= self._width and not any(cells[self._width :])

    def is_entry(self, cells: list[str]) -> bool:
        """Return whether the cells fit the columns and have a date in the date column."""
        return self.fits(cells) and self._days.read(cells[self._date].strip()) is not None

    def read(self, record: Record) -> StatementRow:
        """Parse a record into a row.

        Raises:
            BadCell: The record is not a valid entry; the message gives the reason.
        """
        if record.is_broken:
            raise BadCell("The quotation marks in this line are unbalanced.")
        cells = self._all_cells(record.cells)
        if self._exported is None:
            self._check_state(cells)
        day = self._day(cells)
        money = self._money.read(cells, self._texts.accounts(cells))
        if self._exported is None:
            tags = _tags(_joined(cells, self._texts.tags, ","))
            row = self._texts.row(record.line, day, money, cells, tags)
            return self._with_exchange(row, cells) if self._has_currency else row
        entry = self._exported.read(cells, money.currency)
        tags = _fitting_tags(texts_in(_joined(cells, self._texts.tags, " | ")))
        if entry.type is not TransactionType.INCOME and self._money.out_sign < 0:
            money = money.turned()
        row = self._texts.row(record.line, day, money, cells, tags)
        return replace(row, exported=entry)

    def _with_exchange(self, row: StatementRow, cells: list[str]) -> StatementRow:
        """Return a row with its time, and with whether it is an exchange of currencies."""
        return replace(
            row,
            moment=next((time for cell in cells if (time := time_in(cell.strip()))), ""),
            is_exchange=any(says_exchange(cells[index]) for index in self._wordy),
        )

    def _check_state(self, cells: list[str]) -> None:
        """Check the columns without another role, of which one may be that of states."""
        for index in self._unused:
            if was_not_carried_out(cells[index].strip()):
                state = quoted(cells[index].strip())
                raise BadCell(f"The payment was not carried out: its state is {state}.")

    def _all_cells(self, cells: list[str]) -> list[str]:
        if len(cells) == self._width:
            return cells
        if not self.fits(cells):
            raise BadCell(f"The row has {len(cells)} columns instead of {self._width}.")
        return cells[: self._width]

    def _day(self, cells: list[str]) -> date:
        text = cells[self._date].strip()
        day = self._days.read(text)
        if day is None:
            raise BadCell(
                f"The date {quoted(text)} cannot be read as {self._layout.date_format}."
                if text
                else "The row has no date."
            )
        if day < EARLIEST_DATE:
            raise BadCell(f"The date {day} is before {EARLIEST_DATE}.")
        return day


def _all(layout: Layout, role: ColumnRole) -> tuple[int, ...]:
    return tuple(index for index, column in enumerate(layout.columns) if column is role)


class _TextColumns(NamedTuple):
    """The indexes of the columns of each text."""

    description: tuple[int, ...]
    payee: tuple[int, ...]
    notes: tuple[int, ...]
    category: tuple[int, ...]
    tags: tuple[int, ...]
    external_id: tuple[int, ...]
    custom_type: tuple[int, ...]
    account: tuple[int, ...]

    @classmethod
    def of(cls, layout: Layout) -> _TextColumns:
        return cls(*(_all(layout, ColumnRole(name.upper())) for name in cls._fields))

    def accounts(self, cells: list[str]) -> tuple[str, ...]:
        """Return the names of the row's account."""
        return tuple(filter(None, (_joined(cells, (index,)) for index in self.account)))

    def row(
        self,
        line: int,
        day: date,
        money: RowMoney,
        cells: list[str],
        found_tags: tuple[tuple[str, ...], str],
    ) -> StatementRow:
        """Return the row with its texts; the part of a text beyond its limit moves to the notes."""
        description, more_description = _fitted(_joined(cells, self.description), MAX_DESCRIPTION)
        payee, more_payee = _fitted(_joined(cells, self.payee), MAX_PAYEE)
        payee = cleaned_to(payee, MAX_PAYEE)
        tags, more_tags = found_tags
        notes = _joined(cells, self.notes, "\n")
        if more_description or more_payee or more_tags:
            parts = (more_payee, more_description, more_tags, notes)
            notes = "\n".join(part for part in parts if part)
        external_id = _joined(cells, self.external_id)
        _check_length(notes, MAX_NOTES, "The texts are too long")
        _check_length(external_id, MAX_EXTERNAL_ID, "The bank's id is too long")
        return StatementRow(
            line, day, money.amount_minor, directed(description) or None, payee or None,
            directed(notes) or None, external_id or None,
            _joined(cells, self.category) or None, tags, _joined(cells, self.custom_type) or None,
            accounts=self.accounts(cells), currency=money.currency, original=money.original,
            rate=money.rate, fee_minor=money.fee_minor, received=money.received,
        )  # fmt: skip


def _joined(cells: list[str], columns: tuple[int, ...], between: str = " ") -> str:
    """Join the non-empty texts of some columns, without the marks of formulas in exports.

    Raises:
        BadCell: A text has characters that cannot be stored.
    """
    if len(columns) == 1:
        text = without_marks(cells[columns[0]].strip()).strip()
    else:
        parts = (without_marks(cells[index].strip()).strip() for index in columns)
        text = between.join(part for part in parts if part)
    if not text.isprintable():
        _check_storable(text)
    return text


def _check_storable(text: str) -> None:
    try:
        _STORABLE.validate_python(text)
    except ValidationError as error:
        raise BadCell("A text has control characters or undecodable bytes.") from error


def _fitted(text: str, limit: int) -> tuple[str, str]:
    """Split a text at a blank into at most ``limit`` characters and the rest."""
    if len(text) <= limit:
        return text, ""
    end = text.rfind(" ", limit // 2, limit + 1)
    if end < 0:
        end = limit
    return text[:end].rstrip(), text[end:].lstrip()


def _tags(text: str) -> tuple[tuple[str, ...], str]:
    """Return the tags in a list, and the text of tags that are too long or too many."""
    return _fitting_tags(text.replace(";", ",").split(",")) if text else ((), "")


def _fitting_tags(texts: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """Return the texts that can be tags, and those that are too long or too many."""
    parts = [tag for part in texts if (tag := bare_tag(part.strip()))]
    rest = [tag for tag in parts if len(tag) > _MAX_TAG]
    fitting = (cleaned_to(tag, _MAX_TAG) for tag in parts if len(tag) <= _MAX_TAG)
    tags = first_of_equal(filter(None, fitting))
    return tags[:MAX_TAGS], ", ".join([*dict.fromkeys(rest), *tags[MAX_TAGS:]])


def _check_length(text: str, limit: int, name: str) -> None:
    if len(text) > limit:
        raise BadCell(f"{name}: more than {limit} characters.")
