"""Shape of the documents of notifications that their person reads live."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, NotRequired

from typing_extensions import TypedDict  # Pydantic needs this one before Python 3.12.

from functions.live.declaring import AS_TEXT, exact
from shared.models.notifications.kinds import NotificationKind, Severity, SubjectType
from shared.models.values.spans.weekday import Weekday


@exact
class NotificationSubject(TypedDict):
    """Resource that a notification is about."""

    type: Annotated[SubjectType, AS_TEXT]
    id: str


@exact
class NotificationDocument(TypedDict):
    """Notification of the person whose document it lies below; the API has its title and text."""

    kind: Annotated[NotificationKind, AS_TEXT]
    severity: Annotated[Severity, AS_TEXT]
    subject: NotificationSubject
    workspace_id: NotRequired[str]
    """Absent: it is about the own ledger, or the person."""

    workspace_name: NotRequired[str]
    parameters: dict[str, dict[str, Any]]
    """By name: as in the API, but an amount is `minor`, in minor units of its `currency`, a role is
    in lower case, and there are no `workspace` and `person`."""

    created_at: datetime
    read_at: datetime | None
    """Null while it is unread; a badge counts `read_at == null`."""

    dismissed: bool
    """Lists query `dismissed == false`."""


@exact
class QuietHoursOfDocument(TypedDict):
    """Hours in which nothing is sent."""

    start: str
    end: str


@exact
class NotificationPreferencesDocument(TypedDict):
    """Preferences of notifications; kinds with the usual schedules are absent."""

    schedules: dict[str, str]
    """By kind and channel, like `IMPORT_DONE.EMAIL`."""

    quiet_hours: NotRequired[QuietHoursOfDocument]
    digest_hour: int
    digest_weekday: Annotated[Weekday, AS_TEXT]
    amounts_in_subject: bool
    revision: int
