"""Categories of income and expenses."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
)

from shared.errors import FieldError, InvalidArgument
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.dates import CivilDate
from shared.models.values.names import HIDDEN_REFUSED, same_name_key, sort_key, visible
from shared.models.values.patterns import COLOR_PATTERN
from shared.models.values.revision import revised
from shared.models.values.text import BLANK_AS_NULL, trimmed, upper_case
from shared.models.values.validation import not_null

MAX_CATEGORIES = 500
"""Live and archived categories of one tenant; they share one document of at most 1 MiB."""


class EntryType(StrEnum):
    """Direction of money: type of a category, and of a transaction that is no transfer."""

    INCOME = "INCOME"
    EXPENSE = "EXPENSE"


class CategoryKind(StrEnum):
    """Purpose of the money of a category, which reports group by.

    TIMEBOUND is an undertaking with an end date, such as a journey or a building project.
    """

    SPENDING = "SPENDING"
    SAVINGS = "SAVINGS"
    INVESTMENT = "INVESTMENT"
    TIMEBOUND = "TIMEBOUND"
    OTHER = "OTHER"


_USUAL_KINDS = {EntryType.INCOME: CategoryKind.OTHER, EntryType.EXPENSE: CategoryKind.SPENDING}


def _usual_kind(fields: Mapping[str, Any]) -> CategoryKind:
    """Return the kind of a category that names none; its type is among the fields."""
    return _USUAL_KINDS[fields["type"]]


def _lower(value: str | None) -> str | None:
    return value.lower() if value else value


AnyCaseEntryType = Annotated[EntryType, BeforeValidator(upper_case)]
"""An entry type as input: accepted in any case."""

AnyCaseCategoryKind = Annotated[CategoryKind, BeforeValidator(upper_case)]
"""The kind of a category as input: accepted in any case."""

CategoryName = Annotated[
    str,
    trimmed(50, min_length=1),
    visible(50),
    Field(
        description="Hidden characters are refused, and names that look like that of another "
        "category of the same type."
    ),
]
Color = Annotated[str, Field(pattern=COLOR_PATTERN), AfterValidator(_lower)]
Icon = Annotated[str, trimmed(50, min_length=1), visible(50), HIDDEN_REFUSED]


_END_DATE_DESCRIPTION = "The last day of a TIMEBOUND category, which must have one."


class CategoryDraft(InputModel):
    """Input of a category to create."""

    model_config = example(name="Books", type="EXPENSE", color="#9467bd", icon="book")

    name: CategoryName
    type: AnyCaseEntryType
    kind: AnyCaseCategoryKind | None = Field(
        default=None,
        description="By default SPENDING for an EXPENSE category, and OTHER for an INCOME one.",
    )
    end_date: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None, validate_default=True, description=_END_DATE_DESCRIPTION
    )
    color: Annotated[Color | None, BLANK_AS_NULL] = None
    icon: Annotated[Icon | None, BLANK_AS_NULL] = None

    _not_null_kind = not_null("kind")

    @field_validator("end_date")
    @classmethod
    def _fits_kind(cls, value: date | None, info: ValidationInfo) -> date | None:
        is_valid = {"type", "kind"} <= info.data.keys()
        kind = (info.data["kind"] or _usual_kind(info.data)) if is_valid else None
        for message in _end_date_errors(kind, value):
            raise ValueError(message)
        return value

    def fields(self) -> dict[str, Any]:
        """Return the fields of the category."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return fields | {"kind": self.kind or _usual_kind(fields)}


class CategoryPut(CategoryDraft):
    """Input that replaces all fields of a category; the type cannot be changed."""

    model_config = example(name="Reading", type="EXPENSE", color="#9467bd", archived=False)

    archived: bool = Field(default=False, strict=True)


class CategoryPatch(InputModel):
    """Input that changes the named fields of a category.

    A category that is no longer TIMEBOUND loses its end date.
    """

    model_config = example(color="#2ca02c")

    name: CategoryName | None = None
    kind: AnyCaseCategoryKind | None = None
    end_date: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None, description=_END_DATE_DESCRIPTION
    )
    color: Annotated[Color | None, BLANK_AS_NULL] = None
    icon: Annotated[Icon | None, BLANK_AS_NULL] = None
    archived: bool | None = Field(default=None, strict=True)

    _not_null = not_null("name", "kind", "archived")


class Category(FrozenModel):
    """Category as stored in the tenant's document.

    ``merging_into`` is the id of the category to which its transactions are being moved: while it
    is set, nothing can be recorded here, and only that merge can continue.
    """

    id: str
    name: str
    type: EntryType
    kind: CategoryKind = Field(default_factory=_usual_kind)
    end_date: date | None = None
    color: str | None = None
    icon: str | None = None
    archived: bool = False
    merging_into: str | None = None
    revision: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def noun(self) -> str:
        """Return the words for such a category in messages."""
        return f"{self.type} category"

    @property
    def key(self) -> tuple[EntryType, str]:
        """Return the key that is unique in a ledger: type, and the name as it looks."""
        return self.type, same_name_key(self.name)

    @property
    def sort_key(self) -> tuple[EntryType, str, str]:
        """Return the key of the order in lists: type and name, without regard to case."""
        return self.type, sort_key(self.name), self.id


def apply_category_patch(
    before: Category, patch: CategoryPatch | CategoryPut, at: datetime
) -> Category:
    """Return the category after a patch, or with all fields replaced by a put.

    Raises:
        InvalidArgument: The type would change, or the end date does not fit the kind.
    """
    if isinstance(patch, CategoryPut):
        if patch.type is not before.type:
            raise InvalidArgument.of("type", "cannot be changed")
        fields = patch.fields()
    else:
        fields = {name: getattr(patch, name) for name in patch.model_fields_set}
        if fields.get("kind", CategoryKind.TIMEBOUND) is not CategoryKind.TIMEBOUND:
            fields.setdefault("end_date", None)
    after = revised(before, fields, at)
    ensure_end_date_fits(after.kind, after.end_date)
    return after


def ensure_end_date_fits(kind: CategoryKind, end_date: date | None) -> None:
    """Check that a TIMEBOUND category has an end date, and no other category has one.

    Raises:
        InvalidArgument: The end date is missing, or the kind has none.
    """
    errors = [FieldError("end_date", message) for message in _end_date_errors(kind, end_date)]
    if errors:
        raise InvalidArgument(*errors)


def _end_date_errors(kind: CategoryKind | None, end_date: date | None) -> Iterator[str]:
    if kind is CategoryKind.TIMEBOUND and end_date is None:
        yield "is required for the kind TIMEBOUND"
    if kind not in (None, CategoryKind.TIMEBOUND) and end_date is not None:
        yield "is only allowed for the kind TIMEBOUND"
