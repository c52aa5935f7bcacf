"""Input of budgets, and the checks that make budgets of it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.ledger import Ledger
from shared.models.planning.budgets.budget import (
    MAX_THRESHOLD,
    MAX_THRESHOLDS,
    AmountStep,
    Budget,
    Carry,
)
from shared.models.planning.budgets.period_input import (
    MAX_AHEAD,
    PeriodDraft,
    ensure_near,
    first_period,
)
from shared.models.planning.budgets.scope_input import ScopeDraft, scope_from_input
from shared.models.planning.budgets.steps import amounts_with, amounts_without
from shared.models.planning.schedule import Schedule
from shared.models.values.base import InputModel, example
from shared.models.values.characters.names import HIDDEN_REFUSED, visible
from shared.models.values.dates import Calendar, CivilDate
from shared.models.values.money import AmountBound, to_minor
from shared.models.values.spans.days import Days
from shared.models.values.text import BLANK_AS_NULL, trimmed, upper_case
from shared.models.values.validation import not_null

DEFAULT_THRESHOLDS = (80, 100)

_T = TypeVar("_T")


def _ascending(thresholds: tuple[int, ...]) -> tuple[int, ...]:
    if any(one >= other for one, other in pairwise(thresholds)):
        raise ValueError("must be ascending")
    return thresholds


def _not_negative(amount: Decimal) -> Decimal:
    if amount < 0:
        raise ValueError("must not be negative")
    return amount


BudgetName = Annotated[str, trimmed(100, min_length=1), visible(100), HIDDEN_REFUSED]
AnyCaseCarry = Annotated[Carry, BeforeValidator(upper_case)]
BudgetAmount = Annotated[AmountBound, AfterValidator(_not_negative)]
Thresholds = Annotated[
    tuple[Annotated[int, Field(strict=True, ge=1, le=MAX_THRESHOLD)], ...],
    Field(
        max_length=MAX_THRESHOLDS,
        description="In percent of what is available, ascending; what has been reached is told.",
        examples=[[80, 100]],
    ),
    AfterValidator(_ascending),
]
_CARRY_CAP = Field(default=None, description="The most that a surplus carries; null has no bound.")


class BudgetDraft(InputModel):
    """Input of a budget to create."""

    model_config = example(
        name="Groceries of a week",
        scope={"kind": "EVERYTHING"},
        period={"frequency": "WEEKLY", "weekdays": ["MO"]},
        amount="120.00",
        carry="SURPLUS",
    )

    name: BudgetName
    scope: ScopeDraft
    period: PeriodDraft | None = Field(
        default=None, description="Null is the months of the ledger. It never changes."
    )
    start: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None,
        description="A day in the first period, which never changes; by default today.",
    )
    amount: BudgetAmount
    carry: AnyCaseCarry = Carry.NONE
    carry_cap: Annotated[BudgetAmount | None, BLANK_AS_NULL] = _CARRY_CAP
    thresholds: Thresholds = DEFAULT_THRESHOLDS


class BudgetPatch(InputModel):
    """Input that changes the named fields; the period and the start never change."""

    model_config = example(name="Groceries", amount="140.00", once=True)

    name: BudgetName | None = None
    scope: ScopeDraft | None = None
    carry: AnyCaseCarry | None = None
    carry_cap: Annotated[BudgetAmount | None, BLANK_AS_NULL] = _CARRY_CAP
    thresholds: Thresholds | None = None
    archived: bool | None = Field(
        default=None,
        strict=True,
        description="Whether it has no status, and needs no daily totals.",
    )
    amount: Annotated[BudgetAmount | None, BLANK_AS_NULL] = Field(
        default=None, description="Null removes the amount that begins in the period."
    )
    from_: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None,
        alias="from",
        description="A day in the first period with `amount`; by default the present one.",
    )
    once: bool = Field(
        default=False, strict=True, description="Whether later periods keep their amount."
    )

    _not_null = not_null("name", "scope", "carry", "thresholds", "archived")

    @model_validator(mode="before")
    @classmethod
    def _periods_stay(cls, data: object) -> object:
        if isinstance(data, dict):
            for name in ("period", "start"):
                if name in data:
                    raise InvalidArgument.of(name, "never changes; create another budget instead")
        return data

    @model_validator(mode="after")
    def _amount_is_given(self) -> Self:
        for name, value in (("from", self.from_), ("once", self.once or None)):
            if value is not None and "amount" not in self.model_fields_set:
                raise InvalidArgument.of(name, "must be given with amount")
        return self


def budget_from_input(ledger: Ledger, draft: BudgetDraft, budget_id: str, at: datetime) -> Budget:
    """Return the budget of an input, checked against the ledger.

    Raises:
        InvalidArgument: A field is invalid, or does not fit the ledger; the error has every field.
    """
    errors: list[FieldError] = []
    today = ledger.today(at)
    scope = _collected(errors, lambda: scope_from_input(ledger, draft.scope, None))
    first = _collected(errors, lambda: _first_period(ledger, draft, today))
    amount = _collected(errors, lambda: to_minor(draft.amount, ledger.currency))
    cap = _collected(errors, lambda: _cap(draft.carry_cap, ledger.currency))
    errors += _cap_errors(draft.carry, draft.carry_cap)
    if errors or scope is None or first is None or amount is None:
        raise InvalidArgument(*errors)
    schedule, period = first
    return Budget(
        id=budget_id,
        name=draft.name,
        scope=scope,
        schedule=schedule,
        currency=ledger.currency,
        steps=(AmountStep(start=period.first, amount_minor=amount),),
        carry=draft.carry,
        carry_cap_minor=cap,
        thresholds=draft.thresholds,
        created_at=at,
        updated_at=at,
    )


def changed_fields(
    ledger: Ledger, patch: BudgetPatch, before: Budget, today: date
) -> dict[str, Any]:
    """Return the fields of a budget that a patch changes, checked against the ledger.

    An amount in another currency than the budget's is that of all its periods.

    Raises:
        InvalidArgument: A field is invalid, or does not fit the ledger; the error has every field.
    """
    errors: list[FieldError] = []
    given = patch.model_fields_set - {"from_", "once", "amount", "scope", "carry_cap"}
    fields: dict[str, Any] = {name: getattr(patch, name) for name in given}
    if (draft := patch.scope) is not None:
        fields["scope"] = _collected(errors, lambda: scope_from_input(ledger, draft, before.scope))
    if "carry_cap" in patch.model_fields_set:
        cap = patch.carry_cap
        fields["carry_cap_minor"] = _collected(errors, lambda: _cap(cap, ledger.currency))
    errors += _currency_errors(ledger, patch, before)
    if "amount" in patch.model_fields_set:
        made = _collected(errors, lambda: _amount_fields(ledger, patch, before, today))
        fields |= made or {}
    cap_minor = fields.get("carry_cap_minor", before.carry_cap_minor)
    errors += _cap_errors(fields.get("carry", before.carry), cap_minor)
    if errors:
        raise InvalidArgument(*errors)
    return fields


def _first_period(ledger: Ledger, draft: BudgetDraft, today: date) -> tuple[Schedule | None, Days]:
    start = draft.start or today
    ensure_near(start, today, "start")
    return first_period(draft.period, start, ledger.calendar)


def _amount_fields(
    ledger: Ledger, patch: BudgetPatch, before: Budget, today: date
) -> dict[str, Any]:
    """Return the fields that another amount changes.

    Raises:
        InvalidArgument: The amount does not fit the currency; the period is over, before the first,
            or too far ahead; or the budget has as many amounts as it may, or none to remove.
    """
    if before.currency != ledger.currency:
        return _amounts_in(ledger.currency, patch, before)
    period = _period_of_amount(before, patch.from_, ledger.calendar, today)
    if patch.amount is None:
        return {"steps": amounts_without(before, period, once=patch.once)}
    amount = to_minor(patch.amount, ledger.currency)
    return {"steps": amounts_with(before, period, amount, once=patch.once)}


def _amounts_in(currency: str, patch: BudgetPatch, before: Budget) -> dict[str, Any]:
    """Return the fields of a budget whose amounts are in a former currency of the ledger.

    Raises:
        InvalidArgument: An amount of all periods is not given, or does not fit the currency.
    """
    if patch.amount is None:
        message = f"must not be null: the amount of all periods is needed in {currency}"
        raise InvalidArgument.of("amount", message)
    if patch.from_ is not None or patch.once:
        field = "from" if patch.from_ is not None else "once"
        message = f"must be omitted: the amount in {currency} is that of all periods"
        raise InvalidArgument.of(field, message)
    step = AmountStep(start=before.start, amount_minor=to_minor(patch.amount, currency))
    return {"currency": currency, "steps": (step,)}


def _period_of_amount(budget: Budget, day: date | None, calendar: Calendar, today: date) -> Days:
    """Return the period in which an amount begins.

    Raises:
        InvalidArgument: The period is over, before the first, or too far ahead.
    """
    if day is None:
        day = max(today, budget.start)
    if day < budget.start:
        raise InvalidArgument.of("from", f"must not be before the first period, {budget.start}")
    if day > today + MAX_AHEAD:
        raise InvalidArgument.of("from", f"must not be after {today + MAX_AHEAD}")
    period = budget.rule(calendar).around(day)
    if period.last < today:
        message = "is in a period that is over, and keeps its amount"
        raise InvalidArgument.of("from", message)
    return period


def _cap(amount: Decimal | None, currency: str) -> int | None:
    return None if amount is None else to_minor(amount, currency, "carry_cap")


def _cap_errors(carry: Carry, cap: object) -> Iterator[FieldError]:
    """Yield the error of a cap on a surplus that is not carried."""
    if cap is not None and carry not in {Carry.SURPLUS, Carry.BOTH}:
        yield FieldError("carry_cap", f"must be null with carry {carry}, which carries no surplus")


def _currency_errors(ledger: Ledger, patch: BudgetPatch, before: Budget) -> Iterator[FieldError]:
    """Yield the error of an amount or a cap alone, of which the other is in a former currency."""
    if before.currency == ledger.currency:
        return
    message = f"is required, because it is in {before.currency}"
    if patch.carry_cap is not None and patch.amount is None:
        yield FieldError("amount", message)
    has_cap = before.carry_cap_minor is not None and "carry_cap" not in patch.model_fields_set
    if patch.amount is not None and has_cap:
        yield FieldError("carry_cap", message)


def _collected(errors: list[FieldError], make: Callable[[], _T]) -> _T | None:
    """Return what a function makes, or collect why it cannot be made."""
    try:
        return make()
    except InvalidArgument as invalid:
        errors.extend(invalid.errors)
        return None
