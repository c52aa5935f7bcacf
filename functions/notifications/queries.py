"""Queries and bodies of requests about notifications."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from functions.http.parameters import QueryParameters
from shared.models.ledger.page import DEFAULT_LIMIT, MAX_LIMIT
from shared.models.notifications.preferences import AnyKind
from shared.models.values.base import InputModel, example
from shared.models.values.identifiers import EXAMPLE_ID, Id
from shared.models.values.instant import Instant
from shared.models.values.text import BLANK_AS_NULL


class DeliveryListQuery(QueryParameters):
    """Page of a list of deliveries."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = Field(
        default=None, description="The ``next_cursor`` of the previous page."
    )


class NotificationListQuery(DeliveryListQuery):
    """Page and filters of a list of notifications."""

    unread: bool = Field(default=False, description="Only unread ones.")
    kind: AnyKind | None = Field(default=None, description="Only those of this kind.")


class ReadRequest(InputModel):
    """The notifications that were read: these, or all that were made until an instant."""

    model_config = example(ids=[EXAMPLE_ID])

    ids: Annotated[tuple[Id, ...], Field(min_length=1, max_length=MAX_LIMIT)] | None = Field(
        default=None, description="Notifications that do not exist are ignored."
    )
    until: Annotated[Instant | None, BLANK_AS_NULL] = Field(
        default=None,
        description="The ``created_at`` of the newest notification that was shown.",
        examples=["2026-03-31T12:00:00Z"],
    )

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.ids is None) == (self.until is None):
            raise ValueError("must have either ids or until")
        return self
