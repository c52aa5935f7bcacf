"""An uploaded statement file, which is decoded once."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from shared.models.imports.statements.encodings import check_is_text, decode, detect_text
from shared.models.imports.statements.layout import Encoding


class DetectedEncoding(NamedTuple):
    """The detected encoding of a file with its confidence, as a ratio."""

    encoding: Encoding
    confidence: float


@dataclass(frozen=True, eq=False)
class StatementFile:
    """A statement file of any format: its bytes, and its text in the detected encoding.

    The text is decoded when it is first needed, and kept. Each format derives a class that keeps
    its own results, such as ``CsvFile``.
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
        detected = detect_text(self.content)
        self._lines[detected.encoding] = lines_of(detected.text)
        return DetectedEncoding(detected.encoding, detected.confidence)

    def lines(self, encoding: Encoding) -> list[str]:
        """Return the physical lines of the file's text in an encoding.

        Raises:
            UnreadableFile: The file is not text, or cannot be in this encoding.
        """
        if encoding not in self._lines:
            check_is_text(self.content)
            self._lines[encoding] = lines_of(decode(self.content, encoding))
        return self._lines[encoding]


def lines_of(text: str) -> list[str]:
    """Split a text into physical lines, with their ends: CR LF, LF, or CR."""
    return list(io.StringIO(text, newline=""))
