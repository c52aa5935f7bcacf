"""Views of recurring entries."""

from datetime import date as civil_date
from datetime import datetime
from decimal import Decimal

from pydantic import ConfigDict, Field

from functions.http.views import ETAG_OF_FIELDS, Etag, Money, etag_of, view_of
from functions.planning.schedule_views import ScheduleView, schedule_view
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.expected_amount import ExpectedAmount
from shared.models.planning.recurring import Mode, Recurring, Template
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor


class TemplateSplitView(FrozenModel):
    """A split of a template."""

    category_id: str | None
    amount: Money
    note: str | None


class TemplateView(FrozenModel):
    """The template of a transaction; amounts are in the currencies of its accounts."""

    type: TransactionType
    amount: Money
    currency: str
    category_id: str | None
    splits: list[TemplateSplitView]
    account_id: str
    to_account_id: str | None
    to_amount: Money | None = Field(description="Null is estimated at the rate of the day.")
    custom_type_id: str | None
    payee: str | None
    description: str | None
    notes: str | None
    tags: list[str]


class AmountChangeView(FrozenModel):
    """Another amount from a day on."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: civil_date = Field(alias="from", description="The first nominal date that has it.")
    amount: Money
    currency: str


class RecurringStateView(FrozenModel):
    """A recurring entry after a change, without its next occurrence."""

    id: str
    name: str
    mode: Mode
    template: TemplateView
    schedule: ScheduleView
    remind_days: int
    paused: bool
    amount_changes: list[AmountChangeView]
    created_at: datetime
    updated_at: datetime
    etag: Etag


class RecurringView(RecurringStateView):
    """A recurring entry.

    The ETag changes with the entry's own fields, not with ``next_date``.
    """

    model_config = ConfigDict(openapi_extra=ETAG_OF_FIELDS)  # type: ignore[typeddict-unknown-key]

    next_nominal: civil_date | None = Field(
        description="The nominal date of the first occurrence that is not handled."
    )
    next_date: civil_date | None = Field(description="Its date; null after the end.")


class ExpectedAmountView(FrozenModel):
    """Range of the expected amount, both ends included, and the likely one."""

    low: Money
    likely: Money
    high: Money
    currency: str


class RecurringList(FrozenModel):
    """A page of recurring entries."""

    items: list[RecurringView]
    next_cursor: str | None


def money_of(amount: Decimal) -> str:
    """Return an amount that has all decimals of its currency."""
    return f"{amount:f}"


def template_view(template: Template) -> TemplateView:
    """Return the view of a template."""
    made = {"amount", "splits", "to_amount", "tags"}
    return TemplateView(
        amount=money_of(template.amount),
        to_amount=None if template.to_amount is None else money_of(template.to_amount),
        splits=[
            TemplateSplitView(
                category_id=split.category_id, amount=money_of(split.amount), note=split.note
            )
            for split in template.splits
        ],
        tags=list(template.tags),
        **{name: getattr(template, name) for name in TemplateView.model_fields.keys() - made},
    )


@view_of.register
def recurring_view(recurring: Recurring) -> RecurringView:
    """Return the view of a recurring entry."""
    return RecurringView(
        next_nominal=recurring.next_nominal,
        next_date=recurring.next_date,
        **dict(_state_view(recurring)),
    )


def expected_amount_view(expected: ExpectedAmount, currency: str) -> ExpectedAmountView:
    """Return the view of an expected amount."""
    return ExpectedAmountView(
        low=format_minor(expected.minimum, currency),
        likely=format_minor(expected.likely, currency),
        high=format_minor(expected.maximum, currency),
        currency=currency,
    )


def logged_recurring_view(recurring: Recurring, _ledger: Ledger) -> RecurringStateView:
    """Return a recurring entry of the change log as clients see it."""
    return _state_view(recurring)


def _state_view(recurring: Recurring) -> RecurringStateView:
    made = {"template", "schedule", "amount_changes", "etag"}
    same = RecurringStateView.model_fields.keys() - made
    return RecurringStateView(
        template=template_view(recurring.template),
        schedule=schedule_view(recurring.schedule),
        amount_changes=[
            AmountChangeView(
                **{"from": change.from_, "amount": money_of(change.amount)},
                currency=change.currency,
            )
            for change in recurring.amount_changes
        ],
        etag=etag_of(recurring.revision),
        **{name: getattr(recurring, name) for name in same},
    )
