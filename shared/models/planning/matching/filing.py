"""Category, custom type and tags that a transaction takes from the entry that it is linked with."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from shared.errors import InvalidArgument
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.exchange import allocate_minor
from shared.models.ledger.transactions.transaction import Split, Transaction, TransactionType
from shared.models.planning.recurring import Template
from shared.models.values.money import to_minor


class Unfiled(NamedTuple):
    """A transaction without a category, and what it has otherwise."""

    type: TransactionType
    amount_minor: int
    custom_type_id: str | None
    tags: Sequence[str]


def filing_of(ledger: Ledger, template: Template, one: Unfiled) -> dict[str, Any]:
    """Return the fields that one without a category takes: its own custom type and tags stay.

    Splits are category, amount in minor units, and note. Parts that take no transactions now are
    left out. A transfer takes nothing.
    """
    if one.type is not template.type or one.type is TransactionType.TRANSFER:
        return {}
    fields: dict[str, Any] = {}
    if template.splits:
        fields["splits"] = _parts(ledger, template, one)
    elif _may_have(ledger, one.type, template.category_id):
        fields["category_id"] = template.category_id
    if one.custom_type_id is None and template.custom_type_id is not None:
        with suppress(InvalidArgument):
            found = ledger.get_custom_type_for(one.type, template.custom_type_id)
            fields["custom_type_id"] = found.id
    if not one.tags:
        fields["tags"] = template.tags
    return {name: value for name, value in fields.items() if value}


def filing_of_transaction(
    ledger: Ledger, template: Template, transaction: Transaction
) -> dict[str, Any]:
    """Return the fields that a transaction takes from a template; none if it has a category.

    It keeps its own custom type and tags. Parts that take no transactions now are left out.
    """
    if transaction.category_id is not None or transaction.splits:
        return {}
    one = Unfiled(
        transaction.type, transaction.amount_minor, transaction.custom_type_id, transaction.tags
    )
    fields = filing_of(ledger, template, one)
    if "splits" in fields:
        names = ("category_id", "amount_minor", "note")
        fields["splits"] = tuple(
            Split(**dict(zip(names, part, strict=True))) for part in fields["splits"]
        )
    return fields


def _parts(
    ledger: Ledger, template: Template, one: Unfiled
) -> list[tuple[str | None, int, str | None]]:
    """Return category, amount and note of each split, in proportion to the amount.

    None at all if one would have nothing, or a category cannot be used.
    """
    weights = [to_minor(split.amount, template.currency) for split in template.splits]
    ids = [split.category_id for split in template.splits]
    may_be_filed = all(found is None or _may_have(ledger, one.type, found) for found in ids)
    if sum(weights) == 0 or not may_be_filed or (sum(weights) < 0) != (one.amount_minor < 0):
        return []
    amounts = allocate_minor(one.amount_minor, weights)
    if 0 in amounts:
        return []
    return [
        (split.category_id, amount, split.note)
        for split, amount in zip(template.splits, amounts, strict=True)
    ]


def _may_have(ledger: Ledger, type_: TransactionType, category_id: str | None) -> bool:
    if category_id is None:
        return False
    with suppress(InvalidArgument):
        ledger.get_category_for(EntryType(type_), category_id)
        return True
    return False
