"""Scopes: parts of the expenses of which month summaries keep daily totals.

Every summary has the expenses of each day, and those of each category, tag and account in the
month. A budget that needs more, such as those of a category in a week, asks for a scope.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.base import FrozenModel
from shared.models.values.identifiers import derived_id

if TYPE_CHECKING:
    from shared.models.ledger.entry import Entry

MAX_SCOPE, MAX_TAGS_OF_SCOPE = 20, 5
"""Categories or accounts of one scope, and tags, whose terms are longer."""

MAX_KEPT_SCOPES = 30
"""Scopes of a ledger; a commit adds to each total that a transaction is part of."""


class ScopeKind(StrEnum):
    """Which expenses a scope is about."""

    EVERYTHING = "EVERYTHING"
    CATEGORIES = "CATEGORIES"
    TAGS = "TAGS"
    ACCOUNTS = "ACCOUNTS"


class Scope(FrozenModel):
    """Expenses of a ledger: all, or those of categories, tags or accounts.

    ``ids`` are ids of categories or accounts, or terms of tags, sorted and each once.
    """

    kind: ScopeKind
    ids: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return the key of its daily totals in a month's summary."""
        return derived_id("scope", self.kind, *self.ids)[:16]

    def amount_of(self, entry: "Entry") -> int:
        """Return the expenses of an entry that are in the scope, in the ledger's currency.

        A transaction with two of the tags counts once; of one with parts, those of the categories.
        """
        if entry.type is not TransactionType.EXPENSE:
            return 0
        match self.kind:
            case ScopeKind.EVERYTHING:
                return entry.amount_minor
            case ScopeKind.CATEGORIES:
                return sum(amount for category_id, amount in entry.parts if category_id in self.ids)
            case ScopeKind.TAGS:
                return entry.amount_minor if any(tag in self.ids for tag in entry.tags) else 0
            case ScopeKind.ACCOUNTS:
                is_paid_from = any(key in self.ids for key, _ in entry.account_changes)
                return entry.amount_minor if is_paid_from else 0


class KeptScope(NamedTuple):
    """A scope whose daily totals are kept: by every commit since ``build_id`` was chosen.

    ``is_ready`` is whether those of earlier transactions have been added.
    """

    scope: Scope
    build_id: str
    is_ready: bool = False


Scopes = Mapping[str, Scope]
"""Scopes by their keys."""


def all_scopes(kept: Mapping[str, KeptScope]) -> dict[str, Scope]:
    """Return the scopes, by key, to whose daily totals every change is added."""
    return {key: one.scope for key, one in kept.items()}


def ready_scopes(kept: Mapping[str, KeptScope]) -> dict[str, Scope]:
    """Return the scopes, by key, whose daily totals have all transactions."""
    return {key: one.scope for key, one in kept.items() if one.is_ready}


def scopes_by_key(scopes: Iterable[Scope]) -> dict[str, Scope]:
    """Return scopes by their keys; each of them once."""
    return {scope.key: scope for scope in scopes}
