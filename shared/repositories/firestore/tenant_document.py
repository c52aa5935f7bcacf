"""A tenant's document in Firestore: read for a commit, and changed by that commit with one write.

The codecs of its parts say what is in it; this module knows none of its fields but the write lease.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from google.cloud import firestore

from shared.repositories.firestore.access import Access
from shared.repositories.firestore.backoff import LeaseHeld
from shared.repositories.firestore.client import fields_of
from shared.repositories.firestore.write_lease import LEASE_FIELD, WriteLease


class TenantNotRead(Exception):
    """A commit would change a ledger without having read its tenant's document."""


class TenantNotWritten(Exception):
    """A commit would change a ledger without a write to its tenant's document."""


class TenantDocument:
    """The document of one tenant, and the changes of it that are to be committed.

    ``ensure_writable`` is given the fields as they were read before they are changed, and raises
    what forbids that.
    """

    def __init__(
        self,
        reference: firestore.DocumentReference,
        access: Access,
        lease: WriteLease | None = None,
        ensure_writable: Callable[[Mapping[str, Any]], None] | None = None,
    ) -> None:
        self.reference = reference
        self.fields: Mapping[str, Any] = {}
        self._access = access
        self._lease = lease
        self._ensure_writable = ensure_writable
        self._changed: dict[str, Any] = {}
        self._read_version: Any = None
        self._read_at: Any = None
        self._written_at: Any = None
        self._holds_lease = False
        self._is_new = False

    def find(self) -> firestore.DocumentSnapshot[Any] | None:
        """Read the document; None where it does not exist."""
        snapshot = self.reference.get(**self._access.reading)
        return snapshot if snapshot.exists else None

    def read(self, snapshot: firestore.DocumentSnapshot[Any]) -> Mapping[str, Any]:
        """Return the fields of a snapshot of the document, as the ones that a commit changes.

        Raises:
            LeaseHeld: It is read for a commit, and another one holds the write lease.
        """
        fields = fields_of(snapshot)
        if self._lease and self._lease.is_held_by_another(fields, snapshot.read_time):
            raise LeaseHeld
        self.fields, self._read_version = fields, snapshot.update_time
        self._read_at, self._written_at = snapshot.read_time, snapshot.update_time
        return fields

    def may_be_written_since(self, instant: datetime) -> bool:
        """Return whether the document, as it was read, was written at that instant or later.

        The lease of this commit does not count. Times of the database are compared without their
        nanoseconds, so a write in the same microsecond may be earlier.

        Raises:
            TenantNotRead: The document was not read before.
        """
        if self._written_at is None:
            raise TenantNotRead
        return bool(self._written_at >= instant)

    def hold_lease(self) -> None:
        """Acquire the write lease for this commit, unless it holds it.

        It may have acquired the lease in an earlier attempt, or after losing several.

        All that was read before still holds. Documents that are read for no commit have no lease.

        Raises:
            TenantNotRead: The document was not read before.
            ConcurrentUpdate: It was written since it was read.
        """
        if self._lease is None or self._holds_lease or self._is_new:
            return
        if self._read_version is None:
            raise TenantNotRead
        if not self._lease.is_held(self.fields, self._read_at):
            self._read_version = self._lease.acquire_at(self._read_version, self._read_at)
        self._holds_lease = True

    def create(self, fields: Mapping[str, Any]) -> None:
        """Write a new document; the commit fails where it exists."""
        self._access.batch.create(self.reference, dict(fields))
        self.fields, self._is_new = fields, True

    def put(self, value: object, *path: str) -> None:
        """Write the field at that path."""
        self._changed[firestore.Client.field_path(*path)] = value

    def remove(self, *path: str) -> None:
        """Remove the field at that path."""
        self.put(firestore.DELETE_FIELD, *path)

    def ensure_writable(self) -> None:
        """Check the fields as they were read; raises what the callback raises."""
        if self._ensure_writable is not None:
            self._ensure_writable(self.fields)

    def bypass_write_check(self) -> None:
        """Commit the changes whatever ``ensure_writable`` says of the fields as they were read."""
        self._ensure_writable = None

    def flush(self) -> None:
        """Add one write of all changes to the batch; a write lease ends with it.

        The commit fails where the document has changed since it was read here. Every commit to a
        ledger writes its document, so all that was read after it still holds.

        Raises:
            TenantNotRead, TenantNotWritten: The batch was filled without regard to that rule.
        """
        has_lease = LEASE_FIELD in self.fields or self._holds_lease
        if self._lease is not None:
            self._lease.ends_with_commit = has_lease and bool(self._changed)
        if has_lease and self._changed:
            self.remove(LEASE_FIELD)
        if self._is_new:
            if self._changed:
                self._access.batch.update(self.reference, self._changed)
        elif self._changed or len(self._access.batch):
            if self._read_version is None:
                raise TenantNotRead
            if not self._changed:
                raise TenantNotWritten
            self.ensure_writable()
            unchanged = firestore.LastUpdateOption(self._read_version)
            self._access.batch.update(self.reference, self._changed, option=unchanged)
