"""Conversion of the cells that only exported files have: type, accounts, splits and id."""

from __future__ import annotations

from typing import Annotated

from pydantic import TypeAdapter, ValidationError

from shared.models.imports.statements.amounts import find_rate_in, read_amount
from shared.models.imports.statements.cells import BadCell, quoted
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.exported.columns import (
    YES,
    SplitText,
    splits_in,
)
from shared.models.imports.statements.csv.money.cells import MoneyCells
from shared.models.imports.statements.day_formats import DayReader
from shared.models.imports.statements.layout import DecimalMark, Layout
from shared.models.imports.statements.results import (
    ExportedEntry,
    ExportedExchange,
    NamedSplit,
)
from shared.models.ledger.inputs.texts import Note
from shared.models.ledger.transactions.currencies.exchange import ExchangeSource
from shared.models.ledger.transactions.transaction import MAX_SPLITS, MIN_SPLITS, TransactionType
from shared.models.values.exchange_rate import rate_text
from shared.models.values.formulas import without_marks
from shared.models.values.identifiers import is_id
from shared.models.values.text import fold

_NOTE = TypeAdapter[str](Annotated[str, Note])


class ExportedColumns:
    """The columns of one layout that only exported files have."""

    def __init__(self, layout: Layout, money: MoneyCells) -> None:
        self._layout = layout
        self._money = money
        self._days = DayReader(layout.date_format)
        self._at = {role: index for index, role in enumerate(layout.columns)}

    def read(self, cells: list[str], currency: str) -> ExportedEntry:
        """Return the facts of a row in a currency.

        Raises:
            BadCell: The type is unknown, or the splits or an amount cannot be read.
        """
        word = self._text(cells, ColumnRole.TYPE)
        if word.upper() not in TransactionType.__members__:
            raise BadCell(f"{quoted(word)} is not INCOME, EXPENSE or TRANSFER.")
        transaction_id = self._text(cells, ColumnRole.TRANSACTION_ID)
        columns = ColumnRole.TO_AMOUNT, ColumnRole.TO_CURRENCY
        return ExportedEntry(
            type=TransactionType[word.upper()],
            account=self._text(cells, ColumnRole.ACCOUNT) or None,
            to_account=self._text(cells, ColumnRole.TO_ACCOUNT) or None,
            splits=_splits(self._text(cells, ColumnRole.SPLITS), currency),
            transaction_id=transaction_id if is_id(transaction_id) else None,
            received=self._money.money_in(cells, *columns, currency),
            exchange=self._exchange(cells, currency),
            is_amount_estimated=self._is_yes(cells, ColumnRole.AMOUNT_ESTIMATED),
            is_to_amount_estimated=self._is_yes(cells, ColumnRole.TO_AMOUNT_ESTIMATED),
        )

    def _is_yes(self, cells: list[str], role: ColumnRole) -> bool:
        return fold(self._text(cells, role)) == YES

    def _exchange(self, cells: list[str], currency: str) -> ExportedExchange | None:
        """Return the conversion to another currency; None without one."""
        columns = ColumnRole.BASE_AMOUNT, ColumnRole.BASE_CURRENCY
        base = self._money.money_in(cells, *columns, currency)
        if base is None or base.currency == currency:
            return None
        rate = find_rate_in(self._text(cells, ColumnRole.RATE), self._layout.decimal_mark)
        source = self._text(cells, ColumnRole.RATE_SOURCE).upper()
        return ExportedExchange(
            base,
            None if rate is None else rate_text(rate),
            self._days.read(self._text(cells, ColumnRole.RATE_DATE)),
            ExchangeSource(source) if source in ExchangeSource.__members__ else None,
        )

    def _text(self, cells: list[str], role: ColumnRole) -> str:
        index = self._at.get(role)
        return "" if index is None else without_marks(cells[index].strip()).strip()


def _splits(text: str, currency: str) -> tuple[NamedSplit, ...]:
    if not text:
        return ()
    try:
        found = splits_in(text)
    except ValueError as error:
        raise BadCell(f"The splits {quoted(text)} cannot be read.") from error
    if not MIN_SPLITS <= len(found) <= MAX_SPLITS:
        raise BadCell(f"The row has {len(found)} splits, not {MIN_SPLITS} to {MAX_SPLITS}.")
    return tuple(_split(one, currency) for one in found)


def _split(found: SplitText, currency: str) -> NamedSplit:
    amount_minor = read_amount(found.amount, DecimalMark.POINT, currency)
    if amount_minor == 0:
        raise BadCell("The amount of a split is zero.")
    try:
        note = _NOTE.validate_python(found.note)
    except ValidationError as error:
        raise BadCell("The note of a split is too long, or has hidden characters.") from error
    return NamedSplit(found.category or None, amount_minor, note or None)
