"""Create a recurring entry from a transaction, which is its first occurrence."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.errors import InvalidArgument, NotFound, TransactionLinked
from shared.models.history.change import Cause, Operation
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.links import Link
from shared.models.planning.matching.candidates import period_days_of
from shared.models.planning.occurrence import planned_occurrence
from shared.models.planning.recurring import Mode, Recurring
from shared.models.planning.recurring_input import RecurringDraft, RecurringPatch
from shared.models.planning.schedule import Frequency, first_nominal
from shared.models.planning.suggestions.stored import first_name
from shared.models.values.identifiers import is_id
from shared.models.values.money import format_minor
from shared.models.values.revision import revised
from shared.models.values.text import IMPORTED
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.planning.occurrences import settle_written
from shared.services.planning.recurring import new_recurring, put_new
from shared.services.posting.ledger import commit_edits
from shared.services.posting.operations import append_change, run_once
from shared.services.posting.recurring_cursor import put_occurrence


def create_from_transaction(
    store: TenantStore, operation: Operation, transaction_id: str, patch: RecurringPatch
) -> Recurring:
    """Create a recurring entry with the fields of a transaction, and those that a patch names.

    Without others, it is monthly from the date of the transaction on, and reminds. The transaction
    is linked to its first occurrence, which must be less than half a period away.

    Raises:
        NotFound: The ledger has no such transaction.
        TransactionLinked: It pays an occurrence of another entry.
        TooManyRecurring: The ledger has no room.
        InvalidArgument: The entry does not fit the ledger, or begins at another time.
    """
    if not is_id(transaction_id):
        raise NotFound("transaction")

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Recurring:
        transaction = snapshot.get_live_transaction(transaction_id)
        if Link.of(transaction) is not None:
            raise TransactionLinked
        draft = _draft_of(snapshot.ledger, transaction, patch)
        made = new_recurring(store, unit, snapshot.ledger, operation.at, draft)
        return _put(unit, operation, snapshot, made, transaction)

    def recall(snapshot: RecordedSnapshot) -> Recurring:
        [logged] = [
            change.after
            for change in store.changes.list_of_operation(snapshot.record.operation_id)
            if change.is_of(Recurring)
        ]
        return Recurring.model_validate(logged, context=IMPORTED).with_next_date()

    return run_once(store, operation, work, recall, transaction_ids=[transaction_id])


def _put(
    unit: TenantStore,
    operation: Operation,
    snapshot: LedgerSnapshot,
    made: Recurring,
    transaction: Transaction,
) -> Recurring:
    """Write the entry, the link of the transaction, and the occurrence that it pays."""
    step, at = operation.caused_by(Cause.RECURRING, made.id), operation.at
    link = Link(made.id, _first_of(made, transaction.date))
    planned = planned_occurrence(made, link.nominal, at)
    paid = planned.model_copy(update=planned.matched_with(transaction))
    edit = Edit(transaction, revised(transaction, link.fields, at))
    commit_edits(unit, step, snapshot.tenant, [edit], written_occurrences=[paid.id])
    settled = settle_written(unit, made, snapshot.ledger, {link.nominal: paid})
    put_new(unit, step, settled, index=1)
    put_occurrence(unit, None, paid)
    append_change(unit, step, None, paid, index=2)
    return settled


def _first_of(made: Recurring, paid_on: date) -> date:
    """Return the first nominal date of an entry.

    Raises:
        InvalidArgument: It is half a period or more away from the payment.
    """
    schedule = made.schedule
    nominal = first_nominal(schedule, schedule.start)
    days = 0 if nominal is None else abs((schedule.effective_date(nominal) - paid_on).days)
    if nominal is None or 2 * days >= period_days_of(schedule, nominal):
        raise InvalidArgument.of(
            "schedule.start", f"must begin less than half a period from {paid_on}"
        )
    return nominal


def _draft_of(ledger: Ledger, transaction: Transaction, patch: RecurringPatch) -> RecurringDraft:
    """Return the input of an entry with the fields of a transaction, and those of a patch."""
    category = ledger.categories.get(transaction.category_id or "")
    account = ledger.accounts[transaction.account_id]
    start = {"start": str(transaction.date), "frequency": Frequency.MONTHLY.value}
    made = RecurringDraft.model_validate(
        {
            "name": first_name(
                transaction.payee,
                transaction.description,
                account.name if category is None else category.name,
            ),
            "mode": Mode.REMIND.value,
            "template": _template_of(transaction),
            "schedule": start,
        },
        context=IMPORTED,
    )
    names = patch.model_fields_set & RecurringDraft.model_fields.keys()
    return made.model_copy(update={name: getattr(patch, name) for name in names})


def _template_of(transaction: Transaction) -> dict[str, Any]:
    """Return the input of a template as JSON."""
    currency, to_currency = transaction.currency, transaction.to_currency
    splits = [
        {
            "category_id": split.category_id,
            "amount": format_minor(split.amount_minor, currency),
            "note": split.note,
        }
        for split in transaction.splits
    ]
    to_amount_minor = transaction.to_amount_minor
    return {
        "type": transaction.type.value,
        "amount": format_minor(transaction.amount_minor, currency),
        "to_amount": None
        if to_amount_minor is None or to_currency is None
        else format_minor(to_amount_minor, to_currency),
        "splits": splits or None,
        "tags": list(transaction.tags),
        **{
            name: getattr(transaction, name)
            for name in (
                "account_id", "to_account_id", "category_id", "custom_type_id", "payee",
                "description",
            )
        },
    }  # fmt: skip
