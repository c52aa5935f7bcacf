"""Running imports in chunks by the write path, and undoing them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from shared.errors import CommitTooLarge, InvalidArgument, NotFound, PlanChanged
from shared.models.history.change import Cause, Operation
from shared.models.imports.duplicates import KnownRows
from shared.models.imports.import_plan import (
    Import,
    ImportStatus,
    PlanRow,
)
from shared.models.imports.mapping import Mapping
from shared.models.imports.plan_chunks import PLAN_CHUNK
from shared.models.imports.planned_rows import transaction_of_row
from shared.models.imports.recorded_rows import RECORDED
from shared.models.ledger.import_progress import ImportProgress
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.currencies.needed_rates import rates_of_accounts
from shared.models.people.access import Action
from shared.models.values.dates import DateRange
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import new_id
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.imports.import_events import import_done
from shared.services.imports.imports import get_import, known_rows
from shared.services.imports.row_edits import recording_edits, rows_to_undo, undoing_edits
from shared.services.posting.ledger import commit_edits
from shared.services.posting.long_work import ensure_may_go_on, is_under_way

_UNDONE_AT_ONCE = 400
_FEWEST_AT_ONCE = 50
_SLOW_S, _QUICK_S = 1.0, 0.4
_CHANGES_AT_ONCE = 1000


@frozen
class RunLimits:
    """The actor and the time limit of a run; ``is_over`` is called between chunks."""

    actor: str
    clock: Callable[[], datetime]
    is_over: Callable[[], bool]


def carry_out_import(
    store: TenantStore, plan_token: str, limits: RunLimits, *, joins: bool = True
) -> Import:
    """Record the rows of a previewed plan, until the time limit; another call continues.

    Unless ``joins``, an import on which another request or job works now is left to that one.

    A chunk, or the part of it that a commit holds, is recorded together with the progress, so no
    row is ever recorded twice, even by repeated or concurrent runs. A row that was recorded
    otherwise since the run began is skipped.

    Raises:
        NotFound: The plan does not exist, or has expired.
        PlanChanged: The import would no longer do what its preview showed.
        DemoQuota: The import would exceed the limits of a demo.
    """
    plan = get_plan(store, plan_token, limits.clock())
    if plan.status is ImportStatus.PREVIEWED:
        _ensure_unchanged(store, plan)
    if plan.status in (ImportStatus.UNDOING, ImportStatus.UNDONE):
        raise PlanChanged("This import was undone.")
    is_running = plan.status is ImportStatus.RUNNING
    if is_running and not joins and is_under_way(store, Cause.IMPORT, plan.id, limits.clock()):
        return plan
    return run_import(store, plan, limits)


def get_plan(store: TenantStore, plan_token: str, now: datetime) -> Import:
    """Return the import that a plan token belongs to.

    Raises:
        NotFound: The plan does not exist, or has expired.
    """
    import_id, _, proof = plan_token.partition(".")
    plan = get_import(store, import_id, now)
    if proof != plan.plan_hash:
        raise NotFound("plan")
    return plan


def continue_import(
    store: TenantStore,
    import_id: str,
    *,
    actor: str | None = None,
    clock: Callable[[], datetime],
    is_over: Callable[[], bool],
) -> Import:
    """Continue an import in the background, or its undo, whichever is in progress.

    ``actor`` is who asked for it; by default the one who previewed the import.

    Raises:
        NotFound: The import does not exist, or the actor is no active member any more.
        PermissionDenied: The actor's role does not allow it any more.
    """
    plan = get_import(store, import_id, clock())
    limits = RunLimits(actor or plan.created_by, clock, is_over)
    if plan.status is ImportStatus.UNDOING:
        return undo_import(store, import_id, limits)
    return run_import(store, plan, limits)


def run_import(store: TenantStore, plan: Import, limits: RunLimits) -> Import:
    """Record the remaining chunks, until the time limit."""
    if plan.is_done:
        return plan
    known = _known(store, plan)
    runner = _Runner(store, known, limits)
    rows: dict[int, list[PlanRow]] = {}  # Of the present chunk, which may need several commits.
    while plan.status in (ImportStatus.PREVIEWED, ImportStatus.RUNNING):
        number = plan.next_chunk
        if number not in rows:
            rows = {number: store.imports.get_chunk(plan.id, number) if plan.chunk_sizes else []}
        plan = runner.run_chunk(plan, rows[number])
        if limits.is_over():
            break
    return plan


def undo_import(store: TenantStore, import_id: str, limits: RunLimits) -> Import:
    """Move every transaction of an import to the trash, until the time limit.

    An import that is still running stops. Another call continues; at the end the import is undone.

    Raises:
        NotFound: The import does not exist.
    """
    plan = get_import(store, import_id, limits.clock())
    size = _CommitSize(_UNDONE_AT_ONCE)
    while plan.status is not ImportStatus.UNDONE:
        began = time.monotonic()
        try:
            plan = _undo_chunk(store, plan, limits, size.rows)
        except CommitTooLarge:
            if size.rows == 1:
                raise
            size.follow_refusal(size.rows)
            continue
        size.follow(time.monotonic() - began)
        if limits.is_over():
            break
    return plan


@dataclass
class _CommitSize:
    """The number of rows of the next commit, and the most that a commit is expected to hold.

    It is halved after a slow commit, down to 50, so that others do not wait long for one, and a
    request ends in time: each row may be in a month of its own, and have four documents.
    """

    rows: int
    _most: int = field(init=False)

    def __post_init__(self) -> None:
        self._most = self.rows

    def follow_refusal(self, rows: int) -> None:
        """Halve a number of rows that no commit holds."""
        self.rows = self._most = rows // 2

    def follow(self, seconds: float) -> None:
        """Adapt to the time that a commit took, with all of its attempts."""
        if seconds > _SLOW_S:
            self.rows = min(self.rows, max(_FEWEST_AT_ONCE, self.rows // 2))
        elif seconds < _QUICK_S:
            self.rows = min(self._most, self.rows * 2)


@dataclass
class _Runner:
    """Run of an import."""

    store: TenantStore
    known: KnownRows
    limits: RunLimits
    size: _CommitSize = field(default_factory=lambda: _CommitSize(PLAN_CHUNK))

    def run_chunk(self, plan: Import, rows: Sequence[PlanRow]) -> Import:
        """Record the rest of the next chunk, or as much of it as a commit holds.

        Raises:
            CommitTooLarge: A single row is too large.
        """
        while True:
            part = rows[plan.next_row : plan.next_row + self.size.rows]
            began = time.monotonic()
            try:
                after = self._record(plan, part)
            except CommitTooLarge:
                if len(part) <= 1:
                    raise
                self.size.follow_refusal(len(part))
            else:
                self.size.follow(time.monotonic() - began)
                return after

    def _record(self, plan: Import, rows: Sequence[PlanRow]) -> Import:
        """Record the next rows, unless another run has done so, and return the import."""
        at = self.limits.clock()
        losses = count()

        def work(unit: TenantStore) -> tuple[Import, int, Sequence[Edit]]:
            tenant = unit.load().tenant
            _take_turn(unit, losses)
            current = _current(unit, plan.id)
            if _place(current) != _place(plan):
                return current, self.known.sequence, []
            ensure_may_go_on(unit, tenant, self.limits.actor, Action.WRITE, at)
            _ensure_bookable(tenant.ledger, plan)
            if tenant.demo is not None and current.status is ImportStatus.PREVIEWED:
                use = tenant.demo.use.with_import(plan.planned.new)
                unit.demo.put_import_count(use.imports)
            self._follow(unit, tenant.ledger)
            new = [row for row in rows if row.is_to_record]
            fresh = [row for row in new if not self.known.has(row)]
            edits = self._edits(unit, tenant, plan, fresh, at)
            made = sum(edit.before is None for edit in edits)
            if edits:
                edits = commit_edits(unit, self._operation(plan, at), tenant, edits)
            confirmed, skipped = len(fresh) - made, len(new) - len(fresh)
            after = current.after_rows(
                len(rows), imported=made, confirmed=confirmed, skipped=skipped, at=at
            )
            _put_progress(unit, plan, after, at)
            if after.is_done and not current.is_done:
                unit.emit(import_done(tenant, after, at))
            return after, tenant.ledger.sequence + len(unit.logged), edits

        # The rows just recorded are added directly instead of being read from the change log.
        after, self.known.sequence, edits = self.store.transact(work)
        self.known.follow_edits(edits)
        return after

    def _edits(
        self, unit: TenantStore, tenant: Tenant, plan: Import, rows: Sequence[PlanRow], at: datetime
    ) -> Sequence[Edit]:
        """Return the edits that record these rows."""
        ledger = tenant.ledger
        booked = ((row.account_id or plan.account_id, row.date) for row in rows)
        find_rate = rates_of(self.store, ledger, at, rates_of_accounts(ledger, booked))
        made = [transaction_of_row(ledger, plan, row, at, find_rate) for row in rows]
        return recording_edits(unit, tenant, rows, made, at)

    def _follow(self, unit: TenantStore, ledger: Ledger) -> None:
        """Read the changes in the ledger since the rows were last compared."""
        while self.known.sequence < ledger.sequence:
            self.known.follow(unit.changes.list_after(self.known.sequence, _CHANGES_AT_ONCE))

    def _operation(self, plan: Import, at: datetime) -> Operation:
        return Operation(
            actor=self.limits.actor,
            cause=Cause.IMPORT,
            cause_id=plan.id,
            at=at,
            change_id=new_id(),
            request_hash=plan.plan_hash,
            is_retryable=False,
        )


def _take_turn(unit: TenantStore, losses: Iterator[int]) -> None:
    """Acquire the write lease for a commit that has lost an attempt and is made anew.

    The first attempt goes without it, so that others have their turn between two chunks.

    Raises:
        ConcurrentUpdate: Another commit came first.
    """
    if next(losses):
        unit.hold_lease()


def _place(plan: Import) -> tuple[ImportStatus, int, int]:
    return plan.status, plan.next_chunk, plan.next_row


def _put_progress(unit: TenantStore, plan: Import, after: Import, at: datetime) -> None:
    _put(unit, after, at)
    if plan.status is ImportStatus.PREVIEWED:
        unit.imports.keep_chunks(plan)
        unit.mappings.put(
            Mapping(
                plan.fingerprint, plan.layout, plan.account_id, plan.file_name, at, plan.accounts
            )
        )


def _put(unit: TenantStore, plan: Import, at: datetime) -> None:
    """Write an import, and its progress into the ledger's document while it is under way."""
    unit.imports.put(plan)
    is_undo = plan.status is ImportStatus.UNDOING
    progress = ImportProgress(plan.progress, is_undo) if plan.is_under_way else None
    unit.ledger.put_import_progress(plan.id, progress)
    unit.ledger.put_imported(at)


def _undo_chunk(store: TenantStore, plan: Import, limits: RunLimits, size: int) -> Import:
    """Move at most ``size`` transactions to the trash in one commit."""
    at = limits.clock()
    losses = count()

    def work(unit: TenantStore) -> Import:
        tenant = unit.load().tenant
        _take_turn(unit, losses)
        ensure_may_go_on(unit, tenant, limits.actor, Action.DELETE, at)
        current = _current(unit, plan.id)
        found = rows_to_undo(unit, plan, size + 1)
        edits = undoing_edits(unit, tenant, plan.id, found[:size], at)
        if edits:
            operation = Operation(
                actor=limits.actor,
                cause=Cause.IMPORT_UNDO,
                cause_id=plan.id,
                at=at,
                change_id=new_id(),
                request_hash="",
                is_retryable=False,
            )
            commit_edits(unit, operation, tenant, edits)
        after = current.after_undoing(len(edits), is_done=len(found) <= size)
        _put(unit, after, at)
        return after

    return store.transact(work)


def _ensure_unchanged(store: TenantStore, plan: Import) -> None:
    """Raise unless carrying out the plan now does what its preview showed.

    Raises:
        PlanChanged: The result would differ; the message gives the reason.
    """
    ledger = store.tenant.get().ledger
    if ledger.sequence == plan.sequence:
        return
    _ensure_bookable(ledger, plan)
    known = _known(store, plan)
    rows = store.imports.stream_rows(plan)
    changed = sum(_is_judged_otherwise(row, known) for row in rows)
    if changed:
        raise PlanChanged(f"Rows recorded or removed since the preview: {changed}.")


def _known(store: TenantStore, plan: Import) -> KnownRows:
    dates = DateRange(plan.first_date, plan.last_date)
    return known_rows(store, (plan.account_id, *plan.account_ids), plan.id, dates)


def _ensure_bookable(ledger: Ledger, plan: Import) -> None:
    try:
        for account_id in (plan.account_id, *plan.account_ids):
            ledger.get_account_for_booking(account_id)
            if plan.account_currencies[account_id] != ledger.currency_of(account_id):
                raise PlanChanged("The currency of an account of the plan was changed.")
    except InvalidArgument as error:
        raise PlanChanged("An account of the plan can no longer be used.") from error
    if not all(_may_be_used(ledger, category_id) for category_id in plan.category_ids):
        raise PlanChanged("A category of the plan can no longer be used.")
    if not all(_may_be_given(ledger, type_id) for type_id in plan.custom_type_ids):
        raise PlanChanged("A custom type of the plan can no longer be used.")


def _is_judged_otherwise(row: PlanRow, known: KnownRows) -> bool:
    if row.is_to_record:
        return known.has(row)
    return (row.reason or "").startswith(RECORDED) and not known.has(row)


def _may_be_given(ledger: Ledger, type_id: str) -> bool:
    custom_type = ledger.custom_types.get(type_id)
    return custom_type is not None and not custom_type.archived and custom_type.merging_into is None


def _may_be_used(ledger: Ledger, category_id: str) -> bool:
    category = ledger.categories.get(category_id)
    return category is not None and not category.archived and category.merging_into is None


def _current(unit: TenantStore, import_id: str) -> Import:
    current = unit.imports.find(import_id)
    if current is None:
        raise NotFound("import")
    return current
