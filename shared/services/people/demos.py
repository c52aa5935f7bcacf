"""Demo sessions: a private ledger with sample data for an anonymous visitor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from shared.models.history.change import Cause, Operation
from shared.models.imports.sample_import import SampleImport, sample_import
from shared.models.ledger.defaults import with_defaults
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.samples.filling import fill
from shared.models.ledger.samples.texts import default_names
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.people.demo import Demo
from shared.models.people.demo_use import DemoUse
from shared.models.people.person import Person
from shared.models.people.profile import PreferredLocale, Profile
from shared.models.planning.budgets.samples import kept_scopes
from shared.models.planning.samples import (
    SamplePlanning,
    sample_notifications,
    sample_planning,
)
from shared.models.rules.rule_list import RuleState
from shared.models.rules.sample_rule import sample_rule
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import SAMPLE_ID
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.imports.import_events import import_done
from shared.services.ledger.provisioning import begin_ledger, erase_unless
from shared.services.people.sample_data import put_entries, put_first_rule, put_plans

_DEFAULT_LOCALES = PreferredLocale()


@frozen
class DemoOptions:
    """A visitor's choices for their demo; ``lifetime`` is set by the operator."""

    currency: str
    timezone: str
    sample_transactions: bool
    lifetime: timedelta
    preferred: PreferredLocale = _DEFAULT_LOCALES


@frozen
class _NewDemo:
    """A demo to write, with what its samples are beside the ledger, if it has samples."""

    tenant: Tenant
    samples: tuple[SampleImport, RuleState, SamplePlanning] | None = None

    def begin(self, unit: TenantStore, operation: Operation) -> None:
        """Write all of it in one commit."""
        if self.samples is None:
            begin_ledger(unit, operation, self.tenant)
            return
        imported, rule, planning = self.samples
        edits = [Edit(None, transaction) for transaction in imported.transactions]
        next_index = begin_ledger(
            unit, operation, self.tenant, edits, written_occurrences=planning.occurrence_ids
        )
        put_first_rule(unit, operation, rule, next_index)
        put_entries(unit, operation, planning, next_index + 1)
        put_plans(unit, operation, planning, next_index + 1 + planning.entry_changes)
        done = import_done(self.tenant, imported.plan, operation.at)
        for notification in sample_notifications(planning, done, self.tenant.ref.id):
            unit.notifications.create(notification)
        unit.imports.create_done(imported.plan, imported.packed.chunks)
        unit.mappings.put(imported.mapping)


def create_demo(
    store: TenantStore,
    options: DemoOptions,
    now: datetime,
    ensure_user: Callable[[], None] = lambda: None,
) -> tuple[Tenant, bool]:
    """Return the visitor's demo, and whether it was created now; a live demo stays unchanged.

    The tenant, its categories, accounts, sample transactions, summaries, rule, recurring entries,
    import and notifications are written in one commit, so no part of a demo is ever visible alone.
    ``ensure_user`` raises ``Unauthenticated`` if the user is disabled or deleted. It is called
    after the commit, so that no demo remains of a user who was erased meanwhile.

    Raises:
        DemoExpired: The visitor already had a demo, which has expired.
        Unauthenticated: The user is disabled or deleted.
    """
    operation = Operation.of_beginning(actor=store.ref.id, at=now, cause=Cause.DEMO)
    new: list[_NewDemo] = []

    def work(unit: TenantStore) -> tuple[Tenant, bool]:
        existing = unit.tenant.find()
        if existing is not None:
            existing.ensure_live(now)
            return existing, False
        if not new:  # Attempts after a conflict write the same demo.
            new.append(_new_demo(store, options, now))
        new[0].begin(unit, operation)
        return new[0].tenant, True

    demo_tenant, is_new = store.transact(work)
    if is_new:
        erase_unless(ensure_user, store)
    return demo_tenant, is_new


def _new_demo(store: TenantStore, options: DemoOptions, now: datetime) -> _NewDemo:
    uid = store.ref.id
    ledger = _empty_ledger(options, now)
    tenant = Tenant(
        store.ref,
        ledger,
        demo=Demo(now + options.lifetime),
        person=Person(Profile(locale=options.preferred.locale)),
    )
    if not options.sample_transactions:
        return _NewDemo(tenant)
    samples = fill(ledger, options.preferred.of_names, uid, now, rates_of(store, ledger, now))
    planning = sample_planning(samples, now)
    samples = planning.samples
    rule = sample_rule(samples, SAMPLE_ID, now)
    imported = sample_import(samples, rule.id, uid, now)
    demo = Demo(
        now + options.lifetime,
        sample_transaction_count=len(samples.transactions),
        use=DemoUse(imports=1),
    )
    scopes = kept_scopes(planning.budgets)
    ledger = replace(samples.ledger, has_recurring=True, is_watched=True, scopes=scopes)
    tenant = replace(tenant, ledger=ledger, demo=demo)
    return _NewDemo(tenant, (imported, rule, planning))


def _empty_ledger(options: DemoOptions, now: datetime) -> Ledger:
    """Return a ledger with the default categories and account in the visitor's language."""
    ledger = Ledger(options.currency, options.timezone, created_at=now)
    return with_defaults(ledger, default_names(options.preferred.of_names))
