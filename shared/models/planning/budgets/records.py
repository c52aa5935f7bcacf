"""Records of budgets in a backup."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any

from pydantic import Field

from shared.errors import InvalidArgument
from shared.models.ledger.record_list import RecordList, VersionedRecord
from shared.models.ledger.scopes import MAX_SCOPE, MAX_TAGS_OF_SCOPE, Scope, ScopeKind
from shared.models.planning.budgets.budget import (
    MAX_BUDGETS,
    MAX_STEPS,
    AmountStep,
    Budget,
    Carry,
)
from shared.models.planning.budgets.budget_input import (
    BudgetAmount,
    BudgetName,
    Thresholds,
)
from shared.models.planning.budgets.periods import ensure_periods
from shared.models.planning.schedule import Schedule
from shared.models.planning.schedule_input import ScheduleDraft, schedule_from_input
from shared.models.values.base import InputModel
from shared.models.values.currency import Currency
from shared.models.values.dates import CivilDate
from shared.models.values.identifiers import Id, is_id
from shared.models.values.money import format_minor, to_minor
from shared.models.values.text import IMPORTED

_MAX_PART = 64
"""Characters of an id, or of the term of a tag."""

EARLIEST_START = date(2000, 1, 1)
"""First day on which a budget may begin; the periods since then are enumerated."""


LATEST_START = date(9997, 12, 31)
"""Last day on which an amount may begin: its period, of a year at most, has an end then."""


class ScopeRecord(InputModel):
    """Expenses that a budget is on; tags by their terms."""

    kind: ScopeKind
    ids: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=_MAX_PART)], ...],
        Field(max_length=MAX_SCOPE),
    ] = ()

    def scope(self) -> Scope:
        """Return the scope, whose parts the ledger may lack.

        Raises:
            InvalidArgument: It is not in the form in which scopes are kept.
        """
        if list(self.ids) != sorted(set(self.ids)):
            raise InvalidArgument.of("scope.ids", "must be sorted, each once")
        if (self.kind is ScopeKind.EVERYTHING) != (not self.ids):
            raise InvalidArgument.of("scope.ids", "must be given unless kind is EVERYTHING")
        if self.kind is ScopeKind.TAGS and len(self.ids) > MAX_TAGS_OF_SCOPE:
            raise InvalidArgument.of("scope.ids", f"must have at most {MAX_TAGS_OF_SCOPE} tags")
        is_part = _is_tag if self.kind is ScopeKind.TAGS else is_id
        for index, one in enumerate(self.ids):
            if not is_part(one):
                raise InvalidArgument.of(f"scope.ids.{index}", "is of another form")
        return Scope(kind=self.kind, ids=self.ids)


def _is_tag(term: str) -> bool:
    return term.startswith("#")


class AmountStepRecord(InputModel):
    """Amount of the period that begins on a day, and of those after it unless ``once``."""

    start: Annotated[CivilDate, Field(ge=EARLIEST_START, le=LATEST_START)]
    amount: BudgetAmount
    once: Annotated[bool, Field(strict=True)] = False


class BudgetRecord(VersionedRecord):
    """A budget; amounts are decimals of its currency."""

    id: Id
    name: BudgetName
    scope: ScopeRecord
    schedule: ScheduleDraft | None = None
    currency: Currency
    steps: Annotated[tuple[AmountStepRecord, ...], Field(min_length=1, max_length=MAX_STEPS)]
    carry: Carry = Carry.NONE
    carry_cap: BudgetAmount | None = None
    thresholds: Thresholds = ()
    archived: Annotated[bool, Field(strict=True)] = False

    def budget(self) -> Budget:
        """Return the budget.

        Raises:
            InvalidArgument: The scope, the schedule or an amount is not of the form that is kept.
        """
        fields = dict(self)
        cap: Decimal | None = fields.pop("carry_cap")
        cap_minor = None if cap is None else to_minor(cap, self.currency, "carry_cap")
        fields |= {
            "scope": self.scope.scope(),
            "schedule": None if self.schedule is None else _schedule(self.schedule),
            "steps": self._steps(),
            "carry_cap_minor": cap_minor,
        }
        return Budget.model_construct(**fields)

    def _steps(self) -> tuple[AmountStep, ...]:
        keys = [(one.start, one.once) for one in self.steps]
        if any(one >= other for one, other in pairwise(keys)) or keys[0][1]:
            raise InvalidArgument.of("steps", "must be sorted by start, the first one not once")
        return tuple(
            AmountStep(
                start=one.start,
                amount_minor=to_minor(one.amount, self.currency, f"steps.{index}.amount"),
                once=one.once,
            )
            for index, one in enumerate(self.steps)
        )


def _schedule(draft: ScheduleDraft) -> Schedule:
    """Return the schedule of periods, which has no end.

    Raises:
        InvalidArgument: It is refused, ends, or has periods that are too long.
    """
    schedule = schedule_from_input(draft)
    for name in ("until", "count"):
        if getattr(schedule, name) is not None:
            raise InvalidArgument.of(f"schedule.{name}", "must be null: periods have no end")
    nth = None if schedule.nth_weekday is None else schedule.nth_weekday.nth
    ensure_periods(schedule.frequency, schedule.interval, nth, "schedule")
    return schedule


def _json_of(budget: Budget) -> dict[str, Any]:
    """Return the JSON of a budget, with amounts as decimals of its currency."""
    content = budget.model_dump(mode="json", exclude_defaults=True)
    for step in content["steps"]:
        step["amount"] = format_minor(step.pop("amount_minor"), budget.currency)
    if (cap_minor := content.pop("carry_cap_minor", None)) is not None:
        content["carry_cap"] = format_minor(cap_minor, budget.currency)
    return content


BUDGETS: RecordList[Budget, Budget] = RecordList(
    write=lambda budget, _currency: _json_of(budget),
    read=lambda raw, _currency: BudgetRecord.model_validate(raw, context=IMPORTED).budget(),
    key=lambda budget: ("id", budget.id),
    most=MAX_BUDGETS,
)
