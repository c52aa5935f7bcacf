"""Undo plan: a ledger before and after the undo of some changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from shared.models.currencies.own_rate import OwnRate
from shared.models.history.change import Change
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.currencies.exchange import FindRate, no_rates
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.base import FrozenModel
from shared.models.values.revision import next_revision, revised

if TYPE_CHECKING:
    from shared.models.planning.recurring import Recurring

_Part = TypeVar("_Part", Category, Account, CustomType, OwnRate)


class PartEdit(NamedTuple, Generic[_Part]):
    """Edit of a category, account or custom type.

    None before is a creation, None after a removal.
    """

    before: _Part | None
    after: _Part | None


class UndoPlan:
    """A ledger in which the changes of one commit are undone, without writing.

    ``ledger`` and ``transactions`` are the state without the changes. ``transactions`` must have
    every transaction whose changes are undone. ``at`` is the time of the undo, and ``find_rate``
    looks up rates of exchange. ``undone_rule_ids`` are the rules whose changes are undone, which
    are read only when the rest is written; ``undone_occurrence_ids`` are such occurrences,
    ``undone_goal_ids`` such goals, and
    ``put_recurring`` the recurring entries as they were written, by id.
    """

    def __init__(
        self,
        tenant: Tenant,
        transactions: Mapping[str, Transaction],
        at: datetime,
        find_rate: FindRate = no_rates,
    ) -> None:
        self.tenant = tenant
        self.ledger_before = self.ledger = tenant.ledger
        self.transactions = dict(transactions)
        self.at = at
        self.find_rate = find_rate
        self.undone_rule_ids: set[str] = set()
        self.undone_occurrence_ids: set[str] = set()
        self.undone_goal_ids: set[str] = set()
        self.put_recurring: dict[str, Recurring | None] = {}
        self._transactions_before = transactions

    @property
    def edits(self) -> list[Edit]:
        """Return the edits of transactions."""
        pairs = (
            (self._transactions_before[key], after) for key, after in self.transactions.items()
        )
        return [Edit(before, after) for before, after in pairs if before != after]

    @property
    def category_edits(self) -> list[PartEdit[Category]]:
        """Return the edits of categories."""
        return list(_differences(self.ledger_before.categories, self.ledger.categories))

    @property
    def account_edits(self) -> list[PartEdit[Account]]:
        """Return the edits of accounts."""
        return list(_differences(self.ledger_before.accounts, self.ledger.accounts))

    @property
    def custom_type_edits(self) -> list[PartEdit[CustomType]]:
        """Return the edits of custom types."""
        return list(_differences(self.ledger_before.custom_types, self.ledger.custom_types))

    @property
    def own_rate_edits(self) -> list[PartEdit[OwnRate]]:
        """Return the edits of own rates."""
        return list(_differences(self.ledger_before.own_rates, self.ledger.own_rates))

    @property
    def keeps_amounts(self) -> bool:
        """Return whether an account keeps amounts of its own."""
        before = self.ledger_before.accounts.values()
        after = self.ledger.accounts.values()
        return any(account.has_amounts for account in after if account in before)

    def part_without(
        self, change: Change, model: type[_Part], get: Callable[[str], _Part]
    ) -> _Part | None:
        """Return a category, account or custom type without a change; None if it is removed.

        A removed one returns open to new entries, even if it was being merged into another.

        Raises: as ``get``, unless it was removed.
        """
        if change.before is None:
            get(change.entity_id)
            return None
        old = model.model_validate(change.before)
        if change.after is None:
            is_mergeable = "merging_into" in model.model_fields
            update = {"merging_into": None} if is_mergeable else {}
            return next_revision(old.model_copy(update=update), self.at)
        return revised(get(change.entity_id), old_fields(change, old), self.at)


def live_uses_added(edits: Iterable[Edit], is_use: Callable[[Transaction], bool]) -> int:
    """Return how much these edits change the number of live transactions with such a use."""
    return sum(
        sign
        for edit in edits
        for transaction, sign in ((edit.before, -1), (edit.after, +1))
        if transaction is not None and not transaction.is_deleted and is_use(transaction)
    )


def old_fields(change: Change, old: FrozenModel) -> dict[str, Any]:
    """Return the changed fields with their values in ``old``, the state before the change."""
    names = change.changed_fields & type(old).model_fields.keys()
    return {name: getattr(old, name) for name in names}


def account_ids_of(transaction: Transaction) -> frozenset[str]:
    """Return the ids of the accounts of a transaction."""
    return frozenset(account_id for account_id, _ in transaction.account_changes)


def _differences(before: dict[str, _Part], after: dict[str, _Part]) -> Iterator[PartEdit[_Part]]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield PartEdit(before.get(key), after.get(key))
