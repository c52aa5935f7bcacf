"""Limits of a demo, and how much of them is used."""

from __future__ import annotations

from dataclasses import replace

from shared.errors import DemoQuota
from shared.models.values.frozen import frozen

MAX_DEMO_TRANSACTIONS = 5_000
"""Includes transactions in the trash."""

MAX_DEMO_IMPORTS = 20
"""Includes restored backups."""

MAX_DEMO_CHANGES = 50_000
"""Entries of the change log.

They bound everything else that a change can leave: payees, former tags, idempotency records."""


def ensure_room_for_change(number: int) -> None:
    """Check that a demo may have a change with that number.

    Raises:
        DemoQuota: There were too many changes.
    """
    if number > MAX_DEMO_CHANGES:
        raise DemoQuota(f"at most {MAX_DEMO_CHANGES:,} changes")


@frozen
class DemoUse:
    """Number of transactions and imports that a demo has had."""

    transactions: int = 0
    imports: int = 0

    def with_transactions(self, count: int) -> DemoUse:
        """Return the use after so many more transactions.

        Raises:
            DemoQuota: They are too many.
        """
        if self.transactions + count > MAX_DEMO_TRANSACTIONS:
            raise DemoQuota(f"at most {MAX_DEMO_TRANSACTIONS:,} transactions, including the trash")
        return replace(self, transactions=self.transactions + count)

    def ensure_room_for_plan(self, *, new: int, total: int) -> None:
        """Check that the demo may import a file with so many new rows, and keep all of its rows.

        Raises:
            DemoQuota: It is one import too many, or the rows are.
        """
        self.with_import(new)
        if total > MAX_DEMO_TRANSACTIONS:
            raise DemoQuota(f"at most {MAX_DEMO_TRANSACTIONS:,} rows in a file")

    def with_import(self, transactions: int) -> DemoUse:
        """Return the use after one more import of so many transactions.

        Raises:
            DemoQuota: It is one too many, or its transactions are.
        """
        if self.imports >= MAX_DEMO_IMPORTS:
            raise DemoQuota(f"at most {MAX_DEMO_IMPORTS} imports")
        return replace(self.with_transactions(transactions), imports=self.imports + 1)
