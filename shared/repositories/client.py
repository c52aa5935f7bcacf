"""The Firestore client: counts documents, fails fast, and runs transactions until they are through.

Costs are counted where they arise, at the API below the client library, so that nothing a
repository does can go uncounted.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

import grpc
from google.api_core import exceptions, retry
from google.cloud import firestore
from google.cloud.firestore_v1.base_client import _GRPC_MSG_SIZE_OPTIONS

from shared.errors import Unavailable

_T = TypeVar("_T")

_RPC_TIMEOUT_S = 60.0
_STREAM_TIMEOUT_S = 300.0
_RETRY_FOR_S = 4.0
_TRANSACTION_RETRY_FOR_S = 20.0
_UNAVAILABLE_RETRY_FOR_S = 4.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.02, 0.5

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
def counted_usage() -> Iterator[Usage]:
    """Count what is read and written in this context, until it ends."""
    usage = Usage()
    token = _usage.set(usage)
    try:
        yield usage
    finally:
        _usage.reset(token)


class RpcHook(Protocol):
    """Sees every call to Firestore; what it raises fails the call, before or after it happened."""

    def before(self, method: str, request: Any, /) -> None:
        """Called before the request is sent."""

    def after(self, method: str, request: Any, /) -> None:
        """Called when the answer is there."""


class FirestoreClient(firestore.Client):
    """A Firestore client that counts its documents and answers ``Unavailable`` in seconds."""

    hooks: ClassVar[list[RpcHook]] = []

    _metered_api: _MeteredApi | None = None

    @property
    def _firestore_api(self) -> Any:
        if self._metered_api is None:
            self._metered_api = _MeteredApi(super()._firestore_api, self.hooks)
        return self._metered_api

    def _emulator_channel(self, _transport: Any) -> grpc.Channel:
        """A channel that finds a restarted emulator again within a second, not two minutes."""
        options = [("grpc.max_reconnect_backoff_ms", 1000), *_GRPC_MSG_SIZE_OPTIONS]
        return grpc.insecure_channel(self._emulator_host, options=options)


class _MeteredApi:
    """The Firestore API as the library calls it, with usage counted and errors translated."""

    def __init__(self, api: Any, hooks: list[RpcHook]) -> None:
        self._api = api
        self._hooks = hooks

    def __getattr__(self, name: str) -> Any:
        return getattr(self._api, name)

    def begin_transaction(self, request: Any, **options: Any) -> Any:
        return self._call("begin_transaction", request, options)

    def rollback(self, request: Any, **options: Any) -> Any:
        return self._call("rollback", request, options)

    def commit(self, request: Any, **options: Any) -> Any:
        # A commit whose answer is lost may have happened: it is repeated by run_transaction,
        # which knows how to find out, and not blindly by the transport.
        response = self._call("commit", request, {**options, "retry": None})
        _count_writes(request["writes"])
        return response

    def batch_write(self, request: Any, **options: Any) -> Any:
        response = self._call("batch_write", request, options)
        _count_writes(request["writes"])
        return response

    def list_collection_ids(self, request: Any, **options: Any) -> Any:
        return self._call("list_collection_ids", request, options)

    def batch_get_documents(self, request: Any, **options: Any) -> Iterator[Any]:
        for response in self._stream("batch_get_documents", request, options):
            if response.found or response.missing:
                _count_reads(1)
            yield response

    def run_query(self, request: Any, **options: Any) -> Iterator[Any]:
        found = 0
        for response in self._stream("run_query", request, options):
            if response.document:
                found += 1
                _count_reads(1)
            yield response
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
            for hook in self._hooks:
                hook.before(method, request)
            response = getattr(self._api, method)(request=request, **options)
            for hook in self._hooks:
                hook.after(method, request)
            return response

    def _stream(self, method: str, request: Any, options: dict[str, Any]) -> Iterable[Any]:
        options = {"retry": _RETRY, "timeout": _STREAM_TIMEOUT_S, **options}
        with _translated_errors():
            for hook in self._hooks:
                hook.before(method, request)
            yield from getattr(self._api, method)(request=request, **options)
            for hook in self._hooks:
                hook.after(method, request)


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


def run_transaction(
    client: firestore.Client,
    work: Callable[[firestore.Transaction], _T],
    *,
    read_only: bool = False,
) -> _T:
    """Run ``work`` in a Firestore transaction and commit it; run it again when others were faster.

    ``work`` reads first and writes afterwards, and may run several times. A commit whose answer was
    lost is also run again, so ``work`` must create something under an id of its own that tells
    a second run that the first one happened.

    Raises:
        Unavailable: Firestore does not answer, or others were faster for 20 seconds.
    """
    patience = _Patience()
    retry_id: bytes | None = None
    while True:
        transaction = client.transaction(read_only=read_only)
        try:
            # The library's own decorator retries neither contention met while reading nor a lost
            # answer, and hides the first error of a failed begin; its steps are called instead.
            transaction._begin(None if read_only else retry_id)  # noqa: SLF001 (see above)
            retry_id = transaction.id
            result = work(transaction)
            transaction._commit()  # noqa: SLF001 (see above)
        except (exceptions.Aborted, Unavailable) as error:
            _roll_back(transaction)
            patience.wait(error)
        except BaseException:
            _roll_back(transaction)
            raise
        else:
            return result


class _Patience:
    """How long a transaction is tried again, with growing pauses of random length between."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._pause_s = _FIRST_PAUSE_S

    def wait(self, error: exceptions.Aborted | Unavailable) -> None:
        """Pause before the next try.

        Raises:
            Unavailable: It has been tried long enough.
        """
        is_down = isinstance(error, Unavailable)
        limit_s = _UNAVAILABLE_RETRY_FOR_S if is_down else _TRANSACTION_RETRY_FOR_S
        if time.monotonic() - self._started > limit_s:
            raise Unavailable from error
        time.sleep(self._pause_s * random.uniform(0.5, 1.5))  # noqa: S311 (jitter, no secret)
        self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)


def _roll_back(transaction: firestore.Transaction) -> None:
    """Release the transaction's locks; where that fails they end by themselves."""
    if transaction.in_progress:
        with contextlib.suppress(exceptions.GoogleAPICallError, Unavailable):
            transaction._rollback()  # noqa: SLF001 (the library has no public form)
