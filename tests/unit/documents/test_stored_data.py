"""docs/stored-data.md has a row for each collection, the code's numbers, and existing tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from shared.models.people.access import TenantKind
from tests.support.cases import for_each

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs/stored-data.md").read_text(encoding="utf-8")
ROWS = [line for line in DOCUMENT.splitlines() if re.match(r"\| (`|\()", line)]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DOCUMENT)))
NUMBERS = sorted(set(re.findall(r"([\d,]+) \(`([A-Z_]+)`\)", DOCUMENT)))


def collections_in_code() -> Iterator[str]:
    """Yield the name of each collection that a repository opens."""
    for path in (ROOT / "shared/repositories").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="collection"), args=[ast.Constant(value=str(name))]
                ):
                    yield name


def constants(name: str) -> Iterator[Any]:
    """Yield the value of each constant of the models with this name."""
    for path in (ROOT / "shared/models").rglob("*.py"):
        if re.search(
            rf"^(\w+, )*{name}(, \w+)* = ", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield getattr(import_module(module), name)


def test_every_collection_has_a_row() -> None:
    rows = {found[1] for row in ROWS if (found := re.match(r"\| `(\w+)`", row))}

    assert rows == {*collections_in_code(), *TenantKind}


def test_every_row_names_a_test() -> None:
    assert [row for row in ROWS if "::test_" not in row] == []


@for_each(("number", "name"), NUMBERS)
def test_a_number_is_that_of_its_constant(number: str, name: str) -> None:
    assert int(number.replace(",", "")) in constants(name)


@for_each(("path", "name"), NAMED)
def test_a_test_that_a_row_names_exists(path: str, name: str) -> None:
    module = ast.parse((ROOT / path).read_text(encoding="utf-8"))

    assert name in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
