"""How many rows a second go in by batches."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http import HTTPStatus

from benchmarks.ledgers import MONTH, World, drafts, ensure, new_person
from benchmarks.table import Row
from shared.models.ledger.batch import MAX_BATCH

_IMPORT_ROWS_PER_S = 1_000


def measure(world: World) -> Iterator[Row]:
    """Create batch after batch over HTTP, one client alone."""
    person = new_person()
    rows = [
        draft.model_dump(mode="json")
        for draft in drafts(person.store.tenant.get().ledger, MONTH, 0, MAX_BATCH)
    ]
    person.post("/transactions/batch", {"create": rows})
    started = time.perf_counter()
    for _ in range(world.sizes.bulk_batches):
        response = person.post("/transactions/batch", {"create": rows})
        ensure(response.status_code == HTTPStatus.OK, "a batch is created")
    rate = world.sizes.bulk_batches * MAX_BATCH / (time.perf_counter() - started)
    yield Row(
        "rows created by batches of 500, one client",
        f"{rate:,.0f} rows/s",
        f"an import: ≥ {_IMPORT_ROWS_PER_S:,} rows/s",
        numbers={"rows_per_s": rate},
    )
