"""Notifications of a person, and the events that they are made of."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

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

MAX_NOTIFICATIONS = 1_000
"""Notifications that a person has; the oldest are removed when there are more."""

KEPT_FOR = timedelta(days=180)
"""How long a notification is kept; the daily cleanup removes older ones."""


class Subject(FrozenModel):
    """The resource that a notification is about, by its type and id."""

    type: SubjectType
    id: str


class Audience(StrEnum):
    """Recipients of an event, looked up when it is told."""

    OWNER = "OWNER"
    """The person whose own ledger it is."""

    MEMBERS = "MEMBERS"
    """Active members of the workspace whose role may read the subject, and ``person_uid``."""

    INVITED = "INVITED"
    """The person to whose verified address the invitation was sent."""

    FORMER = "FORMER"
    """Nobody. Notifications of the workspace are removed for ``person_uid``; without it, for all
    members."""


class Event(FrozenModel):
    """An event that people are to be notified of, stored by the commit that it happened in.

    Its id is derived from what tells it from others of its kind in the same ledger: the subject,
    and a period or threshold where it has one. ``kind`` is None for the removal of notifications.
    ``person_uid`` is the person that it names, whose present display name is shown.
    """

    id: str
    kind: NotificationKind | None
    audience: Audience
    subject: Subject
    at: datetime
    workspace_name: str | None = None
    person_uid: str | None = None
    parameters: dict[str, Parameter] = Field(default_factory=dict)

    @classmethod
    def of(
        cls,
        kind: NotificationKind,
        subject_id: str,
        at: datetime,
        *key: str,
        audience: Audience = Audience.MEMBERS,
        workspace_name: str | None = None,
        person_uid: str | None = None,
        parameters: dict[str, Parameter] | None = None,
    ) -> Event:
        """Return an event about a subject; its id is derived from kind, subject and key."""
        return cls(
            id=derived_id("event", kind.value, subject_id, *key),
            kind=kind,
            audience=audience,
            subject=Subject(type=kind_of(kind).subject, id=subject_id),
            at=at,
            workspace_name=workspace_name,
            person_uid=person_uid,
            parameters=parameters or {},
        )

    @classmethod
    def of_access_lost(cls, change_id: str, at: datetime, uid: str | None) -> Event:
        """Return the event that a member, or with None everyone, has lost a workspace."""
        return cls(
            id=derived_id("event", "former", change_id, uid or ""),
            kind=None,
            audience=Audience.FORMER,
            subject=Subject(type=SubjectType.MEMBER, id=uid or ""),
            at=at,
            person_uid=uid,
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
    ) -> Notification:
        """Return the notification of an event for one person; the same one each time."""
        return cls(
            id=derived_id("notification", event.id, workspace_id or "", uid),
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

    def read(self, at: datetime) -> Notification:
        """Return it as read; one that was read stays unchanged."""
        return self if self.read_at is not None else self.model_copy(update={"read_at": at})

    def dismiss(self, at: datetime) -> Notification:
        """Return it as read and dismissed."""
        return self.read(at).model_copy(update={"dismissed": True})
