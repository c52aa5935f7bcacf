"""Input of goals, and the checks that make goals of it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.ledger import Ledger
from shared.models.planning.goals.funding_input import (
    FundingDraft,
    GoalAmount,
    allocation_from_input,
    collected,
    funding_from_input,
)
from shared.models.planning.goals.goal import (
    AllocationStep,
    Funding,
    FundingKind,
    Goal,
    GoalState,
    currency_of,
)
from shared.models.values.base import InputModel, example
from shared.models.values.characters.names import HIDDEN_REFUSED, visible
from shared.models.values.dates import CivilDate
from shared.models.values.money import format_minor, to_minor
from shared.models.values.text import BLANK_AS_NULL, trimmed, upper_case
from shared.models.values.validation import not_null

MAX_BACK, MAX_AHEAD = timedelta(days=10 * 366), timedelta(days=2 * 366)
"""How long before and after today a goal may start; the months since the start are read."""

GoalName = Annotated[str, trimmed(100, min_length=1), visible(100), HIDDEN_REFUSED]
_TARGET_DATE = Field(default=None, description="When the target is to be reached, if ever.")


class GoalDraft(InputModel):
    """Input of a goal to create."""

    model_config = example(
        name="Holiday",
        target="1500.00",
        target_date="2099-07-01",
        funding={"kind": "TAG", "tag": "holiday"},
    )

    name: GoalName
    funding: FundingDraft
    target: Annotated[GoalAmount | None, BLANK_AS_NULL] = Field(
        default=None,
        description="In the currency of the account, or the ledger's; of a DEBT by default all.",
    )
    start: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None,
        description="The day from which money counts, and a steady pace is expected; by default "
        "today. Of CATEGORY, TAG and TRANSACTIONS all of its month counts.",
    )
    target_date: Annotated[CivilDate | None, BLANK_AS_NULL] = _TARGET_DATE


class GoalPatch(InputModel):
    """Input that changes the named fields; the kind of the funding never changes."""

    model_config = example(name="Holiday by the sea", state="PAUSED")

    name: GoalName | None = None
    funding: FundingDraft | None = None
    target: GoalAmount | None = None
    start: CivilDate | None = Field(default=None, description="The day from which money counts.")
    target_date: Annotated[CivilDate | None, BLANK_AS_NULL] = _TARGET_DATE
    state: Annotated[GoalState | None, BeforeValidator(upper_case)] = Field(
        default=None, description="CANCELLED gives its allocation back; only ACTIVE is behind."
    )
    archived: bool | None = Field(
        default=None, strict=True, description="True gives its allocation back."
    )

    _not_null = not_null("name", "funding", "target", "start", "state", "archived")


def goal_from_input(ledger: Ledger, draft: GoalDraft, goal_id: str, at: datetime) -> Goal:
    """Return the goal of an input, checked against the ledger, but not against other goals.

    Raises:
        InvalidArgument: A field is invalid, or does not fit the ledger; the error has every field.
    """
    errors: list[FieldError] = []
    today = ledger.today(at)
    start = draft.start or today
    errors += _date_errors(start, draft.target_date, today)
    funding = collected(errors, lambda: funding_from_input(ledger, draft.funding, None))
    if funding is None:
        raise InvalidArgument(*errors)
    step = collected(errors, lambda: allocation_from_input(ledger, draft.funding, funding, today))
    target = collected(errors, lambda: _target(ledger, draft.target, funding))
    if errors or target is None:
        raise InvalidArgument(*errors)
    return Goal(
        id=goal_id,
        name=draft.name,
        funding=funding,
        steps=() if step is None else (step,),
        currency=currency_of(funding, ledger),
        target_minor=target,
        start=start,
        target_date=draft.target_date,
        created_at=at,
        updated_at=at,
    )


def changed_fields(ledger: Ledger, patch: GoalPatch, before: Goal, today: date) -> dict[str, Any]:
    """Return the fields of a goal that a patch changes, checked against the ledger.

    Raises:
        InvalidArgument: A field is invalid, or does not fit the ledger; the error has every field.
    """
    errors: list[FieldError] = []
    given = patch.model_fields_set - {"funding", "target"}
    fields: dict[str, Any] = {name: getattr(patch, name) for name in given}
    if given & {"start", "target_date"}:
        start, end = (fields.get(name, getattr(before, name)) for name in ("start", "target_date"))
        errors += _date_errors(start, end, today, is_new_start="start" in given)
    if (draft := patch.funding) is not None:
        made = collected(errors, lambda: _funding_fields(ledger, draft, before, today))
        fields |= made or {}
    if errors:
        raise InvalidArgument(*errors)
    return fields | _amount_fields(ledger, patch, before, fields.get("funding", before.funding))


def _funding_fields(
    ledger: Ledger, draft: FundingDraft, before: Goal, today: date
) -> dict[str, Any]:
    """Return the funding, and its allocation from today on.

    Raises:
        InvalidArgument: It is of another kind, or does not fit the ledger.
    """
    if draft.kind is not before.funding.kind:
        message = f"is {before.funding.kind} and never changes; create another goal instead"
        raise InvalidArgument.of("funding.kind", message)
    funding = funding_from_input(ledger, draft, before.funding)
    step = allocation_from_input(ledger, draft, funding, today)
    return {"funding": funding, "steps": _steps(ledger, before, funding, step)}


def _steps(
    ledger: Ledger, before: Goal, funding: Funding, step: AllocationStep | None
) -> tuple[AllocationStep, ...]:
    """Return the steps with a new one; those of another account or currency are left out."""
    if step is None:
        return ()
    is_same = funding.account_id == before.funding.account_id
    if not is_same or before.currency != currency_of(funding, ledger):
        return (step,)
    last = before.steps[-1] if before.steps else None
    if last is not None and last.model_copy(update={"start": step.start}) == step:
        return before.steps
    return before.with_allocation(step)


def _amount_fields(
    ledger: Ledger, patch: GoalPatch, before: Goal, funding: Funding
) -> dict[str, Any]:
    """Return the target, and its currency where that is another one than before.

    Raises:
        InvalidArgument: The target does not fit, or an amount is in a former currency.
    """
    currency = currency_of(funding, ledger)
    if before.currency != currency and (patch.target is not None or patch.funding is not None):
        message = f"is required, because it is in {before.currency}"
        if patch.target is None:
            raise InvalidArgument.of("target", message)
        if patch.funding is None and _has_amounts(before):
            raise InvalidArgument.of("funding", message)
    if patch.target is None:
        _ensure_within_debt(before.target_minor, funding, currency)
        return {}
    return {"currency": currency, "target_minor": _target(ledger, patch.target, funding)}


def _has_amounts(goal: Goal) -> bool:
    """Return whether its funding has amounts in the goal's currency."""
    has_steps = any(one.amount_minor is not None for one in goal.steps)
    return has_steps or goal.funding.debt_minor is not None


def _target(ledger: Ledger, amount: Decimal | None, funding: Funding) -> int:
    """Return the target in minor units; of a debt by default all of it.

    Raises:
        InvalidArgument: It is missing, does not fit the currency, or is more than the debt.
    """
    currency = currency_of(funding, ledger)
    if amount is None:
        if funding.debt_minor is None:
            raise InvalidArgument.of("target", "is required")
        return funding.debt_minor
    target_minor = to_minor(amount, currency, "target")
    _ensure_within_debt(target_minor, funding, currency)
    return target_minor


def _ensure_within_debt(target_minor: int, funding: Funding, currency: str) -> None:
    if funding.kind is FundingKind.DEBT and target_minor > (funding.debt_minor or 0):
        debt = format_minor(funding.debt_minor or 0, currency)
        raise InvalidArgument.of("target", f"must be at most the debt, {debt}")


def _date_errors(
    start: date, end: date | None, today: date, *, is_new_start: bool = True
) -> Iterator[FieldError]:
    first, last = today - MAX_BACK, today + MAX_AHEAD
    if is_new_start and not first <= start <= last:
        yield FieldError("start", f"must be from {first} to {last}")
    if end is not None and end <= start:
        yield FieldError("target_date", f"must be after the start, {start}")
