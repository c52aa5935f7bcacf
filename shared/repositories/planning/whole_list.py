"""Read and write a list of a tenant that is one document, with its items by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from google.cloud import firestore
from google.cloud.firestore_v1.field_path import FieldPath
from pydantic import BaseModel

from shared.models.values.text import IMPORTED
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import fields_of, read_existing


class _Listed(Protocol):
    """A model with an id, a name, instants and a revision."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def revision(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def updated_at(self) -> datetime: ...
    def model_dump(
        self, *, mode: str, exclude: set[str], exclude_defaults: bool
    ) -> dict[str, Any]: ...


Item = TypeVar("Item", bound=_Listed)


class WholeListRepository(Generic[Item]):
    """Repository of all items of a kind, which are the document of that name."""

    name: ClassVar[str]
    model: ClassVar[type[BaseModel]]

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._document: firestore.DocumentReference = root.collection("planning").document(
            self.name
        )
        self._access = access

    def list_all(self) -> list[Item]:
        """List all items, oldest first."""
        return self._decode_all(fields_of(self._document.get(**self._access.reading)))

    def list_beside(
        self, reference: firestore.DocumentReference
    ) -> tuple[firestore.DocumentSnapshot[Any] | None, list[Item]]:
        """Read another document, None if it does not exist, and all items in one call."""
        found = {
            snapshot.reference.path: snapshot
            for snapshot in read_existing([reference, self._document], self._access)
        }
        document = found.get(self._document.path)
        items = [] if document is None else self._decode_all(fields_of(document))
        return found.get(reference.path), items

    def put(self, item: Item) -> None:
        """Write an item; the others stay."""
        self.put_all([item])

    def put_all(self, items: Sequence[Item]) -> None:
        """Write some items, one at least, at once; the others stay."""
        content = {self.name: {item.id: _encode(item) for item in items}}
        paths = [FieldPath(self.name, item.id) for item in items]
        self._access.batch.set(self._document, content, merge=paths)

    def delete(self, item_id: str) -> None:
        """Delete an item; the others stay."""
        content = {self.name: {item_id: firestore.DELETE_FIELD}}
        self._access.batch.set(self._document, content, merge=True)

    def stream_all(self) -> Iterator[Item]:
        """Yield every item, oldest first."""
        yield from self.list_all()

    def has_any(self) -> bool:
        """Return whether there is any item."""
        return bool(self.list_all())

    def create(self, item: Item) -> None:
        """Write an item of a backup."""
        self.put(item)

    def _decode_all(self, fields: dict[str, Any]) -> list[Item]:
        """Return the items in the order of their ids, which is that of their creation."""
        decode: Any = self.model.model_validate
        return [
            decode({**content, "id": item_id}, context=IMPORTED)
            for item_id, content in sorted(fields.get(self.name, {}).items())
        ]


def _encode(item: _Listed) -> dict[str, Any]:
    fields = item.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
    facts = {
        "created_at": item.created_at,
        "updated_at": item.updated_at,
        "revision": item.revision,
    }
    return fields | facts
