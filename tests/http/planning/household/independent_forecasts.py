"""Forecasts of a household, calculated from its records with plain dates and integers.

It shares no code with the application. Amounts are in cents. Intervals of sums of months are drawn
by chance, and are not calculated here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from statistics import median

from tests.http.planning.household.independent_goals import Entry, following, preceding, through

Amounts = list[int]


@dataclass(frozen=True)
class Monthly:
    """A recurring entry: an amount on a day of each month from ``start`` on."""

    kind: str
    start: date
    amount: int
    category: str
    account: str

    def days(self, first: date, last: date) -> list[date]:
        """Return its days from a first to a last one."""
        months = through(first.replace(day=1), last.replace(day=1))
        found = [month.replace(day=self.start.day) for month in months]
        return [day for day in found if max(first, self.start) <= day <= last]


@dataclass
class Ahead:
    """Records of a household, and what it plans, on a day."""

    entries: list[Entry]
    plans: list[Monthly]
    types: dict[str, str]
    today: date

    @property
    def months(self) -> list[date]:
        """Return the months of the history: at most 24 after the first with records."""
        begun = min(one.day for one in self.entries).replace(day=1)
        this = self.today.replace(day=1)
        return list(through(max(following(begun), preceding(this, 24)), preceding(this, 1)))

    def beside(self, month: date) -> tuple[Counter[str], Counter[str]]:
        """Return what a month has beside the plan, by category and by account."""
        of_month = [one for one in self.entries if one.day.replace(day=1) == month]
        by_category: Counter[str] = Counter()
        accounts: Counter[str] = Counter()
        for one in of_month:
            by_category[one.category or ""] += one.amount
            accounts[one.account] += one.change(one.account)
        for plan in self.plans:
            paid = min(plan.amount, max(0, by_category[plan.category]))
            by_category[plan.category] -= paid
            accounts[plan.account] -= paid if plan.kind == "INCOME" else -paid
        return by_category, accounts

    def rows(self) -> dict[str, Amounts]:
        """Return the amounts beside the plan by category, and of all expenses and income."""
        found = [self.beside(month)[0] for month in self.months]
        rows = {key: [one[key] for one in found] for key in self.types}
        for kind in ("EXPENSE", "INCOME"):
            of_kind = [rows[key] for key, of in self.types.items() if of == kind]
            rows[kind] = [sum(column) for column in zip(*of_kind, strict=True)]
        return rows

    def balances(self, account: str, days: int) -> Amounts:
        """Return the balance at the end of each day from today on."""
        last = self.today + timedelta(days=days)
        changes: Counter[date] = Counter()
        for one in self.entries:
            changes[max(one.day, self.today)] += one.change(account)
        for plan in self.plans:
            if plan.account == account:
                for day in plan.days(self.today, last):
                    changes[day] += plan.amount if plan.kind == "INCOME" else -plan.amount
        found, total = [], 0
        for number in range(days + 1):
            total += changes[self.today + timedelta(days=number)]
            found.append(total)
        return found


def usual(history: Amounts) -> tuple[str, int]:
    """Return the method that is better in the past, and its forecast for the next month."""
    known = range(12, len(history))
    by_season = sum(abs(history[at] - history[at - 12]) for at in known)
    by_median = sum(abs(history[at] - middle(history[:at])) for at in known)
    if len(known) >= 6 and by_season < by_median:
        return "SEASON", history[-12]
    return "MEDIAN", middle(history)


def middle(history: Amounts) -> int:
    """Return the median of the last six amounts."""
    return round(Fraction(median(map(Fraction, history[-6:]))))


def bounds(history: Amounts, method: str, likely: int) -> tuple[int, int]:
    """Return the amounts between which four of five are expected."""
    if method == "SEASON":
        numbers = range(max(12, len(history) - 12), len(history))
        pool = sorted(history[at] - history[at - 12] for at in numbers)
    else:
        pool = sorted(amount - likely for amount in history[-12:])
    found = []
    for tenths in (1, 9):
        rank = Fraction(tenths * (len(pool) + 1), 10)
        rank = min(max(rank, Fraction(1)), Fraction(len(pool)))
        below = pool[floor(rank) - 1]
        above = pool[min(floor(rank), len(pool) - 1)]
        found.append(likely + below + floor((above - below) * (rank - floor(rank))))
    low, high = found
    return min(likely, max(low, min(0, *history))), max(likely, high)


def likely_of(history: Amounts, today: date) -> dict[str, object]:
    """Return the forecast of this month's other days, and of the next month, with past errors."""
    method, amount = usual(history)
    low, high = bounds(history, method, amount)
    this, later = today.replace(day=1), following(today.replace(day=1))
    left, whole = (later - today).days - 1, (later - this).days
    errors, covered, last_errors, median_errors = [], 0, [], []
    for at in range(6, len(history)):
        of, guess = usual(history[:at])
        lower, upper = bounds(history[:at], of, guess)
        errors.append(abs(history[at] - guess))
        covered += lower <= history[at] <= upper
        last_errors.append(abs(history[at] - history[at - 1]))
        median_errors.append(abs(history[at] - middle(history[:at])))
    total = sum(map(abs, history[6:]))
    return {
        "method": method,
        "this": tuple(floor(Fraction(one * left, whole)) for one in (low, amount, high))
        if method == "MEDIAN"
        else None,
        "next": (low, amount, high) if method == "MEDIAN" else None,
        "errors": [
            round(Fraction(sum(some), len(some))) for some in (errors, last_errors, median_errors)
        ],
        "relative": sum(errors) / total if total else None,
        "coverage": covered / len(errors),
    }
