"""Read and write the notifications of one person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.notifications.kinds import NotificationKind, Severity
from shared.models.notifications.notification import Notification
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import (
    count_documents,
    fields_of,
    read_existing,
    stream_by_name,
)

_INSTANTS = {"created_at", "read_at"}
_ABOUT = ("subject", "workspace_name", "person_uid", "parameters")


class NotificationRepository:
    """Repository of the notifications below a person's document."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("notifications")
        self._access = access

    def find(self, notification_id: str) -> Notification | None:
        """Return the notification with that id, or None."""
        snapshot = self._collection.document(notification_id).get(**self._access.reading)
        return self.decode(snapshot) if snapshot.exists else None

    def reference(self, notification_id: str) -> firestore.DocumentReference:
        """Return the document of a notification."""
        return self._collection.document(notification_id)

    def decode(self, snapshot: firestore.DocumentSnapshot[Any]) -> Notification:
        """Return the notification in a snapshot of its document."""
        return Notification.model_validate(dict(fields_of(snapshot)) | {"id": snapshot.id})

    def find_some(self, ids: Iterable[str]) -> list[Notification]:
        """Return those of these notifications that exist, in the order of the ids."""
        references = [self._collection.document(one) for one in ids]
        by_id = {one.id: self.decode(one) for one in read_existing(references, self._access)}
        return [by_id[one.id] for one in references if one.id in by_id]

    def list_latest(
        self,
        limit: int,
        *,
        kind: NotificationKind | None = None,
        unread: bool = False,
        after: tuple[datetime, str] | None = None,
    ) -> list[Notification]:
        """List at most ``limit`` that are not dismissed, newest first, behind a place."""
        query: Any = self._unread() if unread else self._where("dismissed", "==", value=False)
        if kind is not None:
            query = query.where(filter=FieldFilter("kind", "==", kind.value))
        query = query.order_by("created_at", direction=firestore.Query.DESCENDING)
        query = query.order_by("__name__", direction=firestore.Query.DESCENDING).limit(limit)
        if after is not None:
            at, last = after
            place = {"created_at": at, "__name__": self._collection.document(last)}
            query = query.start_after(place)
        return [self.decode(snapshot) for snapshot in query.stream(**self._access.reading)]

    def list_unread_until(self, until: datetime, limit: int) -> list[Notification]:
        """List at most ``limit`` unread ones that were made until an instant, newest first."""
        query = self._unread().where(filter=FieldFilter("created_at", "<=", until))
        query = query.order_by("created_at", direction=firestore.Query.DESCENDING).limit(limit)
        return [self.decode(snapshot) for snapshot in query.stream(**self._access.reading)]

    def count_unread(self) -> int:
        """Return the number of unread ones, by their index entries."""
        return count_documents(self._unread())

    def stream_all(self) -> Iterator[Notification]:
        """Yield every notification, by id."""
        return map(self.decode, stream_by_name(self._collection, self._access))

    def create(self, notification: Notification) -> None:
        """Write a new notification; the commit fails where it exists."""
        reference = self._collection.document(notification.id)
        self._access.batch.create(reference, _encode(notification))

    def put_state(self, notification: Notification) -> None:
        """Write whether a notification is read and dismissed."""
        state = {"read_at": notification.read_at, "dismissed": notification.dismissed}
        self._access.batch.update(self._collection.document(notification.id), state)

    def put_content(self, notification: Notification) -> None:
        """Write what a notification is about; whether it is read stays as it is."""
        content = _encode(notification)
        about = {name: content[name] for name in _ABOUT if name in content}
        self._access.batch.update(self._collection.document(notification.id), about)

    def remove_oldest_beyond(self, most: int, severities: Collection[Severity]) -> None:
        """Delete the oldest of these severities beyond ``most``, in no commit of the ledger."""
        query: Any = self._where("severity", "in", value=sorted(severities))
        excess = count_documents(query) - most
        if excess > 0:
            self._remove(query.order_by("created_at").limit(excess))

    def remove_of_workspace(self, workspace_id: str) -> None:
        """Delete those about a workspace, in no commit of the ledger."""
        self._remove(self._where("workspace_id", "==", value=workspace_id))

    def _remove(self, query: Any) -> None:
        batch = self._collection._client.batch()  # noqa: SLF001 (the library has no public form)
        for snapshot in query.select([]).stream():
            batch.delete(snapshot.reference)
        if len(batch):
            batch.commit()

    def _unread(self) -> Any:
        return self._where("read_at", "==", value=None)

    def _where(self, field: str, operator: str, *, value: object) -> Any:
        return self._collection.where(filter=FieldFilter(field, operator, value))


def _encode(notification: Notification) -> dict[str, Any]:
    document = notification.model_dump(mode="json", exclude={"id", *_INSTANTS}, exclude_none=True)
    return document | {name: getattr(notification, name) for name in sorted(_INSTANTS)}
