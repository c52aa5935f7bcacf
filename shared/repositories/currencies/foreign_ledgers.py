"""Ledgers with accounts in other currencies than their own, of all tenants."""

from __future__ import annotations

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.people.access import TenantKind, TenantRef


class ForeignLedgerRepository:
    """The tenants whose ledgers have foreign accounts, or had some."""

    def __init__(self, client: firestore.Client) -> None:
        self._client = client

    def list_page(self, after: TenantRef | None, limit: int) -> list[TenantRef]:
        """List at most ``limit`` tenants after one, by kind and id; fewer are the last ones."""
        kinds = list(TenantKind)
        found: list[TenantRef] = []
        for kind in kinds if after is None else kinds[kinds.index(after.kind) :]:
            start = after if after is not None and kind is after.kind else None
            found += self._list_of_kind(kind, start, limit - len(found))
            if len(found) == limit:
                break
        return found

    def _list_of_kind(
        self, kind: TenantKind, after: TenantRef | None, limit: int
    ) -> list[TenantRef]:
        query = (
            self._client.collection(kind.value)
            .where(filter=FieldFilter("has_foreign_accounts", "==", value=True))
            .order_by("__name__")
            .select(["has_foreign_accounts"])
            .limit(limit)
        )
        if after is not None:
            query = query.start_after({"__name__": self._client.document(after.path)})
        return [TenantRef(kind, snapshot.id) for snapshot in query.stream()]
