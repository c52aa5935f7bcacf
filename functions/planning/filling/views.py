"""Views of the plans that fill budgets."""

from datetime import date as civil_date

from pydantic import Field

from functions.http.views import Money
from shared.models.planning.filling.plan import Fill, FillPlan, FillReason
from shared.models.planning.filling.request import FillMethod, FundSource
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor


class FillView(FrozenModel):
    """A budget in a plan."""

    budget_id: str = Field(description="The id of the budget.")
    name: str
    method: FillMethod
    before: Money = Field(description="The amount that it has.")
    wanted: Money = Field(description="The amount that the method asks for.")
    amount: Money = Field(description="The amount that it gets.")
    reason: FillReason | None = Field(
        description="Why it is not what was asked for; NO_HISTORY leaves the amount as it is."
    )
    periods: int | None = Field(
        description="The number of earlier periods of an average or median, since there are any."
    )
    carried: Money = Field(description="Added by earlier periods; negative is taken.")
    spent: Money = Field(description="Spent in the period so far.")
    left: Money = Field(description="The amount that would be left; negative is overspent.")


class FillPlanView(FrozenModel):
    """Amounts that budgets would get in a period."""

    start_date: civil_date
    end_date: civil_date
    once: bool = Field(description="Whether later periods keep their amount.")
    currency: str
    source: FundSource
    available: Money = Field(description="The money that there is.")
    kept_back: Money = Field(description="Of it, the amounts of other budgets of the period.")
    left: Money = Field(description="The money that no budget gets; negative if it was exceeded.")
    income: Money = Field(description="The income of the period, also that which is expected.")
    items: list[FillView] = Field(description="The budgets, in the order of the request.")
    fingerprint: str = Field(
        description="The name of the amounts, to carry out this plan and no other."
    )


def plan_view(plan: FillPlan) -> FillPlanView:
    """Return the view of a plan."""
    funds, currency = plan.funds, plan.currency
    return FillPlanView(
        start_date=plan.period.first,
        end_date=plan.period.last,
        once=plan.once,
        currency=currency,
        source=funds.source,
        available=format_minor(funds.available_minor, currency),
        kept_back=format_minor(funds.kept_back_minor, currency),
        left=format_minor(plan.left_minor, currency),
        income=format_minor(funds.income_minor, currency),
        items=[_fill_view(one, currency) for one in plan.fills],
        fingerprint=plan.fingerprint,
    )


def _fill_view(fill: Fill, currency: str) -> FillView:
    status = fill.status
    left_minor = fill.amount_minor + status.carried_minor - status.spent_minor
    amounts_minor = {
        "before": fill.before_minor,
        "wanted": fill.wanted_minor,
        "amount": fill.amount_minor,
        "carried": status.carried_minor,
        "spent": status.spent_minor,
        "left": left_minor,
    }
    return FillView(
        budget_id=fill.budget.id,
        name=fill.budget.name,
        method=fill.method,
        reason=fill.reason,
        periods=fill.periods,
        **{name: format_minor(minor, currency) for name, minor in amounts_minor.items()},
    )
