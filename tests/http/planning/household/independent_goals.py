"""Goals of a household, calculated from its records with plain dates and integers.

It shares no code with the application. Amounts are in minor units of the goal's currency, which
all of its records have.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """An income, an expense or a transfer: what a person knows of it.

    ``base`` is the amount in the ledger's currency, if the account is in another one.
    """

    kind: str
    day: date
    amount: int
    account: str
    category: str | None = None
    to: str | None = None
    tags: frozenset[str] = frozenset()
    goal: str | None = None
    base: int | None = None

    def change(self, account: str) -> int:
        """Return by how much it changes the balance of an account."""
        if account == self.to:
            return self.amount
        sign = 1 if self.kind == "INCOME" else -1
        return sign * self.amount if account == self.account else 0


@dataclass
class Wish:
    """A goal: its kind, what it names, its target and its dates; ``parts`` are allocations.

    A part is a day with an amount, or a share of the balance as a fraction.
    """

    kind: str
    start: date
    target: int
    end: date | None = None
    account: str = ""
    category: str = ""
    tag_type: str = ""
    debt: int = 0
    parts: list[tuple[date, int | Fraction]] = field(default_factory=list)
    state: str = "ACTIVE"

    def claim(self, balance: int, day: date) -> int | None:
        """Return what it claims of the balance of its account on a day."""
        if self.kind == "ACCOUNT":
            return max(0, balance)
        parts = [part for since, part in self.parts if since <= day]
        if not parts:
            return None
        return parts[-1] if isinstance(parts[-1], int) else floor(max(0, balance) * parts[-1])


class Sums:
    """Amounts by their days, added up once: each status asks for hundreds of sums."""

    def __init__(self, amounts: Iterable[tuple[date, int]]) -> None:
        ordered = sorted(amounts)
        self._days = [day for day, _ in ordered]
        self._totals = [0, *accumulate(amount for _, amount in ordered)]

    def until(self, last: date | None) -> int:
        """Return the sum of the amounts up to the end of a day; None: of all."""
        return self._totals[-1 if last is None else bisect_right(self._days, last)]

    def before(self, first: date) -> int:
        """Return the sum of the amounts of earlier days."""
        return self._totals[bisect_left(self._days, first)]


@dataclass
class Book:
    """All records of a household, the opening balances of its accounts, and its goals."""

    entries: list[Entry]
    opening: dict[str, int]
    wishes: dict[str, Wish]
    _changes: dict[str, Sums] = field(default_factory=dict)
    _counted: dict[str, Sums] = field(default_factory=dict)

    def enter(self, entries: list[Entry]) -> None:
        """Replace all records; what was added up is forgotten, also that of changed goals."""
        self.entries, self._changes, self._counted = entries, {}, {}

    def balance(self, account: str, until: date | None) -> int:
        """Return the balance of an account at the end of a day; None: of all records."""
        if account not in self._changes:
            self._changes[account] = Sums((one.day, one.change(account)) for one in self.entries)
        return self.opening[account] + self._changes[account].until(until)

    def granted(self, name: str, day: date, balance: int) -> tuple[int, int]:
        """Return what a goal has of the balance of its account, and what it claims."""
        account = self.wishes[name].account
        claims = {
            key: claim
            for key, one in self.wishes.items()
            if one.account == account
            and one.state != "CANCELLED"
            and one.kind in {"ACCOUNT", "ALLOCATION"}
            and (claim := one.claim(balance, day)) is not None
        }
        if name not in claims:
            return 0, 0
        whole, there = sum(claims.values()), max(0, balance)
        if whole <= there:
            return claims[name], claims[name]
        exact = {key: Fraction(there * claim, whole) for key, claim in claims.items()}
        parts = {key: floor(one) for key, one in exact.items()}
        order = sorted(parts, key=lambda key: parts[key] - exact[key])
        for key in order[: there - sum(parts.values())]:
            parts[key] += 1
        return parts[name], claims[name]

    def booked(self, name: str, first: date, last: date) -> int:
        """Return what was booked for a goal in some days."""
        if name not in self._counted:
            counted = (one for one in self.entries if self._counts(one, name))
            self._counted[name] = Sums(
                (one.day, one.amount if one.base is None else one.base) for one in counted
            )
        sums = self._counted[name]
        return sums.until(last) - sums.before(first) if first <= last else 0

    def _counts(self, one: Entry, name: str) -> bool:
        wish = self.wishes[name]
        match wish.kind:
            case "CATEGORY":
                return one.category == wish.category
            case "TAG":
                return "fun" in one.tags and one.kind == wish.tag_type
            case _:
                return one.goal == name

    def saved(self, name: str, month: date, today: date) -> int:
        """Return what a goal has at the end of the month that begins on a day, or now."""
        wish = self.wishes[name]
        last = following(month) - ONE_DAY
        if not wish.account:
            return self.booked(name, wish.start.replace(day=1), last)
        balance = self.balance(wish.account, None if last >= today else last)
        if wish.kind == "ALLOCATION":
            return self.granted(name, min(last, today), balance)[0]
        return balance + wish.debt

    def flows(self, name: str, today: date) -> list[int]:
        """Return what came in, less what went out, in up to 12 months before the present one."""
        wish, this = self.wishes[name], today.replace(day=1)
        asked = [preceding(this, back) for back in range(12, 0, -1)]
        if wish.kind == "ALLOCATION":
            return [
                self.saved(name, one, today) - self.saved(name, preceding(one, 1), today)
                for one in asked
                if one > wish.parts[0][0].replace(day=1)
            ]
        found = {one: self._flow(wish, name, one) for one in asked}
        known = [wish.start.replace(day=1), *(one for one, minor in found.items() if minor)]
        return [minor for one, minor in found.items() if one >= min(known)]

    def _flow(self, wish: Wish, name: str, month: date) -> int:
        last = following(month) - ONE_DAY
        if not wish.account:
            return self.booked(name, month, last)
        return self.balance(wish.account, last) - self.balance(wish.account, month - ONE_DAY)

    def status(self, name: str, today: date) -> dict[str, object]:
        """Return the amounts of a goal on a day."""
        wish, this = self.wishes[name], today.replace(day=1)
        months = list(through(wish.start.replace(day=1), this))
        points = [(month, self.saved(name, month, today)) for month in months]
        saved = self.saved(name, this, today)
        left, planned, needed = max(0, wish.target - saved), None, None
        if wish.end is not None:
            whole = (wish.end - wish.start).days + 1
            passed = min(max(0, (today - wish.start).days + 1), whole)
            planned = round(Fraction(wish.target * passed, whole))
            until = max(today, wish.end).replace(day=1)
            if left and wish.state == "ACTIVE":
                begin = max(this, wish.start.replace(day=1))
                needed = ceil(Fraction(left, len(list(through(begin, until)))))
        _, claim = (
            self.granted(name, today, self.balance(wish.account, None))
            if (wish.kind == "ALLOCATION")
            else (0, 0)
        )
        return {
            "saved": saved,
            "left": left,
            "state": wish.state if left else "COMPLETED",
            "share": max(0, saved) * 10_000 // wish.target,
            "shortfall": claim - saved if wish.kind == "ALLOCATION" else 0,
            "needed": needed,
            "planned": planned,
            "behind": None if planned is None else max(0, planned - saved),
            "points": points,
            "windows": self._windows(name, left, today),
            "milestones": [
                (percent, next((m for m, minor in points if minor * 100 >= part), None))
                for percent in (25, 50, 75, 100)
                for part in [wish.target * percent]
            ],
        }

    def _windows(self, name: str, left: int, today: date) -> list[tuple[int, int, date | None]]:
        """Return numbers of months with their mean flow, and the month in which it completes."""
        flows, found = self.flows(name, today), []
        if not left or not flows or self.wishes[name].state != "ACTIVE":
            return []
        for count in sorted({min(count, len(flows)) for count in (3, 6, 12)}):
            flow = Fraction(sum(flows[-count:]), count)
            month = None
            if flow > 0 and (ahead := ceil(left / flow)) <= 1_200:
                month = preceding(today.replace(day=1), -ahead)
            found.append((count, round(flow), month))
        return found


def preceding(month: date, by: int) -> date:
    """Return the first day of a month so many months before."""
    years, index = divmod(month.year * 12 + month.month - 1 - by, 12)
    return date(years, index + 1, 1)


def following(month: date) -> date:
    """Return the first day of the next month."""
    return preceding(month, -1)


def through(first: date, last: date) -> Iterator[date]:
    """Yield the first days of months."""
    while first <= last:
        yield first
        first = following(first)
