"""Reversal: what undoing changes makes of a ledger, and whether that fits the ledger as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from shared.models.history.change import Cause, Change, Entity
from shared.models.ledger.account import Account
from shared.models.ledger.booking import fit_errors
from shared.models.ledger.category import Category
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transaction import Transaction
from shared.models.people.profile import Profile
from shared.models.settings.ledger_settings import LedgerSettings
from shared.models.values.revision import Versioned, next_revision, revised

_Part = TypeVar("_Part", Category, Account)


_ACCESS = frozenset({Entity.WORKSPACE, Entity.MEMBER, Entity.INVITATION, Entity.SIGN_IN})
"""Who may act on a ledger is granted, not brought back by undoing."""


class PartEdit(NamedTuple, Generic[_Part]):
    """One change of a category or account: None before is a creation, None after a removal."""

    before: _Part | None
    after: _Part | None


class Reversal:
    """A ledger in which changes are undone one after the other, the last one first.

    ``transactions`` must hold every transaction whose changes are undone. Nothing is written:
    ``edits``, ``category_edits``, ``account_edits``, ``settings``, ``profile`` and the default
    account of ``tenant`` say what has to be. Rules are the affair of ``RuleReversal``.
    """

    def __init__(self, tenant: Tenant, transactions: dict[str, Transaction], at: datetime) -> None:
        self._tenant_before, self._tenant = tenant, tenant
        self.settings, self.profile = LedgerSettings.of(tenant), tenant.profile
        self._before, self._transactions = transactions, dict(transactions)
        self._at = at

    def is_as_left_by(self, change: Change) -> bool:
        """Whether nothing has changed the thing since, so that no later change can conflict.

        Of rules that is not known here.
        """
        if change.entity is Entity.RULES:
            return False
        thing = self._find(change.entity, change.entity_id)
        if thing is None or change.after is None:
            return thing is None and change.after is None
        return bool(thing.revision == change.after.get("revision", 1))

    def undo(self, *changes: Change) -> None:
        """Take back these changes, the last one first; those of rules are passed over.

        What they changed is as it was, and everything else stays. A transaction that was created
        goes into the bin; a category or account is removed. What was removed is put back under its
        id, open again where it was being merged away. Another default account moves back where
        both its changes are undone. A start day of the months is asked for as by a patch.

        Raises:
            NotFound: The thing is no longer there.
            CategoryGone, AccountGone: Its category or account was deleted meanwhile.
            CategoryBusy, AccountBusy: It is being merged into another.
            AlreadyExists: Its name was given to another meanwhile.
            TooManyCategories, TooManyAccounts: There is no room for it any more.
            DefaultAccount: The default account would be removed or archived.
            RebuildRunning: The months are being rebuilt for a third start day.
            InvalidArgument: It would contradict itself, or not fit the ledger.
        """
        undo_of = {
            Entity.TRANSACTION: self._undo_of_transaction,
            Entity.CATEGORY: self._undo_of_category,
            Entity.ACCOUNT: self._undo_of_account,
            Entity.SETTINGS: self._undo_of_settings,
            Entity.PROFILE: self._undo_of_profile,
        }
        for change in reversed(changes):
            if change.entity in undo_of:
                undo_of[change.entity](change)
        self._move_default_back(changes)

    @property
    def tenant(self) -> Tenant:
        """The ledger as it comes to be, but for its totals and calendars."""
        currency, timezone = self.settings.currency, self.settings.timezone
        return replace(self._tenant, currency=currency, timezone=timezone)

    @property
    def keeps_amounts(self) -> bool:
        """Whether an account keeps an opening balance that is not zero."""
        before = self._tenant_before.accounts.values()
        after = self._tenant.accounts.values()
        return any(account.opening_balance_minor for account in after if account in before)

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

    def _find(self, entity: Entity, entity_id: str) -> Versioned | None:
        if entity is Entity.TRANSACTION:
            return self._transactions.get(entity_id)
        if entity is Entity.CATEGORY:
            return self._tenant.categories.get(entity_id)
        if entity is Entity.SETTINGS:
            return self.settings
        if entity is Entity.PROFILE:
            return self.profile
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
        if after is not None:
            self._tenant = self._tenant.with_account(after)
            return
        accounts = dict(self._tenant.accounts)
        if accounts.pop(change.entity_id).merging_into in accounts:
            raise AccountBusy
        self._tenant = replace(self._tenant, accounts=accounts)

    def _move_default_back(self, changes: Sequence[Change]) -> None:
        """Make the account the default again in whose place these changes put another one."""
        current_id, accounts = self._tenant.default_account_id, dict(self._tenant.accounts)
        default_id = _default_before(changes, current_id)
        default = accounts.get(default_id)
        if default_id == current_id:
            if any(change.entity is Entity.ACCOUNT for change in changes):
                _ensure_stands(default)
            return
        _ensure_can_be_default(default, accounts)
        for key in accounts.keys() & {current_id, default_id}:
            if accounts[key] == self._tenant_before.accounts.get(key):
                accounts[key] = next_revision(accounts[key], self._at)
        self._tenant = replace(self._tenant, accounts=accounts, default_account_id=default_id)

    def _undo_of_settings(self, change: Change) -> None:
        before, after = map(LedgerSettings.model_validate, (change.before, change.after))
        self.settings = self.settings.without(before, after)

    def _undo_of_profile(self, change: Change) -> None:
        before, after = map(Profile.model_validate, (change.before, change.after))
        self.profile = self.profile.without(before, after)

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
    """Pass where there is a way back from all these changes.

    Raises:
        NotUndoable: One is the end of a rebuild of the months, or the beginning of the settings,
            or of who may act on the ledger.
    """
    for change in changes:
        if change.entity in _ACCESS:
            raise NotUndoable(f"change the {change.entity} again instead")
        if change.entity is Entity.SETTINGS and change.cause is Cause.REBUILD:
            raise NotUndoable(f"it ended what change {change.cause_id} asked for; undo that one")
        if change.entity is Entity.SETTINGS and change.before is None:
            raise NotUndoable("the ledger began with it")


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
    names = change.changed_fields & type(old).model_fields.keys()
    return {name: getattr(old, name) for name in names}


def _default_before(changes: Sequence[Change], current_id: str) -> str:
    """The account that is the default without these changes.

    It moves back only where both its changes are among them: that of the account which is the
    default by now, and that of the one before.
    """
    moves = {
        change.entity_id: _is_default(change.after)
        for change in changes
        if change.entity is Entity.ACCOUNT
        and _is_default(change.before) != _is_default(change.after)
    }
    lost = [account_id for account_id, gained in moves.items() if not gained]
    return lost[0] if lost and moves.get(current_id) else current_id


def _is_default(state: dict[str, Any] | None) -> bool:
    return state is not None and "is_default" in state


def _ensure_stands(default: Account | None) -> None:
    if default is None or default.archived:
        raise DefaultAccount


def _ensure_can_be_default(account: Account | None, accounts: Mapping[str, Account]) -> None:
    if account is None:
        raise NotFound("account")
    if account.archived:
        raise DefaultAccount("The account that was the default before is archived.")
    if account.merging_into in accounts:
        raise AccountBusy


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
