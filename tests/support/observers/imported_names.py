"""Names that the modules of ``functions`` import, also those imported on demand."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parents[3]


def imported_by(module: str, *left_out: str) -> set[tuple[str, str]]:
    """Return the pairs of module and name that a module imports, directly or through others.

    Only the imports of modules of ``functions`` are followed, but of those that are left out.
    """
    names: set[tuple[str, str]] = set()
    waiting, visited = {module}, set(left_out)
    while waiting:
        visited.add(current := waiting.pop())
        imported = set(_imports_of(current))
        names |= imported
        modules = {part for source, name in imported for part in (source, f"{source}.{name}")}
        waiting |= {name for name in modules if _path_of(name) is not None} - visited
    return names


def _path_of(module: str) -> Path | None:
    path = _ROOT.joinpath(*module.split(".")).with_suffix(".py")
    return path if module.startswith("functions.") and path.is_file() else None


@cache
def _imports_of(module: str) -> tuple[tuple[str, str], ...]:
    path = _path_of(module)
    return () if path is None else tuple(_names_in(ast.parse(path.read_text())))


def _names_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)
