"""Views of budgets, and of their status."""

from datetime import date as civil_date
from datetime import datetime

from pydantic import ConfigDict, Field

from functions.http.views import ETAG_OF_FIELDS, Etag, Money, etag_of, known_money, view_of
from functions.planning.schedule_views import OF_INTERVAL, NthWeekdayView, nth_weekday_view
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.scopes import Scope, ScopeKind
from shared.models.planning.budgets.budget import Budget, Carry
from shared.models.planning.schedule import Frequency, Schedule
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor
from shared.models.values.spans.shifts import Shift
from shared.models.values.spans.weekday import Weekday
from shared.services.planning.budgets.budgets import OwnedBudget


class ScopeView(FrozenModel):
    """The expenses that a budget is on."""

    kind: ScopeKind
    ids: list[str] = Field(description="Ids of categories or accounts, or tags in lower case.")


class BudgetPeriodView(FrozenModel):
    """The rule of the first days of periods; each ends the day before the next one."""

    frequency: Frequency
    interval: int = Field(description=OF_INTERVAL)
    weekdays: list[Weekday]
    days_of_month: list[int] = Field(description="-1 is the last day.")
    nth_weekday: NthWeekdayView | None
    business_day: int | None
    shift: Shift
    holidays: str | None


class BudgetAmountView(FrozenModel):
    """An amount of the period that begins on a day, and unless ``once`` until the next one."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: civil_date = Field(alias="from", description="The first day of the period.")
    amount: Money
    once: bool = Field(description="Whether later periods keep their amount.")


class BudgetView(FrozenModel):
    """A budget."""

    model_config = ConfigDict(openapi_extra=ETAG_OF_FIELDS)  # type: ignore[typeddict-unknown-key]

    id: str
    name: str
    scope: ScopeView
    period: BudgetPeriodView | None = Field(description="Null is the months of the ledger.")
    start: civil_date = Field(description="The first day of the first period.")
    currency: str
    amounts: list[BudgetAmountView] = Field(description="The amounts, in the order of their days.")
    carry: Carry = Field(description="The rest that is added to the next period.")
    carry_cap: Money | None = Field(description="The most that a surplus carries; null: no bound.")
    thresholds: list[int] = Field(description="In percent of what is available.")
    archived: bool = Field(
        description="Whether it has no status; it keeps its history, and its name."
    )
    created_at: datetime
    updated_at: datetime
    etag: Etag


class BudgetList(FrozenModel):
    """All budgets, by name."""

    items: list[BudgetView]


def scope_view(scope: Scope, ledger: Ledger) -> ScopeView:
    """Return the view of a scope; tags as people write them."""
    if scope.kind is ScopeKind.TAGS:
        return ScopeView(kind=scope.kind, ids=[ledger.tag_name(term) for term in scope.ids])
    return ScopeView(kind=scope.kind, ids=list(scope.ids))


def _period_view(schedule: Schedule) -> BudgetPeriodView:
    made = {"weekdays", "days_of_month", "nth_weekday"}
    same = BudgetPeriodView.model_fields.keys() - made
    return BudgetPeriodView(
        weekdays=list(schedule.weekdays),
        days_of_month=list(schedule.days_of_month),
        nth_weekday=nth_weekday_view(schedule.nth_weekday),
        **{name: getattr(schedule, name) for name in same},
    )


@view_of.register
def budget_view(owned: OwnedBudget) -> BudgetView:
    """Return the view of a budget."""
    return logged_budget_view(owned.budget, owned.ledger)


def logged_budget_view(budget: Budget, ledger: Ledger) -> BudgetView:
    """Return a budget of the change log as clients see it."""
    currency = budget.currency
    return BudgetView(
        scope=scope_view(budget.scope, ledger),
        period=None if budget.schedule is None else _period_view(budget.schedule),
        amounts=[
            BudgetAmountView(
                **{"from": one.start},
                amount=format_minor(one.amount_minor, currency),
                once=one.once,
            )
            for one in budget.steps
        ],
        carry_cap=known_money(budget.carry_cap_minor, currency),
        thresholds=list(budget.thresholds),
        etag=etag_of(budget.revision),
        **{
            name: getattr(budget, name)
            for name in (
                "id", "name", "start", "currency", "carry", "archived", "created_at", "updated_at",
            )
        },
    )  # fmt: skip
