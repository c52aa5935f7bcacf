"""Match recent transactions with occurrences: suggestions, and links without a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple

from shared.errors import InvalidArgument, NotFound, OccurrenceSettled, TransactionLinked
from shared.models.history.change import Operation
from shared.models.ledger.transactions.terms import account_term
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.links import Link
from shared.models.planning.matching.candidates import Payments
from shared.models.planning.matching.expectations import expectations, payment_of
from shared.models.planning.occurrence import Occurrence
from shared.models.planning.recurring import Recurring
from shared.models.values.dates import DateRange
from shared.models.values.identifiers import is_id
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_ledger
from shared.services.planning.linking import LinkRequest, link_transaction
from shared.services.planning.matching import FoundMatch, find_matches

MAX_TRANSACTIONS = 400
"""Transactions that are compared at once, the newest ones."""

_BACK, _AHEAD = timedelta(days=45), timedelta(days=15)
"""Days before and after today, or the named transactions, whose transactions are compared."""

_OLDEST = timedelta(days=400)
"""Days before and after today from which named transactions are compared."""

EARLY, _MAX_NEAR = timedelta(days=14), 50
"""Days before an occurrence, and transactions, that are compared before it is booked."""

_MAX_ACCOUNTS = 30
"""Accounts of one query."""


class SuggestedMatches(NamedTuple):
    """Matches that need a person, on the ledger's day ``today``."""

    today: date
    matches: list[FoundMatch]


def suggest_matches(store: TenantStore, now: datetime) -> SuggestedMatches:
    """Return the matches of recent transactions that are not linked, and that need a person.

    They are doubtful, or the occurrence has a booked transaction that is another one.
    """
    today = get_ledger(store, now).today(now)
    found = _find_recent(store, now, today)
    return SuggestedMatches(today, [one for one in found if not _is_decided(one)])


def match_recent(
    store: TenantStore, operation: Operation, transaction_ids: Collection[str] = ()
) -> list[Occurrence]:
    """Link recent transactions to the occurrences that they pay without a doubt, one a commit.

    With ``transaction_ids`` those around these are compared, 400 days ago at most. Returns the
    matched occurrences.

    Raises:
        TenantMissing, DemoExpired, PermissionDenied: The ledger or the right is gone.
    """
    matched: list[Occurrence] = []
    today = get_ledger(store, operation.at).today(operation.at)
    for one in _find_recent(store, operation.at, today, transaction_ids):
        if not _is_decided(one):
            continue
        asked = LinkRequest(Link(*one.expectation.key), one.transaction_id)
        # Another link that came first stays as it is.
        with suppress(NotFound, OccurrenceSettled, TransactionLinked, InvalidArgument):
            matched.append(link_transaction(store, operation.continued(), asked).occurrence)
    return matched


def match_due(store: TenantStore, operation: Operation, recurring_id: str) -> list[Occurrence]:
    """Link the transactions that pay what an entry would book now, so that it is not booked twice.

    Reads the entry, and 50 transactions of its account at most, where something is due.
    """
    today = get_ledger(store, operation.at).today(operation.at)
    entry = store.recurring.find(recurring_id) if is_id(recurring_id) else None
    if entry is None or entry.paused or entry.next_date is None or entry.next_date > today:
        return []
    days = DateRange(entry.next_date - EARLY, today)
    known = [one for one in _recent(store, [entry], days, _MAX_NEAR) if _is_unlinked(one)]
    near = Payments(map(payment_of, known))
    due = expectations([entry], (), DateRange(today, today), operation.at)
    ids = {
        payment.id
        for one in due
        if one.occurrence.date <= today
        for payment in near.near(one.opened())
    }
    return match_recent(store, operation, sorted(ids)) if ids else []


def _is_decided(found: FoundMatch) -> bool:
    """Return whether a match holds without a person: nothing is booked, or in doubt."""
    return found.match.is_decision and found.expectation.booked_id is None


def _find_recent(
    store: TenantStore, now: datetime, today: date, transaction_ids: Collection[str] = ()
) -> list[FoundMatch]:
    entries = store.recurring.list_all()
    if not entries:
        return []
    named = [
        one
        for one in store.transactions.find_all(list(transaction_ids)).values()
        if abs(one.date - today) <= _OLDEST
    ]
    dates = [one.date for one in named] or ([] if transaction_ids else [today])
    if not dates:
        return []
    days = DateRange(min(dates) - _BACK, max(dates) + _AHEAD)
    known = {one.id: one for one in (*_recent(store, entries, days), *named)}
    payments = [payment_of(one) for one in known.values() if _is_unlinked(one)]
    return find_matches(store, payments, now, entries)


def _is_unlinked(transaction: Transaction) -> bool:
    return transaction.recurring_id is None and not transaction.is_deleted


def _recent(
    store: TenantStore,
    entries: Iterable[Recurring],
    days: DateRange,
    limit: int = MAX_TRANSACTIONS,
) -> Sequence[Transaction]:
    """Return the transactions of the days on the accounts of the entries, the newest ones."""
    accounts = {
        account_id
        for entry in entries
        for account_id in (entry.template.account_id, entry.template.to_account_id)
        if account_id is not None
    }
    terms = [account_term(one) for one in sorted(accounts)[:_MAX_ACCOUNTS]]
    return store.transactions.list_with_terms(
        terms, days, None, limit, deleted=False, newest_first=True
    )
