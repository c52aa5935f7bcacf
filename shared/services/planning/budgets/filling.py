"""Plan amounts of budgets that are filled together, and carry the plan out in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import NamedTuple

from shared.errors import FieldError, FillPlanChanged, InvalidArgument
from shared.models.history.change import Operation
from shared.models.ledger.ledger import Ledger
from shared.models.planning.budgets.budget import Budget, Carry
from shared.models.planning.budgets.past import earlier_periods, last_amount_of
from shared.models.planning.budgets.period_input import MAX_BACK, ensure_near
from shared.models.planning.budgets.report import (
    BudgetStatus,
    PlannedPeriods,
    planned_months,
    spending_of,
)
from shared.models.planning.budgets.spending import Spending, months_of
from shared.models.planning.budgets.status import overlaps
from shared.models.planning.budgets.steps import amounts_with
from shared.models.planning.filling.plan import Cell, FillPlan, Funds, fills_of
from shared.models.planning.filling.request import (
    DEFAULT_PERIODS,
    AvailableDraft,
    FillApplication,
    FillDraft,
    FillMethod,
    FillRequest,
    FundSource,
)
from shared.models.values.money import to_minor
from shared.models.values.revision import revised
from shared.models.values.spans.days import Days
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.ledger.balances import get_balances
from shared.services.planning.budgets.budgets import list_budgets
from shared.services.planning.budgets.known_expenses import read_known
from shared.services.planning.budgets.status import read_months
from shared.services.posting.budgets import settle_scopes
from shared.services.posting.operations import append_change, run_once


class FilledBudgets(NamedTuple):
    """The ledger, and the budgets whose amounts were changed."""

    ledger: Ledger
    budgets: list[Budget]


def plan_budgets(store: TenantStore, request: FillRequest, now: datetime) -> FillPlan:
    """Return the amounts that budgets would get, without writing them.

    It reads as the status does, and the months of the earlier periods that averages are of.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger does not exist, or no longer.
        InvalidArgument: A budget or a field of it does not fit the ledger or the period.
    """

    def read(unit: TenantStore) -> FillPlan:
        ledger, budgets = list_budgets(unit, now)
        return _Planning(unit, ledger, budgets, now).plan(request)

    return store.snapshot(read)


def fill_budgets(
    store: TenantStore, operation: Operation, request: FillApplication
) -> FilledBudgets:
    """Write the amounts of a plan, and return the budgets that it changes.

    The plan is made again in the commit, so it never exceeds what is available by then.

    Raises:
        FillPlanChanged: It has other amounts than the one with the fingerprint.
        InvalidArgument: as ``plan_budgets``; or a budget has as many amounts as it may.
    """
    work = partial(_fill, operation=operation, request=request)
    return run_once(store, operation, work, partial(_recalled, store))


def _fill(
    unit: TenantStore, snapshot: LedgerSnapshot, operation: Operation, request: FillApplication
) -> FilledBudgets:
    ledger = snapshot.ledger
    budgets = unit.budgets.list_all()
    plan = _Planning(unit, ledger, budgets, operation.at).plan(request)
    if plan.fingerprint != request.fingerprint:
        raise FillPlanChanged
    edits = []
    for one in plan.fills:
        steps = amounts_with(one.budget, plan.period, one.amount_minor, once=plan.once)
        after = revised(one.budget, {"steps": steps}, operation.at)
        if after is not one.budget:
            edits.append((one.budget, after))
    if edits:
        changed = {after.id: after for _, after in edits}
        unit.budgets.put_all(list(changed.values()))
        settle_scopes(unit, ledger, [changed.get(one.id, one) for one in budgets], operation.at)
    for index, (before, after) in enumerate(edits):
        append_change(unit, operation, before, after, index=index)
    return FilledBudgets(ledger, [after for _, after in edits])


def _recalled(store: TenantStore, snapshot: RecordedSnapshot) -> FilledBudgets:
    """Return the budgets as the operation's change-log entries hold them."""
    found = store.changes.list_of_operation(snapshot.record.operation_id)
    logged = (one.states_as(Budget)[1] for one in found)
    return FilledBudgets(snapshot.ledger, [one for one in logged if one is not None])


class _Planning:
    """The making of a plan, at one instant of a ledger."""

    def __init__(
        self, unit: TenantStore, ledger: Ledger, budgets: Sequence[Budget], now: datetime
    ) -> None:
        self._unit, self._ledger, self._now = unit, ledger, now
        self._today, self._calendar = ledger.today(now), ledger.calendar
        self._budgets = {one.id: one for one in budgets}

    def plan(self, request: FillRequest) -> FillPlan:
        """Return the plan of a request; raises as ``plan_budgets``."""
        day = request.date or self._today
        ensure_near(day, self._today, "date")
        chosen, period = self._chosen(request.items, day)
        self._ensure_items(request.items, chosen, period)
        others = self._others(chosen, period, day)
        planned = [PlannedPeriods.until(one, self._ledger, day) for one in (*chosen, *others)]
        past = {
            one.id: self._past(one, draft, period)
            for one, draft in zip(chosen, request.items, strict=True)
        }
        months = planned_months(self._ledger, planned) | months_of(
            (period, *chain.from_iterable(past.values())), self._calendar
        )
        spending = spending_of(self._ledger, read_months(self._unit, self._ledger, months))
        known = read_known(self._unit, self._ledger, planned, spending, self._now)
        statuses = [
            BudgetStatus.of(one, self._ledger, spending, self._today, known) for one in planned
        ]
        _ensure_known(statuses[: len(chosen)], self._ledger.currency)
        cells = [
            self._cell(draft, status, past[status.budget.id], spending)
            for draft, status in zip(request.items, statuses, strict=False)
        ]
        income_minor = spending.income(period) + known.open_income(period)
        funds = self._funds(request.available, statuses, len(chosen), income_minor)
        fills = fills_of(cells, funds, may_exceed=request.may_exceed)
        return FillPlan(self._ledger.currency, period, request.once, funds, fills)

    def _chosen(self, items: Sequence[FillDraft], day: date) -> tuple[list[Budget], Days]:
        """Return the budgets of a request, and the period of a day that all of them have.

        Raises:
            InvalidArgument: One is not there, archived, named twice, or has another period.
        """
        errors: list[FieldError] = []
        chosen: dict[str, Budget] = {}
        period: Days | None = None
        for index, item in enumerate(items):
            try:
                found = self._period_of(item.budget_id, day, chosen)
                period = period or found
                if found != period:
                    message = (
                        f"has another period than the first one, {period.first} to {period.last}"
                    )
                    raise InvalidArgument.of("", message)
            except InvalidArgument as invalid:
                [error] = invalid.errors
                errors.append(FieldError(f"items.{index}.budget_id", error.message))
        if errors or period is None:
            raise InvalidArgument(*errors)
        if period.last < self._today:
            raise InvalidArgument.of("date", "is in a period that is over, and keeps its amounts")
        return list(chosen.values()), period

    def _period_of(self, budget_id: str, day: date, chosen: dict[str, Budget]) -> Days:
        """Return the period of a budget, which is added to those chosen.

        Raises:
            InvalidArgument: It is not there, archived, there already, or begins later.
        """
        budget = self._budgets.get(budget_id)
        if budget is None:
            raise InvalidArgument.of("", "is not a budget of this ledger")
        if budget_id in chosen:
            raise InvalidArgument.of("", "is named twice")
        if budget.archived:
            raise InvalidArgument.of("", "is archived")
        if day < budget.start:
            raise InvalidArgument.of("", f"begins later, on {budget.start}")
        chosen[budget_id] = budget
        return budget.rule(self._calendar).around(day)

    def _ensure_items(
        self, items: Sequence[FillDraft], chosen: Sequence[Budget], period: Days
    ) -> None:
        """Check what the methods of a request need of their budgets.

        Raises:
            InvalidArgument: An amount does not fit the currency; or a sum to save until a day is of
                a budget that carries no surplus, or the day is too early or too far ahead.
        """
        errors: list[FieldError] = []
        for index, (item, budget) in enumerate(zip(items, chosen, strict=True)):
            try:
                self._to_minor(item.amount, f"items.{index}.amount")
            except InvalidArgument as invalid:
                errors += invalid.errors
            if item.by is None:
                continue
            if budget.carry not in {Carry.SURPLUS, Carry.BOTH}:
                message = "must be of a budget that carries its surplus"
                errors.append(FieldError(f"items.{index}.method", message))
            last = self._today + MAX_BACK
            if not period.first <= item.by <= last:
                message = f"must be from {period.first} to {last}"
                errors.append(FieldError(f"items.{index}.by", message))
        if errors:
            raise InvalidArgument(*errors)

    def _others(self, chosen: Sequence[Budget], period: Days, day: date) -> list[Budget]:
        """Return the live budgets of the same period that the plan leaves as they are.

        Those that may count the same expenses as one of the plan share its money.
        """
        ids = {one.id for one in chosen}
        return [
            one
            for one in self._budgets.values()
            if one.id not in ids
            and not one.archived
            and one.currency == self._ledger.currency
            and one.start <= day
            and period in one.rule(self._calendar).between(day, day)
            and not any(one.id in pair for pair in overlaps([*chosen, one]))
        ]

    def _past(self, budget: Budget, draft: FillDraft, period: Days) -> list[Days]:
        """Return the earlier periods that a method needs."""
        if draft.method not in {FillMethod.AVERAGE, FillMethod.MEDIAN}:
            return []
        count = draft.periods or DEFAULT_PERIODS
        return earlier_periods(budget, period, self._calendar)[-count:]

    def _cell(
        self, draft: FillDraft, status: BudgetStatus, past: Sequence[Days], spending: Spending
    ) -> Cell:
        budget, period = status.budget, status.periods[-1]
        rule = budget.rule(self._calendar)
        until = () if draft.by is None else rule.between(period.first, draft.by)
        return Cell(
            budget,
            draft,
            (status.statuses or ())[-1],
            last_amount_of(budget, rule.before(period.first, 1)),
            tuple(spending.spent(budget, spending.since_first(past)) or ()),
            status.off_pace.recurring_minor,
            self._to_minor(draft.amount),
            max(1, sum(1 for _ in until)),
        )

    def _funds(
        self,
        asked: AvailableDraft,
        statuses: Sequence[BudgetStatus],
        count: int,
        income_minor: int,
    ) -> Funds:
        """Return the money of a plan; the statuses after the first ones are of other budgets.

        Raises:
            InvalidArgument: An amount or an account does not fit; or of balances, the expenses of
                another budget are still being counted.
        """
        kept_back = sum(sum(one.budget.amounts_of(one.periods[-1:])) for one in statuses[count:])
        match asked.source:
            case FundSource.INCOME:
                available = income_minor
            case FundSource.AMOUNT:
                available = self._to_minor(asked.amount, "available.amount")
            case FundSource.ACCOUNTS:
                available = self._balance(asked.account_ids) + _moved(statuses)
        return Funds(asked.source, available, kept_back, income_minor)

    def _to_minor(self, amount: Decimal | None, field: str = "amount") -> int:
        return to_minor(amount or Decimal(0), self._ledger.currency, field)

    def _balance(self, account_ids: Sequence[str]) -> int:
        """Return the balances of some accounts in the ledger's currency.

        Raises:
            InvalidArgument: The ledger has no such account, or no rate for it.
        """
        balances = {
            one.account.id: one for one in get_balances(self._unit, self._ledger, self._now).items
        }
        errors: list[FieldError] = []
        total = 0
        for index, account_id in enumerate(account_ids):
            found = balances.get(account_id)
            field = f"available.account_ids.{index}"
            if found is None:
                errors.append(FieldError(field, "is not an account of this ledger"))
            elif account_id in account_ids[:index]:
                errors.append(FieldError(field, "is named twice"))
            elif found.base_balance_minor is None:
                errors.append(FieldError(field, f"has no rate to {self._ledger.currency}"))
            else:
                total += found.base_balance_minor
        if errors:
            raise InvalidArgument(*errors)
        return total


def _moved(statuses: Sequence[BudgetStatus]) -> int:
    """Return what budgets have spent, less what they carry, of the last period of each.

    Expenses have left the balances of accounts, and the amounts that are carried are still on them.

    Raises:
        InvalidArgument: It is not known of one.
    """
    known = [one.statuses[-1] for one in statuses if one.statuses]
    if len(known) < len(statuses):
        message = "must not be ACCOUNTS while earlier expenses of a budget are being counted"
        raise InvalidArgument.of("available.source", message)
    return sum(one.spent_minor - one.carried_minor for one in known)


def _ensure_known(statuses: Sequence[BudgetStatus], currency: str) -> None:
    """Check that what budgets have spent and carried is known.

    Raises:
        InvalidArgument: Daily totals are built, or the amounts are in a former currency.
    """
    errors = [
        FieldError(
            f"items.{index}.budget_id",
            f"needs an amount in {currency} first"
            if one.needs_amount
            else "is not ready: its earlier expenses are still being counted",
        )
        for index, one in enumerate(statuses)
        if one.statuses is None
    ]
    if errors:
        raise InvalidArgument(*errors)
