"""Records of recurring entries and occurrences in a backup."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from shared.errors import InvalidArgument
from shared.models.ledger.inputs.texts import Note
from shared.models.ledger.record_list import RecordList, VersionedRecord
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.occurrence import (
    MAX_DISMISSED,
    MAX_REASON,
    Occurrence,
    OccurrenceState,
    occurrence_id,
)
from shared.models.planning.recurring import (
    MAX_AHEAD,
    MAX_AMOUNT_CHANGES,
    MAX_BACK,
    MAX_RECURRING,
    MAX_REMIND_DAYS,
    AmountChange,
    Mode,
    Recurring,
    Template,
)
from shared.models.planning.recurring_input import (
    AmountChangeDraft,
    RecurringName,
    TemplateDraft,
    template_of,
)
from shared.models.planning.schedule import ensure_not_too_late
from shared.models.planning.schedule_input import ScheduleDraft, schedule_from_input
from shared.models.values.currency import Currency
from shared.models.values.dates import CivilDate
from shared.models.values.identifiers import Id
from shared.models.values.instant import Instant
from shared.models.values.money import Amount, to_minor
from shared.models.values.text import BLANK_AS_NULL, IMPORTED


class AmountChangeRecord(AmountChangeDraft):
    """Another amount from a day on, with its currency."""

    currency: Currency


class RecurringRecord(VersionedRecord):
    """A recurring entry, with its cursor."""

    id: Id
    name: RecurringName
    mode: Mode
    currency: Currency
    template: TemplateDraft
    schedule: ScheduleDraft
    remind_days: Annotated[int, Field(strict=True, ge=0, le=MAX_REMIND_DAYS)] = 0
    paused: Annotated[bool, Field(strict=True)] = False
    amount_changes: Annotated[
        tuple[AmountChangeRecord, ...], Field(max_length=MAX_AMOUNT_CHANGES)
    ] = ()
    next_nominal: CivilDate | None = None
    next_date: CivilDate | None = None
    ahead: Annotated[tuple[CivilDate, ...], Field(max_length=MAX_AHEAD)] = ()
    due_at: Instant | None = None
    reminded_until: CivilDate | None = None
    postponed: Annotated[tuple[CivilDate, ...], Field(max_length=2 * MAX_AHEAD)] = ()

    def recurring(self) -> Recurring:
        """Return the entry, whose template may name parts that the ledger lacks.

        Raises:
            InvalidArgument: The schedule is refused, or does not have the cursor; or an amount
                does not fit the currency, or the splits the amount; or it is too large; or people
                were reminded of days that nobody is reminded of.
        """
        if self.template.account_id is None:
            raise InvalidArgument.of("template.account_id", "is required")
        schedule = schedule_from_input(self.schedule)
        if self.next_nominal is not None and not schedule.has(self.next_nominal):
            raise InvalidArgument.of("next_nominal", "is not a date of the schedule")
        if (self.next_nominal is None) != (self.next_date is None):
            raise InvalidArgument.of("next_date", "must be given with next_nominal")
        if self.reminded_until is not None and self.next_date is not None:
            _ensure_near("reminded_until", self.reminded_until, self.next_date)
        for index, one in enumerate(self.amount_changes):
            to_minor(one.amount, one.currency, f"amount_changes.{index}.amount")
        changes = tuple(
            AmountChange(from_=one.from_, amount=one.amount, currency=one.currency)
            for one in sorted(self.amount_changes, key=lambda one: one.from_)
        )
        fields = dict(self) | {
            "template": template_of(self.template, self.template.account_id, self.currency),
            "schedule": schedule,
            "amount_changes": changes,
        }
        del fields["currency"]
        _ensure_adds_up(fields["template"])
        recurring = Recurring.model_construct(**fields)
        recurring.ensure_size()
        return recurring


class OccurrenceRecord(VersionedRecord):
    """An occurrence that differs from the plan, or is handled."""

    id: Id
    recurring_id: Id
    nominal: CivilDate
    date: CivilDate
    state: OccurrenceState
    moved_to: CivilDate | None = None
    amount: Amount | None = None
    currency: Currency | None = None
    note: Annotated[Note | None, BLANK_AS_NULL] = None
    transaction_id: Id | None = None
    type: TransactionType | None = None
    paid_amount: Amount | None = None
    paid_currency: Currency | None = None
    dismissed: Annotated[tuple[Id, ...], Field(max_length=MAX_DISMISSED)] = ()
    reason: Annotated[str | None, Field(max_length=MAX_REASON)] = None

    def occurrence(self) -> Occurrence:
        """Return the occurrence.

        Raises:
            InvalidArgument: Its id is not that of its entry and nominal date, or it is MISSED; or
                an amount does not fit its currency, or a date is too late.
        """
        if self.state is OccurrenceState.MISSED:
            raise InvalidArgument.of("state", "must be DUE: MISSED follows from the date")
        if self.id != occurrence_id(self.recurring_id, self.nominal):
            raise InvalidArgument.of("id", "must be that of the entry and the nominal date")
        _ensure_fits("amount", self.amount, "currency", self.currency)
        _ensure_fits("paid_amount", self.paid_amount, "paid_currency", self.paid_currency)
        for field, day in (("date", self.date), ("moved_to", self.moved_to)):
            if day is not None:
                ensure_not_too_late(day, field)
        return Occurrence.model_construct(**dict(self))


def _ensure_fits(
    name: str, amount: Decimal | None, currency_name: str, currency: str | None
) -> None:
    """Check that an amount has a currency, and fits it.

    Raises:
        InvalidArgument: It does not.
    """
    if (amount is None) != (currency is None):
        raise InvalidArgument.of(currency_name, f"must be given with {name}")
    if amount is not None and currency is not None:
        to_minor(amount, currency, name)


def _ensure_near(name: str, day: date, next_date: date) -> None:
    """Check that a day is not far behind the next date: the days between are enumerated.

    Raises:
        InvalidArgument: It is.
    """
    if day - next_date > MAX_BACK:
        raise InvalidArgument.of(name, f"must be at most {MAX_BACK.days} days after next_date")


def _ensure_adds_up(template: Template) -> None:
    """Check the amounts of a template, which is otherwise checked when it is booked.

    Raises:
        InvalidArgument: One does not fit the currency, or the splits do not add up to the amount.
    """
    currency = template.currency
    amount_minor = to_minor(template.amount, currency, "template.amount")
    parts = [
        to_minor(split.amount, currency, f"template.splits.{index}.amount")
        for index, split in enumerate(template.splits)
    ]
    if parts and sum(parts) != amount_minor:
        raise InvalidArgument.of("template.splits", "must add up to the amount")


def _json_of(recurring: Recurring) -> dict[str, Any]:
    """Return the JSON of an entry, whose currency is beside the template as it is in input."""
    content = recurring.model_dump(mode="json", exclude_defaults=True)
    return content | {"currency": content["template"].pop("currency")}


RECURRING: RecordList[Recurring, Recurring] = RecordList(
    write=lambda recurring, _currency: _json_of(recurring),
    read=lambda raw, _currency: RecurringRecord.model_validate(raw, context=IMPORTED).recurring(),
    key=lambda recurring: ("id", recurring.id),
    most=MAX_RECURRING,
)
OCCURRENCES: RecordList[Occurrence, Occurrence] = RecordList(
    write=lambda occurrence, _currency: occurrence.model_dump(mode="json", exclude_defaults=True),
    read=lambda raw, _currency: OccurrenceRecord.model_validate(raw, context=IMPORTED).occurrence(),
    key=lambda occurrence: ("id", occurrence.id),
)
