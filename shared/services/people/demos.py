"""Demo sessions: a private ledger with sample data for an anonymous visitor."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.models.history.change import Cause, Operation
from shared.models.ledger.defaults import with_defaults
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.samples import Sample, sample_entries
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transaction import Transaction, TransactionType
from shared.models.people.demo import Demo
from shared.models.people.person import Person
from shared.models.values.identifiers import new_id
from shared.repositories.store import TenantStore
from shared.services.ledger.provisioning import begin_ledger, erase_unless


@dataclass(frozen=True)
class DemoOptions:
    """A visitor's choices for their demo; ``lifetime`` is set by the operator."""

    currency: str
    timezone: str
    sample_transactions: bool
    lifetime: timedelta


def create_demo(
    store: TenantStore,
    options: DemoOptions,
    now: datetime,
    ensure_user: Callable[[], None] = lambda: None,
) -> tuple[Tenant, bool]:
    """Return the visitor's demo, and whether it was created now; a live demo stays unchanged.

    The tenant, its categories, sample transactions and summaries are written in one commit.
    ``ensure_user`` raises ``Unauthenticated`` if the user is disabled or deleted. It is called
    after the commit, so that no demo remains of a user who was erased meanwhile.

    Raises:
        DemoExpired: The visitor already had a demo, which has expired.
        Unauthenticated: The user is disabled or deleted.
    """
    ledger = with_defaults(Ledger(options.currency, options.timezone, created_at=now))
    samples = _samples(ledger, store.ref.id, now) if options.sample_transactions else []
    demo = Demo(now + options.lifetime, sample_transaction_count=len(samples))
    tenant = Tenant(store.ref, ledger, demo=demo, person=Person())
    edits = [Edit(None, sample) for sample in samples]
    operation = Operation.of_beginning(actor=store.ref.id, at=now, cause=Cause.DEMO)

    def work(unit: TenantStore) -> tuple[Tenant, bool]:
        existing = unit.tenant.find()
        if existing is not None:
            existing.ensure_live(now)
            return existing, False
        begin_ledger(unit, operation, tenant, edits)
        return tenant, True

    demo_tenant, is_new = store.transact(work)
    if is_new:
        erase_unless(ensure_user, store)
    return demo_tenant, is_new


def _samples(ledger: Ledger, seed: str, now: datetime) -> list[Transaction]:
    """Return sample transactions for the ledger; the same seed gives the same ones."""
    ids = {category.name: category.id for category in ledger.categories.values()}
    rng = random.Random(seed)  # noqa: S311 (sample data, no secret)
    return [
        _transaction(sample, ledger, ids[sample.category], now)
        for sample in sample_entries(ledger.today(now), ledger.currency, rng)
    ]


def _transaction(sample: Sample, ledger: Ledger, category_id: str, now: datetime) -> Transaction:
    return Transaction(
        id=new_id(),
        type=TransactionType(sample.type),
        amount_minor=sample.amount_minor,
        currency=ledger.currency,
        category_id=category_id,
        account_id=ledger.default_account_id,
        date=sample.date,
        description=sample.description,
        tags=sample.tags,
        created_at=now,
        updated_at=now,
    )
