"""Input of recurring entries, and the checks that make entries of it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.inputs.texts import Description, Notes, Payee
from shared.models.ledger.inputs.transaction import SplitDrafts
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.booking import transaction_from_input
from shared.models.ledger.transactions.currencies.exchange import FindRate
from shared.models.ledger.transactions.tags import Tags
from shared.models.ledger.transactions.transaction import AnyCaseTransactionType
from shared.models.planning.recurring import (
    MAX_AMOUNT_CHANGES,
    MAX_REMIND_DAYS,
    AmountChange,
    Mode,
    Recurring,
    Template,
    TemplateSplit,
)
from shared.models.planning.schedule_input import ScheduleDraft, schedule_from_input
from shared.models.values.base import InputModel, example
from shared.models.values.characters.names import HIDDEN_REFUSED, visible
from shared.models.values.dates import CivilDate
from shared.models.values.identifiers import Id
from shared.models.values.money import Amount, format_minor, to_minor
from shared.models.values.text import BLANK_AS_NULL, trimmed, upper_case
from shared.models.values.validation import not_null

RecurringName = Annotated[str, trimmed(100, min_length=1), visible(100), HIDDEN_REFUSED]
AnyCaseMode = Annotated[Mode, BeforeValidator(upper_case)]
_RemindDays = Annotated[
    int,
    Field(
        strict=True,
        ge=0,
        le=MAX_REMIND_DAYS,
    ),
]


class TemplateDraft(InputModel):
    """Input of the template of a transaction; amounts are in the currencies of the accounts."""

    type: AnyCaseTransactionType
    amount: Amount
    splits: SplitDrafts | None = None
    category_id: Annotated[Id | None, BLANK_AS_NULL] = None
    account_id: Annotated[Id | None, BLANK_AS_NULL] = Field(
        default=None, description="By default the ledger's default account."
    )
    to_account_id: Annotated[Id | None, BLANK_AS_NULL] = None
    to_amount: Annotated[Amount | None, BLANK_AS_NULL] = Field(
        default=None, description="By default estimated at the rate of the day."
    )
    custom_type_id: Annotated[Id | None, BLANK_AS_NULL] = None
    payee: Annotated[Payee | None, BLANK_AS_NULL] = None
    description: Annotated[Description | None, BLANK_AS_NULL] = None
    notes: Annotated[Notes | None, BLANK_AS_NULL] = None
    tags: Tags = ()


class AmountChangeDraft(InputModel):
    """Input of another amount from a day on."""

    from_: CivilDate = Field(alias="from", description="The first nominal date that has it.")
    amount: Amount


_AMOUNT_CHANGES = Field(max_length=MAX_AMOUNT_CHANGES)


class RecurringDraft(InputModel):
    """Input of a recurring entry to create, or to replace one."""

    model_config = example(
        name="Rent",
        mode="AUTO",
        template={"type": "EXPENSE", "amount": "800.00"},
        schedule={"start": "2026-12-01", "frequency": "MONTHLY"},
    )

    name: RecurringName
    mode: AnyCaseMode
    template: TemplateDraft
    schedule: ScheduleDraft
    remind_days: _RemindDays = 0
    paused: bool = Field(default=False, strict=True)
    amount_changes: Annotated[tuple[AmountChangeDraft, ...], _AMOUNT_CHANGES] = ()


class RecurringPatch(InputModel):
    """Input that changes the named fields; template and schedule are replaced as a whole."""

    model_config = example(name="Rent of the flat", amount_changes=[])

    name: RecurringName | None = None
    mode: AnyCaseMode | None = None
    template: TemplateDraft | None = None
    schedule: ScheduleDraft | None = None
    remind_days: _RemindDays | None = None
    paused: bool | None = Field(default=None, strict=True)
    amount_changes: Annotated[tuple[AmountChangeDraft, ...], _AMOUNT_CHANGES] | None = None

    _not_null = not_null(
        "name", "mode", "template", "schedule", "remind_days", "paused", "amount_changes"
    )


def fields_from_input(
    ledger: Ledger,
    wanted: RecurringDraft | RecurringPatch,
    before: Recurring | None,
    at: datetime,
    find_rate: FindRate,
) -> dict[str, Any]:
    """Return the fields of an entry that an input gives, checked against the ledger.

    A template that does not change is not checked again: what it names may have been archived.

    Raises:
        InvalidArgument: A field is invalid, or does not fit the ledger; the error has every field.
    """
    errors: list[FieldError] = []
    fields = _named(wanted)
    if (draft := wanted.template) is not None:
        kept = None if before is None else before.template
        make = partial(template_from_input, ledger, draft, kept, at, find_rate)
        _collect(fields, "template", make, errors)
    if (schedule := wanted.schedule) is not None:
        _collect(fields, "schedule", partial(schedule_from_input, schedule), errors)
    template = fields.get("template", None if before is None else before.template)
    if isinstance(template, Template):
        if (changes := wanted.amount_changes) is not None:
            make_changes = partial(_amount_changes, changes, template)
            _collect(fields, "amount_changes", make_changes, errors)
        elif before is not None and draft is not None:
            errors += _kept_errors(before.amount_changes, template)
    if errors:
        raise InvalidArgument(*errors)
    return fields


def _named(wanted: RecurringDraft | RecurringPatch) -> dict[str, Any]:
    """Return the fields that an input names."""
    is_patch = isinstance(wanted, RecurringPatch)
    names = wanted.model_fields_set if is_patch else RecurringDraft.model_fields.keys()
    return {name: getattr(wanted, name) for name in names}


def _collect(
    fields: dict[str, Any], name: str, make: Callable[[], object], errors: list[FieldError]
) -> None:
    """Make a field, or collect why it cannot be made."""
    try:
        fields[name] = make()
    except InvalidArgument as invalid:
        errors.extend(invalid.errors)


def template_from_input(
    ledger: Ledger,
    draft: TemplateDraft,
    before: Template | None,
    at: datetime,
    find_rate: FindRate,
) -> Template:
    """Return the template of an input that makes a transaction of this ledger.

    Raises:
        InvalidArgument: It does not; the errors are of fields within ``template``.
    """
    account_id = draft.account_id or ledger.default_account_id
    template = template_of(draft, account_id, ledger.currency_of(account_id))
    if template == before:
        return template
    try:
        # A transaction of today checks all but the day, which the schedule decides.
        made = transaction_from_input(ledger, template.draft(ledger.today(at)), at, find_rate)
    except InvalidArgument as invalid:
        raise InvalidArgument(
            *(FieldError(f"template.{error.field}", error.message) for error in invalid.errors)
        ) from invalid
    return _in_all_decimals(template, made.to_currency)


def template_of(draft: TemplateDraft, account_id: str, currency: str) -> Template:
    """Return the template of an input, unchecked, on an account of that currency."""
    fields = dict(draft) | {"account_id": account_id, "currency": currency}
    fields["splits"] = tuple(TemplateSplit(**dict(split)) for split in draft.splits or ())
    return Template.model_construct(**fields)


def _in_all_decimals(template: Template, to_currency: str | None) -> Template:
    """Return a template whose amounts have the decimals of their currencies."""
    currency = template.currency
    splits = (
        split.model_copy(update={"amount": in_decimals(split.amount, currency)})
        for split in template.splits
    )
    fields: dict[str, Any] = {
        "amount": in_decimals(template.amount, currency),
        "splits": tuple(splits),
    }
    if template.to_amount is not None and to_currency is not None:
        fields["to_amount"] = in_decimals(template.to_amount, to_currency)
    return template.model_copy(update=fields)


def in_decimals(amount: Decimal, currency: str, field: str = "amount") -> Decimal:
    """Return an amount with all decimals of its currency: 850 EUR is 850.00.

    Raises:
        InvalidArgument: It has more decimals, or is too great; the error names ``field``.
    """
    return Decimal(format_minor(to_minor(amount, currency, field), currency))


def _amount_changes(
    drafts: tuple[AmountChangeDraft, ...], template: Template
) -> tuple[AmountChange, ...]:
    """Return the other amounts, in order, in the currency of the account.

    Raises:
        InvalidArgument: Two are from the same day, or one does not fit the template.
    """
    errors: list[FieldError] = []
    changes: list[AmountChange] = []
    for index, draft in enumerate(drafts):
        try:
            field = f"amount_changes.{index}.amount"
            amount = in_decimals(draft.amount, template.currency, field)
            template.ensure_sign(amount, field)
            template.ensure_divides(amount, field)
            currency = template.currency
            changes.append(AmountChange(from_=draft.from_, amount=amount, currency=currency))
        except InvalidArgument as invalid:
            errors += invalid.errors
    days = [draft.from_ for draft in drafts]
    if any(one == other for one, other in pairwise(sorted(days))):
        errors.append(FieldError("amount_changes", "must not have the same day twice"))
    if errors:
        raise InvalidArgument(*errors)
    return tuple(sorted(changes, key=lambda change: change.from_))


def _kept_errors(changes: tuple[AmountChange, ...], template: Template) -> Iterator[FieldError]:
    """Yield the errors of other amounts that stay, while the template changes."""
    if any(change.currency != template.currency for change in changes):
        message = f"is required, because the template is in {template.currency}"
        yield FieldError("amount_changes", message)
        return
    for index, change in enumerate(changes):
        try:
            template.ensure_sign(change.amount, f"amount_changes.{index}.amount")
            template.ensure_divides(change.amount, f"amount_changes.{index}.amount")
        except InvalidArgument as invalid:
            yield from invalid.errors
