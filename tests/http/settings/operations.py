"""The operations on a ledger's settings."""

from __future__ import annotations

from shared.models.people.access import Role
from tests.http.operation import Operation

OPERATIONS = (
    Operation("get_settings", "get settings", "GET", "/settings", 200, Role.ADMIN),
    Operation("patch_settings", "change settings", "PATCH", "/settings", 200, Role.ADMIN,
              {"timezone": "Asia/Tokyo"}),
)  # fmt: skip
