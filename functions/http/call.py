"""The authenticated call of a request: caller, tenant, time, and operation."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from flask import g, request
from werkzeug.http import parse_etags

from functions.http.configuration import configuration
from shared.errors import InvalidArgument, NotFound, Unauthenticated
from shared.models.history.change import Cause, Operation
from shared.models.people.access import Caller, Identity, TenantKind, TenantRef
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import is_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision
from shared.repositories import connections
from shared.repositories.sharing.members import MemberRepository
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import workspace_caller, workspace_reader

_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)
_REVISION_TAG = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


@frozen
class Call:
    """Authenticated call on one ledger at one instant."""

    caller: Caller
    now: datetime
    identity: Identity

    @cached_property
    def store(self) -> TenantStore:
        """Return the store of the caller's tenant, whose commits repeat the check of a member."""
        caller = self.caller
        return TenantStore(connections.firestore_client(), caller.tenant, check=caller.check)

    @property
    def change_id(self) -> str | None:
        """Return the id of the first change of the commit that this call has made.

        None if it has made none, or several for the same cause. A commit that follows for another
        cause, such as a rebuild after a change of settings, is undone with the first.
        """
        committed = self.store.committed
        if not committed:
            return None
        alike = {one.id for one in committed if one.cause is committed[0].cause}
        return committed[0].id if len(alike) == 1 else None

    def on(self, ledger: TenantRef) -> Call:
        """Return the call on another ledger of the caller."""
        return replace(self, caller=replace(self.caller, tenant=ledger, check=None))

    def operation(self, idempotency_key: str | None = None) -> Operation:
        """Return the operation of this call, identified by its Idempotency-Key if it has one.

        Raises:
            InvalidArgument: The key is not 1 to 255 visible ASCII characters.
        """
        if idempotency_key is not None and not _IDEMPOTENCY_KEY.fullmatch(idempotency_key):
            raise InvalidArgument.of("Idempotency-Key", "must be 1 to 255 visible ASCII characters")
        return Operation.of_request(
            actor=self.caller.uid,
            at=self.now,
            key=idempotency_key,
            request_hash=_request_hash(),
            cause=Cause.API,
        )


def expected_revision(if_match: str | None) -> ExpectedRevision:
    """Parse the revisions of an If-Match header; ``*`` and no header allow any.

    A weak tag (``W/"1"``) names the revision, too. RFC 9110 (13.1.1) compares strongly, because a
    weak tag may name different bytes; but here a tag names a revision, not bytes, and a proxy that
    compresses an answer weakens its tag.
    """
    tags = parse_etags(if_match)
    if if_match is None or tags.star_tag:
        return ANY_REVISION
    revisions = (
        tag for tag in tags.as_set(include_weak=True) if tag and _REVISION_TAG.fullmatch(tag)
    )
    return ExpectedRevision(frozenset(map(int, revisions)))


def current_call() -> Call:
    """Return the call of the current request, after authentication."""
    call: Call = g.call
    return call


def authenticate(now: datetime) -> Call:
    """Authenticate the request by its bearer token.

    Raises:
        Unauthenticated: There is no token, or an invalid one.
        EmailNotVerified: A verified e-mail address is required, and the caller has none.
        NotFound: X-Workspace-Id names no workspace of the caller.
    """
    call = authenticate_in_person(now)
    workspace_id = request.headers.get("X-Workspace-Id")
    return call if workspace_id is None else call_on_workspace(call, workspace_id)


def authenticate_reader(now: datetime) -> Call:
    """Authenticate the request, with one document less to read in a workspace.

    For functions whose every view reads the ledger's document with ``get_tenant`` or
    ``get_ledger``, which does not find a deleted workspace.

    Raises:
        Unauthenticated, EmailNotVerified: as ``authenticate``.
        NotFound: The caller is no active member of the workspace in X-Workspace-Id.
    """
    call = authenticate_in_person(now)
    workspace_id = request.headers.get("X-Workspace-Id")
    if workspace_id is None:
        return call
    members = _members_of(call, workspace_id)
    return replace(call, caller=workspace_reader(members, call.identity, members.workspace))


def authenticate_in_person(now: datetime) -> Call:
    """Authenticate the request by its bearer token, on the user's own ledger.

    X-Workspace-Id is ignored: a client may send it with every request.

    Raises:
        Unauthenticated, EmailNotVerified: as ``authenticate``.
    """
    identity = find_identity()
    if identity is None:
        raise Unauthenticated
    return Call(Caller.of_own_ledger(identity), now, identity)


def call_on_workspace(call: Call, workspace_id: str, *, of_deleted: bool = False) -> Call:
    """Return the user's call on a workspace; on a deleted one only with ``of_deleted``.

    Raises:
        NotFound: The user is not an active member of such a workspace.
    """
    members = _members_of(call, workspace_id)
    caller = workspace_caller(members, call.identity, members.workspace, of_deleted=of_deleted)
    return replace(call, caller=caller)


def _members_of(call: Call, workspace_id: str) -> MemberRepository:
    if not is_id(workspace_id) or call.identity.is_anonymous:
        raise NotFound("workspace")
    workspace = TenantRef(TenantKind.WORKSPACE, workspace_id)
    return MemberRepository(connections.firestore_client(), workspace)


def find_identity() -> Identity | None:
    """Return the user of the bearer token, or None without an Authorization header.

    Raises:
        Unauthenticated: The header has no valid token.
        EmailNotVerified: A verified e-mail address is required, and the user has none.
    """
    token = find_bearer_token()
    if token is None:
        return None
    identity = connections.identities().verify(token)
    if configuration().requires_verified_email:
        identity.ensure_email_verified()
    return identity


def ensure_token_holds() -> None:
    """Raise unless the current request's token is valid, without using cached results.

    Raises:
        Unauthenticated: The token is not valid any more.
    """
    connections.identities().verify(find_bearer_token() or "", anew=True)


def find_bearer_token() -> str | None:
    """Return the bearer token, or None without an Authorization header.

    Raises:
        Unauthenticated: The header has another format.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated
    return token.strip()


def _request_hash() -> str:
    """Return a hash of method, path, query and body, to distinguish retries from other requests."""
    parts = (request.method.encode(), request.full_path.encode(), request.get_data())
    return hashlib.sha256(b"\x00".join(parts)).hexdigest()
