"""The measurements of documents and of modules run, and meet their targets at small sizes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.ledgers import Sizes, World
from benchmarks.measurements import costs, forecasts, goals, modules, rates
from benchmarks.table import Row

ROOT = Path(__file__).parents[2]
SMALL = Sizes(few=2, some=10, many=30, demos=1)


@pytest.mark.parametrize(
    "measure",
    [
        costs.measure_demos,
        costs.measure_operations,
        costs.measure_reports,
        goals.measure,
        rates.measure,
        forecasts.measure,
    ],
    ids=["demos", "operations", "report-reads", "goals", "rates", "forecasts"],
)
def test_numbers_of_documents_meet_their_targets(
    measure: Callable[[World], Iterator[Row]], emulators: None, tmp_path: Path
) -> None:
    rows = list(measure(World(SMALL, tmp_path)))
    counted = [row for row in rows if not row.target.endswith(" s")]  # No test is timed.

    assert any(row.target for row in counted)
    assert [row for row in counted if row.is_met is False] == []


def test_functions_that_load_on_demand_load_the_services_they_use(emulators: None) -> None:
    compared = modules.compare(Path(sys.executable), ROOT / "main.py", modules.LOADING_ON_DEMAND)

    assert [row for row in compared if not row.is_met] == []
