"""Operations on suggestions of recurring entries, and entries from single transactions."""

from http import HTTPStatus

from flask import Response

from functions.http.background.jobs import publish
from functions.http.call import current_call
from functions.http.parameters import (
    CreationHeaders,
    IdPath,
    json_response,
    no_content,
)
from functions.http.views import etag_of
from functions.planning.suggestion_views import (
    DismissalList,
    dismissal_view,
    suggestion_list,
)
from functions.planning.views import recurring_view
from shared.models.jobs.ledger_job import REQUESTED, JobKind, LedgerJob
from shared.models.planning.recurring import Recurring
from shared.models.planning.recurring_input import RecurringPatch
from shared.models.values.base import example
from shared.models.values.identifiers import SAMPLE_ID, Id
from shared.services.ledger.tenants import get_tenant
from shared.services.planning.suggestions import suggestions as service
from shared.services.planning.suggestions.analysis import (
    analyse_if_small,
    analyse_samples,
)

_COMPUTE_FOR_S = 1.5
"""CPU time of an analysis in a request, checked before each payee, which takes half a second at
most."""


class TransactionToRepeat(RecurringPatch):
    """A transaction to make a recurring entry of, and the fields that are other than its own."""

    model_config = example(transaction_id=SAMPLE_ID, name="Gym")

    transaction_id: Id


def list_recurring_suggestions() -> Response:
    """List what recurs in the history and is no recurring entry, as of the last analysis.

    The history is analysed after imports that bring much, and when it is asked for; that of a
    demo with samples also when suggestions are first listed.
    """
    call = current_call()
    tenant = get_tenant(call.store, call.now)
    ledger = tenant.ledger
    found = service.list_suggestions(call.store, ledger)
    if found.state is None:
        done = analyse_samples(call.store, tenant, call.now, _COMPUTE_FOR_S)
        ledger, found = done.ledger, service.open_suggestions(call.store, done.ledger, done.state)
    state = found.state
    is_current = state is not None and state.is_current(ledger.sequence, ledger.today(call.now))
    return json_response(suggestion_list(found, is_current=is_current))


def refresh_recurring_suggestions() -> Response:
    """Analyse the history of the last three years, at most 50,000 transactions.

    A ledger of few transactions is analysed at once. Otherwise the answer is 202, with the
    suggestions of the last analysis, until the new ones are there.
    """
    call = current_call()
    done = analyse_if_small(call.store, call.now, _COMPUTE_FOR_S)
    found = service.open_suggestions(call.store, done.ledger, done.state)
    answer = suggestion_list(found, is_current=done.is_done)
    if done.is_done:
        return json_response(answer)
    publish(LedgerJob(tenant=call.store.ref.path, kind=JobKind.DETECTION, subject=REQUESTED))
    return json_response(answer, HTTPStatus.ACCEPTED, location="/recurring/suggestions")


def accept_recurring_suggestion(
    path: IdPath, body: RecurringPatch, header: CreationHeaders
) -> Response:
    """Create the suggested recurring entry, with other values of the fields that are given.

    It begins with the next payment, and reminds of it unless ``mode`` is given.
    """
    call = current_call()
    operation = call.operation(header.idempotency_key)
    return _created(service.accept_suggestion(call.store, operation, path.id, body))


def create_from_transaction(body: TransactionToRepeat, header: CreationHeaders) -> Response:
    """Create a recurring entry from a transaction, which becomes its first occurrence.

    It takes amounts, accounts, category, splits, custom type, tags and texts, is monthly from that
    date on, and reminds, except where fields are given.
    """
    from shared.services.planning import from_transaction  # noqa: PLC0415 (few requests need it)

    call = current_call()
    operation = call.operation(header.idempotency_key)
    return _created(
        from_transaction.create_from_transaction(call.store, operation, body.transaction_id, body)
    )


def _created(made: Recurring) -> Response:
    response = json_response(
        recurring_view(made), HTTPStatus.CREATED, location=f"/recurring/{made.id}"
    )
    response.headers["ETag"] = etag_of(made.revision)
    return response


def dismiss_recurring_suggestion(path: IdPath, header: CreationHeaders) -> Response:
    """Dismiss a suggestion for good: further payments and new prices do not bring it back."""
    call = current_call()
    operation = call.operation(header.idempotency_key)
    return json_response(dismissal_view(service.dismiss_suggestion(call.store, operation, path.id)))


def list_dismissed_suggestions() -> Response:
    """List all dismissed suggestions, the newest first."""
    call = current_call()
    found = service.list_dismissals(call.store, call.now)
    return json_response(DismissalList(items=[dismissal_view(one) for one in found]))


def restore_recurring_suggestion(path: IdPath) -> Response:
    """Forget a dismissal; what it was of is suggested again, or by the next analysis."""
    call = current_call()
    service.restore_suggestion(call.store, call.operation(), path.id)
    return no_content()
