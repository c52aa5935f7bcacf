"""Views of the start of a client."""

from datetime import date as civil_date
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field

from functions.http.views import (
    LedgerBasics,
    Money,
    MonthStartView,
    Name,
    NamedWorkspace,
    known_money,
)
from functions.ledger.category_views import CategoryView, category_view
from functions.ledger.type_views import CustomTypeView, custom_type_view
from functions.ledger.views import (
    AccountTotals,
    AccountView,
    TransactionView,
    account_totals,
    account_view,
    transaction_view,
)
from functions.planning.occurrence_views import OccurrenceView, occurrence_view
from functions.reports.dashboard_views import (
    CategoryTotals,
    PeriodSummary,
    Trends,
    category_totals_view,
    period_summary_view,
    trends_view,
)
from functions.reports.monthly_views import MonthText
from shared.models.ledger.ledger import Ledger
from shared.models.people.access import Caller, Role, TenantKind
from shared.models.people.workspace import Workspace
from shared.models.reports.home import Home, UnfinishedJob, UnfinishedJobKind
from shared.models.values.base import FrozenModel
from shared.models.values.currency import exponent_of
from shared.models.values.money import format_minor
from shared.services.planning.upcoming import DueAndComing

if TYPE_CHECKING:
    from shared.models.planning.budgets.left import LeftToSpend
    from shared.models.planning.goals.noticed import NoticedGoals


class HomeUser(FrozenModel):
    """The caller."""

    uid: str
    display_name: str | None = Field(description="The name in the caller's profile.")
    is_demo: bool
    expires_at: datetime | None = Field(description="The end of a demo; otherwise null.")


class HomeJob(FrozenModel):
    """A job on the ledger that has begun and is not finished."""

    kind: UnfinishedJobKind
    id: str | None = Field(description="The import, or what is being merged; otherwise null.")
    progress: Annotated[float, Field(ge=0, le=1)] | None = Field(
        description="The fraction that is done; null if it is not known."
    )


class HomeRecurring(FrozenModel):
    """Occurrences of recurring entries that are not handled, by date."""

    due: list[OccurrenceView] = Field(description="Those that are DUE; the latest 10.")
    due_count: int = Field(description="The number of all that are DUE.")
    coming: list[OccurrenceView] = Field(description="Those of the next 14 days; the first 10.")
    is_partial: bool = Field(
        description="True if there are more: ``GET /recurring/occurrences`` lists them."
    )


class HomeBudget(FrozenModel):
    """A budget that needs attention, in its present period."""

    id: str
    name: str
    reason: Literal["OVERSPENT", "THRESHOLD", "PACE"] = Field(
        description="PACE: more was spent than equal amounts each day; not with recurring entries."
    )
    start_date: civil_date
    end_date: civil_date
    available: Money
    spent: Money
    left: Money
    currency: str


class HomeBudgets(FrozenModel):
    """Rest of the live budgets in their present periods."""

    currency: str
    left: Money | None = Field(
        description="Of all together; of those that may count the same expenses, of the largest."
    )
    items: list[HomeBudget] = Field(
        description="Those that need attention, with the least left first; at most 10."
    )
    count: int = Field(description="The number of all that need attention.")
    is_partial: bool = Field(
        description="True if one is left out: ``GET /budgets/status`` has all of them."
    )


class HomeGoal(FrozenModel):
    """A goal that needs attention."""

    id: str
    name: str
    reason: Literal["SHORTFALL", "OVERDUE", "BEHIND"] = Field(
        description="BEHIND: a month of its steady pace is missing, or more."
    )
    currency: str
    saved: Money
    target: Money
    missing: Money = Field(description="Of its allocation, the target, or the pace.")


class HomeGoals(FrozenModel):
    """Goals that need attention."""

    items: list[HomeGoal] = Field(
        description="At most 10; the largest part of a target missing first."
    )
    count: int = Field(description="The number of all.")
    is_partial: bool = Field(
        description="True if one is left out: ``GET /goals/status`` has all of them."
    )


class HomePlanning(NamedTuple):
    """Occurrences of recurring entries, what is left of budgets, and goals; None without any."""

    upcoming: DueAndComing
    left: "LeftToSpend | None"
    goals: "NoticedGoals | None"


class HomeView(FrozenModel):
    """Everything that a client shows first."""

    user: HomeUser
    tenant: str = Field(
        description="The path of the ledger's document, for live reads.",
        examples=["users/Wm3hY"],
    )
    workspace: NamedWorkspace | None = Field(
        description="The workspace in X-Workspace-Id; null on the caller's own ledger."
    )
    role: Name[Role] = Field(description="The caller's role in the ledger.")
    settings: LedgerBasics
    today: civil_date = Field(description="The date in the ledger's time zone.")
    sequence: int
    latest_sequence_cursor: str = Field(description="For ``since`` of the feed.")
    accounts: list[AccountView] = Field(
        description="All accounts, the default one first, then by name, with archived ones."
    )
    totals: AccountTotals
    categories: list[CategoryView] = Field(
        description="All categories, by type and name, with archived ones."
    )
    custom_types: list[CustomTypeView] = Field(
        description="All custom types of transactions, with archived ones."
    )
    unfiled_count: int = Field(
        description="Transactions of any date to review: ``GET /transactions?unfiled=true``."
    )
    month: MonthText
    summary: PeriodSummary = Field(description="The month, and the previous one.")
    category_totals: CategoryTotals = Field(description="Of both months.")
    daily: Trends = Field(description="The days of both months.")
    trends: Trends = Field(description="12 months, up to the month.")
    recent: list[TransactionView] = Field(description="The latest transactions.")
    recurring: HomeRecurring
    budgets: HomeBudgets | None = Field(description="Null without live budgets.")
    goals: HomeGoals | None = Field(description="Null without live goals.")
    unread_notifications: int = Field(
        description="The caller's, of the own ledger and all workspaces."
    )
    jobs: list[HomeJob] = Field(
        description="Jobs under way; empty for viewers. A rebuild is shown to admins only."
    )


def home_view(home: Home, planning: HomePlanning, caller: Caller, feed_place: str) -> HomeView:
    """Return the view of the start of a client; ``feed_place`` is a cursor of the feed."""
    tenant, ledger = home.tenant, home.tenant.ledger
    return HomeView(
        user=HomeUser(
            uid=caller.uid,
            display_name=home.display_name,
            is_demo=tenant.ref.kind is TenantKind.DEMO,
            expires_at=tenant.expires_at,
        ),
        tenant=tenant.ref.path,
        workspace=_workspace_view(tenant.workspace),
        role=caller.role,
        settings=_settings_view(ledger),
        today=home.today,
        sequence=ledger.sequence,
        latest_sequence_cursor=feed_place,
        accounts=[account_view(balance) for balance in home.balances.items],
        totals=account_totals(home.balances.totals, ledger.currency),
        categories=[category_view(one) for one in ledger.list_categories(include_archived=True)],
        custom_types=[
            custom_type_view(one) for one in ledger.list_custom_types(include_archived=True)
        ],
        unfiled_count=ledger.totals.unfiled_count,
        month=str(home.month),
        summary=period_summary_view(home.summary),
        category_totals=category_totals_view(home.category_totals),
        daily=trends_view(home.daily),
        trends=trends_view(home.trends),
        recent=[transaction_view(one) for one in home.recent],
        recurring=_recurring_view(planning.upcoming),
        budgets=None if planning.left is None else _budgets_view(planning.left, ledger.currency),
        goals=None if planning.goals is None else _goals_view(planning.goals),
        unread_notifications=home.unread_count,
        jobs=[_job_view(job) for job in home.jobs],
    )


def _recurring_view(upcoming: DueAndComing) -> HomeRecurring:
    return HomeRecurring(
        due=[occurrence_view(one) for one in upcoming.due],
        due_count=upcoming.due_count,
        coming=[occurrence_view(one) for one in upcoming.coming],
        is_partial=upcoming.is_partial,
    )


def _budgets_view(left: "LeftToSpend", currency: str) -> HomeBudgets:
    return HomeBudgets(
        currency=currency,
        left=known_money(left.left_minor, currency),
        items=[
            HomeBudget(
                id=one.budget.id,
                name=one.budget.name,
                reason=one.attention.value,
                start_date=one.status.period.first,
                end_date=one.status.period.last,
                available=format_minor(one.status.available_minor, currency),
                spent=format_minor(one.status.spent_minor, currency),
                left=format_minor(one.status.left_minor, currency),
                currency=currency,
            )
            for one in left.noticed
        ],
        count=left.noticed_count,
        is_partial=left.is_partial,
    )


def _goals_view(goals: "NoticedGoals") -> HomeGoals:
    return HomeGoals(
        items=[
            HomeGoal(
                id=goal.id,
                name=goal.name,
                reason=one.attention.value,
                currency=goal.currency,
                saved=format_minor(one.status.saved_minor, goal.currency),
                target=format_minor(goal.target_minor, goal.currency),
                missing=format_minor(one.missing_minor, goal.currency),
            )
            for one in goals.items
            for goal in (one.status.goal,)
        ],
        count=goals.noticed_count,
        is_partial=goals.is_partial,
    )


def _workspace_view(workspace: Workspace | None) -> NamedWorkspace | None:
    return None if workspace is None else NamedWorkspace(id=workspace.id, name=workspace.name)


def _settings_view(ledger: Ledger) -> LedgerBasics:
    return LedgerBasics(
        currency=ledger.currency,
        exponent=exponent_of(ledger.currency),
        timezone=ledger.timezone,
        month_start=MonthStartView.of(ledger.calendar.start),
        summary_edition=ledger.calendar.edition or None,
    )


def _job_view(job: UnfinishedJob) -> HomeJob:
    return HomeJob(kind=job.kind, id=job.id, progress=job.progress)
