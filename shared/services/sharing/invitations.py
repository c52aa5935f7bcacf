"""Invitations to a workspace: invite, revoke, accept and decline."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, partial

from shared.errors import NotFound, TenantMissing, TooManyMembers
from shared.models.history.change import Operation
from shared.models.ledger.page import Page
from shared.models.people.access import Caller, Identity, TenantRef
from shared.models.sharing.invitation import (
    MAX_OPEN_INVITATIONS,
    VALID_FOR,
    Invitation,
    InvitationDraft,
    InvitationStatus,
    InvitationToken,
    ReceivedInvitation,
    ReceivedPosition,
    new_secret,
)
from shared.models.sharing.member import Member, MemberList
from shared.models.sharing.workspace import SharedLedger
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import derived_id, is_id, new_id
from shared.repositories.sharing.member_lists import ReceivedInvitationRepository
from shared.repositories.sharing.members import MembershipRepository
from shared.repositories.sharing.workspaces import WorkspaceRepository
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.posting.operations import append_change, run_once
from shared.services.sharing.member_events import invitation_event
from shared.services.sharing.members import get_member_list, write_member_list
from shared.services.sharing.workspaces import ensure_room_for_workspace, with_owner_name

_READ_AT_ONCE = 100
_MAX_READS = 5
"""How many times one request reads so many invitations, each with its sender and workspace."""


@frozen
class SentInvitation:
    """An invitation and the token of its link, which is returned only once."""

    invitation: Invitation
    token: str


def invite(store: TenantStore, operation: Operation, draft: InvitationDraft) -> SentInvitation:
    """Invite a user by e-mail; an open invitation to the same address is replaced.

    The token of the replaced invitation becomes invalid.

    Raises:
        PermissionDenied, NotFound: The actor is not an admin, or no longer.
        AlreadyMember: A member joined with this address.
        TooManyMembers: The workspace has reached the maximum number of open invitations.
    """
    secret = new_secret()

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> SentInvitation:
        member_list = get_member_list(unit, snapshot.tenant.get_workspace())
        member_list.require_admin(operation.actor)
        member_list.ensure_not_member(draft.email)
        before = _find_open(unit, member_list, draft.email, operation.at)
        after = Invitation(
            id=before.id if before is not None else new_id(),
            email=draft.email,
            role=draft.role,
            invited_by=operation.actor,
            created_at=operation.at,
            expires_at=operation.at + VALID_FOR,
        )
        token = InvitationToken(unit.ref, after.id, secret)
        unit.invitations.put(after, token.hash)
        append_change(unit, operation, before, after)
        unit.emit(invitation_event(operation, snapshot.tenant.get_workspace(), after))
        return SentInvitation(after, str(token))

    def recall(snapshot: RecordedSnapshot) -> SentInvitation:
        invitation = Invitation.model_validate(snapshot.record.after)
        return SentInvitation(invitation, str(InvitationToken(store.ref, invitation.id, secret)))

    return run_once(store, operation, work, recall)


def list_open(store: TenantStore) -> list[Invitation]:
    """Return the unanswered invitations of active admins, newest first, including expired ones."""
    members = store.member_list.find_all()
    found = _of_active_admins(members, store.invitations.list_pending())
    return sorted(found, key=lambda invitation: invitation.created_at, reverse=True)


def revoke(store: TenantStore, operation: Operation, invitation_id: str) -> None:
    """Revoke an open invitation.

    Raises:
        NotFound: The invitation does not exist, or was answered or revoked.
        PermissionDenied: The actor is not an admin, or no longer.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> None:
        get_member_list(unit, snapshot.tenant.get_workspace()).require_admin(operation.actor)
        found = unit.invitations.find(invitation_id) if is_id(invitation_id) else None
        if found is None or found[0].status is not InvitationStatus.PENDING:
            raise NotFound("invitation")
        _answer(unit, operation, found[0], InvitationStatus.REVOKED)

    def recall(_snapshot: LedgerSnapshot) -> None:
        """Return nothing, as the first run did."""

    run_once(store, operation, work, recall)


def list_received(
    received: ReceivedInvitationRepository,
    workspaces: WorkspaceRepository,
    identity: Identity,
    now: datetime,
    cursor: str | None,
    limit: int,
) -> Page[ReceivedInvitation]:
    """Return a page of the open invitations to the user's verified address, newest first.

    A user without a verified address has none. Those of deleted workspaces and of senders who are
    not active admins are skipped; so a page can have fewer items than ``limit`` and a next page.

    Raises:
        Unreadable: The cursor belongs to another list.
    """
    email = identity.verified_email or ""
    fingerprint = derived_id("received_invitations", email)[:12]
    place = ReceivedPosition.from_cursor(cursor, fingerprint) if cursor is not None else None
    found: list[ReceivedInvitation] = []
    for _ in range(_MAX_READS if email else 0):
        rows = received.list_open(email, now, _READ_AT_ONCE, place)
        found += _acceptable(received, workspaces, rows)
        place = ReceivedPosition.of(*rows[-1]) if len(rows) == _READ_AT_ONCE else None
        if place is None or len(found) >= limit:
            break
    items = found[:limit]
    if len(found) > limit:
        place = ReceivedPosition.of(items[-1].ref, items[-1].invitation)
    names = workspaces.find_display_names({one.invitation.invited_by for one in items})
    items = [replace(one, inviter_name=names.get(one.invitation.invited_by)) for one in items]
    return Page(items, place.to_cursor(fingerprint) if place is not None else None)


def _acceptable(
    received: ReceivedInvitationRepository,
    workspaces: WorkspaceRepository,
    rows: list[tuple[TenantRef, Invitation]],
) -> Iterator[ReceivedInvitation]:
    """Yield those of active admins of workspaces that are not deleted."""
    of_admins = received.filter_by_active_admins(rows)
    tenants = workspaces.find_some([ref for ref, _ in of_admins])
    for ref, invitation in of_admins:
        tenant = tenants.get(ref)
        if tenant is not None and tenant.get_workspace().deleted_at is None:
            yield ReceivedInvitation(invitation, tenant.get_workspace())


def accept(
    store: TenantStore,
    operation: Operation,
    token: InvitationToken,
    identity: Identity,
    memberships: MembershipRepository,
) -> SharedLedger:
    """Accept an invitation and become a member; ``store`` is that of the token's workspace.

    Raises:
        EmailNotVerified: The user's address is not verified.
        NotFound: The invitation does not exist, or was sent to another address.
        InvitationGone: It was used, was revoked, has expired, or its sender is no active admin.
        AlreadyMember: The user is already a member, active or deactivated.
        TooManyMembers, TooManyWorkspaces: The workspace or the user has reached its maximum.
    """
    identity.ensure_email_verified()
    ensure_room = cache(partial(ensure_room_for_workspace, memberships, identity.uid))

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> SharedLedger:
        # Read before the invitation: if another request has accepted it meanwhile, the
        # invitation read afterwards is already used.
        workspace = snapshot.tenant.get_workspace()
        before = get_member_list(unit, workspace)
        invitation = _get_sent_to(unit, token, identity)
        invitation.ensure_open(operation.at, before.members.get(invitation.invited_by))
        member = _member(invitation, identity, operation.at)
        after = before.with_member(member)
        ensure_room()
        index = write_member_list(unit, operation, workspace, before, after)
        _answer(unit, operation, invitation, InvitationStatus.ACCEPTED, index)
        return _seen(snapshot, member)

    def recall(snapshot: RecordedSnapshot) -> SharedLedger:
        # The member may have been removed or deactivated since, or have another role.
        members = get_member_list(store, snapshot.tenant.get_workspace())
        return _seen(snapshot, members.require_active(identity.uid))

    with _as_missing():
        return with_owner_name(store, run_once(store, operation, work, recall))


def decline(
    store: TenantStore, operation: Operation, token: InvitationToken, identity: Identity
) -> None:
    """Decline an invitation; raises as ``accept`` does for the address and the invitation."""
    identity.ensure_email_verified()

    def work(unit: TenantStore, _snapshot: LedgerSnapshot) -> None:
        invitation = _get_sent_to(unit, token, identity)
        invitation.ensure_open(operation.at, unit.member_list.find(invitation.invited_by))
        _answer(unit, operation, invitation, InvitationStatus.DECLINED)

    def recall(_snapshot: LedgerSnapshot) -> None:
        """Return nothing, as the first run did."""

    with _as_missing():
        run_once(store, operation, work, recall)


def _of_active_admins(
    members: Mapping[str, Member], invitations: Iterable[Invitation]
) -> list[Invitation]:
    """Return those of the invitations whose inviters are active admins now."""
    admins = {uid for uid, member in members.items() if member.is_active_admin}
    return [invitation for invitation in invitations if invitation.invited_by in admins]


def _find_open(
    unit: TenantStore, member_list: MemberList, email: str, now: datetime
) -> Invitation | None:
    """Return the unanswered invitation to an address, if there is one.

    Raises:
        TooManyMembers: There is none, and the maximum number of open invitations is reached.
    """
    pending = unit.invitations.list_pending()
    for invitation in pending:
        if invitation.email == email:
            return invitation
    acceptable = _of_active_admins(member_list.members, pending)
    if sum(invitation.expires_at > now for invitation in acceptable) >= MAX_OPEN_INVITATIONS:
        raise TooManyMembers(MAX_OPEN_INVITATIONS, "open invitations")
    return None


def _get_sent_to(unit: TenantStore, token: InvitationToken, identity: Identity) -> Invitation:
    """Return the invitation of a token, open or not, if it was sent to the user's address."""
    found = unit.invitations.find(token.invitation_id)
    if found is None:
        raise NotFound("invitation")
    invitation, token_hash = found
    token.ensure_matches(token_hash)
    invitation.ensure_for(identity)
    return invitation


def _member(invitation: Invitation, identity: Identity, at: datetime) -> Member:
    return Member(
        uid=identity.uid,
        role=invitation.role,
        email=invitation.email,
        joined_at=at,
        invited_by=invitation.invited_by,
    )


def _answer(
    unit: TenantStore,
    operation: Operation,
    before: Invitation,
    status: InvitationStatus,
    index: int = 0,
) -> None:
    after = before.answered(status)
    unit.invitations.put_status(after)
    append_change(unit, operation, before, after, index=index)


def _seen(snapshot: LedgerSnapshot, member: Member) -> SharedLedger:
    return SharedLedger.of(snapshot.tenant, Caller(member.uid, snapshot.tenant.ref, member.role))


@contextlib.contextmanager
def _as_missing() -> Iterator[None]:
    """Report a missing or deleted workspace as a missing invitation, to reveal no more."""
    try:
        yield
    except (NotFound, TenantMissing) as error:
        raise NotFound("invitation") from error
