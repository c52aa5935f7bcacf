"""The operations on a ledger's settings."""

from __future__ import annotations

from shared.models.people.access import Role
from tests.http.operation import ApiOperation

OPERATIONS = (
    ApiOperation("get_settings", "get settings", "GET", "/settings", 200, Role.ADMIN),
    ApiOperation("patch_settings", "change settings", "PATCH", "/settings", 200, Role.ADMIN,
                 {"timezone": "Asia/Tokyo"}),
)  # fmt: skip
