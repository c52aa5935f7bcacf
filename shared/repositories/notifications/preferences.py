"""Read and write a person's preferences of notifications, which are one document."""

from __future__ import annotations

from typing import Any

from google.cloud import firestore

from shared.models.notifications.preferences import NotificationPreferences
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import fields_of


class NotificationPreferenceRepository:
    """Repository of the preferences below a person's document."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._document: firestore.DocumentReference = root.collection("preferences").document(
            "notifications"
        )
        self._access = access

    def get(self) -> NotificationPreferences:
        """Return the preferences; the usual ones of a person who has chosen none."""
        return self.decode(self._document.get(**self._access.reading))

    @property
    def reference(self) -> firestore.DocumentReference:
        """Return their document."""
        return self._document

    def decode(self, snapshot: firestore.DocumentSnapshot[Any] | None) -> NotificationPreferences:
        """Return the preferences in a snapshot of their document, which may be missing."""
        fields = {} if snapshot is None else dict(fields_of(snapshot))
        return NotificationPreferences.model_validate(fields)

    def put(self, preferences: NotificationPreferences) -> None:
        """Write the preferences."""
        content = preferences.model_dump(mode="json", exclude={"id"}, exclude_none=True)
        self._access.batch.set(self._document, content)
