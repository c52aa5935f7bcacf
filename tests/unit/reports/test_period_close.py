"""A message of the rollup is a batch of tenants or a cursor, and nothing in between."""

from typing import Any

import pytest
from pydantic import ValidationError

from shared.models.reports.period_close import RollupMessage

USUAL: dict[str, Any] = {"month": "2026-03", "run_id": "r1"}


@pytest.mark.parametrize(
    "content",
    [
        {"tenants": ("users/a",)},
        {"tenants": ("users/a", "demo_users/b", "workspaces/c")},
        {"cursor": "somewhere"},
        {"cursor": ""},
    ],
)
def test_tenants_or_a_cursor_are_a_message_that_survives_the_wire(content: dict[str, Any]) -> None:
    message = RollupMessage(**USUAL | content)

    assert RollupMessage.model_validate_json(message.model_dump_json()) == message


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"tenants": ()},
        {"tenants": ("users/a",), "cursor": "somewhere"},
        {"tenants": ("users/a",), "cursor": ""},
        {"tenants": ("users/a", "others/b")},
        {"tenants": ("users",)},
        {"tenants": ("users/a/transactions/t",)},
        {"tenants": "users/a"},
        {"cursor": 5},
        {"cursor": "somewhere", "month": "2026-13"},
        {"cursor": "somewhere", "month": "2026-3"},
        {"cursor": "somewhere", "month": None},
        {"cursor": "somewhere", "run_id": None},
        {"cursor": "somewhere", "extra": 1},
    ],
)
def test_anything_else_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RollupMessage(**USUAL | content)
