"""Create, change, delete and list recurring entries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from shared.errors import NotFound, TooManyRecurring, Unreadable
from shared.models.history.change import Operation
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.page import Page, cursor_to, place_of
from shared.models.planning.due_times import due_as_planned
from shared.models.planning.occurrence import Occurrence, occurrence_id
from shared.models.planning.recurring import (
    MAX_RECURRING,
    Recurring,
    cursor_after_edit,
    cursor_after_pause,
    cursor_of_new,
)
from shared.models.planning.recurring_input import (
    RecurringDraft,
    RecurringPatch,
    fields_from_input,
)
from shared.models.values.identifiers import is_id, new_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.models.values.text import IMPORTED
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.ledger.tenants import get_ledger
from shared.services.posting.operations import append_change, run_once
from shared.services.posting.recurring_cursor import (
    find_recurring,
    put_occurrence,
    settle_cursor,
)

_LIST = "recurring"


def list_recurring(
    store: TenantStore, now: datetime, cursor: str | None, limit: int
) -> Page[Recurring]:
    """Return a page of the recurring entries, oldest first.

    Raises:
        Unreadable: The cursor belongs to another list.
    """
    get_ledger(store, now)
    after = None if cursor is None else _id_in(cursor)
    rows = store.recurring.list_page(after, limit + 1)
    items = rows[:limit]
    return Page(items, cursor_to(_LIST, items[-1].id) if len(rows) > limit else None)


def _id_in(cursor: str) -> str:
    """Decode the id of the last entry of a page."""
    match place_of(cursor, _LIST):
        case [str(recurring_id)] if is_id(recurring_id):
            return recurring_id
    raise Unreadable("The cursor cannot be read.")


def create_recurring(store: TenantStore, operation: Operation, draft: RecurringDraft) -> Recurring:
    """Create a recurring entry; what is planned since its start, or for 400 days, is due at once.

    Raises:
        TooManyRecurring: The ledger has reached the maximum number of recurring entries.
        InvalidArgument: The template does not fit the ledger, or the schedule is refused.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Recurring:
        return add_recurring(store, unit, snapshot.ledger, operation, draft)

    return run_once(store, operation, work, logged_recurring)


def add_recurring(
    store: TenantStore,
    unit: TenantStore,
    ledger: Ledger,
    operation: Operation,
    draft: RecurringDraft,
) -> Recurring:
    """Create a recurring entry in a commit, and log it as its first change.

    Raises: as ``create_recurring``.
    """
    made = due_as_planned(new_recurring(store, unit, ledger, operation.at, draft), ledger.timezone)
    put_new(unit, operation, made)
    return made


def new_recurring(
    store: TenantStore, unit: TenantStore, ledger: Ledger, at: datetime, draft: RecurringDraft
) -> Recurring:
    """Return a new recurring entry, which is neither written nor due yet.

    Raises: as ``create_recurring``.
    """
    fields = fields_from_input(ledger, draft, None, at, rates_of(store, ledger, at))
    if unit.recurring.count() >= MAX_RECURRING:
        raise TooManyRecurring(MAX_RECURRING)
    cursor = cursor_of_new(fields["schedule"], ledger.today(at))
    made = Recurring(id=new_id(), next_nominal=cursor, created_at=at, updated_at=at, **fields)
    made.ensure_size()
    return made


def put_new(unit: TenantStore, operation: Operation, made: Recurring, index: int = 0) -> None:
    """Write and log a new recurring entry; ``index`` is the number of its log entry."""
    unit.recurring.create(made)
    unit.ledger.put_has_recurring(has_recurring=True)
    append_change(unit, operation, None, made, index=index)


def update_recurring(
    store: TenantStore,
    operation: Operation,
    recurring_id: str,
    wanted: RecurringPatch | RecurringDraft,
    expected: ExpectedRevision = ANY_REVISION,
) -> Recurring:
    """Change a recurring entry: the given fields by a patch, all of them by other input.

    Another schedule leaves the past as it is, and its changes of single occurrences where it has
    the same dates. An entry that goes on after a pause does not make up for it.

    Raises:
        NotFound: The ledger has no such entry.
        PreconditionFailed: The entry does not have the expected revision.
        InvalidArgument: The template does not fit the ledger, or the schedule is refused.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Recurring:
        before = find_recurring(unit, recurring_id)
        expected.check(before)
        ledger, at = snapshot.ledger, operation.at
        fields = fields_from_input(ledger, wanted, before, at, rates_of(store, ledger, at))
        after = revised(before, fields, at)
        if after is before:
            return before
        return put_changed(unit, operation, ledger, before, after)

    return run_once(store, operation, work, logged_recurring)


def delete_recurring(
    store: TenantStore,
    operation: Operation,
    recurring_id: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Delete a recurring entry; its transactions stay, and its occurrences for an undo.

    Raises:
        NotFound: The ledger has no such entry.
        PreconditionFailed: The entry does not have the expected revision.
    """

    def work(unit: TenantStore, _snapshot: LedgerSnapshot) -> None:
        before = find_recurring(unit, recurring_id)
        expected.check(before)
        remove_recurring(unit, recurring_id)
        append_change(unit, operation, before, None)

    run_once(store, operation, work, recall=lambda _snapshot: None)


def remove_recurring(unit: TenantStore, recurring_id: str) -> None:
    """Delete an entry; without the last one, the ledger has none."""
    has_others = unit.recurring.count() > 1
    unit.recurring.delete(recurring_id)
    unit.ledger.put_has_recurring(has_recurring=has_others)


def put_changed(
    unit: TenantStore,
    operation: Operation,
    ledger: Ledger,
    before: Recurring,
    after: Recurring,
    *,
    first_index: int = 0,
    kept: Collection[str] = (),
) -> Recurring:
    """Write a changed entry, and its occurrences ahead that another schedule changes.

    ``after`` has the cursor of ``before``. The changes are logged from ``first_index`` on. The
    occurrences whose ids are ``kept`` stay as they are.

    Raises:
        InvalidArgument: The entry is too large.
    """
    after.ensure_size()
    today = ledger.today(operation.at)
    occurrences: list[tuple[Occurrence, Occurrence | None]] = []
    if after.schedule != before.schedule:
        cursor = cursor_after_edit(before, after.schedule, today)
        after = after.model_copy(update={"next_nominal": cursor})
        occurrences = [
            change for change in _replanned(unit, after, operation.at) if change[0].id not in kept
        ]
    if before.paused and not after.paused:
        after = after.model_copy(update={"next_nominal": cursor_after_pause(after, today)})
    written = {was.nominal: becomes for was, becomes in occurrences}
    after = settle_cursor(unit, after, ledger.timezone, written)
    unit.recurring.put(after)
    append_change(unit, operation, before, after, index=first_index)
    for index, (was, becomes) in enumerate(occurrences, start=first_index + 1):
        put_occurrence(unit, was, becomes)
        append_change(unit, operation, was, becomes, index=index)
    return after


def _replanned(
    unit: TenantStore, recurring: Recurring, at: datetime
) -> list[tuple[Occurrence, Occurrence | None]]:
    """Return the changes of the occurrences ahead when the entry has another schedule.

    Those whose dates the schedule does not have are deleted, unless they are settled.
    """
    ids = [occurrence_id(recurring.id, nominal) for nominal in recurring.ahead]
    changes: list[tuple[Occurrence, Occurrence | None]] = []
    for was in unit.occurrences.list_with_ids(ids):
        if was.is_settled:
            continue
        is_planned = recurring.is_ahead(was.nominal) and recurring.schedule.has(was.nominal)
        date = was.moved_to or recurring.schedule.effective_date(was.nominal)
        becomes = revised(was, {"date": date}, at) if is_planned else None
        if becomes is not was:
            changes.append((was, becomes))
    return changes


def logged_recurring(snapshot: RecordedSnapshot) -> Recurring:
    """Return the entry as the operation's change-log entry holds it."""
    if snapshot.record.after is None:
        raise NotFound("recurring entry")
    logged = Recurring.model_validate(snapshot.record.after, context=IMPORTED)
    return logged.with_next_date()
