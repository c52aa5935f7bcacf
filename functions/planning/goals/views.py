"""Views of goals."""

from datetime import date as civil_date
from datetime import datetime

from pydantic import ConfigDict, Field

from functions.http.views import ETAG_OF_FIELDS, Etag, Money, etag_of, known_money, view_of
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.planning.goals.goal import Funding, FundingKind, Goal, GoalState
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor
from shared.services.planning.goals.goals import OwnedGoal


class FundingView(FrozenModel):
    """The money that counts for a goal."""

    kind: FundingKind
    account_id: str | None
    category_id: str | None
    tag: str | None
    type: EntryType | None = Field(description="Of TAG: which of its transactions count.")
    debt: Money | None = Field(description="Of DEBT: what was owed at the start.")


class AllocationView(FrozenModel):
    """A part of the account's balance from a day on: an amount or a share."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: civil_date = Field(alias="from", description="The first day.")
    amount: Money | None
    basis_points: int | None = Field(description="2500 is a quarter.")


class GoalView(FrozenModel):
    """A goal: an amount to save, or a debt to pay back."""

    model_config = ConfigDict(openapi_extra=ETAG_OF_FIELDS)  # type: ignore[typeddict-unknown-key]

    id: str
    name: str
    funding: FundingView
    allocations: list[AllocationView] = Field(
        description="Of ALLOCATION, in the order of their days; the last one is in force."
    )
    currency: str
    target: Money
    start: civil_date = Field(description="The day from which money counts.")
    target_date: civil_date | None = Field(description="When it is to be reached.")
    state: GoalState = Field(description="As set; the status also has COMPLETED if it is reached.")
    archived: bool
    created_at: datetime
    updated_at: datetime
    etag: Etag


class GoalList(FrozenModel):
    """All goals, by name."""

    items: list[GoalView]


@view_of.register
def goal_view(owned: OwnedGoal) -> GoalView:
    """Return the view of a goal."""
    return logged_goal_view(owned.goal, owned.ledger)


def logged_goal_view(goal: Goal, ledger: Ledger) -> GoalView:
    """Return a goal of the change log as clients see it."""
    return GoalView(
        funding=_funding_view(goal.funding, goal.currency, ledger),
        allocations=[
            AllocationView(
                **{"from": one.start},
                amount=known_money(one.amount_minor, goal.currency),
                basis_points=one.basis_points,
            )
            for one in goal.steps
        ],
        target=format_minor(goal.target_minor, goal.currency),
        etag=etag_of(goal.revision),
        **{
            name: getattr(goal, name)
            for name in (
                "id", "name", "currency", "start", "target_date", "state", "archived",
                "created_at", "updated_at",
            )
        },
    )  # fmt: skip


def _funding_view(funding: Funding, currency: str, ledger: Ledger) -> FundingView:
    return FundingView(
        kind=funding.kind,
        account_id=funding.account_id,
        category_id=funding.category_id,
        tag=None if funding.tag is None else ledger.tag_name(funding.tag),
        type=funding.type,
        debt=known_money(funding.debt_minor, currency),
    )
