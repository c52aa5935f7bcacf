"""Members of a workspace, and what may become of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from shared.errors import (
    AlreadyMember,
    InvalidArgument,
    LastAdmin,
    NotFound,
    OwnersOwn,
    PermissionDenied,
    TooManyMembers,
)
from shared.models.people.access import Action, Role
from shared.models.values.text import lower_case

MAX_MEMBERS = 100
"""Members of one workspace, deactivated ones too; every change of one reads all."""


class MemberStatus(StrEnum):
    """Whether a member may act on the workspace."""

    ACTIVE = "active"
    DEACTIVATED = "deactivated"


AnyCaseRole = Annotated[Role, BeforeValidator(lower_case)]
"""A role as input: accepted in any case."""

AnyCaseMemberStatus = Annotated[MemberStatus, BeforeValidator(lower_case)]
"""A status as input: accepted in any case."""


class MemberPatch(BaseModel):
    """What an admin wants to change of a member; what is not named stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: AnyCaseRole | None = None
    status: AnyCaseMemberStatus | None = None

    @model_validator(mode="after")
    def _nothing_is_cleared(self) -> Self:
        for name in self.model_fields_set:
            if getattr(self, name) is None:
                raise InvalidArgument.of(name, "must not be null")
        return self


class Member(BaseModel):
    """A member of a workspace.

    ``email`` is the verified address they joined with; ``invited_by`` is None of the creator.
    """

    model_config = ConfigDict(frozen=True)

    uid: str
    role: Role
    status: MemberStatus = MemberStatus.ACTIVE
    email: str | None = None
    joined_at: datetime | None = None
    invited_by: str | None = None
    revision: int = 1

    @property
    def id(self) -> str:
        """What the change log knows a member by."""
        return self.uid

    @property
    def is_active(self) -> bool:
        """Whether they may act on the workspace."""
        return self.status is MemberStatus.ACTIVE

    @property
    def is_active_admin(self) -> bool:
        """Whether they may administer the workspace."""
        return self.is_active and self.role is Role.ADMIN

    def revised(self, **fields: object) -> Member:
        """The member with these fields, one revision on; themselves where all is as it was."""
        after = self.model_copy(update=fields)
        return self if after == self else after.model_copy(update={"revision": self.revision + 1})


@dataclass(frozen=True)
class ListedMember:
    """A member as the members of their workspace are listed.

    ``display_name`` is what they call themselves at the time of asking, where they say so.
    """

    member: Member
    is_owner: bool
    display_name: str | None = None

    @property
    def revision(self) -> int:
        """Number of the change that made the member so."""
        return self.member.revision


@dataclass(frozen=True)
class Roster:
    """All members of a workspace by uid, which of them owns it, and display names, where known.

    What is made of one by its methods always has an active admin, and an owner who is one: whoever
    ceases to be an admin passes the ownership on to the admin who joined first.
    """

    members: dict[str, Member]
    owner_uid: str
    names: Mapping[str, str] = field(default_factory=dict)

    def get(self, uid: str) -> Member:
        """The member.

        Raises:
            NotFound: They are none.
        """
        member = self.members.get(uid)
        if member is None:
            raise NotFound("member")
        return member

    def listed(self, uid: str) -> ListedMember:
        """The member, and whether they own the workspace.

        Raises:
            NotFound: They are none.
        """
        return ListedMember(self.get(uid), uid == self.owner_uid, self.names.get(uid))

    def list_all(self) -> list[ListedMember]:
        """All members; those who joined first come first."""
        members = sorted(self.members.values(), key=_seniority)
        return [self.listed(member.uid) for member in members]

    def require_admin(self, uid: str) -> None:
        """Pass when they may administer the workspace.

        Raises:
            NotFound: They are no active member (any more).
            PermissionDenied: They are no admin (any more).
        """
        member = self.require_active(uid)
        if not member.is_active_admin:
            raise PermissionDenied(member.role, Action.ADMINISTER)

    def require_active(self, uid: str) -> Member:
        """The member, when they may act on the workspace.

        Raises:
            NotFound: They may not (any more).
        """
        member = self.members.get(uid)
        if member is None or not member.is_active:
            raise NotFound("workspace")
        return member

    def ensure_stranger(self, email: str) -> None:
        """Pass where nobody has joined with that address.

        Raises:
            AlreadyMember: Somebody has.
        """
        if any(member.email == email for member in self.members.values()):
            raise AlreadyMember

    def joined_by(self, member: Member) -> Roster:
        """The members when this one has joined.

        Raises:
            AlreadyMember: They are one, perhaps deactivated.
            TooManyMembers: One more is too many.
        """
        if member.uid in self.members:
            raise AlreadyMember
        if len(self.members) >= MAX_MEMBERS:
            raise TooManyMembers(MAX_MEMBERS)
        return replace(self, members={**self.members, member.uid: member})

    def changed(self, actor: str, after: Member) -> Roster:
        """The members when ``actor`` has changed this one.

        Raises:
            OwnersOwn: They own the workspace, and are not the actor.
            LastAdmin: There would be no active admin.
        """
        if self.members[after.uid] == after:
            return self
        self._ensure_not_anothers(actor, after.uid)
        return self._settled({**self.members, after.uid: after})

    def left_by(self, actor: str, uid: str) -> Roster:
        """The members when ``actor`` has removed this one; raises as ``changed``."""
        self._ensure_not_anothers(actor, uid)
        return self._settled(self._without(uid))

    def needs_heir_of(self, uid: str) -> bool:
        """Whether this one is the last active admin, and has others beside them."""
        others = self._without(uid)
        has_admin = any(other.is_active_admin for other in others.values())
        return self.get(uid).is_active_admin and bool(others) and not has_admin

    def left_for_good_by(self, uid: str) -> Roster:
        """The members when this one of several is erased.

        Where no active admin is left, one is made: of the active members, if there are any, who may
        do most, and joined first.
        """
        others = self._without(uid)
        if not any(other.is_active_admin for other in others.values()):
            heir = min(others.values(), key=_closeness)
            others[heir.uid] = heir.revised(role=Role.ADMIN, status=MemberStatus.ACTIVE)
        return self._settled(others)

    def owned_by(self, actor: str, uid: str) -> Roster:
        """The members when ``actor`` has made this one the owner, and an admin.

        Raises:
            OwnersOwn: Another is the owner.
            InvalidArgument: The new owner is no active member.
        """
        if self.has_owner and actor != self.owner_uid:
            raise OwnersOwn
        member = self.members.get(uid)
        if member is None or not member.is_active:
            raise InvalidArgument.of("uid", "is not an active member of this workspace")
        members = {**self.members, uid: member.revised(role=Role.ADMIN)}
        return replace(self, members=members, owner_uid=uid)

    @property
    def has_owner(self) -> bool:
        """Whether the owner is still there: an account that is erased leaves its workspaces."""
        owner = self.members.get(self.owner_uid)
        return owner is not None and owner.is_active_admin

    def _without(self, uid: str) -> dict[str, Member]:
        return {key: one for key, one in self.members.items() if key != uid}

    def _ensure_not_anothers(self, actor: str, uid: str) -> None:
        if uid == self.owner_uid != actor:
            raise OwnersOwn

    def _settled(self, members: dict[str, Member]) -> Roster:
        admins = [member for member in members.values() if member.is_active_admin]
        if not admins:
            raise LastAdmin
        after = replace(self, members=members)
        if after.has_owner:
            return after
        return replace(after, owner_uid=min(admins, key=_seniority).uid)


_RANKS = {Role.ADMIN: 0, Role.ANALYST: 1, Role.VIEWER: 2}


def _closeness(member: Member) -> tuple[bool, int, tuple[bool, str, str]]:
    """Those come first who are closest to an active admin."""
    return not member.is_active, _RANKS[member.role], _seniority(member)


def _seniority(member: Member) -> tuple[bool, str, str]:
    """Those who joined first come first; of whom it is not known, last."""
    joined = member.joined_at.isoformat() if member.joined_at else ""
    return not joined, joined, member.uid
