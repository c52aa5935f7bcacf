"""Commit changes of transactions: the write path, the only code that writes them.

Transactions, increments of month summaries, balances of accounts, uses of tags and payees, and the
change log are written in one commit. So each total equals the sum over the live transactions at
every instant.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from shared.models.history.change import Cause, IdempotencyRecord, Operation
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.ledger_totals import LedgerTotals
from shared.models.ledger.scopes import all_scopes
from shared.models.ledger.summary import Edit, deltas_of
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.currencies.base_amounts import ensure_currencies_fit
from shared.models.ledger.transactions.currencies.other_currencies import edits_converted_in
from shared.models.ledger.transactions.payee import payee_uses_of
from shared.models.ledger.transactions.tag_names import tag_names_of
from shared.models.ledger.transactions.transaction import Transaction
from shared.repositories.ledger.summaries import months_read_for
from shared.repositories.ledger.transaction_writes import (
    create_transaction,
    replace_transaction,
    update_transaction,
)
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change

if TYPE_CHECKING:
    from shared.services.posting.occurrence_links import LinkedEdits

_WITHOUT_LINKS = frozenset({Cause.RESTORE, Cause.RATES})
_BY_PEOPLE = frozenset({Cause.API, Cause.UNDO})


def commit_edits(
    unit: TenantStore,
    operation: Operation,
    tenant: Tenant,
    edits: Sequence[Edit],
    *,
    is_new_ledger: bool = False,
    written_occurrences: Collection[str] = (),
) -> Sequence[Edit]:
    """Write edits of transactions, their deltas of all totals, and their log in one commit.

    While the currency of the ledger is being changed, each transaction gets its amount in the next
    one, too. ``unit`` must have read the tenant and every ``before`` for that commit. With
    ``is_new_ledger``, the same commit creates the ledger, and these are all of its edits.
    Occurrences follow the edits that link a transaction to one or separate one from it, except
    those that the caller writes, whose ids are ``written_occurrences``. Returns the edits as they
    were written.

    Raises:
        InvalidArgument: A transaction is not in the currency of its account.
        TooManyTags: The ledger would exceed the maximum number of different tags.
        DemoQuota: A demo would exceed the maximum number of transactions.
    """
    ensure_currencies_fit(tenant.ledger, (edit.after for edit in edits))
    links = _links_of(unit, operation, edits, written_occurrences)
    if links is not None:
        edits = links.edits
    edits = _with_other_currencies(unit, operation, tenant.ledger, edits)
    if tenant.demo is not None and (created := sum(edit.before is None for edit in edits)):
        use = tenant.demo.use.with_transactions(created)
        unit.demo.put_transaction_count(use.transactions)
    _put_totals(unit, operation, tenant, edits, is_new_ledger=is_new_ledger)
    unit.payees.add_all(payee_uses_of(edits), operation.at)
    _put_transactions(unit, operation, tenant.ledger, edits)
    if links is not None:
        links.write(unit, operation, tenant.ledger)
    _leave_to_others(unit, operation, tenant.ledger, edits)
    return edits


def _leave_to_others(
    unit: TenantStore, operation: Operation, ledger: Ledger, edits: Sequence[Edit]
) -> None:
    """Note what is to be done after the commit: a look at plans, and matching."""
    if ledger.is_watched and operation.cause is not Cause.RESTORE:
        unit.touched += [one.date for edit in edits for one in (edit.before, edit.after) if one]
    if ledger.has_recurring and operation.cause in _BY_PEOPLE:
        unit.unlinked += [edit.after.id for edit in edits if _is_unlinked(edit.after)]


def _put_transactions(
    unit: TenantStore, operation: Operation, ledger: Ledger, edits: Sequence[Edit]
) -> None:
    """Write the transactions with their log entries, of which the first is the record."""
    idempotency = IdempotencyRecord(
        request_hash=operation.request_hash,
        created=tuple(edit.after.id for edit in edits if edit.before is None),
    )
    for index, edit in enumerate(edits):
        _put_transaction(unit, ledger, edit)
        append_change(
            unit,
            operation,
            edit.before,
            edit.after,
            index=index,
            idempotency=idempotency if index == 0 else None,
        )


def _links_of(
    unit: TenantStore, operation: Operation, edits: Sequence[Edit], written: Collection[str]
) -> LinkedEdits | None:
    """Return what changes of occurrences with these edits; None if nothing does.

    A restored backup has its occurrences, and rates change no link.
    """
    if operation.cause in _WITHOUT_LINKS or not any(map(_has_link, edits)):
        return None
    # Few transactions are of recurring entries, so this is imported on demand.
    from shared.services.posting.occurrence_links import linked_edits  # noqa: PLC0415 (see above)

    return linked_edits(unit, operation, edits, written)


def _is_unlinked(transaction: Transaction) -> bool:
    return transaction.recurring_id is None and not transaction.is_deleted


def _has_link(edit: Edit) -> bool:
    before, after = edit.before, edit.after
    return after.recurring_id is not None or (
        before is not None and before.recurring_id is not None
    )


def _with_other_currencies(
    unit: TenantStore, operation: Operation, ledger: Ledger, edits: Sequence[Edit]
) -> Sequence[Edit]:
    """Return edits whose transactions have their amounts in the next currency of the ledger."""
    if ledger.next_currency is None and not any(one.after.other_exchanges for one in edits):
        return edits
    # Few ledgers ever change their currency, so this is imported on demand.
    from shared.services.posting.currency_change import converted_edits  # noqa: PLC0415 (see above)

    return converted_edits(unit, ledger, operation.at, edits)


def _put_transaction(unit: TenantStore, ledger: Ledger, edit: Edit) -> None:
    """Write a transaction, as a whole if it may be stored in a former currency of the ledger."""
    if edit.before is None:
        create_transaction(unit, edit.after)
    elif ledger.currency_change.is_moving:
        replace_transaction(unit, edit.after)
    else:
        update_transaction(unit, edit.before, edit.after)


def _put_totals(
    unit: TenantStore,
    operation: Operation,
    tenant: Tenant,
    edits: Sequence[Edit],
    *,
    is_new_ledger: bool,
) -> None:
    """Write the changes of all totals, and the spelling of tags that the ledger did not have."""
    ledger = tenant.ledger
    change = LedgerTotals()
    for calendar in ledger.calendars:
        is_next = calendar == ledger.next_calendar
        currency = (is_next and ledger.next_currency) or ledger.currency
        deltas = deltas_of(edits_converted_in(edits, currency), calendar, all_scopes(ledger.scopes))
        if is_new_ledger:
            unit.summaries.put_first(deltas, operation.at, calendar)
        else:
            unit.prepare_to_read(len(months_read_for(deltas)))
            unit.summaries.add_all(deltas, operation.at, calendar)
        if calendar == ledger.calendar:
            change = LedgerTotals.of(deltas.values())
    before, after = tenant.ledger.totals, tenant.ledger.with_changed_totals(change).totals
    unit.ledger.put_totals(after, change)
    unit.ledger.put_tag_names(tag_names_of(edits, after.tags.keys() - before.tags.keys()))
