"""Messages of background jobs on one ledger."""

from __future__ import annotations

from enum import StrEnum

from pydantic import field_validator

from shared.models.people.access import TenantRef
from shared.models.values.base import InputModel


class JobKind(StrEnum):
    """Kind of a background job."""

    IMPORT = "import"
    """Go on with an import; ``subject`` is its id."""

    REBUILD = "rebuild"
    """Build the summaries of the months' new start day; ``subject`` is that day."""

    ERASE = "erase"
    """Go on erasing the user whose own ledger it is; ``subject`` is when to begin, an instant."""

    TAKEOVER = "takeover"
    """Go on with a demo's move to an account; ``subject`` is the account's uid."""


class LedgerJob(InputModel):
    """Background job on one ledger; running it twice is safe."""

    tenant: str
    kind: JobKind
    subject: str

    @field_validator("tenant")
    @classmethod
    def _is_a_path(cls, path: str) -> str:
        return TenantRef.parse(path).path
