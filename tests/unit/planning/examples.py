"""Recurring entries of unit tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.recurring import Mode, Recurring, Template
from tests.unit.examples import NOON
from tests.unit.planning.schedules import made


def recurring(**fields: Any) -> Recurring:
    """Return an entry of each month, from January 2026 on, whose cursor is at its start."""
    schedule = fields.pop("schedule", None) or made(start="2026-01-01", frequency="MONTHLY")
    template = Template(
        type=TransactionType.EXPENSE, amount=Decimal("10.00"), currency="EUR", account_id="A1"
    )
    usual: dict[str, Any] = {
        "id": "R1",
        "name": "Rent",
        "mode": Mode.AUTO,
        "template": template,
        "schedule": schedule,
        "next_nominal": schedule.start,
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Recurring(**usual | fields)
