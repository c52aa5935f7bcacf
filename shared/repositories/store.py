"""The store of one tenant: its repositories, bound together for one read or one transaction.

A store is made for one tenant, and no method of a repository takes a tenant, so none can forget it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TypeVar

from google.api_core import exceptions
from google.cloud import firestore

from shared.errors import NotFound, TenantMissing
from shared.models.access import TenantRef
from shared.models.change import Change
from shared.models.dates import Month
from shared.models.summary import Summary
from shared.models.tenant import Tenant
from shared.models.transaction import Transaction
from shared.repositories.changes import ChangeRepository
from shared.repositories.client import run_transaction
from shared.repositories.summaries import SummaryRepository
from shared.repositories.tenants import TenantRepository
from shared.repositories.transactions import TransactionRepository

_T = TypeVar("_T")


class CommittedBefore(Exception):
    """What this transaction creates is there already: the same operation was committed before."""


@dataclass(frozen=True)
class Opening:
    """What an operation on a ledger starts from, read in one call.

    ``receipt`` is the change-log entry of an earlier commit of the same operation, if there is one.
    """

    tenant: Tenant
    receipt: Change | None = None
    transactions: dict[str, Transaction] = field(default_factory=dict)

    def get_live_transaction(self, transaction_id: str) -> Transaction:
        """The transaction, if it is there and not in the bin.

        Raises:
            NotFound: It is not there, or in the bin.
        """
        transaction = self.transactions.get(transaction_id)
        if transaction is None or transaction.is_deleted:
            raise NotFound("transaction")
        return transaction


@dataclass(frozen=True)
class MonthInContext:
    """A tenant, one of its months, and the month before."""

    tenant: Tenant
    summary: Summary
    previous: Summary


class TenantStore:
    """All that one tenant owns."""

    def __init__(
        self,
        client: firestore.Client,
        ref: TenantRef,
        transaction: firestore.Transaction | None = None,
    ) -> None:
        self.ref = ref
        self._client = client
        self._transaction = transaction
        root = client.document(ref.path)
        self.tenant = TenantRepository(ref, root, transaction)
        self.transactions = TransactionRepository(root, transaction)
        self.summaries = SummaryRepository(root, transaction)
        self.changes = ChangeRepository(root, transaction)

    def transact(self, work: Callable[[TenantStore], _T]) -> _T:
        """Run ``work`` on this store in one transaction, several times if need be.

        Raises:
            CommittedBefore: A document that ``work`` creates is there already.
            Unavailable: Firestore does not answer.
        """
        try:
            return run_transaction(
                self._client,
                lambda transaction: work(TenantStore(self._client, self.ref, transaction)),
            )
        except exceptions.AlreadyExists as error:
            raise CommittedBefore from error

    def snapshot(self, read: Callable[[TenantStore], _T]) -> _T:
        """Run ``read`` on this store as it is at one instant, whatever is written meanwhile."""
        return run_transaction(
            self._client,
            lambda transaction: read(TenantStore(self._client, self.ref, transaction)),
            read_only=True,
        )

    def open(
        self, *, receipt_id: str | None = None, transaction_ids: Collection[str] = ()
    ) -> Opening:
        """Read the tenant, and in the same call a receipt and transactions by their ids.

        Raises:
            TenantMissing: There is no such tenant.
        """
        references = [self.tenant.reference]
        if receipt_id is not None:
            references.append(self.changes.reference(receipt_id))
        references += [self.transactions.reference(key) for key in transaction_ids]
        snapshots = {
            snapshot.reference.path: snapshot
            for snapshot in self._client.get_all(references, transaction=self._transaction)
            if snapshot.exists
        }
        root = snapshots.get(self.tenant.reference.path)
        if root is None:
            raise TenantMissing
        receipt = (
            snapshots.get(self.changes.reference(receipt_id).path)
            if receipt_id is not None
            else None
        )
        found = (snapshots.get(self.transactions.reference(key).path) for key in transaction_ids)
        return Opening(
            tenant=self.tenant.decode(root),
            receipt=self.changes.decode(receipt) if receipt else None,
            transactions={
                snapshot.id: self.transactions.decode(snapshot) for snapshot in found if snapshot
            },
        )

    def open_month(self, month: Month, tenant: Tenant | None = None) -> MonthInContext:
        """Read the tenant, a month's summary and the one before, in one call: three documents.

        A ``tenant`` that was read already is not read again.

        Raises:
            TenantMissing: There is no such tenant.
        """
        references = [self.summaries.reference(month), self.summaries.reference(month.previous)]
        if tenant is None:
            references.append(self.tenant.reference)
        found = {snapshot.reference.path: snapshot for snapshot in self._client.get_all(references)}
        if tenant is None:
            root = found[self.tenant.reference.path]
            if not root.exists:
                raise TenantMissing
            tenant = self.tenant.decode(root)
        return MonthInContext(
            tenant=tenant,
            summary=self.summaries.decode(month, found[references[0].path]),
            previous=self.summaries.decode(month.previous, found[references[1].path]),
        )
