"""Plans that fill budgets: the amount that each of them wants, and the one that it gets.

All amounts are in minor units of the ledger's currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from shared.models.planning.budgets.budget import Budget
from shared.models.planning.budgets.status import PeriodStatus
from shared.models.planning.filling.request import (
    BASIS_POINTS,
    DEFAULT_PERIODS,
    FillDraft,
    FillMethod,
    FundSource,
)
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import derived_id
from shared.models.values.money import (
    MAX_AMOUNT_MINOR,
    divide_half_even,
    largest_remainder,
    median_minor,
)
from shared.models.values.spans.days import Days


class FillReason(StrEnum):
    """Why a budget does not get what its method asks for.

    NOT_ENOUGH: the available money does not suffice. NO_HISTORY: no earlier period tells it, so
    the amount stays as it is.
    """

    NOT_ENOUGH = "NOT_ENOUGH"
    NO_HISTORY = "NO_HISTORY"


class Cell(NamedTuple):
    """A budget to fill, with what is known of it in the period.

    ``past_minor`` has what was spent in earlier periods, oldest first. ``target_minor`` is the
    amount of the input, and ``periods_until`` the number of periods to save in, both for the
    methods that have them.
    """

    budget: Budget
    draft: FillDraft
    status: PeriodStatus
    last_amount_minor: int | None
    past_minor: tuple[int, ...]
    recurring_minor: int
    target_minor: int = 0
    periods_until: int = 1

    @property
    def history_minor(self) -> tuple[int, ...]:
        """Return what was spent in the periods that an average or median is of."""
        return self.past_minor[-(self.draft.periods or DEFAULT_PERIODS) :]

    def wanted_minor(self) -> int | None:
        """Return the amount that the method asks for; None if earlier periods do not tell it.

        PERCENT and REMAINDER depend on the other budgets, and have none.
        """
        past = self.history_minor
        missing = max(0, self.target_minor - self.status.carried_minor)
        found: int | None = self.target_minor
        match self.draft.method:
            case FillMethod.LAST_PERIOD:
                found = self.last_amount_minor
            case FillMethod.AVERAGE:
                found = divide_half_even(sum(past), len(past)) if past else None
            case FillMethod.MEDIAN:
                found = median_minor(past) if past else None
            case FillMethod.REFILL_TO:
                found = missing
            case FillMethod.BY_DATE:
                found = -(-missing // self.periods_until)
            case FillMethod.RECURRING:
                found = self.recurring_minor
        return None if found is None else max(0, found)


class Fill(NamedTuple):
    """A budget in a plan: the amount that it has, wants and gets."""

    budget: Budget
    method: FillMethod
    status: PeriodStatus
    wanted_minor: int
    amount_minor: int
    reason: FillReason | None
    periods: int | None

    @property
    def before_minor(self) -> int:
        """Return the amount that it has."""
        return self.status.amount_minor


@frozen
class Funds:
    """Money that a plan may give, and that of the period's income.

    ``available_minor`` is what there is, of which other budgets keep ``kept_back_minor``.
    """

    source: FundSource
    available_minor: int
    kept_back_minor: int
    income_minor: int

    @property
    def free_minor(self) -> int:
        """Return what the budgets of the plan may get; negative if others have more."""
        return self.available_minor - self.kept_back_minor


@frozen
class FillPlan:
    """Amounts of budgets in a period, in the order of the request."""

    currency: str
    period: Days
    once: bool
    funds: Funds
    fills: tuple[Fill, ...]

    @property
    def left_minor(self) -> int:
        """Return what no budget has got of the money; negative if it was exceeded."""
        return self.funds.free_minor - sum(one.amount_minor for one in self.fills)

    @property
    def fingerprint(self) -> str:
        """Return the name of what carrying out the plan does; twice is the same as once."""
        amounts = (f"{one.budget.id} {one.amount_minor}" for one in self.fills)
        return derived_id("plan", self.currency, str(self.period), str(self.once), *amounts)


def fills_of(cells: Sequence[Cell], funds: Funds, *, may_exceed: bool) -> tuple[Fill, ...]:
    """Return the amount of each budget, in the order of the cells.

    Budgets of the first priority are served first. Where the money does not suffice for those of
    one, they share it in proportion of what they want, and where it does, REMAINDER shares what is
    left. The sums are exact, by largest remainder.
    """
    wanted = [cell.wanted_minor() for cell in cells]
    percents = [index for index, cell in enumerate(cells) if cell.draft.percent is not None]
    for index, minor in zip(percents, _percents(cells, percents, funds), strict=True):
        wanted[index] = minor
    asked = [
        cell.status.amount_minor if minor is None else min(minor, MAX_AMOUNT_MINOR)
        for cell, minor in zip(cells, wanted, strict=True)
    ]
    given, left = _by_priority(cells, asked, funds.free_minor, may_exceed=may_exceed)
    rest = [index for index, cell in enumerate(cells) if _is_rest(cell)]
    weights = [cells[index].draft.weight or 1 for index in rest]
    for index, minor in zip(rest, _shares(max(0, left), weights), strict=True):
        asked[index] = given[index] = min(minor, MAX_AMOUNT_MINOR)
    return tuple(
        Fill(
            cell.budget,
            cell.draft.method,
            cell.status,
            asked[index],
            given[index],
            _reason(wanted[index], asked[index], given[index]),
            len(cell.history_minor)
            if cell.draft.method in {FillMethod.AVERAGE, FillMethod.MEDIAN}
            else None,
        )
        for index, cell in enumerate(cells)
    )


def _by_priority(
    cells: Sequence[Cell], asked: Sequence[int], free_minor: int, *, may_exceed: bool
) -> tuple[list[int], int]:
    """Return what each budget gets, REMAINDER nothing yet, and what is left."""
    given, left = [0] * len(cells), free_minor

    def priority(index: int) -> int:
        return cells[index].draft.priority

    served = [index for index, cell in enumerate(cells) if not _is_rest(cell)]
    for _, group in groupby(sorted(served, key=priority), key=priority):
        indices = list(group)
        wants = [asked[index] for index in indices]
        total = sum(wants)
        if not may_exceed and total > max(0, left):
            wants = _shares(max(0, left), wants)
        for index, minor in zip(indices, wants, strict=True):
            given[index] = minor
        left -= sum(wants)
    return given, left


def _is_rest(cell: Cell) -> bool:
    return cell.draft.method is FillMethod.REMAINDER


def _percents(cells: Sequence[Cell], percents: Sequence[int], funds: Funds) -> list[int]:
    """Return the parts of the income, whose sum is rounded once."""
    points = [int((cells[index].draft.percent or Decimal(0)) * 100) for index in percents]
    income = max(0, funds.income_minor)
    total = divide_half_even(income * sum(points), BASIS_POINTS)
    return largest_remainder([income * one for one in points], BASIS_POINTS, total)


def _shares(total_minor: int, weights: Sequence[int]) -> list[int]:
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    return largest_remainder([total_minor * one for one in weights], whole, total_minor)


def _reason(wanted: int | None, asked: int, given: int) -> FillReason | None:
    if given < asked:
        return FillReason.NOT_ENOUGH
    return FillReason.NO_HISTORY if wanted is None else None
