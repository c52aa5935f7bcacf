"""Recurring entries of all tenants that have something to do."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.planning.run_message import DueCursor, DueEntry


class DuePage(NamedTuple):
    """A page of entries, those that are due longest first; ``next_cursor`` is None at the end."""

    entries: list[DueEntry]
    next_cursor: DueCursor | None


class DueEntryRepository:
    """The recurring entries of every tenant, by the time at which they are due."""

    def __init__(self, client: firestore.Client) -> None:
        self._client = client

    def list_due(self, until: datetime, limit: int, cursor: DueCursor | None) -> DuePage:
        """Return a page of the entries that are due until an instant.

        Entries that are worked on meanwhile leave the list, which does not move the others.
        """
        query: Any = self._client.collection_group("recurring")
        query = query.where(filter=FieldFilter("due_at", "<=", until))
        query = query.order_by("due_at").order_by("__name__").select(["due_at"]).limit(limit)
        if cursor is not None:
            last = self._client.document(cursor.path)
            query = query.start_after({"due_at": cursor.due_at, "__name__": last})
        found = list(query.stream())
        entries = [DueEntry.parse(snapshot.reference.path) for snapshot in found]
        if len(found) < limit:
            return DuePage(entries, None)
        return DuePage(entries, DueCursor(due_at=found[-1].get("due_at"), path=entries[-1].path))
