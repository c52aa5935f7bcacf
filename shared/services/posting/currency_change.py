"""Change the currency of a ledger that has amounts, while it is in use.

A change sets ``Ledger.next_currency``. From that commit on every transaction that is written gets
its amount in the next currency beside that in the present one. Three steps follow, each in commits
of bounded size that store how far they are, so that a step continues after an interruption, and two
processes can work at once:

1. CONVERTING: each earlier transaction is given its amount in the next currency.
2. BUILDING: ``rebuild`` sums the months up in it, like those of another start. One commit puts
   the currency in force. From then on a transaction is read in the new currency, however it is
   stored.
3. MOVING: each transaction is stored in the new currency, so that queries order and bound by it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from shared.errors import CurrencyInUse, RebuildRunning
from shared.models.ledger.currency_change import CurrencyChange, CurrencyStep
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.ledger_totals import LedgerTotals
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.currencies.exchange import FindRate
from shared.models.ledger.transactions.currencies.other_currencies import (
    converted_for,
    ledger_in_currency,
    rates_needed_for,
    without_outdated,
)
from shared.models.values.dates import Calendar
from shared.repositories.ledger.foreign_codec import StoredTransaction
from shared.repositories.ledger.transaction_writes import put_other_exchanges, replace_transaction
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import rates_of

AT_ONCE = 200
"""Transactions of one commit, which reads and writes each of them."""

_MAX_BYTES = 4 * 2**20
"""Bytes after which a commit takes no more transactions; the largest has about 50 KB."""


def converted_edits(
    unit: TenantStore, ledger: Ledger, at: datetime, edits: Sequence[Edit]
) -> list[Edit]:
    """Return edits whose transactions have their amounts in the next currency of the ledger.

    Amounts in former currencies are removed where the amount has changed.
    """
    needed = rates_needed_for(ledger, (edit.after for edit in edits), ledger.next_currency)
    find_rate = rates_of(unit, ledger, at, needed)

    def converted(edit: Edit) -> Edit:
        after = without_outdated(edit.before, edit.after)
        if ledger.next_currency is not None:
            after = converted_for(ledger, after, ledger.next_currency, find_rate)
        return Edit(edit.before, after)

    return [converted(edit) for edit in edits]


def value_transactions(
    store: TenantStore, clock: Callable[[], datetime], has_room: Callable[[], bool]
) -> bool:
    """Give the transactions their amounts in the next currency; return whether all have them."""
    return _go_through(store, CurrencyStep.CONVERTING, clock, has_room)


def move_transactions(
    store: TenantStore, clock: Callable[[], datetime], has_room: Callable[[], bool]
) -> bool:
    """Store the transactions in the new currency; return whether all are."""
    return _go_through(store, CurrencyStep.MOVING, clock, has_room)


def put_pending_currency(
    unit: TenantStore, ledger: Ledger, currency: str | None, change_id: str
) -> None:
    """Write the currency that the ledger is to be changed to; None calls the change off.

    Raises:
        CurrencyInUse: A backup is being restored, or a rule compares amounts, whose numbers would
            mean other money.
        RebuildRunning: The amounts are still being stored in a currency that was pending.
    """
    if ledger.currency_change.is_moving:
        raise RebuildRunning
    if currency is None:
        unit.ledger.remove_next_currency(ledger.currency_change.next_step(CurrencyStep.DONE))
        return
    if ledger.is_being_restored:
        raise CurrencyInUse("a backup is being restored")
    if any(rule.compares_amounts for rule in unit.rules.list_all()):
        raise CurrencyInUse.by_rule()
    change = CurrencyChange(CurrencyStep.CONVERTING, unit.transactions.count_all())
    unit.ledger.put_next_currency(currency, change_id, change)


def put_currency_in_force(
    unit: TenantStore, ledger: Ledger, calendar: Calendar, currency: str
) -> None:
    """Put a currency in force whose months are built; ``calendar`` is that of their summaries.

    Accounts keep their currencies. The numbers of unconverted transactions are those of the months.
    """
    months = unit.summaries.list_all(calendar)
    built = LedgerTotals.of(summary.totals for summary in months)
    unconverted = {key: count for key, count in built.unconverted.items() if count}
    changed = ledger_in_currency(ledger, currency)
    changed = replace(changed, totals=replace(changed.totals, unconverted=unconverted))
    change = ledger.currency_change.next_step(CurrencyStep.MOVING)
    unit.ledger.put_changed_currency(changed, calendar, change)


def _go_through(
    store: TenantStore,
    step: CurrencyStep,
    clock: Callable[[], datetime],
    has_room: Callable[[], bool],
) -> bool:
    while has_room():
        if store.transact(partial(_go_on, step=step, clock=clock)):
            return True
    return False


def _go_on(unit: TenantStore, step: CurrencyStep, clock: Callable[[], datetime]) -> bool:
    """Write the next transactions of a step; return whether the ledger is not in this step."""
    ledger = unit.load().ledger
    change = ledger.currency_change
    if change.step is not step:
        return True
    unit.prepare_to_read(AT_ONCE)
    found = unit.transactions.list_after(change.after, AT_ONCE)
    put = _put_conversion if step is CurrencyStep.CONVERTING else _put_moved
    needed = rates_needed_for(ledger, (one.transaction for one in found), ledger.next_currency)
    find_rate = rates_of(unit, ledger, clock(), needed)
    done = 0
    while done < len(found) and unit.batch.size_bytes < _MAX_BYTES:
        put(unit, ledger, found[done], find_rate)
        done += 1
    if done:
        change = change.advanced(done, found[done - 1].transaction.id)
    if done < len(found) or len(found) == AT_ONCE:
        unit.ledger.put_currency_change(change)
        return False
    if step is CurrencyStep.MOVING:
        unit.ledger.put_currency_change(change.next_step(CurrencyStep.DONE))
    else:
        unit.ledger.put_currency_change(change.next_step(CurrencyStep.BUILDING))
        unit.ledger.put_next_calendar(ledger.calendar, ledger.rebuild_id or "")
    return True


def _put_conversion(
    unit: TenantStore, ledger: Ledger, stored: StoredTransaction, find_rate: FindRate
) -> None:
    """Write the amount of a transaction in the next currency."""
    next_currency = ledger.next_currency or ledger.currency
    converted = converted_for(ledger, stored.transaction, next_currency, find_rate)
    if converted is not stored.transaction:
        put_other_exchanges(unit, converted)


def _put_moved(
    unit: TenantStore, ledger: Ledger, stored: StoredTransaction, _find_rate: FindRate
) -> None:
    """Write a transaction in the ledger's currency."""
    if stored.currency != ledger.currency:
        replace_transaction(unit, stored.transaction)
