"""Goals: an amount to save or to pay down, and the money of the ledger that counts for it."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.values.base import FrozenModel
from shared.models.values.revision import revised

MAX_STEPS = 120
"""Changes of a goal's allocation that are kept."""

WHOLE = 10_000
"""All of a balance in basis points."""

_PLACES = {"categories": "category_id", "accounts": "account_id"}


class FundingKind(StrEnum):
    """The money that counts for a goal.

    ALLOCATION is a part of an account's balance, ACCOUNT all of it, CATEGORY and TAG what was
    booked there since the start, TRANSACTIONS the linked ones, and DEBT what was paid back.
    """

    ALLOCATION = "ALLOCATION"
    ACCOUNT = "ACCOUNT"
    CATEGORY = "CATEGORY"
    TAG = "TAG"
    TRANSACTIONS = "TRANSACTIONS"
    DEBT = "DEBT"

    @property
    def is_of_account(self) -> bool:
        """Return whether it is the balance of an account."""
        return self in {FundingKind.ALLOCATION, FundingKind.ACCOUNT, FundingKind.DEBT}

    @property
    def claims_balance(self) -> bool:
        """Return whether it takes a part of an account's balance, which no other goal has."""
        return self in {FundingKind.ALLOCATION, FundingKind.ACCOUNT}


class GoalState(StrEnum):
    """State that people give a goal; only ACTIVE ones can be behind."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


class AllocationStep(FrozenModel):
    """Part of a balance from a day on: an amount, or a share of it in basis points."""

    start: date
    amount_minor: int | None = None
    basis_points: int | None = None

    def claim_minor(self, balance_minor: int) -> int:
        """Return the part of a balance that it claims, rounded down; of a debt a share is zero."""
        if self.amount_minor is not None:
            return self.amount_minor
        return max(0, balance_minor) * (self.basis_points or 0) // WHOLE


class Funding(FrozenModel):
    """The money that counts for a goal, with what its kind needs.

    ``tag`` is the term of a tag, of whose transactions those of ``type`` count. ``debt_minor`` is
    what was owed at the start.
    """

    kind: FundingKind
    account_id: str | None = None
    category_id: str | None = None
    tag: str | None = None
    type: EntryType | None = None
    debt_minor: int | None = None


class Goal(FrozenModel):
    """A goal; amounts are in minor units of ``currency``, as of when they were given.

    ``start`` is the day from which money counts, and a steady pace is expected. ``steps`` are the
    changes of its allocation in the order of their days.
    """

    id: str
    name: str
    funding: Funding
    steps: tuple[AllocationStep, ...] = ()
    currency: str
    target_minor: int
    start: date
    target_date: date | None = None
    state: GoalState = GoalState.ACTIVE
    archived: bool = False
    revision: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def is_in_force(self) -> bool:
        """Return whether money counts for it; one that is cancelled or archived has none."""
        return not self.archived and self.state is not GoalState.CANCELLED

    def currency_in(self, ledger: Ledger) -> str:
        """Return the currency of the money that counts for it."""
        return currency_of(self.funding, ledger)

    def allocation_on(self, day: date) -> AllocationStep | None:
        """Return its part of the balance on a day; None before the first one.

        A whole account is allocated at all times.
        """
        if self.funding.kind is FundingKind.ACCOUNT:
            return AllocationStep(start=self.start, basis_points=WHOLE)
        return next((one for one in reversed(self.steps) if one.start <= day), None)

    def with_allocation(self, step: AllocationStep) -> tuple[AllocationStep, ...]:
        """Return the steps with another one, in the place of those from its day on.

        If there are too many, the oldest ones are left out.
        """
        kept = tuple(one for one in self.steps if one.start < step.start)
        return (*kept, step)[-MAX_STEPS:]


def currency_of(funding: Funding, ledger: Ledger) -> str:
    """Return the currency of the money that counts: that of the account, or the ledger's."""
    return ledger.currency_of(funding.account_id) if funding.kind.is_of_account else ledger.currency


def claiming(goals: Iterable[Goal], account_id: str | None) -> list[Goal]:
    """Return the goals in force that claim a part of an account's balance, in their order."""
    return [
        one
        for one in goals
        if one.is_in_force
        and one.funding.kind.claims_balance
        and one.funding.account_id == account_id
    ]


def led_to_part(goal: Goal, place: str, source_id: str, target_id: str, at: datetime) -> Goal:
    """Return the goal with another category or account instead of one that its funding names."""
    name = _PLACES.get(place)
    if name is None or getattr(goal.funding, name) != source_id:
        return goal
    return revised(goal, {"funding": goal.funding.model_copy(update={name: target_id})}, at)
