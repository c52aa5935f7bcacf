"""Known parts of the layout of a statement file."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.layout import (
    BOUNDED,
    AmountSign,
    DayFormat,
    DecimalMark,
    Delimiter,
    DirectionWords,
    Encoding,
    Layout,
    MoneyOutSign,
    PreambleLines,
    Quote,
    readable,
)
from shared.models.values.base import InputModel
from shared.models.values.validation import by_name

NamedColumns = Annotated[
    tuple[Annotated[ColumnRole, by_name(ColumnRole)], ...], BOUNDED, AfterValidator(readable)
]


class LayoutOverrides(InputModel):
    """Known parts of a layout; the other parts are detected.

    A given part is used even if it is null, as ``quote`` may be.
    """

    encoding: Annotated[Encoding, by_name(Encoding)] | None = None
    delimiter: Annotated[Delimiter, by_name(Delimiter)] | None = None
    quote: Annotated[Quote, by_name(Quote)] | None = None
    has_header: bool | None = Field(default=None, strict=True)
    preamble_lines: PreambleLines | None = None
    columns: NamedColumns | None = None
    date_format: DayFormat | None = None
    decimal_mark: Annotated[DecimalMark, by_name(DecimalMark)] | None = None
    amount_sign: Annotated[AmountSign, by_name(AmountSign)] | None = None
    money_out_sign: Annotated[MoneyOutSign, by_name(MoneyOutSign)] | None = None
    fee_sign: Annotated[MoneyOutSign, by_name(MoneyOutSign)] | None = None
    money_in: DirectionWords | None = None
    money_out: DirectionWords | None = None

    @classmethod
    def of(cls, layout: Layout) -> Self:
        """Return overrides for every part of a layout."""
        return cls(**dict(layout))

    @property
    def has_quote(self) -> bool:
        """Return whether the quotation mark is given, including the choice of none."""
        return "quote" in self.model_fields_set
