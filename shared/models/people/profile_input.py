"""Inputs of profiles."""

from typing import Annotated

from pydantic import ConfigDict, Field

from shared.models.people.profile import DEFAULT_LOCALE, Profile
from shared.models.values.base import InputModel, example
from shared.models.values.characters.names import HIDDEN_REFUSED, visible
from shared.models.values.locale import Locale
from shared.models.values.revision import revised
from shared.models.values.text import BLANK_AS_NULL, trimmed
from shared.models.values.validation import not_null

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


def apply_profile_patch(before: Profile, patch: ProfilePatch) -> Profile:
    """Return the profile after a patch; itself if nothing changes."""
    names = patch.model_fields_set & {"display_name", "locale"}
    return revised(before, {name: getattr(patch, name) for name in sorted(names)})
