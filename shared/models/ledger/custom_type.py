"""Custom types: named labels of a ledger for its income, expenses or transfers."""

from datetime import datetime

from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.base import FrozenModel
from shared.models.values.characters.names import same_name_key, sort_key

MAX_CUSTOM_TYPES = 50
"""Live and archived custom types of one ledger; each summary has totals for each."""


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
