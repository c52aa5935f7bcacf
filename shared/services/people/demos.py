"""Demo sessions: a private, filled ledger for an anonymous visitor."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.models.history.change import Cause, Operation
from shared.models.ledger.defaults import with_defaults
from shared.models.ledger.samples import Sample, sample_entries
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transaction import Transaction, TransactionType
from shared.models.people.access import TenantRef
from shared.models.people.demo_use import DemoUse
from shared.models.values.identifiers import new_id
from shared.repositories.store import TenantStore
from shared.services.ledger.provisioning import begin_ledger


@dataclass(frozen=True)
class DemoWishes:
    """What a visitor may choose for their demo; ``lifetime`` is the operator's choice."""

    currency: str
    timezone: str
    sample_transactions: bool
    lifetime: timedelta


def create_demo(store: TenantStore, wishes: DemoWishes, now: datetime) -> tuple[Tenant, bool]:
    """The visitor's demo, and whether it was made now: a live one stays as it is.

    The tenant, its categories, sample transactions and summaries are written in one commit.

    Raises:
        DemoExpired: The visitor had one, and its time is over.
    """
    tenant = _new_demo(store.ref, wishes, now)
    edits = [Edit(None, t) for t in _samples(tenant, now)] if wishes.sample_transactions else []
    tenant = replace(tenant, sample_transaction_count=len(edits))
    operation = Operation.of_beginning(actor=store.ref.id, at=now, cause=Cause.DEMO)

    def work(unit: TenantStore) -> tuple[Tenant, bool]:
        existing = unit.tenant.find()
        if existing is not None:
            existing.ensure_live(now)
            return existing, False
        begin_ledger(unit, operation, tenant, edits)
        return tenant, True

    return store.transact(work)


def _new_demo(ref: TenantRef, wishes: DemoWishes, now: datetime) -> Tenant:
    return with_defaults(
        Tenant(
            ref=ref,
            currency=wishes.currency,
            timezone=wishes.timezone,
            created_at=now,
            expires_at=now + wishes.lifetime,
            demo_use=DemoUse(),
        )
    )


def _samples(tenant: Tenant, now: datetime) -> list[Transaction]:
    ids = {category.name: category.id for category in tenant.categories.values()}
    rng = random.Random(tenant.ref.id)  # noqa: S311 (believable, not secret)
    return [
        _transaction(sample, tenant, ids[sample.category], now)
        for sample in sample_entries(tenant.today(now), tenant.currency, rng)
    ]


def _transaction(sample: Sample, tenant: Tenant, category_id: str, now: datetime) -> Transaction:
    return Transaction(
        id=new_id(),
        type=TransactionType(sample.type),
        amount_minor=sample.amount_minor,
        currency=tenant.currency,
        category_id=category_id,
        account_id=tenant.default_account_id,
        date=sample.date,
        description=sample.description,
        tags=sample.tags,
        created_at=now,
        updated_at=now,
    )
