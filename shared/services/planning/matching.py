"""Find the occurrences of recurring entries that transactions pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from shared.models.ledger.transactions.terms import recurring_term
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.expected_amount import RECENT, ExpectedAmount
from shared.models.planning.matching.candidates import OpenOccurrence, Payment, Payments
from shared.models.planning.matching.confirmation import confirmed_accounts, is_unconfirmed
from shared.models.planning.matching.expectations import (
    Expectation,
    Paid,
    expectations,
    is_new_price,
    reach_of,
    shifted,
    steady_amount,
)
from shared.models.planning.matching.matching import Match, match
from shared.models.planning.occurrence import Occurrence, planned_occurrence
from shared.models.planning.recurring import Recurring
from shared.models.values.dates import ALL_DATES, DateRange
from shared.repositories.firestore.usage import read_side_by_side
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_ledger
from shared.services.posting.recurring_cursor import find_recurring

MAX_STORED = 700
"""Stored occurrences that are compared with transactions; where there are more, none is matched."""

_USUAL_REACH = 16
"""Days around its date within which a monthly occurrence may be paid."""

_IDS_OF_A_QUERY = 30
_QUERIES_AT_ONCE = 8

MAX_PAIRS = 200_000
"""Pairs of an occurrence and a transaction near it that are compared; it takes about a second."""

MAX_ENTRIES, MAX_BOOKED = 40, 200
"""Recurring entries near to transactions whose history is read, of 12 transactions each; and
booked transactions that are compared."""


class FoundMatch(NamedTuple):
    """A match, with its occurrence, and what the linked transactions before it came to."""

    expectation: Expectation
    match: Match
    history: Sequence[int]

    @property
    def transaction_id(self) -> str:
        """Return the transaction that pays the occurrence."""
        return self.match.candidate.payment.id

    @property
    def former_price(self) -> int | None:
        """Return the steady amount that the transaction changes; None if it does not."""
        amount_minor = self.match.candidate.payment.amount_minor
        is_new = is_new_price(self.history, amount_minor)
        return steady_amount(self.history) if is_new else None


def find_matches(
    store: TenantStore,
    payments: Sequence[Payment],
    at: datetime,
    entries: Sequence[Recurring] | None = None,
) -> list[FoundMatch]:
    """Match transactions, which are not linked, with the occurrences around them, one to one.

    Reads the recurring entries, unless they are given, one query of occurrences, 200 booked
    transactions at most, and the histories of 40 entries at most.
    """
    if not payments:
        return []
    entries = store.recurring.list_all() if entries is None else entries
    found = _near(store, entries, payments, at)
    opened = {one.expectation.key: one for one in _opened(store, found)}
    dismissed = {(one.key, name) for one, _ in found for name in one.occurrence.dismissed}
    dismissed |= {
        (one.expectation.key, payment.id)
        for one in opened.values()
        if one.confirmed
        for payment in payments
        if payment.account_id in one.confirmed
    }
    matches = match((one.opened for one in opened.values()), payments, dismissed)
    return [
        FoundMatch(of.expectation, one, of.history)
        for one in matches
        for of in (opened[one.candidate.occurrence.key],)
    ]


class _Opened(NamedTuple):
    """An occurrence as it is matched, and what the linked transactions before it came to."""

    opened: OpenOccurrence
    expectation: Expectation
    history: Sequence[int]
    confirmed: frozenset[str] = frozenset()
    """Accounts whose banks have confirmed what was booked."""


class _Near(NamedTuple):
    """An occurrence near a transaction, and as it is matched, whatever the amount."""

    expectation: Expectation
    opened: OpenOccurrence


def _opened(store: TenantStore, found: Sequence[_Near]) -> Iterator[_Opened]:
    """Yield occurrences with what they expect; the planned amount if no history of it is read."""
    booked = _booked(store, (one for one, _ in found))
    histories = read_histories(store, (one.recurring for one, _ in found))
    for one, opened in found:
        currency = one.occurrence.amount_in(one.recurring).currency
        paid = histories.get(one.recurring.id, {}).get(currency, [])
        history = one.amounts_of(paid)
        if one.booked_id is None:
            yield _Opened(replace(opened, amount=one.expected(paid)), one, history)
        elif (transaction := booked.get(one.booked_id)) is not None:
            accounts = confirmed_accounts(transaction)
            yield _Opened(one.confirmed_by(transaction), one, history, accounts)


class EntryWithExpected(NamedTuple):
    """A recurring entry, and the amount that its next occurrence is expected to have.

    The amount is in minor units of ``currency``; None after the end.
    """

    recurring: Recurring
    currency: str
    expected: ExpectedAmount | None


def get_expected(store: TenantStore, recurring_id: str, now: datetime) -> EntryWithExpected:
    """Return the recurring entry with this id, and what is expected next.

    Raises:
        NotFound: The ledger has no such entry.
    """
    get_ledger(store, now)
    recurring = find_recurring(store, recurring_id)
    nominal = recurring.next_nominal
    if nominal is None:
        return EntryWithExpected(recurring, recurring.template.currency, None)
    occurrence = planned_occurrence(recurring, nominal, now)
    if nominal in recurring.ahead:
        occurrence = store.occurrences.find(occurrence.id) or occurrence
    currency = occurrence.amount_in(recurring).currency
    paid = read_histories(store, [recurring])[recurring.id].get(currency, [])
    expected = Expectation(recurring, occurrence).expected(paid)
    return EntryWithExpected(recurring, currency, expected)


def _near(
    store: TenantStore, entries: Sequence[Recurring], payments: Sequence[Payment], at: datetime
) -> list[_Near]:
    """Return the occurrences that may be paid by a transaction, whatever its payee and amount."""
    if not entries:
        return []
    days = DateRange(min(one.date for one in payments), max(one.date for one in payments))
    stored = _stored(store, entries, days)
    if len(stored) > MAX_STORED:
        return []
    known, found, pairs = Payments(payments), list[_Near](), 0
    for one in expectations(entries, stored, days, at):
        opened = one.opened()
        pairs += (near := len(known.near(opened)))
        if pairs > MAX_PAIRS:
            break
        if near:
            found.append(_Near(one, opened))
    return found


def _stored(
    store: TenantStore, entries: Sequence[Recurring], days: DateRange
) -> Collection[Occurrence]:
    """Return the stored occurrences around some days; more than 700 if that is not all.

    Those of rare entries, which may be paid months before or after, are read apart: else the few
    days around a monthly payment would become a year for all entries.
    """
    rare = [one for one in entries if reach_of(one) > _USUAL_REACH]
    usual = [reach_of(one) for one in entries if reach_of(one) <= _USUAL_REACH]
    first, last = around(days, max(usual, default=0))
    found = {one.id: one for one in store.occurrences.list_dated(first, last, MAX_STORED + 1)}
    first, last = around(days, max(map(reach_of, entries)))
    for start in range(0, len(rare), _IDS_OF_A_QUERY):
        ids = [one.id for one in rare[start : start + _IDS_OF_A_QUERY]]
        more = store.occurrences.list_dated(first, last, MAX_STORED + 1, ids)
        found |= {one.id: one for one in more}
        if len(found) > MAX_STORED:
            break
    return found.values()


def around(days: DateRange, reach: int) -> tuple[date, date]:
    """Return the first and the last day of a range with some days more at each end."""
    return shifted(days.start or date.min, -reach), shifted(days.end or date.max, reach)


def _booked(store: TenantStore, found: Iterable[Expectation]) -> dict[str, Transaction]:
    """Return the booked transactions that no row of a bank has confirmed yet, by id."""
    ids = [one.booked_id for one in found if one.booked_id is not None][:MAX_BOOKED]
    read = store.transactions.find_all(ids)
    return {key: one for key, one in read.items() if is_unconfirmed(one)}


def read_histories(
    store: TenantStore, entries: Iterable[Recurring]
) -> Mapping[str, Mapping[str, list[Paid]]]:
    """Return the amounts of the last 12 linked transactions of 40 entries, by currency."""
    ids = list(dict.fromkeys(entry.id for entry in entries))[:MAX_ENTRIES]
    linked = read_side_by_side(partial(_linked, store), ids, _QUERIES_AT_ONCE)
    return dict(zip(ids, map(_history, linked), strict=True))


def _linked(store: TenantStore, recurring_id: str) -> list[Transaction]:
    """Return the last 12 linked transactions of an entry, the oldest first."""
    found = store.transactions.list_with_terms(
        [recurring_term(recurring_id)], ALL_DATES, None, RECENT, deleted=False, newest_first=True
    )
    return found[::-1]


def _history(linked: Iterable[Transaction]) -> Mapping[str, list[Paid]]:
    """Return the amounts of linked transactions, by currency, in the order of these."""
    history: dict[str, list[Paid]] = defaultdict(list)
    for one in linked:
        if one.occurrence_nominal is not None:
            history[one.currency].append(Paid(one.occurrence_nominal, one.amount_minor))
    return history
