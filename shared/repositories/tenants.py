"""Tenant documents: settings and the chart of categories."""

from __future__ import annotations

from typing import Any

from google.cloud import firestore

from shared.errors import TenantMissing
from shared.models.access import TenantRef
from shared.models.category import Category
from shared.models.tenant import Tenant
from shared.repositories.client import fields_of


class TenantRepository:
    """The document of one tenant."""

    def __init__(
        self,
        ref: TenantRef,
        root: firestore.DocumentReference,
        transaction: firestore.Transaction | None,
    ) -> None:
        self.reference = root
        self._ref = ref
        self._transaction = transaction

    def find(self) -> Tenant | None:
        """The tenant, or None where it does not exist."""
        snapshot = self.reference.get(transaction=self._transaction)
        return self.decode(snapshot) if snapshot.exists else None

    def get(self) -> Tenant:
        """The tenant.

        Raises:
            TenantMissing: It does not exist.
        """
        tenant = self.find()
        if tenant is None:
            raise TenantMissing
        return tenant

    def create(self, tenant: Tenant) -> None:
        """Write the tenant with its categories; the transaction fails where it exists."""
        document: dict[str, Any] = {
            "currency": tenant.currency,
            "timezone": tenant.timezone,
            "created_at": tenant.created_at,
            "categories": {key: _encode(c) for key, c in tenant.categories.items()},
        }
        if tenant.expires_at is not None:
            document["expires_at"] = tenant.expires_at
            document["sample_transaction_count"] = tenant.sample_transaction_count
        self._writer.create(self.reference, document)

    def put_category(self, category: Category) -> None:
        """Write one category."""
        self._writer.update(self.reference, {_path(category.id): _encode(category)})

    def remove_category(self, category_id: str) -> None:
        """Take one category away."""
        self._writer.update(self.reference, {_path(category_id): firestore.DELETE_FIELD})

    def decode(self, snapshot: firestore.DocumentSnapshot[Any]) -> Tenant:
        """The tenant in a snapshot of its document."""
        document = fields_of(snapshot)
        return Tenant(
            ref=self._ref,
            currency=document["currency"],
            timezone=document["timezone"],
            created_at=document["created_at"],
            expires_at=document.get("expires_at"),
            sample_transaction_count=document.get("sample_transaction_count", 0),
            categories={
                key: Category(id=key, **fields)
                for key, fields in document.get("categories", {}).items()
            },
        )

    @property
    def _writer(self) -> firestore.Transaction:
        assert self._transaction is not None, "tenants are written in transactions only"  # noqa: S101
        return self._transaction


def _path(category_id: str) -> str:
    return firestore.Client.field_path("categories", category_id)


def _encode(category: Category) -> dict[str, Any]:
    """The category's fields that are not as usual.

    Every request decodes all categories, so they are kept light: what has its default value is left
    out, and times are RFC 3339 text, which the client library decodes much faster than timestamps.
    """
    return category.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
