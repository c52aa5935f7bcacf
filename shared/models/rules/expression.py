"""RE2 expressions of rules: compilation, and the size that limits their number."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from shared.models.values.text import fold

if TYPE_CHECKING:
    import re2  # type: ignore[import-untyped]  # (No types.)

_MAX_PROGRAM_BYTES, _MAX_SIZE = 1 << 17, 2_000

_SIZE_OF_COMPILED = 20
"""Added for each expression: compiled and used, one occupies up to 50 kB, however short it is."""

_SIZE_OF_UNICODE_CLASS = 200
"""Of each Unicode class, such as ``\\pL``, which takes up to 0.3 ms to parse."""

_ESCAPE_OR_REPEAT = re.compile(
    r"\\(?P<escaped>x\{\w*\}|.)|\{(?P<min>\d+)(?:,(?P<max>\d*))?\}", re.DOTALL
)

_ESCAPE_OR_LITERAL = re.compile(r"(\\.)|[^\x00-\x7f]", re.DOTALL)


class CompiledExpression(NamedTuple):
    """A search in UTF-8 of comparable text, and the number of instructions of its program."""

    search: Callable[[bytes], object]
    instructions: int


def compile_expression(expression: str) -> CompiledExpression:
    """Compile an RE2 expression to a case-insensitive search.

    RE2 takes time linear in the text. The cost per character is bounded by the number of
    instructions, see ``size_of_expression``. No cache is added to that of the library, which has
    128 expressions: they grow when they are used, and a ledger may have more than a cache holds.

    Raises:
        ValueError: The text is not an RE2 expression.
    """
    import re2  # noqa: PLC0415 (Needed by few requests.)

    try:
        compiled = _compiled(_fold_literals(expression))
    except re2.error as error:
        unfolded = None if expression.isascii() else _find_error(expression)
        reason = (unfolded or error).args[0].decode(errors="replace")
        raise ValueError(f"is not a valid RE2 expression: {reason}") from error
    return CompiledExpression(compiled.search, compiled.programsize)


@lru_cache(maxsize=4_096)
def size_of_expression(expression: str) -> int:
    r"""Return the size of an expression, which bounds the time and memory to compile and use it.

    The size is the number of instructions of its program, plus a constant. RE2 drops parts that
    cannot match, such as ``(?:\PL{1000}){0}``, after it has parsed and repeated them. So instead
    of fewer instructions, the size as it is written counts; see ``_written_size``.

    Raises:
        ValueError: The text is not an RE2 expression, or its size exceeds 2,000.
    """
    size = _written_size(expression) + _SIZE_OF_COMPILED
    if size <= _MAX_SIZE:  # Larger ones are not compiled at all.
        size = max(size, compile_expression(expression).instructions + _SIZE_OF_COMPILED)
    if size > _MAX_SIZE:
        raise ValueError("is too complex an expression")
    return size


def _compiled(pattern: str) -> Any:
    import re2  # noqa: PLC0415 (Needed by few requests.)

    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.log_errors = False
    options.max_mem = _MAX_PROGRAM_BYTES
    return re2.compile(pattern.encode(), options=options)


def _find_error(expression: str) -> re2.error | None:
    """Return the error of an expression that is not folded, so that it quotes the input."""
    import re2  # noqa: PLC0415 (Needed by few requests.)

    try:
        _compiled(expression)
    except re2.error as error:
        return error
    return None


def _fold_literals(expression: str) -> str:
    """Fold the accented letters of an expression; ASCII, which has the syntax, stays unchanged.

    A letter after a backslash stays, too: it is an error, and must not become an escape.
    """
    if expression.isascii():
        return expression
    return _ESCAPE_OR_LITERAL.sub(lambda m: m[1] or re.escape(fold(m[0])), expression)


def _written_size(expression: str) -> int:
    """Return the sum of all counted repetitions, a constant for each Unicode class, and more.

    Characters that folding adds count, too: an Arabic ligature may become eighteen letters. Literal
    text that looks like a repetition or a class, as in ``[{9}]``, is not distinguished from one.
    """
    pattern = _fold_literals(expression)
    size = max(0, len(pattern) - len(expression))
    for found in _ESCAPE_OR_REPEAT.finditer(pattern):
        if found["min"] is not None:
            size += max(int(found["min"]), int(found["max"] or 0))
        elif found["escaped"] in {"p", "P"}:
            size += _SIZE_OF_UNICODE_CLASS
    return size
