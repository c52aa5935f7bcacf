"""Workspaces: ledgers shared by several users."""

from typing import Annotated, Self

from pydantic import Field

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import Caller
from shared.models.people.workspace import Workspace
from shared.models.settings.month_start_input import MonthStartDraft
from shared.models.values.base import InputModel, example
from shared.models.values.characters.names import HIDDEN_REFUSED, visible
from shared.models.values.currency import Currency
from shared.models.values.dates import Timezone
from shared.models.values.frozen import frozen
from shared.models.values.locale import Locale
from shared.models.values.text import trimmed
from shared.models.values.validation import not_null

MAX_WORKSPACES = 100
"""Maximum number of workspaces of which a user may be a member, including deleted ones."""

WorkspaceName = Annotated[str, trimmed(100, min_length=1), visible(100), HIDDEN_REFUSED]


class WorkspaceDraft(InputModel):
    """Input for creating a workspace."""

    model_config = example(name="Household", currency="EUR", timezone="Europe/Berlin")

    name: WorkspaceName
    currency: Currency | None = Field(
        default=None, description="An ISO 4217 code; by default that of your own ledger."
    )
    timezone: Timezone | None = Field(
        default=None, description="By default that of your own ledger."
    )
    locale: Locale | None = Field(
        default=None,
        description="The language of the names of the first categories and account; by default "
        "that of your profile.",
    )
    month_start: MonthStartDraft | None = Field(
        default=None, description="The day on which its months start; by default the 1st."
    )

    _workspace_not_null = not_null("currency", "timezone", "locale", "month_start")


class WorkspacePatch(InputModel):
    """Input for renaming a workspace; its settings are changed by another endpoint."""

    model_config = example(name="Family")

    name: WorkspaceName


@frozen
class SharedLedger:
    """A workspace as seen by one of its members; ``owner_name`` is in the owner's profile."""

    workspace: Workspace
    ledger: Ledger
    caller: Caller
    owner_name: str | None = None

    @classmethod
    def of(cls, tenant: Tenant, caller: Caller) -> Self:
        """Return the workspace and the ledger of a tenant.

        Raises:
            NotFound: It is a person's own ledger.
        """
        return cls(tenant.get_workspace(), tenant.ledger, caller)

    @property
    def revision(self) -> int:
        """Return the revision of the workspace; its settings have their own."""
        return self.workspace.revision

    @property
    def is_owned(self) -> bool:
        """Return whether the caller is the owner."""
        return self.workspace.owner_uid == self.caller.uid
