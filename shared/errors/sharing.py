"""Failures of sharing a ledger."""

from __future__ import annotations

from collections.abc import Sequence

from shared.errors.base import FinanceFlowError


class LastAdmin(FinanceFlowError):
    """A workspace with other members cannot be left by the last active admin it has.

    ``workspaces`` are the ids of those it is about, for a caller who leaves several.
    """

    code = "last-admin"

    def __init__(self, names: Sequence[str] = (), workspaces: Sequence[str] = ()) -> None:
        which = ", ".join(f"“{name}”" for name in names) or "this workspace"
        super().__init__(
            f"You are the last active admin of {which}. Make another member an admin first."
        )
        self.workspaces = tuple(workspaces)


class OwnersOwn(FinanceFlowError):
    """Somebody else would change or remove the owner of a workspace."""

    code = "workspace-owner"

    def __init__(self) -> None:
        super().__init__(
            "This is the workspace's owner, who alone may leave or transfer the ownership."
        )


class AlreadyMember(FinanceFlowError):
    """They are a member of the workspace already, if perhaps a deactivated one."""

    code = "already-member"

    def __init__(self) -> None:
        super().__init__("They are a member of this workspace already.")


class InvitationGone(FinanceFlowError):
    """An invitation that was used or revoked, or whose time is over."""

    code = "invitation-gone"

    def __init__(self) -> None:
        super().__init__("This invitation was used or revoked, or has expired. Ask for another.")


class TooManyMembers(FinanceFlowError):
    """The workspace has as many members, or open invitations, as one may have."""

    code = "too-many-members"

    def __init__(self, limit: int, kind: str = "members") -> None:
        super().__init__(f"A workspace has at most {limit} {kind}.")
