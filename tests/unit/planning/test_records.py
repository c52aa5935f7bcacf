"""Records of recurring entries in a backup."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from shared.models.planning.records import RECURRING
from shared.models.planning.recurring import AmountChange
from tests.unit.planning.examples import recurring


def test_changes_of_an_amount_are_restored_in_the_order_of_their_days() -> None:
    march, april = (
        AmountChange(from_=date(2026, month, 1), amount=Decimal(month), currency="USD")
        for month in (3, 4)
    )
    one = recurring(next_nominal=None, amount_changes=(april, march))

    restored = RECURRING.read(RECURRING.write(one, "USD"), "USD")

    assert restored.amount_changes == (march, april)
    assert restored.amount_at(date(2026, 4, 1)).amount == Decimal(4)
    assert restored.amount_at(date(2026, 3, 31)).amount == Decimal(3)
    assert restored.amount_at(date(2026, 2, 28)) == one.template.own_amount
