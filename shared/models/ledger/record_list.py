"""Record lists: the long lists of a backup, each written and read record by record."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from shared.models.ledger.category import Category

_Written = TypeVar("_Written")
_Read = TypeVar("_Read")

Check = Callable[[_Read, Mapping[str, Category], Container[str]], None]
"""Checks a record against the categories and the ids of the accounts; raises if it does not fit."""


def _fits(_record: Any, _categories: Mapping[str, Category], _accounts: Container[str]) -> None:
    """Accept a record without references to categories and accounts."""


@dataclass(frozen=True)
class RecordList(Generic[_Written, _Read]):
    """A list in a backup: functions that write, read and check a record."""

    write: Callable[[_Written, str], dict[str, Any]]
    """Returns a value as JSON, with amounts as decimals of the currency."""

    read: Callable[[object, str], _Read]
    """Returns the value in a record of that currency.

    Raises ``ValidationError`` or ``InvalidArgument`` if it is not valid.
    """

    key: Callable[[_Read], tuple[str, object]]
    """Returns the name and value of the field that must be unique."""

    check: Check[_Read] = _fits
    is_required: bool = False
    """Whether a backup must have it; older backups lack the lists of newer kinds."""
