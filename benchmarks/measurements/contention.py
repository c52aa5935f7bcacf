"""Writers of one ledger at the latencies of Firestore, against the plain precondition.

The emulator answers in a few milliseconds, and a machine that runs it beside 40 writers measures
itself. So all numbers of writers and latencies are simulated, with the code of ``Backoff``, in
simulated time. One of them is also measured: on the emulator, with every call delayed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from unittest.mock import patch

from benchmarks.ledgers import PROCESSES, World, ensure, new_person, store_of
from benchmarks.table import Row, times
from shared.errors import Unavailable
from shared.models.people.access import TenantRef
from shared.repositories.firestore import commit
from shared.repositories.firestore.backoff import Backoff
from shared.repositories.store import TenantStore
from tests.support.contention import (
    HARD_VARIANTS,
    LATENCIES,
    VARIANTS,
    Latency,
    Outcome,
    PlainBackoff,
    simulate,
)
from tests.support.delays import delayed

WRITERS = (1, 8, 20, 40)
CONTENDING = (8, 20)
"""Numbers of writers that are simulated under all assumptions. With 40, pauses hardly matter."""

MAX_PATIENT = 20
"""Up to so many writers, none may give up."""

MIN_TIMES = 1.0
"""At least as much as the plain precondition. The seed is always the same; another one changes the
ratio by half a hundredth."""

SLOW_S = 0.4
"""Additional time of slow commits, such as those of a chunk of an import."""

_MEASURED = Latency(15, 60)
_MEASURED_WRITERS = 8


def measure(world: World) -> Iterator[Row]:
    """Simulate all numbers of writers and latencies, then measure one of them."""
    sizes = world.sizes
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        commits = [sizes.contended_commits] * len(LATENCIES)
        for rows in pool.map(_simulate, LATENCIES, commits):
            yield from rows
        yield _simulate_variants(pool, HARD_VARIANTS, sizes.contended_commits)
        yield pool.submit(_simulate_slow, sizes.contended_commits).result()
        yield _measure(pool, sizes.contended_s)


def measure_variants(world: World) -> Iterator[Row]:
    """Simulate each latency under all assumptions, which takes some ten minutes."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for latency in LATENCIES:
            variants = [one for one in VARIANTS if str(one) == str(latency)]
            yield _simulate_variants(pool, variants, world.sizes.contended_commits)


def _simulate(latency: Latency, commits: int) -> list[Row]:
    """Simulate all numbers of writers at one latency."""
    ours: list[Outcome] = []
    ratios: list[float] = []
    for writers in WRITERS:
        plain, _ = simulate(PlainBackoff, latency, writers=writers, commits=commits)
        ours.append(simulate(Backoff, latency, writers=writers, commits=commits)[0])
        ratios.append(ours[-1].commits_per_s / plain.commits_per_s)
    shown = " / ".join(map(str, WRITERS))
    rates = " / ".join(f"{one.commits_per_s:.1f}" for one in ours)
    longest = " / ".join(f"{one.percentile_s(99):.2f}" for one in ours)
    attempts = " / ".join(f"{one.attempts / commits:.1f}" for one in ours)
    patient = [one for one, writers in zip(ours, WRITERS, strict=True) if writers <= MAX_PATIENT]
    return [
        Row.at_least(
            f"commits/s of {shown} writers at {latency} against the plain precondition (simulated)",
            min(ratios),
            MIN_TIMES,
            times,
            note=f"{' / '.join(map(times, ratios))}; {rates} commits/s; 99 % within {longest} s; "
            f"{attempts} attempts per commit",
        ),
        Row.at_most(
            f"writes given up after 20 s, of up to {MAX_PATIENT} writers at {latency} (simulated)",
            sum(one.given_up for one in patient),
            0,
            str,
            note=f"{ours[-1].given_up / commits:.1%} of {WRITERS[-1]} writers",
        ),
    ]


def _simulate_variants(pool: ProcessPoolExecutor, variants: Sequence[Latency], commits: int) -> Row:
    """Simulate these assumptions, and return the worst ratio to the plain precondition."""
    cases = [(variant, writers) for variant in variants for writers in CONTENDING]
    ratios = list(pool.map(_ratio, *zip(*cases, strict=True), [commits] * len(cases)))
    worst = min(ratios)
    variant, writers = cases[ratios.index(worst)]
    return Row.at_least(
        f"commits/s of {' or '.join(map(str, CONTENDING))} writers under the worst of "
        f"{len(variants)} assumptions at {' or '.join(dict.fromkeys(map(str, variants)))} against "
        "the plain precondition (simulated)",
        worst,
        MIN_TIMES,
        lambda ratio: f"{ratio:.3f} ×",
        note=f"{writers} writers at {variant}, latencies ± {variant.spread:.0%}, "
        f"{variant.refused_part:.0%} of the time for the answer to a refused commit, "
        f"{variant.extra_ms:g} ms more",
    )


def _ratio(latency: Latency, writers: int, commits: int) -> float:
    """Return the throughput of that many writers against that of the plain precondition."""
    plain, _ = simulate(PlainBackoff, latency, writers=writers, commits=commits)
    ours, _ = simulate(Backoff, latency, writers=writers, commits=commits)
    return ours.commits_per_s / plain.commits_per_s


def _simulate_slow(commits: int) -> Row:
    """Simulate one slow writer between eight quick ones."""
    quick, slow = simulate(
        Backoff, _MEASURED, writers=8, commits=commits, slow_writers=1, work_s=SLOW_S
    )
    ensure(slow.waits_s, "slow commits come through")
    return Row.at_most(
        f"slow commits ({SLOW_S} s more) given up after 20 s, between 8 writers at {_MEASURED} "
        "(simulated)",
        slow.given_up,
        0,
        str,
        note=f"longest wait {max(slow.waits_s):.1f} s; the others {quick.commits_per_s:.1f}/s",
    )


@dataclass(frozen=True)
class _Share:
    """Part of the writers, in one process, which is one of several instances."""

    ref: TenantRef
    writers: int
    latency: Latency
    lasting_s: float
    policy: type[Backoff]


def measure_on_emulator(
    pool: ProcessPoolExecutor,
    latency: Latency,
    writers: int,
    lasting_s: float,
    policy: type[Backoff],
) -> Outcome:
    """Write to a new ledger from several processes, with every call delayed."""
    store = new_person().store
    shares = [len(range(start, writers, PROCESSES)) for start in range(PROCESSES)]
    outcomes: list[Future[Outcome]] = [
        pool.submit(_write, _Share(store.ref, share, latency, lasting_s, policy))
        for share in shares
        if share
    ]
    merged = Outcome(lasted_s=lasting_s)
    for outcome in outcomes:
        merged.waits_s += outcome.result().waits_s
        merged.given_up += outcome.result().given_up
    return merged


def _measure(pool: ProcessPoolExecutor, lasting_s: float) -> Row:
    """Measure eight writers; their rate only informs, as a hundred commits are a small sample."""
    plain, ours = (
        measure_on_emulator(pool, _MEASURED, _MEASURED_WRITERS, lasting_s, policy)
        for policy in (PlainBackoff, Backoff)
    )
    return Row(
        f"writes given up of {_MEASURED_WRITERS} writers at {_MEASURED} (emulator, delayed)",
        f"{ours.given_up} ({ours.commits_per_s:.1f} commits/s against {plain.commits_per_s:.1f} "
        f"by the plain precondition; 99 % within {ours.percentile_s(99):.2f} s)",
        "none",
        not ours.given_up,
        {"given_up": ours.given_up, "commits_per_s": ours.commits_per_s},
    )


def _write(share: _Share) -> Outcome:
    """Write with that many threads until the time is over; a write begun later is not counted."""
    store = store_of(share.ref)
    outcome = Outcome()
    _touch(store)
    with (
        patch.object(commit, "Backoff", share.policy),
        delayed(share.latency),
        ThreadPoolExecutor(share.writers) as threads,
    ):
        end = time.monotonic() + share.lasting_s
        for thread in [
            threads.submit(_write_until, store, end, outcome) for _ in range(share.writers)
        ]:
            thread.result()
    return outcome


def _write_until(store: TenantStore, end: float, outcome: Outcome) -> None:
    while (began := time.monotonic()) < end:
        try:
            _touch(store)
        except Unavailable:
            outcome.given_up += 1
        else:
            if (now := time.monotonic()) < end:
                outcome.waits_s.append(now - began)


def _touch(store: TenantStore) -> None:
    """Make one commit that reads and writes the tenant's document alone."""

    def work(unit: TenantStore) -> None:
        unit.load()
        unit.ledger.put_verified(datetime.now(UTC))

    store.transact(work)
