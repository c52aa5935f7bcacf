"""Histories of made-up households: recurring payments that are known, among other spending."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from shared.models.planning.detection.detection import detect
from shared.models.planning.detection.observation import Observation
from shared.models.planning.detection.suggestion import Suggestion
from shared.models.planning.schedule import Frequency
from shared.models.values.dates import Month
from tests.support.measures.recognition import Recognition

HELD_OUT_SEEDS = range(1_000, 1_040)
"""Households on which no parameter of the detection was chosen; those were 0 to 39."""

_DAY = timedelta(days=1)
_SATURDAY = 5

Shift = Callable[[date], date]


def on_that_day(day: date) -> date:
    """Return the day, whatever day of the week it is."""
    return day


def next_business_day(day: date) -> date:
    """Return the day, or the Monday after a weekend."""
    while day.weekday() >= _SATURDAY:
        day += _DAY
    return day


def previous_business_day(day: date) -> date:
    """Return the day, or the Friday before a weekend."""
    while day.weekday() >= _SATURDAY:
        day -= _DAY
    return day


@dataclass
class Planted:
    """A recurring payment of the household: its rhythm, and the ids of its payments."""

    name: str
    frequency: Frequency
    interval: int
    ids: set[str] = field(default_factory=set)


@dataclass
class Household:
    """All payments, and which of them recur; ``ended`` has those that recur no more."""

    today: date
    days: int
    random: Random
    observations: list[Observation] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    ended: list[Planted] = field(default_factory=list)

    @property
    def first_day(self) -> date:
        """Return the day on which the history begins."""
        return self.today - timedelta(days=self.days)

    def pay(
        self, day: date, amount: int, payee: str, kind: str = "EXPENSE", text: str | None = None
    ) -> str:
        """Add a payment and return its id."""
        identifier = f"p{len(self.observations):06}"
        to_account = "savings" if kind == "TRANSFER" else None
        self.observations.append(
            Observation(
                identifier, day, kind, amount, "EUR", "giro", to_account, payee or None, text
            )
        )
        return identifier

    def monthly(
        self,
        name: str,
        amount: Callable[[int], int],
        interval: int = 1,
        shift: Shift = on_that_day,
        **of_payment: str,
    ) -> Planted:
        """Add a payment every ``interval`` months; ``amount`` is called with its number."""
        anchor, number = self.random.randint(1, 31), 0
        frequency, count = (
            (Frequency.YEARLY, 1) if interval == 12 else (Frequency.MONTHLY, interval)
        )
        planted = Planted(name, frequency, count)
        first = self.random.randrange(interval)
        for index, month in enumerate(Month.of(self.first_day).through(Month.of(self.today))):
            day = shift(min(month.first_day + timedelta(days=anchor - 1), month.last_day))
            if index % interval == first and self.first_day <= day <= self.today:
                planted.ids.add(self.pay(day, amount(number), payee_of(name), **of_payment))
                number += 1
        self.planted.append(planted)
        return planted

    def weekly(self, name: str, amount: Callable[[int], int], interval: int = 1) -> Planted:
        """Add a payment every ``interval`` weeks, now and then a day late."""
        planted, number = Planted(name, Frequency.WEEKLY, interval), 0
        day = self.first_day + timedelta(days=self.random.randrange(7 * interval))
        while day <= self.today:
            late = self.random.random() < 0.05
            booked = min(day + late * _DAY, self.today)
            planted.ids.add(self.pay(booked, amount(number), payee_of(name)))
            number, day = number + 1, day + timedelta(days=7 * interval)
        self.planted.append(planted)
        return planted

    def at_random(self, name: str, per_month: float, amount: Callable[[], int]) -> None:
        """Add payments on random days, so many in an average month."""
        for day in self.all_days():
            if self.random.random() < per_month / 30:
                self.pay(day, amount(), payee_of(name))

    def all_days(self) -> Iterator[date]:
        """Yield every day of the history."""
        for number in range(self.days + 1):
            yield self.first_day + timedelta(days=number)


def payee_of(name: str) -> str:
    """Return the payee of what is named "payee/subject"; several subjects may share a payee."""
    return name.partition("/")[0]


def household(seed: int, days: int = 3 * 365, today: date = date(2026, 10, 30)) -> Household:
    """Return a household whose payments, days and amounts follow from the seed."""
    one = Household(today, days, Random(seed))  # noqa: S311 (a made-up history)
    _add_fixed(one)
    _add_varying(one)
    _add_rarer(one)
    _add_ended(one)
    _add_other_spending(one)
    return one


def _fixed(one: Household, low: int, high: int) -> Callable[[int], int]:
    amount = one.random.randint(low, high)
    return lambda _number: amount


def _rising(one: Household, low: int, high: int, every: int) -> Callable[[int], int]:
    """Return amounts that rise by 3 to 12 % after so many payments, and again."""
    amount, percent = one.random.randint(low, high), one.random.randint(3, 12)
    return lambda number: amount * (100 + percent * (number // every)) // 100


def _varying(one: Household, low: int, high: int, percent: int) -> Callable[[int], int]:
    amount = one.random.randint(low, high)
    return lambda _number: amount * (100 + one.random.randint(-percent, percent)) // 100


def _add_fixed(one: Household) -> None:
    one.monthly("landlord", _rising(one, 60_000, 120_000, 14), shift=next_business_day)
    one.monthly("savings", _fixed(one, 5_000, 50_000), kind="TRANSFER")
    one.monthly("video", _rising(one, 899, 1599, 17))
    same = _fixed(one, 999, 2999)
    one.monthly("telecom/first line", same)
    one.monthly("app store/storage", _fixed(one, 99, 399))
    one.monthly("app store/music", _fixed(one, 999, 1499))
    one.at_random("app store", 0.8, lambda: one.random.choice([99, 199, 499, 999, 2499]))
    one.weekly("cleaner", _fixed(one, 3_000, 6_000))
    one.weekly("lender", _fixed(one, 8_000, 20_000), interval=2)


def _add_varying(one: Household) -> None:
    pay = _varying(one, 200_000, 400_000, 4)
    one.monthly("employer", pay, shift=previous_business_day, kind="INCOME")
    one.monthly("mobile", _varying(one, 1_500, 4_000, 20))
    one.monthly("power", _varying(one, 5_000, 12_000, 25), shift=next_business_day)
    one.monthly("water", _varying(one, 4_000, 8_000, 8), interval=2)


def _add_rarer(one: Household) -> None:
    one.monthly("broadcasting", _fixed(one, 5_508, 5_508), interval=3)
    one.monthly("liability", _rising(one, 4_000, 9_000, 4), interval=3, shift=next_business_day)
    one.monthly("car insurance", _fixed(one, 20_000, 40_000), interval=6)
    one.monthly("club", _fixed(one, 3_000, 12_000), interval=12)
    one.monthly("web shop/prime", _fixed(one, 4_990, 8_990), interval=12)
    one.at_random("web shop", 3, lambda: one.random.randint(500, 15_000))


def _add_ended(one: Household) -> None:
    gym = one.monthly("gym", _fixed(one, 1_990, 5_990))
    one.planted.remove(gym)
    one.ended.append(gym)
    last = one.today - timedelta(days=250)
    dropped = {row.id for row in one.observations if row.id in gym.ids and row.date > last}
    gym.ids -= dropped
    one.observations = [row for row in one.observations if row.id not in dropped]


def _add_other_spending(one: Household) -> None:
    random = one.random
    for shop in ("grocer", "discounter", "market"):
        one.at_random(shop, random.choice([4, 8, 14]), lambda: random.randint(300, 9_000))
    for day in one.all_days():
        if day.weekday() == _SATURDAY:
            one.pay(day, random.randint(4_000, 12_000), "supermarket")
    one.at_random("bakery", 12, lambda: random.choice([240, 310, 480]))
    one.at_random("cash", 3, lambda: random.choice([5_000, 10_000, 20_000]))
    one.at_random("parking", 4, lambda: random.choice([200, 200, 400]))
    one.at_random("fuel", 2.2, lambda: random.randint(4_000, 8_000))
    one.at_random("pharmacy", 0.7, lambda: random.randint(400, 4_000))
    one.at_random("friend", 0.5, lambda: random.choice([1_000, 2_000, 5_000]))
    for number in range(15):
        one.at_random(f"restaurant {number}", 0.4, lambda: random.randint(1_200, 7_000))


def measure(households: Iterable[Household]) -> Recognition:
    """Compare the suggestions for each household with the payments that recur.

    A suggestion is right if nine of ten of its payments are those of one that recurs, its period is
    the right one, and there is no other suggestion of the same.
    """
    sums = Recognition()
    for one in households:
        suggestions = detect(one.observations, one.today).suggestions
        found = {id(p) for suggestion in suggestions for p in one.planted if _is(suggestion, p)}
        sums.known += len(one.planted)
        sums.found += len(found)
        sums.suggested += len(suggestions)
        sums.right += len(found)
    return sums


def _is(suggestion: Suggestion, planted: Planted) -> bool:
    schedule = suggestion.schedule
    right = sum(one.id in planted.ids for one in suggestion.evidence)
    return (schedule.frequency, schedule.interval) == (planted.frequency, planted.interval) and (
        10 * right >= 9 * len(suggestion.evidence)
    )
