"""Invitations to a workspace: sent to an e-mail address, accepted with a single-use token."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field

from shared.errors import InvitationGone, NotFound, Unreadable
from shared.models.ledger.page import cursor_to, place_of
from shared.models.people.access import Identity, Role, TenantKind, TenantRef
from shared.models.people.workspace import Workspace
from shared.models.sharing.member import AnyCaseRole, Member
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.characters.names import HIDDEN_REFUSED, visible
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import is_id
from shared.models.values.patterns import EMAIL_PATTERN
from shared.models.values.text import trimmed

VALID_FOR = timedelta(days=7)
KEPT_FOR = timedelta(days=30)
"""How long an expired invitation is stored; it contains the e-mail address of an outsider."""

MAX_OPEN_INVITATIONS = 100
_SECRET_BYTES = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MAX_MICROSECONDS = (datetime(9999, 12, 31, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_MAX_TOKEN = 500

Email = Annotated[
    str,
    trimmed(254),
    visible(254),
    HIDDEN_REFUSED,
    Field(pattern=EMAIL_PATTERN, examples=["grace@example.com"]),
    AfterValidator(str.lower),
]
"""An e-mail address in lower case, as Firebase Auth stores it."""


class InvitationStatus(StrEnum):
    """State of an invitation."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"


class InvitationDraft(InputModel):
    """Input for inviting a user by e-mail address."""

    model_config = example(email="grace@example.com", role="ANALYST")

    email: Email
    role: AnyCaseRole = Role.VIEWER


class InvitationAnswer(InputModel):
    """Input for accepting or declining an invitation: the token of its link."""

    model_config = example(token="W1.I1.secret")  # noqa: S106 (an example)

    token: Annotated[str, Field(max_length=_MAX_TOKEN)]


class Invitation(FrozenModel):
    """An invitation to a workspace. Its token is stored only as a hash, beside it."""

    id: str
    email: str
    role: Role
    status: InvitationStatus = InvitationStatus.PENDING
    invited_by: str
    created_at: datetime
    expires_at: datetime

    def ensure_for(self, identity: Identity) -> None:
        """Raise unless the caller's verified e-mail address is the invited one.

        Raises:
            NotFound: The address differs; the caller does not learn that the invitation exists.
        """
        if identity.verified_email != self.email:
            raise NotFound("invitation")

    def ensure_open(self, now: datetime, inviter: Member | None) -> None:
        """Raise unless the invitation can still be answered; ``inviter`` is the present member.

        Raises:
            InvitationGone: The invitation was answered, was revoked, or has expired, or the inviter
                is not an active admin of the workspace any more.
        """
        if (
            self.status is not InvitationStatus.PENDING
            or self.expires_at <= now
            or inviter is None
            or not inviter.is_active_admin
        ):
            raise InvitationGone

    def answered(self, status: InvitationStatus) -> Self:
        """Return the invitation with another status."""
        return self.model_copy(update={"status": status})


@frozen
class ReceivedInvitation:
    """An invitation as shown to the invited person, with the present name of who invited them."""

    invitation: Invitation
    workspace: Workspace
    inviter_name: str | None = None

    @property
    def ref(self) -> TenantRef:
        """Return the reference of the workspace."""
        return TenantRef(TenantKind.WORKSPACE, self.workspace.id)

    @property
    def token(self) -> str:
        """Return the token with which the invited person answers it, without the secret."""
        return str(InvitationToken(self.ref, self.invitation.id))


@frozen
class ReceivedPosition:
    """Position in the list of received invitations, newest first, encoded as a cursor.

    All invitations are valid for the same time, so the newest is the last to expire.
    """

    expires_at: datetime
    workspace: TenantRef
    invitation_id: str

    @classmethod
    def of(cls, workspace: TenantRef, invitation: Invitation) -> Self:
        """Return the position of an invitation to a workspace."""
        return cls(invitation.expires_at, workspace, invitation.id)

    def to_cursor(self, fingerprint: str) -> str:
        """Encode the position as a cursor of the list with that ``fingerprint``."""
        microseconds = (self.expires_at - _EPOCH) // _MICROSECOND
        return cursor_to(fingerprint, microseconds, self.workspace.id, self.invitation_id)

    @classmethod
    def from_cursor(cls, cursor: str, fingerprint: str) -> Self:
        """Decode the position of a cursor.

        Raises:
            Unreadable: This API did not issue the cursor, or it belongs to another list.
        """
        match place_of(cursor, fingerprint):
            case [int(microseconds), str(workspace_id), str(invitation_id)] if (
                0 <= microseconds <= _MAX_MICROSECONDS
                and is_id(workspace_id)
                and is_id(invitation_id)
            ):
                expires_at = _EPOCH + microseconds * _MICROSECOND
                return cls(expires_at, TenantRef(TenantKind.WORKSPACE, workspace_id), invitation_id)
        raise Unreadable("The cursor cannot be read.")


@frozen
class InvitationToken:
    """The token of an invitation: workspace, invitation id, and in a link a secret of 256 bits.

    The invited person also gets a token without the secret, in the list of their invitations. Each
    admits nobody but the user with the invited, verified address.
    """

    workspace: TenantRef
    invitation_id: str
    secret: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a token from its text.

        Raises:
            NotFound: The text is not a token.
        """
        match text.split("."):
            case [workspace_id, invitation_id, *secret] if (
                is_id(workspace_id) and is_id(invitation_id) and len(secret) <= 1
            ):
                workspace = TenantRef(TenantKind.WORKSPACE, workspace_id)
                return cls(workspace, invitation_id, *secret)
        raise NotFound("invitation")

    def __str__(self) -> str:
        parts = (self.workspace.id, self.invitation_id, self.secret)
        return ".".join(part for part in parts if part is not None)

    @property
    def hash(self) -> str:
        """Return the stored hash of the secret; random 256 bits need no slow password hash."""
        secret = self.secret or ""
        return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()

    def ensure_matches(self, stored_hash: str) -> None:
        """Raise unless the hash of the secret, if there is one, equals the stored one.

        Raises:
            NotFound: The hashes differ.
        """
        if self.secret is not None and not hmac.compare_digest(self.hash, stored_hash):
            raise NotFound("invitation")


def new_secret() -> str:
    """Return a new random secret for a token."""
    return secrets.token_urlsafe(_SECRET_BYTES)
