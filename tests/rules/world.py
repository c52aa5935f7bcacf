"""The people and tenants the rules are asked about, stored once for all tests.

Tests name places as templates: "demo_users/{visitor}/transactions/coffee" is a document in the demo
of the person called "visitor". Every uid and workspace id is new in each run, so that nothing here
meets what other tests keep in the same emulator.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from .emulators import SERVER_TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .emulators import Accounts, Documents, Fields, Identity

NOBODY: Final = "nobody signed in"

LEDGER: Final = {
    "transactions": "coffee",
    "summaries": "2025-03",
    "payees": "cafe",
    "imports": "statement",
    "settings": "rules",
    "changes": "first",
}
"""A document's name in each collection that every tenant has."""

MEMBERS: Final = {"members": "colleague"}
"""The same for the collection that only workspaces have."""

VISITORS: Final = (
    "visitor",
    "other visitor",
    "late visitor",
    "visitor without expiry",
    "visitor with textual expiry",
    "visitor without demo",
)
ACCOUNTS: Final = ("registered", "other registered", "admin elsewhere")
MEMBERSHIPS: Final = {
    "viewer": ("viewer", "active"),
    "analyst": ("analyst", "active"),
    "admin": ("admin", "active"),
    "invited viewer": ("viewer", "invited"),
    "invited admin": ("admin", "invited"),
    "deactivated viewer": ("viewer", "deactivated"),
    "deactivated admin": ("admin", "deactivated"),
}


class World:
    """Signed-in people, their tenants' documents, and Firestore as each of them sees it."""

    def __init__(self, accounts: Accounts, documents: Callable[[str | None], Documents]) -> None:
        """Sign everyone up, and store what they own.

        `documents` gives Firestore's view for an ID token, for the server's token, or for none.
        """
        self._accounts = accounts
        self._people: dict[str, Identity] = dict(_sign_up(accounts))
        self._ids = {name: person.uid for name, person in self._people.items()}
        for workspace in ("workspace", "workspace elsewhere"):
            self._ids[workspace] = f"w-{secrets.token_hex(8)}"
        self._views = {name: documents(person.token) for name, person in self._people.items()}
        self._views[NOBODY] = documents(None)
        self.server = documents(SERVER_TOKEN)
        self._stored = {self.path(place): fields for place, fields in _tenants()}
        self.restore()

    def path(self, place: str) -> str:
        """Return a place's path, its {names} replaced by their ids."""
        return place.format_map(self._ids)

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

    @staticmethod
    def _succeed(status: int) -> None:
        if status != 200:
            raise RuntimeError(f"The Firestore emulator answered the server with {status}.")


def _sign_up(accounts: Accounts) -> Iterator[tuple[str, Identity]]:
    for name in VISITORS:
        yield name, accounts.sign_up_anonymously()
    for name in (*ACCOUNTS, *MEMBERSHIPS):
        yield name, accounts.register()
    # One uid, and its token before and after it was linked to a password.
    unlinked = accounts.sign_up_anonymously()
    yield "unlinked", unlinked
    yield "linked", accounts.link(unlinked)


def _tenants() -> Iterator[tuple[str, Fields]]:
    """Yield each stored document's place and fields."""
    yield from _demos()
    for name in ("registered", "other registered", "linked"):
        yield from _tenant(f"users/{{{name}}}", {})
    yield from _workspaces()
    yield "rate_limits/{visitor}", {"expires_at": _in(timedelta(hours=1)), "count": 1}


def _demos() -> Iterator[tuple[str, Fields]]:
    live: Fields = {"expires_at": _in(timedelta(minutes=30))}
    for name in ("visitor", "other visitor", "unlinked"):
        yield from _tenant(f"demo_users/{{{name}}}", live)
    yield from _tenant("demo_users/{late visitor}", {"expires_at": _in(timedelta(seconds=-1))})
    yield from _tenant("demo_users/{visitor without expiry}", {})
    yield from _tenant("demo_users/{visitor with textual expiry}", {"expires_at": "2999-12-31"})
    yield from _ledger("demo_users/{visitor without demo}")


def _workspaces() -> Iterator[tuple[str, Fields]]:
    yield from _tenant("workspaces/{workspace}", {})
    yield from _tenant("workspaces/{workspace elsewhere}", {})
    for name, (role, status) in MEMBERSHIPS.items():
        yield f"workspaces/{{workspace}}/members/{{{name}}}", {"role": role, "status": status}
    admin: Fields = {"role": "admin", "status": "active"}
    yield "workspaces/{workspace}/members/colleague", admin
    yield "workspaces/{workspace}/members/{linked}", admin
    yield "workspaces/{workspace elsewhere}/members/{admin elsewhere}", admin


def _tenant(root: str, expiry: Fields) -> Iterator[tuple[str, Fields]]:
    chart: Fields = {"categories": {}, "accounts": {}, "sequence": 1}
    yield root, {"currency": "EUR", "timezone": "Europe/Berlin", **chart, **expiry}
    yield from _ledger(root)
    # What the server keeps for itself.
    yield f"{root}/imports/statement/chunks/0", {"rows": "01.03.2025;Coffee;-3,50"}
    yield f"{root}/mappings/bank", {"date": "Buchungstag"}
    # What a later version might keep below a tenant, before anyone decided who reads it.
    yield f"{root}/drafts/idea", {"text": "A coffee machine."}
    yield f"{root}/transactions/coffee/attachments/receipt", {"text": "A photo."}


def _ledger(root: str) -> Iterator[tuple[str, Fields]]:
    now = _in(timedelta())
    yield from _entry(root, now)
    yield f"{root}/payees/cafe", {"name": "Café", "count": 1, "used_at": now}
    yield f"{root}/imports/statement", {"status": "RUNNING", "created": 1}
    yield f"{root}/settings/rules", {"rules": []}
    yield (
        f"{root}/changes/first",
        {
            "at": now,
            "sequence": 1,
            "cause": "api",
            "entity": "transaction",
            "entity_id": "coffee",
        },
    )


def _entry(root: str, now: datetime) -> Iterator[tuple[str, Fields]]:
    spent = {"income_minor": 0, "expenses_minor": 350, "count": 1}
    yield (
        f"{root}/transactions/coffee",
        {
            "type": "EXPENSE",
            "amount_minor": 350,
            "category_id": "eating-out",
            "account_id": "main",
            "date": "2025-03-01",
            "payee": "Café",
            "description": "Coffee",
            "terms": ["=main", "@eating-out", "c", "ca", "caf", "co", "cof", "~cafe"],
            "deleted": False,
            "created_at": now,
            "updated_at": now,
            "revision": 1,
        },
    )
    yield (
        f"{root}/summaries/2025-03",
        {
            "month": "2025-03",
            "rollup": "2025-03",
            **spent,
            "by_category": {"eating-out": {"total_minor": 350, "count": 1}},
            "by_day": {"01": {**spent}},
            "by_account": {"main": {"change_minor": -350, "count": 1}},
            "version": 1,
            "updated_at": now,
        },
    )


def _in(delta: timedelta) -> datetime:
    return datetime.now(UTC) + delta
