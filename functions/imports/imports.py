"""The function ``imports``: preview, run and undo imports of bank files."""

import time
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from typing import Annotated

from flask import Request, Response
from pydantic import (
    BeforeValidator,
    Field,
)
from werkzeug.exceptions import RequestEntityTooLarge

from functions.http import app as boundary
from functions.http.app import MEBIBYTE, RawBody
from functions.http.call import Call, current_call
from functions.http.downloads import DeclaredFile
from functions.http.jobs import publish
from functions.http.parameters import (
    Declared,
    DeclaredBody,
    IdPath,
    QueryParameters,
    json_response,
    no_content,
    problem_responses,
)
from functions.http.routes import Routes
from functions.http.security.permissions import Access
from functions.http.security.rate_limits import Limited, limit
from functions.imports import restore_backup as restore
from functions.imports.uploads import ImportForm, PreviewQuery, uploaded
from functions.imports.views import (
    ImportList,
    ImportView,
    MappingList,
    PreviewView,
    RowList,
    import_view,
    mapping_view,
    preview_view,
    row_view,
)
from shared.errors import Unreadable
from shared.models.imports.import_plan import Import, RowStatus
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.ledger.page import DEFAULT_LIMIT, MAX_LIMIT, cursor_to, number_in, place_of
from shared.models.people.access import Action
from shared.models.values.base import InputModel, example
from shared.models.values.identifiers import SAMPLE_ID, is_id
from shared.models.values.text import upper_case
from shared.services.imports import import_runs as runs
from shared.services.imports import imports as service
from shared.services.ledger.tenants import get_ledger

MAX_FILE_BYTES = 10 * MEBIBYTE
_RUN_FOR_S = 15.0
"""A commit that begins before then may take some seconds more, and the request 20 s."""
"""Time limit of an import in one request; the rest continues in the background."""

_FILE_TYPES = frozenset(
    {
        "multipart/form-data",
        "text/csv",
        "text/plain",
        "text/tab-separated-values",
        "application/csv",
        "application/octet-stream",
        "application/vnd.ms-excel",  # The type of .csv files in browsers on Windows.
    }
)
_FORM_OVERHEAD_BYTES = 64 * 1024

TEMPLATE = (
    "date,amount,payee,description,category,notes,tags,id\r\n"
    "2026-03-31,-12.50,Farmers' market,Vegetables,Groceries,,organic,A-1\r\n"
    "2026-03-31,2500.00,ACME Inc.,Salary March,Salary,,,A-2\r\n"
)
"""A file that is read without options; income is positive."""

routes = Routes("imports")
restore.add_to(routes)


class PlanToken(InputModel):
    """Token of the preview whose plan to carry out."""

    # The import of each demo with samples; it is done, so carrying it out again changes nothing.
    model_config = example(plan_token=f"{SAMPLE_ID}.done")

    plan_token: Annotated[str, Field(max_length=200)]


class ListQuery(QueryParameters):
    """Page of a list."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = Field(
        default=None, description="The ``next_cursor`` of the previous page."
    )


class RowQuery(ListQuery):
    """Query of an import's rows."""

    status: Annotated[RowStatus, BeforeValidator(upper_case)] | None = None


_PREVIEW_BODY = DeclaredBody(
    "A bank's CSV file, unchanged, of at most 10 MiB and 50,000 rows.",
    {"text/csv": None, "multipart/form-data": ImportForm},
    {"text/csv": TEMPLATE, "multipart/form-data": {"file": TEMPLATE}},
)
_TEMPLATE = DeclaredFile("text/csv", "The file.")


@routes.post(
    "/preview",
    allows=Action.WRITE,
    body=_PREVIEW_BODY,
    responses={
        201: PreviewView,
        **problem_responses("unreadable-file", "demo-quota", with_body=True),
    },
)
def preview_import(query: PreviewQuery) -> Response:
    """Preview the import of a bank file, without recording anything."""
    # Reading files takes long to load, and only previews need it.
    from shared.services.imports import import_previews  # noqa: PLC0415 (see above)

    call = current_call()
    limit(Limited.IMPORT, call.caller.uid)
    content, options = uploaded(query)
    if len(content) > MAX_FILE_BYTES:
        raise RequestEntityTooLarge
    preview = import_previews.preview_import(
        call.store, content, options, call.caller.uid, call.now
    )
    return json_response(
        preview_view(preview),
        HTTPStatus.CREATED,
        location=f"/imports/{preview.plan.id}",
    )


@routes.post(
    "/",
    allows=Action.WRITE,
    responses={
        200: ImportView,
        202: Declared(ImportView, has_location=True),
        **problem_responses(
            "plan-changed",
            "too-many-tags",
            "ledger-full",
            "commit-too-large",
            "demo-quota",
            with_body=True,
        ),
    },
)
def carry_out_import(body: PlanToken) -> Response:
    """Carry out the import of a preview; a repeated request continues and records no row twice."""
    call = current_call()
    plan = runs.carry_out_import(call.store, body.plan_token, _limits(call), joins=False)
    return _progress(call, plan)


@routes.get(
    "/",
    allows=Action.READ_ALL,
    responses={200: ImportList, **problem_responses("invalid-argument")},
)
def list_imports(query: ListQuery) -> Response:
    """List the imports, newest first."""
    call = current_call()
    before = _id_in(query.cursor) if query.cursor is not None else None
    page = service.list_imports(call.store, call.now, before, query.limit)
    next_cursor = cursor_to("imports", page.next_cursor) if page.next_cursor else None
    return json_response(
        ImportList(items=[import_view(plan) for plan in page.items], next_cursor=next_cursor)
    )


@routes.get(
    "/template",
    allows=Access.LINK,
    responses={
        200: _TEMPLATE,
        **problem_responses("rate-limited", with_caller=False),
    },
)
def get_template() -> Response:
    """Get a CSV file to fill in; a plain link works, because no token is required."""
    response = Response(TEMPLATE, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="financeflow-template.csv"'
    return response


@routes.get(
    "/mappings", allows=Action.READ_ALL, responses={200: MappingList, **problem_responses()}
)
def list_mappings() -> Response:
    """List the saved layouts, which are used for files with the same fingerprint."""
    call = current_call()
    get_ledger(call.store, call.now)
    mappings = call.store.mappings.list_latest(MAX_LIMIT)
    return json_response(MappingList(items=[mapping_view(mapping) for mapping in mappings]))


@routes.delete(
    "/mappings/<id>",
    allows=Action.DELETE,
    responses={204: None, **problem_responses("claim-running")},
)
def delete_mapping(path: IdPath) -> Response:
    """Delete a saved layout."""
    call = current_call()
    service.forget_mapping(call.store, path.id, call.now)
    return no_content()


@routes.get("/<id>", allows=Action.READ_ALL, responses={200: ImportView, **problem_responses()})
def get_import(path: IdPath) -> Response:
    """Get an import with its progress."""
    call = current_call()
    return json_response(import_view(service.get_import(call.store, path.id, call.now)))


@routes.get(
    "/<id>/rows",
    allows=Action.READ_ALL,
    responses={200: RowList, **problem_responses("invalid-argument")},
)
def list_rows(path: IdPath, query: RowQuery) -> Response:
    """List the rows of an import: new, duplicate, or invalid with the reason."""
    call = current_call()
    plan = service.get_import(call.store, path.id, call.now)
    fingerprint = f"rows/{plan.id}/{query.status}"
    first = number_in(query.cursor, fingerprint) if query.cursor is not None else 0
    rows, rest = service.list_rows(call.store, plan, query.status, first, query.limit)
    return json_response(
        RowList(
            items=[row_view(row, plan) for row in rows],
            next_cursor=None if rest is None else cursor_to(fingerprint, rest),
        )
    )


@routes.delete(
    "/<id>",
    allows=Action.DELETE,
    responses={
        200: ImportView,
        202: Declared(ImportView, has_location=True),
        **problem_responses("claim-running"),
    },
)
def undo_import(path: IdPath) -> Response:
    """Undo an import: move its transactions to the trash; a repeated request continues."""
    call = current_call()
    return _progress(call, runs.undo_import(call.store, path.id, _limits(call)))


def _limits(call: Call) -> runs.RunLimits:
    deadline = time.monotonic() + _RUN_FOR_S
    return runs.RunLimits(
        actor=call.caller.uid,
        clock=lambda: datetime.now(UTC),
        is_over=lambda: time.monotonic() > deadline,
    )


def _progress(call: Call, plan: Import) -> Response:
    """Return the import's progress; the rest continues in the background."""
    if plan.is_done:
        return json_response(import_view(plan))
    job = LedgerJob(
        tenant=call.store.ref.path, kind=JobKind.IMPORT, subject=plan.id, actor=call.caller.uid
    )
    publish(job)
    return json_response(import_view(plan), HTTPStatus.ACCEPTED, location=f"/imports/{plan.id}")


def _id_in(cursor: str) -> str:
    match place_of(cursor, "imports"):
        case [str(import_id)] if is_id(import_id):
            return import_id
        case _:
            raise Unreadable("The cursor cannot be read.")


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(
        routes,
        raw_bodies={
            "preview_import": RawBody(_FILE_TYPES, MAX_FILE_BYTES + _FORM_OVERHEAD_BYTES),
            "restore_ledger": restore.BODY,
        },
    )


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
