"""Members of a workspace, and the rules for changing them."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator

from shared.errors import (
    AlreadyMember,
    InvalidArgument,
    LastAdmin,
    NotFound,
    OwnerProtected,
    PermissionDenied,
    TooManyMembers,
)
from shared.models.people.access import Action, Role
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.frozen import frozen
from shared.models.values.revision import revised
from shared.models.values.text import lower_case
from shared.models.values.validation import not_null

MAX_MEMBERS = 100
"""Maximum number of members of one workspace, including deactivated ones.

Every change of a member reads all of them.
"""


class MemberStatus(StrEnum):
    """Whether a member may act on the workspace."""

    ACTIVE = "active"
    DEACTIVATED = "deactivated"


AnyCaseRole = Annotated[Role, BeforeValidator(lower_case)]
"""A role as input: accepted in any case."""

AnyCaseMemberStatus = Annotated[MemberStatus, BeforeValidator(lower_case)]
"""A status as input: accepted in any case."""


class MemberPatch(InputModel):
    """Input for changing a member; omitted fields stay unchanged."""

    model_config = example(role="VIEWER")

    role: AnyCaseRole | None = None
    status: AnyCaseMemberStatus | None = None

    _not_null = not_null("role", "status")


class Member(FrozenModel):
    """A member of a workspace.

    ``email`` is the verified address that the member joined with; ``invited_by`` is None for the
    workspace's creator.
    """

    uid: str
    role: Role
    status: MemberStatus = MemberStatus.ACTIVE
    email: str | None = None
    joined_at: datetime | None = None
    invited_by: str | None = None
    revision: int = 1

    @property
    def id(self) -> str:
        """Return the id under which the change log records the member."""
        return self.uid

    @property
    def is_active(self) -> bool:
        """Return whether the member may act on the workspace."""
        return self.status is MemberStatus.ACTIVE

    @property
    def is_active_admin(self) -> bool:
        """Return whether the member may administer the workspace."""
        return self.is_active and self.role is Role.ADMIN


@frozen
class ListedMember:
    """A member as shown in the list of members.

    ``display_name`` is the name in the member's own profile at the time of the request, if set.
    """

    member: Member
    is_owner: bool
    display_name: str | None = None

    @property
    def revision(self) -> int:
        """Return the member's revision."""
        return self.member.revision

    def for_members(self) -> Self:
        """Return the member without what only admins read: address, and who invited them."""
        return replace(
            self, member=self.member.model_copy(update={"email": None, "invited_by": None})
        )


@frozen
class MemberList:
    """All members of a workspace by uid, the owner's uid, and known display names.

    The methods that return a changed list keep two conditions: there is an active admin, and the
    owner is one. If the owner stops being an active admin, the ownership passes to the admin who
    joined first.
    """

    members: dict[str, Member]
    owner_uid: str
    names: Mapping[str, str] = field(default_factory=dict)

    def get(self, uid: str) -> Member:
        """Return the member with this uid.

        Raises:
            NotFound: No member has this uid.
        """
        member = self.members.get(uid)
        if member is None:
            raise NotFound("member")
        return member

    def listed(self, uid: str) -> ListedMember:
        """Return the member with this uid as it is listed.

        Raises:
            NotFound: No member has this uid.
        """
        return ListedMember(self.get(uid), uid == self.owner_uid, self.names.get(uid))

    def list_all(self) -> list[ListedMember]:
        """Return all members, ordered by the time they joined."""
        members = sorted(self.members.values(), key=_seniority)
        return [self.listed(member.uid) for member in members]

    def require_admin(self, uid: str) -> None:
        """Raise unless the user is an active admin.

        Raises:
            NotFound: The user is not an active member.
            PermissionDenied: The user is a member in another role.
        """
        member = self.require_active(uid)
        if not member.is_active_admin:
            raise PermissionDenied(member.role, Action.ADMINISTER)

    def require_active(self, uid: str) -> Member:
        """Return the member, and raise unless they are active.

        Raises:
            NotFound: The user is not an active member.
        """
        member = self.members.get(uid)
        if member is None or not member.is_active:
            raise NotFound("workspace")
        return member

    def ensure_not_member(self, email: str) -> None:
        """Raise if a member joined with this e-mail address.

        Raises:
            AlreadyMember: A member joined with this address.
        """
        if any(member.email == email for member in self.members.values()):
            raise AlreadyMember

    def with_member(self, member: Member) -> Self:
        """Return the list with a new member.

        Raises:
            AlreadyMember: The user is already a member, active or deactivated.
            TooManyMembers: The workspace has reached the maximum number of members.
        """
        if member.uid in self.members:
            raise AlreadyMember
        if len(self.members) >= MAX_MEMBERS:
            raise TooManyMembers(MAX_MEMBERS)
        return replace(self, members={**self.members, member.uid: member})

    def changed(self, actor: str, after: Member) -> Self:
        """Return the list after ``actor`` has changed a member to ``after``.

        Raises:
            OwnerProtected: The member is the owner, and the actor is not.
            LastAdmin: No active admin would be left.
        """
        if self.members[after.uid] == after:
            return self
        self._ensure_not_protected(actor, after.uid)
        return self._with_admin_and_owner({**self.members, after.uid: after})

    def with_removed(self, actor: str, uid: str) -> Self:
        """Return the list after ``actor`` has removed a member; raises as ``changed`` does."""
        self._ensure_not_protected(actor, uid)
        return self._with_admin_and_owner(self._others(uid))

    def needs_successor_for(self, uid: str) -> bool:
        """Return whether this member is the last active admin and other members remain."""
        others = self._others(uid)
        has_admin = any(other.is_active_admin for other in others.values())
        return self.get(uid).is_active_admin and bool(others) and not has_admin

    def without(self, uid: str) -> Self:
        """Return the list without a member whose account is erased.

        If no active admin remains, another member becomes one: active members before deactivated
        ones, then by role, then by the time they joined.
        """
        others = self._others(uid)
        if not any(other.is_active_admin for other in others.values()):
            successor = min(others.values(), key=_closeness)
            others[successor.uid] = revised(
                successor, {"role": Role.ADMIN, "status": MemberStatus.ACTIVE}
            )
        return self._with_admin_and_owner(others)

    def with_owner(self, actor: str, uid: str) -> Self:
        """Return the list after ``actor`` has made a member the owner, and an admin.

        Raises:
            OwnerProtected: Another member is the owner.
            InvalidArgument: The new owner is not an active member.
        """
        if self.has_owner and actor != self.owner_uid:
            raise OwnerProtected
        member = self.members.get(uid)
        if member is None or not member.is_active:
            raise InvalidArgument.of("uid", "is not an active member of this workspace")
        members = {**self.members, uid: revised(member, {"role": Role.ADMIN})}
        return replace(self, members=members, owner_uid=uid)

    @property
    def has_owner(self) -> bool:
        """Return whether the owner is an active admin; an erased account leaves none."""
        owner = self.members.get(self.owner_uid)
        return owner is not None and owner.is_active_admin

    def _others(self, uid: str) -> dict[str, Member]:
        return {key: one for key, one in self.members.items() if key != uid}

    def _ensure_not_protected(self, actor: str, uid: str) -> None:
        if uid == self.owner_uid != actor:
            raise OwnerProtected

    def _with_admin_and_owner(self, members: dict[str, Member]) -> Self:
        admins = [member for member in members.values() if member.is_active_admin]
        if not admins:
            raise LastAdmin
        after = replace(self, members=members)
        if after.has_owner:
            return after
        return replace(after, owner_uid=min(admins, key=_seniority).uid)


_RANKS = {Role.ADMIN: 0, Role.ANALYST: 1, Role.VIEWER: 2}


def _closeness(member: Member) -> tuple[bool, int, tuple[bool, str, str]]:
    """Return a sort key: the member who is to become admin first comes first."""
    return not member.is_active, _RANKS[member.role], _seniority(member)


def _seniority(member: Member) -> tuple[bool, str, str]:
    """Return a sort key by the time of joining; members without a known time come last."""
    joined = member.joined_at.isoformat() if member.joined_at else ""
    return not joined, joined, member.uid
