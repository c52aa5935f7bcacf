"""Detection of the columns without money: dates, texts, ids, accounts and currencies."""

from __future__ import annotations

from collections.abc import Callable

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.columns import MIN_SHARE, Column
from shared.models.imports.statements.csv.words.header_phrases import Meaning
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
    Meaning.CUSTOM_TYPE: ColumnRole.CUSTOM_TYPE,
    Meaning.ACCOUNT: ColumnRole.ACCOUNT,
}
_ID_RANKS = (Meaning.EXTERNAL_ID, Meaning.REFERENCE, None)
_MAX_ID_CANDIDATES = 3
"""Maximum number of columns whose cells are compared in the whole file."""

_MIN_ROWS = 5
_MIN_DISTINCT_SHARE = 0.5

IsUnique = Callable[[int, int | None], bool]
"""Returns whether all cells of a column, given by its index, are distinct in the whole file.

A second index is that of a column beside whose different cells equal ones are distinct, too.
"""


def find_dates(columns: list[Column]) -> dict[int, ColumnRole]:
    """Return the roles of the date columns: the transaction's date, and others.

    Raises:
        UnreadableFile: No column has dates.
    """
    dated = [column for column in columns if column.is_dates and not column.has_decimals]
    if not dated:
        raise UnreadableFile("No column with dates was found.")
    best = min(dated, key=_date_rank)
    roles = dict.fromkeys((column.index for column in dated), ColumnRole.BOOKING_DATE)
    return roles | {best.index: ColumnRole.DATE}


def _date_rank(column: Column) -> tuple[bool, int, bool, int]:
    """Return a sort key for date columns: filled, then by name, then by position."""
    known = column.meaning in _DATE_RANKS
    rank = _DATE_RANKS.index(column.meaning) if known else _DATE_RANKS.index(None)
    is_number = column.is_numbers or column.share(str.isdigit) >= MIN_SHARE
    return column.filled_share < MIN_SHARE, rank, is_number, column.index


def find_texts(columns: list[Column], is_unique: IsUnique) -> dict[int, ColumnRole]:
    """Return the roles of columns without money and dates; columns without a role are omitted."""
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
    """Return the role by the name; a type column with many distinct values is a description."""
    if column.meaning is Meaning.KIND and column.is_texts:
        is_various = len(column.distinct) > len(column.filled) * _MIN_DISTINCT_SHARE
        return ColumnRole.DESCRIPTION if is_various else None
    return _ROLES.get(column.meaning) if column.meaning else None


def _let_notes_describe(columns: list[Column], roles: dict[int, ColumnRole]) -> None:
    """Use notes as the description where there is no other; some banks name the column so."""
    for column in columns:
        if (
            roles.get(column.index) is ColumnRole.NOTES
            and column.filled_share >= _MIN_DISTINCT_SHARE
        ):
            roles[column.index] = ColumnRole.DESCRIPTION


def _suits(column: Column) -> bool:
    """Return whether the cells do not contradict the column's name."""
    if column.meaning in (Meaning.DESCRIPTION, Meaning.PAYEE):
        return not (column.is_ibans or column.is_dates or (column.filled and column.is_currencies))
    return True


def _add_currency(columns: list[Column], roles: dict[int, ColumnRole]) -> None:
    """Add the first column of currencies with that name, or else one without any known name.

    That of the account's currency is taken if there is no other one.

    Of several without a known name, it is one with the same currency in all rows. Otherwise it is
    one with the name of something else, such as “Symbol”.
    """
    coded = [c for c in columns if c.is_currencies and c.index not in roles]
    named = [c for c in coded if c.meaning is Meaning.CURRENCY]
    named += [c for c in coded if c.meaning is Meaning.ACCOUNT_CURRENCY]
    unnamed = [c for c in coded if c.meaning is None and c.filled_share == 1]
    if len(unnamed) > 1 or len(coded) > len(unnamed):
        unnamed = [c for c in unnamed if len(c.distinct) == 1]
    others = [c for c in coded if c.meaning is Meaning.OTHER and c.filled_share == 1]
    for column in (named or unnamed or others)[:1]:
        roles[column.index] = ColumnRole.CURRENCY


def _add_external_id(
    columns: list[Column], roles: dict[int, ColumnRole], is_unique: IsUnique
) -> None:
    """Add the likeliest column of ids, by name or by look, with unique cells in the whole file."""
    currency_at = next((i for i, role in roles.items() if role is ColumnRole.CURRENCY), None)
    currency = next((c for c in columns if c.index == currency_at), None)
    candidates = [c for c in columns if c.index not in roles and _may_be_id(c, currency)]
    candidates.sort(key=lambda c: (_ID_RANKS.index(c.meaning), -c.exactness, c.index))
    for column in candidates[:_MAX_ID_CANDIDATES]:
        if is_unique(column.index, currency_at):
            roles[column.index] = ColumnRole.EXTERNAL_ID
            return


def _may_be_id(column: Column, currency: Column | None) -> bool:
    if column.meaning not in _ID_RANKS or column.is_ibans or column.filled_share < 1:
        return False
    if column.meaning is Meaning.EXTERNAL_ID:
        beside = ("",) * len(column.cells) if currency is None else currency.cells
        return len(set(zip(column.cells, beside, strict=True))) == len(column.cells)
    return column.is_codes and len(column.cells) >= _MIN_ROWS


def _add_descriptions(columns: list[Column], roles: dict[int, ColumnRole]) -> None:
    """Add descriptions where no name says so: columns of distinct texts, or else of any words."""
    unnamed = [c for c in columns if c.index not in roles and c.meaning in (None, Meaning.OTHER)]
    kinds = [c for c in columns if c.index not in roles and c.meaning is Meaning.KIND]
    various = [column for column in unnamed if column.is_texts]
    wordy = [column for column in unnamed + kinds if column.is_words]
    differing = [column for column in wordy if len(column.distinct) > 1]
    for column in various or differing or wordy:
        roles[column.index] = ColumnRole.DESCRIPTION
