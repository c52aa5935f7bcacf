"""The Firestore client: counts documents, fails fast, and commits until it is through.

Costs are counted where they arise, at the API below the client library, so that nothing a
repository does can go uncounted.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

import grpc
from google.api_core import exceptions, retry
from google.cloud import firestore
from google.cloud.firestore_v1.base_client import _GRPC_MSG_SIZE_OPTIONS

from shared.errors import Unavailable
from shared.repositories.firestore.known_calendars import KnownCalendars
from shared.repositories.firestore.responses import GetAnswer, QueryAnswer

_T = TypeVar("_T")

_RPC_TIMEOUT_S = 60.0
_STREAM_TIMEOUT_S = 300.0
_RETRY_FOR_S = 4.0
_CONTENTION_RETRY_FOR_S = 20.0
_UNAVAILABLE_RETRY_FOR_S = 4.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.02, 0.5
_LONGEST_PAUSE_IN_CONTENTION_S = 0.04
"""Short, for nothing is locked: a long one would only leave the next commit to others, too."""
_LEASE_AFTER_S = 0.5
"""How long a commit races before it acquires the lease of the next one."""

_RETRY = retry.Retry(
    predicate=retry.if_exception_type(exceptions.ServiceUnavailable),
    initial=0.1,
    maximum=1.0,
    timeout=_RETRY_FOR_S,
)
_UNAVAILABLE = (
    exceptions.ServiceUnavailable,
    exceptions.DeadlineExceeded,
    exceptions.ResourceExhausted,
    exceptions.RetryError,
    exceptions.InternalServerError,
)


@dataclass
class Usage:
    """Documents read, written and deleted, as Firestore bills them.

    A read of a missing document is one read, a query without results too; an aggregation costs
    one read for each 1,000 index entries, at least one.
    """

    reads: int = 0
    writes: int = 0
    deletes: int = 0


_usage: ContextVar[Usage | None] = ContextVar("firestore_usage", default=None)


@contextlib.contextmanager
def counted_usage(usage: Usage | None = None) -> Iterator[Usage]:
    """Count what is read and written in this context, until it ends; on top of ``usage``."""
    usage = usage or Usage()
    token = _usage.set(usage)
    try:
        yield usage
    finally:
        _usage.reset(token)


class CallObserver(Protocol):
    """Sees every call of a client to Firestore.

    An exception that it raises fails the call, before or after it happened.
    """

    def before(self, method: str, request: Any, /) -> None:
        """Called before the request is sent."""

    def after(self, method: str, request: Any, /) -> None:
        """Called when the answer is there."""


_Observer = TypeVar("_Observer", bound=CallObserver)


class FirestoreClient(firestore.Client):
    """A Firestore client that counts its documents and answers ``Unavailable`` in seconds."""

    _metered_api: _MeteredApi | None = None

    def __init__(self, project: str | None = None) -> None:
        super().__init__(project)
        self._observers: list[CallObserver] = []
        self.known_calendars = KnownCalendars()

    @contextlib.contextmanager
    def observed_by(self, observer: _Observer) -> Iterator[_Observer]:
        """Show every call of this client to an observer, until the context ends."""
        self._observers.append(observer)
        try:
            yield observer
        finally:
            self._observers.remove(observer)

    @property
    def _firestore_api(self) -> Any:
        if self._metered_api is None:
            self._metered_api = _MeteredApi(super()._firestore_api, self._observers)
        return self._metered_api

    def _emulator_channel(self, _transport: Any) -> grpc.Channel:
        """A channel that finds a restarted emulator again within a second, not two minutes."""
        options = [("grpc.max_reconnect_backoff_ms", 1000), *_GRPC_MSG_SIZE_OPTIONS]
        return grpc.insecure_channel(self._emulator_host, options=options)


class _MeteredApi:
    """The Firestore API as the library calls it, with usage counted and errors translated."""

    def __init__(self, api: Any, observers: Sequence[CallObserver]) -> None:
        self._api = api
        self._observers = observers

    def __getattr__(self, name: str) -> Any:
        return getattr(self._api, name)

    def begin_transaction(self, request: Any, **options: Any) -> Any:
        return self._call("begin_transaction", request, options)

    def rollback(self, request: Any, **options: Any) -> Any:
        return self._call("rollback", request, options)

    def commit(self, request: Any, **options: Any) -> Any:
        # A commit whose answer is lost may have happened: it is repeated by commit_once,
        # which knows how to find out, and not blindly by the transport.
        response = self._call("commit", request, {**options, "retry": None})
        _count_writes(request["writes"])
        return response

    def batch_write(self, request: Any, **options: Any) -> Any:
        response = self._call("batch_write", request, options)
        _count_writes(request["writes"])
        return response

    def list_documents(self, request: Any, **options: Any) -> Any:
        return self._call("list_documents", request, options)

    def list_collection_ids(self, request: Any, **options: Any) -> Any:
        return self._call("list_collection_ids", request, options)

    def batch_get_documents(self, request: Any, **options: Any) -> Iterator[Any]:
        for answer in map(GetAnswer, self._stream("batch_get_documents", request, options)):
            if answer.is_of_document:
                _count_reads(1)
            yield answer

    def run_query(self, request: Any, **options: Any) -> Iterator[Any]:
        found = 0
        for answer in map(QueryAnswer, self._stream("run_query", request, options)):
            if answer.is_of_document:
                found += 1
                _count_reads(1)
            yield answer
        if found == 0:
            _count_reads(1)

    def run_aggregation_query(self, request: Any, **options: Any) -> Iterator[Any]:
        for response in self._stream("run_aggregation_query", request, options):
            counts = [v.integer_value for v in response.result.aggregate_fields.values()]
            _count_reads(max(1, -(-max(counts, default=0) // 1000)))
            yield response

    def _call(self, method: str, request: Any, options: dict[str, Any]) -> Any:
        options = {"retry": _RETRY, "timeout": _RPC_TIMEOUT_S, **options}
        with _translated_errors():
            for observer in self._observers:
                observer.before(method, request)
            response = getattr(self._api, method)(request=request, **options)
            for observer in self._observers:
                observer.after(method, request)
            return response

    def _stream(self, method: str, request: Any, options: dict[str, Any]) -> Iterable[Any]:
        options = {"retry": _RETRY, "timeout": _STREAM_TIMEOUT_S, **options}
        with _translated_errors():
            for observer in self._observers:
                observer.before(method, request)
            yield from getattr(self._api, method)(request=request, **options)
            for observer in self._observers:
                observer.after(method, request)


@contextlib.contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except _UNAVAILABLE as error:
        raise Unavailable from error


def _count_reads(documents: int) -> None:
    if usage := _usage.get():
        usage.reads += documents


def _count_writes(writes: Iterable[Any]) -> None:
    if usage := _usage.get():
        for write in writes:
            if write.delete:
                usage.deletes += 1
            else:
                usage.writes += 1


def fields_of(snapshot: firestore.DocumentSnapshot[Any]) -> dict[str, Any]:
    """The fields of a document, to be read and not changed; none where it does not exist.

    ``to_dict`` makes a deep copy for each reader, which took a tenth of a report's time.
    """
    return snapshot._data or {}  # noqa: SLF001 (see above)


class Access:
    """How repositories read and write: at one instant, or into a batch that is committed at once.

    Neither ``snapshot`` nor ``instant`` reads what is there now. A snapshot is a transaction, and
    short; an instant that has passed can be read for an hour, but only by what asks ``reading``.
    """

    def __init__(
        self,
        batch: firestore.WriteBatch | None = None,
        snapshot: firestore.Transaction | None = None,
        instant: datetime | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._instant = instant
        self._batch = batch

    @property
    def snapshot(self) -> firestore.Transaction | None:
        """The transaction to read in."""
        assert self._instant is None, "this cannot be read as it was at an instant"  # noqa: S101
        return self._snapshot

    @property
    def reading(self) -> dict[str, Any]:
        """How the library is told when to read."""
        if self._instant is not None:
            return {"read_time": self._instant}
        return {"transaction": self._snapshot}

    @property
    def batch(self) -> firestore.WriteBatch:
        """What is written is collected here."""
        assert self._batch is not None, "what is only read cannot be written"  # noqa: S101
        return self._batch


DIRECT = Access()
"""Reads what is there now, and writes nothing."""


PAGE_SIZE = 300
"""Documents that ``stream_by_name`` reads, and holds, at a time."""


def stream_by_name(
    query: Any, access: Access, *, after: firestore.DocumentReference | None = None
) -> Iterator[firestore.DocumentSnapshot[Any]]:
    """Every document of a collection, or of a query, by its name, in constant memory.

    ``after`` is the name to begin behind. They are read a page at a time, so that whoever takes
    their time keeps no call waiting.
    """
    query = query.order_by("__name__").limit(PAGE_SIZE)
    if after is not None:
        query = query.start_after({"__name__": after})
    while True:
        page = list(query.stream(**access.reading))
        yield from page
        if len(page) < PAGE_SIZE:
            return
        query = query.start_after({"__name__": page[-1].reference})


def commit_once(
    client: firestore.Client,
    work: Callable[[firestore.WriteBatch], _T],
    acquire_lease: Callable[[], None],
) -> _T:
    """Run ``work``, which fills a batch, and commit it; run it again where others were faster.

    There is no lock: the batch names what must not have changed since ``work`` read it, and the
    commit fails where it has, or where what it creates is there. A commit whose answer was lost is
    also run again, so ``work`` must create something under an id of its own that tells a second
    run that the first one happened. Where others keep being faster, ``acquire_lease`` is called,
    which makes them wait.

    Raises:
        Unavailable: Firestore does not answer, or others were faster for 20 seconds.
    """
    patience = _Patience()
    while True:
        batch = client.batch()
        try:
            result = work(batch)
            if len(batch):
                _commit(batch)
        except (exceptions.Aborted, ConcurrentUpdate, Unavailable) as error:
            patience.wait(error)
            if patience.waited_s > _LEASE_AFTER_S:
                acquire_lease()
        else:
            return result


class ConcurrentUpdate(Exception):
    """Another commit has changed what was read, has deleted it, or holds the write lease."""


def _commit(batch: firestore.WriteBatch) -> None:
    try:
        batch.commit()
    except (
        exceptions.FailedPrecondition,
        exceptions.NotFound,
        exceptions.AlreadyExists,
    ) as error:
        raise ConcurrentUpdate from error


def read_at_one_instant(client: firestore.Client, read: Callable[[Access], _T]) -> _T:
    """Run ``read`` on what there is at one instant, in a read-only transaction.

    Raises:
        Unavailable: Firestore does not answer.
    """
    patience = _Patience()
    while True:
        transaction = client.transaction(read_only=True)
        try:
            # The library's own decorator retries neither contention nor a lost answer, and hides
            # the first error of a failed begin; its steps are called instead.
            transaction._begin()  # noqa: SLF001 (see above)
            return read(Access(snapshot=transaction))
        except (exceptions.Aborted, Unavailable) as error:
            patience.wait(error)
        finally:
            _roll_back(transaction)


class _Patience:
    """How long a commit or a read is tried again, with growing pauses of random length between."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._pause_s = _FIRST_PAUSE_S

    @property
    def waited_s(self) -> float:
        """How long ago the first try was."""
        return time.monotonic() - self._started

    def wait(self, error: Exception) -> None:
        """Pause before the next try.

        Raises:
            Unavailable: It has been tried long enough.
        """
        is_down = isinstance(error, Unavailable)
        limit_s = _UNAVAILABLE_RETRY_FOR_S if is_down else _CONTENTION_RETRY_FOR_S
        if self.waited_s > limit_s:
            raise Unavailable from error
        time.sleep(self._pause_s * random.uniform(0.5, 1.5))  # noqa: S311 (jitter, no secret)
        longest_s = _LONGEST_PAUSE_S if is_down else _LONGEST_PAUSE_IN_CONTENTION_S
        self._pause_s = min(2 * self._pause_s, longest_s)


def _roll_back(transaction: firestore.Transaction) -> None:
    """End the transaction; where that fails it ends by itself."""
    if transaction.in_progress:
        with contextlib.suppress(exceptions.GoogleAPICallError, Unavailable):
            transaction._rollback()  # noqa: SLF001 (the library has no public form)
