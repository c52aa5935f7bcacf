"""Average cost of a currency that is held, and the results of spending it.

All amounts are integers in minor units: a quantity in those of the currency, cost and results in
those of the ledger's currency. The average cost, cost per quantity, is never rounded: it is the
fraction of two integers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shared.models.values.money import divide_half_even, largest_remainder


class Moved(NamedTuple):
    """Quantity that was received or spent, and its base amount; neither is negative."""

    quantity_minor: int = 0
    base_minor: int = 0

    def __add__(self, other: object) -> Moved:
        """Return both together."""
        if not isinstance(other, Moved):
            return NotImplemented
        return Moved(self.quantity_minor + other.quantity_minor, self.base_minor + other.base_minor)


class Flows(NamedTuple):
    """Money that an account received and spent in a month."""

    received: Moved = Moved()
    spent: Moved = Moved()


class Holding(NamedTuple):
    """Quantity of a currency that is held, and its cost; both are negative for a debt."""

    quantity_minor: int = 0
    cost_minor: int = 0

    def after(self, flows: Mapping[str, Flows]) -> tuple[Holding, dict[str, int]]:
        """Return the holding after the flows of a month by account, and the result of each account.

        Money that is received joins the holding at its base amount. Money that is spent leaves it
        at the average cost of what was held and received; its result is its base amount minus that
        cost, rounded half to even. If more is spent than is held, the rest becomes a debt at its
        base amount, without a result. When money is received that repays a debt, the result is the
        average amount of the debt minus the base amount of the repayment.

        Results of accounts are shares of the currency's result by largest remainder, so they sum to
        it. ``cost after == cost before + received - spent + results``, exactly.
        """
        received = sum((one.received for one in flows.values()), Moved())
        spent = sum((one.spent for one in flows.values()), Moved())
        if self.quantity_minor >= 0:
            closing = {key: one.spent for key, one in flows.items()}
            results = _results(self, received, spent, closing, 1)
        else:
            closing = {key: one.received for key, one in flows.items()}
            results = _results(_mirrored(self), spent, received, closing, -1)
        return Holding(
            self.quantity_minor + received.quantity_minor - spent.quantity_minor,
            self.cost_minor + received.base_minor - spent.base_minor + sum(results.values()),
        ), results


def _mirrored(debt: Holding) -> Holding:
    """Return a debt with positive numbers."""
    return Holding(-debt.quantity_minor, -debt.cost_minor)


def _results(
    held: Holding, opened: Moved, closed: Moved, by_account: Mapping[str, Moved], sign: int
) -> dict[str, int]:
    """Return the results by account of a month; ``sign`` is -1 for a debt, else 1.

    ``opened`` joins what is held, and ``closed`` leaves it: received and spent money, or for a debt
    spent and received money. If more is closed than is held, only the held part has a result.
    """
    quantity_minor = held.quantity_minor + opened.quantity_minor
    cost_minor = held.cost_minor + opened.base_minor
    part_minor = min(closed.quantity_minor, quantity_minor)
    if part_minor == 0:
        return dict.fromkeys(by_account, 0)
    part_cost_minor = divide_half_even(cost_minor * part_minor, quantity_minor)
    whole_minor = closed.quantity_minor
    shares = {
        key: sign * (one.base_minor * part_minor - part_cost_minor * one.quantity_minor)
        for key, one in by_account.items()
    }
    total_minor = divide_half_even(sum(shares.values()), whole_minor)
    parts = largest_remainder(list(shares.values()), whole_minor, total_minor)
    return dict(zip(shares, parts, strict=True))
