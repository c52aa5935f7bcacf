"""Names that no two parts of a ledger share: categories, accounts, custom types, own rates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from shared.errors import AlreadyExists
from shared.models.currencies.own_rate import OwnRate
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType

_Part = TypeVar("_Part", Category, Account, CustomType, OwnRate)


def ensure_distinct(part: _Part, parts: Mapping[str, _Part]) -> None:
    """Raise if another one of these parts has the same name, of categories also the same type.

    Raises:
        AlreadyExists: Another one has it.
    """
    for other in parts.values():
        if other.id != part.id and other.key == part.key:
            if isinstance(other, OwnRate):
                raise AlreadyExists(f"There is already a rate of {other.name}.", other.id)
            raise AlreadyExists.of_name(part.noun, part.name, other.name, other.id)
