"""Custom types: named labels of a ledger for its income, expenses or transfers."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.models.ledger.category import Color, Icon
from shared.models.ledger.transactions.transaction import AnyCaseTransactionType, TransactionType
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.names import same_name_key, sort_key, visible
from shared.models.values.text import BLANK_AS_NULL, trimmed
from shared.models.values.validation import not_null

MAX_CUSTOM_TYPES = 50
"""Live and archived custom types of one ledger; each summary has totals for each."""

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


class CustomType(FrozenModel):
    """Custom type as stored in the tenant's document.

    ``merging_into`` is the id of the custom type that its transactions are being given: while it is
    set, no transaction can be given this one.
    """

    id: str
    name: str
    type: TransactionType
    color: str | None = None
    icon: str | None = None
    archived: bool = False
    merging_into: str | None = None
    revision: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def noun(self) -> str:
        """Return the words for a custom type in messages."""
        return "custom type"

    @property
    def key(self) -> str:
        """Return the key that is unique in a ledger: the name as it looks."""
        return same_name_key(self.name)

    @property
    def sort_key(self) -> tuple[TransactionType, str, str]:
        """Return the key of the order in lists: type and name, without regard to case."""
        return self.type, sort_key(self.name), self.id
