"""Skip, postpone and change single occurrences of recurring entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from shared.errors import InvalidArgument, NotFound, OccurrenceSettled
from shared.models.history.change import Operation
from shared.models.ledger.ledger import Ledger
from shared.models.planning.occurrence import (
    Occurrence,
    OccurrencePatch,
    OccurrenceState,
    occurrence_id,
    planned_occurrence,
)
from shared.models.planning.recurring import MAX_AHEAD, Recurring
from shared.models.planning.recurring_input import in_decimals
from shared.models.planning.schedule import (
    ensure_not_too_late,
    first_nominal,
    last_nominal_before,
)
from shared.models.values.revision import revised
from shared.models.values.text import IMPORTED
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.posting.operations import append_change, run_once
from shared.services.posting.recurring_cursor import (
    Written,
    find_recurring,
    put_occurrence,
    settle_cursor,
)


class OccurrenceOfEntry(NamedTuple):
    """An occurrence with its recurring entry, as it is on the ledger's day ``today``."""

    recurring: Recurring
    occurrence: Occurrence
    today: date


def skip_occurrence(
    store: TenantStore, operation: Operation, recurring_id: str, nominal: date
) -> OccurrenceOfEntry:
    """Skip the occurrence with a nominal date.

    Raises: as ``change_occurrence``.
    """

    def skipped(_unit: TenantStore, _one: OccurrenceOfEntry) -> dict[str, Any]:
        return {"state": OccurrenceState.SKIPPED}

    return _change_one(store, operation, recurring_id, nominal, skipped)


def postpone_occurrence(
    store: TenantStore, operation: Operation, recurring_id: str, nominal: date, to: date
) -> OccurrenceOfEntry:
    """Postpone the occurrence with a nominal date to a later day, before the next one.

    Raises: as ``change_occurrence``.
    """

    def postponed(unit: TenantStore, one: OccurrenceOfEntry) -> dict[str, Any]:
        if to <= one.occurrence.date:
            raise InvalidArgument.of("to", f"must be after {one.occurrence.date}")
        _ensure_between_neighbours(unit, one, to, "to")
        return {"state": OccurrenceState.POSTPONED, "moved_to": to, "date": to}

    return _change_one(store, operation, recurring_id, nominal, postponed)


def change_occurrence(
    store: TenantStore,
    operation: Operation,
    recurring_id: str,
    nominal: date,
    patch: OccurrencePatch,
) -> OccurrenceOfEntry:
    """Change the date, amount or note of the occurrence with a nominal date; null clears it.

    Raises:
        NotFound: The ledger has no such entry, or the entry no such occurrence.
        OccurrenceSettled: It is booked, matched or skipped.
        InvalidArgument: A value does not fit, or 50 occurrences ahead differ from the plan.
    """

    def changed(unit: TenantStore, one: OccurrenceOfEntry) -> dict[str, Any]:
        fields = patch.changes()
        if "moved_to" in fields:
            fields |= _moved(unit, one, fields["moved_to"])
        if (amount := fields.get("amount")) is not None:
            template = one.recurring.template
            fields["amount"] = in_decimals(amount, template.currency)
            template.ensure_sign(amount)
            template.ensure_divides(amount)
        if "amount" in fields:
            fields["currency"] = None if amount is None else one.recurring.template.currency
        return fields

    return _change_one(store, operation, recurring_id, nominal, changed)


def find_occurrence(
    store: TenantStore, recurring: Recurring, nominal: date, at: datetime
) -> tuple[Occurrence | None, Occurrence]:
    """Return the occurrence with a nominal date: as it is stored, or None, and as it is.

    Raises:
        NotFound: The entry has no such occurrence.
    """
    stored = store.occurrences.find(occurrence_id(recurring.id, nominal))
    if stored is not None:
        return stored, stored
    if not recurring.is_ahead(nominal) or not recurring.schedule.has(nominal):
        raise NotFound("occurrence")
    return None, planned_occurrence(recurring, nominal, at)


def settle_written(
    unit: TenantStore, before: Recurring, ledger: Ledger, written: Written
) -> Recurring:
    """Return an entry with its cursor after what is settled, after a commit's occurrences.

    An entry that has more than 50 that differ from the plan or are postponed, because an undo or a
    backup has brought them back, may go on with those.

    Raises:
        InvalidArgument: With one more, there are more than 50.
    """
    after = settle_cursor(unit, before, ledger.timezone, written)
    count = len(after.ahead) + len(after.postponed)
    if count > max(MAX_AHEAD, len(before.ahead) + len(before.postponed)):
        raise InvalidArgument.of("nominal", f"is beyond the {MAX_AHEAD} changed or postponed ones")
    return after


def _change_one(
    store: TenantStore,
    operation: Operation,
    recurring_id: str,
    nominal: date,
    change: Callable[[TenantStore, OccurrenceOfEntry], dict[str, Any]],
) -> OccurrenceOfEntry:
    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> OccurrenceOfEntry:
        recurring = find_recurring(unit, recurring_id)
        stored, current = find_occurrence(unit, recurring, nominal, operation.at)
        if current.is_settled:
            raise OccurrenceSettled(current.state)
        today = snapshot.ledger.today(operation.at)
        fields = change(unit, OccurrenceOfEntry(recurring, current, today))
        if fields:  # An occurrence that was refused may fit now.
            fields["reason"] = None
        if stored is None:
            after = current.model_copy(update=fields)
        else:
            after = revised(stored, fields, operation.at)
        if after == current:
            return OccurrenceOfEntry(recurring, current, today)
        is_kept = not (after.is_as_planned and recurring.is_ahead(nominal))
        written = after if is_kept else None
        put_occurrence(unit, stored, written)
        append_change(unit, operation, stored, written)
        moved = settle_written(unit, recurring, snapshot.ledger, {nominal: written})
        if moved != recurring:
            unit.recurring.put(moved)
        return OccurrenceOfEntry(moved, after, today)

    def recall(snapshot: RecordedSnapshot) -> OccurrenceOfEntry:
        recurring, at = find_recurring(store, recurring_id), snapshot.record.at
        if snapshot.record.after is None:
            logged = planned_occurrence(recurring, nominal, at)
        else:
            logged = Occurrence.model_validate(snapshot.record.after, context=IMPORTED)
        return OccurrenceOfEntry(recurring, logged, snapshot.ledger.today(at))

    return run_once(store, operation, work, recall)


def _moved(unit: TenantStore, one: OccurrenceOfEntry, to: date | None) -> dict[str, Any]:
    """Return the fields of an occurrence on another day; None is the day of the plan."""
    recurring, occurrence = one.recurring, one.occurrence
    fields: dict[str, Any] = {"date": to or recurring.schedule.effective_date(occurrence.nominal)}
    _ensure_between_neighbours(unit, one, fields["date"], "date")
    if not recurring.is_ahead(occurrence.nominal):
        is_later = fields["date"] > one.today
        fields["state"] = OccurrenceState.POSTPONED if is_later else OccurrenceState.DUE
    elif occurrence.state is OccurrenceState.POSTPONED and to is None:
        fields["state"] = OccurrenceState.PLANNED
    return fields


def _ensure_between_neighbours(
    unit: TenantStore, one: OccurrenceOfEntry, to: date, field: str
) -> None:
    """Check that a day is after the occurrence before, and before the next one.

    Raises:
        InvalidArgument: It is not, or too late; so their order stays that of their nominal dates.
    """
    ensure_not_too_late(to, field)
    recurring, nominal = one.recurring, one.occurrence.nominal
    earlier = last_nominal_before(recurring.schedule, nominal)
    later = first_nominal(recurring.schedule, nominal + timedelta(days=1))
    neighbours = [day for day in (earlier, later) if day is not None]
    ids = [occurrence_id(recurring.id, day) for day in neighbours]
    stored = {found.nominal: found.date for found in unit.occurrences.list_with_ids(ids)}
    dates = {day: stored.get(day) or recurring.schedule.effective_date(day) for day in neighbours}
    if earlier is not None and to <= dates[earlier]:
        raise InvalidArgument.of(field, f"must be after the one before, {dates[earlier]}")
    if later is not None and to >= dates[later]:
        raise InvalidArgument.of(field, f"must be before the next one, {dates[later]}")
