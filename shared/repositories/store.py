"""Store of one tenant: its repositories, bound for reading or to one commit.

A store is created for one tenant. No method of a repository takes a tenant, so none can use a wrong
one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import field
from typing import TYPE_CHECKING, Any, TypeVar

from shared.errors import NotFound, TenantMissing
from shared.models.history.change import Cause, Change, CommittedOperation, IdempotencyRecord
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.people.access import MemberCheck, TenantRef
from shared.models.people.takeover import CopiedPart
from shared.models.values.dates import CALENDAR_MONTHS, Calendar, Month
from shared.models.values.frozen import frozen
from shared.repositories.firestore.access import DIRECT, Access, CommitAccess, PastAccess
from shared.repositories.firestore.client import FirestoreClient
from shared.repositories.firestore.commit import commit_once, commit_reading, read_at_one_instant
from shared.repositories.firestore.requests import FastWriteBatch
from shared.repositories.firestore.usage import UNLIMITED, DocumentLimit, documents_used
from shared.repositories.firestore.write_lease import WriteLease
from shared.repositories.history.changes import ChangeRepository
from shared.repositories.ledger.demo_codec import DemoWriter
from shared.repositories.ledger.ledger_codec import LedgerWriter
from shared.repositories.ledger.payees import PayeeRepository
from shared.repositories.ledger.person_codec import PersonWriter
from shared.repositories.ledger.summaries import MonthInContext, SummaryRepository
from shared.repositories.ledger.tenants import TenantRepository, decode_tenant, open_document
from shared.repositories.ledger.transactions import TransactionRepository
from shared.repositories.ledger.workspace_codec import WorkspaceWriter
from shared.repositories.on_demand import RepositoriesOnDemand

if TYPE_CHECKING:
    from datetime import date

    from google.cloud.firestore import DocumentReference, DocumentSnapshot

    from shared.models.notifications.notification import Event
    from shared.models.planning.recurring import Recurring
    from shared.repositories.firestore.deletion import Erased

_T = TypeVar("_T")

_FEW_DOCUMENTS = 10
"""So many may be read again and again: a small commit would race for the lease as for itself."""

_MAX_LOST_DOCUMENTS = 50
"""Documents that a commit may have read in vain before it acquires the write lease."""


@frozen
class LedgerSnapshot:
    """Tenant, change-log entry and transactions that an operation reads in one call.

    ``record`` is the requested change-log entry. For an operation it is the idempotency record: the
    first entry of an earlier commit of the same operation, if there is one.
    """

    tenant: Tenant
    record: Change | None = None
    transactions: dict[str, Transaction] = field(default_factory=dict)
    recurring: Recurring | None = None

    @property
    def ledger(self) -> Ledger:
        """Return the tenant's ledger."""
        return self.tenant.ledger

    def get_live_transaction(self, transaction_id: str) -> Transaction:
        """Return the live transaction with that id.

        Raises:
            NotFound: It does not exist, or is deleted.
        """
        transaction = self.transactions.get(transaction_id)
        if transaction is None or transaction.is_deleted:
            raise NotFound("transaction")
        return transaction


@frozen
class RecordedSnapshot(LedgerSnapshot):
    """Snapshot of an operation that was committed before, with its idempotency record."""

    record: Change = field(kw_only=True)
    idempotency: IdempotencyRecord = field(kw_only=True)


class TenantStore(RepositoriesOnDemand):
    """Store of everything that one tenant owns.

    ``tenant`` reads the tenant's document as one value; ``ledger``, ``demo``, ``person`` and
    ``workspace`` each write their part of it. ``logged`` has the changes logged through this store.
    ``emitted`` has the ids of the events that were emitted through it, and ``unlinked`` those of
    transactions that people have recorded or changed in a ledger with recurring entries.
    ``touched`` has the days of what was changed in a watched ledger. ``limit`` is that of the
    documents of a commit. ``committed`` has the operations that were committed through this store,
    or found to be committed before.
    """

    def __init__(
        self,
        client: FirestoreClient,
        ref: TenantRef,
        access: Access = DIRECT,
        lease: WriteLease | None = None,
        check: MemberCheck | None = None,
    ) -> None:
        self.ref = ref
        self._client = client
        self._check = check
        self._access = access
        self._root = root = client.document(ref.path)
        self._document = document = open_document(ref, root, access, lease)
        self._lease = lease
        self._used_before = documents_used()
        self.tenant = TenantRepository(ref, document)
        self.ledger = LedgerWriter(document)
        self.demo = DemoWriter(document)
        self.person = PersonWriter(document)
        self.workspace = WorkspaceWriter(document)
        self.transactions = TransactionRepository(root, access, document)
        self.summaries = SummaryRepository(root, access)
        self.changes = ChangeRepository(root, access)
        self.payees = PayeeRepository(root, access)
        self.logged: list[Change] = []
        self.emitted: list[str] = []
        self.unlinked: list[str] = []
        self.touched: list[date] = []
        self.committed: list[CommittedOperation] = []
        self.limit: DocumentLimit = UNLIMITED

    @property
    def batch(self) -> FastWriteBatch:
        """Return the batch of the commit that this store is bound to."""
        return self._access.batch

    def new_batch(self) -> FastWriteBatch:
        """Return an empty batch, to measure writes that are not committed."""
        return self._client.batch()

    def transact(self, work: Callable[[TenantStore], _T], max_documents: int | None = None) -> _T:
        """Run ``work``, again after conflicts, and commit its writes at once.

        ``work`` reads the tenant before other documents of the ledger. Nothing is locked: if
        another commit to the ledger comes first, or has created a document that ``work`` creates,
        ``work`` runs again with the current state. If a slow commit keeps losing, the others wait.
        ``max_documents`` bounds the documents that ``work`` reads and writes.

        Raises:
            Unavailable: Firestore does not answer, or other commits came first for too long.
            CommitTooLarge: ``work`` writes too many bytes, or has too many documents.
            NotFound, PermissionDenied: as ``ensure_member_still_may``.
        """
        lease = WriteLease(self._root)
        used_before = documents_used()

        def run(batch: FastWriteBatch) -> tuple[_T, TenantStore]:
            unit = TenantStore(self._client, self.ref, CommitAccess(batch), lease, self._check)
            unit._used_before = used_before
            unit.limit = DocumentLimit(batch, max_documents)
            result = work(unit)
            unit.emit_low_balances()
            unit.tenant.flush()
            if len(batch):
                unit.ensure_member_still_may()
            unit.limit.check()
            return result, unit

        is_over = False
        try:
            result, unit = commit_once(self._client, run, lease.acquire)
            is_over = lease.ends_with_commit
        finally:
            if not is_over:
                lease.release()
        self.committed += map(CommittedOperation.of, unit.logged[:1])
        self.emitted += unit.emitted
        self.unlinked += unit.unlinked
        self.touched += unit.touched
        return result

    def transact_below(self, work: Callable[[TenantStore, Tenant], _T]) -> _T:
        """Run ``work`` in a transaction that reads the tenant's document and does not write it.

        For documents below the tenant that no total and no log depends on. As for any commit, the
        tenant exists, and is no demo that is taken over or erased, at the instant of the commit.

        Raises:
            TenantMissing: The tenant does not exist.
            TakeoverRunning, DemoTakenOver, DemoExpired: It is such a demo.
            Unavailable: Firestore does not answer, or the tenant is written all the time.
        """

        def run(access: Access) -> tuple[_T, list[str]]:
            unit = TenantStore(self._client, self.ref, access)
            tenant = unit.tenant.get()
            unit.tenant.ensure_writable()
            return work(unit, tenant), unit.emitted

        result, emitted = commit_reading(self._client, run)
        self.emitted += emitted
        return result

    def ensure_member_still_may(self) -> None:
        """Check, for a commit, that the member who asks for it may still do so.

        A change of members is a commit to the workspace: so the member is read again only where the
        tenant's document, as read for this commit, was written since the request's own check.

        Raises:
            NotFound: They are no active member any more.
            PermissionDenied: Their role does not allow all that the request has asked for.
        """
        check = self._check
        if check is None or not self._document.may_be_written_since(check.read_at):
            return
        member = self.member_list.find_once(check.uid)
        check.ensure_still_allowed(member.role if member and member.is_active else None)

    def prepare_to_read(self, documents: int = _FEW_DOCUMENTS + 1) -> None:
        """Acquire the write lease before a commit reads so many documents, unless they are few.

        Those that its attempts have read so far count, too, because all are read again when
        another commit comes first. The tenant must have been read. Without a number, the first
        attempt goes without the lease, and later ones that have read many do not.

        Raises:
            ConcurrentUpdate: Another commit came first.
        """
        if self._has_many(documents):
            self._document.hold_lease()

    def hold_lease(self) -> None:
        """Acquire the write lease; raises as ``TenantDocument.hold_lease``."""
        self._document.hold_lease()

    def _has_many(self, documents: int) -> bool:
        if self._lease is None:
            return False
        used = documents_used() - self._used_before
        return documents > _FEW_DOCUMENTS and used + documents > _MAX_LOST_DOCUMENTS

    def snapshot(self, read: Callable[[TenantStore], _T]) -> _T:
        """Run ``read`` on the store as of one instant."""
        return read_at_one_instant(
            self._client, lambda access: read(TenantStore(self._client, self.ref, access))
        )

    def at_read_time(self) -> tuple[TenantStore, Tenant]:
        """Return the store at the present read time, readable for up to an hour, and its tenant.

        Unlike a snapshot it needs no transaction, which would not outlast a slow reader.

        Raises:
            TenantMissing: The tenant does not exist.
        """
        snapshot = self.tenant.reference.get()
        if not snapshot.exists:
            raise TenantMissing
        store = TenantStore(self._client, self.ref, PastAccess(snapshot.read_time))
        return store, store.tenant.decode(snapshot)

    def erase(self) -> Iterator[Erased]:
        """Delete the tenant's document, which ends writing, then everything below it."""
        from shared.repositories.firestore.deletion import erase_tree  # noqa: PLC0415 (few erase a ledger)

        return erase_tree(self._root)

    def for_tenant(self, ref: TenantRef) -> TenantStore:
        """Return the store of another tenant of the same user, bound to the same commit."""
        return TenantStore(self._client, ref, self._access)

    def copy_next_to(self, other: TenantStore, after: str | None, size: int) -> CopiedPart:
        """Copy at most ``size`` documents below the tenant to the same paths below another.

        ``after`` is the path of the last one copied before; None for the first.
        """
        from shared.repositories.firestore.trees import copy_next  # noqa: PLC0415 (only takeovers load it)

        return copy_next(self._root, other._root, self._access.batch, after, size)

    def log(self, change: Change) -> None:
        """Append an entry to the change log, under the next number of this ledger.

        The numbers are in the order of the commits, without gaps, because each commit takes them
        from the tenant's document and writes the last one there.
        """
        numbered = change.model_copy(update={"sequence": self.ledger.next_sequence()})
        self.changes.append(numbered)
        self.logged.append(numbered)

    def emit(self, event: Event) -> None:
        """Store an event of which people are to be notified, in the commit in which it happens.

        A worker makes the notifications; an event that is emitted twice is one.
        """
        self.outbox.put(event)
        self.emitted.append(event.id)

    def emit_low_balances(self) -> None:
        """Emit the events of balances that this commit lets fall below those that people have set.

        A repair by the rollup, which logs nothing, and the restore of a backup let none fall.
        """
        if not self.logged or not self.ledger.may_lower_balances:
            return
        from shared.models.notifications.low_balances import low_balance_events  # noqa: PLC0415 (few ledgers have one)

        if (change := self.logged[0]).cause is not Cause.RESTORE:
            before = decode_tenant(self.ref, self._document.fields)
            after = self.ledger.after_commit(before.ledger)
            for event in low_balance_events(before, after, change.at):
                self.emit(event)

    def load(
        self,
        *,
        record_id: str | None = None,
        transaction_ids: Collection[str] = (),
        recurring_id: str | None = None,
    ) -> LedgerSnapshot:
        """Read the tenant, and in the same call a change-log entry and others by their ids.

        A commit of many transactions reads them last, after acquiring the write lease, unless it
        finds the log entry: then it will write nothing.

        Raises:
            TenantMissing: The tenant does not exist.
            ConcurrentUpdate: Another commit came first.
        """
        transactions = [self.transactions.reference(key) for key in transaction_ids]
        record_key = None if record_id is None else self.changes.reference(record_id)
        recurring = None if recurring_id is None else self.recurring.reference(recurring_id)
        first = [self.tenant.reference, *(key for key in (record_key, recurring) if key)]
        has_many = self._has_many(len(transactions))
        found = self._read(first if has_many else [*transactions, *first])
        if self.tenant.reference.path not in found:
            raise TenantMissing
        tenant = self.tenant.decode(found[self.tenant.reference.path])
        record, entry = (found.get(key.path) if key else None for key in (record_key, recurring))
        if has_many:
            if record is None:
                self._document.hold_lease()
            found |= self._read(transactions)
        of_ids = (found.get(reference.path) for reference in transactions)
        return LedgerSnapshot(
            tenant=tenant,
            record=self.changes.decode(record) if record else None,
            transactions={one.id: self.transactions.decode(one) for one in of_ids if one},
            recurring=self.recurring.decode(entry) if entry else None,
        )

    def _read(self, references: list[DocumentReference]) -> dict[str, DocumentSnapshot[Any]]:
        """Return the documents that exist, by path."""
        found = self._client.get_all(references, **self._access.reading)
        return {snapshot.reference.path: snapshot for snapshot in found if snapshot.exists}

    def load_month(self, month: Month) -> MonthInContext:
        """Read the tenant, a month's summary and the one before: three documents in one call.

        The paths of the summaries depend on the tenant's calendar, which is taken from a cache. If
        it has changed, they are read again together with the tenant, because it may change once
        more, and the summaries of a calendar that is no longer in force are deleted.

        Raises:
            TenantMissing: The tenant does not exist.
        """
        calendar = self.likely_calendar()
        while True:
            context = self._read_month(month, calendar)
            if context.tenant.ledger.calendar == calendar:
                return context
            calendar = context.tenant.ledger.calendar

    def likely_calendar(self) -> Calendar:
        """Return the cached calendar of the ledger, or that of calendar months."""
        return self._client.known_calendars.find(self.ref) or CALENDAR_MONTHS

    def _read_month(self, month: Month, calendar: Calendar) -> MonthInContext:
        summaries = [self.summaries.reference(m, calendar) for m in (month, month.previous)]
        documents = self._client.get_all([*summaries, self.tenant.reference])
        found = {snapshot.reference.path: snapshot for snapshot in documents}
        root = found[self.tenant.reference.path]
        if not root.exists:
            raise TenantMissing
        tenant = self.tenant.decode(root)
        self._client.known_calendars.put(self.ref, tenant.ledger.calendar)
        return MonthInContext(
            tenant=tenant,
            summary=self.summaries.decode(month, found[summaries[0].path]),
            previous=self.summaries.decode(month.previous, found[summaries[1].path]),
        )
