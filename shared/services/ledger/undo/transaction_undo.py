"""Undo of changes of transactions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.errors import AccountGone, CategoryGone, CustomTypeGone, InvalidArgument, NotFound
from shared.models.history.change import MERGES, Cause, Change
from shared.models.history.undo_plan import UndoPlan, account_ids_of, old_fields
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.currencies.base_amounts import GivenExchange, exchange_after
from shared.models.ledger.transactions.currencies.exchange import Exchange, ExchangeSource
from shared.models.ledger.transactions.currencies.healing import exchange_in_force
from shared.models.ledger.transactions.currencies.other_currencies import in_ledgers_currency
from shared.models.ledger.transactions.fit import fit_errors
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.revision import revised
from shared.services.posting.kind_undo import KindUndo, UndoCommit
from shared.services.posting.ledger import commit_edits

_CONVERTED = ("amount_minor", "currency", "to_amount_minor", "to_currency", "date")
"""Fields on which the conversion to the ledger's currency depends."""


class TransactionUndo(KindUndo):
    """Undoes changes of transactions; a created transaction is moved to the trash."""

    @staticmethod
    def needs_whole_operation(change: Change) -> bool:
        """Return whether its commit also deleted what it named, or settled what it books.

        These are commits of merges, and of recurring entries with their occurrences, and undos of
        them.
        """
        is_of_link = change.cause is Cause.UNDO and "recurring_id" in change.changed_fields
        return change.cause in MERGES or change.cause is Cause.RECURRING or is_of_link

    def find(self, entity_id: str) -> Transaction | None:
        """Return the transaction with that id, deleted or not, or None."""
        return self.plan.transactions.get(entity_id)

    def take_back(self, change: Change) -> None:
        """Undo one change in the plan.

        Raises:
            NotFound: The transaction does not exist.
            CategoryGone, AccountGone, CustomTypeGone: One that it had was deleted meanwhile.
            InvalidArgument: The result would be invalid, or not fit the ledger.
        """
        current = self.find(change.entity_id)
        if current is None:
            raise NotFound("transaction")
        fields: dict[str, Any] = {"deleted_at": self.plan.at}
        if change.before is not None:
            old = Transaction.model_validate(change.before)
            fields = old_fields(change, old)
            after = current.model_copy(update=fields)
            fields["exchange"] = _converted(self.plan, change, current, old, after)
        after = revised(current, fields, self.plan.at)
        if after.base_currency != self.plan.ledger.currency:
            after = in_ledgers_currency(self.plan.ledger, after, self.plan.find_rate)
        _ensure_fits(self.plan.ledger, current, after, self.plan.at)
        self.plan.transactions[after.id] = after

    def write(self, commit: UndoCommit) -> None:
        """Write the transactions through the write path, with log entries from number 0.

        Raises:
            NotFound: A link to a goal would come back, and the goal is gone.
        """
        if edits := self.plan.edits:
            _ensure_goals(commit, edits, self.plan.undone_goal_ids)
            commit_edits(
                commit.unit,
                commit.operation,
                self.plan.tenant,
                edits,
                written_occurrences=self.plan.undone_occurrence_ids,
            )


def _ensure_goals(commit: UndoCommit, edits: list[Edit], undone: set[str]) -> None:
    """Check that the goals of links that come back are there, or come back with them.

    Raises:
        NotFound: One is gone.
    """
    linked = {
        edit.after.goal_id
        for edit in edits
        if edit.before is not None and edit.after.goal_id != edit.before.goal_id
    } - {None, *undone}
    if linked and not linked <= {one.id for one in commit.unit.goals.list_all()}:
        raise NotFound("goal")


def _converted(
    plan: UndoPlan, change: Change, current: Transaction, old: Transaction, after: Transaction
) -> Exchange | None:
    """Return the conversion to the ledger's currency of a transaction ``after`` the undo.

    It is that of the state before the change, or the present one if the transaction was converted
    since. If the amount, currency or date is another one than there, it is converted as by an edit.
    A rate that has passed the transaction because of the change, or in the trash, counts now; the
    undo of a healing brings back what that has replaced.

    Raises:
        InvalidArgument: The base amount would be too large.
    """
    content = (change.after or {}).get("exchange")
    left = None if content is None else Exchange.model_validate(content)
    was_given = old.exchange is not None and old.exchange.rate_source is ExchangeSource.GIVEN
    is_undone = "exchange" in change.changed_fields
    basis = old if current.exchange == left or (is_undone and was_given) else current
    exchange = basis.exchange
    if not _has_same_amount(after, basis):
        exchange = exchange_after(plan.ledger, basis, after, GivenExchange(), plan.find_rate)
    is_kept = exchange == current.exchange and _has_same_amount(after, current)
    was_in_trash = current.is_deleted and not after.is_deleted
    if (is_kept and not was_in_trash) or change.cause is Cause.RATES:
        return exchange
    after = after.model_copy(update={"exchange": exchange})
    return exchange_in_force(plan.ledger, after, plan.find_rate, plan.at)


def _has_same_amount(one: Transaction, other: Transaction) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _CONVERTED)


def _ensure_fits(ledger: Ledger, current: Transaction, after: Transaction, at: datetime) -> None:
    """Check that the transaction fits; a deleted one may keep a removed category or account."""
    category_ids, account_ids = after.category_ids, account_ids_of(after)
    if after.is_deleted:
        category_ids -= current.category_ids
        account_ids -= account_ids_of(current)
    if not category_ids <= ledger.categories.keys():
        raise CategoryGone.of_undo()
    if not account_ids <= ledger.accounts.keys():
        raise AccountGone.of_undo()
    if after.custom_type_id is not None and after.custom_type_id not in ledger.custom_types:
        raise CustomTypeGone
    # The former state may have a category or account that was archived after it.
    if errors := list(fit_errors(ledger, after, at, current, may_be_archived=True)):
        raise InvalidArgument(*errors)
