"""The people and tenants the rules are asked about, stored once for all tests.

Tests name places as templates: "demo_users/{visitor}/transactions/coffee" is a document in the demo
of the person called "visitor". Every uid and workspace id is new in each run, so that nothing here
meets what other tests keep in the same emulator.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from .emulators import SERVER_TOKEN
from .people import NOBODY, SERVER, sign_up
from .tenants import WORKSPACES, documents

if TYPE_CHECKING:
    from collections.abc import Callable

    from .emulators import Accounts, Documents, Fields, Identity

_ID_FIELDS: Final = frozenset({"uid", "actor"})


class World:
    """Signed-in people, their tenants' documents, and Firestore as each of them sees it."""

    def __init__(self, accounts: Accounts, view: Callable[[str | None], Documents]) -> None:
        """Sign everyone up, and store what they own.

        `view` gives Firestore's view for an ID token, for the server's token, or for none.
        """
        self._accounts = accounts
        self._people: dict[str, Identity] = dict(sign_up(accounts))
        self._ids = {name: person.uid for name, person in self._people.items()}
        for workspace in WORKSPACES:
            self._ids[workspace] = f"w-{secrets.token_hex(8)}"
        self._views = {name: view(person.token) for name, person in self._people.items()}
        self._views[NOBODY] = view(None)
        self.server = self._views[SERVER] = view(SERVER_TOKEN)
        self._stored = {self.path(place): self._with_ids(fields) for place, fields in documents()}
        self.restore()

    def path(self, place: str, own_uid: str = "") -> str:
        """Return a place's path, its {names} replaced by their ids, and {self} by `own_uid`."""
        return place.format_map({**self._ids, "self": own_uid})

    def get_uid(self, person: str) -> str:
        """Return someone's uid."""
        return self._ids[person]

    def find_uid(self, person: str) -> str | None:
        """Return someone's uid; None of the server, and of nobody."""
        return self._ids.get(person)

    def as_seen_by(self, person: str) -> Documents:
        """Return Firestore as one person may use it."""
        return self._views[person]

    def restore(self) -> None:
        """Store every document as it was at first."""
        self._succeed(self.server.put_all(self._stored).status)

    def restore_one(self, path: str) -> None:
        """Store a document as it was at first, or remove it if it was not there."""
        if path in self._stored:
            self._succeed(self.server.put_all({path: self._stored[path]}).status)
        else:
            self._succeed(self.server.delete(path).status)

    def forget(self) -> None:
        """Remove every document and account."""
        self._succeed(self.server.delete_all(self._stored).status)
        for person in {identity.uid: identity for identity in self._people.values()}.values():
            self._accounts.delete(person)

    def _with_ids(self, fields: Fields) -> Fields:
        return {
            name: self.path(value) if name in _ID_FIELDS and isinstance(value, str) else value
            for name, value in fields.items()
        }

    @staticmethod
    def _succeed(status: int) -> None:
        if status != 200:
            raise RuntimeError(f"The Firestore emulator answered the server with {status}.")
