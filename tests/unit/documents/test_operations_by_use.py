"""Every operation and every test that docs/operations-by-use.md names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from tests.support import document
from tests.support.cases import for_each

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs/operations-by-use.md").read_text(encoding="utf-8")
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split(" | "))
    for line in TEXT.splitlines()
    if line.startswith("| ") and not re.match(r"\| (use|short name|---) ", line)
]
OPERATIONS = document.operations().keys()


@cache
def names_in(path: str) -> frozenset[str]:
    module = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in module.body if isinstance(node, ast.FunctionDef))


def test_every_row_has_a_use_an_operation_and_a_test() -> None:
    assert len(ROWS) > 40
    assert {len(row) for row in ROWS} == {3}
    assert len({use for use, *_ in ROWS}) == len(ROWS)


@for_each(("use", "operation", "test"), ROWS)
def test_the_operation_and_the_test_of_a_use_exist(use: str, operation: str, test: str) -> None:
    path, _, name = test.strip("`").partition("::")

    assert operation.strip("`") in OPERATIONS, use
    assert name in names_in(path), use
