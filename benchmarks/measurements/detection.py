"""Detection of recurring payments: what is found of those that are known, and the time it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from benchmarks.cpu import timed
from benchmarks.ledgers import World
from benchmarks.table import Row
from shared.models.planning.detection.detection import detect
from shared.models.planning.detection.observation import Observation
from tests.support.ledgers import household, standing_orders
from tests.support.ledgers.bank_records import DATA
from tests.support.ledgers.household import HELD_OUT_SEEDS
from tests.support.ledgers.standing_orders import LAST_DAY, Text, held_out, read_accounts
from tests.support.measures.recognition import Recognition

MIN_SHARE = 0.98
MAX_SECONDS = 2.0
PAYMENTS = 100_000
TEN_YEARS = 3_652
TODAY = date(2026, 10, 30)


def measure(_world: World) -> Iterator[Row]:
    """Yield the rows of the detection, on accounts and households no parameter was chosen on."""
    if DATA.exists():
        accounts = held_out(read_accounts())
        for text in Text:
            found = standing_orders.measure(
                accounts, text, lambda rows: detect(rows, LAST_DAY).suggestions
            )
            yield from _shares(f"standing orders of a bank, with {text} known", found, MIN_SHARE)
    for label, days, least in (("three years", 3 * 365, MIN_SHARE), ("14 months", 14 * 30, None)):
        households = (household.household(seed, days) for seed in HELD_OUT_SEEDS)
        found = household.measure(households)
        yield from _shares(f"recurring payments of made-up households in {label}", found, least)
    rows = _ten_years()
    with timed() as taken:
        detect(rows, TODAY)
    what = f"CPU time of a detection in {PAYMENTS:,} payments of ten years"
    yield Row.at_most(what, taken.cpu_s, MAX_SECONDS, "{:.1f} s".format)


def _shares(what: str, found: Recognition, min_recall: float | None) -> Iterator[Row]:
    """Yield the rows of precision and recall; without a target where the history is too short."""
    note = f"{found.right} of {found.suggested} suggestions"
    yield Row.at_least(f"{what}: precision", found.precision, MIN_SHARE, _percent, note=note)
    note = f"{found.found} of {found.known}"
    if min_recall is None:
        yield Row(f"{what}: recall", f"{_percent(found.recall)} ({note})")
    else:
        yield Row.at_least(f"{what}: recall", found.recall, min_recall, _percent, note=note)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _ten_years() -> list[Observation]:
    """Return the payments of several households, each with an account of its own, in one ledger."""
    rows: list[Observation] = []
    for seed in HELD_OUT_SEEDS:
        if len(rows) >= PAYMENTS:
            break
        own = household.household(seed, TEN_YEARS).observations
        rows += [replace(row, id=f"{seed}-{row.id}", account_id=str(seed)) for row in own]
    return rows[:PAYMENTS]
