"""Messages of the runs of recurring entries."""

from datetime import datetime
from typing import NamedTuple, Self

from pydantic import AwareDatetime, model_validator

from shared.models.people.access import TenantRef
from shared.models.values.base import InputModel

_PARTS_OF_A_PATH = 4
_COLLECTION = "recurring"


class DueEntry(NamedTuple):
    """A recurring entry that has something to do, in the ledger of a tenant."""

    tenant: TenantRef
    recurring_id: str

    @classmethod
    def parse(cls, path: str) -> Self:
        """Parse the path of its document.

        Raises:
            ValueError: No recurring entry is at such a path.
        """
        parts = path.split("/")
        if len(parts) != _PARTS_OF_A_PATH or parts[2] != _COLLECTION or not parts[3]:
            raise ValueError("not the path of a recurring entry")
        return cls(TenantRef.parse("/".join(parts[:2])), parts[3])

    @property
    def path(self) -> str:
        """Return the path of its document."""
        return f"{self.tenant.path}/{_COLLECTION}/{self.recurring_id}"


class DueCursor(InputModel):
    """The last entry of a page: when it was due, and its path."""

    due_at: AwareDatetime
    path: str

    @model_validator(mode="after")
    def _is_of_an_entry(self) -> Self:
        DueEntry.parse(self.path)
        return self


class RunMessage(InputModel):
    """Either a batch of entries that were due until an instant, or the cursor of the next page."""

    run_id: str
    until: AwareDatetime
    entries: tuple[str, ...] = ()
    cursor: DueCursor | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        for path in self.entries:
            DueEntry.parse(path)
        if bool(self.entries) == (self.cursor is not None):
            raise ValueError("either entries or a cursor")
        return self


class RunOfEntries(NamedTuple):
    """A run: its id in the log, and the instant until which entries are due."""

    id: str
    until: datetime
