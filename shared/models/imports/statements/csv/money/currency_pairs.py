"""Assignment of currency columns to the booked and the original amount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.columns import Column
from shared.models.imports.statements.csv.words.header_phrases import Meaning
from shared.models.imports.statements.results import Ambiguity

_BOOKED = (ColumnRole.AMOUNT, ColumnRole.DEBIT, ColumnRole.CREDIT)


def pair_by_currencies(
    columns: Sequence[Column], roles: Mapping[int, ColumnRole]
) -> dict[int, ColumnRole]:
    """Return the roles of two amounts and their currencies, by their names or by their cells.

    Of an amount “in account currency” and another one, the first is booked. Without such a name, it
    is the one beside the currency that is the same in all rows, if the two amounts are equal in
    just the rows whose currencies are.
    """
    by_role = {role: columns[index] for index, role in roles.items()}
    amount, currency = by_role.get(ColumnRole.AMOUNT), by_role.get(ColumnRole.CURRENCY)
    if amount is None or currency is None or ColumnRole.ORIGINAL_AMOUNT in by_role:
        return {}
    free = [column for column in columns if column.index not in roles]
    accounts = [c for c in free if c.meaning is Meaning.ACCOUNT_CURRENCY and c.is_currencies]
    if amount.meaning is Meaning.ACCOUNT_AMOUNT and currency.meaning is Meaning.CURRENCY:
        named = [c for c in free if c.meaning is Meaning.AMOUNT and c.is_numbers]
        if named:
            return {
                named[0].index: ColumnRole.ORIGINAL_AMOUNT,
                currency.index: ColumnRole.ORIGINAL_CURRENCY,
            } | dict.fromkeys([c.index for c in accounts[:1]], ColumnRole.CURRENCY)
    if len(currency.distinct) != 1:
        free.append(currency)
        currency = next((c for c in accounts if len(c.distinct) == 1), None)
    return {} if currency is None else _pair_by_cells(free, amount, currency)


def _pair_by_cells(
    free: Sequence[Column], amount: Column, currency: Column
) -> dict[int, ColumnRole]:
    """Return the roles by rows with one currency twice, given one that is the same in all rows."""
    for other_currency in (c for c in free if c.is_currencies and len(c.distinct) > 1):
        for other in (c for c in free if c.is_numbers):
            if _are_equal_where(currency, other_currency, amount, other):
                pair = [amount, other]
                pair.sort(key=lambda column: abs(column.index - currency.index))
                return {
                    pair[0].index: ColumnRole.AMOUNT,
                    currency.index: ColumnRole.CURRENCY,
                    pair[1].index: ColumnRole.ORIGINAL_AMOUNT,
                    other_currency.index: ColumnRole.ORIGINAL_CURRENCY,
                }
    return {}


def _are_equal_where(one: Column, other: Column, amount: Column, other_amount: Column) -> bool:
    """Return whether two amounts are equal in just the rows whose two currencies are."""
    same = [
        (a.upper() == b.upper(), abs(x or 0) == abs(y or 0))
        for a, b, x, y in zip(
            one.cells, other.cells, amount.amounts, other_amount.amounts, strict=True
        )
        if a and b and x is not None and y is not None
    ]
    return bool(same) and all(are_one == are_equal for are_one, are_equal in same)


def find_currency_of_original(
    columns: Sequence[Column], roles: Mapping[int, ColumnRole]
) -> tuple[dict[int, ColumnRole], tuple[Ambiguity, ...]]:
    """Return the role of the only column of currencies if it belongs to the original amount.

    It does if it is right after that amount, or if both are empty in the same rows, which proves
    it. A column that is beside the booked amount belongs to that. Otherwise there is a doubt.
    """
    by_role = {role: columns[index] for index, role in roles.items()}
    code, original = by_role.get(ColumnRole.CURRENCY), by_role.get(ColumnRole.ORIGINAL_AMOUNT)
    booked = [column for role, column in by_role.items() if role in _BOOKED]
    if code is None or original is None or ColumnRole.ORIGINAL_CURRENCY in by_role:
        return {}, ()
    if code.meaning is Meaning.ACCOUNT_CURRENCY or any(
        code.index - column.index == 1 for column in booked
    ):
        return {}, ()
    filled = [bool(cell) for cell in code.cells]
    are_filled_together = not all(filled) and filled == [
        bool(amount) for amount in original.amounts
    ]
    if are_filled_together:
        return {code.index: ColumnRole.ORIGINAL_CURRENCY}, ()
    is_beside = code.index - original.index == 1
    owner, other = (original, booked[0]) if is_beside else (booked[0], original)
    message = f"“{code.name}” is assumed to be that of “{owner.name}”, not of “{other.name}”."
    found = {code.index: ColumnRole.ORIGINAL_CURRENCY} if is_beside else {}
    return found, (Ambiguity(code="currency", message=message),)
