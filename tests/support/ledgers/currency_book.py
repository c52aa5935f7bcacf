"""A ledger of several currencies as people keep it on paper, in decimals: no code of the app.

Rates are those of the European Central Bank's own file. Each conversion is exact, and rounded once,
half to even.
"""

from __future__ import annotations

import csv
import io
import statistics
import zipfile
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, Self

DECIMALS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}
ZERO = Decimal(0)
_YEAR = timedelta(days=366)

Daily = Mapping[str, Mapping[date, Decimal]]
"""Units of each currency for one euro, by day."""


@cache
def bank_rates(since: date) -> Daily:
    """Return the bank's rates of dollars and yen from a day on, read from its file."""
    content = files("currency_converter").joinpath("eurofxref-hist.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(archive.namelist()[0]).decode()
    found: dict[str, dict[date, Decimal]] = {"USD": {}, "JPY": {}}
    for row in csv.DictReader(io.StringIO(text)):
        day = date.fromisoformat(row["Date"])
        if day >= since:
            for currency, rates in found.items():
                rates[day] = Decimal(row[currency])
    return found


def rounded(exact: Fraction, currency: str) -> Decimal:
    """Return an exact amount with the decimals of a currency, rounded half to even."""
    scale = 10 ** DECIMALS[currency]
    return Decimal(round(exact * scale)).scaleb(-DECIMALS[currency])


@dataclass
class Rates:
    """Rates of the bank, and a ledger's own: the price of one unit in euros by currency and day."""

    bank: Daily
    own: dict[str, dict[date, Decimal]] = field(default_factory=dict)

    def euros_for(self, currency: str, day: date) -> Fraction | None:
        """Return the price of one unit on a day; the newer one counts, of one day the own."""
        if currency == "EUR":
            return Fraction(1)
        own, published = (
            _last(self.own.get(currency, {}), day),
            _last(self.bank.get(currency, {}), day),
        )
        if published is not None and day - published[0] > _YEAR:
            published = None
        if own is not None and (published is None or own[0] >= published[0]):
            return Fraction(own[1])
        return None if published is None else 1 / Fraction(published[1])

    def convert(self, amount: Decimal, currency: str, to: str, day: date) -> Decimal | None:
        """Return an amount in another currency."""
        price, of_target = self.euros_for(currency, day), self.euros_for(to, day)
        if price is None or of_target is None:
            return None
        return rounded(Fraction(amount) * price / of_target, to)

    def euros(self, amount: Decimal, currency: str, day: date) -> Decimal | None:
        """Return an amount in euros."""
        return self.convert(amount, currency, "EUR", day)


def _last(rates: Mapping[date, Decimal], day: date) -> tuple[date, Decimal] | None:
    days = sorted(rates)
    index = bisect_right(days, day)
    return (days[index - 1], rates[days[index - 1]]) if index else None


class Part(NamedTuple):
    """Part of a transaction under a category, None if unfiled, and its amount in euros."""

    category: str | None
    amount: Decimal
    base: Decimal


@dataclass(frozen=True)
class Line:
    """A transaction in the book; ``base`` are euros, None if there was no rate."""

    type: str
    amount: Decimal
    currency: str
    account: str
    date: date
    base: Decimal | None
    category: str | None = None
    splits: tuple[tuple[str | None, Decimal], ...] = ()
    to_account: str | None = None
    to_amount: Decimal | None = None
    payee: str | None = None
    tags: tuple[str, ...] = ()
    custom_type: str | None = None

    @property
    def parts(self) -> list[Part]:
        """Return its parts; the euros of splits are divided by largest remainder."""
        base = self.base or ZERO
        if not self.splits:
            return [Part(self.category, self.amount, base)]
        cents = int(abs(base) * 100)
        exact = [
            Fraction(cents) * Fraction(part) / Fraction(self.amount) for _, part in self.splits
        ]
        whole = [int(one // 1) for one in exact]
        order = sorted(range(len(exact)), key=lambda index: whole[index] - exact[index])
        for index in order[: cents - sum(whole)]:
            whole[index] += 1
        sign = -1 if base < 0 else 1
        return [
            Part(category, part, sign * Decimal(share) / 100)
            for (category, part), share in zip(self.splits, whole, strict=True)
        ]

    @property
    def changes(self) -> dict[str, Decimal]:
        """Return the change of each account's balance, in its own currency."""
        if self.type == "INCOME":
            return {self.account: self.amount}
        if self.to_account is None:
            return {self.account: -self.amount}
        received = self.amount if self.to_amount is None else self.to_amount
        return {self.account: -self.amount, self.to_account: received}


class Sums(NamedTuple):
    """Income and expenses in one currency, and the number of transactions."""

    income: Decimal = ZERO
    expenses: Decimal = ZERO
    number: int = 0

    @property
    def net(self) -> Decimal:
        """Return the difference."""
        return self.income - self.expenses

    @classmethod
    def of(cls, lines: Iterable[Line], amount: Callable[[Line], Decimal]) -> Self:
        """Add up lines."""
        found = [(one.type, amount(one)) for one in lines if one.type != "TRANSFER"]
        sums = {
            kind: sum((a for k, a in found if k == kind), ZERO) for kind in ("INCOME", "EXPENSE")
        }
        return cls(sums["INCOME"], sums["EXPENSE"], len(found))


class Opened(NamedTuple):
    """An account: currency, opening balance, and its day; ``owes`` if it is a liability."""

    currency: str
    opening: Decimal = ZERO
    day: date = date(2026, 1, 1)
    owes: bool = False


@dataclass
class Book:
    """The lines of a ledger by what they are called, and its accounts by name."""

    rates: Rates
    accounts: dict[str, Opened] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)

    def between(self, first: date, last: date) -> list[Line]:
        """Return the lines of some days, both inclusive."""
        return [one for one in self.lines.values() if first <= one.date <= last]

    def change(self, name: str, **facts: Any) -> None:
        """Write a line anew."""
        self.lines[name] = replace(self.lines[name], **facts)

    def in_euros(self, lines: Iterable[Line]) -> Sums:
        """Add up lines in euros."""
        return Sums.of(lines, lambda one: one.base or ZERO)

    def own(self, lines: Iterable[Line]) -> Sums:
        """Add up lines of one account."""
        return Sums.of(lines, lambda one: one.amount)

    def unconverted(self, lines: Iterable[Line]) -> dict[str, Sums]:
        """Add up the lines without euros, by currency."""
        missing = [one for one in lines if one.base is None and one.type != "TRANSFER"]
        currencies = sorted({one.currency for one in missing})
        return {c: self.own(one for one in missing if one.currency == c) for c in currencies}

    def balance(self, account: str, day: date) -> Decimal:
        """Return the balance of an account at the end of a day, in its currency."""
        opened = self.accounts[account]
        balance = opened.opening if opened.day <= day else ZERO
        for line in self.lines.values():
            if line.date <= day:
                balance += line.changes.get(account, ZERO)
        return balance

    def worth(self, day: date, *, owed: bool | None = None, at: date | None = None) -> Decimal:
        """Return the sum of balances that have a rate, or of those that are owed or not."""
        total = ZERO
        for name, opened in self.accounts.items():
            if owed in (None, opened.owes):
                balance = self.balance(name, day)
                total += self.rates.euros(balance, opened.currency, at or day) or ZERO
        return total

    def opened(self, first: date, last: date) -> Decimal:
        """Return the opening balances of these days in euros."""
        found = [one for one in self.accounts.values() if first <= one.day <= last]
        return sum((self.rates.euros(o.opening, o.currency, o.day) or ZERO for o in found), ZERO)

    def exchanged(self, first: date, last: date) -> Decimal:
        """Return what transfers brought at the rates of the last day, less their base amounts."""
        brought: dict[str, Decimal] = defaultdict(Decimal)
        booked: dict[str, Decimal] = defaultdict(Decimal)
        for line in self.between(first, last):
            if line.type == "TRANSFER" and line.to_amount is not None and line.base is not None:
                for account, change in line.changes.items():
                    currency = self.accounts[account].currency
                    brought[currency] += change
                    booked[currency] += abs(line.base) if change > 0 else -abs(line.base)
        found = ZERO
        for currency in brought.keys() - {"EUR"}:
            euros = self.rates.euros(brought[currency], currency, last)
            found += ZERO if euros is None else euros - booked[currency]
        return found

    def unconverted_change(self, first: date, last: date) -> Decimal:
        """Return what entered the net worth less what left it, by balances without a rate."""
        found, day_before = ZERO, first - timedelta(days=1)
        for currency in {one.currency for one in self.accounts.values()} - {"EUR"}:
            missing, base = ZERO, ZERO
            for name, account in self.accounts.items():
                if account.currency == currency:
                    before = self.balance(name, day_before)
                    missing += self.balance(name, last) - before
                    euros = self.rates.euros(before, currency, day_before)
                    missing += before if euros is None else ZERO
                    base += euros or ZERO
            for day, _, quantity, euros in self.movements(currency):
                if first <= day <= last:
                    missing -= quantity
                    base += euros
            worth = self.rates.euros(missing, currency, last)
            found += -base if worth is None else worth
        return found

    def movements(self, currency: str) -> Iterator[tuple[date, str, Decimal, Decimal]]:
        """Yield day, account, quantity and euros of what came and went of a currency, with sign."""
        for name, opened in self.accounts.items():
            if opened.currency == currency and opened.opening:
                euros = self.rates.euros(opened.opening, currency, opened.day)
                if euros is not None:
                    yield opened.day, name, opened.opening, euros
        for line in self.lines.values():
            is_exchange = line.to_amount is not None
            if line.base is None or (line.type == "TRANSFER" and not is_exchange):
                continue
            for account, change in line.changes.items():
                if self.accounts[account].currency == currency:
                    euros = abs(line.base) if change > 0 else -abs(line.base)
                    yield line.date, account, change, euros

    def results(
        self, currency: str, first: date, ends: list[date]
    ) -> tuple[list[dict[str, Decimal]], Decimal, Decimal]:
        """Return results by account for each month, and what is held at the end, and its cost.

        ``ends`` are the last days of all months since ``first``.
        """
        held, cost, found = ZERO, ZERO, []
        for end in ends:
            moved = [one[1:] for one in self.movements(currency) if first <= one[0] <= end]
            results = _results(held, cost, moved)
            found.append(results)
            held += sum(quantity for _, quantity, _ in moved)
            cost += sum(euros for _, _, euros in moved) + sum(results.values())
            first = end + timedelta(days=1)
        return found, held, cost


def _results(
    held: Decimal, cost: Decimal, moved: list[tuple[str, Decimal, Decimal]]
) -> dict[str, Decimal]:
    """Return the results of a month by account: of what is spent, or of what pays a debt."""
    sign = -1 if held < 0 else 1
    opening = [one for one in moved if sign * one[1] > 0]
    closing = [(account, abs(q), abs(euros)) for account, q, euros in moved if sign * q < 0]
    pool = abs(held) + sum(abs(q) for _, q, _ in opening)
    pool_cost = abs(cost) + sum(abs(euros) for _, _, euros in opening)
    closed = sum((q for _, q, _ in closing), ZERO)
    part = Fraction(min(closed, pool))
    if not part:
        return {}
    left = rounded(Fraction(pool_cost) * part / Fraction(pool), "EUR")
    brought = sum((euros for _, _, euros in closing), ZERO)
    total = rounded(Fraction(brought) * part / Fraction(closed), "EUR") - left
    shares: dict[str, Fraction] = defaultdict(Fraction)
    for account, quantity, euros in closing:
        exact = Fraction(euros) * part - Fraction(left) * Fraction(quantity)
        shares[account] += sign * exact / Fraction(closed)
    return _in_cents(shares, sign * total)


def _in_cents(shares: Mapping[str, Fraction], total: Decimal) -> dict[str, Decimal]:
    """Round shares so that they sum to the total, which has cents: the largest remainders up."""
    cents = {name: share * 100 // 1 for name, share in shares.items()}
    missing = int(total * 100) - sum(cents.values())
    for name in sorted(shares, key=lambda name: cents[name] - shares[name] * 100)[:missing]:
        cents[name] += 1
    return {name: Decimal(number) / 100 for name, number in cents.items()}


def median(numbers: Iterable[Decimal]) -> Decimal:
    """Return the median, to the cent."""
    return rounded(Fraction(statistics.median(map(Fraction, numbers))), "EUR")


def average(numbers: list[Decimal]) -> Decimal:
    """Return the average, to the cent."""
    with localcontext(prec=60):
        return (sum(numbers, ZERO) / len(numbers)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
