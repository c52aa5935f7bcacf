"""Read and write the suggestions of recurring entries of one tenant, and the settled ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from google.cloud import firestore

from shared.models.planning.suggestions.settled import SettledSuggestion
from shared.models.planning.suggestions.stored import SuggestionState
from shared.models.values.text import IMPORTED
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import (
    count_documents,
    fields_of,
    read_existing,
    stream_by_name,
)


class SuggestionRepository:
    """Repository of the suggestions as of the last analysis, which are one document."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._document = root.collection("planning").document("suggestions")
        self._access = access

    def find(self) -> SuggestionState | None:
        """Return the suggestions; None before the first analysis."""
        snapshot = self._document.get(**self._access.reading)
        if not snapshot.exists:
            return None
        return SuggestionState.model_validate(dict(fields_of(snapshot)), context=IMPORTED)

    def put(self, state: SuggestionState) -> None:
        """Write the suggestions."""
        content = state.model_dump(mode="json", exclude_defaults=True)
        self._access.batch.set(self._document, content)


class SettledSuggestionRepository:
    """Repository of the suggestions that were dismissed or accepted."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("settled_suggestions")
        self._access = access

    def find(self, settled_id: str) -> SettledSuggestion | None:
        """Return the settled suggestion with that id, or None."""
        snapshot = self._collection.document(settled_id).get(**self._access.reading)
        return _decode(snapshot.id, fields_of(snapshot)) if snapshot.exists else None

    def list_with_ids(self, ids: Sequence[str]) -> list[SettledSuggestion]:
        """List those of these suggestions that are settled, read in one call."""
        found = read_existing(map(self._collection.document, ids), self._access)
        return [_decode(one.id, fields_of(one)) for one in found]

    def stream_all(self) -> Iterator[SettledSuggestion]:
        """Yield every settled suggestion, by id, in constant memory."""
        found = stream_by_name(self._collection, self._access)
        return (_decode(snapshot.id, fields_of(snapshot)) for snapshot in found)

    def has_any(self) -> bool:
        """Return whether any suggestion is settled."""
        return any(True for _ in self._collection.limit(1).stream(**self._access.reading))

    def count(self) -> int:
        """Count the settled suggestions."""
        return count_documents(self._collection, self._access)

    def create(self, settled: SettledSuggestion) -> None:
        """Write a newly settled suggestion; the commit fails where one with its id exists."""
        self._access.batch.create(self._collection.document(settled.id), _encode(settled))

    def put(self, settled: SettledSuggestion) -> None:
        """Write a settled suggestion."""
        self._access.batch.set(self._collection.document(settled.id), _encode(settled))

    def delete(self, settled_id: str) -> None:
        """Delete a settled suggestion, which may be suggested again."""
        self._access.batch.delete(self._collection.document(settled_id))


def _encode(settled: SettledSuggestion) -> dict[str, Any]:
    fields = settled.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
    return fields | {"created_at": settled.created_at, "updated_at": settled.updated_at}


def _decode(settled_id: str, fields: dict[str, Any]) -> SettledSuggestion:
    return SettledSuggestion.model_validate(fields | {"id": settled_id}, context=IMPORTED)
