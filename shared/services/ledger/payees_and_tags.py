"""List the payees and tags in use, for completion while typing."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import NamedTuple

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.page import Page
from shared.models.ledger.transactions.payee import PayeePosition, UsedPayee
from shared.models.values.identifiers import derived_id
from shared.models.values.text import words_of
from shared.repositories.store import TenantStore

_PAGE = 50
"""Payees that a search reads at a time; a divisor of ``_MAX_READ``, so that it is not exceeded."""

_MAX_READ, _READ_FOR_S = 1_000, 5.0
_FINGERPRINT_LENGTH = 12


class UsedTag(NamedTuple):
    """Tag in lower case with its number of live transactions."""

    tag: str
    uses: int


def list_payees(
    store: TenantStore, words: Collection[str], cursor: str | None, limit: int
) -> Page[UsedPayee]:
    """Return at most ``limit`` payees, most used first, whose words begin with ``words``.

    A search reads at most 1,000 payees, for about 5 seconds, 50 at a time for every ``limit``. One
    that finds too little in them returns a partial page, perhaps an empty one, with the cursor to
    go on. A payee whose number of uses changes between two pages may be in both or in neither.

    Raises:
        Unreadable: The cursor does not belong to this list.
    """
    fingerprint = derived_id("payees", *sorted(words))[:_FINGERPRINT_LENGTH]
    after = PayeePosition.from_cursor(cursor, fingerprint) if cursor is not None else None
    page_size = _PAGE if words else limit + 1
    deadline = time.monotonic() + _READ_FOR_S
    items: list[UsedPayee] = []
    found = store.payees.stream_used(max(words, key=len, default=None), page_size, after)
    for number, payee in enumerate(found, start=1):
        matches = _has_words(payee, words)
        if matches and len(items) == limit:
            return Page(items, items[-1].position.to_cursor(fingerprint))
        if matches:
            items.append(payee)
        is_late = number % page_size == 0 and time.monotonic() > deadline
        if number >= _MAX_READ or is_late:
            place = payee.position.to_cursor(fingerprint)
            return Page(items, place, is_partial=len(items) < limit)
    return Page(items, None)


def list_tags(ledger: Ledger) -> list[UsedTag]:
    """List all tags, most used first."""
    used = [UsedTag(ledger.tag_name(term), count) for term, count in ledger.totals.tags.items()]
    return sorted(used, key=lambda use: (-use.uses, use.tag))


def _has_words(payee: UsedPayee, words: Collection[str]) -> bool:
    known = words_of(payee.name)
    return all(any(name.startswith(word) for name in known) for word in words)
