"""Views of members and invitations."""

from datetime import datetime

from pydantic import ConfigDict, Field

from functions.http.views import ETAG_OF_FIELDS, Etag, Name, NamedWorkspace, etag_of, view_of
from shared.models.ledger.ledger import Ledger
from shared.models.people.access import Role
from shared.models.sharing.invitation import Invitation, InvitationStatus, ReceivedInvitation
from shared.models.sharing.member import ListedMember, Member, MemberStatus
from shared.models.values.base import FrozenModel


class MemberView(FrozenModel):
    """A member of a workspace.

    ``invited_by`` is null for the creator; only admins see it and ``email``.

    The ETag changes with the membership, not with ``display_name``.
    """

    model_config = ConfigDict(openapi_extra=ETAG_OF_FIELDS)  # type: ignore[typeddict-unknown-key]

    uid: str
    email: str | None = Field(
        description="The verified address with which the member joined; null for other members "
        "than admins."
    )
    display_name: str | None = Field(description="The current name in the member's profile.")
    role: Name[Role]
    status: Name[MemberStatus]
    is_owner: bool
    joined_at: datetime | None
    invited_by: str | None
    etag: Etag


class MemberList(FrozenModel):
    """All members, in the order of joining."""

    items: list[MemberView]
    next_cursor: str | None = None


class InvitationView(FrozenModel):
    """An invitation."""

    id: str
    email: str
    role: Name[Role]
    status: Name[InvitationStatus]
    invited_by: str
    created_at: datetime
    expires_at: datetime


class SentInvitationView(InvitationView):
    """A new invitation."""

    token: str = Field(
        description="Part of the link for the invited person; it is only shown here."
    )


class ReceivedInvitationView(FrozenModel):
    """An invitation to the caller."""

    id: str
    workspace: NamedWorkspace
    role: Name[Role]
    invited_by_name: str | None = Field(
        description="The current name in the profile of the member who invited you."
    )
    created_at: datetime
    expires_at: datetime
    token: str = Field(description="To accept or decline it; it admits nobody but the caller.")


class ReceivedInvitationList(FrozenModel):
    """Open invitations to the caller's verified address, newest first."""

    items: list[ReceivedInvitationView]
    next_cursor: str | None = None


class InvitationList(FrozenModel):
    """All invitations of active admins without an answer, newest first, also expired ones."""

    items: list[InvitationView]
    next_cursor: str | None = None


@view_of.register
def member_view(listed: ListedMember) -> MemberView:
    """Return the view of a member."""
    member = listed.member
    return MemberView(
        uid=member.uid,
        email=member.email,
        display_name=listed.display_name,
        role=member.role,
        status=member.status,
        is_owner=listed.is_owner,
        joined_at=member.joined_at,
        invited_by=member.invited_by,
        etag=etag_of(listed.revision),
    )


def invitation_view(invitation: Invitation) -> InvitationView:
    """Return the view of an invitation for admins."""
    return InvitationView(**invitation.model_dump())


def received_invitation_view(received: ReceivedInvitation) -> ReceivedInvitationView:
    """Return the view of an invitation for the invited person."""
    invitation, workspace = received.invitation, received.workspace
    return ReceivedInvitationView(
        id=invitation.id,
        workspace=NamedWorkspace(id=workspace.id, name=workspace.name),
        role=invitation.role,
        invited_by_name=received.inviter_name,
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
        token=received.token,
    )


def sent_invitation_view(invitation: Invitation, token: str) -> SentInvitationView:
    """Return the view of a new invitation, with its token, for the admin who invites."""
    return SentInvitationView(token=token, **invitation.model_dump())


class MemberStateView(FrozenModel):
    """A member of a workspace after a change."""

    uid: str
    role: Name[Role]
    status: Name[MemberStatus]
    email: str | None
    joined_at: datetime | None
    invited_by: str | None
    etag: Etag


def logged_member_view(member: Member, _ledger: Ledger) -> MemberStateView:
    """Return a member of the change log as clients see it."""
    same = MemberStateView.model_fields.keys() - {"etag"}
    return MemberStateView(
        etag=etag_of(member.revision), **{name: getattr(member, name) for name in same}
    )


def logged_invitation_view(invitation: Invitation, _ledger: Ledger) -> InvitationView:
    """Return an invitation of the change log as clients see it."""
    return invitation_view(invitation)
