"""Views of categories, apart from those of transactions, which few processes need beside them."""

from datetime import date as civil_date
from datetime import datetime

from pydantic import ConfigDict, Field

from functions.http.views import (
    ETAG,
    Etag,
    etag_of,
    view_of,
)
from shared.models.ledger.category import Category, CategoryKind, EntryType
from shared.models.values.base import FrozenModel


class CategoryView(FrozenModel):
    """A category."""

    model_config = ConfigDict(openapi_extra=ETAG)  # type: ignore[typeddict-unknown-key]

    id: str
    name: str
    type: EntryType
    kind: CategoryKind
    end_date: civil_date | None = Field(description="The last day of a TIMEBOUND category.")
    color: str | None
    icon: str | None
    archived: bool
    created_at: datetime
    updated_at: datetime
    etag: Etag


class CategoryList(FrozenModel):
    """All matching categories."""

    items: list[CategoryView]
    next_cursor: str | None = None


@view_of.register
def category_view(category: Category) -> CategoryView:
    """Return the view of a category."""
    same = CategoryView.model_fields.keys() - {"etag"}
    return CategoryView(
        etag=etag_of(category.revision), **{name: getattr(category, name) for name in same}
    )
