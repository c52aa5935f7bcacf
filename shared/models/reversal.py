"""Reversal: what undoing changes makes of a ledger, and whether that fits the ledger as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from shared.errors import (
    AccountBusy,
    AccountGone,
    CategoryBusy,
    CategoryGone,
    DefaultAccount,
    InvalidArgument,
    NotFound,
    NotUndoable,
)
from shared.models.account import Account
from shared.models.booking import fit_errors
from shared.models.category import Category
from shared.models.change import Change, Entity
from shared.models.revision import next_revision, revised
from shared.models.summary import Edit
from shared.models.tenant import Tenant
from shared.models.transaction import Transaction

_Part = TypeVar("_Part", Category, Account)


class PartEdit(NamedTuple, Generic[_Part]):
    """One change of a category or account: None before is a creation, None after a removal."""

    before: _Part | None
    after: _Part | None


class Reversal:
    """A ledger in which changes are undone one after the other, the last one first.

    ``transactions`` must hold every transaction whose changes are undone. Nothing is written:
    ``edits``, ``category_edits`` and ``account_edits`` say what has to be.
    """

    def __init__(self, tenant: Tenant, transactions: dict[str, Transaction], at: datetime) -> None:
        self._tenant_before, self._tenant = tenant, tenant
        self._before, self._transactions = transactions, dict(transactions)
        self._at = at

    def is_as_left_by(self, change: Change) -> bool:
        """Whether nothing has changed the thing since, so that no later change can conflict."""
        thing = self._find(change.entity, change.entity_id)
        if thing is None or change.after is None:
            return thing is None and change.after is None
        return bool(thing.revision == change.after.get("revision", 1))

    def undo(self, change: Change) -> None:
        """Take back one change: what it changed is as it was, and everything else stays.

        A transaction that was created goes into the bin; a category or account is removed. What
        was removed is put back under its id, open again where it was being merged away.

        Raises:
            NotFound: The thing is no longer there.
            CategoryGone, AccountGone: Its category or account was deleted meanwhile.
            CategoryBusy, AccountBusy: It is being merged into another.
            AlreadyExists: Its name was given to another meanwhile.
            TooManyCategories, TooManyAccounts: There is no room for it any more.
            DefaultAccount: The default account would be removed or archived.
            InvalidArgument: It would contradict itself, or not fit the ledger.
        """
        if change.entity is Entity.TRANSACTION:
            self._undo_of_transaction(change)
        elif change.entity is Entity.CATEGORY:
            self._undo_of_category(change)
        else:
            self._undo_of_account(change)

    @property
    def edits(self) -> list[Edit]:
        """How transactions have to change."""
        pairs = ((self._before[key], after) for key, after in self._transactions.items())
        return [Edit(before, after) for before, after in pairs if before != after]

    @property
    def category_edits(self) -> list[PartEdit[Category]]:
        """How categories have to change."""
        return list(_differences(self._tenant_before.categories, self._tenant.categories))

    @property
    def account_edits(self) -> list[PartEdit[Account]]:
        """How accounts have to change."""
        return list(_differences(self._tenant_before.accounts, self._tenant.accounts))

    def _find(self, entity: Entity, entity_id: str) -> Transaction | Category | Account | None:
        if entity is Entity.TRANSACTION:
            return self._transactions.get(entity_id)
        if entity is Entity.CATEGORY:
            return self._tenant.categories.get(entity_id)
        return self._tenant.accounts.get(entity_id)

    def _undo_of_transaction(self, change: Change) -> None:
        current = self._transactions.get(change.entity_id)
        if current is None:
            raise NotFound("transaction")
        fields: dict[str, Any] = {"deleted_at": self._at}
        if change.before is not None:
            fields = _old_fields(change, Transaction.model_validate(change.before))
        after = revised(current, fields, self._at)
        _ensure_fits(self._tenant, current, after, self._at)
        self._transactions[after.id] = after

    def _undo_of_category(self, change: Change) -> None:
        after = self._part_after(change, Category, self._tenant.get_category)
        if after is not None:
            self._tenant = self._tenant.with_category(after)
            return
        if self._tenant.get_category(change.entity_id).merging_into in self._tenant.categories:
            raise CategoryBusy
        self._tenant = self._tenant.without_category(change.entity_id)

    def _undo_of_account(self, change: Change) -> None:
        after = self._part_after(change, Account, self._tenant.get_account)
        if change.entity_id == self._tenant.default_account_id and (not after or after.archived):
            raise DefaultAccount
        if after is not None:
            self._tenant = self._tenant.with_account(after)
            return
        accounts = dict(self._tenant.accounts)
        if accounts.pop(change.entity_id).merging_into in accounts:
            raise AccountBusy
        self._tenant = replace(self._tenant, accounts=accounts)

    def _part_after(
        self, change: Change, kind: type[_Part], get: Callable[[str], _Part]
    ) -> _Part | None:
        """The category or account without the change; None where it is to be removed."""
        if change.before is None:
            get(change.entity_id)
            return None
        old = kind.model_validate(change.before)
        if change.after is None:
            return next_revision(old.model_copy(update={"merging_into": None}), self._at)
        return revised(get(change.entity_id), _old_fields(change, old), self._at)


def ensure_undoable(changes: Iterable[Change]) -> None:
    """Pass where the log knows a way back from all these changes.

    Raises:
        NotUndoable: One is of rules or settings, or of which account is the default.
    """
    for change in changes:
        if change.entity in (Entity.RULES, Entity.SETTINGS):
            raise NotUndoable(f"set the {change.entity} again instead")
        if not change.changed_fields:
            raise NotUndoable("choose the default account again instead")


def live_uses_added(edits: Iterable[Edit], is_use: Callable[[Transaction], bool]) -> int:
    """By how many these edits change the number of live transactions that are such a use."""
    return sum(
        sign
        for edit in edits
        for transaction, sign in ((edit.before, -1), (edit.after, +1))
        if transaction is not None and not transaction.is_deleted and is_use(transaction)
    )


def account_ids_of(transaction: Transaction) -> frozenset[str]:
    """The accounts a transaction is on."""
    return frozenset(account_id for account_id, _ in transaction.account_changes)


def _old_fields(change: Change, old: Transaction | Category | Account) -> dict[str, Any]:
    return {name: getattr(old, name) for name in change.changed_fields}


def _ensure_fits(tenant: Tenant, current: Transaction, after: Transaction, at: datetime) -> None:
    """Pass where the transaction may be so; in the bin, it may keep what is no longer there."""
    category_ids, account_ids = after.category_ids, account_ids_of(after)
    if after.is_deleted:
        category_ids -= current.category_ids
        account_ids -= account_ids_of(current)
    if not category_ids <= tenant.categories.keys():
        raise CategoryGone
    if not account_ids <= tenant.accounts.keys():
        raise AccountGone
    if errors := list(fit_errors(tenant, after, at, current)):
        raise InvalidArgument(*errors)


def _differences(before: dict[str, _Part], after: dict[str, _Part]) -> Iterator[PartEdit[_Part]]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield PartEdit(before.get(key), after.get(key))
