"""Layouts: everything that has to be known of a statement file to read it row by row."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from shared.models.imports.statements.day_formats import valid_day_format

MAX_COLUMNS = 100
MAX_PREAMBLE_LINES = 200


class Encoding(StrEnum):
    """Encodings that banks write; UTF-16 in either byte order, with a mark or without."""

    UTF_8 = "utf-8"
    UTF_8_SIG = "utf-8-sig"
    UTF_16 = "utf-16"
    WINDOWS_1252 = "windows-1252"
    ISO_8859_1 = "iso-8859-1"
    ISO_8859_2 = "iso-8859-2"
    WINDOWS_1250 = "windows-1250"


class Delimiter(StrEnum):
    """What stands between cells."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"
    PIPE = "|"


class Quote(StrEnum):
    """What stands around cells that hold delimiters or line breaks; doubled inside a cell."""

    DOUBLE = '"'
    SINGLE = "'"


class DecimalMark(StrEnum):
    """What stands before the decimals."""

    POINT = "."
    COMMA = ","


class AmountSign(StrEnum):
    """Whether signs are as in an account, or turned round: cards may write spending as positive."""

    NORMAL = "NORMAL"
    INVERTED = "INVERTED"


class MoneyOutSign(StrEnum):
    """How ordinary spending is written in a debit column, or beside a direction word.

    UNSIGNED: as a positive amount, and a negative one is a reversal. SIGNED: as a negative amount.
    """

    UNSIGNED = "UNSIGNED"
    SIGNED = "SIGNED"


class ColumnRole(StrEnum):
    """What a column is read as."""

    DATE = "DATE"
    BOOKING_DATE = "BOOKING_DATE"
    AMOUNT = "AMOUNT"
    DEBIT = "DEBIT"
    CREDIT = "CREDIT"
    DIRECTION = "DIRECTION"
    DESCRIPTION = "DESCRIPTION"
    PAYEE = "PAYEE"
    EXTERNAL_ID = "EXTERNAL_ID"
    CURRENCY = "CURRENCY"
    NOTES = "NOTES"
    CATEGORY = "CATEGORY"
    TAGS = "TAGS"
    BALANCE = "BALANCE"
    ACCOUNT = "ACCOUNT"
    IGNORE = "IGNORE"


_AT_MOST_ONCE = (
    ColumnRole.DATE,
    ColumnRole.AMOUNT,
    ColumnRole.DEBIT,
    ColumnRole.CREDIT,
    ColumnRole.DIRECTION,
    ColumnRole.EXTERNAL_ID,
    ColumnRole.CURRENCY,
)


def _readable(columns: tuple[ColumnRole, ...]) -> tuple[ColumnRole, ...]:
    """The columns as they are.

    Raises:
        ValueError: No row could be read from them, or a role is given twice that can be had once.
    """
    for role in _AT_MOST_ONCE:
        if columns.count(role) > 1:
            raise ValueError(f"must name {role} at most once")
    if ColumnRole.DATE not in columns:
        raise ValueError("must name a DATE")
    has_pair = ColumnRole.DEBIT in columns or ColumnRole.CREDIT in columns
    if has_pair == (ColumnRole.AMOUNT in columns):
        raise ValueError("must name either an AMOUNT, or DEBIT and CREDIT")
    if has_pair and ColumnRole.DIRECTION in columns:
        raise ValueError("must name a DIRECTION beside an AMOUNT only")
    return columns


Columns = Annotated[
    tuple[ColumnRole, ...],
    Field(min_length=2, max_length=MAX_COLUMNS),
    AfterValidator(_readable),
]
DayFormat = Annotated[
    str,
    Field(max_length=20, examples=["DD.MM.YYYY", "YYYYMMDD", "MMM DD, YYYY"]),
    AfterValidator(valid_day_format),
]
PreambleLines = Annotated[int, Field(ge=0, le=MAX_PREAMBLE_LINES, strict=True)]
DirectionWords = Annotated[
    tuple[Annotated[str, Field(max_length=50)], ...],
    Field(max_length=20),
]


class Layout(BaseModel):
    """How a statement file is read; determines every row.

    ``preamble_lines`` are the physical lines before the header, or before the first row where
    there is none. ``money_in`` and ``money_out`` are the words of the DIRECTION column, compared
    without case and accents; ``quote`` None: quotes are text like any other.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    encoding: Encoding = Encoding.UTF_8
    delimiter: Delimiter = Delimiter.COMMA
    quote: Quote | None = Quote.DOUBLE
    has_header: bool = Field(default=True, strict=True)
    preamble_lines: PreambleLines = 0
    columns: Columns
    date_format: DayFormat
    decimal_mark: DecimalMark = DecimalMark.POINT
    amount_sign: AmountSign = AmountSign.NORMAL
    money_out_sign: MoneyOutSign = MoneyOutSign.UNSIGNED
    money_in: DirectionWords = ()
    money_out: DirectionWords = ()

    @model_validator(mode="after")
    def _has_words_for_a_direction(self) -> Self:
        if ColumnRole.DIRECTION in self.columns and not (self.money_in or self.money_out):
            raise ValueError("must name the words of the DIRECTION as money_in and money_out")
        return self


class LayoutOverrides(BaseModel):
    """Parts of a layout that are known; the others are detected around them.

    A part that is given counts, ``quote`` None included; a part that is not given is detected.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    quote: Quote | None = None
    has_header: bool | None = Field(default=None, strict=True)
    preamble_lines: PreambleLines | None = None
    columns: Columns | None = None
    date_format: DayFormat | None = None
    decimal_mark: DecimalMark | None = None
    amount_sign: AmountSign | None = None
    money_out_sign: MoneyOutSign | None = None
    money_in: DirectionWords | None = None
    money_out: DirectionWords | None = None

    @classmethod
    def of(cls, layout: Layout) -> LayoutOverrides:
        """Everything as in that layout."""
        return cls(**dict(layout))

    @property
    def has_quote(self) -> bool:
        """Whether the quote is given, be it that there is none."""
        return "quote" in self.model_fields_set
