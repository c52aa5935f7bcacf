"""The function ``me``: profile, data export, account deletion, and takeover of a demo."""

from datetime import timedelta
from functools import cache
from http import HTTPStatus

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
from functions.http import clock
from functions.http.background.jobs import MAX_DOCUMENTS_OF_ALL, publish, room_for
from functions.http.background.rebuilds import RequestedRebuild
from functions.http.call import (
    authenticate_in_person,
    current_call,
    ensure_token_holds,
    expected_revision,
)
from functions.http.downloads import DeclaredFile, download
from functions.http.parameters import (
    ChangeHeaders,
    Declared,
    json_response,
    problem_responses,
)
from functions.http.routes import Routes
from functions.http.security.permissions import Access
from functions.http.security.rate_limits import Limited, limit
from functions.http.views import etag_of
from functions.people.views import PersonalView, personal_view
from shared.errors import RecentSignInRequired
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.people.profile_input import ProfileDraft
from shared.models.settings.personal_settings import Personal, PersonalPatch
from shared.models.values.base import FrozenModel
from shared.repositories import connections
from shared.services.ledger.tenants import get_tenant
from shared.services.people.sign_ins import note_sign_in
from shared.services.settings.settings import change_personal

routes = Routes("me")
routes.on_demand(
    "POST",
    "/claim_demo",
    "functions.people.claim_demo:claim_demo",
    allows=Access.REGISTERED,
    responses={
        200: Declared("functions.people.claim_demo:ClaimView"),
        202: Declared("functions.people.claim_demo:ClaimView"),
        **problem_responses(
            "registration-required", "not-found", "demo-expired", "ledger-exists",
            with_body=True,
        ),
    },
)  # fmt: skip
routes.on_demand(
    "POST",
    "/sample_data",
    "functions.people.sample_data:add_sample_data",
    allows=Access.SELF,
    names_change=True,
    responses={
        200: Declared("functions.people.sample_data:SampleDataView"),
        **problem_responses(
            "ledger-not-empty", "already-exists", "too-many-accounts", "too-many-categories",
            "commit-too-large", "demo-quota", "idempotency-key-reused",
            with_body=True,
        ),
    },
)  # fmt: skip

ERASE_FOR_S = 20.0
"""Time limit of an erasure in the request; the rest continues in the background."""

_RECENT_MINUTES = 5


class ErasureReceipt(FrozenModel):
    """Numbers of erased documents."""

    is_complete: bool
    erased: dict[str, int] = Field(
        description="Documents by collection; ``auth_users`` are users of Firebase Auth."
    )
    anonymised: int = Field(
        description="Documents of workspaces in which “erased” replaces the user."
    )


_EXPORT = DeclaredFile(
    "application/json",
    "All data of the caller.",
    "functions.people.personal_export:PersonalExport",
)


@routes.get(
    "/",
    allows=Access.SELF,
    responses={200: PersonalView, **problem_responses()},
)
def get_me() -> Response:
    """Get the caller, with settings and profile.

    If the caller signed in by another method than at the last call, a change is logged.
    """
    call = current_call()
    tenant = get_tenant(call.store, call.now)
    note_sign_in(call.store, call.operation(), call.identity, tenant.get_person())
    return _shown(Personal.of(call.identity, tenant))


@routes.patch(
    "/",
    allows=Access.SELF,
    names_change=True,
    responses={
        200: PersonalView,
        202: PersonalView,
        **problem_responses(
            "demo-quota",
            "rebuild-running",
            "currency-in-use",
            "precondition-failed",
            with_body=True,
        ),
    },
)
def patch_me(body: PersonalPatch, header: ChangeHeaders) -> Response:
    """Change the given settings and profile fields of the caller.

    As in ``PATCH /settings``, another start of the months, and another currency, may be
    answered with 202.
    """
    call = current_call()
    expected, rebuild = expected_revision(header.if_match), RequestedRebuild(call.store)
    personal = change_personal(
        call.store, call.operation(), call.identity, body, expected, rebuild.announce
    )
    if body.month_start is None and body.currency is None:
        return _shown(personal)
    tenant = rebuild.run_and_get_tenant(personal.settings.rebuild_subject, call.now)
    personal = Personal.of(call.identity, tenant)
    is_pending = personal.settings.is_pending
    return _shown(personal, HTTPStatus.ACCEPTED if is_pending else HTTPStatus.OK)


@routes.put(
    "/",
    allows=Access.SELF,
    names_change=True,
    responses={
        200: PersonalView,
        **problem_responses("demo-quota", "precondition-failed", with_body=True),
    },
)
def put_me(body: ProfileDraft, header: ChangeHeaders) -> Response:
    """Replace the profile of the caller; an omitted name is removed. Settings stay unchanged."""
    call = current_call()
    expected = expected_revision(header.if_match)
    patch = PersonalPatch(**body.model_dump())
    return _shown(change_personal(call.store, call.operation(), call.identity, patch, expected))


@routes.get(
    "/export",
    allows=Access.SELF,
    responses={200: _EXPORT, **problem_responses()},
)
def export_me() -> Response:
    """Export all data of the caller: profile, workspaces, ledger and change log.

    Its ``ledger`` is a backup as in ``GET /exports/ledger``, and can be restored.
    """
    from functions.people.personal_export import export_parts  # noqa: PLC0415 (few ask for it)

    call = current_call()
    limit(Limited.EXPORT, call.caller.uid)
    parts = export_parts(call.identity, call.store, call.now)
    return download(parts, "application/json", f"me-{call.now.date()}.json")


@routes.delete(
    "/",
    allows=Access.SELF,
    responses={
        200: ErasureReceipt,
        202: ErasureReceipt,
        **problem_responses("recent-sign-in-required", "last-admin"),
    },
)
def delete_me() -> Response:
    """Erase the caller: user, ledger, and their name in workspaces.

    The caller, if not a demo visitor, must have signed in within the last five minutes, and leaves
    all workspaces; those without other members are erased. The last active admin of one with other
    members is refused. If it takes longer, the answer is 202.
    """
    from shared.repositories.people.authored_records import AuthoredRecordRepository  # noqa: PLC0415 (few are erased)
    from shared.services.people.erasure import Erasure, ensure_may_leave  # noqa: PLC0415 (as above)

    call, identities = current_call(), connections.identities()
    ensure_token_holds()
    recently = call.now - timedelta(minutes=_RECENT_MINUTES)
    if not (call.identity.is_anonymous or call.identity.has_signed_in_since(recently)):
        raise RecentSignInRequired(_RECENT_MINUTES)
    uid, authored_records = (
        call.caller.uid,
        AuthoredRecordRepository(connections.firestore_client()),
    )
    ensure_may_leave(authored_records, uid)
    later = call.now + timedelta(seconds=ERASE_FOR_S)
    publish(LedgerJob(tenant=call.store.ref.path, kind=JobKind.ERASE, subject=later.isoformat()))
    identities.disable(uid)
    erasure = Erasure(uid, authored_records, identities, clock.now)
    is_complete = erasure.run(room_for(ERASE_FOR_S, MAX_DOCUMENTS_OF_ALL))
    receipt = ErasureReceipt(
        is_complete=is_complete,
        erased=dict(sorted((+erasure.counts.erased).items())),
        anonymised=erasure.counts.anonymized,
    )
    return json_response(receipt, HTTPStatus.OK if is_complete else HTTPStatus.ACCEPTED)


def _shown(personal: Personal, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return the caller's settings and profile with the revision as ETag.

    If-None-Match is not supported, because the identity may change without the revision.
    """
    response = json_response(personal_view(personal), status)
    response.headers["ETag"] = etag_of(personal.revision)
    return response


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes, authentication=authenticate_in_person)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
