"""Views of workspaces."""

from datetime import datetime

from pydantic import ConfigDict, Field

from functions.http.views import ETAG_OF_FIELDS, Etag, MonthStartView, Name, etag_of, view_of
from shared.models.ledger.ledger import Ledger
from shared.models.people.access import Role
from shared.models.people.workspace import Workspace
from shared.models.sharing.workspace import SharedLedger
from shared.models.values.base import FrozenModel


class WorkspaceOwner(FrozenModel):
    """The owner of a workspace."""

    uid: str
    display_name: str | None = Field(description="The current name in the owner's profile.")


class WorkspaceView(FrozenModel):
    """A workspace, with the role of the caller.

    The ETag changes with name and owner, not with the settings or the role of the caller.
    """

    model_config = ConfigDict(openapi_extra=ETAG_OF_FIELDS)  # type: ignore[typeddict-unknown-key]

    id: str
    name: str
    currency: str
    timezone: str
    month_start: MonthStartView
    summary_edition: str | None
    role: Name[Role]
    is_owner: bool = Field(description="Whether the caller is the owner.")
    owner: WorkspaceOwner
    created_at: datetime
    deleted_at: datetime | None = Field(
        description="When it was deleted; an admin can restore it for 30 days."
    )
    etag: Etag


class WorkspaceList(FrozenModel):
    """A page of workspaces."""

    items: list[WorkspaceView]
    next_cursor: str | None


@view_of.register
def workspace_view(seen: SharedLedger) -> WorkspaceView:
    """Return the view of a workspace for a member."""
    workspace, ledger = seen.workspace, seen.ledger
    return WorkspaceView(
        id=workspace.id,
        name=workspace.name,
        currency=ledger.currency,
        timezone=ledger.timezone,
        month_start=MonthStartView.of(ledger.calendar.start),
        summary_edition=ledger.calendar.edition or None,
        role=seen.caller.role,
        is_owner=seen.is_owned,
        owner=WorkspaceOwner(uid=workspace.owner_uid, display_name=seen.owner_name),
        created_at=workspace.created_at,
        deleted_at=workspace.deleted_at,
        etag=etag_of(seen.revision),
    )


class WorkspaceStateView(FrozenModel):
    """A workspace after a change."""

    id: str
    name: str
    owner_uid: str
    created_at: datetime
    deleted_at: datetime | None
    etag: Etag


def logged_workspace_view(workspace: Workspace, _ledger: Ledger) -> WorkspaceStateView:
    """Return a workspace of the change log as clients see it."""
    same = WorkspaceStateView.model_fields.keys() - {"etag"}
    return WorkspaceStateView(
        etag=etag_of(workspace.revision), **{name: getattr(workspace, name) for name in same}
    )
