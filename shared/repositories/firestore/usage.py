"""Usage of Firestore: documents read and written in a context, and their limit."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextvars import ContextVar
from typing import Any, TypeVar

from shared.errors import CommitTooLarge
from shared.models.values.frozen import mutable


@mutable
class Usage:
    """Documents read, written and deleted, as Firestore bills them.

    A read of a missing document counts as one read, as does a query without results; an aggregation
    counts as one read for each 1,000 index entries, and at least one.
    """

    reads: int = 0
    writes: int = 0
    deletes: int = 0


_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_usage: ContextVar[Usage | None] = ContextVar("firestore_usage", default=None)


@contextlib.contextmanager
def counted_usage(usage: Usage | None = None) -> Iterator[Usage]:
    """Count the documents read and written in this context, added to ``usage``."""
    usage = usage or Usage()
    token = _usage.set(usage)
    try:
        yield usage
    finally:
        _usage.reset(token)


def documents_used() -> int:
    """Return the documents read, written and deleted so far in this context; 0 if none counts."""
    usage = _usage.get()
    return usage.reads + usage.writes + usage.deletes if usage else 0


def read_side_by_side(
    read: Callable[[_Item], _Result], items: Sequence[_Item], workers: int
) -> list[_Result]:
    """Call ``read`` with each item in several threads, and return the results in their order.

    Documents that the threads read are counted in the context of the caller.
    """
    if len(items) <= 1:
        return list(map(read, items))
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 (few requests need it)

    def counted(item: _Item) -> tuple[_Result, Usage]:
        with counted_usage() as usage:
            return read(item), usage

    with ThreadPoolExecutor(workers) as pool:
        done = list(pool.map(counted, items))
    if total := _usage.get():
        for _, usage in done:
            total.reads += usage.reads
    return [result for result, _ in done]


class DocumentLimit:
    """Limit of the documents that are read for a commit from now on, and of its writes.

    Reads count in a context that counts them, such as that of every request.
    """

    def __init__(self, batch: Sized, most: int | None) -> None:
        self._batch, self._most = batch, most
        self._used_before = documents_used()

    @property
    def left(self) -> int:
        """Return the number of further documents that do not exceed the limit."""
        return sys.maxsize if self._most is None else max(0, self._most - self._used())

    def check(self) -> None:
        """Check the documents so far.

        Raises:
            CommitTooLarge: There are too many.
        """
        if self._most is not None and self._used() > self._most:
            raise CommitTooLarge.of_documents(self._used(), self._most)

    def _used(self) -> int:
        return documents_used() - self._used_before + len(self._batch)


UNLIMITED = DocumentLimit((), None)


def count_reads(documents: int) -> None:
    """Count documents that were read."""
    if usage := _usage.get():
        usage.reads += documents


def count_writes(writes: Iterable[Any]) -> None:
    """Count the documents of a commit's writes."""
    if usage := _usage.get():
        for write in writes:
            if write.delete:
                usage.deletes += 1
            else:
                usage.writes += 1
