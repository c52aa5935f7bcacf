"""A workspace: the name, the owner and the deletion of a ledger that several people share.

It is in ``people`` and not in ``sharing``, because the tenant's document, on which settings,
history and rules are built, contains it; ``sharing`` has its members and invitations.
"""

from datetime import datetime, timedelta
from typing import Self

from shared.models.values.base import FrozenModel
from shared.models.values.revision import revised

RESTORABLE_FOR = timedelta(days=30)
"""How long an admin can restore a deleted workspace."""


class Workspace(FrozenModel):
    """The part of a tenant's document that only workspaces have; the change log keeps it, too.

    ``id`` and ``created_at`` are those of the tenant. ``revision`` counts the changes of the other
    fields.
    """

    id: str
    name: str
    owner_uid: str
    created_at: datetime
    deleted_at: datetime | None = None
    revision: int = 1

    def renamed(self, name: str) -> Self:
        """Return the workspace with that name; itself where it has it."""
        return revised(self, {"name": name})

    def with_owner(self, uid: str) -> Self:
        """Return the workspace with that owner; itself where it has it."""
        return revised(self, {"owner_uid": uid})

    def mark_deleted(self, at: datetime) -> Self:
        """Return the workspace, deleted at that time; itself where it was deleted then."""
        return revised(self, {"deleted_at": at})

    def restored(self) -> Self:
        """Return the workspace without its deletion; itself where it is not deleted."""
        return revised(self, {"deleted_at": None})

    def is_restorable(self, now: datetime) -> bool:
        """Return whether it was deleted, and an admin can still restore it."""
        return self.deleted_at is not None and now < self.deleted_at + RESTORABLE_FOR
