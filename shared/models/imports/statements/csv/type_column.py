"""Detection of a column of transaction types, and of the columns that only files with one have.

Exported files are recognised by their whole header. A file from which columns were removed, or
which another program wrote with the same types, is recognised by the cells of its type column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.columns import MIN_SHARE, Column
from shared.models.imports.statements.csv.exported.columns import COLUMNS
from shared.models.imports.statements.csv.words.headers import normal
from shared.models.imports.statements.layout import MAY_BE_SEVERAL
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.identifiers import is_id

_TYPES: Final = frozenset(TransactionType.__members__)
_MIN_ID_LENGTH = 20
_NAMED = {normal(name): role for name, role in COLUMNS.items()}
_MAY_BE_SEVERAL = frozenset(MAY_BE_SEVERAL) - {ColumnRole.ACCOUNT}
_NEVER = frozenset({ColumnRole.DIRECTION, ColumnRole.DEBIT, ColumnRole.CREDIT})
"""Roles that no column has beside types."""


def find_type(columns: list[Column], cells_of: Callable[[int], Iterable[str]]) -> int | None:
    """Return the index of the column of types; None if there is none.

    ``cells_of`` returns the distinct cells of a column of the whole file. Banks write TRANSFER for
    their own kinds of entries, so the column needs an income or an expense, or a column of second
    accounts beside it.
    """
    has_second_account = any(_NAMED.get(normal(c.name)) is ColumnRole.TO_ACCOUNT for c in columns)
    for column in columns:
        if column.filled_share < MIN_SHARE or column.share(_is_type) < MIN_SHARE:
            continue
        found = {cell.upper() for cell in cells_of(column.index)} & _TYPES
        if has_second_account or found - {TransactionType.TRANSFER}:
            return column.index
    return None


def roles_beside_type(
    columns: list[Column], type_at: int, found: dict[int, ColumnRole]
) -> dict[int, ColumnRole]:
    """Return the roles of all columns, given those that were found without regard to the types.

    Columns with the names of an exported file have their roles in it.
    """
    own = {c.index: role for c in columns if (role := _named_role(c))} | {type_at: ColumnRole.TYPE}
    roles = dict(own)
    for index, role in sorted(found.items()):
        is_taken = role not in _MAY_BE_SEVERAL and role in roles.values()
        if index not in own and role not in _NEVER and not is_taken:
            roles[index] = role
    return roles


def _named_role(column: Column) -> ColumnRole | None:
    """Return the role of a column with a name of an exported file, unless its cells contradict."""
    role = _NAMED.get(normal(column.name))
    fits = {
        ColumnRole.TYPE: False,  # Found by its cells.
        ColumnRole.DATE: column.is_dates,
        ColumnRole.AMOUNT: column.is_numbers,
        ColumnRole.TO_AMOUNT: column.is_numbers or not column.filled,
        ColumnRole.BASE_AMOUNT: column.is_numbers or not column.filled,
        ColumnRole.ORIGINAL_AMOUNT: column.is_numbers or not column.filled,
        ColumnRole.RATE: column.is_numbers or not column.filled,
        ColumnRole.CURRENCY: column.is_currencies or not column.filled,
        ColumnRole.TRANSACTION_ID: column.share(_is_own_id) == 1,
    }
    return role if role is not None and fits.get(role, True) else None


def _is_own_id(text: str) -> bool:
    """Return whether a text can be an id of a ledger; ids of other programs are mostly shorter."""
    return len(text) >= _MIN_ID_LENGTH and is_id(text)


def _is_type(text: str) -> bool:
    return text.upper() in _TYPES
