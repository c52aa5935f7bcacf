"""Profiles of people."""

from typing import NamedTuple, Self

from shared.models.values.base import FrozenModel
from shared.models.values.revision import revised

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


class Profile(FrozenModel):
    """Profile of a person."""

    id: str = PROFILE_ID
    display_name: str | None = None
    locale: str = DEFAULT_LOCALE
    revision: int = 1

    def without(self, before: Self, after: Self) -> Self:
        """Return the profile with the change from ``before`` to ``after`` undone."""
        old, new = dict(before), dict(after)
        names = old.keys() - {"id", "revision"}
        return revised(self, {name: old[name] for name in names if old[name] != new[name]})
