"""An uploaded statement file, which is decoded once."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cached_property

from shared.models.imports.statements.encodings import (
    DetectedEncoding,
    check_is_text,
    decode,
    decode_lines,
    detect_encoding,
)
from shared.models.imports.statements.layout import Encoding
from shared.models.imports.statements.unreadable import UnreadableFile

MAX_LINES, MAX_LINE_LENGTH = 200_000, 65_536
"""Maximum number of physical lines of a file, and of characters of a line."""


@dataclass(frozen=True, eq=False)
class StatementFile:
    """A statement file of any format: its bytes, and its lines in the detected encoding.

    The lines are decoded when they are first needed, and kept. Each format derives a class that
    keeps its own results, such as ``CsvFile``.
    """

    content: bytes
    _lines: dict[Encoding, list[str]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def encoding(self) -> DetectedEncoding:
        """Return the detected encoding.

        Raises:
            UnreadableFile: The file is not text.
        """
        check_is_text(self.content)
        return detect_encoding(self.content)

    def lines(self, encoding: Encoding) -> list[str]:
        """Return the physical lines of the file's text in an encoding.

        Raises:
            UnreadableFile: The file is not text, cannot be in this encoding, or has too many or too
                long lines.
        """
        if encoding not in self._lines:
            check_is_text(self.content)
            self._lines[encoding] = lines_of(self.content, encoding)
        return self._lines[encoding]


def lines_of(content: bytes, encoding: Encoding) -> list[str]:
    """Split a file into physical lines, with their ends: CR LF, LF, or CR.

    The lines are counted before they are split, because each takes more memory than its text. They
    are decoded one by one where the encoding allows it, because the text of the whole file may take
    four times its bytes.

    Raises:
        UnreadableFile: The file cannot be in this encoding, has too many lines, or one that is too
            long.
    """
    if encoding is Encoding.UTF_16:
        text = decode(content, encoding)
        ends = text.count("\n") + text.count("\r") - text.count("\r\n")
        _check_count(ends + (not text.endswith(("\n", "\r"))))
        lines = list(io.StringIO(text, newline=""))
    else:
        ends = content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n")
        _check_count(ends + (not content.endswith((b"\n", b"\r"))))
        lines = decode_lines(content, encoding)
    if max(map(len, lines), default=0) > MAX_LINE_LENGTH:
        raise UnreadableFile(
            f"A line has more than {MAX_LINE_LENGTH:,} characters. It is not a CSV statement."
        )
    return lines


def _check_count(lines: int) -> None:
    if lines > MAX_LINES:
        raise UnreadableFile(
            f"The file has more than {MAX_LINES:,} lines. Split it into smaller files."
        )
