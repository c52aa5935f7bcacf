"""Contents of a table: a sample of its rows, and properties of its whole columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import repeat

from shared.models.imports.statements.csv.columns import Column
from shared.models.imports.statements.csv.day_choice import DayChoice, choose_day_format
from shared.models.imports.statements.csv.records import Dialect, fitted, split_records

_SAMPLED_ROWS = 200
_LATER_ROWS = 50


class TableContents:
    """Rows of a table in a file, from the line at index ``body_line``; computed once when needed.

    Each row has ``width`` cells; records of another width are left out.
    """

    def __init__(
        self,
        lines: Sequence[str],
        dialect: Dialect,
        body_line: int,
        header: tuple[str, ...] | None,
        width: int,
    ) -> None:
        self._lines = lines
        self._dialect = dialect
        self._body_line = body_line
        self._header = header
        self._width = width
        self._unique: dict[tuple[int, int | None], bool] = {}
        self._day_choices: dict[int, DayChoice | None] = {}
        self._counts: dict[int, Counter[str]] = {}

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns with their cells in the sampled rows."""
        names = self._header or ("",) * self._width
        rows = self._sample[0]
        return [
            Column(index, names[index], tuple(row[index] for row in rows))
            for index in range(self._width)
        ]

    @property
    def neighbours(self) -> int:
        """Return the number of the first sampled rows that are consecutive in the file."""
        return self._sample[1]

    def is_unique(self, index: int, beside: int | None = None) -> bool:
        """Return whether all cells of a column are filled and distinct in the whole file.

        With a column ``beside``, cells beside different ones are distinct: both rows of an exchange
        of currencies may have one id.
        """
        place = index, beside
        if place not in self._unique:
            others = repeat("") if beside is None else self._cells(beside)
            self._unique[place] = _are_distinct(zip(self._cells(index), others, strict=False))
        return self._unique[place]

    def day_choice(self, index: int) -> DayChoice | None:
        """Return the format of the dates in a column of the whole file; None if it has no dates."""
        if index not in self._day_choices:
            self._day_choices[index] = choose_day_format(self._cells(index))
        return self._day_choices[index]

    def count_cells(self, index: int) -> Counter[str]:
        """Count the equal cells of a column in the whole file."""
        if index not in self._counts:
            self._counts[index] = Counter(self._cells(index))
        return self._counts[index]

    @cached_property
    def _sample(self) -> tuple[list[list[str]], int]:
        """Return the first rows, then some later ones; and the number of the first ones."""
        rows: list[list[str]] = []
        later: list[list[str]] = []
        step = max(1, len(self._lines) // _LATER_ROWS)
        records = split_records(self._lines, self._dialect, self._body_line)
        for number, record in enumerate(records):
            if len(rows) >= _SAMPLED_ROWS and number % step:
                continue
            cells = None if record.is_broken else fitted(record.cells, self._width)
            if cells is not None:
                (rows if len(rows) < _SAMPLED_ROWS else later).append([c.strip() for c in cells])
        return rows + later, len(rows)

    def _cells(self, index: int) -> Iterator[str]:
        """Yield all cells of a column in the file."""
        for record in split_records(self._lines, self._dialect, self._body_line):
            cells = None if record.is_broken else fitted(record.cells, self._width)
            if cells is not None and index < len(cells):
                yield cells[index].strip()


def _are_distinct(cells: Iterator[tuple[str, str]]) -> bool:
    seen: set[tuple[str, str]] = set()
    for cell in cells:
        if not cell[0] or cell in seen:
            return False
        seen.add(cell)
    return True
