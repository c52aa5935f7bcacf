"""Run recurring entries: book what is due, remind people, and tell what was missed.

An entry is worked on in one commit, or in several if much is due: transactions, occurrences,
cursor, events, and the time at which the entry is next due. So a run that is stopped, doubled or
late finds exactly what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import count
from typing import NamedTuple

from shared.errors import (
    Busy,
    DemoExpired,
    DemoQuota,
    FinanceFlowError,
    NotFound,
    TakeoverRunning,
    TenantMissing,
    TooManyTags,
    shorten,
)
from shared.models.history.change import Cause, Operation
from shared.models.jobs.healing import SYSTEM
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.kinds import NotificationKind
from shared.models.people.access import TenantRef
from shared.models.planning.due_times import Upcoming, due_on, next_reminder
from shared.models.planning.occurrence import MAX_REASON, MISSED_AFTER, Occurrence, occurrence_id
from shared.models.planning.recurring import Mode, Recurring
from shared.models.planning.run_message import DueEntry, RunMessage
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.fan_out import work_on_each
from shared.services.planning.booking import MAX_BOOKED_AT_ONCE
from shared.services.planning.booking_commit import BookingCommit, Wanted
from shared.services.planning.match_runs import EARLY, match_due
from shared.services.planning.run_events import emit_about, reminder_kind
from shared.services.posting.operations import run_once
from shared.services.posting.recurring_cursor import upcoming

_PUT_OFF = (DemoExpired, DemoQuota, NotFound)
"""Demos that have ended or are full, and deleted workspaces: they hardly ever go on before they are
erased."""

_NOT_NOW = (TenantMissing, TakeoverRunning, Busy, *_PUT_OFF)
"""Ledgers that are gone, moving, merging, or put off. Their entries are found again, if they stay.
"""


class RunResult(NamedTuple):
    """Numbers of occurrences that a commit, or a batch of them, has worked on."""

    booked: int = 0
    refused: int = 0
    missed: int = 0
    reminded: int = 0
    is_partial: bool = False
    needs_matching: bool = False

    def plus(self, other: RunResult) -> RunResult:
        """Return the sum; it is partial if the other one is."""
        return RunResult(
            self.booked + other.booked,
            self.refused + other.refused,
            self.missed + other.missed,
            self.reminded + other.reminded,
            other.is_partial,
        )


def run_batch(
    open_store: Callable[[TenantRef], TenantStore],
    message: RunMessage,
    clock: Callable[[], datetime],
    workers: int,
    announce: Callable[[TenantStore], None] = lambda _store: None,
) -> RunResult:
    """Do what the entries of a message have to do, ``workers`` ledgers at a time.

    ``announce`` is called with the store of a ledger that has something to announce. A ledger that
    is gone is skipped, and one that is moving or merging is left to the next run.

    Raises:
        BatchIncomplete: It has failed for some ledgers; the same batch again does what is left.
    """
    by_tenant: dict[str, list[str]] = {}
    for path in message.entries:
        entry = DueEntry.parse(path)
        by_tenant.setdefault(entry.tenant.path, []).append(entry.recurring_id)
    results: list[RunResult] = []

    def run_tenant(path: str) -> None:
        store = open_store(TenantRef.parse(path))
        failures: list[Exception] = []
        for recurring_id in by_tenant[path]:
            try:
                results.append(run_entry(store, recurring_id, clock))
            except Exception as error:  # noqa: BLE001 (one entry must not stop the others)
                failures.append(error)
        if store.must_be_announced:
            announce(store)
        if failures:
            raise failures[0]

    work_on_each(by_tenant, run_tenant, workers)
    total = RunResult()
    for result in results:
        total = total.plus(result)
    return total


def run_entry(store: TenantStore, recurring_id: str, clock: Callable[[], datetime]) -> RunResult:
    """Do all that an entry has to do, in as many commits as it takes."""
    total = RunResult()
    while True:
        try:
            done = run_once_due(store, recurring_id, clock())
        except _NOT_NOW as refusal:
            if isinstance(refusal, _PUT_OFF):
                _put_off(store, recurring_id, clock())
            return total
        total = total.plus(done)
        if not done.is_partial:
            return total


def _put_off(store: TenantStore, recurring_id: str, at: datetime) -> None:
    """Let an entry of a ledger that takes no changes be due on the next day of the ledger."""

    def work(unit: TenantStore, tenant: Tenant) -> None:
        ledger, recurring = tenant.ledger, unit.recurring.find(recurring_id)
        if recurring is not None and recurring.due_at is not None and recurring.due_at <= at:
            tomorrow = ledger.today(at) + timedelta(days=1)
            unit.recurring.put(due_on(recurring, tomorrow, ledger.timezone))

    # One that is erased or taken over meanwhile needs none.
    with suppress(TenantMissing, TakeoverRunning, DemoExpired):
        store.transact_below(work)


def run_once_due(store: TenantStore, recurring_id: str, at: datetime) -> RunResult:
    """Do what an entry has to do until an instant, at most 50 occurrences of it, in one commit.

    An entry that is not due, or is gone, has nothing to do. If a full demo or a ledger with too
    many tags refuses the transactions, they are left to people, as those that do not fit.

    Raises:
        DemoQuota: A demo has had too many changes.
        TenantMissing, DemoExpired, NotFound: The ledger is gone.
        TakeoverRunning, CategoryBusy, AccountBusy, CustomTypeBusy: It is moving, or merging.
        Unavailable: Firestore does not answer.
    """
    try:
        done = _run(store, recurring_id, at, has_matched=False)
        if done.needs_matching:
            matched = match_due(store, _operation(recurring_id, at), recurring_id)
            if matched.until is None:
                return RunResult(is_partial=True)
            done = _run(store, recurring_id, at, until=matched.until)
    except (DemoQuota, TooManyTags) as refusal:
        done = _run(store, recurring_id, at, refusal)
    return done


def _run(
    store: TenantStore,
    recurring_id: str,
    at: datetime,
    refusal: FinanceFlowError | None = None,
    *,
    has_matched: bool = True,
    until: date = date.max,
) -> RunResult:
    operation = _operation(recurring_id, at)
    attempts = count()

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> RunResult:
        is_first = next(attempts) == 0
        recurring = snapshot.recurring
        if recurring is None or recurring.due_at is None or recurring.due_at > at:
            return RunResult()
        if not has_matched and _may_be_paid(recurring, snapshot.ledger):
            return RunResult(needs_matching=True, is_partial=True)
        commit = BookingCommit(store, unit, operation, snapshot, recurring, is_first=is_first)
        return _Run(commit, snapshot, recurring, until).run(refusal)

    def recall(_snapshot: RecordedSnapshot) -> RunResult:
        # The commit's answer was lost; the next one finds what is left.
        return RunResult(is_partial=True)

    return run_once(store, operation, work, recall, recurring_id=recurring_id)


def _may_be_paid(recurring: Recurring, ledger: Ledger) -> bool:
    """Return whether transactions may pay what is due that were recorded before it was planned.

    Later ones are matched when they are recorded.
    """
    if recurring.next_date is None or recurring.paused:
        return False
    planned_on = ledger.today(recurring.updated_at)
    return recurring.next_date - EARLY <= planned_on


def _operation(recurring_id: str, at: datetime) -> Operation:
    begun = Operation.of_beginning(actor=SYSTEM, at=at, cause=Cause.RECURRING)
    return begun.caused_by(Cause.RECURRING, recurring_id)


class _Run:
    """Work of one commit on an entry."""

    def __init__(
        self, commit: BookingCommit, snapshot: LedgerSnapshot, recurring: Recurring, until: date
    ) -> None:
        self._commit, self._unit = commit, commit.unit
        self._tenant, self._recurring = snapshot.tenant, recurring
        self._today, self._at = commit.today, commit.operation.at
        self._until = until
        self._known_since = snapshot.ledger.today(recurring.created_at)

    def run(self, refusal: FinanceFlowError | None) -> RunResult:
        """Book or pass what is due, remind, emit the events, and write the entry."""
        is_auto = self._recurring.mode is Mode.AUTO
        postponed = self._postponed()
        until = self._today if is_auto else self._today - MISSED_AFTER
        limit = MAX_BOOKED_AT_ONCE - len(postponed)
        planned = self._commit.find_planned(limit, min(until, self._until))
        is_partial = planned.is_partial or self._until < until
        reminded = [] if is_partial else self._remind(planned.following)
        wanted = [*postponed, *planned.wanted]
        if not is_auto:
            done = self._commit.leave(wanted, planned.following)
            missed = [one.current for one in planned.wanted]
            self._tell(NotificationKind.RECURRING_MISSED, self._expected(missed))
            for one in postponed:
                self._remind_of(one.current)
        elif refusal is not None:
            reason = shorten(refusal.message, MAX_REASON)
            done = self._commit.leave(wanted, planned.following, reason)
            missed = [one.current for one in wanted]
            self._tell(NotificationKind.RECURRING_MISSED, missed, refusal)
        else:
            done = self._commit.book(wanted, planned.following)
            missed = [one.occurrence for one in done.refused]
            self._tell(NotificationKind.RECURRING_BOOKED, done.booked)
            last = max(done.refused, key=lambda one: one.occurrence.nominal, default=None)
            self._tell(NotificationKind.RECURRING_MISSED, missed, last.error if last else None)
        for occurrence in reminded:
            self._remind_of(occurrence)
        left, due_at = done.recurring, done.recurring.due_at
        return RunResult(
            booked=len(done.booked),
            refused=len(missed) if is_auto else 0,
            missed=0 if is_auto else len(missed),
            reminded=len(reminded) + (0 if is_auto else len(postponed)),
            is_partial=due_at is not None and due_at <= self._at and left != self._recurring,
        )

    def _postponed(self) -> list[Wanted]:
        """Return the postponed occurrences before the cursor whose date has come."""
        if self._recurring.paused:
            return []
        ids = [occurrence_id(self._recurring.id, day) for day in self._recurring.postponed]
        found = self._unit.occurrences.list_with_ids(ids[:MAX_BOOKED_AT_ONCE])
        return [Wanted(one, one) for one in found if one.date <= self._today]

    def _remind(self, following: date | None) -> list[Occurrence]:
        """Return the occurrences to remind of, after a run that moves the cursor.

        After an outage, of several whose date has come that is the last one.
        """
        recurring = self._recurring.model_copy(update={"next_nominal": following})
        reached: list[Upcoming] = []
        known: dict[date, Occurrence | None] = {}
        while not recurring.paused:
            reminder = next_reminder(recurring, upcoming(self._unit, recurring, known))
            if reminder is None or reminder.day > self._today:
                break
            reached.append(reminder.occurrence)
            until = reminder.occurrence.date
            recurring = recurring.model_copy(update={"reminded_until": until})
            self._commit.remind_until(until)
        ahead = [one for one in reached if one.date > self._today]
        come = [one for one in reached if one.date <= self._today]
        told = [self._commit.find(one.nominal).current for one in (*come[-1:], *ahead)]
        return self._expected(told)

    def _expected(self, occurrences: Sequence[Occurrence]) -> list[Occurrence]:
        """Return those that were planned when they came: not before the entry was created."""
        return [one for one in occurrences if one.date >= self._known_since]

    def _remind_of(self, occurrence: Occurrence) -> None:
        self._tell(reminder_kind(self._recurring.mode), [occurrence])

    def _tell(
        self,
        kind: NotificationKind,
        occurrences: Sequence[Occurrence],
        error: FinanceFlowError | None = None,
    ) -> None:
        emit_about(
            self._unit, self._tenant, kind, self._recurring, occurrences, self._at, error=error
        )
