"""Properties of a column: the meaning of its name, and the kind of its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cached_property

from shared.models.imports.statements.amounts import Number, find_number
from shared.models.imports.statements.csv.words.header_phrases import Meaning
from shared.models.imports.statements.csv.words.headers import meaning_of
from shared.models.imports.statements.day_formats import formats_of
from shared.models.imports.statements.layout import DecimalMark
from shared.models.imports.statements.units import currencies_of, is_currency
from shared.models.values.currency import EXPONENTS
from shared.models.values.frozen import frozen

MIN_SHARE = 0.9
"""The minimum ratio of cells of a kind in a column of that kind."""

_DATES = frozenset({Meaning.DATE, Meaning.PLAIN_DATE, Meaning.ENTRY_DATE, Meaning.BOOKING_DATE})
_AMOUNTS = frozenset(
    {Meaning.AMOUNT, Meaning.ACCOUNT_AMOUNT, Meaning.DEBIT, Meaning.CREDIT, Meaning.FEE,
     Meaning.RATE}
)  # fmt: skip
_AMOUNTS_BESIDE = frozenset({Meaning.FEE, Meaning.RATE})
_CURRENCIES = frozenset({Meaning.CURRENCY, Meaning.ACCOUNT_CURRENCY})
_HALF = 0.5
_SCALE = 6
_MAX_WHOLE_DIGITS = 15
_MAX_INTEGER_AMOUNT_DIGITS = 9
_IBAN_LENGTHS = range(15, 35)
_MIN_ID_LENGTH = 8
_CODE = re.compile(r"[A-Z]{2,5}|[a-z]{2,5}")
_MIN_WORD_SHARE = 0.7
_MIN_ROWS_WITH_FOOTER = 4


@frozen
class Column:
    """A column with its cells in the sampled rows, trimmed."""

    index: int
    name: str
    cells: tuple[str, ...]

    @cached_property
    def meaning(self) -> Meaning | None:
        """Return the meaning of the column's name; None if unknown."""
        return meaning_of(self.name)[0]

    @cached_property
    def exactness(self) -> float:
        """Return how exactly the name matches a known phrase, as a ratio."""
        return meaning_of(self.name)[1]

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """Return the cells that are not empty."""
        return tuple(cell for cell in self.cells if cell)

    @cached_property
    def distinct(self) -> frozenset[str]:
        """Return the distinct cells that are not empty."""
        return frozenset(self.filled)

    @property
    def filled_share(self) -> float:
        """Return the ratio of cells that are not empty."""
        return len(self.filled) / len(self.cells) if self.cells else 0.0

    def share(self, holds: Callable[[str], object]) -> float:
        """Return the ratio of filled cells that satisfy a predicate; 0 if no cell is filled."""
        if not self.filled:
            return 0.0
        return sum(bool(holds(cell)) for cell in self.filled) / len(self.filled)

    @cached_property
    def day_formats(self) -> Counter[str]:
        """Count the cells that each date format can parse; likelier orders come first."""
        return Counter(name for cell in self.filled for name in formats_of(cell))

    @cached_property
    def is_dates(self) -> bool:
        """Return whether nearly all cells are dates of one format."""
        best = max(self.day_formats.values(), default=0)
        others = len(self.filled) - best
        return best > 0 and others <= max(1, self._few_unless_named(_DATES))

    def _few_unless_named(self, meanings: frozenset[Meaning]) -> int:
        """Return how many cells may be of another kind: damaged ones, or those of a footer.

        The limit is half of the cells if the column's name says what they should be.
        """
        is_named = self.exactness == 1 and self.meaning in meanings
        return len(self.filled) // (2 if is_named else 10)

    @cached_property
    def marks(self) -> dict[DecimalMark, int]:
        """Count the cells that are numbers with one decimal mark and not with the other."""
        found = {mark: {c for c in self.filled if find_number(c, mark)} for mark in DecimalMark}
        point, comma = found[DecimalMark.POINT], found[DecimalMark.COMMA]
        return {
            DecimalMark.POINT: sum(cell in point - comma for cell in self.filled),
            DecimalMark.COMMA: sum(cell in comma - point for cell in self.filled),
        }

    @cached_property
    def mark(self) -> DecimalMark | None:
        """Return the decimal mark that explains more cells; None if both explain equally many."""
        point, comma = self.marks[DecimalMark.POINT], self.marks[DecimalMark.COMMA]
        if point == comma:
            return None
        return DecimalMark.POINT if point > comma else DecimalMark.COMMA

    @cached_property
    def numbers(self) -> tuple[Number | None, ...]:
        """Return the cells as numbers; a mark always before three digits separates thousands."""
        mark = self.mark or self.grouped_mark() or DecimalMark.POINT
        return tuple(find_number(cell, mark) for cell in self.cells)

    def grouped_mark(self) -> DecimalMark | None:
        """Return the decimal mark if the other mark is the only one present; otherwise None."""
        texts = "".join(self.filled)
        if "." in texts and "," not in texts:
            return DecimalMark.COMMA
        return DecimalMark.POINT if "," in texts and "." not in texts else None

    @cached_property
    def amounts(self) -> tuple[int | None, ...]:
        """Return the numbers as integers on one scale; None for no number, or one out of range."""
        return tuple(map(_scaled, self.numbers))

    @cached_property
    def is_numbers(self) -> bool:
        """Return whether the cells are numbers, and not codes or dates."""
        readable = sum(number is not None for number in self.numbers)
        few = self._few_unless_named(_AMOUNTS)
        most_others = few if len(self.filled) < _MIN_ROWS_WITH_FOOTER else max(1, few)
        return readable > 0 and len(self.filled) - readable <= most_others and not self._is_codes

    @cached_property
    def _is_codes(self) -> bool:
        is_named = self.exactness == 1 and self.meaning in _AMOUNTS_BESIDE
        most = _HALF if is_named else 1 - MIN_SHARE
        return self.share(_is_long_integer) > most or (self.is_dates and not self.has_decimals)

    @cached_property
    def has_decimals(self) -> bool:
        """Return whether any number has decimals."""
        return any(number is not None and number.fraction for number in self.numbers)

    @cached_property
    def has_both_signs(self) -> bool:
        """Return whether there are both positive and negative numbers."""
        amounts = [amount for amount in self.amounts if amount]
        return any(amount > 0 for amount in amounts) and any(amount < 0 for amount in amounts)

    @cached_property
    def is_currencies(self) -> bool:
        """Return whether the cells are currencies; under another known name, codes in capitals.

        Some codes may be unknown (BTC): their rows are invalid, but in no other currency.
        """
        if self.meaning in _CURRENCIES | {Meaning.OTHER_CURRENCY}:
            others = sum(not _may_be_currency(cell) for cell in self.filled)
            return others < len(self.filled) and others <= self._few_unless_named(_CURRENCIES)
        known = self.share(EXPONENTS.__contains__)
        if known >= MIN_SHARE:
            return True
        if self.meaning in (None, Meaning.OTHER) and self.share(_is_unnamed_currency) >= MIN_SHARE:
            return True
        return (
            self.meaning is None
            and known > _HALF
            and self.share(lambda cell: cell.isupper() and _may_be_currency(cell)) >= MIN_SHARE
        )

    @cached_property
    def is_ibans(self) -> bool:
        """Return whether the cells are international bank account numbers."""
        return self.share(is_iban) >= MIN_SHARE

    @cached_property
    def is_words(self) -> bool:
        """Return whether the cells are words, and not dates or codes of a known kind."""
        return self.share(_has_word) >= _MIN_WORD_SHARE and not (
            self.is_currencies or self.is_ibans or self.is_dates
        )

    @cached_property
    def is_texts(self) -> bool:
        """Return whether the cells are descriptive texts: words with many distinct values."""
        return self.is_words and len(self.distinct) > max(2, len(self.filled) // 10)

    @cached_property
    def is_codes(self) -> bool:
        """Return whether the cells look like the bank's transaction ids."""
        return (
            self.filled_share == 1
            and len(self.distinct) == len(self.filled)
            and not (self.has_decimals or self.is_ibans or self.is_dates)
            and self.share(_is_code) == 1
        )


def is_iban(text: str) -> bool:
    """Return whether a text is an IBAN with valid check digits (ISO 13616, ISO 7064 mod 97-10)."""
    compact = text.replace(" ", "").upper()
    if len(compact) not in _IBAN_LENGTHS or not (compact.isascii() and compact.isalnum()):
        return False
    if not (compact[:2].isalpha() and compact[2:4].isdigit()):
        return False
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


def _scaled(number: Number | None) -> int | None:
    if number is None or len(number.fraction) > _SCALE or len(number.whole) > _MAX_WHOLE_DIGITS:
        return None
    return number.sign * int(number.whole + number.fraction.ljust(_SCALE, "0"))


def _is_long_integer(text: str) -> bool:
    is_integer = text.isascii() and text.isdigit()
    return is_integer and (
        len(text) > _MAX_INTEGER_AMOUNT_DIGITS or (text[0] == "0" and text != "0")
    )


def _may_be_currency(cell: str) -> bool:
    return bool(currencies_of(cell)) or _CODE.fullmatch(cell) is not None


def _is_unnamed_currency(cell: str) -> bool:
    """Return whether a cell under an unknown name is a currency; “Top” and “All” are words."""
    return is_currency(cell) and not (cell.istitle() and cell.upper() in EXPONENTS)


def _has_word(text: str) -> bool:
    """Return whether a text has at least two letters and is not a single code with digits."""
    if " " not in text and any("0" <= c <= "9" for c in text):
        return False
    return sum(c.isalpha() for c in text) > 1


def _is_code(text: str) -> bool:
    return (
        len(text) >= _MIN_ID_LENGTH
        and " " not in text
        and any("0" <= c <= "9" for c in text)
        and text[0] not in "+0"
    )
