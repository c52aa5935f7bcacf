"""Split a transaction into even parts."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.fit import fit_errors
from shared.models.ledger.transactions.transaction import (
    MAX_SPLITS,
    MIN_SPLITS,
    Split,
    Transaction,
    TransactionType,
)
from shared.models.values.base import InputModel, example
from shared.models.values.identifiers import Id
from shared.models.values.revision import revised


class EvenSplit(InputModel):
    """Input for splitting a transaction into equal parts, with their categories."""

    model_config = example(parts=2)

    parts: Annotated[int, Field(ge=MIN_SPLITS, le=MAX_SPLITS, strict=True)]
    category_ids: tuple[Id, ...] | None = Field(
        default=None,
        max_length=MAX_SPLITS,
        description="One for each part; by default the current category, if there is one.",
    )

    @field_validator("category_ids")
    @classmethod
    def _one_for_each_part(
        cls, value: tuple[str, ...] | None, info: ValidationInfo
    ) -> tuple[str, ...] | None:
        if value is not None and len(value) != info.data.get("parts", len(value)):
            raise ValueError("must be one for each part")
        return value


def evenly_split(
    ledger: Ledger, before: Transaction, wanted: EvenSplit, at: datetime
) -> Transaction:
    """Return the transaction in even parts; the last part takes the remainder.

    Raises:
        InvalidArgument: It is a transfer, parts would be zero, or a category does not fit.
    """
    if before.type is TransactionType.TRANSFER:
        raise InvalidArgument.of("parts", "must not be used for a TRANSFER")
    if abs(before.amount_minor) < wanted.parts:
        raise InvalidArgument.of("parts", "are too many: some would be zero")
    category_ids = wanted.category_ids or (_only_category(before),) * wanted.parts
    amounts_minor = split_evenly(before.amount_minor, wanted.parts)
    splits = tuple(
        Split(category_id=category_id, amount_minor=amount_minor)
        for category_id, amount_minor in zip(category_ids, amounts_minor, strict=True)
    )
    after = revised(before, {"splits": splits, "category_id": None}, at)
    if errors := list(fit_errors(ledger, after, at, before)):
        raise InvalidArgument(*(_as_asked_for(error) for error in errors))
    return after


def split_evenly(amount_minor: int, parts: int) -> list[int]:
    """Return the amount in equal ``parts`` in minor units; the last takes the remainder.

    ``split_evenly(1000, 3)`` is ``[333, 333, 334]``; of a negative amount, parts are negative.
    """
    sign = -1 if amount_minor < 0 else 1
    share_minor = sign * (abs(amount_minor) // parts)
    return [share_minor] * (parts - 1) + [amount_minor - share_minor * (parts - 1)]


def _only_category(before: Transaction) -> str | None:
    """Return the category of all parts; None if they are unfiled.

    Raises:
        InvalidArgument: There are several.
    """
    category_ids = {category_id for category_id, _ in before.parts}
    if len(category_ids) > 1:
        raise InvalidArgument.of("category_ids", "is required if there are several categories")
    [category_id] = category_ids
    return category_id


def _as_asked_for(error: FieldError) -> FieldError:
    """Return the error with the field's name in the request."""
    _, index, *_ = error.field.split(".")
    return FieldError(f"category_ids.{index}", error.message)
