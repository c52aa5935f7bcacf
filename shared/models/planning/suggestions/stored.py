"""Stored suggestions of recurring entries, as of an analysis of the ledger."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date as civil_date
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.planning.detection.events import Missed, New, PriceChanged
from shared.models.planning.detection.fingerprint import Fingerprint, Known, recognised
from shared.models.planning.detection.suggestion import (
    Evidence,
    Reason,
    Suggestion,
    SuggestionConfidence,
)
from shared.models.planning.recurring import Mode
from shared.models.planning.recurring_input import RecurringDraft, RecurringName, RecurringPatch
from shared.models.planning.schedule import Schedule, occurrences
from shared.models.values.base import FrozenModel
from shared.models.values.identifiers import derived_id
from shared.models.values.money import format_minor
from shared.models.values.text import IMPORTED

MAX_PAYMENTS = 24
"""The newest payments that a stored suggestion has; it counts the others."""

MAX_SETTLED_ITEMS = 50
"""Settled suggestions that are kept beside the others, should they be settled no more."""

MAX_TOLD = 500
"""Fingerprints that a ledger keeps of the suggestions that people were notified of."""

_COMPARED_FOR_A_CHANGE = 10
"""Transactions that are read again after an import, at most, for each change since."""

_OLD = timedelta(days=31)
"""Age of suggestions after which an import of any size has the history analysed again."""

MAX_NAME = 100
_NAME: TypeAdapter[str] = TypeAdapter(RecurringName)


class StoredSuggestion(FrozenModel):
    """A suggested recurring entry, with what explains it.

    Amounts are in minor units of ``currency``, that of the account. The schedule begins with the
    next payment, which is expected on ``next_date``. ``payments`` has the newest, oldest first.
    """

    id: str
    fingerprint: str
    name: str
    type: TransactionType
    account_id: str
    to_account_id: str | None = None
    currency: str
    category_id: str | None = None
    custom_type_id: str | None = None
    payee: str | None = None
    description: str | None = None
    schedule: Schedule
    next_date: civil_date
    minimum_minor: int
    maximum_minor: int
    likely_minor: int
    confidence: SuggestionConfidence
    bits: int
    reasons: tuple[Reason, ...] = ()
    price_step: PriceChanged | None = None
    missed_on: civil_date | None = None
    new_since: civil_date | None = None
    first_date: civil_date
    payment_count: int
    payments: tuple[Evidence, ...]

    @property
    def known(self) -> Known:
        """Return what an earlier fingerprint is compared with."""
        amounts = [self.minimum_minor, self.maximum_minor]
        amounts += [one.amount_minor for one in self.payments]
        return Known(Fingerprint.parse(self.fingerprint), min(amounts), max(amounts))

    def draft(self, patch: RecurringPatch) -> RecurringDraft:
        """Return the input of a recurring entry, with the fields that a patch names.

        It reminds unless the patch says otherwise, so that nothing is booked that was not asked
        for.
        """
        given = {name: getattr(patch, name) for name in patch.model_fields_set}
        template, schedule = given.pop("template", None), given.pop("schedule", None)
        made = RecurringDraft.model_validate(self.entry, context=IMPORTED)
        kept = {"template": template or made.template, "schedule": schedule or made.schedule}
        return made.model_copy(update={**given, **kept})

    @property
    def entry(self) -> dict[str, Any]:
        """Return the input of a recurring entry as JSON."""
        template = {
            "type": self.type.value,
            "amount": format_minor(self.likely_minor, self.currency),
            "account_id": self.account_id,
            "to_account_id": self.to_account_id,
            "category_id": self.category_id,
            "custom_type_id": self.custom_type_id,
            "payee": self.payee,
            "description": self.description,
        }
        return {
            "name": self.name,
            "mode": Mode.REMIND.value,
            "template": {name: value for name, value in template.items() if value is not None},
            "schedule": self.schedule.model_dump(mode="json", exclude_defaults=True),
        }


class SuggestionState(FrozenModel):
    """The suggestions of a ledger as of an analysis; one document.

    ``sequence`` is the number of the last change that it has seen, ``today`` the ledger's day.
    ``compared`` is the number of transactions that it has read, ``is_complete`` False if its time
    was over before all were compared. ``told`` has the fingerprints of all suggestions that people
    were notified of, the newest last.
    """

    as_of: datetime
    today: civil_date
    sequence: int
    compared: int = 0
    is_complete: bool = True
    items: tuple[StoredSuggestion, ...] = ()
    told: tuple[str, ...] = ()

    def is_current(self, sequence: int, today: civil_date) -> bool:
        """Return whether another analysis would see the same."""
        return self.is_complete and (self.sequence, self.today) == (sequence, today)

    def is_worth_repeating(self, sequence: int, today: civil_date) -> bool:
        """Return whether an analysis after an import may find much that is new.

        It may after a tenth as many changes as it would read transactions, and after a month.
        """
        changes, age = sequence - self.sequence, today - self.today
        is_much = changes * _COMPARED_FOR_A_CHANGE >= self.compared
        return (is_much or age >= _OLD) and not self.is_current(sequence, today)

    def find(self, suggestion_id: str) -> StoredSuggestion | None:
        """Return the suggestion with that id, or None."""
        return next((one for one in self.items if one.id == suggestion_id), None)


def suggestion_id(fingerprint: str) -> str:
    """Return the id of the suggestion with a fingerprint."""
    return derived_id("suggestion", fingerprint)


def stored_suggestion(found: Suggestion, newest: Transaction | None, name: str) -> StoredSuggestion:
    """Return what is stored of a suggestion; ``newest`` is its last transaction, for the texts.

    ``name`` names a suggestion whose transaction has neither payee nor description.
    """
    row, text = found.newest, str(found.fingerprint)
    payee = None if newest is None else newest.payee
    description = None if newest is None else newest.description
    [expected, *_] = occurrences(found.schedule, found.next_date, found.next_date)
    return StoredSuggestion(
        id=suggestion_id(text),
        fingerprint=text,
        name=first_name(payee, description, name),
        type=TransactionType(row.type),
        account_id=row.account_id,
        to_account_id=row.to_account_id,
        currency=row.currency,
        category_id=found.category_id,
        custom_type_id=None if newest is None else newest.custom_type_id,
        payee=payee,
        description=description,
        schedule=found.schedule.model_copy(update={"start": expected.nominal}),
        next_date=found.next_date,
        minimum_minor=found.amount.minimum,
        maximum_minor=found.amount.maximum,
        likely_minor=found.amount.likely,
        confidence=found.confidence,
        bits=found.bits,
        reasons=found.reasons,
        first_date=found.evidence[0].date,
        payment_count=len(found.evidence),
        payments=found.evidence[-MAX_PAYMENTS:],
        **_events(found),
    )


def first_name(*texts: str | None) -> str:
    """Return the first text that an entry may have as its name, shortened; else the last one."""
    for text in texts:
        with suppress(ValidationError):
            return _NAME.validate_python((text or "")[:MAX_NAME])
    return texts[-1] or ""


def _events(found: Suggestion) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for event in found.events:
        match event:
            case PriceChanged():
                fields["price_step"] = event
            case Missed():
                fields["missed_on"] = event.expected
            case New():
                fields["new_since"] = event.since
    return fields


def told_after(
    told: Sequence[str], items: Sequence[StoredSuggestion]
) -> tuple[list[StoredSuggestion], tuple[str, ...]]:
    """Return the suggestions that nobody was told of yet, and the fingerprints of all told ones.

    A fingerprint that is recognised is replaced by the present one. At most 500 are kept.
    """
    known = recognised([one.known for one in items], told)
    replaced = {text: items[number].fingerprint for number, text in known.items()}
    new = [one for number, one in enumerate(items) if number not in known]
    kept = [*(text for text in told if text not in replaced), *replaced.values()]
    kept += [one.fingerprint for one in new]
    return new, tuple(kept[-MAX_TOLD:])
