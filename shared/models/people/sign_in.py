"""Sign-in methods of a person, as the change log records them."""

from datetime import datetime
from typing import Any, Self

from shared.models.values.base import FrozenModel

SIGN_IN_ID = "sign_in"
"""The ``entity_id`` of sign-ins in the change log."""


class SignIn(FrozenModel):
    """Sign-in methods of a person in the token issued at ``told_at``.

    ``methods`` are the identities that are linked to their user, sorted, by Firebase's names:
    ``email`` of an address, else a provider's, like ``google.com``. A demo visitor has none.
    """

    methods: tuple[str, ...] = ()
    email: str | None = None
    email_verified: bool = False
    told_at: datetime | None = None

    @property
    def id(self) -> str:
        """Return the id of sign-ins in the change log."""
        return SIGN_IN_ID

    @property
    def content(self) -> dict[str, Any]:
        """Return the facts that are compared and logged, without the time of the token."""
        return self.model_dump(mode="json", exclude={"told_at"})

    def is_new_way_after(self, noted: Self | None) -> bool:
        """Return whether it has a method or address that the recorded one lacks.

        The first one that is recorded is none, nor is the registration of a demo visitor.
        """
        if noted is None or not noted.methods:
            return False
        return bool(set(self.methods) - set(noted.methods)) or self.email != noted.email

    def is_news_after(self, noted: Self | None) -> bool:
        """Return whether it differs from the recorded one and is not from an older token."""
        known = noted or SignIn()
        is_older = self.told_at and known.told_at and self.told_at < known.told_at
        return not is_older and self.content != known.content
