"""Workspaces in tests: made, and their members admitted, by the functions that people use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from shared.models.people.access import TenantKind, TenantRef
from shared.repositories import connections
from shared.repositories.store import TenantStore
from tests.http.answers import ok
from tests.support.people import Person, registered_user


@dataclass(frozen=True)
class Workspace:
    """A shared ledger, and its creator."""

    id: str
    creator: Person

    @property
    def path(self) -> str:
        """Where the functions know it, and Firestore has it."""
        return f"/workspaces/{self.id}"

    @property
    def store(self) -> TenantStore:
        """The ledger below HTTP."""
        ref = TenantRef(TenantKind.WORKSPACE, self.id)
        return TenantStore(connections.firestore_client(), ref)

    def as_seen_by(self, person: Person) -> Person:
        """The same person, acting on the workspace."""
        return replace(person, headers={"X-Workspace-Id": self.id})

    def invite(self, email: str, role: str = "viewer") -> Any:
        """Have the creator invite somebody; the answer, which has the token."""
        content = {"email": email, "role": role}
        return ok(self.creator.post(f"{self.path}/members", content), 201)

    def admit(self, person: Person, role: str = "viewer") -> Person:
        """Have somebody invited, and accept; they, acting on the workspace."""
        token = self.invite(person.email, role)["token"]
        ok(person.post("/workspaces/invitations/accept", {"token": token}), 201)
        return self.as_seen_by(person)

    def change(self, person: Person, **fields: str) -> Any:
        """Have the creator change a member."""
        return ok(self.creator.patch(f"{self.path}/members/{person.uid}", fields))


def new_workspace(creator: Person | None = None, name: str = "Family", **facts: Any) -> Workspace:
    """A workspace; of a new registered user unless told."""
    creator = creator or registered_user(is_verified=True)
    made = ok(creator.post("/workspaces", {"name": name, **facts}), 201)
    return Workspace(made["id"], creator)
