"""Values in the records of a backup: totals, counts, flags, foreign keys and instants."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from shared.errors import InvalidArgument
from shared.models.ledger.record_list import MAX_COUNTED
from shared.models.values.money import sum_to_minor
from shared.models.values.text import STORABLE, trimmed

_MAX_MINOR = (1 << 63) - 1
_TOTAL_TEXT = re.compile(r"-?[0-9]{1,19}(\.[0-9]{1,4})?", re.ASCII)


def _total(value: object) -> Decimal:
    if not isinstance(value, str) or not _TOTAL_TEXT.fullmatch(value):
        raise ValueError("must be a decimal number as text, like 12.50")
    return Decimal(value)


def written_at(at: datetime) -> str:
    """Return an instant as text in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def total_to_minor(total: Decimal, currency: str, field: str) -> int:
    """Convert a total to minor units.

    Raises:
        InvalidArgument: It has too many decimals, or is too large; the error names the field.
    """
    total_minor = sum_to_minor(total, currency, field)
    if abs(total_minor) > _MAX_MINOR:
        raise InvalidArgument.of(field, "is too large a sum")
    return total_minor


Total = Annotated[
    Decimal,
    BeforeValidator(_total),
    WithJsonSchema({"type": "string", "pattern": rf"^{_TOTAL_TEXT.pattern}$"}),
]
"""A total: may be zero, and may have more digits than an amount."""

Count = Annotated[int, Field(ge=-MAX_COUNTED, le=MAX_COUNTED, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
ForeignKey = Annotated[str, trimmed(200, min_length=1), STORABLE]
"""An id that was given outside of this ledger."""
