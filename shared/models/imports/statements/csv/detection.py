"""Detection of a file's layout, around the parts that the caller gives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pydantic import ValidationError

from shared.errors import InvalidArgument
from shared.models.imports.statements.cells import shortened
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.columns import Column
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.day_choice import DayChoice
from shared.models.imports.statements.csv.exported.columns import roles_of_exported
from shared.models.imports.statements.csv.money.columns import Money, find_money
from shared.models.imports.statements.csv.money.named_currency import (
    NamedCurrency,
    find_named_currency,
)
from shared.models.imports.statements.csv.money.other_amounts import (
    OtherAmounts,
    find_other_amounts,
)
from shared.models.imports.statements.csv.money.signs import (
    Signs,
    Words,
    are_inverted,
    find_signs,
    find_words,
)
from shared.models.imports.statements.csv.reading import check_size, first_body_line
from shared.models.imports.statements.csv.tables import Table
from shared.models.imports.statements.csv.text_columns import find_dates, find_texts
from shared.models.imports.statements.csv.type_column import find_type, roles_beside_type
from shared.models.imports.statements.csv.words.header_phrases import Meaning
from shared.models.imports.statements.layout import (
    AmountSign,
    DecimalMark,
    Delimiter,
    Encoding,
    Layout,
)
from shared.models.imports.statements.layout_overrides import LayoutOverrides
from shared.models.imports.statements.results import Ambiguity, ColumnPreview, Confidence, Detection
from shared.models.imports.statements.units import currencies_of
from shared.models.imports.statements.unreadable import UnreadableFile
from shared.models.values.characters.names import same_name_key
from shared.models.values.currency import exponent_of
from shared.models.values.formulas import without_marks
from shared.models.values.frozen import frozen
from shared.models.values.validation import field_errors_of

_MONEY = frozenset(
    {ColumnRole.AMOUNT, ColumnRole.DEBIT, ColumnRole.CREDIT, ColumnRole.FEE, ColumnRole.RATE,
     ColumnRole.ORIGINAL_AMOUNT, ColumnRole.TO_AMOUNT, ColumnRole.BASE_AMOUNT}
)  # fmt: skip
_UNUSED = (ColumnRole.IGNORE, ColumnRole.FEE)
_GROUP = 3
"""Digits between two marks of thousands."""

_SAMPLES = 5
_MAX_WORDS = 20
_MAX_WORD_LENGTH = 50
_NOTHING_GIVEN = LayoutOverrides()


def detect_layout(
    file: CsvFile,
    overrides: LayoutOverrides = _NOTHING_GIVEN,
    custom_types: frozenset[str] = frozenset(),
    currency: str | None = None,
) -> Detection:
    """Detect the layout of a file, around the given parts, with a confidence for each part.

    ``custom_types`` are the keys of the names of the ledger's custom types: a column of types in
    which all cells are such names has the custom types. ``currency`` is that of amounts for which
    the file names none; without it their decimals are not known.

    Raises:
        UnreadableFile: The file is not text, has no table with dates and amounts, or is too long.
        InvalidArgument: The given ``amount_sign`` contradicts a column of types.
    """
    given = overrides.encoding
    encoding, confidence = (given, 1.0) if given else file.encoding
    lines, table = file.lines(encoding), file.find_table(encoding, overrides)
    evidence = _Evidence(lines, table, overrides, custom_types, currency)
    return evidence.detection(encoding, confidence)


@frozen
class _Evidence:
    """A file's table, and the properties derived from it, each computed when first needed."""

    lines: list[str]
    table: Table
    overrides: LayoutOverrides
    custom_types: frozenset[str]
    currency: str | None

    def detection(self, encoding: Encoding, encoding_confidence: float) -> Detection:
        """Return the layout with its confidence, ambiguities and a preview of the columns."""
        layout = self._layout(encoding)
        check_size(self.lines, layout, first_body_line(self.lines, layout))
        ambiguities = (
            self._day_choice.ambiguity,
            self._signs.ambiguity,
            self._other_mark(),
            self._fee.ambiguity,
            self._named_currency.doubt,
            *self._found_roles[2],
        )
        return Detection(
            layout=layout,
            confidence=self._confidence(encoding_confidence),
            ambiguities=tuple(one for one in (*ambiguities, self._other_date()) if one),
            columns=tuple(map(self._preview, self._columns)),
            account_names=self._account_names(),
            unit=self._named_currency.unit,
        )

    def _layout(self, encoding: Encoding) -> Layout:
        given = self.overrides.model_dump(exclude_none=True)
        detected = {
            "encoding": encoding,
            "delimiter": self.table.dialect.delimiter,
            "quote": self.table.dialect.quote,
            "has_header": self.table.header is not None,
            "preamble_lines": self.table.preamble_lines,
            "columns": tuple(self._roles),
            "date_format": self._day_choice.day_format,
            "decimal_mark": self._decimal_mark[0],
            "amount_sign": self._signs.amount,
            "money_out_sign": self._signs.money_out,
            "fee_sign": self._fee.fee_sign,
            "money_in": self._words.money_in,
            "money_out": self._words.money_out,
        }
        if self.overrides.amount_sign is AmountSign.INVERTED and ColumnRole.TYPE in self._roles:
            raise InvalidArgument.of(
                "layout.amount_sign", "must be NORMAL for a file with a column of the role TYPE"
            )
        try:
            return Layout(**detected | given)
        except ValidationError as error:
            raise UnreadableFile(
                f"The columns are not those of a statement: {field_errors_of(error)[0].message}."
            ) from error

    @property
    def _columns(self) -> list[Column]:
        return self.table.contents.columns

    @cached_property
    def _found_roles(self) -> tuple[list[ColumnRole], float, tuple[Ambiguity, ...]]:
        """Return the role of each column, before it is known whether a direction is needed.

        Beside them are the confidence, and the ambiguities if it is less than 1.
        """
        if self.overrides.columns is not None:
            return list(self.overrides.columns), 1.0, ()
        exported = roles_of_exported(self.table.header)
        if exported is not None:
            return exported, 1.0, ()
        dates = find_dates(self._columns)
        rest = [column for column in self._columns if column.index not in dates]
        money = find_money(rest, self.table.contents.neighbours)
        others = [column for column in rest if column.index not in money.roles]
        roles = dates | money.roles | find_texts(others, self.table.contents.is_unique)
        if ColumnRole.CUSTOM_TYPE not in roles.values():
            roles |= self._custom_type_of(others)
        beside = self._other_amounts(roles)
        roles = self._with_type(beside.roles)
        found = [roles.get(column.index, ColumnRole.IGNORE) for column in self._columns]
        has_text = ColumnRole.DESCRIPTION in found or ColumnRole.PAYEE in found
        doubts = *self._doubts(money, has_text=has_text), *beside.doubts
        return found, money.confidence if has_text else min(0.5, money.confidence), doubts

    def _doubts(self, money: Money, *, has_text: bool) -> Iterator[Ambiguity]:
        """Yield the ambiguities of the columns with money and texts."""
        if money.other is not None:
            used, other = (_title(self._columns[i]) for i in (next(iter(money.roles)), money.other))
            message = f"{used} is used as the amount, not {other}."
            if ColumnRole.DEBIT in money.roles.values():
                message = f"{used} is assumed to be money out, and {other} money in."
            yield Ambiguity(code="which-amount", message=message)
        if not has_text:
            yield Ambiguity(code="no-texts", message="No column with descriptions was found.")

    def _other_amounts(self, roles: dict[int, ColumnRole]) -> OtherAmounts:
        """Return the roles with those of fees, original amounts and rates."""
        return find_other_amounts(self._columns, roles, self.table.contents.neighbours)

    @cached_property
    def _fee(self) -> OtherAmounts:
        """Return the sign of the fees, and the doubt about them."""
        if ColumnRole.FEE not in self._roles or roles_of_exported(self.table.header) is not None:
            return OtherAmounts({})
        roles = dict(enumerate(self._roles))
        without = {i: role for i, role in roles.items() if role not in _UNUSED}
        found = self._other_amounts(without)
        is_given = self.overrides.columns is not None
        return found._replace(ambiguity=None) if is_given else found

    @cached_property
    def _named_currency(self) -> NamedCurrency:
        if roles_of_exported(self.table.header) is not None:
            return NamedCurrency()
        before = self.lines[: self.table.preamble_lines]
        delimiter = self.table.dialect.delimiter
        return find_named_currency(self._columns, self._roles, before, delimiter)

    def _with_type(self, roles: dict[int, ColumnRole]) -> dict[int, ColumnRole]:
        """Return the roles around the column of types, if there is one."""
        contents = self.table.contents
        type_at = find_type(self._columns, contents.count_cells)
        if type_at is None:
            return roles
        beside = roles_beside_type(self._columns, type_at, roles)
        amount_at = next((i for i, role in beside.items() if role is ColumnRole.AMOUNT), None)
        if amount_at is None or are_inverted(self._columns[amount_at], self._columns[type_at]):
            return roles
        return beside

    def _custom_type_of(self, columns: list[Column]) -> dict[int, ColumnRole]:
        """Return the role of the column of types, if all are custom types of the ledger."""
        for column in columns:
            if column.meaning is Meaning.KIND and column.filled and self.custom_types:
                names = (cell for cell in self.table.contents.count_cells(column.index) if cell)
                if all(
                    _is_word(name) and same_name_key(name) in self.custom_types for name in names
                ):
                    return {column.index: ColumnRole.CUSTOM_TYPE}
        return {}

    @cached_property
    def _roles(self) -> list[ColumnRole]:
        roles = self._found_roles[0]
        if self.overrides.columns is None and self._signs.are_sufficient:
            return [ColumnRole.IGNORE if r is ColumnRole.DIRECTION else r for r in roles]
        return roles

    @cached_property
    def _signs(self) -> Signs:
        if roles_of_exported(self.table.header) is not None:
            return Signs()
        near = self.table.contents.neighbours
        return find_signs(self._found_roles[0], self._columns, self._found_words, near)

    @cached_property
    def _found_words(self) -> Words:
        roles = self._found_roles[0]
        if ColumnRole.DIRECTION not in roles:
            return Words()
        counts = self.table.contents.count_cells(roles.index(ColumnRole.DIRECTION))
        found = (word for word, _ in counts.most_common(_MAX_WORDS) if word and _is_word(word))
        return find_words(frozenset(found), self.overrides)

    @property
    def _words(self) -> Words:
        return self._found_words if ColumnRole.DIRECTION in self._roles else Words()

    @cached_property
    def _day_choice(self) -> DayChoice:
        if self.overrides.date_format is not None:
            return DayChoice(self.overrides.date_format, 1.0)
        choice = self.table.contents.day_choice(self._found_roles[0].index(ColumnRole.DATE))
        if choice is None:
            raise UnreadableFile("The date column has no dates.")
        return choice

    @cached_property
    def _decimal_mark(self) -> tuple[DecimalMark, float]:
        """Return the decimal mark, judged by the amounts that can be parsed with only one mark."""
        if self.overrides.decimal_mark is not None:
            return self.overrides.decimal_mark, 1.0
        money = [
            c for c, r in zip(self._columns, self._found_roles[0], strict=False) if r in _MONEY
        ]
        point = sum(column.marks[DecimalMark.POINT] for column in money)
        comma = sum(column.marks[DecimalMark.COMMA] for column in money)
        if roles_of_exported(self.table.header) is not None:
            # Exported files have no thousands separators, but spreadsheet programs change the mark.
            has_comma = any("," in cell for column in money for cell in column.filled)
            return (DecimalMark.COMMA if has_comma else DecimalMark.POINT), 1.0
        if point != comma:
            mark = DecimalMark.POINT if point > comma else DecimalMark.COMMA
            return mark, round(max(point, comma) / (point + comma), 2)
        grouped = [other for column in money if (other := column.grouped_mark())]
        if grouped:
            return _other(grouped[0]) if self._has_three_decimals() else grouped[0], 0.5
        is_comma = self.table.dialect.delimiter is Delimiter.SEMICOLON
        return (DecimalMark.COMMA if is_comma else DecimalMark.POINT), 0.8

    def _has_three_decimals(self) -> bool:
        """Return whether the amounts are in currencies with three decimals, such as dinars."""
        roles = self._found_roles[0]
        coded = [c for c, r in zip(self._columns, roles, strict=False) if r is ColumnRole.CURRENCY]
        named = [code.strip() for column in coded for code in column.distinct]
        units = named or [self._named_currency.unit or self.currency or ""]
        currencies = frozenset[str]().union(*map(currencies_of, units))
        return {exponent_of(one) for one in currencies} == {_GROUP}

    def _account_names(self) -> tuple[frozenset[str], ...]:
        """Return the names in each column of accounts, unless there is a column of types."""
        if ColumnRole.TYPE in self._roles:
            return ()
        found = [
            c for c, r in zip(self._columns, self._roles, strict=False) if r is ColumnRole.ACCOUNT
        ]
        cells = (self.table.contents.count_cells(column.index) for column in found)
        return tuple(
            frozenset(without_marks(cell).strip() for cell in of if cell and cell != column.name)
            for column, of in zip(found, cells, strict=True)
        )

    def _other_mark(self) -> Ambiguity | None:
        mark, confidence = self._decimal_mark
        if confidence != 0.5:  # noqa: PLR2004 (the confidence where every mark is followed by three digits)
            return None
        return Ambiguity(
            code="decimal-mark",
            message="Every mark is followed by three digits. "
            f"“{mark}” is assumed to be the decimal mark.",
        )

    def _other_date(self) -> Ambiguity | None:
        """Return an ambiguity if there are two columns of dates with different dates."""
        roles = self._found_roles[0]
        if self.overrides.columns is not None or ColumnRole.BOOKING_DATE not in roles:
            return None
        taken, other = (
            self._columns[roles.index(role)] for role in (ColumnRole.DATE, ColumnRole.BOOKING_DATE)
        )
        if taken.cells == other.cells:
            return None
        return Ambiguity(
            code="which-date",
            message=f"{_title(taken)} is used as the date, not {_title(other)}.",
        )

    def _confidence(self, encoding_confidence: float) -> Confidence:
        given = self.overrides.model_fields_set
        return Confidence(
            encoding=encoding_confidence,
            delimiter=1.0 if "delimiter" in given else self.table.consistency,
            header=self.table.header_confidence,
            columns=self._found_roles[1],
            date_format=self._day_choice.confidence,
            decimal_mark=self._decimal_mark[1],
            amount_sign=1.0 if "amount_sign" in given else self._signs.confidence,
        )

    def _preview(self, column: Column) -> ColumnPreview:
        roles = self._roles
        samples = list(dict.fromkeys(column.filled))[:_SAMPLES]
        return ColumnPreview(
            index=column.index,
            name=None if self.table.header is None else column.name,
            role=roles[column.index] if column.index < len(roles) else ColumnRole.IGNORE,
            samples=tuple(map(shortened, samples)),
        )


def _is_word(text: str) -> bool:
    return len(text) <= _MAX_WORD_LENGTH and text.isprintable()


def _other(mark: DecimalMark) -> DecimalMark:
    return DecimalMark.POINT if mark is DecimalMark.COMMA else DecimalMark.COMMA


def _title(column: Column) -> str:
    return f"“{column.name}”" if column.name else f"Column {column.index + 1}"
