"""Takeover of a demo by an account: an operation of the function ``me``."""

from datetime import datetime
from http import HTTPStatus

from flask import Response
from pydantic import Field

from functions.http import clock
from functions.http.background.jobs import MAX_DOCUMENTS_OF_ALL, publish, room_for
from functions.http.call import current_call
from functions.http.parameters import json_response
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.people.access import TenantKind, TenantRef
from shared.models.people.takeover import Takeover
from shared.models.values.base import FrozenModel, InputModel, example
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.people.sign_ins import note_sign_in
from shared.services.people.takeovers import list_unfinished_jobs, take_over_demo

_RUN_FOR_S = 20.0
"""Time limit of the work in one request; the rest continues in the background."""


class ClaimRequest(InputModel):
    """Empty request."""

    model_config = example()


class ClaimView(FrozenModel):
    """A takeover of a demo, with the numbers of documents that the account's ledger got."""

    tenant: str = Field(description="The account's ledger.", examples=["users/Wm3hY"])
    transactions: int = Field(description="Including those in the trash.")
    changes: int
    months: int
    payees: int
    imports: int
    claimed_at: datetime | None


def claim_demo(body: ClaimRequest) -> Response:  # noqa: ARG001 (refuses unknown fields)
    """Take over the demo: its ledger becomes the account's, with all ids, changes and totals.

    An e-mail address or another identity must be linked to the anonymous user. Until seven days
    after its end, a demo can be taken over and read, but not changed. If it takes longer, the
    answer is 202; a repeated request continues, or gets the same answer.
    """
    call = current_call()
    identity = call.identity
    account = TenantRef(TenantKind.USER, identity.uid)
    demo = TenantStore(connections.firestore_client(), account.demo)
    takeover = take_over_demo(demo, clock.now, room_for(_RUN_FOR_S, MAX_DOCUMENTS_OF_ALL))
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
