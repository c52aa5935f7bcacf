"""Allocations: the parts of one account's balance that goals have.

All amounts are in minor units of the account's currency. When they are given, they are within the
balance. When the balance falls later, each gets a part in the proportion of its claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from shared.errors import AllocationTooLarge
from shared.models.ledger.ledger import Ledger
from shared.models.planning.goals.goal import WHOLE, AllocationStep, Goal, claiming
from shared.models.values.money import format_minor, largest_remainder


class Allocated(NamedTuple):
    """Claim of a goal on a balance, and the part of it that is there."""

    claim_minor: int
    granted_minor: int

    @property
    def shortfall_minor(self) -> int:
        """Return what is missing of the claim."""
        return self.claim_minor - self.granted_minor


def granted(claims: Sequence[int], balance_minor: int) -> list[int]:
    """Return the claims, or if they exceed the balance, its parts in the proportion of them.

    The parts sum to the balance exactly, by largest remainder; nothing is granted of a debt.
    """
    available, claimed = max(0, balance_minor), sum(claims)
    if claimed <= available:
        return list(claims)
    return largest_remainder([available * claim for claim in claims], claimed, available)


def allocations_of(
    goals: Iterable[Goal], account_id: str, balance_minor: int, day: date
) -> Mapping[str, Allocated]:
    """Return what goals had of an account's balance on a day, by their ids.

    Goals that are not in force now, and those without an allocation on that day, have none.
    """
    steps = {one.id: one.allocation_on(day) for one in claiming(goals, account_id)}
    claims = {key: one.claim_minor(balance_minor) for key, one in steps.items() if one is not None}
    parts = granted(list(claims.values()), balance_minor)
    pairs = zip(claims.items(), parts, strict=True)
    return {key: Allocated(claim, part) for (key, claim), part in pairs}


def ensure_allocatable(
    ledger: Ledger, others: Iterable[Goal], before: Goal | None, after: Goal, day: date
) -> None:
    """Check that the goals on an account claim no more than its balance and all of its shares.

    A claim that becomes smaller is accepted where the balance has fallen meanwhile.

    Raises:
        AllocationTooLarge: They claim more; it says how much is left.
    """
    account_id = after.funding.account_id
    step = after.allocation_on(day)
    if account_id is None or account_id not in ledger.accounts or step is None:
        return
    if not claiming([after], account_id) or _is_no_more(ledger, before, after, day):
        return
    taken = [one.allocation_on(day) for one in claiming(others, account_id)]
    steps = [one for one in taken if one is not None]
    balance_minor = ledger.balance_minor(account_id)
    left_minor = max(0, balance_minor - sum(one.claim_minor(balance_minor) for one in steps))
    left_points = WHOLE - sum(one.basis_points or 0 for one in steps)
    if step.claim_minor(balance_minor) > left_minor or (step.basis_points or 0) > left_points:
        currency = ledger.currency_of(account_id)
        raise AllocationTooLarge(format_minor(left_minor, currency), currency)


def _is_no_more(ledger: Ledger, before: Goal | None, after: Goal, day: date) -> bool:
    """Return whether a goal claims no more of the account than it did before."""
    account_id = after.funding.account_id
    if before is None or account_id is None or not claiming([before], account_id):
        return False
    was, becomes = before.allocation_on(day), after.allocation_on(day)
    return was == becomes or (
        was is not None
        and becomes is not None
        and _is_smaller(was, becomes, ledger.balance_minor(account_id))
    )


def _is_smaller(was: AllocationStep, becomes: AllocationStep, balance_minor: int) -> bool:
    if (was.amount_minor is None) != (becomes.amount_minor is None):
        return False
    of_share = (becomes.basis_points or 0) <= (was.basis_points or 0)
    return of_share and becomes.claim_minor(balance_minor) <= was.claim_minor(balance_minor)
