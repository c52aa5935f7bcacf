"""The operations that export."""

from __future__ import annotations

from shared.models.people.access import Role
from tests.http.operation import ApiOperation

OPERATIONS = (
    ApiOperation("export_transactions", "export transactions", "GET", "/exports/transactions", 200,
                 Role.ANALYST),
    ApiOperation("export_whole_ledger", "export the ledger", "GET", "/exports/ledger", 200,
                 Role.ANALYST),
)  # fmt: skip
