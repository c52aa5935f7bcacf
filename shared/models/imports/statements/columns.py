"""What a column is like: its name, and what its cells look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from shared.models.imports.statements.amounts import Number, find_number
from shared.models.imports.statements.day_formats import formats_of
from shared.models.imports.statements.header_phrases import Meaning
from shared.models.imports.statements.header_words import meaning_of
from shared.models.imports.statements.layout import DecimalMark
from shared.models.imports.statements.tables import Table
from shared.models.values.currency import EXPONENTS

MOST = 0.9
"""The ratio of cells that must be of a kind for their column to be of it."""

_DATES = frozenset({Meaning.DATE, Meaning.PLAIN_DATE, Meaning.ENTRY_DATE, Meaning.BOOKING_DATE})
_AMOUNTS = frozenset({Meaning.AMOUNT, Meaning.DEBIT, Meaning.CREDIT})
_SCALE = 6
_LONGEST_WHOLE = 15
_LONGEST_INTEGER_AMOUNT = 9
_IBAN_LENGTHS = range(15, 35)
_SHORTEST_ID = 8
_MOSTLY_WORDS = 0.7
_FOOTED_ROWS = 4


@dataclass(frozen=True)
class Column:
    """A column with the cells of the sampled rows, without blanks around them."""

    index: int
    name: str
    cells: tuple[str, ...]

    @cached_property
    def meaning(self) -> Meaning | None:
        """What its name means."""
        return meaning_of(self.name)[0]

    @cached_property
    def exactness(self) -> float:
        """How exactly its name means that, as a ratio."""
        return meaning_of(self.name)[1]

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """The cells that are not empty."""
        return tuple(cell for cell in self.cells if cell)

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The different cells that are not empty."""
        return frozenset(self.filled)

    @property
    def filled_share(self) -> float:
        """The ratio of cells that are not empty."""
        return len(self.filled) / len(self.cells) if self.cells else 0.0

    def share(self, holds: Callable[[str], object]) -> float:
        """The ratio of filled cells for which something holds; 0 where none is filled."""
        if not self.filled:
            return 0.0
        return sum(bool(holds(cell)) for cell in self.filled) / len(self.filled)

    @cached_property
    def day_formats(self) -> Counter[str]:
        """In how many cells each date format can be read; the likelier orders come first."""
        return Counter(name for cell in self.filled for name in formats_of(cell))

    @cached_property
    def is_dates(self) -> bool:
        """Whether its cells are dates, nearly all of one format."""
        best = max(self.day_formats.values(), default=0)
        others = len(self.filled) - best
        return best > 0 and others <= max(1, self._few_unless_named(_DATES))

    def _few_unless_named(self, meanings: frozenset[Meaning]) -> int:
        """How many cells may be of another kind: damaged ones, or those of a footer.

        Half of them, where the column's name says what they should be.
        """
        is_named = self.exactness == 1 and self.meaning in meanings
        return len(self.filled) // (2 if is_named else 10)

    @cached_property
    def marks(self) -> dict[DecimalMark, int]:
        """How many cells can be read with one decimal mark and not with the other."""
        found = {mark: {c for c in self.filled if find_number(c, mark)} for mark in DecimalMark}
        point, comma = found[DecimalMark.POINT], found[DecimalMark.COMMA]
        return {
            DecimalMark.POINT: sum(cell in point - comma for cell in self.filled),
            DecimalMark.COMMA: sum(cell in comma - point for cell in self.filled),
        }

    @cached_property
    def mark(self) -> DecimalMark | None:
        """The decimal mark that explains more cells; None: the cells do not tell."""
        point, comma = self.marks[DecimalMark.POINT], self.marks[DecimalMark.COMMA]
        if point == comma:
            return None
        return DecimalMark.POINT if point > comma else DecimalMark.COMMA

    @cached_property
    def numbers(self) -> tuple[Number | None, ...]:
        """The numbers the cells are; a mark before three digits throughout divides thousands."""
        mark = self.mark or self.grouped_mark() or DecimalMark.POINT
        return tuple(find_number(cell, mark) for cell in self.cells)

    def grouped_mark(self) -> DecimalMark | None:
        """The decimal mark if the other one divides thousands wherever it stands; else None."""
        texts = "".join(self.filled)
        if "." in texts and "," not in texts:
            return DecimalMark.COMMA
        return DecimalMark.POINT if "," in texts and "." not in texts else None

    @cached_property
    def amounts(self) -> tuple[int | None, ...]:
        """The numbers as exact integers on one scale; None: no number, or out of all bounds."""
        return tuple(map(_scaled, self.numbers))

    @cached_property
    def is_numbers(self) -> bool:
        """Whether its cells are numbers, and not codes or dates."""
        readable = sum(number is not None for number in self.numbers)
        few = self._few_unless_named(_AMOUNTS)
        most_others = few if len(self.filled) < _FOOTED_ROWS else max(1, few)
        return readable > 0 and len(self.filled) - readable <= most_others and not self._is_codes

    @cached_property
    def _is_codes(self) -> bool:
        return self.share(_is_long_integer) > 1 - MOST or (self.is_dates and not self.has_decimals)

    @cached_property
    def has_decimals(self) -> bool:
        """Whether some number has decimals."""
        return any(number is not None and number.fraction for number in self.numbers)

    @cached_property
    def has_both_signs(self) -> bool:
        """Whether there are positive and negative numbers."""
        amounts = [amount for amount in self.amounts if amount]
        return any(amount > 0 for amount in amounts) and any(amount < 0 for amount in amounts)

    @cached_property
    def is_currencies(self) -> bool:
        """Whether its cells are currency codes."""
        return self.share(EXPONENTS.__contains__) >= MOST

    @cached_property
    def is_ibans(self) -> bool:
        """Whether its cells are international bank account numbers."""
        return self.share(is_iban) >= MOST

    @cached_property
    def is_words(self) -> bool:
        """Whether its cells are words, and not codes of any known kind."""
        return self.share(_has_word) >= _MOSTLY_WORDS and not (
            self.is_currencies or self.is_ibans or self.is_dates
        )

    @cached_property
    def is_texts(self) -> bool:
        """Whether its cells are texts that tell entries apart: words, and various."""
        return self.is_words and len(self.distinct) > max(2, len(self.filled) // 10)

    @cached_property
    def is_codes(self) -> bool:
        """Whether its cells can be the bank's ids, by their look alone."""
        return (
            self.filled_share == 1
            and len(self.distinct) == len(self.filled)
            and not (self.has_decimals or self.is_ibans or self.is_dates)
            and self.share(_is_code) == 1
        )


def columns_of(table: Table) -> list[Column]:
    """The columns of a table."""
    names = table.header or ("",) * table.width
    return [
        Column(index, names[index], tuple(row[index] for row in table.rows))
        for index in range(table.width)
    ]


def is_iban(text: str) -> bool:
    """Whether a text is an IBAN with the right check digits (ISO 13616, ISO 7064 mod 97-10)."""
    compact = text.replace(" ", "").upper()
    if len(compact) not in _IBAN_LENGTHS or not (compact.isascii() and compact.isalnum()):
        return False
    if not (compact[:2].isalpha() and compact[2:4].isdigit()):
        return False
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


def _scaled(number: Number | None) -> int | None:
    if number is None or len(number.fraction) > _SCALE or len(number.whole) > _LONGEST_WHOLE:
        return None
    return number.sign * int(number.whole + number.fraction.ljust(_SCALE, "0"))


def _is_long_integer(text: str) -> bool:
    is_integer = text.isascii() and text.isdigit()
    return is_integer and (len(text) > _LONGEST_INTEGER_AMOUNT or (text[0] == "0" and text != "0"))


def _has_word(text: str) -> bool:
    """Whether there are letters in a row, and the text is not one code with digits in it."""
    if " " not in text and any("0" <= c <= "9" for c in text):
        return False
    return sum(c.isalpha() for c in text) > 1


def _is_code(text: str) -> bool:
    return (
        len(text) >= _SHORTEST_ID
        and " " not in text
        and any("0" <= c <= "9" for c in text)
        and text[0] not in "+0"
    )
