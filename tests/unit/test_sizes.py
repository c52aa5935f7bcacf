"""Functions have at most 40 lines, and modules at most 400."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.cases import for_each

ROOT = Path(__file__).parents[2]
MAX_FUNCTION_LINES = 40
MAX_MODULE_LINES = 400
_PACKAGES = ("functions", "shared", "local", "deploy", "benchmarks", "tests")
_FILES = [
    ROOT / "main.py",
    *sorted(path for part in _PACKAGES for path in (ROOT / part).rglob("*.py")),
]


def long_functions(tree: ast.AST) -> Iterator[str]:
    """Yield the names of functions that are too long; decorators do not count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            if node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES:
                yield node.name


@for_each("path", _FILES)
def test_no_function_and_no_module_is_too_long(path: Path) -> None:
    text = path.read_text()
    assert list(long_functions(ast.parse(text))) == []
    assert len(text.splitlines()) <= MAX_MODULE_LINES


def test_a_function_of_41_lines_is_too_long() -> None:
    body = ["    pass"] * 39
    source = "\n".join(["def fits():", *body, "def is_longer():", *body, "    pass"])
    assert list(long_functions(ast.parse(source))) == ["is_longer"]
