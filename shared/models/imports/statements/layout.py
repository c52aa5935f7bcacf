"""Layout of a statement file: everything needed to parse it row by row."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.day_notation import valid_day_format
from shared.models.values.base import InputModel

MAX_COLUMNS = 100
MAX_PREAMBLE_LINES = 200


class Encoding(StrEnum):
    """Encodings that banks use; UTF-16 in either byte order, with or without a byte order mark."""

    UTF_8 = "utf-8"
    UTF_8_SIG = "utf-8-sig"
    UTF_16 = "utf-16"
    WINDOWS_1252 = "windows-1252"
    ISO_8859_1 = "iso-8859-1"
    ISO_8859_2 = "iso-8859-2"
    WINDOWS_1250 = "windows-1250"


class Delimiter(StrEnum):
    """Separator of cells."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"
    PIPE = "|"


class Quote(StrEnum):
    """Quotation mark around cells with delimiters or line breaks; doubled inside a cell."""

    DOUBLE = '"'
    SINGLE = "'"


class DecimalMark(StrEnum):
    """Mark before the decimals."""

    POINT = "."
    COMMA = ","


class AmountSign(StrEnum):
    """Whether amounts have the signs of an account, or inverted ones, as on some cards."""

    NORMAL = "NORMAL"
    INVERTED = "INVERTED"


class MoneyOutSign(StrEnum):
    """Sign of ordinary spending in a debit column, or beside a direction word or a type; of fees.

    UNSIGNED: positive, and a negative amount is a reversal. SIGNED: negative.
    """

    UNSIGNED = "UNSIGNED"
    SIGNED = "SIGNED"


MAY_BE_SEVERAL = (
    ColumnRole.BOOKING_DATE,
    ColumnRole.DESCRIPTION,
    ColumnRole.PAYEE,
    ColumnRole.NOTES,
    ColumnRole.CATEGORY,
    ColumnRole.TAGS,
    ColumnRole.BALANCE,
    ColumnRole.ACCOUNT,
    ColumnRole.IGNORE,
)
_BESIDE_TYPE = (
    ColumnRole.TO_ACCOUNT,
    ColumnRole.SPLITS,
    ColumnRole.TRANSACTION_ID,
    ColumnRole.BASE_AMOUNT,
    ColumnRole.BASE_CURRENCY,
    ColumnRole.RATE_DATE,
    ColumnRole.RATE_SOURCE,
    ColumnRole.AMOUNT_ESTIMATED,
    ColumnRole.TO_AMOUNT_ESTIMATED,
)
"""Roles of columns that only files with a TYPE have."""


def readable(columns: tuple[ColumnRole, ...]) -> tuple[ColumnRole, ...]:
    """Return the columns unchanged if rows can be parsed from them.

    Raises:
        ValueError: A required role is missing, or a role that may occur once occurs twice.
    """
    for role in ColumnRole:
        if role not in MAY_BE_SEVERAL and columns.count(role) > 1:
            raise ValueError(f"must name {role} at most once")
    if ColumnRole.DATE not in columns:
        raise ValueError("must name a DATE")
    has_pair = ColumnRole.DEBIT in columns or ColumnRole.CREDIT in columns
    if has_pair == (ColumnRole.AMOUNT in columns):
        raise ValueError("must name either an AMOUNT, or DEBIT and CREDIT")
    if has_pair and ColumnRole.DIRECTION in columns:
        raise ValueError("must name a DIRECTION beside an AMOUNT only")
    _check_type(columns)
    return columns


def _check_target(columns: tuple[ColumnRole, ...]) -> None:
    """Raise if the columns of what a receiver gets are not complete.

    Raises:
        ValueError: As said.
    """
    target = {ColumnRole.TO_AMOUNT, ColumnRole.TO_CURRENCY} & set(columns)
    if len(target) == 1:
        raise ValueError("must name a TO_AMOUNT with a TO_CURRENCY")
    if target and ColumnRole.DIRECTION not in columns:
        raise ValueError("must name a TO_AMOUNT beside a DIRECTION or a TYPE only")


def _check_type(columns: tuple[ColumnRole, ...]) -> None:
    """Raise if a column contradicts the TYPE, or needs one that is not named.

    Raises:
        ValueError: As said.
    """
    if ColumnRole.TYPE not in columns:
        _check_target(columns)
        for role in _BESIDE_TYPE:
            if role in columns:
                raise ValueError(f"must name {role} beside a TYPE only")
        return
    if ColumnRole.AMOUNT not in columns or ColumnRole.DIRECTION in columns:
        raise ValueError("must name a TYPE beside an AMOUNT, and without a DIRECTION")
    if columns.count(ColumnRole.ACCOUNT) > 1:
        raise ValueError(f"must name {ColumnRole.ACCOUNT} at most once beside a TYPE")


BOUNDED = Field(min_length=2, max_length=MAX_COLUMNS)
"""The number of columns of a file."""

Columns = Annotated[tuple[ColumnRole, ...], BOUNDED, AfterValidator(readable)]
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


class Layout(InputModel):
    """Layout of a statement file; determines how every row is parsed.

    ``preamble_lines`` is the number of physical lines before the header, or before the first row
    where there is no header. ``money_in`` and ``money_out`` are the words of the DIRECTION column,
    compared without case and accents. With ``quote`` None, quotation marks are ordinary text.
    ``fee_sign`` is the sign of ordinary fees.
    """

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
    fee_sign: MoneyOutSign = MoneyOutSign.UNSIGNED
    money_in: DirectionWords = ()
    money_out: DirectionWords = ()

    @model_validator(mode="after")
    def _has_words_for_a_direction(self) -> Self:
        if ColumnRole.DIRECTION in self.columns and not (self.money_in or self.money_out):
            raise ValueError("must name the words of the DIRECTION as money_in and money_out")
        return self

    @model_validator(mode="after")
    def _has_normal_signs_beside_a_type(self) -> Self:
        if ColumnRole.TYPE in self.columns and self.amount_sign is not AmountSign.NORMAL:
            raise ValueError("must have the amount_sign NORMAL beside a TYPE")
        return self
