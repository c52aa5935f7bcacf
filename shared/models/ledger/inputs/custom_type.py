"""Inputs of custom types."""

from typing import Annotated

from pydantic import Field

from shared.models.ledger.inputs.category import Color, Icon
from shared.models.ledger.transactions.transaction import AnyCaseTransactionType
from shared.models.values.base import InputModel, example
from shared.models.values.characters.names import visible
from shared.models.values.text import BLANK_AS_NULL, trimmed
from shared.models.values.validation import not_null

CustomTypeName = Annotated[
    str,
    trimmed(50, min_length=1),
    visible(50),
    Field(
        description="Hidden characters are refused, and names that look like that of another "
        "custom type."
    ),
]

_TYPE = Field(description="The type of the transactions that may have it; it cannot be changed.")


class CustomTypeDraft(InputModel):
    """Input of a custom type to create."""

    model_config = example(name="Subscription", type="EXPENSE")

    name: CustomTypeName
    type: AnyCaseTransactionType = _TYPE
    color: Annotated[Color | None, BLANK_AS_NULL] = None
    icon: Annotated[Icon | None, BLANK_AS_NULL] = None


class CustomTypePut(CustomTypeDraft):
    """Input that replaces all fields of a custom type; the type cannot be changed."""

    model_config = example(name="Membership", type="EXPENSE", archived=False)

    archived: bool = Field(default=False, strict=True)


class CustomTypePatch(InputModel):
    """Input that changes the named fields of a custom type."""

    model_config = example(color="#2ca02c")

    name: CustomTypeName | None = None
    color: Annotated[Color | None, BLANK_AS_NULL] = None
    icon: Annotated[Icon | None, BLANK_AS_NULL] = None
    archived: bool | None = Field(default=None, strict=True)

    _not_null = not_null("name", "archived")
