"""The function ``transactions``: create, find, change, delete and restore transactions."""

from functools import cache
from http import HTTPStatus
from typing import Annotated

from flask import Request, Response
from pydantic import Field, field_validator

from functions.http import app as boundary
from functions.http.call import current_call, expected_revision
from functions.http.parameters import (
    ChangeHeaders,
    CreationHeaders,
    IdPath,
    QueryParameters,
    json_response,
    no_content,
    problem_responses,
)
from functions.http.routes import Routes
from functions.ledger.conversion_views import (
    TransactionConversionRequest,
    TransactionConversionView,
    transaction_conversion_view,
)
from functions.ledger.queries import TransactionQuery
from functions.ledger.views import (
    BatchResult,
    PayeeList,
    TagList,
    TransactionList,
    TransactionView,
    UsedTagView,
    batch_result_view,
    list_totals_view,
    transaction_view,
    used_payee_view,
)
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.page import DEFAULT_LIMIT, MAX_LIMIT
from shared.models.ledger.transactions.batch import Batch
from shared.models.ledger.transactions.booking import Restoration
from shared.models.ledger.transactions.division import EvenSplit
from shared.models.people.access import Action
from shared.models.values.text import STORABLE, trimmed, words_of
from shared.services.ledger import batches
from shared.services.ledger import payees_and_tags as usage
from shared.services.ledger import transactions as service
from shared.services.ledger.tenants import get_ledger

routes = Routes("transactions")


class PayeeQuery(QueryParameters):
    """Query of payees."""

    q: Annotated[str, trimmed(200), STORABLE] | None = Field(
        default=None, description="Words; each must be the beginning of a word of the payee."
    )
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = Field(
        default=None, description="The ``next_cursor`` of the previous page."
    )

    @field_validator("q")
    @classmethod
    def _has_a_word(cls, value: str | None) -> str | None:
        if value and not words_of(value):
            raise ValueError("must have a letter or digit")
        return value


_WRITE_PROBLEMS = ("demo-quota", "too-many-tags", "ledger-full", "commit-too-large")
"""Codes of failures of every operation that adds to the totals of a ledger, or to its tags."""


@routes.get(
    "/",
    allows=Action.READ,
    responses={200: TransactionList, **problem_responses("invalid-argument", "rebuild-running")},
)
def list_transactions(query: TransactionQuery) -> Response:
    """List transactions, by default newest first; viewers cannot list the trash.

    With `totals=true` the answer also has the totals of all that match, not of the page alone.
    """
    call = current_call()
    if query.deleted:
        call.caller.require(Action.READ_ALL)
    store, ledger = call.store, None
    if query.totals:  # The page and the totals are of one instant.
        store, tenant = store.at_read_time()
        tenant.ensure_live(call.now)
        ledger = tenant.ledger
    ledger = ledger or get_ledger(store, call.now)
    wanted = query.filter(ledger)
    deadline = service.new_deadline()
    page = service.list_transactions(store, ledger, wanted, query.cursor, query.limit, deadline)
    totals = service.get_totals(store, ledger, wanted, deadline) if query.totals else None
    return json_response(
        TransactionList(
            items=[transaction_view(transaction) for transaction in page.items],
            next_cursor=page.next_cursor,
            is_partial=page.is_partial,
            totals=None if totals is None else list_totals_view(totals, ledger.currency),
        )
    )


@routes.post(
    "/",
    allows=Action.WRITE,
    names_change=True,
    responses={
        201: TransactionView,
        **problem_responses(
            *_WRITE_PROBLEMS,
            "idempotency-key-reused",
            with_body=True,
        ),
    },
)
def record_transaction(body: TransactionDraft, header: CreationHeaders) -> Response:
    """Record a transaction."""
    call = current_call()
    operation = call.operation(header.idempotency_key)
    transaction = service.record_transaction(call.store, operation, body)
    return json_response(
        transaction_view(transaction),
        HTTPStatus.CREATED,
        location=f"/transactions/{transaction.id}",
        revision=transaction.revision,
    )


@routes.post(
    "/batch",
    allows=Action.WRITE,
    names_change=True,
    current=TransactionView,
    responses={
        200: BatchResult,
        **problem_responses(
            *_WRITE_PROBLEMS,
            "idempotency-key-reused",
            "precondition-failed",
            with_body=True,
        ),
    },
)
def apply_batch(body: Batch, header: CreationHeaders) -> Response:
    """Create, update and delete up to 500 transactions, all or none.

    A row may have the `etag` of its transaction: 412 names the rows whose transactions have
    changed, and has the first of these as `current`.

    A batch, and its undo by `X-Change-Id` with `whole_operation`, must each be one commit of at
    most 1,850 documents and 8 MiB (``commit-too-large``).
    """
    call = current_call()
    if body.delete:  # Creations and updates only need the permission to write.
        call.caller.require(Action.DELETE)
    operation = call.operation(header.idempotency_key)
    result = batches.apply_batch(call.store, operation, body)
    return json_response(batch_result_view(result))


@routes.get(
    "/payees",
    allows=Action.READ,
    responses={200: PayeeList, **problem_responses("invalid-argument")},
)
def list_payees(query: PayeeQuery) -> Response:
    """List the payees in use, most used first, each with its last category."""
    call = current_call()
    ledger = get_ledger(call.store, call.now)
    words = words_of(query.q or "")
    found = usage.list_payees(call.store, words, query.cursor, query.limit)
    items = [used_payee_view(ledger, payee) for payee in found.items]
    return json_response(
        PayeeList(items=items, next_cursor=found.next_cursor, is_partial=found.is_partial)
    )


@routes.get("/tags", allows=Action.READ, responses={200: TagList, **problem_responses()})
def list_tags() -> Response:
    """List the tags in use, most used first."""
    call = current_call()
    used = usage.list_tags(get_ledger(call.store, call.now))
    return json_response(
        TagList(items=[UsedTagView(tag=tag, transaction_count=count) for tag, count in used])
    )


@routes.get("/<id>", allows=Action.READ, responses={200: TransactionView, **problem_responses()})
def get_transaction(path: IdPath) -> Response:
    """Get a transaction."""
    call = current_call()
    transaction = service.get_transaction(call.store, path.id, call.now)
    return json_response(transaction_view(transaction), revision=transaction.revision)


@routes.patch(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: TransactionView,
        **problem_responses(
            *_WRITE_PROBLEMS,
            "precondition-failed",
            with_body=True,
        ),
    },
)
def patch_transaction(path: IdPath, body: TransactionPatch, header: ChangeHeaders) -> Response:
    """Change the given fields of a transaction."""
    return _update(path.id, body, header.if_match)


@routes.put(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: TransactionView,
        **problem_responses(
            *_WRITE_PROBLEMS,
            "precondition-failed",
            with_body=True,
        ),
    },
)
def put_transaction(path: IdPath, body: TransactionDraft, header: ChangeHeaders) -> Response:
    """Replace a transaction."""
    return _update(path.id, body, header.if_match)


@routes.delete(
    "/<id>",
    allows=Action.DELETE,
    names_change=True,
    responses={204: None, **problem_responses("demo-quota", "precondition-failed")},
)
def delete_transaction(path: IdPath, header: ChangeHeaders) -> Response:
    """Move a transaction to the trash."""
    call = current_call()
    expected = expected_revision(header.if_match)
    service.delete_transaction(call.store, call.operation(), path.id, expected)
    return no_content()


@routes.post(
    "/<id>/split_evenly",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: TransactionView,
        **problem_responses("demo-quota", "precondition-failed", with_body=True),
    },
)
def split_transaction_evenly(path: IdPath, body: EvenSplit, header: ChangeHeaders) -> Response:
    """Split a transaction into equal parts; the last part takes the remainder."""
    call = current_call()
    transaction = service.split_transaction_evenly(
        call.store, call.operation(), path.id, body, expected_revision(header.if_match)
    )
    return json_response(transaction_view(transaction), revision=transaction.revision)


@routes.post(
    "/<id>/restore",
    allows=Action.DELETE,
    names_change=True,
    responses={
        200: TransactionView,
        **problem_responses(
            *_WRITE_PROBLEMS,
            "category-gone",
            "account-gone",
            "precondition-failed",
            with_body=True,
        ),
    },
)
def restore_transaction(path: IdPath, body: Restoration, header: ChangeHeaders) -> Response:
    """Restore a transaction from the trash, to its own or another category and account."""
    call = current_call()
    transaction = service.restore_transaction(
        call.store,
        call.operation(),
        path.id,
        body,
        expected_revision(header.if_match),
    )
    return json_response(transaction_view(transaction), revision=transaction.revision)


@routes.post(
    "/<id>/convert",
    allows=Action.READ,
    responses={200: TransactionConversionView, **problem_responses(with_body=True)},
)
def convert_transaction(path: IdPath, body: TransactionConversionRequest) -> Response:
    """Tell what a transaction came to in a currency, at which rate, and from where; stores nothing.

    An amount that the transaction has in that currency is answered as it is, and named in
    ``known_as``. Others are calculated by the rate of the transaction's date.
    """
    from shared.services.ledger import conversions  # noqa: PLC0415 (few requests ask for it)

    call = current_call()
    found = conversions.convert_transaction(call.store, path.id, body.to, call.now)
    return json_response(transaction_conversion_view(found))


def _update(
    transaction_id: str, wanted: TransactionPatch | TransactionDraft, if_match: str | None
) -> Response:
    call = current_call()
    transaction = service.update_transaction(
        call.store, call.operation(), transaction_id, wanted, expected_revision(if_match)
    )
    return json_response(transaction_view(transaction), revision=transaction.revision)


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
