"""Healing: transactions per second that get the rate of their day, and its memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice

from benchmarks.cpu import Taken, timed
from benchmarks.ledgers import MONTH, World, drafts, ensure, new_person
from benchmarks.table import Row, times
from shared.models.history.change import Cause, Operation
from shared.models.jobs.healing import HealingRun
from shared.models.ledger.transactions.batch import MAX_BATCH, Batch
from shared.models.ledger.transactions.terms import provisional_term
from shared.repositories.store import TenantStore
from shared.services.currencies.healing import heal
from shared.services.ledger.batches import apply_batch
from tests.support.ledgers.rates import reference_rates, store_rates
from tests.support.measures.memory import peak_memory

MIN_PER_CPU_S = 1_000
MAX_MEMORY_TIMES = 1.3
_EARLIER = "2026-02-27"
_DAYS = [str(date(MONTH.year, MONTH.month, 1 + n)) for n in range(MONTH.last_day.day)]


def measure(world: World) -> Iterator[Row]:
    """Heal two ledgers of transactions that were booked at the rate of an earlier day."""
    many = world.sizes.bulk_batches * MAX_BATCH
    few = many // 2
    store_rates(USD={_EARLIER: "1.25"})
    first, stores = _ledger(MAX_BATCH), {count: _ledger(count) for count in (few, many)}
    store_rates(USD={day: f"1.{index:02}" for index, day in enumerate(_DAYS, 10)})
    reference_rates().read_anew("benchmark")
    _heal(first, MAX_BATCH)  # Loads what it needs.
    peaks, taken = {}, Taken()
    for count, store in stores.items():
        with peak_memory() as peak:
            taken = _heal(store, count)
        peaks[count] = peak.added_bytes
    yield Row.at_least(
        f"transactions healed in a second of CPU time, of {many:,}",
        many / taken.cpu_s,
        MIN_PER_CPU_S,
        "{:,.0f}".format,
        note=f"{many / taken.wall_s:,.0f} a second in all",
        cpu_s_per_row=taken.cpu_s / many,
    )
    most = max(peaks[few], 2**20)
    yield Row.at_most(
        f"healing: memory that {many:,} transactions add against {few:,}",
        peaks[many] / most,
        MAX_MEMORY_TIMES,
        times,
        note=f"{peaks[many] / 2**20:.1f} MiB against {peaks[few] / 2**20:.1f} MiB",
    )


def _ledger(count: int) -> TenantStore:
    """Return a ledger in dollars with that many transactions on an account in euros."""
    person = new_person()
    body = {"name": "Euros", "kind": "CHECKING", "currency": "EUR"}
    account_id = person.post("/accounts", body).get_json()["id"]
    store = person.store
    rows = drafts(store.tenant.get().ledger, MONTH, 0, count)
    while batch := [
        one.model_copy(update={"account_id": account_id}) for one in islice(rows, MAX_BATCH)
    ]:
        apply_batch(store, _operation(store), Batch(create=tuple(batch)))
    return store


def _operation(store: TenantStore) -> Operation:
    return Operation.of_request(
        actor=store.ref.id, at=datetime.now(UTC), key=None, request_hash="", cause=Cause.API
    )


def _heal(store: TenantStore, count: int) -> Taken:
    term = provisional_term("EUR")
    ensure(store.transactions.count_with_term(term) == count, "all have an earlier rate")
    run = HealingRun.of_reference_rates(date.fromisoformat(_DAYS[0]), MONTH.last_day)
    with timed() as taken:
        rest = heal(store, run, lambda: datetime.now(UTC), lambda: True)
    ensure(rest is None, "the run is finished")
    ensure(store.transactions.count_with_term(term) == 0, "each has the rate of its day")
    return taken
