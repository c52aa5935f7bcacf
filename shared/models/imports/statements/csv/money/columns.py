"""Detection of the columns with money: amount, debit and credit, direction, running balance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, permutations
from typing import NamedTuple

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.columns import MIN_SHARE, Column
from shared.models.imports.statements.csv.words.directions import (
    Direction,
    direction_of,
    is_between_own,
)
from shared.models.imports.statements.csv.words.header_phrases import Meaning
from shared.models.imports.statements.unreadable import UnreadableFile

_CLEAR_LEAD = 10
"""Points by which a column is the amount without a doubt."""

_MIN_STEPS = 3
_FIRST_CHECKED_ROWS = 12
_HALF = 0.5
_MAX_BOTH_FILLED_RATIO = 0.02
_MAX_DIRECTION_WORDS = 8

Amounts = Sequence[int | None]


class Money(NamedTuple):
    """The roles of the money columns by index, with a confidence as a ratio.

    If that is less than 1, ``other`` is the column that could be the amount, or the debit, as well.
    """

    roles: dict[int, ColumnRole]
    confidence: float
    other: int | None = None


def find_money(columns: list[Column], neighbours: int) -> Money:
    """Find the money columns; the first ``neighbours`` cells are of consecutive rows.

    Raises:
        UnreadableFile: No column has amounts.
    """
    numeric = [column for column in columns if column.is_numbers]
    balances = _balances(numeric, neighbours)
    money = _pair(columns, set(balances), neighbours) or _single(numeric, balances)
    for index in balances:
        money.roles.setdefault(index, ColumnRole.BALANCE)
    if ColumnRole.AMOUNT in money.roles.values():
        direction = find_direction(columns)
        if direction is not None:
            money.roles[direction.index] = ColumnRole.DIRECTION
    return money


def _balances(numeric: list[Column], neighbours: int) -> dict[int, int]:
    """Return the index of each running balance, with that of the amounts that explain it."""
    named = {c.index: -1 for c in numeric if c.meaning is Meaning.BALANCE}
    for amount, balance in permutations(numeric, 2):
        if balance.meaning in (None, Meaning.BALANCE) and amount.meaning is not Meaning.BALANCE:
            a, b = amount.amounts[:neighbours], balance.amounts[:neighbours]
            if max(follows(a, b, 1), follows(a, b, -1)) >= MIN_SHARE:
                named[balance.index] = amount.index
    return named


def follows(amounts: Amounts, balances: Amounts, sign: int) -> float:
    """Return the ratio of rows whose balance is the previous one plus the amount.

    The rows may be in ascending or descending order.
    """
    if (
        len(set(balances)) < _MIN_STEPS
        or _share_following(amounts, balances, sign, _FIRST_CHECKED_ROWS) < _HALF
    ):
        return 0.0
    return _share_following(amounts, balances, sign, len(balances))


def _share_following(amounts: Amounts, balances: Amounts, sign: int, rows: int) -> float:
    """Return that ratio for the first rows; rows without one of the numbers do not count."""
    steps = [
        (after - before, sign * amount, sign * amount_before)
        for (before, after), (amount_before, amount) in zip(
            pairwise(balances[:rows]), pairwise(amounts[:rows]), strict=True
        )
        if before is not None and after is not None
        if amount is not None and amount_before is not None
    ]
    if len(steps) < _MIN_STEPS - 1:
        return 0.0
    downwards = sum(step == amount for step, amount, _ in steps)
    upwards = sum(-step == amount_before for step, _, amount_before in steps)
    return max(downwards, upwards) / len(steps)


def _pair(columns: list[Column], balances: set[int], neighbours: int) -> Money | None:
    """Return debit and credit columns: two columns of which nearly every row fills exactly one."""
    debits = [c for c in columns if c.meaning is Meaning.DEBIT and _may_be_half(c)]
    credits_ = [c for c in columns if c.meaning is Meaning.CREDIT and _may_be_half(c)]
    for debit in debits:
        for credit in credits_:
            if _complement(debit, credit) >= MIN_SHARE:
                return _pair_money(debit, credit, 1.0)
    unnamed = [c for c in columns if c.is_numbers and c.index not in balances and _is_unnamed(c)]
    for one, other in permutations(unnamed, 2):
        if _count(one) and _count(other) and _complement(one, other) >= MIN_SHARE:
            is_sure = _is_debit(one, other, columns, balances, neighbours)
            if is_sure is not None:
                return _pair_money(one, other, 1.0 if is_sure else 0.5)
    return None


def _is_unnamed(column: Column) -> bool:
    amounts = Meaning.AMOUNT, Meaning.ACCOUNT_AMOUNT, Meaning.DEBIT, Meaning.CREDIT
    return column.meaning is None or column.meaning in amounts


def _may_be_half(column: Column) -> bool:
    return column.is_numbers or not column.filled


def _complement(one: Column, other: Column) -> float:
    """Return the ratio of rows that fill one of two columns; 0 if many fill both.

    A zero counts as empty.
    """
    pairs = list(zip(one.amounts, other.amounts, strict=True))
    if not pairs or sum(bool(a and b) for a, b in pairs) > len(pairs) * _MAX_BOTH_FILLED_RATIO:
        return 0.0
    return sum(bool(a or b) for a, b in pairs) / len(pairs)


def _is_debit(
    one: Column, other: Column, columns: list[Column], balances: set[int], neighbours: int
) -> bool | None:
    """Return True if the first column is the debit, False if it may be, None if it is not."""
    if Meaning.DEBIT in (one.meaning, other.meaning) or Meaning.CREDIT in (
        one.meaning,
        other.meaning,
    ):
        return True if one.meaning is Meaning.DEBIT or other.meaning is Meaning.CREDIT else None
    if _is_negative(one) != _is_negative(other):
        return True if _is_negative(one) else None
    signed = [(b or 0) - abs(a or 0) for a, b in zip(one.amounts, other.amounts, strict=True)]
    for column in columns:
        if column.index in balances or (column.is_numbers and column.filled_share == 1):
            balance = column.amounts[:neighbours]
            if follows(signed[:neighbours], balance, 1) >= MIN_SHARE:
                return True
            if follows(signed[:neighbours], balance, -1) >= MIN_SHARE:
                return None
    return False if (_count(one), -one.index) > (_count(other), -other.index) else None


def _count(column: Column) -> int:
    """Count the rows with an amount other than zero."""
    return sum(bool(amount) for amount in column.amounts)


def _is_negative(column: Column) -> bool:
    return sum((amount or 0) < 0 for amount in column.amounts) * 2 > _count(column)


def _pair_money(debit: Column, credit: Column, sureness: float) -> Money:
    roles = {debit.index: ColumnRole.DEBIT, credit.index: ColumnRole.CREDIT}
    return Money(roles, sureness, None if sureness == 1 else credit.index)


_POINTS = {
    Meaning.ACCOUNT_AMOUNT: 50,
    Meaning.AMOUNT: 30,
    Meaning.DEBIT: 5,
    Meaning.CREDIT: 5,
    None: 0,
    Meaning.ORIGINAL_AMOUNT: -20,
    Meaning.TARGET_AMOUNT: -20,
    Meaning.FEE: -20,
    Meaning.RATE: -20,
    Meaning.OTHER_AMOUNT: -20,
    Meaning.BALANCE: -30,
}


def _single(numeric: list[Column], balances: dict[int, int]) -> Money:
    """Return the most likely column of amounts."""
    points = {
        column.index: _amount_points(column, balances)
        for column in numeric
        if column.index not in balances
    }
    if not points:
        raise UnreadableFile("No column with amounts was found.")
    best = max(points, key=lambda index: (points[index], -index))
    other = max((i for i in points if i != best), key=lambda i: (points[i], -i), default=None)
    lead = _CLEAR_LEAD if other is None else points[best] - points[other]
    if lead >= _CLEAR_LEAD:
        return Money({best: ColumnRole.AMOUNT}, 1.0)
    return Money({best: ColumnRole.AMOUNT}, round(0.5 + lead / (2 * _CLEAR_LEAD), 2), other)


def _amount_points(column: Column, balances: dict[int, int]) -> int:
    points = round(_POINTS.get(column.meaning, -25) * (column.exactness or 1))
    return (
        points
        + 10 * column.has_decimals
        + 10 * column.has_both_signs
        + 20 * (column.index in balances.values())
        + round(15 * column.filled_share)
    )


def find_direction(columns: list[Column]) -> Column | None:
    """Return the column whose words mean money in or money out."""
    candidates = [column for column in columns if _is_direction(column)]
    return max(
        candidates,
        key=lambda c: (c.meaning is Meaning.DIRECTION, len(c.distinct) > 1, -c.index),
        default=None,
    )


def _is_direction(column: Column) -> bool:
    if column.filled_share < MIN_SHARE or len(column.distinct) > _MAX_DIRECTION_WORDS:
        return False
    directions = {direction_of(word) for word in column.distinct}
    if None in directions and not all(
        direction_of(word) or is_between_own(word) for word in column.distinct
    ):
        return False
    directions.discard(None)
    named = column.meaning in (Meaning.DIRECTION, Meaning.KIND)
    return directions == set(Direction) or named
