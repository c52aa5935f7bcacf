"""Views of suggestions of recurring entries."""

from datetime import date as civil_date
from datetime import datetime
from typing import Any

from pydantic import Field

from functions.http.views import Etag, Money, etag_of
from functions.planning.schedule_views import OF_INTERVAL, ScheduleView, schedule_view
from functions.planning.views import ExpectedAmountView, expected_amount_view
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.detection.suggestion import ReasonCode, SuggestionConfidence
from shared.models.planning.expected_amount import ExpectedAmount
from shared.models.planning.recurring import Mode
from shared.models.planning.schedule import Frequency
from shared.models.planning.suggestions.settled import SettledSuggestion
from shared.models.planning.suggestions.stored import StoredSuggestion
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor
from shared.models.values.spans.shifts import Shift
from shared.models.values.spans.weekday import Weekday
from shared.services.planning.suggestions.suggestions import OpenSuggestions


class ReasonView(FrozenModel):
    """A reason in numbers: ``count`` of ``total``."""

    code: ReasonCode
    count: int = Field(description="Payments, or percent, by ``code``.")
    total: int = Field(description="Of how many.")


class PriceStepView(FrozenModel):
    """The last change of the amount."""

    before: Money = Field(description="The amount before.")
    after: Money = Field(description="The amount since.")
    since: civil_date = Field(description="The date of the first payment of that amount.")


class PastPaymentView(FrozenModel):
    """A payment of the past."""

    transaction_id: str
    date: civil_date
    amount: Money
    gap: int | None = Field(description="Days since the one before.")


class EntryTemplateView(FrozenModel):
    """The template of the suggested entry."""

    type: TransactionType
    amount: Money
    account_id: str
    to_account_id: str | None
    category_id: str | None
    custom_type_id: str | None
    payee: str | None
    description: str | None


class EntryScheduleView(FrozenModel):
    """The schedule of the suggested entry, which begins with the next payment."""

    start: civil_date
    frequency: Frequency
    interval: int = Field(description=OF_INTERVAL)
    weekdays: list[Weekday]
    days_of_month: list[int] = Field(description="-1 is the last day.")
    shift: Shift


class EntryView(FrozenModel):
    """A body for ``POST /recurring``."""

    name: str
    mode: Mode
    template: EntryTemplateView
    schedule: EntryScheduleView


class RecurringSuggestionView(FrozenModel):
    """A recurring payment that is no recurring entry yet, with what explains it."""

    id: str
    name: str
    currency: str
    amount: ExpectedAmountView
    schedule: ScheduleView
    next_date: civil_date = Field(description="When the next payment is expected.")
    confidence: SuggestionConfidence
    reasons: list[ReasonView] = Field(description="Evidence for it and against it.")
    price_change: PriceStepView | None = Field(description="Null: the amount has never changed.")
    missed_on: civil_date | None = Field(description="When one was expected that has not come.")
    new_since: civil_date | None = Field(description="The beginning of a new subscription.")
    first_date: civil_date = Field(description="The date of the first payment.")
    payment_count: int = Field(description="The number of all payments that were found.")
    payments: list[PastPaymentView] = Field(description="The newest 24, the oldest of them first.")
    entry: EntryView


class RecurringSuggestionList(FrozenModel):
    """Suggestions, the surest first."""

    items: list[RecurringSuggestionView]
    as_of: datetime | None = Field(
        description="When the history was analysed; null before the first time."
    )
    is_current: bool = Field(description="Whether nothing was changed in the ledger since.")
    is_partial: bool = Field(
        description="Whether payees with many payments were left out, as it took too long."
    )


class DismissalView(FrozenModel):
    """A suggestion that was dismissed."""

    id: str = Field(description="The id of the suggestion.")
    name: str
    dismissed_at: datetime = Field(description="When it was dismissed.")
    etag: Etag


class DismissalList(FrozenModel):
    """All dismissed suggestions, the newest first."""

    items: list[DismissalView]
    next_cursor: str | None = None


class SettledSuggestionView(FrozenModel):
    """A suggestion that was dismissed or accepted, after a change."""

    id: str
    name: str
    recurring_id: str | None = Field(
        description="The entry that it was accepted as; null if it was dismissed."
    )
    created_at: datetime
    updated_at: datetime
    etag: Etag


def suggestion_list(found: OpenSuggestions, *, is_current: bool) -> RecurringSuggestionList:
    """Return the view of open suggestions."""
    state = found.state
    return RecurringSuggestionList(
        items=[_suggestion_view(one) for one in found.items],
        as_of=None if state is None else state.as_of,
        is_current=is_current,
        is_partial=state is not None and not state.is_complete,
    )


def dismissal_view(settled: SettledSuggestion) -> DismissalView:
    """Return the view of a dismissed suggestion."""
    return DismissalView(
        id=settled.id,
        name=settled.name,
        dismissed_at=settled.updated_at,
        etag=etag_of(settled.revision),
    )


def logged_settled_view(settled: SettledSuggestion, _ledger: Ledger) -> SettledSuggestionView:
    """Return a settled suggestion of the change log as clients see it."""
    same = SettledSuggestionView.model_fields.keys() - {"etag"}
    return SettledSuggestionView(
        etag=etag_of(settled.revision), **{name: getattr(settled, name) for name in same}
    )


def _suggestion_view(one: StoredSuggestion) -> RecurringSuggestionView:
    made = {"amount", "schedule", "reasons", "price_change", "payments", "entry"}
    same = RecurringSuggestionView.model_fields.keys() - made
    return RecurringSuggestionView(
        amount=expected_amount_view(
            ExpectedAmount(one.minimum_minor, one.maximum_minor, one.likely_minor), one.currency
        ),
        schedule=schedule_view(one.schedule),
        reasons=[
            ReasonView(code=reason.code, count=reason.count, total=reason.total)
            for reason in one.reasons
        ],
        price_change=_price_step_view(one),
        payments=[
            PastPaymentView(
                transaction_id=paid.id,
                date=paid.date,
                amount=format_minor(paid.amount_minor, one.currency),
                gap=paid.gap,
            )
            for paid in one.payments
        ],
        entry=_entry_view(one),
        **{name: getattr(one, name) for name in same},
    )


def _price_step_view(one: StoredSuggestion) -> PriceStepView | None:
    if (step := one.price_step) is None:
        return None
    return PriceStepView(
        before=format_minor(step.old_minor, one.currency),
        after=format_minor(step.new_minor, one.currency),
        since=step.since,
    )


def _entry_view(one: StoredSuggestion) -> EntryView:
    entry = one.entry
    same = EntryTemplateView.model_fields.keys()
    template: dict[str, Any] = dict.fromkeys(same) | entry["template"]
    schedule = {name: getattr(one.schedule, name) for name in EntryScheduleView.model_fields}
    return EntryView(
        name=entry["name"],
        mode=Mode(entry["mode"]),
        template=EntryTemplateView(**template),
        schedule=EntryScheduleView(**schedule),
    )
