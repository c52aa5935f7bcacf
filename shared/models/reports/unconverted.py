"""Sums of income and expenses that have no amount in the ledger's currency, by currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shared.models.ledger.summary import UnconvertedSum


class UnconvertedLine(NamedTuple):
    """Income and expenses in a foreign currency, which no other amount of a report contains."""

    currency: str
    income_minor: int
    expenses_minor: int
    transaction_count: int


Unconverted = tuple[UnconvertedLine, ...]


def unconverted_lines(sums: Iterable[Mapping[str, UnconvertedSum]]) -> Unconverted:
    """Return the lines of all these sums together, by currency; without any, there are none."""
    totals: dict[str, UnconvertedSum] = {}
    for by_currency in sums:
        for currency, missing in by_currency.items():
            total = totals.setdefault(currency, UnconvertedSum())
            total.income_minor += missing.income_minor
            total.expenses_minor += missing.expenses_minor
            total.count += missing.count
    return tuple(
        UnconvertedLine(currency, one.income_minor, one.expenses_minor, one.count)
        for currency, one in sorted(totals.items())
        if one.count
    )
