"""Operations on preferences: channels and times of each kind of notification."""

from __future__ import annotations

from flask import Response

from functions.http.call import current_call, expected_revision
from functions.http.parameters import ChangeHeaders, json_response
from functions.notifications.preference_views import preferences_view
from shared.models.notifications.preferences import (
    NotificationPreferences,
    PreferencesDraft,
    PreferencesPatch,
)
from shared.services.notifications import preferences as service


def get_notification_preferences() -> Response:
    """Get the caller's preferences: channels and times of each kind of notification."""
    call = current_call()
    return _shown(service.get_preferences(call.store, call.now))


def patch_notification_preferences(body: PreferencesPatch, header: ChangeHeaders) -> Response:
    """Change the given preferences; kinds that are not listed keep their schedules."""
    call = current_call()
    expected = expected_revision(header.if_match)
    return _shown(service.patch_preferences(call.store, call.operation(), body, expected))


def put_notification_preferences(body: PreferencesDraft, header: ChangeHeaders) -> Response:
    """Replace all preferences; what is omitted gets its usual value."""
    call = current_call()
    expected = expected_revision(header.if_match)
    return _shown(service.replace_preferences(call.store, call.operation(), body, expected))


def _shown(preferences: NotificationPreferences) -> Response:
    return json_response(preferences_view(preferences), revision=preferences.revision)
