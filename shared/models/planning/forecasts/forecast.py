"""Forecast of a ledger: the balances of its accounts ahead, and what is likely beside the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from shared.errors import InvalidArgument
from shared.models.ledger.account import Account
from shared.models.ledger.balances import closing_balances
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.forecasts.bands import Bands, MonthEnds
from shared.models.planning.forecasts.expected import Effects, Expected, expected_in
from shared.models.planning.forecasts.facts import Facts, Floor
from shared.models.planning.forecasts.likely import MIN_MONTHS, RECENT
from shared.models.planning.forecasts.outlook import Outlook, balances_of, sampled, sums_by_day
from shared.models.planning.forecasts.paths import Horizon, Paths, Series
from shared.models.planning.forecasts.scenario import NO_CHANGES, Scenario
from shared.models.planning.forecasts.unscheduled import Unscheduled, entry_types, unscheduled
from shared.models.planning.schedule import DAYS_OF_WEEK
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days, Months

MAX_DAYS, MAX_ACCOUNTS_SHOWN = 366, 30
MAX_POINTS = 4_000
"""Points of all accounts in one answer."""

HISTORY = 24
"""Months of history; one more is read, because the first one with transactions is left out."""

GROUPS = 5
"""Categories with a forecast of their own, the largest ones."""

PAST_BALANCES = 12


class Step(StrEnum):
    """Time from one point to the next."""

    DAY = "DAY"
    WEEK = "WEEK"


@frozen
class AccountForecast:
    """Forecast of an account in minor units of its currency; ``bands`` None without history.

    ``past`` are the balances at the end of past months, oldest first.
    """

    account: Account
    currency: str
    outlook: Outlook
    bands: Bands | None
    base_opening_minor: int | None
    past: tuple[int, ...]


@frozen
class TotalForecast:
    """Forecast of all accounts with a rate, in minor units of the ledger's currency."""

    outlook: Outlook
    bands: Bands | None
    unconverted: tuple[str, ...]


@frozen
class Group:
    """Expenses that are likely in a category; ``key`` None is all other categories."""

    key: str | None
    series: Series


@frozen
class Likely:
    """Likely amounts beside the plan, in minor units of the ledger's currency."""

    expenses: Series
    income: Series
    groups: tuple[Group, ...]


@frozen
class Forecast:
    """A forecast from today on; ``likely`` is None with less than six months of history.

    ``numbers`` are those of the days that are shown. ``refused`` has, by the id of an entry, why it
    would not be booked.
    """

    ledger: Ledger
    days: Days
    ends: MonthEnds
    numbers: tuple[int, ...]
    history: Unscheduled
    past: tuple[Summary, ...]
    accounts: tuple[AccountForecast, ...]
    total: TotalForecast
    likely: Likely | None
    refused: Mapping[str, str]
    is_partial: bool

    @property
    def months(self) -> Months:
        """Return the months that the days are in."""
        return self.days.months(self.ledger.calendar)


def days_ahead(today: date, count: int) -> Days:
    """Return today and so many days after it."""
    return Days(today, today + timedelta(days=count))


def first_month(ledger: Ledger, today: date) -> Month:
    """Return the first month that a forecast reads."""
    return Months.ending(ledger.calendar.month_of(today).previous, HISTORY + 1).first


class Forecasting:
    """Forecasts from the same facts: of the plan as it is, and of scenarios.

    ``floor`` is that of all accounts in its currency.
    """

    def __init__(self, facts: Facts, days: Days, floor: Floor | None = None) -> None:
        self._facts, self._ledger, self._days, self._floor = facts, facts.ledger, days, floor
        calendar = self._ledger.calendar
        self._months, self._ends = days.months(calendar), MonthEnds.of(days, calendar)
        self._summaries = {one.month: one for one in facts.summaries}
        first, left = calendar.first_day(self._months.first), self._ends.numbers[0]
        whole = left + (days.first - first).days + 1
        self._paths = Paths(facts.seed, Horizon(left, whole, self._months.count))
        self._effects = Effects(facts.book)
        self._past = self._past_months()
        self._as_it_was = self._history({})
        self._closed = self._past_balances()

    def of(self, scenario: Scenario, account_id: str | None, step: Step | None) -> Forecast:
        """Return the forecast of a scenario, of all accounts or of one.

        Raises:
            InvalidArgument: There is no such account, or there are more points than an answer has.
        """
        facts, effects = self._facts, self._effects
        shown, is_partial = self._shown(account_id)
        numbers = _numbers(self._days, step, len(shown))
        history = self._history(scenario.percent) if scenario.percent else self._as_it_was
        expected = list(
            expected_in(self._days, facts.entries, facts.stored, effects, scenario.amount_of)
        )
        outlooks = self._outlooks(expected, scenario)
        return Forecast(
            ledger=self._ledger,
            days=self._days,
            ends=self._ends,
            numbers=tuple(numbers),
            history=history,
            past=tuple(self._summary(month) for month in self._past),
            accounts=tuple(self._account(one, outlooks[one.id], history, numbers) for one in shown),
            total=self._total(outlooks, history, numbers),
            likely=self._likely(history),
            refused=dict(effects.refused),
            is_partial=is_partial,
        )

    def outlooks(self) -> dict[str, Outlook]:
        """Return the balances ahead of each account, as they are planned."""
        facts = self._facts
        expected = expected_in(self._days, facts.entries, facts.stored, self._effects)
        return self._outlooks(list(expected), NO_CHANGES)

    def _history(self, percent: Mapping[str, int]) -> Unscheduled:
        """Return what is not scheduled of past months, with other shares of categories."""
        totals = {month: self._summary(month).totals for month in self._past}
        entries = self._facts.entries
        return unscheduled(self._ledger, self._past, totals, entries, self._effects, percent)

    def _summary(self, month: Month) -> Summary:
        return self._summaries.get(month, Summary(month))

    def _past_months(self) -> list[Month]:
        """Return the months of the history: those after the first one with transactions."""
        this_month = self._months.first
        first = min(
            (
                key
                for key, summary in self._summaries.items()
                if any(one.count for one in summary.totals.by_account.values())
            ),
            default=this_month,
        )
        return [] if first >= this_month else list(first.next.through(this_month.previous))

    def _past_balances(self) -> Mapping[str, Sequence[int]]:
        """Return the balances of each account at the end of the last twelve past months."""
        if not self._past:
            return dict.fromkeys(self._ledger.accounts, ())
        months = Months(self._past[-PAST_BALANCES:][0], self._past[-1])
        return closing_balances(self._ledger, months, self._facts.summaries)

    def _shown(self, account_id: str | None) -> tuple[list[Account], bool]:
        if account_id is None:
            live = self._ledger.list_accounts()
            return live[:MAX_ACCOUNTS_SHOWN], len(live) > MAX_ACCOUNTS_SHOWN
        account = self._ledger.accounts.get(account_id)
        if account is None:
            raise InvalidArgument.of("account_id", "is not an account of this ledger")
        return [account], False

    def _outlooks(self, expected: Sequence[Expected], scenario: Scenario) -> dict[str, Outlook]:
        """Return the outlook of each account."""
        ahead = [
            (account_id, one.date, change_minor)
            for one in self._facts.ahead
            for account_id, change_minor in one.entry.account_changes
        ]
        planned = [
            (account_id, one.day, change_minor)
            for one in expected
            for account_id, change_minor in one.effect.account_changes
        ]
        changes = sums_by_day([*ahead, *planned, *scenario.extra])
        booked = sums_by_day(ahead)
        income = self._next_incomes(expected, scenario)
        return {
            key: self._outlook(key, changes.get(key, {}), booked.get(key, {}), income.get(key))
            for key in self._ledger.accounts
        }

    def _outlook(
        self,
        account_id: str,
        changes: Mapping[date, int],
        booked: Mapping[date, int],
        next_income: date | None,
    ) -> Outlook:
        account = self._ledger.accounts[account_id]
        opening_minor = self._ledger.balance_minor(account_id) - sum(booked.values())
        opening_minor -= sum(
            one.totals.by_account[account_id].change_minor
            for one in self._summaries.values()
            if one.month > self._months.last and account_id in one.totals.by_account
        )
        days = self._days
        if account.opening_date > days.first:
            opening_minor -= account.opening_balance_minor
            day = account.opening_date
            changes = {**changes, day: changes.get(day, 0) + account.opening_balance_minor}
        return Outlook(
            account_id,
            days,
            opening_minor,
            balances_of(opening_minor, changes, days),
            self._floor_of(account),
            next_income,
        )

    def _floor_of(self, account: Account) -> int | None:
        """Return the floor that was asked for; or the low balance; or zero, but of no debt."""
        if self._floor is not None and self._floor.currency == self._ledger.currency_of(account.id):
            return self._floor.amount_minor
        if account.low_balance_minor is not None or account.kind.is_liability:
            return account.low_balance_minor
        return 0

    def _next_incomes(self, expected: Iterable[Expected], scenario: Scenario) -> dict[str, date]:
        """Return the first day after today with an income, by account."""
        ahead = (
            (account_id, one.date)
            for one in self._facts.ahead
            for account_id, minor in one.entry.account_changes
            if one.entry.type is TransactionType.INCOME and minor > 0
        )
        planned = (
            (account_id, one.day)
            for one in expected
            for account_id, minor in one.effect.account_changes
            if one.effect.type is TransactionType.INCOME and minor > 0
        )
        extra = ((one.account_id, one.day) for one in scenario.extra if one.amount_minor > 0)
        found: dict[str, date] = {}
        for account_id, day in (*ahead, *planned, *extra):
            if self._days.first < day <= self._days.last:
                found[account_id] = min(day, found.get(account_id, day))
        return found

    def _account(
        self, account: Account, outlook: Outlook, history: Unscheduled, numbers: Sequence[int]
    ) -> AccountForecast:
        currency = self._ledger.currency_of(account.id)
        row = history.accounts.get(account.id, (0,) * len(history.months))
        return AccountForecast(
            account,
            currency,
            outlook,
            self._bands(outlook.balances_minor, row, numbers),
            self._base(outlook.opening_minor, currency),
            tuple(self._closed[account.id]),
        )

    def _bands(
        self, balances: Sequence[int], row: Sequence[int], numbers: Sequence[int]
    ) -> Bands | None:
        if len(row) < MIN_MONTHS:
            return None
        sums = Series(tuple(row), self._paths).sums
        return Bands.around(balances, sums, self._ends, numbers)

    def _base(self, amount_minor: int, currency: str) -> int | None:
        """Return an amount in the ledger's currency at today's rate; None without one."""
        if not amount_minor or currency == self._ledger.currency:
            return amount_minor
        return self._facts.convert(amount_minor, currency, self._days.first)

    def _total(
        self, outlooks: Mapping[str, Outlook], history: Unscheduled, numbers: Sequence[int]
    ) -> TotalForecast:
        opening_minor, missing = 0, set()
        balances = [0] * self._days.count
        for account_id, outlook in outlooks.items():
            currency = self._ledger.currency_of(account_id)
            rows = [self._base(minor, currency) for minor in outlook.balances_minor]
            base_minor = self._base(outlook.opening_minor, currency)
            if base_minor is None or None in rows:
                missing.add(currency)
                continue
            opening_minor += base_minor
            balances = [a + (b or 0) for a, b in zip(balances, rows, strict=True)]
        net = [a - b for a, b in zip(history.income, history.expenses, strict=True)]
        outlook = Outlook("", self._days, opening_minor, tuple(balances))
        bands = self._bands(outlook.balances_minor, net, numbers)
        return TotalForecast(outlook, bands, tuple(sorted(missing)))

    def _likely(self, history: Unscheduled) -> Likely | None:
        """Return what is likely; None with too little history."""
        if len(history.months) < MIN_MONTHS:
            return None
        kinds = entry_types(self._ledger)
        rows = {
            key: row
            for key, row in history.categories.items()
            if kinds.get(key) is EntryType.EXPENSE and any(row)
        }
        largest = sorted(rows, key=lambda key: (-sum(rows[key][-RECENT:]), key))[:GROUPS]
        rest = [row for key, row in rows.items() if key not in largest]
        groups = [Group(key, Series(rows[key], self._paths)) for key in largest]
        if rest:
            sums = tuple(map(sum, zip(*rest, strict=True)))
            groups.append(Group(None, Series(sums, self._paths)))
        return Likely(
            Series(history.expenses, self._paths),
            Series(history.income, self._paths),
            tuple(groups),
        )


def _numbers(days: Days, step: Step | None, accounts: int) -> list[int]:
    """Return the numbers of the days that are shown; by week by default if days are too many.

    Raises:
        InvalidArgument: The points of so many accounts are more than one answer has.
    """
    fits = accounts * days.count <= MAX_POINTS
    if step is None:
        step = Step.DAY if fits else Step.WEEK
    if step is Step.DAY and not fits:
        message = f"must be WEEK: an answer has at most {MAX_POINTS} points; or choose an account"
        raise InvalidArgument.of("step", message)
    return sampled(days, 1 if step is Step.DAY else DAYS_OF_WEEK)
