"""Documents read and written per report and per operation, counted by the Firestore client."""

from __future__ import annotations

import contextlib
import io
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.ledgers import MONTH, World, drafts, ensure, new_person
from benchmarks.table import Row
from shared.models.ledger.transactions.batch import MAX_BATCH
from shared.repositories import connections
from tests.support.ledgers.people import Person, anonymous_user

REPORT = f"/monthlyReport?year={MONTH.year}&month={MONTH.month}"
MAX_REPORT_READS = 3
MAX_DEMO_DOCUMENTS = 522
"""A demo has at most 500 documents; the rate limits of the caller and the address are two more."""

_QUERIES = frozenset({"run_query", "run_aggregation_query"})


@dataclass
class Spent:
    """Cost of one request: documents, calls to Firestore, and reads of transactions.

    ``ledger_reads`` are transactions fetched by id, and queries.
    """

    read: int = 0
    written: int = 0
    calls: int = 0
    ledger_reads: int = 0


@dataclass(frozen=True)
class _CallCounter:
    """Observer of a client that counts every call to Firestore."""

    spent: Spent

    def before(self, method: str, request: Any) -> None:
        """Count a call before it is sent."""
        self.spent.calls += 1
        if method in _QUERIES:
            self.spent.ledger_reads += 1
        elif method == "batch_get_documents":
            names = request["documents"]
            self.spent.ledger_reads += sum("/transactions/" in name for name in names)

    def after(self, method: str, request: Any) -> None:
        """Ignore the response, which adds no cost."""


@dataclass(frozen=True)
class _Target:
    """Maximum cost of an operation; ``ledger_reads`` None is any number."""

    read: int
    written: int
    ledger_reads: int | None = None

    def is_met_by(self, spent: Spent) -> bool:
        """Return whether the cost does not exceed the maximum."""
        return (
            spent.read <= self.read
            and spent.written <= self.written
            and (self.ledger_reads is None or spent.ledger_reads <= self.ledger_reads)
        )

    def __str__(self) -> str:
        limits = f"≤ {self.read} read, ≤ {self.written} written"
        return limits if self.ledger_reads is None else f"{limits}, none of the ledger"


_RECORDING = _Target(read=2, written=4, ledger_reads=0)
"""The transaction, its month, the tenant's document and the change log are written."""

_WITH_PAYEE = _Target(read=2, written=5, ledger_reads=0)
"""As above, and the payee."""

_CHANGING = _Target(read=2, written=4)


def measure_reports(world: World) -> Iterator[Row]:
    """Count the documents read by reports of ledgers of three sizes."""
    for size in (world.sizes.few, world.sizes.some, world.sizes.many):
        spent, report = spend(world.ledger(size), "GET", REPORT)
        ensure(report["transaction_count"] == size, "a report counts every transaction")
        yield Row.at_most(
            f"documents read by a report of {size:,} transactions",
            spent.read,
            MAX_REPORT_READS,
            str,
            note=f"{spent.calls} call",
            calls=spent.calls,
        )


def measure_demos(world: World) -> Iterator[Row]:
    """Time the creation of a demo with samples, the fastest of some, and count its documents."""
    took: list[float] = []
    spent = Spent()
    for _ in range(world.sizes.demos):
        person, started = anonymous_user(), time.perf_counter()
        spent, _session = spend(person, "POST", "/createDemoSession", json={})
        took.append(time.perf_counter() - started)
    yield Row.at_most(
        "documents written by creating a demo with samples", spent.written, MAX_DEMO_DOCUMENTS, str
    )
    yield Row.at_most("time of creating a demo with samples", min(took), 1.0, "{:.2f} s".format)


def measure_operations(_world: World) -> Iterator[Row]:
    """Count the documents read and written by each operation, over HTTP."""
    person = new_person()
    entry = person.entry(date=str(MONTH.first_day))
    spend(person, "POST", "/transactions", json=entry)

    def row(what: str, method: str, path: str, target: _Target, **options: Any) -> tuple[Row, Any]:
        spent, answer = spend(person, method, path, **options)
        return _row(what, spent, target), answer

    key = {"Idempotency-Key": "benchmark"}
    yield row("record a transaction", "POST", "/transactions", _RECORDING, json=entry)[0]
    recorded, transaction = row(
        "… with Idempotency-Key", "POST", "/transactions", _RECORDING, json=entry, headers=key
    )
    yield recorded
    yield row("… retried", "POST", "/transactions", _Target(2, 0, 0), json=entry, headers=key)[0]
    payee = entry | {"payee": "Benchmark"}
    yield row("… with a payee", "POST", "/transactions", _WITH_PAYEE, json=payee)[0]
    path = f"/transactions/{transaction['id']}"
    yield row("change its amount", "PATCH", path, _CHANGING, json={"amount": "7.00"})[0]
    yield row("delete it", "DELETE", path, _CHANGING)[0]
    yield row("restore it", "POST", f"{path}/restore", _CHANGING, json={})[0]
    batch = {"create": _json_rows(person)}
    batch_target = _Target(1, 2 * MAX_BATCH + 2, 0)
    yield row("create a batch of 500", "POST", "/transactions/batch", batch_target, json=batch)[0]
    yield row("list a page of 50", "GET", "/transactions?limit=50", _Target(52, 0))[0]
    category = {"name": "Benchmarks", "type": "EXPENSE"}
    yield row("create a category", "POST", "/categories", _Target(2, 2, 0), json=category)[0]
    yield row("report a month", "GET", REPORT, _Target(MAX_REPORT_READS, 0, 0))[0]


def spend(person: Person, method: str, path: str, **options: Any) -> tuple[Spent, Any]:
    """Send a request, and return its cost and the JSON of its answer.

    The numbers of documents are those in the request log, as the Firestore client counted them.
    """
    spent = Spent()
    counter = _CallCounter(spent)
    log = io.StringIO()
    with connections.firestore_client().observed_by(counter), contextlib.redirect_stdout(log):
        response = person.call(method, path, **options)
    ensure(response.status.startswith("2"), f"{method} {path} succeeds")
    line = json.loads(log.getvalue().splitlines()[-1])
    spent.read, spent.written = line["documents_read"], line["documents_written"]
    return spent, response.get_json(silent=True)


def _row(what: str, spent: Spent, target: _Target) -> Row:
    return Row(
        what,
        f"{spent.read} read, {spent.written} written ({spent.calls} calls)",
        str(target),
        target.is_met_by(spent),
        {"read": spent.read, "written": spent.written, "calls": spent.calls},
    )


def _json_rows(person: Person) -> list[dict[str, Any]]:
    ledger = person.store.tenant.get().ledger
    return [draft.model_dump(mode="json") for draft in drafts(ledger, MONTH, 0, MAX_BATCH)]
