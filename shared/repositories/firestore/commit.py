"""Commits with preconditions, and reads of one instant, repeated until they succeed."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import TypeVar

from google.api_core import exceptions
from google.cloud import firestore

from shared.errors import CommitTooLarge, Unavailable
from shared.repositories.firestore.access import Access, SnapshotAccess, TransactionAccess
from shared.repositories.firestore.backoff import Backoff, ConcurrentUpdate
from shared.repositories.firestore.client import FirestoreClient, is_too_large
from shared.repositories.firestore.requests import FastWriteBatch

_T = TypeVar("_T")

MAX_COMMIT_BYTES = 8 * 2**20
"""The largest commit, of its encoded writes. Firestore takes requests of up to 10 MiB:
https://firebase.google.com/docs/firestore/quotas."""


def commit_once(
    client: FirestoreClient,
    work: Callable[[FastWriteBatch], _T],
    acquire_lease: Callable[[], None],
) -> _T:
    """Run ``work``, which fills a batch, and commit it; repeat if concurrent commits came first.

    There is no lock: the batch has preconditions that the documents read by ``work`` are unchanged,
    and that those it creates are missing; otherwise the commit fails. A commit whose response was
    lost is repeated, too, so ``work`` must create a document by which a second run recognises the
    first one. If other commits keep coming before a slow one, the callback acquires the write
    lease, which makes them wait.

    Raises:
        Unavailable: Firestore does not answer, or other commits came first for 20 seconds.
        CommitTooLarge: The batch is larger than Firestore accepts; nothing was written.
    """
    backoff = Backoff()
    while True:
        backoff.begin_attempt()
        batch = client.batch()
        try:
            result = work(batch)
            if len(batch):
                commit_batch(batch)
        except (exceptions.Aborted, ConcurrentUpdate, Unavailable) as error:
            retry = backoff.retry_after(error)
        else:
            return result
        if retry.needs_lease:
            acquire_lease()
        else:
            time.sleep(retry.pause_s)


def commit_batch(batch: FastWriteBatch) -> None:
    """Commit a batch.

    Raises:
        CommitTooLarge: It is larger than Firestore accepts, maybe by its index entries alone, which
            are not known before.
        ConcurrentUpdate: One of its preconditions does not hold.
        Unavailable: Firestore does not answer; the batch may have been committed.
    """
    if batch.size_bytes > MAX_COMMIT_BYTES:
        raise CommitTooLarge.of_bytes(batch.size_bytes, MAX_COMMIT_BYTES)
    try:
        batch.commit()
    except (exceptions.InvalidArgument, exceptions.ResourceExhausted) as error:
        if not is_too_large(error):
            raise
        raise CommitTooLarge.of_bytes(batch.size_bytes, MAX_COMMIT_BYTES) from error
    except (
        exceptions.FailedPrecondition,
        exceptions.NotFound,
        exceptions.AlreadyExists,
    ) as error:
        raise ConcurrentUpdate from error


def read_at_one_instant(client: firestore.Client, read: Callable[[Access], _T]) -> _T:
    """Run ``read`` in a read-only transaction, so that it sees the data of one instant.

    Raises:
        Unavailable: Firestore does not answer.
    """
    backoff = Backoff()
    while True:
        backoff.begin_attempt()
        transaction = client.transaction(read_only=True)
        try:
            # The library's own decorator retries neither contention nor a lost answer, and hides
            # the first error of a failed begin; its steps are called instead.
            transaction._begin()  # noqa: SLF001 (see above)
            return read(SnapshotAccess(transaction))
        except (exceptions.Aborted, Unavailable) as error:
            retry = backoff.retry_after(error)
        finally:
            _roll_back(transaction)
        time.sleep(retry.pause_s)


def commit_reading(client: FirestoreClient, work: Callable[[Access], _T]) -> _T:
    """Run ``work`` in a transaction, and commit its writes if all that it read is unchanged.

    Unlike ``commit_once`` it needs no write to a document that it reads. The documents that it
    reads are locked until it ends, so it must be short. A commit whose response was lost is
    repeated, so ``work`` must find what a first run has written.

    Raises:
        Unavailable: Firestore does not answer, or other commits came first for too long.
    """
    backoff = Backoff()
    while True:
        backoff.begin_attempt()
        transaction, batch = client.transaction(), client.batch()
        try:
            transaction._begin()  # noqa: SLF001 (as above)
            result = work(TransactionAccess(transaction, batch))
            if len(batch):
                transaction._add_write_pbs(batch._write_pbs)  # noqa: SLF001 (as above)
                transaction._commit()  # noqa: SLF001 (as above)
        except (exceptions.Aborted, exceptions.AlreadyExists, Unavailable) as error:
            retry = backoff.retry_after(error)
        else:
            return result
        finally:
            _roll_back(transaction)
        time.sleep(retry.pause_s)


def _roll_back(transaction: firestore.Transaction) -> None:
    """Roll the transaction back; if that fails, it expires by itself."""
    if transaction.in_progress:
        with contextlib.suppress(exceptions.GoogleAPICallError, Unavailable):
            transaction._rollback()  # noqa: SLF001 (the library has no public form)
