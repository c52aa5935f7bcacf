"""Queries of lists of imports and of their rows."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from functions.http.parameters import QueryParameters
from shared.models.imports.import_plan import RowStatus
from shared.models.ledger.page import DEFAULT_LIMIT, MAX_LIMIT
from shared.models.values.text import upper_case


class ListQuery(QueryParameters):
    """Page of a list."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = Field(
        default=None, description="The ``next_cursor`` of the previous page."
    )


class RowQuery(ListQuery):
    """Query of an import's rows."""

    status: Annotated[RowStatus, BeforeValidator(upper_case)] | None = None
