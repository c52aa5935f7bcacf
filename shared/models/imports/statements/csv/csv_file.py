"""A CSV file, which is searched for its table once."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.models.imports.statements.csv.tables import Table, TableFinder
from shared.models.imports.statements.layout import Encoding
from shared.models.imports.statements.layout_overrides import LayoutOverrides
from shared.models.imports.statements.statement_file import StatementFile


@dataclass(frozen=True, eq=False)
class CsvFile(StatementFile):
    """A statement in CSV: its bytes, its text, and its table.

    A preview detects the layout, again around a saved mapping, and reads the rows, but searches the
    text for its table once.
    """

    _finders: dict[Encoding, TableFinder] = field(default_factory=dict, init=False, repr=False)

    def find_table(self, encoding: Encoding, overrides: LayoutOverrides) -> Table:
        """Find the table in the file's text, around the given parts of the layout.

        Raises:
            UnreadableFile: The file is not text in this encoding, or has no table.
        """
        if encoding not in self._finders:
            self._finders[encoding] = TableFinder(self.lines(encoding))
        return self._finders[encoding].find(overrides)
