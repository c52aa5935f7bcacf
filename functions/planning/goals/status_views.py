"""Views of the status of goals."""

from datetime import date as civil_date

from pydantic import Field

from functions.http.views import Money, known_money
from functions.planning.goals.views import GoalView, logged_goal_view
from shared.models.planning.goals.goal import GoalState
from shared.models.planning.goals.report import GoalReport, ReportedGoal, Unknown
from shared.models.planning.goals.status import Completion, GoalStatus, NoCompletion
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor


class GoalFlowView(FrozenModel):
    """The money that came in, less that which went out, in the last full months."""

    months: int = Field(description="The number of months.")
    average: Money = Field(description="In a month.")
    currency: str
    completes_in: str | None = Field(description="The month, at this pace; null: never.")


class GoalCompletionView(FrozenModel):
    """When a goal may be reached, at the pace of the last 3, 6 and 12 months."""

    earliest: str | None = Field(description="The first of these months.")
    latest: str | None = Field(description="The last one; null if it may never be reached.")
    reason: NoCompletion | None = Field(description="Why there is none.")
    flows: list[GoalFlowView] = Field(description="Of fewer months if no more are known.")


class MilestoneView(FrozenModel):
    """A part of the target."""

    percent: int = Field(description="Of the target.")
    amount: Money
    currency: str
    is_reached: bool = Field(description="Whether it is there now.")
    reached_in: str | None = Field(
        description="The first month since the start at whose end it was there; null: none."
    )


class GoalPointView(FrozenModel):
    """The amount of a goal at the end of a month; of the present one, now."""

    month: str
    saved: Money = Field(description="As in `amounts`.")
    currency: str


class GoalAmountsView(FrozenModel):
    """Amounts of a goal in its currency, on a day."""

    state: GoalState = Field(description="COMPLETED as long as it is reached.")
    currency: str
    saved: Money = Field(description="The money that counts; of a DEBT, that was paid back.")
    left: Money = Field(description="Missing to the target.")
    basis_points: int = Field(description="`saved` of `target`, rounded down: 2500 is a quarter.")
    shortfall: Money = Field(
        description="Missing of its allocation, because the balance is too low."
    )
    unconverted: list[str] = Field(
        description="Currencies without a rate in the months since the start: what is in them"
        " counts for no category, tag or link."
    )
    needed_per_month: Money | None = Field(
        description="To be there on `target_date`; null if paused, reached, or without one."
    )
    planned: Money | None = Field(description="Saved by now at a steady pace from the start.")
    behind: Money | None = Field(description="Missing to `planned`.")
    is_behind: bool = Field(description="Whether it is active, and something is missing.")
    completion: GoalCompletionView = Field(description="When it may be reached.")
    base_currency: str = Field(description="The currency of the ledger.")
    base_saved: Money | None = Field(description="At today's rate; null without one.")
    base_target: Money | None = Field(description="Likewise.")


class GoalStatusView(FrozenModel):
    """A goal with its amounts."""

    goal: GoalView = Field(description="The goal.")
    amounts: GoalAmountsView | None = Field(description="Null with a reason in `unknown`.")
    unknown: Unknown | None = Field(description="Why there are none.")


class GoalReportView(FrozenModel):
    """The status of all goals that are not archived, by name."""

    date: civil_date
    items: list[GoalStatusView]


class GoalProgressView(GoalStatusView):
    """A goal with its amounts, and how they came about."""

    date: civil_date
    points: list[GoalPointView] = Field(description="By month since the start.")
    milestones: list[MilestoneView] = Field(description="Quarters of the target.")


def report_view(report: GoalReport) -> GoalReportView:
    """Return the view of the status of all goals."""
    items = [GoalStatusView(**_fields(one, report)) for one in report.goals]
    return GoalReportView(date=report.today, items=items)


def progress_view(report: GoalReport) -> GoalProgressView:
    """Return the view of the progress of the one goal of a report."""
    [one] = report.goals
    status, currency = one.status, one.goal.currency
    points = () if status is None else status.measure.points
    milestones = () if status is None else status.milestones
    return GoalProgressView(
        date=report.today,
        points=[
            GoalPointView(
                month=str(point.month),
                currency=currency,
                saved=format_minor(point.saved_minor, currency),
            )
            for point in points
        ],
        milestones=[
            MilestoneView(
                percent=mark.percent,
                currency=currency,
                amount=format_minor(mark.amount_minor, currency),
                is_reached=mark.is_reached,
                reached_in=None if mark.month is None else str(mark.month),
            )
            for mark in milestones
        ],
        **_fields(one, report),
    )


def _fields(one: ReportedGoal, report: GoalReport) -> dict[str, object]:
    return {
        "goal": logged_goal_view(one.goal, report.ledger),
        "amounts": None if one.status is None else _amounts_view(one.status, report),
        "unknown": one.unknown,
    }


def _amounts_view(status: GoalStatus, report: GoalReport) -> GoalAmountsView:
    currency, base = status.goal.currency, report.ledger.currency
    amounts_minor = {
        "saved": status.saved_minor,
        "left": status.left_minor,
        "shortfall": status.measure.shortfall_minor,
        "needed_per_month": status.needed_per_month_minor,
        "planned": status.planned_minor,
        "behind": status.behind_minor,
    }
    base_minor = {
        "base_saved": report.base_minor(status.saved_minor, currency),
        "base_target": report.base_minor(status.goal.target_minor, currency),
    }
    return GoalAmountsView(
        state=status.state,
        currency=currency,
        basis_points=status.basis_points,
        is_behind=status.is_behind,
        unconverted=list(status.measure.unconverted),
        completion=_completion_view(status.completion, currency),
        base_currency=base,
        **{name: known_money(minor, currency) for name, minor in amounts_minor.items()},
        **{name: known_money(minor, base) for name, minor in base_minor.items()},
    )


def _completion_view(completion: Completion, currency: str) -> GoalCompletionView:
    return GoalCompletionView(
        earliest=None if completion.earliest is None else str(completion.earliest),
        latest=None if completion.latest is None else str(completion.latest),
        reason=completion.reason,
        flows=[
            GoalFlowView(
                months=one.months,
                currency=currency,
                average=format_minor(one.average_minor, currency),
                completes_in=None if one.month is None else str(one.month),
            )
            for one in completion.windows
        ],
    )
