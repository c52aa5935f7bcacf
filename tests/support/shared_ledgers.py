"""Workspaces as they are stored, put there by hand."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from shared.models.access import TenantKind, TenantRef
from shared.models.change import Cause, Entity, Operation
from shared.models.defaults import default_account, default_categories
from shared.models.tenant import Tenant
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.operations import append_entry
from tests.support.people import Person


@dataclass(frozen=True)
class SharedLedger:
    """A workspace."""

    name: str = "Household"
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def ref(self) -> TenantRef:
        """Which tenant it is."""
        return TenantRef(TenantKind.WORKSPACE, self.id)

    @property
    def store(self) -> TenantStore:
        """Its ledger below HTTP."""
        return TenantStore(connections.firestore_client(), self.ref)

    def create(self, owner: Person) -> Person:
        """Store it with its creator, and log both; the creator acting on it."""
        now = datetime.now(UTC)
        tenant = Tenant(self.ref, "USD", "UTC", now).with_categories(default_categories(now))
        tenant = tenant.with_account(default_account(now, "UTC"))
        self.store.transact(lambda unit: unit.tenant.create(tenant))
        fields = {"name": self.name, "owner_uid": owner.uid}
        connections.firestore_client().document(self.ref.path).update(fields)
        self.log(owner, Entity.WORKSPACE, self.id, fields)
        return self.admit(owner, "admin")

    def admit(
        self, person: Person, role: str, *, by: Person | None = None, status: str = "active"
    ) -> Person:
        """Make somebody a member, and log it; the same person, acting on the workspace."""
        member = {
            "uid": person.uid,
            "role": role,
            "status": status,
            "email": person.email,
            "display_name": name_of(person),
            "invited_by": by.uid if by else None,
            "revision": 1,
        }
        joined = {"joined_at": datetime.now(UTC)}
        self._document(f"members/{person.uid}").set(member | joined)
        self.log(person, Entity.MEMBER, person.uid, member)
        return replace(person, headers={"X-Workspace-Id": self.id})

    def invite(self, email: str | None, by: Person, status: str = "pending") -> str:
        """Invite somebody, and log it; the invitation's id."""
        invitation = {"email": email, "role": "viewer", "status": status, "invited_by": by.uid}
        invitation_id = uuid.uuid4().hex
        self._document(f"invitations/{invitation_id}").set(invitation | {"token_hash": "x"})
        self.log(by, Entity.INVITATION, invitation_id, invitation)
        return invitation_id

    def log(self, actor: Person, entity: Entity, entity_id: str, after: dict[str, Any]) -> None:
        """Log that somebody made something so."""
        now = datetime.now(UTC)
        operation = Operation.of_beginning(actor=actor.uid, at=now, cause=Cause.API)

        def work(unit: TenantStore) -> None:
            unit.open()
            append_entry(unit, operation, (entity, entity_id), None, after)

        self.store.transact(work)

    def members(self) -> dict[str, dict[str, Any]]:
        """The members' documents by uid."""
        found = connections.firestore_client().collection(f"{self.ref.path}/members").stream()
        return {snapshot.id: snapshot.to_dict() or {} for snapshot in found}

    def fields(self) -> dict[str, Any]:
        """The workspace's own document; empty where it is gone."""
        return connections.firestore_client().document(self.ref.path).get().to_dict() or {}

    def _document(self, path: str) -> Any:
        return connections.firestore_client().document(f"{self.ref.path}/{path}")


def name_of(person: Person) -> str:
    """The name a person goes by, which nobody else has."""
    return f"Name of {person.uid}"
