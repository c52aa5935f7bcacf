"""What a ledger's live transactions have in use: payees and tags, to choose from when typing."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from typing import NamedTuple

from shared.models.ledger.payee import UsedPayee
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.terms import tag_of_term
from shared.models.values.text import words_of
from shared.repositories.store import TenantStore

_PAGE = 50


class UsedTag(NamedTuple):
    """A tag in lower case, and in how many live transactions it is."""

    tag: str
    uses: int


def list_payees(store: TenantStore, words: Collection[str], limit: int) -> list[UsedPayee]:
    """At most ``limit`` payees, most used first; each word (folded) begins a word of the payee."""
    rarest = max(words, key=len, default=None)
    found = store.payees.stream_used(rarest, max(limit, _PAGE) if words else limit)
    return list(islice((payee for payee in found if _has_words(payee, words)), limit))


def list_tags(tenant: Tenant) -> list[UsedTag]:
    """All tags, most used first."""
    used = [UsedTag(tag_of_term(term), count) for term, count in tenant.totals.tags.items()]
    return sorted(used, key=lambda use: (-use.uses, use.tag))


def _has_words(payee: UsedPayee, words: Collection[str]) -> bool:
    known = words_of(payee.name)
    return all(any(name.startswith(word) for name in known) for word in words)
