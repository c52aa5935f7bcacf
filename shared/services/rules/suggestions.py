"""Suggestions of rules from the corrections that users made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from shared.models.history.change import Change
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.rules.matching_budget import MatchingBudget
from shared.models.rules.rule_suggestions import Correction, Suggestion, suggest_rules
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_ledger

MATCH_FOR_S = 1.5
"""CPU time for comparing the corrections with the existing rules."""

_CHANGES_LOOKED_AT = 1000


class Suggestions(NamedTuple):
    """Suggested rules; ``is_partial`` if older corrections were left out to save time."""

    items: list[Suggestion]
    is_partial: bool


def suggest(store: TenantStore, now: datetime) -> Suggestions:
    """Suggest rules from the last 1,000 changes that users made, most evidence first.

    Suggestions with a category that can no longer be used are left out.
    """
    ledger = get_ledger(store, now)
    corrections = list(_corrections(store.changes.stream_made_by_people(_CHANGES_LOOKED_AT)))
    budget = MatchingBudget(MATCH_FOR_S)
    suggestions = suggest_rules(corrections, store.rules.list_all(), budget)
    usable = {c.id for c in ledger.list_categories() if c.merging_into is None}
    items = [found for found in suggestions if found.draft.actions.category_id in usable]
    return Suggestions(items, budget.is_spent)


def _corrections(changes: Iterator[Change]) -> Iterator[Correction]:
    """Yield the moves from one category to another that left the type unchanged."""
    for change in changes:
        is_update = change.before is not None and change.after is not None
        if not change.is_of(Transaction) or not is_update:
            continue
        if "category_id" not in change.changed_fields or "type" in change.changed_fields:
            continue
        before = Transaction.model_validate(change.before)
        after = Transaction.model_validate(change.after)
        if after.category_id is not None:
            yield Correction(
                description=after.description,
                payee=after.payee,
                type=after.type,
                from_category_id=before.category_id,
                to_category_id=after.category_id,
                at=change.at,
            )
