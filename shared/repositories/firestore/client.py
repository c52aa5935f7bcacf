"""Firestore client: counts documents, limits retries, and translates errors.

Documents are counted (``usage.py``) at the API below the client library, so that every read and
write of a repository is counted.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

import grpc
from google.api_core import exceptions, gapic_v1, retry
from google.cloud import firestore
from google.cloud.firestore_v1.aggregation import AggregationQuery
from google.cloud.firestore_v1.base_client import _GRPC_MSG_SIZE_OPTIONS
from grpc.experimental import ChannelOptions

from shared.errors import Unavailable
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.known_calendars import KnownCalendars
from shared.repositories.firestore.known_rates import KnownRates
from shared.repositories.firestore.requests import FastWriteBatch
from shared.repositories.firestore.responses import GetAnswer, QueryAnswer
from shared.repositories.firestore.usage import count_reads, count_writes

_CHANNEL_OPTIONS = ((ChannelOptions.SingleThreadedUnaryStream, 1),)
"""Responses are read in the thread that asked for them: a second thread for each read or query took
a third to a half of its CPU time."""

_GET_TIMEOUT_S = 15.0
_COMMIT_TIMEOUT_S = 30.0
"""Also of all other calls. Functions are stopped after 60 seconds; until then a Firestore that
accepts calls and does not answer must have been noticed."""

_QUERY_TIMEOUT_S = 30.0
LONG_QUERY_TIMEOUT_S = 300.0
"""Of a query that reads a large part of a ledger; its consumer's time counts, too."""
_RETRY_FOR_S = 4.0

SUM_ALIAS = "sum"
"""Name of the sum in the result of an aggregation; the others are counts of index entries."""

_RETRY = retry.Retry(
    predicate=retry.if_exception_type(exceptions.ServiceUnavailable),
    initial=0.1,
    maximum=1.0,
    timeout=_RETRY_FOR_S,
)
_TOO_LARGE = re.compile(r"too (big|large)|larger than|exceeds", re.IGNORECASE)
_UNAVAILABLE = (
    exceptions.ServiceUnavailable,
    exceptions.DeadlineExceeded,
    exceptions.ResourceExhausted,
    exceptions.RetryError,
    exceptions.InternalServerError,
)


class CallObserver(Protocol):
    """Observer of every call of a client to Firestore.

    An exception that it raises fails the call, before or after it was made.
    """

    def before(self, method: str, request: Any, /) -> None:
        """Observe a request before it is sent."""

    def after(self, method: str, request: Any, /) -> None:
        """Observe a request after its response has arrived."""


_Observer = TypeVar("_Observer", bound=CallObserver)


class FirestoreClient(firestore.Client):
    """A Firestore client that counts documents and raises ``Unavailable`` within seconds."""

    _metered_api: _MeteredApi | None = None

    def __init__(self, project: str | None = None) -> None:
        super().__init__(project)
        self._observers: list[CallObserver] = []
        self.known_calendars = KnownCalendars()
        self.known_rates = KnownRates()

    @contextlib.contextmanager
    def observed_by(self, observer: _Observer) -> Iterator[_Observer]:
        """Add an observer of every call of this client, until the context ends."""
        self._observers.append(observer)
        try:
            yield observer
        finally:
            self._observers.remove(observer)

    def batch(self) -> FastWriteBatch:
        """Return an empty batch of writes."""
        return FastWriteBatch(self)

    def get_all(
        self,
        references: Any,
        field_paths: Iterable[str] | None = None,
        transaction: Any = None,
        retry: Any = gapic_v1.method.DEFAULT,
        timeout: float | None = None,
        *,
        read_time: datetime | None = None,
    ) -> Generator[firestore.DocumentSnapshot[firestore.DocumentReference], Any, None]:
        """Yield documents as the library does, without its decoding and its copies of them."""
        request, known, options = self._prep_get_all(
            references, field_paths, transaction, retry, timeout, read_time
        )
        answers = self._firestore_api.batch_get_documents(
            request=request, metadata=self._rpc_metadata, **options
        )
        return (answer.to_snapshot(known, self) for answer in answers)

    @property
    def _firestore_api(self) -> Any:
        if self._metered_api is None:
            self._metered_api = _MeteredApi(super()._firestore_api, self._observers)
        return self._metered_api

    def _firestore_api_helper(self, transport: Any, client_class: Any, client_module: Any) -> Any:
        """Return the API over a channel with the options of ``_CHANNEL_OPTIONS``."""

        class Transport(transport):  # type: ignore[misc] # The library leaves it untyped.
            @classmethod
            def create_channel(cls, host: str, *, options: Any, **others: Any) -> grpc.Channel:
                options = [*options, *_CHANNEL_OPTIONS]
                return super().create_channel(host, options=options, **others)

        return super()._firestore_api_helper(Transport, client_class, client_module)

    def _emulator_channel(self, _transport: Any) -> grpc.Channel:
        """Return a channel that reconnects to a restarted emulator in a second, not two minutes."""
        options = [("grpc.max_reconnect_backoff_ms", 1000), *_GRPC_MSG_SIZE_OPTIONS]
        return grpc.insecure_channel(self._emulator_host, options=[*options, *_CHANNEL_OPTIONS])


class _MeteredApi:
    """The API below the client library, with usage counted and errors translated."""

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
        # A commit whose response was lost may have succeeded. The transport must not repeat it;
        # commit_once does, because its work detects an earlier success.
        response = self._call("commit", request, {**options, "retry": None})
        count_writes(request["writes"])
        return response

    def batch_write(self, request: Any, **options: Any) -> Any:
        response = self._call("batch_write", request, options)
        count_writes(request["writes"])
        return response

    def list_documents(self, request: Any, **options: Any) -> Any:
        return self._call("list_documents", request, options)

    def list_collection_ids(self, request: Any, **options: Any) -> Any:
        return self._call("list_collection_ids", request, options)

    def batch_get_documents(self, request: Any, **options: Any) -> Iterator[Any]:
        for answer in map(GetAnswer, self._stream("batch_get_documents", request, options)):
            if answer.is_of_document:
                count_reads(1)
            yield answer

    def run_query(self, request: Any, **options: Any) -> Iterator[Any]:
        found = 0
        for answer in map(QueryAnswer, self._stream("run_query", request, options)):
            if answer.is_of_document:
                found += 1
                count_reads(1)
            yield answer
        if found == 0:
            count_reads(1)

    def run_aggregation_query(self, request: Any, **options: Any) -> Iterator[Any]:
        for response in self._stream("run_aggregation_query", request, options):
            fields = response.result.aggregate_fields
            counts = [fields[name].integer_value for name in fields if name != SUM_ALIAS]
            count_reads(max(1, -(-max(counts, default=0) // 1000)))
            yield response

    def _call(self, method: str, request: Any, options: dict[str, Any]) -> Any:
        options = {"retry": _RETRY, "timeout": _COMMIT_TIMEOUT_S, **options}
        with _translated_errors():
            for observer in self._observers:
                observer.before(method, request)
            response = getattr(self._api, method)(request=request, **options)
            for observer in self._observers:
                observer.after(method, request)
            return response

    def _stream(self, method: str, request: Any, options: dict[str, Any]) -> Iterable[Any]:
        is_get = method == "batch_get_documents"
        timeout_s = _GET_TIMEOUT_S if is_get else _QUERY_TIMEOUT_S
        options = {"retry": _RETRY, "timeout": timeout_s, **options}
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
        if is_too_large(error):
            raise
        raise Unavailable from error


def is_too_large(error: Exception) -> bool:
    """Return whether Firestore refuses a request for its size, and so always will.

    Firestore or the channel does so with messages such as “Transaction too big” and “Sent message
    larger than max”. An exhausted quota, which has the same status, is over some time later.
    """
    is_refusal = isinstance(error, exceptions.InvalidArgument | exceptions.ResourceExhausted)
    return is_refusal and _TOO_LARGE.search(str(error)) is not None


def fields_of(snapshot: firestore.DocumentSnapshot[Any]) -> dict[str, Any]:
    """Return the fields of a document, for reading only; none if the document does not exist.

    ``to_dict`` copies them deeply at each call, which took a tenth of a report's time.
    """
    return snapshot._data or {}  # noqa: SLF001 (see above)


def read_existing(
    references: Iterable[firestore.DocumentReference], access: Access, **options: Any
) -> list[firestore.DocumentSnapshot[Any]]:
    """Read documents in one call, and return those that exist, in any order."""
    wanted = list(references)
    if not wanted:
        return []
    client = wanted[0]._client  # noqa: SLF001 (the library has no public form)
    return [one for one in client.get_all(wanted, **options, **access.reading) if one.exists]


def count_documents(query: Any, access: Access | None = None) -> int:
    """Count the documents of a collection or query, in the transaction of ``access`` if given."""
    if isinstance(query, firestore.CollectionReference):
        query = query.select([])
    reading = {} if access is None else access.reading
    [[total]] = AggregationQuery(query).count().stream(**reading)
    return int(total.value)


PAGE_SIZE = 300
"""Number of documents that ``stream_by_name`` holds at a time."""


def stream_by_name(
    query: Any, access: Access, *, after: firestore.DocumentReference | None = None
) -> Iterator[firestore.DocumentSnapshot[Any]]:
    """Yield every document of a collection or query, ordered by name, in constant memory.

    Starts behind the document ``after``. The documents are read a page at a time, so that a slow
    consumer does not keep a call open.
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
