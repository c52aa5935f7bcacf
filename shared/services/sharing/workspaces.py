"""Workspaces: create, list, rename, delete and restore."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, partial

from shared.errors import IdempotencyKeyReused, NotFound, TooManyWorkspaces, Unreadable
from shared.models.history.change import Cause, Operation
from shared.models.ledger.defaults import DEFAULT_CURRENCY, DEFAULT_TIMEZONE, with_defaults
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.page import Page, cursor_to, place_of
from shared.models.ledger.samples.texts import default_names
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import Caller, Identity, Role, TenantKind, TenantRef
from shared.models.people.profile import DEFAULT_LOCALE
from shared.models.people.workspace import Workspace
from shared.models.sharing.member import Member
from shared.models.sharing.workspace import (
    MAX_WORKSPACES,
    SharedLedger,
    WorkspaceDraft,
    WorkspacePatch,
)
from shared.models.values.dates import Calendar
from shared.models.values.identifiers import derived_id, is_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision
from shared.models.values.spans.month_start import FIRST_OF_MONTH
from shared.repositories.sharing.members import Membership, MembershipRepository
from shared.repositories.sharing.workspaces import WorkspaceRepository
from shared.repositories.store import LedgerSnapshot, TenantStore
from shared.services.ledger.provisioning import begin_ledger
from shared.services.ledger.tenants import get_tenant
from shared.services.posting.operations import append_change, run_once


def id_of_new_workspace(operation: Operation) -> str:
    """Return the id of the workspace that an operation creates; the same one for a retry."""
    return derived_id("workspace", operation.change_id)


def ensure_room_for_workspace(memberships: MembershipRepository, uid: str) -> None:
    """Check that a user may become a member of one more workspace.

    No commit guards the memberships, so requests at the same time may exceed the maximum by as many
    as they are, and the attempts of one commit need this check once.

    Raises:
        TooManyWorkspaces: The user has reached the maximum.
    """
    if memberships.count_of(uid, MAX_WORKSPACES) >= MAX_WORKSPACES:
        raise TooManyWorkspaces(MAX_WORKSPACES)


def create_workspace(
    store: TenantStore,
    operation: Operation,
    draft: WorkspaceDraft,
    creator: Identity,
    memberships: MembershipRepository,
    locale: str = DEFAULT_LOCALE,
) -> SharedLedger:
    """Create a workspace with the default categories and account; its creator is owner and admin.

    Currency, time zone and language are by default those of the creator's own ledger; ``locale`` is
    the language if there is none. ``store`` must be that of ``id_of_new_workspace``. A retry
    returns the workspace as its creator may see it now.

    Raises:
        IdempotencyKeyReused: The key was already used for a different request.
        NotFound: The workspace was created before, and has been deleted, or its creator is no
            active member any more.
        TooManyWorkspaces: The creator has reached the maximum number of workspaces.
    """
    operation = operation.caused_by(Cause.PROVISIONING)
    tenant = _new_workspace(store, draft, creator, locale, operation.at)
    member = _first_member(creator, operation.at)
    ensure_room = cache(partial(ensure_room_for_workspace, memberships, creator.uid))

    def work(unit: TenantStore) -> SharedLedger:
        existing = unit.tenant.find()
        if existing is not None:
            existing.ensure_live(operation.at)
            return _recalled(unit, operation, existing, creator)
        ensure_room()
        unit.member_list.put(member)
        append_change(unit, operation, None, tenant.get_workspace(), index=0)
        append_change(unit, operation, None, member, index=1)
        begin_ledger(unit, operation, tenant, first_index=2)
        return SharedLedger.of(tenant, Caller(creator.uid, store.ref, member.role))

    return with_owner_name(store, store.transact(work))


def _first_member(creator: Identity, at: datetime) -> Member:
    return Member(uid=creator.uid, role=Role.ADMIN, email=creator.verified_email, joined_at=at)


def list_workspaces(
    memberships: MembershipRepository,
    workspaces: WorkspaceRepository,
    uid: str,
    cursor: str | None,
    limit: int,
    *,
    deleted: bool = False,
) -> Page[SharedLedger]:
    """Return a page of the workspaces in which a user is active, ordered by id.

    With ``deleted``, returns the deleted workspaces that the user, as an admin, can restore.

    Raises:
        Unreadable: The cursor belongs to another list.
    """
    fingerprint = derived_id("workspaces", uid, str(deleted))[:12]
    last = _place_in(cursor, fingerprint) if cursor is not None else None
    found: list[SharedLedger] = []
    while len(found) <= limit:
        page = memberships.list_of(uid, limit + 1, last)
        found += _seen(workspaces, uid, page, deleted=deleted)
        if len(page) <= limit:
            break
        last = page[-1].workspace
    owners = {seen.workspace.owner_uid for seen in found[:limit]}
    names = workspaces.find_display_names(owners)
    items = [replace(one, owner_name=names.get(one.workspace.owner_uid)) for one in found[:limit]]
    has_more = len(found) > limit
    return Page(items, cursor_to(fingerprint, items[-1].workspace.id) if has_more else None)


def rename_workspace(
    store: TenantStore,
    operation: Operation,
    patch: WorkspacePatch,
    caller: Caller,
    expected: ExpectedRevision = ANY_REVISION,
) -> SharedLedger:
    """Rename a workspace.

    Raises:
        PreconditionFailed: The workspace does not have the expected revision.
    """
    return _revise(store, operation, caller, expected, lambda one: one.renamed(patch.name))


def delete_workspace(
    store: TenantStore,
    operation: Operation,
    caller: Caller,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Delete a workspace for all members; an admin can restore it for some time.

    Raises:
        PreconditionFailed: The workspace does not have the expected revision.
    """
    _revise(store, operation, caller, expected, lambda one: one.mark_deleted(operation.at))


def _revise(
    store: TenantStore,
    operation: Operation,
    caller: Caller,
    expected: ExpectedRevision,
    change: Callable[[Workspace], Workspace],
) -> SharedLedger:
    """Change a workspace's own fields, and return the tenant afterwards."""

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> SharedLedger:
        before = with_owner_name(store, SharedLedger.of(snapshot.tenant, caller))
        expected.check(before)
        after = put_workspace(unit, operation, before.workspace, change(before.workspace))
        if after.deleted_at is not None and before.workspace.deleted_at is None:
            from shared.models.notifications.notification import Event  # noqa: PLC0415 (few are deleted)

            unit.emit(Event.of_deleted_workspace(operation.change_id, operation.at))
        return replace(before, workspace=after)

    def recall(snapshot: LedgerSnapshot) -> SharedLedger:
        return with_owner_name(store, SharedLedger.of(snapshot.tenant, caller))

    return run_once(store, operation, work, recall)


def restore_workspace(store: TenantStore, operation: Operation, caller: Caller) -> SharedLedger:
    """Restore a deleted workspace; one that is not deleted stays unchanged.

    Raises:
        NotFound: The workspace was deleted too long ago.
    """

    def work(unit: TenantStore) -> SharedLedger:
        found = SharedLedger.of(unit.tenant.get(), caller)
        workspace = found.workspace
        if workspace.deleted_at is None:
            return found
        if not workspace.is_restorable(operation.at):
            raise NotFound("workspace")
        after = put_workspace(unit, operation, workspace, workspace.restored())
        return replace(found, workspace=after)

    return with_owner_name(store, store.transact(work))


def get_workspace(store: TenantStore, caller: Caller, now: datetime) -> SharedLedger:
    """Return a workspace.

    Raises:
        NotFound: It was deleted, or the tenant is no workspace.
    """
    return with_owner_name(store, SharedLedger.of(get_tenant(store, now), caller))


def with_owner_name(store: TenantStore, seen: SharedLedger) -> SharedLedger:
    """Return the workspace with the present display name of its owner."""
    owner = seen.workspace.owner_uid
    return replace(seen, owner_name=store.member_list.find_names([owner]).get(owner))


def put_workspace(
    unit: TenantStore, operation: Operation, before: Workspace, after: Workspace, index: int = 0
) -> Workspace:
    """Write and log the changes of a workspace, if any, and return the tenant."""
    if after is not before:
        unit.workspace.put(after)
        append_change(unit, operation, before, after, index=index)
    return after


def _new_workspace(
    store: TenantStore, draft: WorkspaceDraft, creator: Identity, otherwise: str, at: datetime
) -> Tenant:
    currency, timezone, locale = draft.currency, draft.timezone, draft.locale
    if currency is None or timezone is None or locale is None:
        usual = _usual_settings(store, creator.uid, otherwise)
        currency, timezone = currency or usual[0], timezone or usual[1]
        locale = locale or usual[2]
    calendar = Calendar(draft.month_start.start() if draft.month_start else FIRST_OF_MONTH)
    ledger = Ledger(currency, timezone, created_at=at, calendar=calendar)
    workspace = Workspace(id=store.ref.id, name=draft.name, owner_uid=creator.uid, created_at=at)
    return Tenant(store.ref, with_defaults(ledger, default_names(locale)), workspace=workspace)


def _usual_settings(store: TenantStore, uid: str, locale: str) -> tuple[str, str, str]:
    """Return currency, time zone and locale of a user's own ledger or demo; defaults without."""
    account = TenantRef(TenantKind.USER, uid)
    for ref in (account, account.demo):
        if (own := store.for_tenant(ref).tenant.find()) is not None:
            return own.ledger.currency, own.ledger.timezone, own.profile.locale
    return DEFAULT_CURRENCY, DEFAULT_TIMEZONE, locale


def _recalled(
    unit: TenantStore, operation: Operation, existing: Tenant, creator: Identity
) -> SharedLedger:
    """Return the workspace that this operation created, for its creator's present role."""
    change = unit.changes.find(operation.change_id)
    if (
        change is None
        or change.idempotency is None
        or change.idempotency.request_hash != operation.request_hash
    ):
        raise IdempotencyKeyReused
    member = unit.member_list.find(creator.uid)
    if member is None or not member.is_active:
        raise NotFound("workspace")
    return SharedLedger.of(existing, Caller(creator.uid, unit.ref, member.role))


def _place_in(cursor: str, fingerprint: str) -> TenantRef:
    match place_of(cursor, fingerprint):
        case [str(workspace_id)] if is_id(workspace_id):
            return TenantRef(TenantKind.WORKSPACE, workspace_id)
        case _:
            raise Unreadable("The cursor cannot be read.")


def _seen(
    workspaces: WorkspaceRepository, uid: str, page: Sequence[Membership], *, deleted: bool
) -> Iterator[SharedLedger]:
    """Yield the requested workspaces of a page."""
    tenants = workspaces.find_some([one.workspace for one in page if one.role is not None])
    for membership in page:
        tenant, role = tenants.get(membership.workspace), membership.role
        if tenant is None or role is None:
            continue
        is_deleted = tenant.get_workspace().deleted_at is not None
        if is_deleted is deleted and (role is Role.ADMIN or not deleted):
            yield SharedLedger.of(tenant, Caller(uid, tenant.ref, role))
