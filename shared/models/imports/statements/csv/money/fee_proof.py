"""Proof by balances of whether fees are taken beside the amounts or are a part of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from shared.models.imports.statements.csv.columns import MIN_SHARE
from shared.models.imports.statements.csv.money.columns import Amounts, follows


class FeeRow(NamedTuple):
    """The amount of a row, and what a fee beside it would add; 0 without a fee."""

    amount: int | None
    added: int

    @property
    def total(self) -> int | None:
        """Return the amount with the fee."""
        return None if self.amount is None else self.amount + self.added


def find_taken_beside(rows: Sequence[FeeRow], columns: Sequence[Amounts]) -> bool | None:
    """Return whether a column of balances proves that fees are taken beside the amounts.

    The rows are of one currency and consecutive. False means that the fees are a part of the
    amounts; None that no column proves either.
    """
    for balances in columns:
        totals, amounts = [row.total for row in rows], [row.amount for row in rows]
        if max(follows(totals, balances, 1), follows(amounts, balances, 1)) >= MIN_SHARE:
            decided = _decided(rows, balances)
            if decided is not None:
                return decided
    return None


def _decided(rows: Sequence[FeeRow], balances: Amounts) -> bool | None:
    """Return what the steps of the balances say in the rows with a fee; the others fit both.

    The rows may be in ascending or descending order.
    """
    ascending, descending = [], []
    for (before, row), (start, end) in zip(pairwise(rows), pairwise(balances), strict=True):
        if start is not None and end is not None:
            ascending.append((row, end - start))
            descending.append((before, start - end))
    steps = max(ascending, descending, key=_count_explained)
    with_fee = [(row, step) for row, step in steps if row.added and row.amount is not None]
    beside = sum(row.total == step for row, step in with_fee)
    included = sum(row.amount == step for row, step in with_fee)
    if not with_fee or max(beside, included) < MIN_SHARE * len(with_fee):
        return None
    return beside > included


def _count_explained(steps: Sequence[tuple[FeeRow, int]]) -> int:
    return sum(step in (row.amount, row.total) for row, step in steps)
