"""Undo plan: a ledger as it is, and as it is without some changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from shared.models.history.change import Change
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transaction import Transaction
from shared.models.values.revision import next_revision, revised

_Part = TypeVar("_Part", Category, Account)


class PartEdit(NamedTuple, Generic[_Part]):
    """One change of a category or account: None before is a creation, None after a removal."""

    before: _Part | None
    after: _Part | None


class UndoPlan:
    """A ledger while changes of one commit are undone in it; nothing is written.

    ``ledger`` and ``transactions`` become what they are without the changes. ``transactions`` must
    hold every transaction whose changes are undone. ``at`` is when the changes are undone.
    """

    def __init__(
        self, tenant: Tenant, transactions: Mapping[str, Transaction], at: datetime
    ) -> None:
        self.tenant = tenant
        self.ledger_before = self.ledger = tenant.ledger
        self.transactions = dict(transactions)
        self.at = at
        self._transactions_before = transactions

    @property
    def edits(self) -> list[Edit]:
        """How transactions have to change."""
        pairs = (
            (self._transactions_before[key], after) for key, after in self.transactions.items()
        )
        return [Edit(before, after) for before, after in pairs if before != after]

    @property
    def category_edits(self) -> list[PartEdit[Category]]:
        """How categories have to change."""
        return list(_differences(self.ledger_before.categories, self.ledger.categories))

    @property
    def account_edits(self) -> list[PartEdit[Account]]:
        """How accounts have to change."""
        return list(_differences(self.ledger_before.accounts, self.ledger.accounts))

    @property
    def keeps_amounts(self) -> bool:
        """Whether an account keeps an opening balance that is not zero."""
        before = self.ledger_before.accounts.values()
        after = self.ledger.accounts.values()
        return any(account.opening_balance_minor for account in after if account in before)

    def part_without(
        self, change: Change, model: type[_Part], get: Callable[[str], _Part]
    ) -> _Part | None:
        """Return a category or account without a change; None where it is to be removed.

        What was removed comes back open, also where it was being merged into another.

        Raises: as ``get``, of what was not removed.
        """
        if change.before is None:
            get(change.entity_id)
            return None
        old = model.model_validate(change.before)
        if change.after is None:
            return next_revision(old.model_copy(update={"merging_into": None}), self.at)
        return revised(get(change.entity_id), old_fields(change, old), self.at)


def live_uses_added(edits: Iterable[Edit], is_use: Callable[[Transaction], bool]) -> int:
    """By how many these edits change the number of live transactions that are such a use."""
    return sum(
        sign
        for edit in edits
        for transaction, sign in ((edit.before, -1), (edit.after, +1))
        if transaction is not None and not transaction.is_deleted and is_use(transaction)
    )


def old_fields(change: Change, old: Transaction | Category | Account) -> dict[str, Any]:
    """Return the fields that a change changed, as they were in ``old``, the value before it."""
    names = change.changed_fields & type(old).model_fields.keys()
    return {name: getattr(old, name) for name in names}


def account_ids_of(transaction: Transaction) -> frozenset[str]:
    """The accounts a transaction is on."""
    return frozenset(account_id for account_id, _ in transaction.account_changes)


def _differences(before: dict[str, _Part], after: dict[str, _Part]) -> Iterator[PartEdit[_Part]]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield PartEdit(before.get(key), after.get(key))
