"""Docstrings and comments are in plain English: imperative, and with a literal subject."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]

PLAIN = (
    "deploy",
    "local",
    "shared/errors",
    "shared/models/imports/statements",
    "shared/models/people/erasure.py",
    "shared/models/rules/rule.py",
    "shared/models/rules/rule_application.py",
    "shared/models/rules/rule_list.py",
    "shared/models/rules/rule_suggestions.py",
    "shared/models/sharing",
    "shared/models/values",
    "shared/repositories/auth",
    "shared/repositories/connections.py",
    "shared/repositories/firestore",
    "shared/repositories/history",
    "shared/repositories/messages.py",
    "shared/repositories/people",
    "shared/repositories/rate_limits.py",
    "shared/repositories/reports",
    "shared/repositories/sharing",
    "shared/services/imports",
    "shared/services/jobs",
    "shared/services/people",
    "shared/services/reports",
    "shared/services/rules",
    "shared/services/sharing",
    "tests/support",
)
"""The checked packages and modules; add one when its texts have been rewritten."""

_NOT_VERBS = frozenset(
    re.findall(
        r"\w+",
        """
        a about all also among an and another any anyone anything as at be because both but by each
        either every everyone everything for from he her here his how if in into is it its just many
        more most neither no nobody none not nothing of on once one only or other others our she so
        some somebody someone something such that the their them then there these they this those to
        under unless until up we what when where whether which who whoever whom whose why with
        without yes you your
        """,
    )
)
"""Words that begin a noun phrase or a clause, and no imperative sentence."""

_CRYPTIC = re.compile(r"(?:\A|[.!?]\s+|\n\s*\n\s*)(What|Who|Whoever|Whose)\b")
_WORD = re.compile(r"\W*([\w’'-]*)")
_Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class Finding(NamedTuple):
    """A text that is not plain, by its line."""

    line: int
    reason: str


def findings_in(source: str) -> list[Finding]:
    """Return the docstrings and comments of a module that break a rule, by their lines."""
    tree = ast.parse(source)
    return sorted([*_not_imperative(tree), *_without_literal_subject(source, tree)])


def _not_imperative(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node)
            if text is not None and not begins_with_a_verb(text):
                yield Finding(node.lineno, f"{node.name} is not imperative: {text.splitlines()[0]}")


def begins_with_a_verb(text: str) -> bool:
    """Return whether the first word can be an imperative: “Return”, but not “Returns” or “The”."""
    found = _WORD.match(text)
    word = found[1] if found else ""
    is_third_person = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    is_plain = word.isalpha() and word[0].isupper() and word[1:].islower()
    return is_plain and word.casefold() not in _NOT_VERBS and not is_third_person


def _without_literal_subject(source: str, tree: ast.Module) -> Iterator[Finding]:
    for line, text in (*_strings_alone(tree), *_comments(source)):
        for found in _CRYPTIC.finditer(text):
            rest = text[found.start(1) :].splitlines()[0]
            yield Finding(line, f"the subject is “{found[1]}”: {rest}")


def _strings_alone(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield docstrings, of attributes too, and their lines."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text)), lineno=line):
                yield line, text.strip()


def _comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield each comment with its line; the lines of a block are one comment."""
    block: list[str] = []
    first = last = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, text = token.start[0], token.string.lstrip("# ")
        if block and line != last + 1:
            yield first, "\n".join(block)
            block = []
        first = line if not block else first
        last = line
        block.append(text)
    if block:
        yield first, "\n".join(block)


def files_of(part: str) -> list[Path]:
    """Return the Python files of a package, or the module itself."""
    path = ROOT / part
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


@pytest.mark.parametrize("part", PLAIN)
def test_a_package_has_plain_docstrings_and_comments(part: str) -> None:
    files = files_of(part)
    assert files
    findings = [
        f"{path.relative_to(ROOT)}:{found.line}: {found.reason}"
        for path in files
        for found in findings_in(path.read_text(encoding="utf-8"))
    ]
    assert findings == []


@pytest.mark.parametrize(
    "text", ["The totals of a month.", "Whether it is.", "Returns it.", "``x`` of it.", "No rule."]
)
def test_a_first_line_that_is_no_imperative_is_found(text: str) -> None:
    source = f'def total() -> int:\n    """{text}"""\n'

    assert [found.line for found in findings_in(source)] == [1]


@pytest.mark.parametrize(
    "text", ["Return the totals.", "Pass it on.", "Process it.", "Focus on it; it knows what."]
)
def test_an_imperative_first_line_is_accepted(text: str) -> None:
    assert findings_in(f'def total() -> int:\n    """{text}"""\n') == []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('"""What there is."""\n', 1),
        ('x = 1\n"""A number. Who reads it, knows."""\n', 2),
        ("x = 1\n# Whose it is\n# does not matter.\n", 2),
        ('class A:\n    """A list.\n\n    Whoever is in it.\n    """\n', 2),
    ],
)
def test_a_sentence_whose_subject_is_what_or_who_is_found(source: str, line: int) -> None:
    assert [found.line for found in findings_in(source)] == [line]
