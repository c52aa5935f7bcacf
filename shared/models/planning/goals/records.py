"""Records of goals in a backup."""

from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import Field

from shared.errors import InvalidArgument
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import MAX_GOALS
from shared.models.ledger.record_list import RecordList, VersionedRecord
from shared.models.planning.goals.funding_input import GoalAmount
from shared.models.planning.goals.goal import (
    MAX_STEPS,
    WHOLE,
    AllocationStep,
    Funding,
    FundingKind,
    Goal,
    GoalState,
)
from shared.models.planning.goals.goal_input import GoalName
from shared.models.values.base import InputModel
from shared.models.values.currency import Currency
from shared.models.values.dates import CivilDate
from shared.models.values.identifiers import Id
from shared.models.values.money import format_minor, to_minor
from shared.models.values.patterns import TAG_TERM_PATTERN
from shared.models.values.text import IMPORTED

_MAX_TERM = 64

EARLIEST_START = date(2000, 1, 1)
"""First day on which a goal may start; the months since then are read."""

_FIELDS = {
    FundingKind.ALLOCATION: {"account_id"},
    FundingKind.ACCOUNT: {"account_id"},
    FundingKind.CATEGORY: {"category_id"},
    FundingKind.TAG: {"tag", "type"},
    FundingKind.TRANSACTIONS: set[str](),
    FundingKind.DEBT: {"account_id", "debt"},
}


class FundingRecord(InputModel):
    """The money that counts for a goal; a tag by its term."""

    kind: FundingKind
    account_id: Id | None = None
    category_id: Id | None = None
    tag: Annotated[str | None, Field(pattern=TAG_TERM_PATTERN, max_length=_MAX_TERM)] = None
    type: EntryType | None = None
    debt: GoalAmount | None = None

    def funding(self, currency: str) -> Funding:
        """Return the funding, whose parts the ledger may lack.

        Raises:
            InvalidArgument: It has fields of another kind, or lacks one of its own.
        """
        fields = dict(self)
        given = {name for name, value in fields.items() if value is not None} - {"kind"}
        for name in sorted(given ^ _FIELDS[self.kind]):
            raise InvalidArgument.of(f"funding.{name}", f"does not fit {self.kind}")
        debt = fields.pop("debt")
        debt_minor = None if debt is None else to_minor(debt, currency, "funding.debt")
        return Funding(**fields, debt_minor=debt_minor)


class AllocationRecord(InputModel):
    """Part of a balance from a day on."""

    start: CivilDate
    amount: GoalAmount | None = None
    basis_points: Annotated[int | None, Field(strict=True, ge=1, le=WHOLE)] = None


class GoalRecord(VersionedRecord):
    """A goal; amounts are decimals of its currency."""

    id: Id
    name: GoalName
    funding: FundingRecord
    steps: Annotated[tuple[AllocationRecord, ...], Field(max_length=MAX_STEPS)] = ()
    currency: Currency
    target: GoalAmount
    start: Annotated[CivilDate, Field(ge=EARLIEST_START)]
    target_date: CivilDate | None = None
    state: GoalState = GoalState.ACTIVE
    archived: Annotated[bool, Field(strict=True)] = False

    def goal(self) -> Goal:
        """Return the goal.

        Raises:
            InvalidArgument: The funding, a date or an amount is not of the form that is kept.
        """
        fields = dict(self)
        fields["target_minor"] = to_minor(fields.pop("target"), self.currency, "target")
        fields |= {"funding": self.funding.funding(self.currency), "steps": self._steps()}
        if self.target_date is not None and self.target_date <= self.start:
            raise InvalidArgument.of("target_date", "must be after the start")
        goal = Goal.model_construct(**fields)
        if goal.target_minor > (goal.funding.debt_minor or goal.target_minor):
            raise InvalidArgument.of("target", "must be at most the debt")
        return goal

    def _steps(self) -> tuple[AllocationStep, ...]:
        if (self.funding.kind is FundingKind.ALLOCATION) != bool(self.steps):
            raise InvalidArgument.of("steps", "must be given with ALLOCATION alone")
        if any(one.start >= other.start for one, other in pairwise(self.steps)):
            raise InvalidArgument.of("steps", "must be sorted by start")
        return tuple(self._step(one, f"steps.{index}") for index, one in enumerate(self.steps))

    def _step(self, record: AllocationRecord, path: str) -> AllocationStep:
        if (record.amount is None) == (record.basis_points is None):
            raise InvalidArgument.of(path, "must have an amount or basis_points")
        amount_minor = (
            None
            if record.amount is None
            else to_minor(record.amount, self.currency, f"{path}.amount")
        )
        return AllocationStep(
            start=record.start, amount_minor=amount_minor, basis_points=record.basis_points
        )


def _json_of(goal: Goal) -> dict[str, Any]:
    """Return the JSON of a goal, with amounts as decimals of its currency."""
    content = goal.model_dump(mode="json", exclude_defaults=True)
    content["target"] = format_minor(content.pop("target_minor"), goal.currency)
    for step in content.get("steps", ()):
        if (amount_minor := step.pop("amount_minor", None)) is not None:
            step["amount"] = format_minor(amount_minor, goal.currency)
    if (debt_minor := content["funding"].pop("debt_minor", None)) is not None:
        content["funding"]["debt"] = format_minor(debt_minor, goal.currency)
    return content


GOALS: RecordList[Goal, Goal] = RecordList(
    write=lambda goal, _currency: _json_of(goal),
    read=lambda raw, _currency: GoalRecord.model_validate(raw, context=IMPORTED).goal(),
    key=lambda goal: ("id", goal.id),
    most=MAX_GOALS,
)
