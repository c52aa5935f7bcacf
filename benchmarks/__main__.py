"""Measure against the performance targets: ``python -m benchmarks [NAME…]``.

It needs Linux and emulators: ``python -m local.exec python -m benchmarks``, or ``make bench``.
Progress goes to standard error, the table to standard output. The exit status is 1 when a target
is not met, and 2 when nothing could be measured.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

from benchmarks.ledgers import FULL, QUICK, World, open_world, say
from benchmarks.measurements import (
    budgets,
    bulk,
    cold_start,
    contention,
    costs,
    detection,
    forecasts,
    goals,
    healing,
    imports,
    latency,
    long_ledgers,
    modules,
    rates,
    recurring,
    rollup,
    webhooks,
)
from benchmarks.table import Row, to_markdown
from tests.support.unlimited import UNLIMITED

EMULATORS = ("FIRESTORE_EMULATOR_HOST", "FIREBASE_AUTH_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST")

MEASUREMENTS: dict[str, Callable[[World], Iterator[Row]]] = {
    "modules": modules.measure,
    "cold-start": cold_start.measure,
    "tenants": rollup.measure_tenants,
    "recurring": recurring.measure,
    "demos": costs.measure_demos,
    "operations": costs.measure_operations,
    "budgets": budgets.measure,
    "forecasts": forecasts.measure,
    "goals": goals.measure,
    "rates": rates.measure,
    "healing": healing.measure,
    "detection": detection.measure,
    "webhooks": webhooks.measure,
    "contention": contention.measure,
    "bulk": bulk.measure,
    "imports": imports.measure,
    "long-ledgers": long_ledgers.measure,
    "report-reads": costs.measure_reports,
    "report-time": latency.measure,
    "large-months": rollup.measure_large_months,
}
"""All measurements by their names, in the order in which they run."""

_IF_NAMED: dict[str, Callable[[World], Iterator[Row]]] = {
    "contention-assumptions": contention.measure_variants,
}
"""Measurements that run only when they are named, because they take longer than all others."""

_ON_LARGE_LEDGERS = frozenset({"report-reads", "report-time", "large-months"})
"""Measurements of the same ledgers, which take a minute to record and are kept between them."""


def main(arguments: list[str]) -> int:
    """Run the chosen measurements and print the table of results."""
    asked = _parser().parse_args(arguments)
    missing = [name for name in EMULATORS if name not in os.environ]
    if missing:
        say(f"{', '.join(missing)} not set: run `make bench`, which starts the emulators.")
        return 2
    for name, rate in UNLIMITED.items():
        os.environ.setdefault(name, rate)
    with open_world(QUICK if asked.quick else FULL) as world:
        rows = list(_measure_all(asked.names or list(MEASUREMENTS), world))
    print(to_markdown(rows))
    if asked.json:
        content = json.dumps([row.to_json() for row in rows], indent=2, ensure_ascii=False)
        asked.json.write_text(f"{content}\n")
    return 1 if any(row.is_met is False for row in rows) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", type=_known, help=", ".join(MEASUREMENTS | _IF_NAMED)
    )
    parser.add_argument("--quick", action="store_true", help="smaller sizes, for development")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there too")
    return parser


def _known(name: str) -> str:
    if name not in MEASUREMENTS | _IF_NAMED:
        raise argparse.ArgumentTypeError(f"is none of {', '.join(MEASUREMENTS | _IF_NAMED)}")
    return name


def _measure_all(names: list[str], world: World) -> Iterator[Row]:
    """Yield the rows of these measurements, each of which starts with an empty Firestore."""
    before = ""
    for name in names:
        if not {before, name} <= _ON_LARGE_LEDGERS:
            world.empty()
        yield from _measure(name, world)
        before = name


def _measure(name: str, world: World) -> list[Row]:
    """Return the rows of one measurement, each of which is printed at once."""
    say(f"measuring {name}")
    rows: list[Row] = []
    started = time.perf_counter()
    with Path(os.devnull).open("w") as request_log, redirect_stdout(request_log):
        for row in (MEASUREMENTS | _IF_NAMED)[name](world):
            rows.append(row)
            say(f"{row.what}: {row.measured}")
    say(f"measured {name} in {time.perf_counter() - started:.1f} s")
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
