"""Amounts that the next payment of a recurring entry is expected to have, from earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low

from shared.models.values.frozen import frozen

RECENT = 12
"""The number of the newest payments that the expected amount follows."""


@frozen(slots=True)
class ExpectedAmount:
    """Range of amounts in minor units, both ends included, and the likely one among them."""

    minimum: int
    maximum: int
    likely: int

    @classmethod
    def exactly(cls, amount: int) -> ExpectedAmount:
        """Return the expectation of one amount."""
        return cls(amount, amount, amount)

    @property
    def is_exact(self) -> bool:
        """Return whether one amount is expected."""
        return self.minimum == self.maximum

    @property
    def spread_percent(self) -> int:
        """Return the width of the range in percent of the likely amount, rounded up."""
        width = self.maximum - self.minimum
        return -(-100 * width // abs(self.likely)) if self.likely else 100 * bool(width)

    def distance(self, amount: int) -> int:
        """Return by how much an amount is outside the range, in minor units."""
        return max(self.minimum - amount, amount - self.maximum, 0)


def expected_after(amounts: Sequence[int]) -> ExpectedAmount:
    """Return what to expect after these amounts, in minor units, the oldest first.

    The newest amount alone is expected when it occurred twice in a row, or is the only one. After
    equal amounts, a single other one may be a new price or an exception, and both are in the range;
    the newest is likely. Otherwise the range is that of the newest 12, and the median is likely.

    Raises:
        ValueError: There are no amounts.
    """
    if not amounts:
        raise ValueError("must have at least one amount")
    recent = list(amounts[-RECENT:])
    newest, before = recent[-1], recent[:-1]
    if not before or before[-1] == newest:
        return ExpectedAmount.exactly(newest)
    is_step = len(before) > 1 and len(set(before)) == 1
    likely = newest if is_step else median_low(recent)
    return ExpectedAmount(min(recent), max(recent), likely)
