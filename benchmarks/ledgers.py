"""Ledgers to measure on: registered users with a given number of transactions in one month."""

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
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.batch import MAX_BATCH, Batch
from shared.models.people.access import TenantKind, TenantRef
from shared.models.values.dates import Month
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.ledger.batches import apply_batch
from shared.services.ledger.provisioning import provision_ledger
from tests.deploy.staging import Stage, stage
from tests.support.ledgers.people import Person, forget_everything, registered_user

MONTH = Month(2026, 3)
"""The month of all transactions of the large ledgers."""

TENANTS_MONTH = Month(2025, 11)
"""The month of all transactions of the many small ledgers; no other ledger has it."""

PROCESSES = os.cpu_count() or 1
_WORDS = ("rent", "market", "train", "coffee", "salary", "books", "power", "cinema")


@dataclass(frozen=True)
class Sizes:
    """Numbers of things that are measured; the targets are the same for every size."""

    few: int = 100
    some: int = 10_000
    many: int = 100_000
    tenants: int = 800
    tenant_transactions: int = 2
    recurring_tenants: int = 1_000
    bulk_batches: int = 10
    import_rows: int = 5_000
    request_rounds: int = 50
    demos: int = 5
    starts: int = 4
    contended_commits: int = 6_000
    contended_s: float = 4.0


FULL = Sizes()
QUICK = Sizes(
    some=1_000,
    many=3_000,
    tenants=100,
    recurring_tenants=200,
    bulk_batches=2,
    import_rows=2_000,
    request_rounds=10,
    starts=2,
    contended_commits=300,
    contended_s=1.0,
)


@dataclass
class World:
    """State that the measurements share: the staged upload, and ledgers made on demand."""

    sizes: Sizes
    directory: Path
    _ledgers: dict[int, Person] = field(default_factory=dict)

    def ledger(self, transactions: int) -> Person:
        """Return the owner of a ledger with that many transactions in ``MONTH``."""
        if transactions not in self._ledgers:
            person = new_person()
            started = time.perf_counter()
            # By one writer: concurrent commits on a ledger make each other start over.
            record_all(person.store, MONTH, 0, transactions)
            seconds = time.perf_counter() - started
            say(f"recorded {transactions:,} transactions in {seconds:.1f} s")
            self._ledgers[transactions] = person
        return self._ledgers[transactions]

    def empty(self) -> None:
        """Remove everything from Firestore: its emulator gets slower with all that is stored."""
        forget_everything()
        self._ledgers.clear()

    @cached_property
    def stage(self) -> Stage:
        """Return the files of a deployment, and an environment of its requirements alone."""
        say("staging the upload and its requirements")
        return stage(self.directory, compiled=True)


@contextmanager
def open_world(sizes: Sizes) -> Iterator[World]:
    """Yield a world whose files are removed when the block ends."""
    with TemporaryDirectory() as directory:
        yield World(sizes, Path(directory))


def say(line: str) -> None:
    """Print a line of progress to standard error."""
    print(f"benchmarks: {line}", file=sys.stderr, flush=True)


def ensure(holds: object, claim: str) -> None:
    """Raise unless the claim holds, because a wrong result is not worth measuring.

    Raises:
        RuntimeError: The claim does not hold.
    """
    if not holds:
        raise RuntimeError(f"This should hold, and does not: {claim}.")


def _is_there() -> None:
    """Accept that the person exists: none is erased while measuring."""


def new_person() -> Person:
    """Create a registered user with an empty ledger."""
    person = registered_user()
    provision_ledger(person.store, datetime.now(UTC), _is_there)
    return person


def drafts(ledger: Ledger, month: Month, start: int, stop: int) -> Iterator[TransactionDraft]:
    """Yield transactions number ``start`` to ``stop`` (exclusive) of a month, always the same.

    They take all categories and days in turns; each fiftieth is a refund.
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
    """Record transactions number ``start`` to ``stop`` (exclusive) in batches."""
    rows = drafts(store.tenant.get().ledger, month, start, stop)
    while batch := tuple(islice(rows, MAX_BATCH)):
        apply_batch(store, operation_of(store.ref), Batch(create=batch))


def make_tenants(ids: Sequence[str], month: Month, transactions: int) -> None:
    """Provision a ledger for each user id, with that many transactions in the month."""
    for uid in ids:
        store = store_of(TenantRef(TenantKind.USER, uid))
        make_empty_ledger(store)
        record_all(store, month, 0, transactions)


def make_empty_ledger(store: TenantStore) -> None:
    """Provision a ledger."""
    provision_ledger(store, datetime.now(UTC), _is_there)


def store_of(ref: TenantRef) -> TenantStore:
    """Return the store of one tenant."""
    return TenantStore(connections.firestore_client(), ref)


def run_parallel(function: Any, *arguments: Sequence[Any]) -> None:
    """Call ``function`` in several processes, once for each position of the sequences."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        list(pool.map(function, *arguments))


def operation_of(ref: TenantRef) -> Operation:
    """Return an operation of the owner of a ledger."""
    return Operation.of_request(
        actor=ref.id, at=datetime.now(UTC), key=None, request_hash="", cause=Cause.API
    )
