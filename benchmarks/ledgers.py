"""Ledgers to measure on: registered users with as many transactions in one month as asked for."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from shared.models.history.change import Cause, Operation
from shared.models.ledger.batch import MAX_BATCH, Batch
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transaction import TransactionDraft
from shared.models.people.access import TenantKind, TenantRef
from shared.models.values.dates import Month
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.ledger.provisioning import provision_ledger
from shared.services.ledger.transactions import apply_batch
from tests.deploy.staging import Stage, stage
from tests.support.people import Person, registered_user

MONTH = Month(2026, 3)
"""The month that the large ledgers are filled in."""

TENANTS_MONTH = Month(2025, 11)
"""The month that the many small ledgers are filled in; nobody else has it."""

PROCESSES = os.cpu_count() or 1
_WORDS = ("rent", "market", "train", "coffee", "salary", "books", "power", "cinema")


@dataclass(frozen=True)
class Sizes:
    """How much is measured; the budgets are the same for every size."""

    few: int = 100
    some: int = 10_000
    many: int = 100_000
    tenants: int = 1_000
    tenant_transactions: int = 2
    bulk_batches: int = 10
    import_rows: int = 10_000
    requests: int = 300
    starts: int = 7


FULL = Sizes()
QUICK = Sizes(
    some=1_000, many=3_000, tenants=100, bulk_batches=2, import_rows=2_000, requests=60, starts=3
)


@dataclass
class World:
    """What the measurements share: ledgers, made when first asked for, and the staged upload."""

    sizes: Sizes
    directory: Path
    _ledgers: dict[int, Person] = field(default_factory=dict)

    def ledger(self, transactions: int) -> Person:
        """The owner of a ledger with that many transactions in ``MONTH``."""
        if transactions not in self._ledgers:
            person = new_person()
            started = time.perf_counter()
            # By one writer: a commit makes all others that are under way on the ledger start over.
            record_all(person.store, MONTH, 0, transactions)
            seconds = time.perf_counter() - started
            say(f"recorded {transactions:,} transactions in {seconds:.1f} s")
            self._ledgers[transactions] = person
        return self._ledgers[transactions]

    @cached_property
    def stage(self) -> Stage:
        """The files of a deployment and an environment of its requirements alone."""
        say("staging the upload and its requirements")
        return stage(self.directory)


@contextmanager
def open_world(sizes: Sizes) -> Iterator[World]:
    """A world whose files are gone when the block ends."""
    with TemporaryDirectory() as directory:
        yield World(sizes, Path(directory))


def say(line: str) -> None:
    """Tell the developer how far it is."""
    print(f"benchmarks: {line}", file=sys.stderr, flush=True)


def ensure(holds: object, claim: str) -> None:
    """Stop measuring what is not right.

    Raises:
        RuntimeError: The claim does not hold.
    """
    if not holds:
        raise RuntimeError(f"This should hold, and does not: {claim}.")


def _is_there() -> None:
    """Nobody who is measured is erased meanwhile."""


def new_person() -> Person:
    """A registered user with an empty ledger."""
    person = registered_user()
    provision_ledger(person.store, datetime.now(UTC), _is_there)
    return person


def drafts(ledger: Ledger, month: Month, start: int, stop: int) -> Iterator[TransactionDraft]:
    """The transactions number ``start`` to ``stop`` (exclusive) of a month, always the same.

    They go round all categories and days, with a refund now and then.
    """
    categories = ledger.list_categories()
    days = month.last_day.day
    for number in range(start, stop):
        category = categories[number % len(categories)]
        sign = "-" if number % 50 == 0 else ""
        yield TransactionDraft(
            type=category.type,
            amount=f"{sign}{1 + number % 900}.{number % 100:02}",
            category_id=category.id,
            date=date(month.year, month.month, 1 + number % days),
            description=f"{_WORDS[number % len(_WORDS)]} {number}",
        )


def record_all(store: TenantStore, month: Month, start: int, stop: int) -> None:
    """Record transactions number ``start`` to ``stop`` (exclusive) in batches, by the one door."""
    rows = drafts(store.tenant.get().ledger, month, start, stop)
    while batch := tuple(islice(rows, MAX_BATCH)):
        apply_batch(store, _operation(store.ref), Batch(create=batch))


def make_tenants(ids: Sequence[str], month: Month, transactions: int) -> None:
    """Give each of these users a ledger with that many transactions in the month."""
    for uid in ids:
        store = store_of(TenantRef(TenantKind.USER, uid))
        provision_ledger(store, datetime.now(UTC), _is_there)
        record_all(store, month, 0, transactions)


def store_of(ref: TenantRef) -> TenantStore:
    """The store of one tenant."""
    return TenantStore(connections.firestore_client(), ref)


def run_parallel(function: Any, *arguments: Sequence[Any]) -> None:
    """Call ``function`` in processes of its own, once for each position of the sequences."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        list(pool.map(function, *arguments))


def _operation(ref: TenantRef) -> Operation:
    return Operation.of_request(
        actor=ref.id, at=datetime.now(UTC), key=None, request_hash="", cause=Cause.API
    )
