"""Failures of workspaces, members and invitations."""

from __future__ import annotations

from collections.abc import Sequence

from shared.errors.base import FinanceFlowError


class LastAdmin(FinanceFlowError):
    """The last active admin cannot leave a workspace that has other members.

    ``workspaces`` are the ids of the affected workspaces, for a caller who leaves several.
    """

    code = "last-admin"

    def __init__(self, names: Sequence[str] = (), workspaces: Sequence[str] = ()) -> None:
        which = ", ".join(f"“{name}”" for name in names) or "this workspace"
        super().__init__(
            f"You are the last active admin of {which}. Make another member an admin first."
        )
        self.workspaces = tuple(workspaces)


class OwnerProtected(FinanceFlowError):
    """Another member tried to change or remove the owner of a workspace."""

    code = "workspace-owner"

    def __init__(self) -> None:
        super().__init__(
            "Only the owner can transfer the ownership or leave; nobody else can change them."
        )


class AlreadyMember(FinanceFlowError):
    """The user is already a member of the workspace, active or deactivated."""

    code = "already-member"

    def __init__(self) -> None:
        super().__init__("This user is already a member of the workspace.")


class InvitationGone(FinanceFlowError):
    """The invitation was used, was revoked, or has expired."""

    code = "invitation-gone"

    def __init__(self) -> None:
        super().__init__("This invitation was used or revoked, or has expired. Ask for another.")


class TooManyMembers(FinanceFlowError):
    """The workspace has reached the maximum number of members or open invitations."""

    code = "too-many-members"

    def __init__(self, limit: int, kind: str = "members") -> None:
        super().__init__(f"A workspace has at most {limit} {kind}.")


class TooManyWorkspaces(FinanceFlowError):
    """The user has reached the maximum number of workspaces of which one may be a member."""

    code = "too-many-workspaces"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"You can be a member of at most {limit} workspaces, including those deleted in the"
            " last 30 days. Leave one first."
        )
