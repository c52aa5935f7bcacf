"""Views of notifications and of their preferences."""

from datetime import datetime

from pydantic import ConfigDict, Field

from functions.http.views import ETAG, Etag, Name, NamedWorkspace, etag_of, view_of
from shared.models.ledger.ledger import Ledger
from shared.models.notifications.delivery import Delivery, DeliveryStatus
from shared.models.notifications.kinds import (
    KINDS,
    Channel,
    NotificationKind,
    Schedule,
    Severity,
    SubjectType,
)
from shared.models.notifications.notification import Notification
from shared.models.notifications.parameters import (
    AmountParameter,
    Parameter,
    RoleParameter,
    TextParameter,
)
from shared.models.notifications.preferences import NotificationPreferences, QuietHours
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor
from shared.models.values.weekday import Weekday
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


class SchedulesView(FrozenModel):
    """The schedules of a kind on each channel."""

    kind: Name[NotificationKind]
    in_app: Name[Schedule]
    email: Name[Schedule]
    webhook: Name[Schedule]
    is_fixed: bool = Field(
        description="Whether ``in_app`` and ``email`` cannot be changed, as it is about security."
    )


class QuietHoursView(FrozenModel):
    """Hours of the day in which nothing is sent but what is about security."""

    start: str = Field(description="As HH:MM, in the time zone of the own ledger.")
    end: str = Field(description="Likewise; if it is before ``start``, on the next day.")


class LoggedPreferencesView(FrozenModel):
    """Preferences of notifications after a change."""

    schedules: list[SchedulesView] = Field(description="Of every kind.")
    quiet_hours: QuietHoursView | None = Field(description="Null: none.")
    digest_hour: int = Field(description="The hour of the day at which digests are sent.")
    digest_weekday: Name[Weekday] = Field(description="The day on which weekly ones are sent.")
    amounts_in_subject: bool = Field(description="Whether subjects of e-mails have amounts.")


class PreferencesView(LoggedPreferencesView):
    """Preferences of notifications."""

    model_config = ConfigDict(openapi_extra=ETAG)  # type: ignore[typeddict-unknown-key]

    etag: Etag


class DeliveryView(FrozenModel):
    """A delivery of notifications by a channel."""

    id: str
    channel: Name[Channel]
    webhook_id: str | None = Field(description="The webhook that it is sent to; null: an e-mail.")
    status: Name[DeliveryStatus]
    digest: str | None = Field(
        description="The digest by its schedule and day; null: a single notification, or a test."
    )
    notification_ids: list[str] = Field(description="At most 50; none: a test of a webhook.")
    kinds: list[Name[NotificationKind]] = Field(
        description="The kinds of all of its notifications, each once."
    )
    attempts: int = Field(description="The number of attempts to send it.")
    reason: str | None = Field(
        description="Why the last attempt failed, as a code, like ``smtp-550`` or ``http-500``."
    )
    created_at: datetime
    due_at: datetime = Field(description="When it was to be sent first.")
    next_at: datetime | None = Field(description="When it is sent next; null: it has ended.")
    sent_at: datetime | None = Field(description="When it was accepted.")


class DeliveryList(FrozenModel):
    """A page of deliveries, newest first."""

    items: list[DeliveryView]
    next_cursor: str | None


def delivery_view(delivery: Delivery) -> DeliveryView:
    """Return a delivery as its person sees it."""
    fields = {name: getattr(delivery, name) for name in DeliveryView.model_fields}
    lists = {name: list(fields[name]) for name in ("notification_ids", "kinds")}
    return DeliveryView(**fields | lists)


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


@view_of.register
def preferences_view(preferences: NotificationPreferences) -> PreferencesView:
    """Return the view of preferences."""
    logged = _logged_view(preferences)
    return PreferencesView(**dict(logged), etag=etag_of(preferences.revision))


def logged_preferences_view(
    preferences: NotificationPreferences, _ledger: Ledger
) -> LoggedPreferencesView:
    """Return preferences of the change log as clients see them."""
    return _logged_view(preferences)


def _logged_view(preferences: NotificationPreferences) -> LoggedPreferencesView:
    return LoggedPreferencesView(
        schedules=[
            SchedulesView(
                kind=one.kind,
                in_app=preferences.schedule_of(one.kind, Channel.IN_APP),
                email=preferences.schedule_of(one.kind, Channel.EMAIL),
                webhook=preferences.schedule_of(one.kind, Channel.WEBHOOK),
                is_fixed=one.is_security,
            )
            for one in KINDS
        ],
        quiet_hours=_quiet_hours(preferences.quiet_hours),
        digest_hour=preferences.digest_hour,
        digest_weekday=preferences.digest_weekday,
        amounts_in_subject=preferences.amounts_in_subject,
    )


def _quiet_hours(hours: QuietHours | None) -> QuietHoursView | None:
    return None if hours is None else QuietHoursView(start=hours.start, end=hours.end)
