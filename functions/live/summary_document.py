"""Shape of the documents of month summaries."""

from __future__ import annotations

from datetime import datetime
from typing import NotRequired

from typing_extensions import TypedDict  # Pydantic needs this one before Python 3.12.

from functions.live.declaring import exact


@exact
class CategorySum(TypedDict):
    """Totals of a category in its direction; transfers do not count."""

    total_minor: NotRequired[int]
    count: NotRequired[int]


@exact
class CustomTypeSum(TypedDict):
    """Totals of a custom type in the direction of its type."""

    total_minor: NotRequired[int]
    count: NotRequired[int]


@exact
class GoalSum(TypedDict):
    """Amounts of the transactions that are linked to a goal."""

    total_minor: NotRequired[int]
    count: NotRequired[int]


@exact
class DaySum(TypedDict):
    """Totals of a day."""

    income_minor: NotRequired[int]
    expenses_minor: NotRequired[int]
    count: NotRequired[int]


@exact
class TagSum(TypedDict):
    """Totals of a tag; transfers are included in `count` only."""

    income_minor: NotRequired[int]
    expenses_minor: NotRequired[int]
    count: NotRequired[int]


@exact
class PeriodClose(TypedDict):
    """Record of the period close of a month, and the difference from the previous one."""

    revision: int
    version: int
    """The version of the summary that was verified."""

    verified_at: datetime
    run_id: str
    income_minor: int
    expenses_minor: int
    count: int
    income_difference_minor: int
    expenses_difference_minor: int
    count_difference: int


@exact
class AccountMonthSum(TypedDict):
    """Change of an account's balance in a month, and its income and expenses without transfers.

    In minor units of the account's currency. The other numbers are of accounts in another currency
    than the ledger's, and without unconverted transactions: `base_…` are in minor units of the
    ledger's; received is what increased the balance, and spent what decreased it, without
    transfers within one currency.
    """

    change_minor: NotRequired[int]
    count: NotRequired[int]
    income_minor: NotRequired[int]
    expenses_minor: NotRequired[int]
    base_income_minor: NotRequired[int]
    base_expenses_minor: NotRequired[int]
    received_minor: NotRequired[int]
    base_received_minor: NotRequired[int]
    spent_minor: NotRequired[int]
    base_spent_minor: NotRequired[int]


@exact
class UnconvertedSum(TypedDict):
    """Income and expenses of one currency without a rate to the ledger's, in its minor units."""

    income_minor: NotRequired[int]
    expenses_minor: NotRequired[int]
    count: NotRequired[int]


@exact
class SummaryDocument(TypedDict):
    """Totals of a month, in minor units of the ledger's currency, refunds subtracted.

    A number or an entry that is absent is zero, and so is a month without a document. An entry
    whose last transaction went stays with zeros: show entries with a `count` above 0.
    """

    month: str
    """Like 2026-03: of months from the 16th or later the calendar month in which they end."""

    version: NotRequired[int]
    """The number of commits into the month; absent: 0."""

    updated_at: datetime
    income_minor: NotRequired[int]
    expenses_minor: NotRequired[int]
    count: NotRequired[int]
    by_category: NotRequired[dict[str, CategorySum]]
    """By category id; `unfiled_income` and `unfiled_expense` are those without a category."""

    by_day: NotRequired[dict[str, DaySum]]
    """By the day, like 2026-03-31."""

    by_account: NotRequired[dict[str, AccountMonthSum]]
    by_tag: NotRequired[dict[str, TagSum]]
    """By the term of the tag, `#` and the case-folded tag: `#strasse` for `Straße`."""

    by_custom_type: NotRequired[dict[str, CustomTypeSum]]
    by_goal: NotRequired[dict[str, GoalSum]]
    """By the id of the goal: the transactions that are linked to it."""

    unconverted: NotRequired[dict[str, UnconvertedSum]]
    """By currency: in the counts, and in no other sum."""

    closed: NotRequired[PeriodClose]
    """Absent: OPEN. CLOSED if `closed.version` is `version`, else AMENDED."""
