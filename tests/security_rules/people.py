"""Everyone the rules are asked about, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .emulators import Accounts, Identity

NOBODY: Final = "nobody signed in"
SERVER: Final = "the server"

ODD_VISITORS: Final = (
    "visitor without expiry",
    "visitor with textual expiry",
    "visitor without demo",
)
"""Visitors whose demos are stored in no way that the functions store them."""

VISITORS: Final = ("visitor", "other visitor", "late visitor", *ODD_VISITORS)
REGISTERED: Final = ("registered", "stranger", "invited", "admin elsewhere")
LINKED: Final = {
    "linked": "linked, older token",
    "late linked": "late linked, older token",
    "with a ledger": "with a ledger, older token",
    "claimed": "claimed, older token",
}
"""Visitors who have registered: each has one uid, and a token from after and from before."""

Memberships: TypeAlias = "Mapping[str, tuple[str | None, str | None]]"

ODD_MEMBERSHIPS: Final[Memberships] = {
    "admin of unknown status": ("admin", "suspended"),
    "admin without status": ("admin", None),
    "member of unknown role": ("owner", "active"),
    "member without role": (None, "active"),
}
MEMBERSHIPS: Final[Memberships] = {
    "viewer": ("viewer", "active"),
    "analyst": ("analyst", "active"),
    "admin": ("admin", "active"),
    "deactivated viewer": ("viewer", "deactivated"),
    "deactivated analyst": ("analyst", "deactivated"),
    "deactivated admin": ("admin", "deactivated"),
    **ODD_MEMBERSHIPS,
}
"""The role and status that a workspace has stored of each; None stands for no such field."""

MEMBERSHIPS_ELSEWHERE: Final[Memberships] = {
    "admin elsewhere": ("admin", "active"),
    "claimed": ("admin", "active"),
}
"""The same in another workspace."""

EVERYONE: Final = (NOBODY, *VISITORS, *REGISTERED, *LINKED, *LINKED.values(), *MEMBERSHIPS)

_ODD: Final = {*ODD_VISITORS, *ODD_MEMBERSHIPS, "late linked", "with a ledger"}
USUAL: Final = tuple(
    person for person in EVERYONE if person.removesuffix(", older token") not in _ODD
)
"""Everyone but those who differ from others before their own tenants alone."""


def sign_up(accounts: Accounts) -> Iterator[tuple[str, Identity]]:
    """Sign everyone up; yield each name and who it is."""
    for name in VISITORS:
        yield name, accounts.sign_up_anonymously()
    for name in (*REGISTERED, *MEMBERSHIPS):
        yield name, accounts.register()
    for name, older_token in LINKED.items():
        visitor = accounts.sign_up_anonymously()
        yield older_token, visitor
        yield name, accounts.link(visitor)
