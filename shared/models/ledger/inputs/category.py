"""Inputs of categories, and their appearance, which other records have, too."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
)

from shared.errors import InvalidArgument
from shared.models.ledger.category import (
    AnyCaseEntryType,
    Category,
    CategoryKind,
    end_date_errors,
    ensure_end_date_fits,
    usual_kind,
)
from shared.models.values.base import InputModel, example
from shared.models.values.characters.names import HIDDEN_REFUSED, visible
from shared.models.values.dates import CivilDate
from shared.models.values.patterns import COLOR_PATTERN
from shared.models.values.revision import revised
from shared.models.values.text import BLANK_AS_NULL, trimmed, upper_case
from shared.models.values.validation import not_null


def _lower(value: str | None) -> str | None:
    return value.lower() if value else value


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
        kind = (info.data["kind"] or usual_kind(info.data)) if is_valid else None
        for message in end_date_errors(kind, value):
            raise ValueError(message)
        return value

    def fields(self) -> dict[str, Any]:
        """Return the fields of the category."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return fields | {"kind": self.kind or usual_kind(fields)}


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
