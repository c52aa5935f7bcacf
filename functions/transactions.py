"""The function ``transactions``: recording, finding, changing, deleting and restoring."""

from __future__ import annotations

from datetime import date
from functools import cache
from http import HTTPStatus
from typing import Annotated, Literal, Self

from flask import Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from functions.api import app as boundary
from functions.api.call import current_call, expected_revision
from functions.api.parameters import (
    ChangeHeaders,
    CreationHeaders,
    IdPath,
    QueryParameters,
    json_response,
    no_content,
    problem_responses,
)
from functions.views import TransactionList, TransactionView, transaction_view
from shared.models.access import Action
from shared.models.batch import Batch, BatchResult
from shared.models.category import AnyCaseEntryType
from shared.models.dates import MAX_YEAR, MIN_YEAR, CivilDate, DateRange, Month
from shared.models.identifiers import Id
from shared.models.money import AmountBound, to_minor
from shared.models.page import DEFAULT_LIMIT, MAX_LIMIT
from shared.models.search import TransactionFilter
from shared.models.text import STORABLE, lower_case, trimmed, words_of
from shared.models.transaction import Tag, TransactionDraft, TransactionPatch
from shared.services import transactions as service
from shared.services.tenants import get_ledger

routes = boundary.routes_of("transactions")


class TransactionQuery(QueryParameters):
    """Which transactions are listed, and how; every filter that is given must hold.

    Dates are given as a year and perhaps a month, or as a range with both ends inclusive.
    """

    year: Annotated[int, Field(ge=MIN_YEAR, le=MAX_YEAR)] | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    start_date: CivilDate | None = None
    end_date: CivilDate | None = None
    type: AnyCaseEntryType | None = None
    category_id: Id | None = None
    tag: Tag | None = None
    q: Annotated[str, trimmed(200), STORABLE] | None = Field(
        default=None,
        description="Words; each begins a word of the description, the notes or the category.",
    )
    min_amount: AmountBound | None = None
    max_amount: AmountBound | None = None
    deleted: bool = Field(default=False, description="List the bin instead.")
    sort: Annotated[Literal["date", "-date"], BeforeValidator(lower_case)] = "-date"
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = Field(default=None, description="The ``next_cursor`` of the page before.")

    @model_validator(mode="after")
    def _one_way_to_name_dates(self) -> Self:
        if self.month is not None and self.year is None:
            raise ValueError("month needs a year")
        if self.year is not None and (self.start_date or self.end_date):
            raise ValueError("give year and month, or start_date and end_date, not both")
        if self.start_date and self.end_date and self.start_date > self.end_date:
            raise ValueError("start_date must not be after end_date")
        if None not in (self.min_amount, self.max_amount) and self.min_amount > self.max_amount:  # type: ignore[operator]  # both are given
            raise ValueError("min_amount must not be more than max_amount")
        if self.q and not words_of(self.q):
            raise ValueError("q must have a letter or digit")
        return self

    def filter(self, currency: str) -> TransactionFilter:
        """What is asked for, with amounts in the currency's minor unit."""
        return TransactionFilter(
            dates=self._dates(),
            type=self.type,
            category_id=self.category_id,
            tag=self.tag,
            words=words_of(self.q or ""),
            min_amount_minor=None
            if self.min_amount is None
            else to_minor(self.min_amount, currency, "min_amount"),
            max_amount_minor=None
            if self.max_amount is None
            else to_minor(self.max_amount, currency, "max_amount"),
            deleted=self.deleted,
            newest_first=self.sort == "-date",
        )

    def _dates(self) -> DateRange:
        if self.year is None:
            return DateRange(self.start_date, self.end_date)
        if self.month is None:
            return DateRange(date(self.year, 1, 1), date(self.year, 12, 31))
        return DateRange.of_month(Month(self.year, self.month))


class Restoration(BaseModel):
    """Where to restore a transaction to, if not into its own category."""

    model_config = ConfigDict(extra="forbid")

    category_id: Id | None = None


@routes.get("/", responses={200: TransactionList, **problem_responses("invalid-argument")})
def list_transactions(query: TransactionQuery) -> Response:
    """List transactions, newest first."""
    call = current_call()
    call.caller.require(Action.READ)
    tenant = get_ledger(call.store, call.now)
    page = service.list_transactions(
        call.store, tenant, query.filter(tenant.currency), query.cursor, query.limit
    )
    return json_response(
        TransactionList(
            items=[transaction_view(transaction) for transaction in page.items],
            next_cursor=page.next_cursor,
        )
    )


@routes.post(
    "/",
    responses={
        201: TransactionView,
        **problem_responses("idempotency-key-reused", with_body=True),
    },
)
def record_transaction(body: TransactionDraft, header: CreationHeaders) -> Response:
    """Record a transaction."""
    call = current_call()
    call.caller.require(Action.WRITE)
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
    responses={200: BatchResult, **problem_responses("idempotency-key-reused", with_body=True)},
)
def apply_batch(body: Batch, header: CreationHeaders) -> Response:
    """Create, update and delete up to 500 transactions: all of them, or none."""
    call = current_call()
    call.caller.require(Action.WRITE)
    if body.delete:
        call.caller.require(Action.DELETE)
    operation = call.operation(header.idempotency_key)
    return json_response(service.apply_batch(call.store, operation, body))


@routes.get("/<id>", responses={200: TransactionView, **problem_responses()})
def get_transaction(path: IdPath) -> Response:
    """Get one transaction."""
    call = current_call()
    call.caller.require(Action.READ)
    transaction = service.get_transaction(call.store, path.id, call.now)
    return json_response(transaction_view(transaction), revision=transaction.revision)


@routes.patch(
    "/<id>",
    responses={
        200: TransactionView,
        **problem_responses("precondition-failed", with_body=True),
    },
)
def patch_transaction(path: IdPath, body: TransactionPatch, header: ChangeHeaders) -> Response:
    """Change the named fields of a transaction."""
    return _update(path.id, body, header.if_match)


@routes.put(
    "/<id>",
    responses={
        200: TransactionView,
        **problem_responses("precondition-failed", with_body=True),
    },
)
def put_transaction(path: IdPath, body: TransactionDraft, header: ChangeHeaders) -> Response:
    """Replace a transaction."""
    return _update(path.id, body, header.if_match)


@routes.delete("/<id>", responses={204: None, **problem_responses("precondition-failed")})
def delete_transaction(path: IdPath, header: ChangeHeaders) -> Response:
    """Put a transaction into the bin."""
    call = current_call()
    call.caller.require(Action.DELETE)
    expected = expected_revision(header.if_match)
    service.delete_transaction(call.store, call.operation(), path.id, expected)
    return no_content()


@routes.post(
    "/<id>/restore",
    responses={
        200: TransactionView,
        **problem_responses("category-gone", "precondition-failed", with_body=True),
    },
)
def restore_transaction(path: IdPath, body: Restoration, header: ChangeHeaders) -> Response:
    """Take a transaction out of the bin, into its own category or the named one."""
    call = current_call()
    call.caller.require(Action.DELETE)
    transaction = service.restore_transaction(
        call.store,
        call.operation(),
        path.id,
        body.category_id,
        expected_revision(header.if_match),
    )
    return json_response(transaction_view(transaction), revision=transaction.revision)


def _update(
    transaction_id: str, wanted: TransactionPatch | TransactionDraft, if_match: str | None
) -> Response:
    call = current_call()
    call.caller.require(Action.WRITE)
    transaction = service.update_transaction(
        call.store, call.operation(), transaction_id, wanted, expected_revision(if_match)
    )
    return json_response(transaction_view(transaction), revision=transaction.revision)


@cache
def create_app() -> boundary.Api:
    """The app of this function."""
    return boundary.create_api("transactions", "The transactions of a ledger.", routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
