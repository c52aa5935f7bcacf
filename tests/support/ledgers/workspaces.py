"""Workspaces in tests, created and joined through the functions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from shared.models.people.access import TenantKind, TenantRef
from shared.repositories import connections
from shared.repositories.store import TenantStore
from tests.http.answers import ok
from tests.support.ledgers.people import Person, registered_user


@dataclass(frozen=True)
class Workspace:
    """A workspace and its creator."""

    id: str
    creator: Person

    @property
    def path(self) -> str:
        """Return the path of the workspace in the API and in Firestore."""
        return f"/workspaces/{self.id}"

    @property
    def store(self) -> TenantStore:
        """Return the store of the workspace."""
        ref = TenantRef(TenantKind.WORKSPACE, self.id)
        return TenantStore(connections.firestore_client(), ref)

    def as_seen_by(self, person: Person) -> Person:
        """Return the same person, acting on the workspace."""
        return replace(person, headers={"X-Workspace-Id": self.id})

    def invite(self, email: str, role: str = "viewer") -> Any:
        """Invite a user as the creator, and return the response with the token."""
        content = {"email": email, "role": role}
        return ok(self.creator.post(f"{self.path}/members", content), 201)

    def admit(self, person: Person, role: str = "viewer") -> Person:
        """Invite a person and accept for them; return the person, acting on the workspace."""
        token = self.invite(person.email, role)["token"]
        ok(person.post("/workspaces/invitations/accept", {"token": token}), 201)
        return self.as_seen_by(person)

    def change(self, person: Person, **fields: str) -> Any:
        """Change a member as the creator."""
        return ok(self.creator.patch(f"{self.path}/members/{person.uid}", fields))


def new_workspace(creator: Person | None = None, name: str = "Family", **facts: Any) -> Workspace:
    """Create a workspace, by default of a new registered user."""
    creator = creator or registered_user(is_verified=True)
    made = ok(creator.post("/workspaces", {"name": name, **facts}), 201)
    return Workspace(made["id"], creator)
