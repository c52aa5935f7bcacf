"""Tenants: whose ledger it is, in which currency and time zone, and its chart of categories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from shared.errors import (
    AlreadyExists,
    DemoExpired,
    InvalidArgument,
    NotFound,
    TooManyCategories,
)
from shared.models.access import TenantRef
from shared.models.category import MAX_CATEGORIES, Category, EntryType
from shared.models.dates import today_in


@dataclass(frozen=True)
class Tenant:
    """A tenant's document.

    ``expires_at`` is a demo's end, None for everyone else. ``categories`` is the chart of
    categories by id: it lives in this one document so that a report needs no read per category,
    and so that names are unique by construction.
    """

    ref: TenantRef
    currency: str
    timezone: str
    created_at: datetime
    expires_at: datetime | None = None
    sample_transaction_count: int = 0
    categories: dict[str, Category] = field(default_factory=dict)

    def ensure_live(self, now: datetime) -> None:
        """Pass unless this is a demo whose time is over.

        Raises:
            DemoExpired: It is.
        """
        if self.expires_at is not None and self.expires_at <= now:
            raise DemoExpired

    def today(self, now: datetime) -> date:
        """The civil date in the tenant's time zone."""
        return today_in(self.timezone, now)

    def get_category(self, category_id: str) -> Category:
        """The category with that id.

        Raises:
            NotFound: There is none.
        """
        category = self.categories.get(category_id)
        if category is None:
            raise NotFound("category")
        return category

    def get_category_for(
        self, entry_type: EntryType, category_id: str, field_name: str = "category_id"
    ) -> Category:
        """The category, when an entry of that type may be recorded under it.

        Raises:
            InvalidArgument: It does not exist, is of the other type, archived, or being merged.
        """
        category = self.categories.get(category_id)
        if category is None:
            raise InvalidArgument.of(field_name, "is not a category of this ledger")
        if category.type is not entry_type:
            raise InvalidArgument.of(
                field_name, f"is an {category.type} category, not an {entry_type} one"
            )
        if category.merging_into is not None:
            raise InvalidArgument.of(field_name, "is being merged into another category")
        if category.archived:
            raise InvalidArgument.of(field_name, "is an archived category")
        return category

    def list_categories(
        self, entry_type: EntryType | None = None, *, include_archived: bool = False
    ) -> list[Category]:
        """The categories by type and name, INCOME after EXPENSE."""
        return sorted(
            (
                category
                for category in self.categories.values()
                if (entry_type is None or category.type is entry_type)
                and (include_archived or not category.archived)
            ),
            key=lambda category: (*category.key, category.id),
        )

    def with_category(self, category: Category) -> Tenant:
        """The tenant with this category added or changed.

        Raises:
            AlreadyExists: Another category has that type and name.
            TooManyCategories: One more is too many.
        """
        for other in self.categories.values():
            if other.id != category.id and other.key == category.key:
                raise AlreadyExists(category.name, category.type)
        if category.id not in self.categories and len(self.categories) >= MAX_CATEGORIES:
            raise TooManyCategories(MAX_CATEGORIES)
        return replace(self, categories={**self.categories, category.id: category})

    def with_categories(self, categories: Iterable[Category]) -> Tenant:
        """The tenant with these categories added or changed; raises as ``with_category``."""
        tenant = self
        for category in categories:
            tenant = tenant.with_category(category)
        return tenant

    def without_category(self, category_id: str) -> Tenant:
        """The tenant without that category."""
        return replace(
            self,
            categories={key: value for key, value in self.categories.items() if key != category_id},
        )
