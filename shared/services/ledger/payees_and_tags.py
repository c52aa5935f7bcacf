"""List the payees and tags in use, for completion while typing."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.page import Page
from shared.models.ledger.payee import UsedPayee
from shared.models.ledger.terms import tag_of_term
from shared.models.values.text import words_of
from shared.repositories.store import TenantStore

_PAGE = 50
_MOST_READ = 1_000


class UsedTag(NamedTuple):
    """Tag in lower case with its number of live transactions."""

    tag: str
    uses: int


def list_payees(store: TenantStore, words: Collection[str], limit: int) -> Page[UsedPayee]:
    """Return at most ``limit`` payees, most used first, whose words begin with ``words``.

    At most 1,000 payees are read; if they are not all, and too few of them match, the page is
    partial. It has no cursor.
    """
    rarest = max(words, key=len, default=None)
    found = store.payees.stream_used(rarest, max(limit, _PAGE) if words else limit)
    items: list[UsedPayee] = []
    for number, payee in enumerate(found):
        if number >= _MOST_READ:
            return Page(items, None, is_partial=True)
        if _has_words(payee, words):
            items.append(payee)
        if len(items) == limit:
            break
    return Page(items, None)


def list_tags(ledger: Ledger) -> list[UsedTag]:
    """List all tags, most used first."""
    used = [UsedTag(tag_of_term(term), count) for term, count in ledger.totals.tags.items()]
    return sorted(used, key=lambda use: (-use.uses, use.tag))


def _has_words(payee: UsedPayee, words: Collection[str]) -> bool:
    known = words_of(payee.name)
    return all(any(name.startswith(word) for name in known) for word in words)
