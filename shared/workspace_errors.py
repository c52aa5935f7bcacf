"""How joining, leaving and keeping a workspace can fail."""

from __future__ import annotations

from shared.errors import FinanceFlowError


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
