"""Suggestions of recurring entries in a ledger with samples."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.models.ledger.transactions.transaction import Transaction, payee_key
from shared.models.planning.detection.detection import detect
from shared.models.planning.detection.observation import Observation, description_key
from shared.models.planning.detection.suggestion import Suggestion
from shared.models.planning.samples import SamplePlanning
from shared.models.planning.suggestions.covering import covered_by, next_payment_found
from shared.models.planning.suggestions.stored import SuggestionState, stored_suggestion


def sample_suggestions(planning: SamplePlanning, at: datetime) -> SuggestionState:
    """Return what recurs in samples and is no entry of theirs; nobody is notified of it.

    The number of the last change that it has seen is left to the commit.
    """
    transactions = {one.id: one for one in planning.samples.transactions}
    today = planning.samples.ledger.today(at)

    def find_covered(found: Sequence[Suggestion]) -> set[int]:
        entries = (entry.recurring for entry in planning.entries.values())
        return covered_by(entries, [next_payment_found(one) for one in found])

    rows = [_observation_of(one) for one in transactions.values()]
    found = detect(rows, today, find_covered=find_covered).suggestions
    items = [stored_suggestion(one, transactions[one.newest.id], "") for one in found]
    return SuggestionState(
        as_of=at,
        today=today,
        sequence=0,
        compared=len(rows),
        items=tuple(items),
        told=tuple(one.fingerprint for one in items),
    )


def _observation_of(transaction: Transaction) -> Observation:
    payee = transaction.payee
    return Observation(
        id=transaction.id,
        date=transaction.date,
        type=transaction.type.value,
        amount_minor=transaction.amount_minor,
        currency=transaction.currency,
        account_id=transaction.account_id,
        to_account_id=transaction.to_account_id,
        payee=payee_key(payee) if payee else None,
        description=description_key(transaction.description),
        category_id=transaction.category_id,
    )
