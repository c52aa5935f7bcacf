"""Match recent transactions with occurrences: suggestions, and links without a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from shared.errors import InvalidArgument, NotFound, OccurrenceSettled, TransactionLinked
from shared.models.history.change import Operation
from shared.models.ledger.transactions.terms import account_term
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.links import Link
from shared.models.planning.matching.expectations import payment_of
from shared.models.planning.occurrence import Occurrence
from shared.models.planning.recurring import Recurring
from shared.models.values.dates import DateRange
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

_MAX_ACCOUNTS = 30
"""Accounts of one query."""


def suggest_matches(store: TenantStore, now: datetime) -> list[FoundMatch]:
    """Return the matches of recent transactions that are not linked, and that need a person.

    They are doubtful, or the occurrence has a booked transaction that is another one.
    """
    found = _find_recent(store, now)
    return [one for one in found if not _is_decided(one)]


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
    for one in _find_recent(store, operation.at, transaction_ids):
        if not _is_decided(one):
            continue
        asked = LinkRequest(Link(*one.expectation.key), one.transaction_id)
        # Another link that came first stays as it is.
        with suppress(NotFound, OccurrenceSettled, TransactionLinked, InvalidArgument):
            matched.append(link_transaction(store, operation.continued(), asked).occurrence)
    return matched


def _is_decided(found: FoundMatch) -> bool:
    """Return whether a match holds without a person: nothing is booked, or in doubt."""
    return found.match.is_decision and found.expectation.booked_id is None


def _find_recent(
    store: TenantStore, now: datetime, transaction_ids: Collection[str] = ()
) -> list[FoundMatch]:
    ledger = get_ledger(store, now)
    entries = store.recurring.list_all()
    if not entries:
        return []
    today = ledger.today(now)
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
    store: TenantStore, entries: Iterable[Recurring], days: DateRange
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
        terms, days, None, MAX_TRANSACTIONS, deleted=False, newest_first=True
    )
