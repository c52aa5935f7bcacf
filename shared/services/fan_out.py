"""Work on very many ledgers: batches of them in messages, each of which is worked on in parallel.

A page of what is found is published in batches, and if it is full, one more message has the cursor
of the next page, which its receiver publishes. So no run holds more than a page, and none takes
long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from pydantic import BaseModel

from shared.errors import FinanceFlowError
from shared.repositories.messages import MessagePublisher

_T = TypeVar("_T")


class BatchIncomplete(FinanceFlowError):
    """Work on some ledgers of a batch has failed; the same batch again does the rest."""

    code = "unavailable"

    def __init__(self, failures: dict[str, str]) -> None:
        super().__init__(f"Work on {len(failures)} ledgers of a batch has failed.")
        self.failures = failures


def in_batches(items: Sequence[_T], size: int) -> Iterator[tuple[_T, ...]]:
    """Yield the items in batches of at most that size."""
    for start in range(0, len(items), size):
        yield tuple(items[start : start + size])


def publish_messages(publisher: MessagePublisher, messages: Iterable[BaseModel]) -> None:
    """Publish the messages as JSON, at most 1,000.

    Raises:
        Unavailable: Pub/Sub does not accept them.
    """
    publisher.publish_all(message.model_dump_json().encode() for message in messages)


def work_on_each(paths: Iterable[str], work: Callable[[str], None], workers: int) -> None:
    """Call ``work`` with each path, ``workers`` at a time; a failure does not stop the others.

    Raises:
        BatchIncomplete: It has failed for some; it has the type of each failure.
    """
    failures: dict[str, str] = {}

    def attempt(path: str) -> None:
        try:
            work(path)
        except Exception as error:  # noqa: BLE001 (the failure of one ledger must not stop the others)
            failures[path] = type(error).__name__

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(attempt, paths))
    if failures:
        raise BatchIncomplete(failures)
