"""A person: what their own ledger's document holds about them."""

from __future__ import annotations

from dataclasses import field

from shared.models.people.profile import Profile
from shared.models.people.sign_in import SignIn
from shared.models.people.takeover import Takeover
from shared.models.values.frozen import frozen


@frozen
class Person:
    """The part of a tenant's document that is about the person whose own ledger it is.

    ``sign_in`` is how they last signed in, where that was noted. ``takeover`` is the move by which
    the ledger of an account came from a demo, where it did.
    """

    profile: Profile = field(default_factory=Profile)
    sign_in: SignIn | None = None
    takeover: Takeover | None = None
