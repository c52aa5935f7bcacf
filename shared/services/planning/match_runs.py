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

EARLY, _MAX_NEAR = timedelta(days=14), 100
"""Days before an occurrence, and transactions, that are compared before it is booked."""

_MAX_LINKED = 10
"""Occurrences that are linked at once before an entry is booked."""

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
    today = get_ledger(store, operation.at).today(operation.at)
    found = _find_recent(store, operation.at, today, transaction_ids)
    return _link_all(store, operation, filter(_is_decided, found))


class MatchedDue(NamedTuple):
    """Occurrences that were linked before an entry is booked, and what may be booked then.

    ``until`` is the last day whose occurrences were compared with all transactions around them;
    None if nothing is to be booked before the next matching.
    """

    occurrences: Sequence[Occurrence]
    until: date | None


def match_due(store: TenantStore, operation: Operation, recurring_id: str) -> MatchedDue:
    """Link the transactions that pay what an entry would book now, so that it is not booked twice.

    Reads the entry, and the first 100 transactions of its accounts around what is due, if something
    is; and what ``find_matches`` reads if one of these may pay it. Links 10 occurrences at most,
    each in a commit of its own.
    """
    today = get_ledger(store, operation.at).today(operation.at)
    entry = store.recurring.find(recurring_id) if is_id(recurring_id) else None
    if entry is None or entry.paused or entry.next_date is None or entry.next_date > today:
        return MatchedDue((), today)
    days = DateRange(entry.next_date - EARLY, today)
    recent = _recent(store, [entry], days, _MAX_NEAR, newest_first=False)
    until = today
    if len(recent) == _MAX_NEAR:  # There may be more; at least the next occurrence is handled.
        until = max(recent[-1].date - EARLY, entry.next_date)
    payments = [payment_of(one) for one in recent if _is_unlinked(one)]
    near = Payments(payments)
    due = expectations([entry], (), days, operation.at)
    if not any(near.near(one.opened()) for one in due if one.occurrence.date <= until):
        return MatchedDue((), until)
    decided = [
        one
        for one in find_matches(store, payments, operation.at)
        if one.expectation.recurring.id == recurring_id and _is_decided(one)
    ]
    linked = _link_all(store, operation, decided[:_MAX_LINKED])
    has_more = until < today or len(decided) > _MAX_LINKED
    return MatchedDue(linked, None if linked and has_more else until)


def _link_all(
    store: TenantStore, operation: Operation, decided: Iterable[FoundMatch]
) -> list[Occurrence]:
    """Link transactions, one a commit, and return the occurrences that they pay."""
    linked: list[Occurrence] = []
    for one in decided:
        asked = LinkRequest(Link(*one.expectation.key), one.transaction_id)
        # Another link that came first stays as it is.
        with suppress(NotFound, OccurrenceSettled, TransactionLinked, InvalidArgument):
            linked.append(link_transaction(store, operation.continued(), asked).occurrence)
    return linked


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
    *,
    newest_first: bool = True,
) -> Sequence[Transaction]:
    """Return the first transactions of the days on the accounts of the entries, in an order."""
    accounts = {
        account_id
        for entry in entries
        for account_id in (entry.template.account_id, entry.template.to_account_id)
        if account_id is not None
    }
    terms = [account_term(one) for one in sorted(accounts)[:_MAX_ACCOUNTS]]
    return store.transactions.list_with_terms(
        terms, days, None, limit, deleted=False, newest_first=newest_first
    )
