"""Views of the status of budgets."""

from datetime import date as civil_date

from pydantic import Field

from functions.http.views import Money, known_money
from functions.planning.budget_views import ScopeView, scope_view
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.scopes import ScopeKind
from shared.models.ledger.summary import UNFILED_KEYS
from shared.models.planning.budgets.budget import Budget
from shared.models.planning.budgets.known_expenses import NOTHING_OFF_PACE, OffPace
from shared.models.planning.budgets.past import Past
from shared.models.planning.budgets.report import BudgetReport, BudgetStatus
from shared.models.planning.budgets.status import PeriodStatus
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor
from shared.models.values.spans.days import Days
from shared.services.planning.budgets.status import History, StatusChange

_UNKNOWN = "null while `is_ready` is false, or `needs_amount` true"


class PeriodStatusView(FrozenModel):
    """Amounts of one period; those that are not known are null."""

    start_date: civil_date
    end_date: civil_date
    amount: Money | None = Field(description=f"The planned amount; {_UNKNOWN}.")
    carried: Money | None = Field(description="Added by earlier periods; negative is taken.")
    available: Money | None = Field(description="`amount` and `carried`.")
    spent: Money | None = Field(description="Expenses net of refunds, those booked ahead, too.")
    left: Money | None = Field(description="`available` minus `spent`; negative is overspent.")
    share: float | None = Field(description="`spent` of `available`; null if nothing is.")
    days_left: int = Field(description="Days from today on.")
    expected: Money | None = Field(
        description="Of `available` until today: what recurring entries bring, the rest by days."
    )
    safe_per_day: Money | None = Field(
        description="`left` for each day from today on, without what recurring entries bring."
    )
    projected: Money | None = Field(
        description="`spent`, what recurring entries still bring, and the rest at its pace so far."
    )
    crossed: list[int] = Field(description="The thresholds that were reached, in percent.")


class PastAverage(FrozenModel):
    """Mean of the expenses of earlier periods."""

    periods: int = Field(description="The number of periods before: 3, 6 or 12.")
    count: int = Field(description="Those of them since the first transaction, which it is of.")
    spent: Money
    currency: str


class PastView(FrozenModel):
    """Earlier periods of a budget, also from before it began, of three years at most."""

    currency: str
    last_amount: Money | None = Field(
        description="Of the period before; null in a former currency, or if there was none."
    )
    last_spent: Money | None = Field(description="Null without earlier transactions.")
    averages: list[PastAverage] = Field(description="Empty without earlier transactions.")


class BudgetStatusView(FrozenModel):
    """A budget in a period."""

    id: str
    name: str
    scope: ScopeView
    missing_ids: list[str] = Field(description="Ids of the scope that the ledger has no more.")
    is_ready: bool = Field(description="Whether earlier expenses are counted already.")
    needs_amount: bool = Field(description="Whether its amounts are in a former currency.")
    currency: str
    period: PeriodStatusView = Field(description="The period.")
    past: PastView | None = Field(
        description="Earlier periods; null without `with_past`, or while `is_ready` is false."
    )


class UnbudgetedLine(FrozenModel):
    """Expenses of a category."""

    category_id: str | None = Field(description="Null without a category.")
    name: str | None = Field(description="The name of the category.")
    expenses: Money
    currency: str


class UnbudgetedView(FrozenModel):
    """Expenses of a month in categories that no budget on categories names."""

    month: str
    currency: str
    total: Money
    categories: list[UnbudgetedLine] = Field(description="By category.")


class OverlapView(FrozenModel):
    """Two budgets that may count the same expenses."""

    first_id: str = Field(description="The id of a budget.")
    second_id: str = Field(description="The id of the other one.")


class UnconvertedExpenses(FrozenModel):
    """Expenses without a rate to the ledger's currency."""

    currency: str
    expenses: Money


class BudgetReportView(FrozenModel):
    """The status of all live budgets on a day."""

    date: civil_date
    items: list[BudgetStatusView]
    unbudgeted: UnbudgetedView = Field(description="Expenses in other categories.")
    overlaps: list[OverlapView] = Field(description="Budgets that may count the same expenses.")
    unconverted: list[UnconvertedExpenses] = Field(description="In no amount, by currency.")


class BudgetHistory(FrozenModel):
    """The last periods of a budget, oldest first."""

    currency: str
    is_ready: bool = Field(description="Whether earlier expenses are counted already.")
    needs_amount: bool = Field(description="Whether its amounts are in a former currency.")
    items: list[PeriodStatusView]


class BudgetPreview(FrozenModel):
    """The status of a budget before and after a change that was not made."""

    before: BudgetStatusView | None = Field(description="Null if it is archived.")
    after: BudgetStatusView | None = Field(description="Null if it would be archived.")


def report_view(report: BudgetReport) -> BudgetReportView:
    """Return the view of the status of all budgets."""
    ledger, currency = report.ledger, report.ledger.currency
    unfiled = UNFILED_KEYS.values()
    return BudgetReportView(
        date=report.day,
        items=[
            status_view(one, ledger, report.today, report.past.get(one.budget.id))
            for one in report.budgets
        ],
        unbudgeted=UnbudgetedView(
            month=str(report.month),
            currency=currency,
            total=format_minor(sum(amount for _, amount in report.unbudgeted), currency),
            categories=[
                UnbudgetedLine(
                    category_id=None if key in unfiled else key,
                    name=None if key in unfiled else ledger.categories[key].name,
                    expenses=format_minor(amount_minor, currency),
                    currency=currency,
                )
                for key, amount_minor in report.unbudgeted
            ],
        ),
        overlaps=[OverlapView(first_id=one, second_id=two) for one, two in report.overlaps],
        unconverted=[
            UnconvertedExpenses(currency=code, expenses=format_minor(amount_minor, code))
            for code, amount_minor in report.unconverted.items()
        ],
    )


def history_view(history: History) -> BudgetHistory:
    """Return the view of the last periods of a budget."""
    status = history.status
    return BudgetHistory(
        currency=history.ledger.currency,
        is_ready=status.is_ready,
        needs_amount=status.needs_amount,
        items=[
            _period_view(status, index, history.ledger, history.today)
            for index in range(len(status.periods))
        ],
    )


def preview_view(change: StatusChange) -> BudgetPreview:
    """Return the view of the status before and after a change."""
    before, after = (
        None if one is None else status_view(one, change.ledger, change.today)
        for one in (change.before, change.after)
    )
    return BudgetPreview(before=before, after=after)


def status_view(
    status: BudgetStatus, ledger: Ledger, today: civil_date, past: Past | None = None
) -> BudgetStatusView:
    """Return the view of a budget in its last period."""
    budget = status.budget
    return BudgetStatusView(
        id=budget.id,
        name=budget.name,
        scope=scope_view(budget.scope, ledger),
        missing_ids=_missing(budget, ledger),
        is_ready=status.is_ready,
        needs_amount=status.needs_amount,
        currency=ledger.currency,
        period=_period_view(status, len(status.periods) - 1, ledger, today),
        past=None if past is None else _past_view(past, status, ledger.currency),
    )


def _past_view(past: Past, status: BudgetStatus, currency: str) -> PastView:
    last_amount = None if status.needs_amount else past.last_amount_minor
    return PastView(
        currency=currency,
        last_amount=known_money(last_amount, currency),
        last_spent=known_money(past.last_spent_minor, currency),
        averages=[
            PastAverage(
                periods=one.periods,
                count=one.known,
                spent=format_minor(one.spent_minor, currency),
                currency=currency,
            )
            for one in past.averages
        ],
    )


def _missing(budget: Budget, ledger: Ledger) -> list[str]:
    match budget.scope.kind:
        case ScopeKind.CATEGORIES:
            return [one for one in budget.scope.ids if one not in ledger.categories]
        case ScopeKind.ACCOUNTS:
            return [one for one in budget.scope.ids if one not in ledger.accounts]
        case _:
            return []


def _period_view(
    status: BudgetStatus, index: int, ledger: Ledger, today: civil_date
) -> PeriodStatusView:
    """Return the view of one of the periods of a status."""
    period = status.periods[index]
    if status.statuses is not None:
        is_last = index == len(status.periods) - 1
        off_pace = status.off_pace if is_last else NOTHING_OFF_PACE
        return _known_view(status.statuses[index], status.budget, off_pace, ledger, today)
    spent = None if status.spent_minor is None else status.spent_minor[index]
    return PeriodStatusView(
        start_date=period.first,
        end_date=period.last,
        spent=known_money(spent, ledger.currency),
        days_left=_days_left(period, today),
        crossed=[],
        **dict.fromkeys(_KNOWN),
    )


_KNOWN = (
    "amount", "carried", "available", "left", "share", "expected", "safe_per_day", "projected",
)  # fmt: skip


def _days_left(period: Days, today: civil_date) -> int:
    return PeriodStatus(period, 0, 0, 0).days_left(today)


def _known_view(
    figures: PeriodStatus, budget: Budget, off_pace: OffPace, ledger: Ledger, today: civil_date
) -> PeriodStatusView:
    amounts_minor = {
        "amount": figures.amount_minor,
        "carried": figures.carried_minor,
        "available": figures.available_minor,
        "spent": figures.spent_minor,
        "left": figures.left_minor,
        "expected": figures.expected_minor(today, off_pace),
        "safe_per_day": figures.safe_per_day_minor(today, off_pace),
        "projected": figures.projected_minor(today, off_pace),
    }
    return PeriodStatusView(
        start_date=figures.period.first,
        end_date=figures.period.last,
        share=figures.share,
        days_left=figures.days_left(today),
        crossed=list(figures.crossed(budget.thresholds)),
        **{name: format_minor(minor, ledger.currency) for name, minor in amounts_minor.items()},
    )
