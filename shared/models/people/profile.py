"""Profiles of people, and their notification settings."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.locale import Locale
from shared.models.values.names import HIDDEN_REFUSED, visible
from shared.models.values.revision import revised
from shared.models.values.text import trimmed
from shared.models.values.validation import not_null

PROFILE_ID = "profile"
"""The ``entity_id`` of a person's profile in the change log."""

DEFAULT_LOCALE = "en"

DisplayName = Annotated[str, trimmed(100, min_length=1), visible(100), HIDDEN_REFUSED]
_Choice = Annotated[bool, Field(strict=True)]


class Notifications(InputModel):
    """Notification settings of a person."""

    monthly_report: _Choice = True
    budget_alerts: _Choice = True
    email: _Choice = False


class NotificationsPatch(InputModel):
    """Input that changes the named notification settings."""

    monthly_report: _Choice | None = None
    budget_alerts: _Choice | None = None
    email: _Choice | None = None

    _not_null = not_null("*")


class ProfilePatch(InputModel):
    """Input that changes the named fields of a profile."""

    model_config = example(display_name="Ada Lovelace", locale="en-GB")

    display_name: DisplayName | None = Field(default=None, description="Null removes the name.")
    locale: Locale | None = None
    notifications: NotificationsPatch | None = None

    _profile_not_null = not_null("locale", "notifications")


class Profile(FrozenModel):
    """Profile of a person."""

    id: str = PROFILE_ID
    display_name: str | None = None
    locale: str = DEFAULT_LOCALE
    notifications: Notifications = Field(default_factory=Notifications)
    revision: int = 1

    def patched(self, patch: ProfilePatch) -> Profile:
        """Return the profile after a patch; itself if nothing changes."""
        fields: dict[str, Any] = {
            name: getattr(patch, name)
            for name in ("display_name", "locale")
            if name in patch.model_fields_set
        }
        if patch.notifications is not None:
            chosen = patch.notifications.model_dump(exclude_unset=True)
            fields["notifications"] = self.notifications.model_copy(update=chosen)
        return revised(self, fields)

    def without(self, before: Profile, after: Profile) -> Profile:
        """Return the profile with the change from ``before`` to ``after`` undone."""
        old, new = dict(before), dict(after)
        names = old.keys() - {"id", "revision"}
        return revised(self, {name: old[name] for name in names if old[name] != new[name]})
