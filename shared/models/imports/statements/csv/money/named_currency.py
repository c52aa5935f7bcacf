"""Currency that a file names for all its amounts: in their column names, or before the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from shared.models.imports.statements.cells import quoted
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.columns import Column
from shared.models.imports.statements.csv.words.header_phrases import Meaning
from shared.models.imports.statements.csv.words.headers import meaning_of
from shared.models.imports.statements.results import Ambiguity
from shared.models.imports.statements.units import currencies_of, is_currency

_BOOKED = (ColumnRole.AMOUNT, ColumnRole.DEBIT, ColumnRole.CREDIT)
_CURRENCIES = (Meaning.CURRENCY, Meaning.ACCOUNT_CURRENCY)
_INNER_CAPITAL = re.compile("(?<=[a-z])(?=[A-Z])")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_BETWEEN_WORDS = re.compile(r"[\s_/:()\[\]-]+")
_MARKS = re.compile("[:=]")
_MAX_LINE = 1000


class NamedCurrency(NamedTuple):
    """The code or symbol of the amounts, empty if the file names none, and a doubt about it."""

    unit: str = ""
    doubt: Ambiguity | None = None


def find_named_currency(
    columns: Sequence[Column],
    roles: Sequence[ColumnRole],
    preamble: Sequence[str],
    delimiter: str,
) -> NamedCurrency:
    """Return the currency that the names of the booked amounts have, or the lines before them.

    The codes of a currency column count in any case.
    """
    by_role = list(zip(roles, columns, strict=False))
    coded = [column for role, column in by_role if role is ColumnRole.CURRENCY]
    names = [column.name for role, column in by_role if role in _BOOKED]
    units = list(dict.fromkeys(filter(None, map(unit_in_name, names))))
    if not units and not coded:
        units = list(dict.fromkeys(_units_before(preamble, delimiter)))
    if len(units) > 1:
        return NamedCurrency(doubt=_doubt(f"The file names {' and '.join(map(quoted, units))}."))
    if units and coded and not _are_all(coded[0], units[0]):
        message = f"The amounts are named {quoted(units[0])}, but “{coded[0].name}” is used."
        return NamedCurrency(units[0], _doubt(message))
    if units or coded:
        return NamedCurrency("".join(units))
    unread = [c for c in columns if c.meaning in _CURRENCIES and c.filled]
    if unread and ColumnRole.ORIGINAL_CURRENCY not in roles:
        return NamedCurrency(doubt=_doubt(f"“{unread[0].name}” is not read as currencies."))
    return NamedCurrency()


def unit_in_name(name: str) -> str:
    """Return the currency in the name of a column of amounts; empty if there is none.

    It is in brackets, or the last or first word, or a code in capitals among other words.
    """
    spaced = _INNER_CAPITAL.sub(" ", name)
    words = [word for word in _BETWEEN_WORDS.split(spaced) if word]
    inner = [part.split()[-1] for part in _BRACKETED.findall(spaced) if part.strip()]
    capitals = [word for word in words[:1] if not word.islower()]
    if spaced != spaced.upper():
        capitals = [word for word in words if word.isupper() or not word.isalpha()]
    return next(filter(is_currency, (*inner, *words[-1:], *capitals)), "")


def _units_before(lines: Sequence[str], delimiter: str) -> Iterator[str]:
    """Yield the currencies in lines such as “Account currency: USD”."""
    for line in lines:
        cells = _MARKS.sub(delimiter, line[:_MAX_LINE]).split(delimiter)
        parts = [part for cell in cells if (part := cell.strip(" \"'\r\n\t"))]
        for name, value in pairwise(parts):
            if _is_currency_name(name) and is_currency(value):
                yield value
        for part in parts:
            *words, last = part.split()
            if words and _is_currency_name(" ".join(words)) and is_currency(last):
                yield last


def _is_currency_name(name: str) -> bool:
    meaning, exactness = meaning_of(name)
    return exactness == 1 and meaning in _CURRENCIES


def _are_all(column: Column, unit: str) -> bool:
    """Return whether all cells may be the currency of a unit."""
    return all(currencies_of(cell) & currencies_of(unit) for cell in column.distinct)


def _doubt(message: str) -> Ambiguity:
    return Ambiguity(code="currency", message=message)
