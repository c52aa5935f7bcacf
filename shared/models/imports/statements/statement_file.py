"""An uploaded statement file, which is decoded and searched for its table at most once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from shared.models.imports.statements.encodings import check_is_text, decode, detect_text
from shared.models.imports.statements.layout import Encoding, LayoutOverrides
from shared.models.imports.statements.records import lines_of
from shared.models.imports.statements.tables import Table, TableFinder


class DetectedEncoding(NamedTuple):
    """The detected encoding of a file with its confidence, as a ratio."""

    encoding: Encoding
    confidence: float


@dataclass(frozen=True, eq=False)
class StatementFile:
    """A statement file: its bytes, its text in the detected encoding, and its table.

    Each of them is computed when it is first needed, and kept: a preview detects the layout, again
    around a saved mapping, and reads the rows, but decodes and searches the file once.
    """

    content: bytes
    _lines: dict[Encoding, list[str]] = field(default_factory=dict, init=False, repr=False)
    _finders: dict[Encoding, TableFinder] = field(default_factory=dict, init=False, repr=False)

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

    def find_table(self, encoding: Encoding, overrides: LayoutOverrides) -> Table:
        """Find the table in the file's text, around the given parts of the layout.

        Raises:
            UnreadableFile: The file is not text in this encoding, or has no table.
        """
        if encoding not in self._finders:
            self._finders[encoding] = TableFinder(self.lines(encoding))
        return self._finders[encoding].find(overrides)
