"""Rows per second of creation by batches."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from statistics import median

from benchmarks.cpu import Taken, timed
from benchmarks.ledgers import MONTH, World, drafts, ensure, new_person
from benchmarks.table import Row
from shared.models.ledger.transactions.batch import MAX_BATCH


def measure(world: World) -> Iterator[Row]:
    """Create batch after batch over HTTP, by one client."""
    person = new_person()
    rows = [
        draft.model_dump(mode="json")
        for draft in drafts(person.store.tenant.get().ledger, MONTH, 0, MAX_BATCH)
    ]
    person.post("/transactions/batch", {"create": rows})
    batches: list[Taken] = []
    for _ in range(world.sizes.bulk_batches):
        with timed() as taken:
            response = person.post("/transactions/batch", {"create": rows})
        ensure(response.status_code == HTTPStatus.OK, "a batch is created")
        batches.append(taken)
    rate = MAX_BATCH / median(batch.wall_s for batch in batches)
    cpu_s_per_row = median(batch.cpu_s for batch in batches) / MAX_BATCH
    yield Row(
        f"rows created by batches of {MAX_BATCH}, one client",
        f"{rate:,.0f} rows/s ({cpu_s_per_row * 1e6:,.0f} µs CPU per row)",
        numbers={"value": rate, "cpu_s_per_row": cpu_s_per_row},
    )
