"""A tenant's document as one value: found, created, decoded, and committed with one write.

Each of its four parts has a codec with its fields and their writes. ``FIELDS`` is all of them; a
new one needs a decision (docs/decisions/002-tenant-document.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from google.cloud import firestore

from shared.errors import TenantMissing
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import TenantKind, TenantRef
from shared.models.people.takeover import Takeover
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.tenant_document import TenantDocument
from shared.repositories.firestore.write_lease import LEASE_FIELD, WriteLease
from shared.repositories.ledger import (
    demo_codec,
    ledger_codec,
    person_codec,
    workspace_codec,
)
from shared.repositories.ledger.takeover_codec import TAKEOVER_FIELD

FIELDS = (
    ledger_codec.FIELDS
    | demo_codec.FIELDS
    | person_codec.FIELDS
    | workspace_codec.FIELDS
    | {LEASE_FIELD}
)
"""The names of all fields that a tenant's document may have."""

_NOT_TAKEN_OVER = demo_codec.FIELDS | {LEASE_FIELD}
"""Fields of a demo's document that the account's does not have, or has otherwise."""


def decode_tenant(ref: TenantRef, document: Mapping[str, Any]) -> Tenant:
    """Decode the document of that tenant."""
    return Tenant(
        ref=ref,
        ledger=ledger_codec.decode_ledger(document),
        demo=demo_codec.find_demo(document),
        person=person_codec.find_person(ref.kind, document),
        workspace=workspace_codec.find_workspace(ref, document),
    )


def encode_tenant(tenant: Tenant) -> dict[str, Any]:
    """Encode a tenant as its document."""
    document = ledger_codec.encode_ledger(tenant.ledger)
    if tenant.person is not None:
        document |= person_codec.encode_person(tenant.person)
    if tenant.demo is not None:
        document |= demo_codec.encode_demo(tenant.demo)
    if tenant.workspace is not None:
        document |= workspace_codec.encode_workspace(tenant.workspace)
    return document


def open_document(
    ref: TenantRef, root: firestore.DocumentReference, access: Access, lease: WriteLease | None
) -> TenantDocument:
    """Return the document of that tenant; a demo's is not changed during its takeover."""
    check = demo_codec.ensure_writable if ref.kind is TenantKind.DEMO else None
    return TenantDocument(root, access, lease, check)


class TenantRepository:
    """The document of one tenant, all of its parts together."""

    def __init__(self, ref: TenantRef, document: TenantDocument) -> None:
        self.reference = document.reference
        self._ref = ref
        self._document = document

    def find(self) -> Tenant | None:
        """Return the tenant, or None where it does not exist."""
        snapshot = self._document.find()
        return self.decode(snapshot) if snapshot is not None else None

    def get(self) -> Tenant:
        """Return the tenant.

        Raises:
            TenantMissing: It does not exist.
        """
        tenant = self.find()
        if tenant is None:
            raise TenantMissing
        return tenant

    def decode(self, snapshot: firestore.DocumentSnapshot[Any]) -> Tenant:
        """Return the tenant in a snapshot of its document.

        Raises:
            LeaseHeld: It is read for a commit, and another one holds the write lease.
        """
        return decode_tenant(self._ref, self._document.read(snapshot))

    def create(self, tenant: Tenant) -> None:
        """Write a new tenant; the commit fails where it exists."""
        self._document.create(encode_tenant(tenant))

    def create_from(self, demo: TenantRepository, takeover: Takeover) -> None:
        """Write the account's tenant from that of the demo, as it was read.

        The commit fails where the tenant exists.
        """
        read = demo._document.fields
        document = {key: value for key, value in read.items() if key not in _NOT_TAKEN_OVER}
        self._document.create(document | {TAKEOVER_FIELD: asdict(takeover)})

    def ensure_writable(self) -> None:
        """Check that the document, as it was read, allows a commit; raises as ``flush``."""
        self._document.ensure_writable()

    def flush(self) -> None:
        """Add the one write of the document to the commit.

        Raises:
            TakeoverRunning, DemoTakenOver: This is a demo that is being taken over, or was.
            DemoExpired: This is a demo that is being erased.
        """
        self._document.flush()
