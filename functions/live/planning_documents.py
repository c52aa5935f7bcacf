"""Shape of the documents of recurring entries, their occurrences, budgets and goals."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, NotRequired

from typing_extensions import TypedDict  # Pydantic needs this one before Python 3.12.

from functions.live.declaring import AS_TEXT, exact
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.occurrence import OccurrenceState
from shared.models.planning.recurring import Mode


@exact
class RecurringDocument(TypedDict):
    """Recurring entry; members that have their default value are absent."""

    name: str
    mode: Annotated[Mode, AS_TEXT]
    template: dict[str, Any]
    """As in the API, without members that have their default value."""

    schedule: dict[str, Any]
    """As in the API, without members that have their default value, and without `rrule`."""

    remind_days: NotRequired[int]
    paused: NotRequired[bool]
    amount_changes: NotRequired[list[dict[str, Any]]]
    """As in the API, each with its `currency`."""

    next_nominal: NotRequired[str]
    """Absent after the end."""

    next_date: NotRequired[str]
    comes_on: NotRequired[str]
    """`next_date`, to find and order by; absent if it is paused."""

    ahead: NotRequired[list[str]]
    """Nominal dates from `next_nominal` on whose occurrences are stored."""

    revision: int
    """The ETag is this number in quotation marks."""

    created_at: datetime
    updated_at: datetime


@exact
class BudgetsDocument(TypedDict):
    """All budgets."""

    budgets: NotRequired[dict[str, dict[str, Any]]]
    """By id; members that have their default value are absent. Amounts are in minor units."""


@exact
class GoalsDocument(TypedDict):
    """All goals."""

    goals: NotRequired[dict[str, dict[str, Any]]]
    """By id; members that have their default value are absent. Amounts are in minor units."""


@exact
class OccurrenceDocument(TypedDict):
    """Occurrence of a recurring entry that differs from the plan, or is handled."""

    recurring_id: str
    nominal: str
    date: str
    state: Annotated[OccurrenceState, AS_TEXT]
    moved_to: NotRequired[str]
    amount: NotRequired[str]
    currency: NotRequired[str]
    note: NotRequired[str]
    transaction_id: NotRequired[str]
    type: NotRequired[Annotated[TransactionType, AS_TEXT]]
    """That of the transaction, when it was booked."""

    paid_amount: NotRequired[str]
    """That of the transaction, when it was matched."""

    paid_currency: NotRequired[str]
    dismissed: NotRequired[list[str]]
    """Transactions of which people said that they do not pay it."""

    reason: NotRequired[str]
    """Why it was not booked."""

    revision: int
    created_at: datetime
    updated_at: datetime
