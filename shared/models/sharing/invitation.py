"""Invitations into a workspace: by e-mail, with a link's token that can be used once."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shared.errors import InvitationGone, NotFound
from shared.models.people.access import Identity, Role, TenantKind, TenantRef
from shared.models.sharing.member import AnyCaseRole
from shared.models.values.identifiers import is_id
from shared.models.values.text import STORABLE, trimmed

VALID_FOR = timedelta(days=7)
KEPT_FOR = timedelta(days=30)
"""How long an invitation is kept once it has expired; it holds an address of someone outside."""

MAX_OPEN_INVITATIONS = 100
_SECRET_BYTES = 32
_MAX_TOKEN = 500

Email = Annotated[
    str,
    trimmed(254),
    STORABLE,
    Field(pattern=r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$", examples=["grace@example.com"]),
    AfterValidator(str.lower),
]
"""An e-mail address as Firebase Auth keeps it: in lower case."""


class InvitationStatus(StrEnum):
    """What became of an invitation."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVOKED = "revoked"


class InvitationDraft(BaseModel):
    """Whom an admin wants to invite."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: Email
    role: AnyCaseRole = Role.VIEWER


class InvitationAnswer(BaseModel):
    """What somebody who follows an invitation's link has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: Annotated[str, Field(max_length=_MAX_TOKEN)]


class Invitation(BaseModel):
    """An invitation; its token's hash is kept beside it, and nowhere else."""

    model_config = ConfigDict(frozen=True)

    id: str
    email: str
    role: Role
    status: InvitationStatus = InvitationStatus.PENDING
    invited_by: str
    created_at: datetime
    expires_at: datetime

    def ensure_for(self, identity: Identity) -> None:
        """Pass when they have proven to be the one who is invited.

        Raises:
            NotFound: They have not, and are not told that there is an invitation.
        """
        if identity.verified_email != self.email:
            raise NotFound("invitation")

    def ensure_open(self, now: datetime) -> None:
        """Pass while it can be answered.

        Raises:
            InvitationGone: It was, or was revoked, or has expired.
        """
        if self.status is not InvitationStatus.PENDING or self.expires_at <= now:
            raise InvitationGone

    def answered(self, status: InvitationStatus) -> Invitation:
        """The invitation with its answer."""
        return self.model_copy(update={"status": status})


@dataclass(frozen=True)
class InvitationToken:
    """What an invitation's link holds: where the invitation is, and a secret of 256 bits."""

    workspace: TenantRef
    invitation_id: str
    secret: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """The token that was written so.

        Raises:
            NotFound: It is none.
        """
        match text.split("."):
            case [workspace_id, invitation_id, secret] if is_id(workspace_id) and is_id(
                invitation_id
            ):
                return cls(TenantRef(TenantKind.WORKSPACE, workspace_id), invitation_id, secret)
        raise NotFound("invitation")

    def __str__(self) -> str:
        return f"{self.workspace.id}.{self.invitation_id}.{self.secret}"

    @property
    def hash(self) -> str:
        """What is stored of it. A secret that nobody can guess needs no slower hash."""
        return hashlib.sha256(self.secret.encode("utf-8", "surrogatepass")).hexdigest()

    def ensure_matches(self, stored_hash: str) -> None:
        """Pass when it is the one whose hash was stored.

        Raises:
            NotFound: It is not.
        """
        if not hmac.compare_digest(self.hash, stored_hash):
            raise NotFound("invitation")


def new_secret() -> str:
    """A secret for a token."""
    return secrets.token_urlsafe(_SECRET_BYTES)
