"""Workspaces: ledgers that several people share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict

from shared.models.ledger.defaults import DEFAULT_CURRENCY, DEFAULT_TIMEZONE
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import Caller
from shared.models.settings.ledger_settings import StartDay
from shared.models.values.currency import Currency
from shared.models.values.dates import Timezone
from shared.models.values.text import STORABLE, trimmed

RESTORABLE_FOR = timedelta(days=30)
"""How long an admin can bring a deleted workspace back."""

WorkspaceName = Annotated[str, trimmed(100, min_length=1), STORABLE]


class WorkspaceDraft(BaseModel):
    """A workspace as its creator describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: WorkspaceName
    currency: Currency = DEFAULT_CURRENCY
    timezone: Timezone = DEFAULT_TIMEZONE
    month_start_day: StartDay = 1


class WorkspacePatch(BaseModel):
    """What an admin wants to change of a workspace itself; its settings are changed elsewhere."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: WorkspaceName


class Workspace(BaseModel):
    """What a workspace has beyond a ledger, as the change log keeps it."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    owner_uid: str
    created_at: datetime
    deleted_at: datetime | None = None
    revision: int = 1

    @classmethod
    def of(cls, tenant: Tenant) -> Self:
        """The workspace in a tenant."""
        return cls(
            id=tenant.ref.id,
            name=tenant.name,
            owner_uid=tenant.owner_uid,
            created_at=tenant.created_at,
            deleted_at=tenant.deleted_at,
            revision=tenant.workspace_revision,
        )

    def is_restorable(self, now: datetime) -> bool:
        """Whether it was deleted, and an admin can still bring it back."""
        return self.deleted_at is not None and now < self.deleted_at + RESTORABLE_FOR


@dataclass(frozen=True)
class SharedLedger:
    """A workspace, and one of its members who looks at it."""

    tenant: Tenant
    caller: Caller

    @property
    def revision(self) -> int:
        """Number of the change that made the workspace so; its settings have their own."""
        return self.tenant.workspace_revision

    @property
    def is_owned(self) -> bool:
        """Whether whoever looks owns it."""
        return self.tenant.owner_uid == self.caller.uid


def revised_workspace(tenant: Tenant, **fields: object) -> Tenant:
    """The tenant with these fields of a workspace, one revision on; itself where all is as it was.

    The fields are ``name``, ``owner_uid`` and ``deleted_at``.
    """
    after = replace(tenant, **fields)  # type: ignore[arg-type] # Which they are is said above.
    if after == tenant:
        return tenant
    return replace(after, workspace_revision=tenant.workspace_revision + 1)
