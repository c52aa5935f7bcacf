"""Read and write imports of one tenant: plans, progress, and column mappings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.errors import NotFound
from shared.models.imports.import_plan import (
    CurrencyRows,
    Import,
    ImportStatus,
    MappingSource,
    PlanRow,
    RowCounts,
)
from shared.models.imports.mapping import Mapping
from shared.models.imports.plan_chunks import unpack_rows
from shared.models.imports.statements.layout import Layout
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import fields_of

_MAX_COMMIT_BYTES = 3_000_000
"""Of packed rows, before a last chunk; Firestore takes 10 MiB, its emulator 4 MiB."""


class ImportRepository:
    """Repository of imports, with the rows of their plans in chunks."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("imports")
        self._access = access

    def find(self, import_id: str) -> Import | None:
        """Return the import with that id, or None."""
        snapshot = self._collection.document(import_id).get(**self._access.reading)
        return _decode(snapshot.id, fields_of(snapshot)) if snapshot.exists else None

    def list_latest(self, before: str | None, limit: int) -> list[Import]:
        """List at most ``limit`` imports, newest first."""
        query: Any = self._collection
        if before is not None:
            query = query.where(filter=FieldFilter("id", "<", before))
        query = query.order_by("id", direction=firestore.Query.DESCENDING).limit(limit)
        return [_decode(snapshot.id, fields_of(snapshot)) for snapshot in query.stream()]

    def create_chunks(self, plan: Import, chunks: Sequence[bytes]) -> None:
        """Write the rows of a new plan before the plan, so that a stored plan is complete."""
        client = self._collection._client  # noqa: SLF001 (the library has no public form)
        batch, size = client.batch(), 0
        for number, packed in enumerate(chunks):
            batch.create(
                self._chunk(plan.id, number), {"rows": packed, "expires_at": plan.expires_at}
            )
            size += len(packed)
            if size > _MAX_COMMIT_BYTES:
                batch.commit()
                batch, size = client.batch(), 0
        if len(batch):
            batch.commit()

    def put(self, plan: Import) -> None:
        """Write a plan, or its progress."""
        self._access.batch.set(self._collection.document(plan.id), _encode(plan))

    def create_done(self, plan: Import, chunks: Sequence[bytes]) -> None:
        """Write an import that is done, with few rows, in one commit."""
        self.put(plan)
        for number, packed in enumerate(chunks):
            self._access.batch.create(
                self._chunk(plan.id, number), {"rows": packed, "expires_at": None}
            )

    def keep_chunks(self, plan: Import) -> None:
        """Remove the expiry of the rows of a plan that is being carried out."""
        for number in range(len(plan.chunk_sizes)):
            self._access.batch.update(self._chunk(plan.id, number), {"expires_at": None})

    def get_chunk(self, import_id: str, number: int) -> list[PlanRow]:
        """Return the rows of one chunk.

        Raises:
            NotFound: They have expired with their plan.
        """
        snapshot = self._chunk(import_id, number).get()
        if not snapshot.exists:
            raise NotFound("plan")
        return unpack_rows(fields_of(snapshot)["rows"])

    def stream_rows(self, plan: Import, first: int = 0) -> Iterator[PlanRow]:
        """Yield the plan's rows from number ``first`` on, reading chunk by chunk."""
        end = 0
        for number, size in enumerate(plan.chunk_sizes):
            start, end = end, end + size
            if end > first:
                yield from self.get_chunk(plan.id, number)[max(0, first - start) :]

    def _chunk(self, import_id: str, number: int) -> firestore.DocumentReference:
        chunks: firestore.CollectionReference
        chunks = self._collection.document(import_id).collection("chunks")
        return chunks.document(f"{number:04}")


class MappingRepository:
    """Repository of column mappings, one for each file fingerprint."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("mappings")
        self._access = access

    def find(self, fingerprint: str) -> Mapping | None:
        """Return the mapping for a fingerprint, or None."""
        snapshot = self._collection.document(fingerprint).get()
        return _decode_mapping(snapshot.id, fields_of(snapshot)) if snapshot.exists else None

    def list_latest(self, limit: int) -> list[Mapping]:
        """List at most ``limit`` mappings, last used first."""
        query = self._collection.order_by("used_at", direction=firestore.Query.DESCENDING)
        found = query.limit(limit).stream()
        return [_decode_mapping(snapshot.id, fields_of(snapshot)) for snapshot in found]

    def put(self, mapping: Mapping) -> None:
        """Write a mapping, replacing the one with its fingerprint."""
        document = asdict(mapping) | {"layout": mapping.layout.model_dump(mode="json")}
        del document["fingerprint"]
        self._access.batch.set(self._collection.document(mapping.fingerprint), document)

    def delete(self, fingerprint: str) -> None:
        """Delete a mapping."""
        self._access.batch.delete(self._collection.document(fingerprint))


_WITH_RECURRING = ("confirmed_count", "confirmed", "doubtful")
"""Numbers that are left out where they are 0, as in ledgers without recurring entries."""


def _encode(plan: Import) -> dict[str, Any]:
    return _without_zeros(asdict(plan)) | {
        "planned": _without_zeros(asdict(plan.planned)),
        "status": plan.status.value,
        "mapping_source": plan.mapping_source.value,
        "layout": plan.layout.model_dump(mode="json"),
        "first_date": str(plan.first_date) if plan.first_date else None,
        "last_date": str(plan.last_date) if plan.last_date else None,
        "chunk_sizes": list(plan.chunk_sizes),
        "category_ids": list(plan.category_ids),
        "custom_type_ids": list(plan.custom_type_ids),
        "account_ids": list(plan.account_ids),
        "rules_not_applied": list(plan.rules_not_applied),
        "currencies": [asdict(one) | {"source": one.source.value} for one in plan.currencies],
    }


def _without_zeros(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value or name not in _WITH_RECURRING}


def _decode(import_id: str, document: dict[str, Any]) -> Import:
    days = {
        name: date.fromisoformat(document[name]) if document[name] else None
        for name in ("first_date", "last_date")
    }
    # Of a document that an earlier version wrote, what is no field any more is left out.
    known = {f.name: document[f.name] for f in fields(Import) if f.name in document}
    return Import(
        **known
        | days
        | {
            "id": import_id,
            "status": ImportStatus(document["status"]),
            "mapping_source": MappingSource(document["mapping_source"]),
            "layout": Layout.model_validate(document["layout"]),
            "planned": RowCounts(**document["planned"]),
            "chunk_sizes": tuple(document["chunk_sizes"]),
            "category_ids": tuple(document["category_ids"]),
            "custom_type_ids": tuple(document["custom_type_ids"]),
            "account_ids": tuple(document["account_ids"]),
            "rules_not_applied": tuple(document["rules_not_applied"]),
            "currencies": tuple(
                CurrencyRows(**one | {"source": MappingSource(one["source"])})
                for one in document["currencies"]
            ),
        }
    )


def _decode_mapping(fingerprint: str, document: dict[str, Any]) -> Mapping:
    layout = Layout.model_validate(document["layout"])
    return Mapping(**document | {"fingerprint": fingerprint, "layout": layout})
