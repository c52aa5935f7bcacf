"""The operations that export."""

from __future__ import annotations

from shared.models.people.access import Role
from tests.http.operation import Operation

OPERATIONS = (
    Operation("export_transactions", "export transactions", "GET", "/exports/transactions", 200,
              Role.ANALYST),
    Operation("export_whole_ledger", "export the ledger", "GET", "/exports/ledger", 200,
              Role.ANALYST),
)  # fmt: skip
