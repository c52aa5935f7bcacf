"""What the columns without money are: dates, texts, the bank's ids, accounts and currencies."""

from __future__ import annotations

from collections.abc import Callable

from shared.models.imports.statements.columns import MOST, Column
from shared.models.imports.statements.header_phrases import Meaning
from shared.models.imports.statements.layout import ColumnRole
from shared.models.imports.statements.unreadable import UnreadableFile

_DATE_RANKS = (
    Meaning.DATE,
    Meaning.PLAIN_DATE,
    Meaning.ENTRY_DATE,
    None,
    Meaning.BOOKING_DATE,
    Meaning.OTHER_DATE,
)
_ROLES = {
    Meaning.DESCRIPTION: ColumnRole.DESCRIPTION,
    Meaning.PAYEE: ColumnRole.PAYEE,
    Meaning.NOTES: ColumnRole.NOTES,
    Meaning.CATEGORY: ColumnRole.CATEGORY,
    Meaning.TAGS: ColumnRole.TAGS,
    Meaning.ACCOUNT: ColumnRole.ACCOUNT,
}
_ID_RANKS = (Meaning.EXTERNAL_ID, Meaning.REFERENCE, None)
_FEWEST_ROWS = 5
_VARIOUS = 0.5

IsUnique = Callable[[int], bool]
"""Tells of a column, by its index, whether each row of the whole file has another value in it."""


def find_dates(columns: list[Column]) -> dict[int, ColumnRole]:
    """The roles of the columns with dates: the day of the transaction, and others.

    Raises:
        UnreadableFile: There is none.
    """
    dated = [column for column in columns if column.is_dates and not column.has_decimals]
    if not dated:
        raise UnreadableFile("No column with dates was found.")
    best = min(dated, key=_date_rank)
    roles = dict.fromkeys((column.index for column in dated), ColumnRole.BOOKING_DATE)
    return roles | {best.index: ColumnRole.DATE}


def _date_rank(column: Column) -> tuple[bool, int, bool, int]:
    """What puts a column of dates before others: it is filled, its name, its place."""
    known = column.meaning in _DATE_RANKS
    rank = _DATE_RANKS.index(column.meaning) if known else _DATE_RANKS.index(None)
    is_number = column.is_numbers or column.share(str.isdigit) >= MOST
    return column.filled_share < MOST, rank, is_number, column.index


def find_texts(columns: list[Column], is_unique: IsUnique) -> dict[int, ColumnRole]:
    """The roles of columns that hold neither money nor dates; those without one are left out."""
    roles = {c.index: role for c in columns if (role := _named_role(c)) and _suits(c)}
    _add_currency(columns, roles)
    _add_external_id(columns, roles, is_unique)
    for column in columns:
        if column.index not in roles and column.is_ibans and len(column.distinct) == 1:
            roles[column.index] = ColumnRole.ACCOUNT
    if ColumnRole.DESCRIPTION not in roles.values():
        _let_notes_describe(columns, roles)
    if not {ColumnRole.DESCRIPTION, ColumnRole.PAYEE} & set(roles.values()):
        _add_descriptions(columns, roles)
    return roles


def _named_role(column: Column) -> ColumnRole | None:
    """The role by the name; a kind of transaction that differs from row to row describes it."""
    if column.meaning is Meaning.KIND and column.is_texts:
        is_various = len(column.distinct) > len(column.filled) * _VARIOUS
        return ColumnRole.DESCRIPTION if is_various else None
    return _ROLES.get(column.meaning) if column.meaning else None


def _let_notes_describe(columns: list[Column], roles: dict[int, ColumnRole]) -> None:
    """Take notes for the description where nothing else is: banks put it under such names."""
    for column in columns:
        if roles.get(column.index) is ColumnRole.NOTES and column.filled_share >= _VARIOUS:
            roles[column.index] = ColumnRole.DESCRIPTION


def _suits(column: Column) -> bool:
    """Whether the cells do not contradict the name."""
    if column.meaning in (Meaning.DESCRIPTION, Meaning.PAYEE):
        return not (column.is_ibans or column.is_dates or (column.filled and column.is_currencies))
    return True


def _add_currency(columns: list[Column], roles: dict[int, ColumnRole]) -> None:
    """The first column of currency codes that is named so, or else that is not named at all."""
    coded = [c for c in columns if c.is_currencies and c.index not in roles]
    named = [c for c in coded if c.meaning is Meaning.CURRENCY]
    unnamed = [
        c for c in coded if c.meaning is None and c.filled_share == 1 and len(c.distinct) == 1
    ]
    for column in (named or unnamed)[:1]:
        roles[column.index] = ColumnRole.CURRENCY


def _add_external_id(
    columns: list[Column], roles: dict[int, ColumnRole], is_unique: IsUnique
) -> None:
    """The likeliest column of ids: named so, or looking so, and unique in the whole file."""
    candidates = [c for c in columns if c.index not in roles and _may_be_id(c)]
    candidates.sort(key=lambda c: (_ID_RANKS.index(c.meaning), -c.exactness, c.index))
    for column in candidates:
        if is_unique(column.index):
            roles[column.index] = ColumnRole.EXTERNAL_ID
            return


def _may_be_id(column: Column) -> bool:
    if column.meaning not in _ID_RANKS or column.is_ibans or column.filled_share < 1:
        return False
    if column.meaning is Meaning.EXTERNAL_ID:
        return len(column.distinct) == len(column.cells)
    return column.is_codes and len(column.cells) >= _FEWEST_ROWS


def _add_descriptions(columns: list[Column], roles: dict[int, ColumnRole]) -> None:
    """Where no name tells, all columns of various texts describe; or else those of any words."""
    unnamed = [c for c in columns if c.index not in roles and c.meaning in (None, Meaning.OTHER)]
    kinds = [c for c in columns if c.index not in roles and c.meaning is Meaning.KIND]
    various = [column for column in unnamed if column.is_texts]
    wordy = [column for column in unnamed + kinds if column.is_words]
    differing = [column for column in wordy if len(column.distinct) > 1]
    for column in various or differing or wordy:
        roles[column.index] = ColumnRole.DESCRIPTION
