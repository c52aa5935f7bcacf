"""Views of notifications."""

from datetime import datetime

from pydantic import Field

from functions.http.views import Name, NamedWorkspace
from shared.models.notifications.kinds import NotificationKind, Severity, SubjectType
from shared.models.notifications.notification import Notification
from shared.models.notifications.parameters import (
    AmountParameter,
    Parameter,
    RoleParameter,
    TextParameter,
)
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor
from shared.services.notifications.inbox import ShownNotification


class SubjectView(FrozenModel):
    """The resource that a notification is about."""

    type: Name[SubjectType]
    id: str = Field(description="Its id; of a month, the month.")


class ParameterView(FrozenModel):
    """A parameter of a notification, for pages that show their own text."""

    name: str = Field(description="Like ``amount``, ``date``, ``person`` or ``workspace``.")
    type: str = Field(description="AMOUNT, TEXT, DATE, MONTH, NUMBER, REASON or ROLE.")
    value: str = Field(
        description="An amount as a decimal number, a day, a month as YYYY-MM; of a REASON "
        "ACCOUNT, CATEGORY, CUSTOM_TYPE, AMOUNT, LIMIT or OTHER."
    )
    currency: str | None = Field(description="The currency of an AMOUNT.")


class NotificationView(FrozenModel):
    """A notification, with title and text in the language of the person's profile."""

    id: str
    kind: Name[NotificationKind]
    severity: Name[Severity]
    subject: SubjectView
    workspace: NamedWorkspace | None = Field(
        description="Null: the own ledger, or one that the person may not read (yet, or any more)."
    )
    title: str = Field(description="Has no amounts.")
    text: str = Field(description="Plain text.")
    parameters: list[ParameterView] = Field(
        description="By name; ``workspace`` and ``person``, a display name, if there is one."
    )
    created_at: datetime
    read_at: datetime | None = Field(description="Null: it is unread.")


class NotificationList(FrozenModel):
    """A page of notifications, newest first."""

    items: list[NotificationView]
    next_cursor: str | None
    unread: int | None = Field(
        description="The number of all that are unread; null after the first page."
    )


class UnreadCount(FrozenModel):
    """The number of unread notifications."""

    unread: int = Field(description="The number of unread notifications.")


class ReadReceipt(FrozenModel):
    """The number of notifications that were unread, and are read now."""

    read: int = Field(description="Those that were unread before.")


def notification_view(shown: ShownNotification) -> NotificationView:
    """Return a notification as its person sees it."""
    one = shown.notification
    return NotificationView(
        id=one.id,
        kind=one.kind,
        severity=one.severity,
        subject=SubjectView(type=one.subject.type, id=one.subject.id),
        workspace=_workspace(one),
        title=shown.shown.title,
        text=shown.shown.text,
        parameters=[_parameter(name, value) for name, value in sorted(_parameters(shown).items())],
        created_at=one.created_at,
        read_at=one.read_at,
    )


def _workspace(one: Notification) -> NamedWorkspace | None:
    if one.workspace_id is None:
        return None
    return NamedWorkspace(id=one.workspace_id, name=one.workspace_name or "")


def _parameters(shown: ShownNotification) -> dict[str, Parameter]:
    """Return all parameters of the texts, by name; the names that are not known are left out."""
    names = {"workspace": shown.notification.workspace_name, "person": shown.person_name}
    known = {name: TextParameter(text=value) for name, value in names.items() if value}
    return {**known, **shown.notification.parameters}


def _parameter(name: str, parameter: Parameter) -> ParameterView:
    if isinstance(parameter, AmountParameter):
        value = format_minor(parameter.minor, parameter.currency)
        return ParameterView(name=name, type="AMOUNT", value=value, currency=parameter.currency)
    if isinstance(parameter, RoleParameter):
        return ParameterView(name=name, type="ROLE", value=parameter.role.name, currency=None)
    [value] = [str(value) for key, value in parameter if key != "type"]
    return ParameterView(name=name, type=parameter.type, value=value, currency=None)
