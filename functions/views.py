"""What is returned: resources as clients see them."""

from __future__ import annotations

from datetime import date as civil_date
from datetime import datetime
from functools import singledispatch
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.models.category import Category, EntryType
from shared.models.money import format_minor
from shared.models.report import Money
from shared.models.transaction import Transaction

_ETAG = {
    "headers": {
        "ETag": {
            "description": "The resource's version, for If-Match and If-None-Match.",
            "schema": {"type": "string"},
        }
    }
}


class CategoryView(BaseModel):
    """A category."""

    model_config = ConfigDict(openapi_extra=_ETAG)  # type: ignore[typeddict-unknown-key]

    id: str
    name: str
    type: EntryType
    color: str | None
    icon: str | None
    archived: bool
    created_at: datetime
    updated_at: datetime


class TransactionView(BaseModel):
    """A transaction; ``amount`` is in ``currency``, with all of its decimals."""

    model_config = ConfigDict(openapi_extra=_ETAG)  # type: ignore[typeddict-unknown-key]

    id: str
    type: EntryType
    amount: Money
    currency: str
    category_id: str
    date: civil_date
    description: str | None
    notes: str | None
    tags: list[str]
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class CategoryList(BaseModel):
    """All categories asked for."""

    items: list[CategoryView]
    next_cursor: str | None = None


class TransactionList(BaseModel):
    """A page of transactions; ``next_cursor`` is null on the last."""

    items: list[TransactionView]
    next_cursor: str | None


@singledispatch
def view_of(resource: Any) -> BaseModel:
    """The resource as clients see it."""
    raise TypeError(f"no view of {type(resource).__name__}")


@view_of.register
def category_view(category: Category) -> CategoryView:
    """A category as clients see it."""
    return CategoryView(**{name: getattr(category, name) for name in CategoryView.model_fields})


@view_of.register
def transaction_view(transaction: Transaction) -> TransactionView:
    """A transaction as clients see it."""
    same = TransactionView.model_fields.keys() - {"amount", "tags"}
    return TransactionView(
        amount=format_minor(transaction.amount_minor, transaction.currency),
        tags=list(transaction.tags),
        **{name: getattr(transaction, name) for name in same},
    )
