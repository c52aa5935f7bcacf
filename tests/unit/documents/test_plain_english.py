"""Docstrings, comments and documents are in plain English.

The first line of a function's docstring is imperative, no sentence has “what” or “who” as its
subject, and none uses a private word where the field has a standard one.
"""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[3]

PARTS = ("benchmarks", "deploy", "functions", "local", "main.py", "shared", "tests")
"""The packages and modules whose docstrings and comments are checked."""

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")]
)

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

_PRIVATE = re.compile(
    r"""
    (?<![\w-])(
        bins? | charts?\ of\ (accounts|categories) | deeds? | disown(s|ed)? | drafts? | figures? |
        heirs? | one\ door | receipts? | rosters? | spreadsheets?(?!\ program) | sweeps? | swept |
        whoever | wish(es|ed)?
    )(?![\w-])
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Words that were used here alone: the standard ones are trash, categories, records, input, …"""

_CRYPTIC = re.compile(
    r"(?:\A|[.!?]\s+|\n\s*\n\s*|\n\W+|\|\s*)(What|Who|Whose)\b"
    r"(?![^.!?]*\?)"
)
"""The beginning of a sentence that is no question and has “what” or “who” as its subject."""

_CODE = re.compile(r"^```.*?^```$|`[^`]*`", re.DOTALL | re.MULTILINE)
_WORD = re.compile(r"\W*([\w’'-]*)")
_Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class Finding(NamedTuple):
    """A text that is not plain, by its line."""

    line: int
    reason: str


def findings_in(source: str) -> list[Finding]:
    """Return the docstrings and comments of a module that break a rule, by their lines."""
    tree = ast.parse(source)
    return sorted([*_not_imperative(tree), *_obscure(source, tree)])


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


def _obscure(source: str, tree: ast.Module) -> Iterator[Finding]:
    for line, text in (*_strings_alone(tree), *_comments(source)):
        for found in obscure_words_in(text):
            yield Finding(line, found)


def obscure_words_in(text: str) -> list[str]:
    """List private words, and sentences with “what” or “who” as their subject, outside of code."""
    prose = _CODE.sub("``", text)
    private = [f"“{found[0]}” is a private word" for found in _PRIVATE.finditer(prose)]
    cryptic = [
        f"the subject is “{found[1]}”: {prose[found.start(1) :].splitlines()[0]}"
        for found in _CRYPTIC.finditer(prose)
    ]
    return private + cryptic


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


@pytest.mark.parametrize("part", PARTS)
def test_a_package_has_plain_docstrings_and_comments(part: str) -> None:
    files = files_of(part)
    assert files
    findings = [
        f"{path.relative_to(ROOT)}:{found.line}: {found.reason}"
        for path in files
        for found in findings_in(path.read_text(encoding="utf-8"))
    ]
    assert findings == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_is_plain(path: Path) -> None:
    assert obscure_words_in(path.read_text(encoding="utf-8")) == []


def test_the_texts_of_the_api_are_plain() -> None:
    document = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))
    texts = sorted(set(texts_in(document)))

    assert len(texts) > 300
    assert {text: found for text in texts if (found := obscure_words_in(text))} == {}


def texts_in(part: object) -> Iterator[str]:
    """Yield the summaries and descriptions in a part of an OpenAPI document."""
    if isinstance(part, list):
        for element in part:
            yield from texts_in(element)
    if isinstance(part, dict):
        for name, value in part.items():
            if name in ("summary", "description") and isinstance(value, str):
                yield value
            yield from texts_in(value)


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


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Move it to the bin.", 1),
        ("Draft and figures of the sweep.", 3),
        ("Close it. Whoever reads it, knows.", 1),
        ("Spreadsheet programs run `figures`.\n\n```\ndraft\n```", 0),
        ("Read it.\n\n- What it has is read.", 1),
        ("Sum it up.\n\n## What is a ledger?", 0),
        ("| What it has | is read |", 1),
    ],
)
def test_private_words_and_sentences_without_a_literal_subject_are_found(
    text: str, count: int
) -> None:
    assert len(obscure_words_in(text)) == count
