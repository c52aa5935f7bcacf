"""List the payees and tags in use, for completion while typing."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from typing import NamedTuple

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.payee import UsedPayee
from shared.models.ledger.terms import tag_of_term
from shared.models.values.text import words_of
from shared.repositories.store import TenantStore

_PAGE = 50


class UsedTag(NamedTuple):
    """Tag in lower case with its number of live transactions."""

    tag: str
    uses: int


def list_payees(store: TenantStore, words: Collection[str], limit: int) -> list[UsedPayee]:
    """List at most ``limit`` payees, most used first, whose words begin with ``words``."""
    rarest = max(words, key=len, default=None)
    found = store.payees.stream_used(rarest, max(limit, _PAGE) if words else limit)
    return list(islice((payee for payee in found if _has_words(payee, words)), limit))


def list_tags(ledger: Ledger) -> list[UsedTag]:
    """List all tags, most used first."""
    used = [UsedTag(tag_of_term(term), count) for term, count in ledger.totals.tags.items()]
    return sorted(used, key=lambda use: (-use.uses, use.tag))


def _has_words(payee: UsedPayee, words: Collection[str]) -> bool:
    known = words_of(payee.name)
    return all(any(name.startswith(word) for name in known) for word in words)
