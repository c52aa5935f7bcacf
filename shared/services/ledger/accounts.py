"""Create, change, delete and merge accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from shared.errors import (
    AccountBusy,
    AccountCurrencyInUse,
    AccountInUse,
    DefaultAccount,
    InvalidArgument,
)
from shared.models.history.change import Cause, Operation
from shared.models.ledger.account import MAX_OPENING_MINOR, Account, AccountState
from shared.models.ledger.balances import AccountBalance
from shared.models.ledger.inputs.account import AccountDraft, AccountPatch, AccountPut
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.ledger_totals import LedgerTotals
from shared.models.ledger.transactions.terms import account_term
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.identifiers import new_id
from shared.models.values.money import to_minor
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, next_revision, revised
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.ledger.balances import get_balance
from shared.services.ledger.merges import Merge, ensure_free, is_merge_target
from shared.services.posting.operations import append_change, run_once

_NOT_STORED_AS_GIVEN = frozenset({"opening_balance", "low_balance", "is_default"})


def create_account(store: TenantStore, operation: Operation, draft: AccountDraft) -> AccountBalance:
    """Add an account; a ledger's first one is its default.

    Raises:
        AlreadyExists: One of that name exists.
        TooManyAccounts: The ledger has reached the maximum number of accounts.
        InvalidArgument: An amount has more decimals than the currency.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> AccountBalance:
        ledger, at = snapshot.ledger, operation.at
        fields = _fields_of(ledger, draft, at, None)
        account = Account(id=new_id(), created_at=at, updated_at=at, **fields)
        state = (after := ledger.with_account(account)).state_of(account)
        unit.ledger.put_account(account)
        unit.ledger.put_default_account(after.default_account_id)
        append_change(unit, operation, None, state)
        _begin_daily_look(unit, ledger, [account], at)
        return get_balance(unit, after, account, at)

    def recall(snapshot: RecordedSnapshot) -> AccountBalance:
        content = snapshot.record.after
        is_default = AccountState.model_validate(content).is_default
        account = Account.model_validate(content)
        before = replace(
            snapshot.ledger,
            totals=LedgerTotals(),
            default_account_id=account.id if is_default else "",
        )
        return get_balance(store, before, account, operation.at)

    return run_once(store, operation, work, recall)


def update_account(
    store: TenantStore,
    operation: Operation,
    account_id: str,
    wanted: AccountPatch | AccountPut,
    expected: ExpectedRevision = ANY_REVISION,
) -> AccountBalance:
    """Change an account: the named fields by a patch, all of them by a put.

    If it becomes the default account, the former default account changes, too.

    Raises:
        NotFound: There is none.
        PreconditionFailed: It is not as expected.
        AlreadyExists: Another one has the new name.
        AccountCurrencyInUse: It would have another currency, and has amounts.
        DefaultAccount: It is the default, and would be archived or no longer the default.
        AccountBusy: A merge of it, or into it, goes on and does not allow the change.
        InvalidArgument: It would become the default and is archived, or its opening balance has
            more decimals than the currency.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> AccountBalance:
        ledger = snapshot.ledger
        before = ledger.get_account(account_id)
        expected.check(get_balance(unit, ledger, before, operation.at))
        after = _changed(unit, ledger, before, wanted, operation.at)
        changes = list(_changes(ledger, before, after, wanted, operation.at))
        new_default = account_id if changes and wanted.is_default else None
        ledger = _write(unit, operation, ledger, changes, new_default)
        return get_balance(unit, ledger, ledger.get_account(account_id), operation.at)

    def recall(snapshot: LedgerSnapshot) -> AccountBalance:
        ledger = snapshot.ledger
        return get_balance(store, ledger, ledger.get_account(account_id), operation.at)

    return run_once(store, operation, work, recall)


def _write(
    unit: TenantStore,
    operation: Operation,
    before: Ledger,
    changes: list[tuple[Account, Account]],
    new_default_id: str | None,
) -> Ledger:
    """Write changed accounts and the default one with their log, and return the ledger after it."""
    after = before
    for _, new in changes:
        after = after.with_account(new)
        unit.ledger.put_account(new)
    if new_default_id is not None:
        after = replace(after, default_account_id=new_default_id)
        unit.ledger.put_default_account(new_default_id)
    for index, (old, new) in enumerate(changes):
        append_change(unit, operation, before.state_of(old), after.state_of(new), index=index)
    _begin_daily_look(unit, before, [new for _, new in changes], operation.at)
    return after


def _begin_daily_look(
    unit: TenantStore, before: Ledger, accounts: Iterable[Account], at: datetime
) -> None:
    """Let the balances ahead be looked at once a day, if one of the accounts has a low one."""
    written = [one for one in accounts if one.low_balance_minor is not None]
    if written:
        from shared.services.posting.watch import begin_daily_look  # noqa: PLC0415 (few accounts have one)

        begin_daily_look(unit, before, written, at)


def delete_account(
    store: TenantStore,
    operation: Operation,
    account_id: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Delete an account without live transactions, together with its opening balance.

    Raises:
        NotFound: There is none.
        PreconditionFailed: It is not as expected.
        DefaultAccount: It is the default.
        AccountBusy: It is being merged into another one, or another one into it.
        AccountInUse: It has live transactions, including both sides of transfers.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> None:
        account = snapshot.ledger.get_account(account_id)
        expected.check(get_balance(unit, snapshot.ledger, account, operation.at))
        _ensure_not_default(snapshot.ledger, account)
        ensure_free(snapshot.ledger.accounts, account, AccountBusy)
        if unit.transactions.has_live_with_term(account_term(account_id)):
            raise AccountInUse(unit.transactions.count_live_with_term(account_term(account_id)))
        unit.ledger.remove_account(account_id)
        append_change(unit, operation, snapshot.ledger.state_of(account), None)

    run_once(store, operation, work, recall=lambda _snapshot: None)


class AccountMerge(Merge[Account]):
    """Merge of an account into another of any kind.

    Its transactions and opening balance are moved. A transfer between the two is moved to the trash
    unchanged. So the target's balance becomes the sum of both.

    Raises:
        NotFound: There is no such account.
        PreconditionFailed: It is not as expected.
        DefaultAccount: It is the default.
        InvalidArgument: The target does not exist, is archived, being merged, the same, or in
            another currency; or its opening balance would be too large.
        AccountBusy: It is being merged into another one, or another one into it.
    """

    cause, busy = Cause.ACCOUNT_MERGE, AccountBusy
    place = "accounts"

    def __init__(
        self,
        source_id: str,
        target_id: str,
        balance_of: Callable[[Ledger, Account], AccountBalance] = AccountBalance.of,
    ) -> None:
        """Name both accounts; ``balance_of`` is for the answer to a failed precondition."""
        super().__init__(source_id, target_id)
        self._balance_of = balance_of

    @property
    def term(self) -> str:
        """Return the index term of the source's transactions."""
        return account_term(self.source_id)

    @staticmethod
    def parts(ledger: Ledger) -> Mapping[str, Account]:
        """Return the accounts of a ledger by their ids."""
        return ledger.accounts

    def get_source(self, ledger: Ledger, expected: ExpectedRevision) -> Account:
        """Return the source, or raise why it cannot be merged; see ``Merge.get_source``."""
        source = super().get_source(ledger, expected)
        target = ledger.get_account(self.target_id)
        if ledger.currency_of(target.id) != ledger.currency_of(source.id):
            currency = ledger.currency_of(target.id)
            raise InvalidArgument.of("reassign_to", f"is in another currency, {currency}")
        if abs(target.opening_balance_minor + source.opening_balance_minor) > MAX_OPENING_MINOR:
            raise InvalidArgument.of("reassign_to", "would have too large an opening balance")
        return source

    def find_source(self, ledger: Ledger) -> Account:
        """Return the source, or raise why it cannot be merged at all."""
        source = ledger.get_account(self.source_id)
        _ensure_not_default(ledger, source)
        return source

    def check_revision(self, ledger: Ledger, source: Account, expected: ExpectedRevision) -> None:
        """Raise unless the source has the expected revision."""
        expected.check(self._balance_of(ledger, source))

    def check_target(self, ledger: Ledger, _source: Account) -> None:
        """Raise unless transactions can be booked on the target."""
        ledger.get_account_for_booking(self.target_id, "reassign_to")

    def moved(self, before: Transaction, at: datetime) -> Transaction:
        """Return the transaction after the merge; itself if it does not change."""
        fields: dict[str, Any] = {
            name: self.target_id
            for name in ("account_id", "to_account_id")
            if getattr(before, name) == self.source_id
        }
        if {before.account_id, before.to_account_id} == {self.source_id, self.target_id}:
            fields = {"deleted_at": before.deleted_at or at}
        return revised(before, fields, at)

    def write(self, unit: TenantStore, before: Account, after: Account | None) -> None:
        """Write the account; ``after`` None deletes it."""
        if after is None:
            unit.ledger.remove_account(before.id)
        else:
            unit.ledger.put_account(after)

    def logged(self, ledger: Ledger, part: Account) -> AccountState:
        """Return the account in the form of the change log."""
        return ledger.state_of(part)

    def absorbed(
        self, ledger: Ledger, source: Account, at: datetime
    ) -> Iterator[tuple[Account, Account]]:
        """Yield the target before and after it gets the opening balance of the source."""
        target = ledger.get_account(self.target_id)
        opening = {
            "opening_balance_minor": target.opening_balance_minor + source.opening_balance_minor,
            "opening_date": min(target.opening_date, source.opening_date),
        }
        after = revised(target, opening, at)
        if after is not target:
            yield target, after


def _ensure_not_default(ledger: Ledger, account: Account) -> None:
    if account.id == ledger.default_account_id:
        raise DefaultAccount


def _fields_of(
    ledger: Ledger, wanted: AccountDraft | AccountPatch, at: datetime, before: Account | None
) -> dict[str, Any]:
    """Return the fields of the input, with amounts in minor units.

    ``before`` is the account that the input changes. Its currency stays as it is stored, if the
    input names no other one; otherwise the ledger's currency is None.
    """
    is_patch = isinstance(wanted, AccountPatch)
    names = wanted.model_fields_set if is_patch else set(type(wanted).model_fields)
    fields = {name: getattr(wanted, name) for name in names - _NOT_STORED_AS_GIVEN}
    own_currency = before and before.currency
    currency = fields.get("currency", own_currency) or ledger.currency
    if before is not None and currency == ledger.currency_of(before.id):
        fields["currency"] = own_currency
    elif currency == ledger.currency:
        fields["currency"] = None
    if "opening_balance" in names:
        balance = wanted.opening_balance or Decimal(0)
        fields["opening_balance_minor"] = to_minor(balance, currency, "opening_balance")
    if "low_balance" in names:
        low = wanted.low_balance
        fields["low_balance_minor"] = (
            None if low is None else to_minor(low, currency, "low_balance")
        )
    if "opening_date" in names:
        fields["opening_date"] = wanted.opening_date or ledger.today(at)
    return fields


def _changed(
    unit: TenantStore,
    ledger: Ledger,
    before: Account,
    wanted: AccountPatch | AccountPut,
    at: datetime,
) -> Account:
    """Return the account after the input, or raise why it cannot be changed so."""
    after = revised(before, _fields_of(ledger, wanted, at, before), at)
    _ensure_changeable(ledger, after, wanted)
    if after.currency != before.currency:
        ensure_free(ledger.accounts, before, AccountBusy)
        _ensure_no_amounts(unit, ledger, before)
    return after


def _ensure_no_amounts(unit: TenantStore, ledger: Ledger, account: Account) -> None:
    """Raise if the account has amounts, which another currency would change."""
    if unit.transactions.has_any_with_term(account_term(account.id)):
        raise AccountCurrencyInUse("it has transactions, perhaps in the trash")
    if account.opening_balance_minor:
        raise AccountCurrencyInUse("it has an opening balance")
    if account.low_balance_minor is not None:
        raise AccountCurrencyInUse("it has a low balance to notify of")
    if ledger.is_being_restored:
        raise AccountCurrencyInUse("a backup is being restored")


def _ensure_changeable(ledger: Ledger, after: Account, wanted: AccountPatch | AccountPut) -> None:
    """Check that the default account, and the target of a merge, stay what they must be."""
    if after.archived and is_merge_target(ledger.accounts, after.id):
        raise AccountBusy(is_target=True)
    is_default = after.id == ledger.default_account_id
    if is_default and (after.archived or wanted.is_default is False):
        raise DefaultAccount
    if wanted.is_default and after.archived:
        raise InvalidArgument.of("is_default", "must not be true of an archived account")
    if wanted.is_default and after.merging_into in ledger.accounts:
        raise AccountBusy


def _changes(
    ledger: Ledger,
    before: Account,
    after: Account,
    wanted: AccountPatch | AccountPut,
    at: datetime,
) -> Iterator[tuple[Account, Account]]:
    """Yield the account's change, if any, and that of the default account it replaces.

    Both accounts show which one is the default, so both change.
    """
    takes_place = bool(wanted.is_default) and after.id != ledger.default_account_id
    if takes_place and after is before:
        after = next_revision(before, at)
    if after is not before:
        yield before, after
    former = ledger.accounts.get(ledger.default_account_id)
    if takes_place and former is not None:
        yield former, next_revision(former, at)
