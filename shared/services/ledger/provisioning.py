"""Create a ledger: its tenant with the defaults, and its first log entries."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial

from shared.errors import DemoExpired, NoTenant, NotFound, Unauthenticated
from shared.models.history.change import Cause, Operation
from shared.models.history.kinds import Logged
from shared.models.ledger.defaults import DEFAULT_CURRENCY, DEFAULT_TIMEZONE, with_defaults
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.samples.texts import default_names
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import TenantKind, TenantRef
from shared.models.people.person import Person
from shared.models.people.profile import PreferredLocale, Profile
from shared.models.settings.ledger_settings import LedgerSettings
from shared.repositories.store import TenantStore
from shared.services.posting.ledger import commit_edits
from shared.services.posting.operations import append_change

_DEFAULT_LOCALES = PreferredLocale()


def provision_ledger(
    store: TenantStore,
    now: datetime,
    ensure_user: Callable[[], None],
    preferred: PreferredLocale = _DEFAULT_LOCALES,
) -> TenantRef:
    """Create the ledger of a registered user with the defaults, exactly once.

    The profile and the names of the defaults have the ``preferred`` locales. For a former demo
    visitor who has not taken the demo over yet, the demo stays the ledger, and is returned.
    ``ensure_user`` raises ``Unauthenticated`` if the user is disabled or deleted. It is also called
    afterwards, so that no ledger remains of a user who was erased meanwhile.

    Raises:
        Unauthenticated: The user is disabled or deleted.
        NoTenant: The tenant is a demo, which only ``create_demo`` creates.
        DemoExpired: The user's demo has expired, and is neither taken over nor erased.
        NotFound: The tenant is a workspace, which its creator creates.
    """
    if store.ref.kind is TenantKind.DEMO:
        raise NoTenant
    if store.ref.kind is TenantKind.WORKSPACE:
        raise NotFound("workspace")
    ensure_user()
    ledger, is_new = store.transact(partial(_find_or_begin, now=now, preferred=preferred))
    if is_new:
        erase_unless(ensure_user, store)
    else:
        ensure_user()
    return ledger


def erase_unless(ensure_user: Callable[[], None], store: TenantStore) -> None:
    """Erase a ledger that was just created, unless its user still exists.

    Raises:
        Unauthenticated: The user is disabled or deleted.
    """
    try:
        ensure_user()
    except Unauthenticated:
        deque(store.erase(), maxlen=0)
        raise


def _find_or_begin(
    unit: TenantStore, now: datetime, preferred: PreferredLocale
) -> tuple[TenantRef, bool]:
    """Return the ledger of a registered user, and whether it was created now."""
    ref = unit.ref
    if unit.tenant.find() is not None:
        return ref, False
    found = unit.for_tenant(ref.demo).tenant.find()
    demo = found.demo if found is not None else None
    if demo is None or demo.is_taken_over:
        ledger = Ledger(DEFAULT_CURRENCY, DEFAULT_TIMEZONE, created_at=now)
        person = Person(Profile(locale=preferred.locale))
        tenant = Tenant(
            ref, with_defaults(ledger, default_names(preferred.of_names)), person=person
        )
        operation = Operation.of_beginning(actor=ref.id, at=now, cause=Cause.PROVISIONING)
        begin_ledger(unit, operation, tenant)
        return ref, True
    if demo.is_over(now):
        raise DemoExpired(may_be_taken_over=demo.may_be_taken_over(now))
    return ref.demo, False


def begin_ledger(
    unit: TenantStore,
    operation: Operation,
    tenant: Tenant,
    edits: Sequence[Edit] = (),
    *,
    first_index: int = 0,
    written_occurrences: Collection[str] = (),
) -> int:
    """Write a new tenant with its first transactions, log all of it, and return the next index.

    The log begins with the settings, categories and accounts, so that the feed has the whole
    ledger. With ``first_index`` other entries of the operation, there must be no transactions.
    Occurrences with the ids ``written_occurrences`` are written by the caller.
    """
    unit.tenant.create(tenant)
    ledger = tenant.ledger
    parts: list[Logged] = [
        LedgerSettings.of(tenant),
        *ledger.categories.values(),
        *(ledger.state_of(account) for account in ledger.accounts.values()),
        *ledger.custom_types.values(),
    ]
    for index, part in enumerate(parts, start=first_index + len(edits)):
        append_change(unit, operation, None, part, index=index)
    if edits:
        commit_edits(
            unit,
            operation,
            tenant,
            edits,
            is_new_ledger=True,
            written_occurrences=written_occurrences,
        )
    return first_index + len(edits) + len(parts)
