"""Notifications of a person, and the events that they are made of."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from pydantic import Field

from shared.models.notifications.kinds import (
    KindOfNotification,
    NotificationKind,
    Severity,
    SubjectType,
    kind_of,
)
from shared.models.notifications.parameters import Parameter
from shared.models.values.base import FrozenModel
from shared.models.values.identifiers import derived_id

MAX_NOTIFICATIONS = 900
"""Notifications that a person has; the oldest are removed when there are more. One request can
read and write all of them, to mark them as read."""

MAX_ABOUT_SECURITY = 200
"""Those of them about security. The oldest of each sort make room, so that others cannot displace
the news of a sign-in."""

KEPT_FOR = timedelta(days=180)
"""How long a notification is kept; the daily cleanup removes older ones."""


class Subject(FrozenModel):
    """The resource that a notification is about, by its type and id."""

    type: SubjectType
    id: str


class Audience(StrEnum):
    """Recipients of an event, looked up when it is told."""

    MEMBERS = "MEMBERS"
    """Active members of the workspace whose role may read the subject, and ``person_uid``; of an
    own ledger or a demo its owner."""

    INVITED = "INVITED"
    """The person to whose verified address the invitation was sent."""

    NOBODY = "NOBODY"
    """Nobody: the event only ends the access to a workspace."""


class Event(FrozenModel):
    """An event that people are to be notified of, stored by the commit that it happened in.

    Its id is derived from what tells it from others of its kind in the same ledger: the subject,
    and a period or threshold where it has one. ``kind`` is None for the removal of notifications.
    ``person_uid`` is the person that it names, whose present display name is shown. An event that
    ``ends_access`` to its workspace also removes the notifications of it: those of ``person_uid``,
    or without one those of all members. Events with the same ``told_as`` are one notification of a
    person; None: the event's own.
    """

    id: str
    kind: NotificationKind | None = None
    audience: Audience
    subject: Subject
    at: datetime
    workspace_name: str | None = None
    person_uid: str | None = None
    ends_access: bool = False
    told_as: str | None = None
    parameters: dict[str, Parameter] = Field(default_factory=dict)

    @classmethod
    def of(
        cls,
        kind: NotificationKind,
        subject_id: str,
        at: datetime,
        *key: str,
        workspace_name: str | None = None,
        person_uid: str | None = None,
        told_as: str | None = None,
        parameters: dict[str, Parameter] | None = None,
    ) -> Self:
        """Return an event about a subject; its id is derived from kind, subject and key."""
        is_invitation = kind is NotificationKind.INVITATION_RECEIVED
        return cls(
            id=derived_id("event", kind.value, subject_id, *key),
            kind=kind,
            audience=Audience.INVITED if is_invitation else Audience.MEMBERS,
            subject=Subject(type=kind_of(kind).subject, id=subject_id),
            at=at,
            workspace_name=workspace_name,
            person_uid=person_uid,
            ends_access=kind is NotificationKind.MEMBER_REMOVED,
            told_as=told_as,
            parameters=parameters or {},
        )

    @classmethod
    def of_deleted_workspace(cls, change_id: str, at: datetime) -> Self:
        """Return the event that a workspace was deleted, of which nobody is notified."""
        return cls(
            id=derived_id("event", "deleted", change_id),
            kind=None,
            audience=Audience.NOBODY,
            subject=Subject(type=SubjectType.MEMBER, id=change_id),
            at=at,
            ends_access=True,
        )


class Notification(FrozenModel):
    """A notification of one person.

    ``workspace_id`` is None if it is about the person's own ledger or the person. ``read_at`` is
    None until it is read; a dismissed one is not listed any more.
    """

    id: str
    kind: NotificationKind
    severity: Severity
    subject: Subject
    workspace_id: str | None = None
    workspace_name: str | None = None
    person_uid: str | None = None
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    created_at: datetime
    read_at: datetime | None = None
    dismissed: bool = False

    @classmethod
    def of_event(
        cls, event: Event, kind: KindOfNotification, uid: str, workspace_id: str | None
    ) -> Self:
        """Return the notification of an event for one person; the same one each time."""
        return cls(
            id=derived_id("notification", event.told_as or event.id, workspace_id or "", uid),
            kind=kind.kind,
            severity=kind.severity,
            subject=event.subject,
            workspace_id=workspace_id,
            workspace_name=event.workspace_name,
            person_uid=event.person_uid,
            parameters=event.parameters,
            created_at=event.at,
        )

    @property
    def rules(self) -> KindOfNotification:
        """Return the treatment of its kind."""
        return kind_of(self.kind)

    def read(self, at: datetime) -> Self:
        """Return it as read; one that was read stays unchanged."""
        return self if self.read_at is not None else self.model_copy(update={"read_at": at})

    def dismiss(self, at: datetime) -> Self:
        """Return it as read and dismissed."""
        return self.read(at).model_copy(update={"dismissed": True})
