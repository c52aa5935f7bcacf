"""The function ``accounts``: create, change, delete and merge accounts."""

from functools import cache, partial
from http import HTTPStatus

from flask import Request, Response
from pydantic import Field

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
from functions.http.views import etag_of
from functions.ledger import merges
from functions.ledger.views import AccountList, AccountView, account_totals, account_view
from shared.models.jobs.ledger_job import JobKind
from shared.models.ledger.balances import AccountBalance
from shared.models.ledger.inputs.account import AccountDraft, AccountPatch, AccountPut
from shared.models.people.access import Action
from shared.models.values.identifiers import Id
from shared.services.ledger import accounts as service
from shared.services.ledger.balances import get_balance, get_balances
from shared.services.ledger.tenants import get_ledger

routes = Routes("accounts")


class AccountQuery(QueryParameters):
    """Query of accounts."""

    include_archived: bool = False


class AccountDeletionQuery(QueryParameters):
    """Account to move the transactions of a deleted account to."""

    reassign_to: Id | None = Field(
        default=None, description="The account to move transactions and opening balance to."
    )


@routes.get(
    "/", allows=Action.READ, responses={200: AccountList, **problem_responses("invalid-argument")}
)
def list_accounts(query: AccountQuery) -> Response:
    """List the accounts, the default one first, then by name; with the totals of all accounts."""
    call = current_call()
    ledger = get_ledger(call.store, call.now)
    balances = get_balances(call.store, ledger, call.now)
    return json_response(
        AccountList(
            items=[
                account_view(balance)
                for balance in balances.items
                if query.include_archived or not balance.account.archived
            ],
            totals=account_totals(balances.totals, ledger.currency),
        )
    )


@routes.post(
    "/",
    allows=Action.WRITE,
    names_change=True,
    responses={
        201: AccountView,
        **problem_responses(
            "demo-quota",
            "already-exists",
            "too-many-accounts",
            "idempotency-key-reused",
            with_body=True,
        ),
    },
)
def create_account(body: AccountDraft, header: CreationHeaders) -> Response:
    """Create an account."""
    call = current_call()
    operation = call.operation(header.idempotency_key)
    created = service.create_account(call.store, operation, body)
    location = f"/accounts/{created.account.id}"
    return _account_response(created, HTTPStatus.CREATED, location)


@routes.get("/<id>", allows=Action.READ, responses={200: AccountView, **problem_responses()})
def get_account(path: IdPath) -> Response:
    """Get an account with its balance; the ETag does not change with the balance."""
    call = current_call()
    ledger = get_ledger(call.store, call.now)
    account = ledger.get_account(path.id)
    return _account_response(get_balance(call.store, ledger, account, call.now))


@routes.patch(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: AccountView,
        **problem_responses(
            "demo-quota", "already-exists", "default-account", "account-busy",
            "account-currency-in-use", "precondition-failed", with_body=True,
        ),
    },
)  # fmt: skip
def patch_account(path: IdPath, body: AccountPatch, header: ChangeHeaders) -> Response:
    """Change the given fields of an account; ``is_default: true`` makes it the default account."""
    return _update(path.id, body, header.if_match)


@routes.put(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: AccountView,
        **problem_responses(
            "demo-quota", "already-exists", "default-account", "account-busy",
            "account-currency-in-use", "precondition-failed", with_body=True,
        ),
    },
)  # fmt: skip
def put_account(path: IdPath, body: AccountPut, header: ChangeHeaders) -> Response:
    """Replace an account; the default account requires ``is_default: true``."""
    return _update(path.id, body, header.if_match)


@routes.delete(
    "/<id>",
    allows=Action.DELETE,
    names_change=True,
    responses={
        202: merges.MergeView,
        204: None,
        **problem_responses(
            "demo-quota", "account-in-use", "account-busy", "default-account",
            "precondition-failed", "invalid-argument",
        ),
    },
)  # fmt: skip
def delete_account(path: IdPath, query: AccountDeletionQuery, header: ChangeHeaders) -> Response:
    """Delete an account; with ``reassign_to``, move its transactions to another account first.

    Transactions in the trash move, too, the opening balance is added to the other one, and
    transfers between the two are moved to the trash. More than some hundreds continue in the
    background (202), or by the same request. Meanwhile the account takes no transactions, and the
    other one cannot be archived, deleted or merged. Rules name the other one in the end.
    """
    call = current_call()
    expected = expected_revision(header.if_match)
    if query.reassign_to is None:
        service.delete_account(call.store, call.operation(), path.id, expected)
        return no_content()
    balance_of = partial(get_balance, call.store, now=call.now)
    merge = service.AccountMerge(path.id, query.reassign_to, balance_of)
    return merges.answer_merge(call, JobKind.ACCOUNT_MERGE, merge, expected)


def _update(account_id: str, wanted: AccountPatch | AccountPut, if_match: str | None) -> Response:
    call = current_call()
    expected = expected_revision(if_match)
    return _account_response(
        service.update_account(call.store, call.operation(), account_id, wanted, expected)
    )


def _account_response(
    balance: AccountBalance, status: HTTPStatus = HTTPStatus.OK, location: str | None = None
) -> Response:
    """Return the account with its revision as ETag.

    If-None-Match is not supported, because the balance changes without the revision.
    """
    response = json_response(account_view(balance), status, location=location)
    response.headers["ETag"] = etag_of(balance.revision)
    return response


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
