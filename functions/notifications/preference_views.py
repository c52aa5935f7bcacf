"""Views of a person's preferences of notifications."""

from pydantic import ConfigDict, Field

from functions.http.views import ETAG, Etag, Name, etag_of, view_of
from shared.models.ledger.ledger import Ledger
from shared.models.notifications.kinds import KINDS, Channel, NotificationKind, Schedule
from shared.models.notifications.preferences import NotificationPreferences, QuietHours
from shared.models.values.base import FrozenModel
from shared.models.values.spans.weekday import Weekday


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
