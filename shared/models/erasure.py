"""Erasing a person: what is put in the place of their name, and who follows an admin that goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.models.access import Role, TenantRef

ERASED = "erased"
"""What stands for a person who is no longer known."""

_PERSONAL = frozenset({"email", "display_name"})
_RANKS = {Role.ADMIN: 2, Role.ANALYST: 1, Role.VIEWER: 0}


@dataclass(frozen=True)
class Traces:
    """What a person is named by in what belongs to others; e-mail addresses in lower case."""

    uid: str
    emails: frozenset[str]

    def without(self, content: Any) -> Any:
        """The content of a document with another word wherever it names the person.

        What is about them, because it has their uid or address, tells no name of theirs either.
        """
        if isinstance(content, str):
            return ERASED if self._is_named_by(content) else content
        if isinstance(content, list):
            return [self.without(part) for part in content]
        if not isinstance(content, dict):
            return content
        is_theirs = content.get("uid") == self.uid or self.has_address(content.get("email"))
        return {
            key: ERASED if is_theirs and key in _PERSONAL and part else self.without(part)
            for key, part in content.items()
        }

    def has_address(self, text: object) -> bool:
        """Whether the text is an e-mail address of theirs."""
        return isinstance(text, str) and text.lower() in self.emails

    def _is_named_by(self, text: str) -> bool:
        return text == self.uid or self.has_address(text)


@dataclass(frozen=True)
class Membership:
    """Somebody's membership of a workspace, whatever its status."""

    workspace: TenantRef
    uid: str
    role: str
    is_active: bool
    email: str | None = None
    joined_at: datetime | None = None

    @property
    def is_active_admin(self) -> bool:
        """Whether they may administer the workspace."""
        return self.is_active and self.role == Role.ADMIN

    @property
    def kept(self) -> dict[str, Any]:
        """What the change log keeps of it where it does not say whose it is."""
        return {"role": self.role, "status": "active" if self.is_active else "deactivated"}


def needs_heir(own: Membership, others: Iterable[Membership]) -> bool:
    """Whether a workspace with other members would be left without an active admin."""
    others = list(others)
    has_admin = any(other.is_active_admin for other in others)
    return own.is_active_admin and bool(others) and not has_admin


def next_owner(others: Iterable[Membership]) -> str:
    """Who owns a workspace that its owner leaves: of the admins who joined first, or the heir."""
    others = list(others)
    admins = [other for other in others if other.is_active_admin]
    return heir_of(admins or others).uid


def heir_of(others: Iterable[Membership]) -> Membership:
    """Who becomes admin: of the active ones, if any, who may do most, and joined first."""
    return min(others, key=_closeness)


def _closeness(member: Membership) -> tuple[bool, int, bool, str, str]:
    rank = _RANKS[Role(member.role)] if member.role in set(Role) else -1
    joined = member.joined_at.isoformat() if member.joined_at else ""
    return not member.is_active, -rank, not joined, joined, member.uid
