"""Docstrings name nothing that is not in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cases import for_each

ROOT = Path(__file__).parents[3]
_PACKAGES = ("functions", "shared", "local", "deploy")
_FILES = [
    ROOT / "main.py",
    *sorted(path for part in _PACKAGES for path in (ROOT / part).rglob("*.py")),
]
_QUOTED = re.compile(r"``([a-z_][a-z0-9_]*)``")
_Documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def names_in(tree: ast.Module) -> Iterator[str]:
    """Yield every name that the code defines or uses, and every word of its short texts."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, _Documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.keyword(arg=str(name)) | ast.alias(name=name):
                yield from name.split(".")
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                yield from re.findall(r"\w+", text)


@pytest.fixture(scope="module")
def known_names() -> set[str]:
    """Return every name in the code, and the names of its modules."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in _FILES]
    modules = {part for path in _FILES for part in path.relative_to(ROOT).with_suffix("").parts}
    return {name for tree in trees for name in names_in(tree)} | modules


def unknown_names(source: str, known: set[str]) -> list[str]:
    """List the names in double backticks in docstrings that are not known."""
    docstrings = (
        ast.get_docstring(node) or ""
        for node in ast.walk(ast.parse(source))
        if isinstance(node, _Documented)
    )
    return [name for text in docstrings for name in _QUOTED.findall(text) if name not in known]


def test_a_field_that_a_docstring_names_and_no_code_has_is_found() -> None:
    source = 'class Receipt:\n    """Has ``created`` and ``entity_ids``."""\n\n    created: str\n'

    assert unknown_names(source, set(names_in(ast.parse(source)))) == ["entity_ids"]


@for_each("path", _FILES)
def test_every_name_a_docstring_gives_is_in_the_code(path: Path, known_names: set[str]) -> None:
    assert unknown_names(path.read_text(encoding="utf-8"), known_names) == []
