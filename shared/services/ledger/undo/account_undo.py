"""Undo of changes of accounts, including the default account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from shared.errors import (
    AccountBusy,
    AccountInUse,
    DefaultAccount,
    NotFound,
    NotUndoable,
    TooManyAccounts,
)
from shared.models.history.change import MERGES, Change
from shared.models.history.undo_plan import PartEdit, UndoPlan, account_ids_of, live_uses_added
from shared.models.ledger.account import MAX_ACCOUNTS, Account, AccountState
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.terms import account_term
from shared.models.values.revision import next_revision
from shared.repositories.store import TenantStore
from shared.services.ledger.merges import ensure_free
from shared.services.ledger.undo.part_undo import PartUndo, ensure_fit, ensure_merges_go_on
from shared.services.posting.kind_undo import UndoCommit

_AMOUNTS = frozenset({"opening_balance_minor", "low_balance_minor"})


class AccountUndo(PartUndo[Account]):
    """Undoes changes of accounts; a created account is removed.

    A move of the default account is undone if both its changes are undone.
    """

    def __init__(self, plan: UndoPlan) -> None:
        super().__init__(plan)
        self._taken_back: list[Change] = []
        self._currencies_of_amounts: dict[str, str] = {}

    @staticmethod
    def needs_whole_operation(change: Change) -> bool:
        """Return whether a change moved the default account, or is of the target of a merge.

        The same commit has the change of the other account, or deleted it.
        """
        if change.before is None or change.after is None:
            return False
        fields = change.changed_fields
        return "is_default" in fields or (change.cause in MERGES and "merging_into" not in fields)

    @property
    def edits(self) -> list[PartEdit[Account]]:
        """Return the edits of accounts."""
        return self.plan.account_edits

    def find(self, entity_id: str) -> Account | None:
        """Return the account with that id, or None."""
        return self.plan.ledger.accounts.get(entity_id)

    def take_back(self, change: Change) -> None:
        """Undo one change in the plan.

        Raises:
            NotFound: The account no longer exists.
            AccountBusy: The account would be removed, and is being merged into another.
        """
        self._taken_back.insert(0, change)
        ledger = self.plan.ledger
        after = self.plan.part_without(change, Account, partial(_in_its_currency, ledger))
        if after is not None:
            state = AccountState.model_validate(change.before)
            if state.has_amounts and _AMOUNTS & change.changed_fields:
                self._currencies_of_amounts[after.id] = state.currency
            after = _as_stored(ledger, after)
            self.plan.ledger = replace(ledger, accounts={**ledger.accounts, after.id: after})
            return
        accounts = dict(ledger.accounts)
        if accounts.pop(change.entity_id).merging_into in accounts:
            raise AccountBusy
        self.plan.ledger = replace(ledger, accounts=accounts)

    def settle(self) -> None:
        """Check names and number of accounts, and make the former default account it again.

        Raises:
            AlreadyExists: Another account has the name of one that the plan restores or changes.
            TooManyAccounts: The plan restores more accounts than a ledger may have.
            NotFound: That account no longer exists.
            AccountBusy: That account is being merged, or the plan would remove or archive the
                target of a merge, or change a currency beside a merge.
            NotUndoable: The target of a merge that would begin again takes no transactions.
            DefaultAccount: The default account would be removed or archived.
        """
        ledger = self.plan.ledger
        before = self.plan.ledger_before.accounts
        ensure_fit(ledger.accounts, before, MAX_ACCOUNTS, TooManyAccounts)
        ensure_merges_go_on(ledger.accounts, before, AccountBusy)
        _ensure_currencies_stay(ledger, self.plan.ledger_before, self.edits)
        current_id, accounts = ledger.default_account_id, dict(ledger.accounts)
        default_id = _default_before(self._taken_back, current_id)
        default = accounts.get(default_id)
        if default_id == current_id:
            _ensure_stands(default)
            return
        _ensure_can_be_default(default, accounts)
        for key in accounts.keys() & {current_id, default_id}:
            if accounts[key] == self.plan.ledger_before.accounts.get(key):
                accounts[key] = next_revision(accounts[key], self.plan.at)
        self.plan.ledger = replace(ledger, accounts=accounts, default_account_id=default_id)

    def begin(self, commit: UndoCommit) -> None:
        """Write the default account, and restored and changed accounts.

        Raises:
            NotUndoable: An account's currency would be another one than that of its transactions
                or its own amounts, or changes while a backup is being restored.
        """
        self._name_currencies()
        self._ensure_amounts_fit()
        for before, after in self.edits:
            if before is not None and after is not None and self._has_other_currency(after.id):
                _ensure_currency_is_free(commit.unit, self.plan.ledger_before, after)
        default_id = self.plan.ledger.default_account_id
        if default_id != self.plan.ledger_before.default_account_id:
            commit.unit.ledger.put_default_account(default_id)
        super().begin(commit)

    def put(self, unit: TenantStore, part: Account) -> None:
        """Write an account."""
        unit.ledger.put_account(part)
        if part.low_balance_minor is not None:
            from shared.services.posting.watch import begin_daily_look  # noqa: PLC0415 (few accounts have one)

            begin_daily_look(unit, self.plan.ledger_before, [part], self.plan.at)

    def remove(self, unit: TenantStore, part: Account) -> None:
        """Remove an account without live transactions after the plan's edits.

        Raises:
            AccountInUse: The account has live transactions; the error has their number.
        """
        count = self.plan.ledger_before.totals_of(part.id).count
        count += live_uses_added(self.plan.edits, lambda one: part.id in account_ids_of(one))
        if count:
            raise AccountInUse(count)
        unit.ledger.remove_account(part.id)

    def logged(self, ledger: Ledger, part: Account) -> AccountState:
        """Return the logged state of an account."""
        return ledger.state_of(part)

    def _name_currencies(self) -> None:
        """Store the ledger's currency as None in the accounts that get it by the undo."""
        ledger = self.plan.ledger
        follow = {
            after.id: after.model_copy(update={"currency": None})
            for before, after in self.edits
            if after is not None
            and after.currency == ledger.currency
            and (before is None or before.currency != after.currency)
        }
        self.plan.ledger = replace(ledger, accounts={**ledger.accounts, **follow})

    def _ensure_amounts_fit(self) -> None:
        """Check that the amounts of each account are in the currency in which they were entered."""
        ledger, before = self.plan.ledger, self.plan.ledger_before
        for key, account in ledger.accounts.items():
            currency = self._currencies_of_amounts.get(key) or before.currency_of(key)
            if account.has_amounts and currency != ledger.currency_of(key):
                raise NotUndoable(
                    f"the account's own amounts would be in {currency}, and the "
                    f"account in {ledger.currency_of(key)}"
                )

    def _has_other_currency(self, account_id: str) -> bool:
        before = self.plan.ledger_before.currency_of(account_id)
        return self.plan.ledger.currency_of(account_id) != before


def _in_its_currency(ledger: Ledger, account_id: str) -> Account:
    """Return an account with its currency by name, as it is logged.

    Raises:
        NotFound: There is none.
    """
    account = ledger.get_account(account_id)
    return account.model_copy(update={"currency": ledger.currency_of(account_id)})


def _as_stored(ledger: Ledger, after: Account) -> Account:
    """Return the account with its currency as the ledger stores it, unless it is another one."""
    stored = ledger.accounts.get(after.id)
    if stored is None or ledger.currency_of(after.id) != after.currency:
        return after
    return after.model_copy(update={"currency": stored.currency})


def _ensure_currencies_stay(
    ledger: Ledger, ledger_before: Ledger, edits: Sequence[PartEdit[Account]]
) -> None:
    """Check that the accounts of a merge have one currency, and keep it."""
    for before, after in edits:
        if before is None or after is None:
            continue
        currency = ledger.currency_of(after.id)
        if currency != ledger_before.currency_of(after.id):
            ensure_free(ledger.accounts, after, AccountBusy)
        target = ledger.accounts.get(after.merging_into or "")
        if target is not None and ledger.currency_of(target.id) != currency:
            raise NotUndoable("the account into which it was being merged has another currency")


def _default_before(changes: Sequence[Change], current_id: str) -> str:
    """Return the id of the default account without these changes of accounts.

    It moves back only if both changes are among them: that of the current default account, and that
    of the former one.
    """
    moves = {
        change.entity_id: _is_default(change.after)
        for change in changes
        if _is_default(change.before) != _is_default(change.after)
    }
    lost = [account_id for account_id, gained in moves.items() if not gained]
    return lost[0] if lost and moves.get(current_id) else current_id


def _ensure_currency_is_free(unit: TenantStore, ledger: Ledger, account: Account) -> None:
    if unit.transactions.has_any_with_term(account_term(account.id)):
        raise NotUndoable("it changed the currency of an account that has amounts now")
    if ledger.is_being_restored:
        raise NotUndoable("it changed the currency of an account, and a backup is being restored")


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
