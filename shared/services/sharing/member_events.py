"""Events of members and invitations that people are notified of."""

from __future__ import annotations

from shared.models.history.change import Cause, Operation
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import RoleParameter
from shared.models.people.workspace import Workspace
from shared.models.sharing.invitation import Invitation
from shared.models.sharing.member import Member
from shared.models.values.identifiers import derived_id


def member_event(
    operation: Operation,
    workspace: Workspace,
    index: int,
    before: Member | None,
    after: Member | None,
) -> Event | None:
    """Return the event of a changed member; None if access and role stay the same.

    A deactivated member counts as removed. A person whose account is erased is not named.
    """
    had, has = before is not None and before.is_active, after is not None and after.is_active
    kind = _kind_of(before, after, had=had, has=has)
    member = after or before
    if kind is None or member is None:
        return None
    return Event.of(
        kind,
        operation.change_id_at(index),
        operation.at,
        workspace_name=workspace.name,
        person_uid=None if operation.cause is Cause.ERASURE and not has else member.uid,
        parameters={"role": RoleParameter(role=member.role)},
    )


def _kind_of(
    before: Member | None, after: Member | None, *, had: bool, has: bool
) -> NotificationKind | None:
    if had != has:
        return NotificationKind.MEMBER_ADDED if has else NotificationKind.MEMBER_REMOVED
    if has and before is not None and after is not None and before.role is not after.role:
        return NotificationKind.MEMBER_CHANGED
    return None


def invitation_event(operation: Operation, workspace: Workspace, invitation: Invitation) -> Event:
    """Return the event that somebody was invited.

    All invitations of a person to a workspace on one day, in UTC, are one notification, however
    often they are revoked: a workspace cannot fill a mailbox.
    """
    kind, day = NotificationKind.INVITATION_RECEIVED, operation.at.date().isoformat()
    return Event.of(
        kind,
        invitation.id,
        operation.at,
        operation.change_id,
        workspace_name=workspace.name,
        person_uid=invitation.invited_by,
        told_as=derived_id("event", kind.value, workspace.id, day),
        parameters={"role": RoleParameter(role=invitation.role)},
    )
