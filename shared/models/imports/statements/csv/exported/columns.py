"""Columns of the CSV files that this app exports and imports again, and lists in one cell.

A list is written as ``a | b``, a split as ``Category: 12.50 (note)``. A backslash stands before a
character of a text that would separate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.values.text import fold

COLUMNS = {
    "id": ColumnRole.TRANSACTION_ID,
    "date": ColumnRole.DATE,
    "type": ColumnRole.TYPE,
    "amount": ColumnRole.AMOUNT,
    "currency": ColumnRole.CURRENCY,
    "account": ColumnRole.ACCOUNT,
    "to_account": ColumnRole.TO_ACCOUNT,
    "category": ColumnRole.CATEGORY,
    "payee": ColumnRole.PAYEE,
    "description": ColumnRole.DESCRIPTION,
    "notes": ColumnRole.NOTES,
    "tags": ColumnRole.TAGS,
    "splits": ColumnRole.SPLITS,
    "external_id": ColumnRole.EXTERNAL_ID,
    "custom_type": ColumnRole.CUSTOM_TYPE,
    "to_amount": ColumnRole.TO_AMOUNT,
    "to_currency": ColumnRole.TO_CURRENCY,
    "base_amount": ColumnRole.BASE_AMOUNT,
    "base_currency": ColumnRole.BASE_CURRENCY,
    "rate": ColumnRole.RATE,
    "rate_date": ColumnRole.RATE_DATE,
    "rate_source": ColumnRole.RATE_SOURCE,
    "original_amount": ColumnRole.ORIGINAL_AMOUNT,
    "original_currency": ColumnRole.ORIGINAL_CURRENCY,
    "amount_estimated": ColumnRole.AMOUNT_ESTIMATED,
    "to_amount_estimated": ColumnRole.TO_AMOUNT_ESTIMATED,
}
"""The roles of the columns by their names, in their order."""

YES = "yes"
"""Word in the columns of estimated amounts."""

_CHARACTERISTIC = frozenset({"date", "type", "amount", "account", "to_account", "splits"})
"""Names by which an exported file is recognised, whatever its other columns are."""

_BETWEEN = " | "
_ITEM = re.compile(r"((?:[^\\|]|\\.|\\\Z)*+)(?:\||\Z)", re.DOTALL)
_SPLIT = re.compile(
    r"(?P<category>(?:[^\\:]|\\.)*+): (?P<amount>-?[0-9.]+)(?: \((?P<note>.*)\))?", re.DOTALL
)


class SplitText(NamedTuple):
    """A split as it is written: the name of its category, empty if unfiled, amount and note."""

    category: str
    amount: str
    note: str


def roles_of_exported(header: Sequence[str] | None) -> list[ColumnRole] | None:
    """Return the roles of an exported file's columns; None for the header of another file.

    The columns may be in another order, and columns that the user added are ignored.
    """
    names = [fold(name.strip()) for name in header or ()]
    if not set(names) >= _CHARACTERISTIC or len(set(names)) < len(names):
        return None
    return [COLUMNS.get(name, ColumnRole.IGNORE) for name in names]


def list_text(texts: Iterable[str]) -> str:
    """Return a list of texts as one text; ``texts_in`` is the inverse."""
    return _BETWEEN.join(_escaped(text, "|") for text in texts)


def texts_in(text: str) -> list[str]:
    """Return the texts of a list."""
    return [item for part in _parts(text) if (item := _unescaped(part))]


def splits_text(splits: Iterable[SplitText]) -> str:
    """Return splits as one text; ``splits_in`` is the inverse."""
    return _BETWEEN.join(map(_split_text, splits))


def splits_in(text: str) -> list[SplitText]:
    """Return the splits that a text lists.

    Raises:
        ValueError: A part of the text is no split.
    """
    return [_split_in(part) for part in _parts(text)]


def _split_text(split: SplitText) -> str:
    note = f" ({_escaped(split.note, '|')})" if split.note else ""
    return f"{_escaped(split.category, '|:')}: {split.amount}{note}"


def _split_in(part: str) -> SplitText:
    found = _SPLIT.fullmatch(part)
    if found is None:
        raise ValueError(part)
    return SplitText(
        _unescaped(found["category"]), found["amount"], _unescaped(found["note"] or "")
    )


def _parts(text: str) -> list[str]:
    """Return the parts between the marks that no backslash is before."""
    parts = [part.strip() for part in _ITEM.findall(text)]
    return [part for part in parts if part]


def _escaped(text: str, marks: str) -> str:
    return re.sub(rf"[\\{marks}]", r"\\\g<0>", text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
