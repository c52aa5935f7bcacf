"""Habits and occasions of the person in the samples; amounts in US cents."""

from __future__ import annotations

from shared.models.ledger.category import EntryType
from shared.models.ledger.samples.schedules import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    WEDNESDAY,
    Schedule,
    at_quarter_end,
    every_other,
    every_quarter,
    on_any,
    on_day,
    on_weekdays,
    on_working_day,
)
from shared.models.ledger.samples.texts import SampleAccount
from shared.models.values.frozen import frozen

OPENING_CENTS = {
    SampleAccount.CHECKING: 240_000,
    SampleAccount.SAVINGS: 650_000,
    SampleAccount.CARD: -38_000,
}
"""Opening balances of the accounts; the card begins with a debt."""


@frozen
class Habit:
    """Entry that recurs by a schedule, with an amount between two bounds, both inclusive.

    ``text`` is the key of its description, ``category`` the English name of a default category,
    or None of an entry that is not filed. A ``is_fixed`` amount is the same each time, and round. A
    ``is_seasonal`` one is half as much again in winter. ``raised_cents`` is the amount of a fixed
    one in the last ``RAISED_MONTHS``, after a rise of its price.
    """

    text: str
    category: str | None
    schedule: Schedule
    low_cents: int
    high_cents: int
    account: SampleAccount = SampleAccount.CHECKING
    payee: str | None = None
    tags: tuple[str, ...] = ()
    type: EntryType = EntryType.EXPENSE
    is_seasonal: bool = False
    raised_cents: int | None = None

    @property
    def is_fixed(self) -> bool:
        """Return whether the amount is the same each time."""
        return self.low_cents == self.high_cents


@frozen
class Occasion:
    """Entry that occurs once, in the month that is ``age`` months before the last one."""

    age: int
    habit: Habit


RAISED_MONTHS = 3
"""Last months, this one included, in which a price is the raised one."""

_I, _CARD, _SAVINGS = EntryType.INCOME, SampleAccount.CARD, SampleAccount.SAVINGS

HABITS = (
    Habit("salary", "Salary", on_working_day(1), 275_000, 275_000, payee="employer", type=_I),
    Habit(
        "project", "Freelance", every_other(on_working_day(18), is_odd=True), 32_000, 64_000,
        payee="client", tags=("side_job",), type=_I,
    ),
    Habit("interest", "Interest", at_quarter_end, 1_900, 2_900, _SAVINGS, type=_I),
    Habit("rent", "Rent", on_working_day(3), 118_000, 118_000, payee="landlord", tags=("home",)),
    Habit(
        "power", "Utilities", every_other(on_working_day(5), is_odd=True), 7_500, 11_500,
        payee="power", tags=("home",), is_seasonal=True,
    ),
    Habit(
        "internet", "Utilities", every_other(on_working_day(8), is_odd=False), 6_000, 6_000,
        payee="internet", tags=("home",),
    ),
    Habit("groceries", "Groceries", on_weekdays(SATURDAY, 4), 6_200, 11_900, payee="supermarket"),
    Habit("cafe", "Dining", on_any(MONDAY, FRIDAY), 450, 980, _CARD, "cafe"),
    Habit("dinner", "Dining", on_any(FRIDAY, SATURDAY), 3_100, 7_200, _CARD, "restaurant"),
    Habit("transit", "Transport", on_working_day(2), 7_000, 7_000, payee="transit"),
    Habit(
        "streaming", "Entertainment", on_day(1), 1_300, 1_300, _CARD, "streaming",
        raised_cents=1_500,
    ),
    Habit(
        "cinema", "Entertainment", every_other(on_any(FRIDAY, SATURDAY), is_odd=True),
        1_400, 3_200, _CARD, "cinema",
    ),
    Habit(
        "clothes", "Shopping", every_other(on_any(MONDAY, SATURDAY), is_odd=False),
        3_500, 9_500, _CARD, "store",
    ),
    Habit("fund", "Investments", every_quarter(on_working_day(15)), 20_000, 20_000),
)  # fmt: skip
"""Entries of each month."""

OCCASIONS = (
    Occasion(
        11,
        Habit(
            "flight",
            "Travel",
            on_any(MONDAY, WEDNESDAY),
            17_000,
            29_000,
            _CARD,
            "airline",
            ("trip",),
        ),
    ),
    Occasion(10, Habit("hotel", "Travel", on_day(17), 24_000, 38_000, _CARD, tags=("trip",))),
    Occasion(8, Habit("donation", "Other expenses", on_day(20), 5_000, 5_000)),
    Occasion(
        6,
        Habit(
            "present", "Shopping", on_any(MONDAY, SATURDAY), 2_500, 6_000, _CARD, "store", ("gift",)
        ),
    ),
    Occasion(7, Habit("reserve", "Savings", on_working_day(12), 25_000, 25_000)),
    Occasion(1, Habit("pharmacy", None, on_any(MONDAY, FRIDAY), 900, 3_200, payee="pharmacy")),
    Occasion(3, Habit("sold", "Other income", on_day(22), 9_000, 14_000, type=_I)),
    Occasion(2, Habit("shoes", "Shopping", on_day(12), 7_980, 7_980, _CARD, "store")),
    Occasion(
        2, Habit("refund", "Shopping", on_day(24), -7_980, -7_980, _CARD, "store", ("refund",))
    ),
)
"""Entries that occur once."""

PURCHASE = Habit("purchase", "Groceries", on_day(19), 9_000, 16_000, _CARD, "store")
"""One purchase of last month in several categories, which is split."""

PURCHASE_SHARES = (("Groceries", 5), ("Shopping", 3), ("Health", 2))
"""Categories of the split purchase, and the share of each; the last takes the remainder."""

SAVING = Habit("saving", "", on_working_day(4), 70_000, 70_000)
"""Monthly transfer to the savings account."""

CARD_PAYMENT = Habit("card_payment", "", on_working_day(6), 0, 0)
"""Monthly transfer to the card: the charges of the month before."""

RULE_PAYEE, RULE_CATEGORY = "supermarket", "Groceries"
"""The payee that the sample rule looks for, and the category that it sets."""
