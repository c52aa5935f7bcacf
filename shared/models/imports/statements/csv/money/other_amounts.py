"""Detection of amounts beside the booked one: fees, original amounts, and rates of exchange."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.columns import Column
from shared.models.imports.statements.csv.money.columns import Amounts
from shared.models.imports.statements.csv.money.currency_pairs import (
    find_currency_of_original,
    pair_by_currencies,
)
from shared.models.imports.statements.csv.money.fee_proof import FeeRow, find_taken_beside
from shared.models.imports.statements.csv.words.header_phrases import Meaning
from shared.models.imports.statements.layout import MoneyOutSign
from shared.models.imports.statements.results import Ambiguity

_BOOKED = (ColumnRole.AMOUNT, ColumnRole.DEBIT, ColumnRole.CREDIT)
_NAMED = {
    Meaning.ORIGINAL_AMOUNT: ColumnRole.ORIGINAL_AMOUNT,
    Meaning.RATE: ColumnRole.RATE,
}


class OtherAmounts(NamedTuple):
    """The roles of columns by index, the sign of ordinary fees, and a doubt about fees.

    ``doubts`` are all that do not depend on a column of the role FEE.
    """

    roles: dict[int, ColumnRole]
    fee_sign: MoneyOutSign = MoneyOutSign.UNSIGNED
    ambiguity: Ambiguity | None = None
    doubts: tuple[Ambiguity, ...] = ()


def find_other_amounts(
    columns: Sequence[Column], roles: Mapping[int, ColumnRole], neighbours: int
) -> OtherAmounts:
    """Find the columns of other amounts, given the roles that were found without them.

    The first ``neighbours`` cells of the columns are of consecutive rows.
    """
    free = [column for column in columns if column.index not in roles]
    found = dict(roles) | pair_by_currencies(columns, roles)
    currencies = [c for c in free if c.meaning is Meaning.OTHER_CURRENCY and c.is_currencies]
    if ColumnRole.ORIGINAL_CURRENCY not in found.values():
        for column in currencies[:1]:
            found.setdefault(column.index, ColumnRole.ORIGINAL_CURRENCY)
    for column in free:
        role = _NAMED.get(column.meaning) if column.meaning else None
        if role is not None and column.is_numbers and role not in found.values():
            found.setdefault(column.index, role)
    of_original, doubt = find_currency_of_original(columns, found)
    found |= of_original | _target(free, found)
    fees = [c for c in free if c.meaning is Meaning.FEE and c.is_numbers and any(c.amounts)]
    if len(fees) != 1 or ColumnRole.AMOUNT not in found.values():
        return OtherAmounts(found, doubts=doubt)
    with_fee = _with_fee(fees[0], columns, found, neighbours)
    return with_fee._replace(doubts=(*doubt, *with_fee.doubts))


def _target(free: Sequence[Column], roles: Mapping[int, ColumnRole]) -> dict[int, ColumnRole]:
    """Return the columns of what the receiver gets, in files of payments with a direction."""
    amounts = [c for c in free if c.meaning is Meaning.TARGET_AMOUNT and c.is_numbers]
    currencies = [c for c in free if c.meaning is Meaning.TARGET_CURRENCY]
    if ColumnRole.DIRECTION not in roles.values() or len(amounts) != 1 or len(currencies) != 1:
        return {}
    return {
        amounts[0].index: ColumnRole.TO_AMOUNT,
        currencies[0].index: ColumnRole.TO_CURRENCY,
    }


def _with_fee(
    fee: Column, columns: Sequence[Column], roles: dict[int, ColumnRole], neighbours: int
) -> OtherAmounts:
    """Return the roles with that of a column of fees, unless they are a part of the amount."""
    is_signed = sum(amount < 0 for amount in fee.amounts if amount) * 2 > sum(
        bool(amount) for amount in fee.amounts
    )
    sign = MoneyOutSign.SIGNED if is_signed else MoneyOutSign.UNSIGNED
    with_fee = OtherAmounts(roles | {fee.index: ColumnRole.FEE}, sign)
    factor = 1 if is_signed else -1
    amount = columns[next(i for i, role in roles.items() if role is ColumnRole.AMOUNT)]
    others = [c for c in columns if c.is_numbers and c not in (amount, fee)]
    rows = [
        FeeRow(of, factor * (added or 0))
        for of, added in zip(amount.amounts, fee.amounts, strict=True)
    ][:neighbours]
    found = {
        find_taken_beside([rows[i] for i in of], [[c.amounts[i] for i in of] for c in others])
        for of in _by_currency(columns, roles, len(rows))
        if any(rows[i].added for i in of)
    }
    if found == {True}:
        return with_fee
    if found == {False} or any(
        _is_gross(amount.amounts, column.amounts, fee.amounts, factor) for column in others
    ):
        return OtherAmounts(roles)
    name = fee.name or f"Column {fee.index + 1}"
    if found == {False, None}:
        message = f"“{name}” is assumed to be a part of the amount."
        return OtherAmounts(roles, doubts=(Ambiguity(code="fee", message=message),))
    message = f"“{name}” is assumed to be taken beside the amount."
    return with_fee._replace(ambiguity=Ambiguity(code="fee", message=message))


def _by_currency(
    columns: Sequence[Column], roles: Mapping[int, ColumnRole], count: int
) -> Iterable[list[int]]:
    """Return the indexes of the first rows, those of each currency together."""
    currency_at = next((i for i, role in roles.items() if role is ColumnRole.CURRENCY), None)
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row in range(count):
        rows["" if currency_at is None else columns[currency_at].cells[row]].append(row)
    return rows.values()


def _is_gross(amounts: Amounts, others: Amounts, fees: Amounts, factor: int) -> bool:
    """Return whether the amounts are those of another column after the fee, in rows with a fee."""
    with_fee = [
        amount == other + factor * fee
        for amount, other, fee in zip(amounts, others, fees, strict=True)
        if amount is not None and other is not None and fee
    ]
    return bool(with_fee) and all(with_fee)
