"""Access modes of repositories: the state that they read, and the batch that they write into."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from google.cloud import firestore

from shared.repositories.firestore.requests import FastWriteBatch


class WriteOutsideCommit(Exception):
    """A store that is not bound to a commit was to write."""


class Access:
    """Access of repositories to the present state, for reading only."""

    @property
    def reading(self) -> dict[str, Any]:
        """Return the library's keyword arguments for the time of reading."""
        return {}

    @property
    def batch(self) -> FastWriteBatch:
        """Return the batch that collects the writes.

        Raises:
            WriteOutsideCommit: The access is for reading only.
        """
        raise WriteOutsideCommit


class CommitAccess(Access):
    """Access to the present state, with writes into the batch of one commit."""

    def __init__(self, batch: FastWriteBatch) -> None:
        self._batch = batch

    @property
    def batch(self) -> FastWriteBatch:
        """Return the batch that collects the writes."""
        return self._batch


class SnapshotAccess(Access):
    """Access to the state at one instant, in a transaction, which must be short."""

    def __init__(self, transaction: firestore.Transaction) -> None:
        self._transaction = transaction

    @property
    def reading(self) -> dict[str, Any]:
        """Return the library's keyword arguments for the time of reading."""
        return {"transaction": self._transaction}


class TransactionAccess(SnapshotAccess):
    """Access in a transaction that locks what it reads, with writes into its commit."""

    def __init__(self, transaction: firestore.Transaction, batch: FastWriteBatch) -> None:
        super().__init__(transaction)
        self._batch = batch

    @property
    def batch(self) -> FastWriteBatch:
        """Return the batch that collects the writes."""
        return self._batch


class PastAccess(Access):
    """Access to the state at a past instant, for up to an hour."""

    def __init__(self, read_time: datetime) -> None:
        self._read_time = read_time

    @property
    def reading(self) -> dict[str, Any]:
        """Return the library's keyword arguments for the time of reading."""
        return {"read_time": self._read_time}


DIRECT = Access()
"""Reads the present state, and writes nothing."""
