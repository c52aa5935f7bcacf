"""The person's part of a tenant's document: its fields, decoded, encoded and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from shared.models.people.access import TenantKind
from shared.models.people.person import Person
from shared.models.people.profile import Profile
from shared.models.people.sign_in import SignIn
from shared.repositories.firestore.tenant_document import TenantDocument
from shared.repositories.ledger.takeover_codec import TAKEOVER_FIELD, find_takeover

FIELDS = frozenset({"profile", "sign_in", TAKEOVER_FIELD})


def find_person(kind: TenantKind, document: Mapping[str, Any]) -> Person | None:
    """Decode the person in the document of a tenant of that kind; None in a workspace's.

    A takeover in a demo's document is the demo's.
    """
    if kind is TenantKind.WORKSPACE:
        return None
    sign_in = document.get("sign_in")
    return Person(
        profile=Profile(**document.get("profile", {})),
        sign_in=None if sign_in is None else SignIn(**sign_in),
        takeover=find_takeover(document) if kind is TenantKind.USER else None,
    )


def encode_person(person: Person) -> dict[str, Any]:
    """Encode a person; what has its default value is left out."""
    document: dict[str, Any] = {}
    if profile := _encode_profile(person.profile):
        document["profile"] = profile
    if person.sign_in is not None:
        document["sign_in"] = _encode_sign_in(person.sign_in)
    if person.takeover is not None:
        document[TAKEOVER_FIELD] = asdict(person.takeover)
    return document


def _encode_profile(profile: Profile) -> dict[str, Any]:
    return profile.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)


def _encode_sign_in(sign_in: SignIn) -> dict[str, Any]:
    return sign_in.model_dump(exclude_defaults=True)


class PersonWriter:
    """Writes of the person's fields."""

    def __init__(self, document: TenantDocument) -> None:
        self._document = document

    def put_profile(self, profile: Profile) -> None:
        """Write the person's profile."""
        self._document.put(_encode_profile(profile), "profile")

    def put_sign_in(self, sign_in: SignIn) -> None:
        """Write how the person signs in."""
        self._document.put(_encode_sign_in(sign_in), "sign_in")
