"""Previews of imports decode a file once, and search it for its layout once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared.models.imports.import_options import ImportOptions
from shared.models.imports.import_plan import MappingSource
from shared.models.imports.preview import Preview
from shared.models.imports.statements import statement_file
from shared.models.imports.statements.csv import contents, csv_file, tables
from shared.models.imports.statements.csv.records import Dialect, Record, split_records
from shared.models.imports.statements.layout import Delimiter, Layout, Quote
from shared.models.imports.statements.layout_overrides import LayoutOverrides
from shared.repositories.store import TenantStore
from shared.services.imports import import_runs
from shared.services.imports.import_previews import preview_import
from tests.support.ledgers.ledgers import NOW, new_ledger

pytestmark = pytest.mark.usefixtures("emulators")

HEADER = "Date,Amount,Payee,Description,Reference"
ROWS = [
    f"{day:02}/{1 + day % 6:02}/2026,-{day}.50,Café {day % 3},Purchase,REF{day:06}"
    for day in range(1, 13)
]
"""Day and month are ambiguous in every row, so that a saved mapping decides them."""

ONCE = {
    "detect_encoding": 1,
    "lines_of": 1,
    "TableFinder": 1,
    "TableContents": 1,
    "Column": 5,
    "choose_day_format": 1,
} | {f"split by {delimiter}{quote}": 1 for delimiter in Delimiter for quote in Quote}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the calls of each function that decodes a file, or searches it for its layout."""
    counts: Counter[str] = Counter()

    def spy(module: object, name: str) -> None:
        function: Callable[..., Any] = getattr(module, name)

        def counted(*args: Any) -> Any:
            counts[name] += 1
            return function(*args)

        monkeypatch.setattr(module, name, counted)

    spy(statement_file, "detect_encoding")
    spy(statement_file, "lines_of")
    spy(csv_file, "TableFinder")
    spy(tables, "TableContents")
    spy(contents, "Column")
    spy(contents, "choose_day_format")

    def counted_split(lines: list[str], dialect: Dialect) -> Iterator[Record]:
        counts[f"split by {dialect.delimiter}{dialect.quote}"] += 1
        return split_records(lines, dialect)

    monkeypatch.setattr(tables, "split_records", counted_split)
    return counts


def statement(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def preview(
    store: TenantStore, content: bytes, overrides: LayoutOverrides | None = None
) -> Preview:
    return preview_import(store, content, ImportOptions(overrides=overrides), "tester", NOW)


def carry_out(store: TenantStore, content: bytes, overrides: LayoutOverrides) -> Layout:
    """Import a file with these parts of a layout, which are then saved as a mapping."""
    plan = preview(store, content, overrides).plan
    limits = import_runs.RunLimits("tester", lambda: NOW, lambda: False)
    return import_runs.carry_out_import(store, plan.plan_token, limits).layout


def test_a_preview_decodes_and_searches_its_file_once(calls: Counter[str]) -> None:
    plan = preview(new_ledger(), statement(*ROWS)).plan

    assert (plan.mapping_source, plan.planned.new) == (MappingSource.DETECTED, len(ROWS))
    assert calls == ONCE


def test_a_preview_with_a_saved_mapping_decodes_and_searches_its_file_once(
    calls: Counter[str],
) -> None:
    store = new_ledger()
    saved = carry_out(store, statement(ROWS[0]), LayoutOverrides(date_format="MM/DD/YYYY"))
    calls.clear()

    found = preview(store, statement(*ROWS))

    assert found.plan.mapping_source is MappingSource.SAVED
    assert found.plan.layout == saved
    assert found.detection.confidence.date_format == 1
    assert calls == ONCE


def test_a_preview_with_some_given_parts_decodes_and_searches_its_file_once(
    calls: Counter[str],
) -> None:
    overrides = LayoutOverrides(decimal_mark=".", amount_sign="INVERTED", has_header=True)

    plan = preview(new_ledger(), statement(*ROWS), overrides).plan

    assert plan.mapping_source is MappingSource.GIVEN
    assert calls == ONCE


def test_a_preview_with_a_whole_given_layout_detects_only_the_table(calls: Counter[str]) -> None:
    store = new_ledger()
    layout = preview(store, statement(*ROWS)).plan.layout
    calls.clear()

    plan = preview(store, statement(*ROWS), LayoutOverrides.of(layout)).plan

    assert (plan.mapping_source, plan.layout) == (MappingSource.GIVEN, layout)
    assert calls == {
        "lines_of": 1,
        "TableFinder": 1,
        "TableContents": 1,
        "Column": 5,
        'split by ,"': 1,
    }


def test_a_preview_of_a_file_in_a_one_byte_encoding_decodes_it_once(
    calls: Counter[str],
) -> None:
    content = "\n".join([HEADER, *ROWS]).encode("windows-1252")

    plan = preview(new_ledger(), content).plan

    assert plan.layout.encoding == "windows-1252"
    assert calls == ONCE


def test_a_plan_that_hardly_shrinks_is_stored_in_commits_that_are_small_enough() -> None:
    drawn = random.Random(1)  # noqa: S311 (no secret)
    letters = [chr(code) for code in range(0x20000, 0x2A6D0)]
    notes = ("".join(drawn.choices(letters, k=1_900)) for _ in range(1_200))
    lines = [f"2026-05-01,-{number}.50,{note}" for number, note in enumerate(notes, start=1)]
    content = "\n".join(["Date,Amount,Notes", *lines]).encode()
    store = new_ledger()

    plan = preview(store, content).plan

    assert plan.planned.new == len(lines)
    rows = store.imports.stream_rows(plan, first=1_199)
    assert [row.amount_minor for row in rows] == [-120_050]
