"""Demo to account: one route of the function ``me``."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Response
from pydantic import Field

from functions.http.call import current_call
from functions.http.jobs import publish, time_for
from functions.http.parameters import json_response, problem_responses
from functions.http.permissions import Access
from functions.http.routes import Routes
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.people.access import TenantKind, TenantRef
from shared.models.people.takeover import Takeover
from shared.models.values.base import FrozenModel, InputModel
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.people.sign_ins import note_sign_in
from shared.services.people.takeovers import list_unfinished_jobs, take_over_demo

_RUN_FOR_S = 20.0
"""How long a request goes on itself; what is left then goes on in the background."""


class ClaimRequest(InputModel):
    """Empty request."""


class ClaimView(FrozenModel):
    """A claimed demo, with the numbers of what the account's ledger has from it.

    While it goes on in the background ``claimed_at`` is null, and the counts are how far it is.
    """

    tenant: str = Field(description="The account's ledger.", examples=["users/Wm3hY"])
    transactions: int = Field(description="With those in the bin.")
    changes: int
    months: int
    payees: int
    imports: int
    claimed_at: datetime | None


def add_to(routes: Routes) -> None:
    """Put the route into those of a function."""
    routes.post(
        "/claim_demo",
        allows=Access.REGISTERED,
        responses={
            200: ClaimView,
            202: ClaimView,
            **problem_responses(
                "registration-required", "not-found", "demo-expired", "ledger-exists",
                with_body=True,
            ),
        },
    )(claim_demo)  # fmt: skip


def claim_demo(body: ClaimRequest) -> Response:  # noqa: ARG001 (refuses unknown fields)
    """Make the demo's ledger the account's, with its ids, its history and every total.

    For whom has linked an e-mail address or another identity to the anonymous user, up to seven
    days after the demo's end. Until it is done the demo takes no changes, and can be read; sent
    again, it goes on, or is answered the same. Where it takes longer than some seconds the answer
    is 202, and it goes on in the background.
    """
    call = current_call()
    identity = call.identity
    account = TenantRef(TenantKind.USER, identity.uid)
    demo = TenantStore(connections.firestore_client(), account.demo)
    takeover = take_over_demo(demo, lambda: datetime.now(UTC), time_for(_RUN_FOR_S))
    if not takeover.is_finished:
        publish(LedgerJob(tenant=demo.ref.path, kind=JobKind.TAKEOVER, subject=identity.uid))
        return json_response(_view(account, takeover), HTTPStatus.ACCEPTED)
    store = TenantStore(connections.firestore_client(), account)
    for job in list_unfinished_jobs(store):
        publish(job)
    note_sign_in(store, call.operation(), identity, store.tenant.get().get_person())
    return json_response(_view(account, takeover))


def _view(account: TenantRef, takeover: Takeover) -> ClaimView:
    counts = takeover.copied
    return ClaimView(
        tenant=account.path,
        transactions=counts.get("transactions", 0),
        changes=counts.get("changes", 0),
        months=counts.get("summaries", 0),
        payees=counts.get("payees", 0),
        imports=counts.get("imports", 0),
        claimed_at=takeover.finished_at,
    )
