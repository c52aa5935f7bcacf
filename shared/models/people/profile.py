"""Profiles of people."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from pydantic import ConfigDict, Field

from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.locale import Locale
from shared.models.values.names import HIDDEN_REFUSED, visible
from shared.models.values.revision import revised
from shared.models.values.text import BLANK_AS_NULL, trimmed
from shared.models.values.validation import not_null

PROFILE_ID = "profile"
"""The ``entity_id`` of a person's profile in the change log."""

DEFAULT_LOCALE = "en"


class PreferredLocale(NamedTuple):
    """The locale of a new profile, and that of the names and samples in its ledger.

    They differ where there are no texts in the language that somebody prefers, and there are in
    another one that they read.
    """

    locale: str = DEFAULT_LOCALE
    of_names: str = DEFAULT_LOCALE


DisplayName = Annotated[str, trimmed(100, min_length=1), visible(100), HIDDEN_REFUSED]


class ProfilePatch(InputModel):
    """Input that changes the named fields of a profile."""

    model_config = example(display_name="Ada Lovelace", locale="en-GB")

    display_name: Annotated[DisplayName | None, BLANK_AS_NULL] = Field(
        default=None, description="Null removes the name."
    )
    locale: Locale | None = None

    _profile_not_null = not_null("locale")


class ProfileDraft(InputModel):
    """Input that replaces a profile as a whole (PUT)."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"display_name": "Ada Lovelace", "locale": "en-GB"}]}
    )

    display_name: Annotated[DisplayName | None, BLANK_AS_NULL] = None
    locale: Locale = DEFAULT_LOCALE


class Profile(FrozenModel):
    """Profile of a person."""

    id: str = PROFILE_ID
    display_name: str | None = None
    locale: str = DEFAULT_LOCALE
    revision: int = 1

    def patched(self, patch: ProfilePatch) -> Profile:
        """Return the profile after a patch; itself if nothing changes."""
        fields: dict[str, Any] = {
            name: getattr(patch, name)
            for name in ("display_name", "locale")
            if name in patch.model_fields_set
        }
        return revised(self, fields)

    def without(self, before: Profile, after: Profile) -> Profile:
        """Return the profile with the change from ``before`` to ``after`` undone."""
        old, new = dict(before), dict(after)
        names = old.keys() - {"id", "revision"}
        return revised(self, {name: old[name] for name in names if old[name] != new[name]})
