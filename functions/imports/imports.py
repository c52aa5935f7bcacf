"""The function ``imports``: preview, run and undo imports of bank files."""

from functools import cache

from flask import Request, Response

from functions.http import app as boundary
from functions.http.call import current_call
from functions.http.downloads import DeclaredFile
from functions.http.parameters import (
    Declared,
    DeclaredBody,
    IdPath,
    json_response,
    no_content,
    problem_responses,
)
from functions.http.routes import Routes
from functions.http.security.permissions import Access
from functions.imports import restore_backup as restore
from functions.imports.files import FILE_BODY, TEMPLATE
from functions.imports.queries import ListQuery
from functions.imports.views import ImportList, ImportView, MappingList, import_view, mapping_view
from shared.errors import Unreadable
from shared.models.ledger.page import MAX_LIMIT, cursor_to, place_of
from shared.models.people.access import Action
from shared.models.values.identifiers import is_id
from shared.services.imports import imports as service
from shared.services.ledger.tenants import get_ledger

routes = Routes("imports")
restore.add_to(routes)
routes.on_demand(
    "POST",
    "/preview",
    "functions.imports.previews:preview_import",
    allows=Action.WRITE,
    body=DeclaredBody(
        "A bank's CSV file, unchanged, of at most 10 MiB and 50,000 rows.",
        {"text/csv": None, "multipart/form-data": "functions.imports.uploads:ImportForm"},
        {"text/csv": TEMPLATE, "multipart/form-data": {"file": TEMPLATE}},
    ),
    responses={
        201: Declared("functions.imports.preview_views:PreviewView"),
        **problem_responses("unreadable-file", "demo-quota", with_body=True),
    },
)
routes.on_demand(
    "POST",
    "/",
    "functions.imports.runs:carry_out_import",
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
routes.on_demand(
    "GET",
    "/<id>/rows",
    "functions.imports.rows:list_rows",
    allows=Action.READ_ALL,
    responses={
        200: Declared("functions.imports.row_views:RowList"),
        **problem_responses("invalid-argument"),
    },
)
routes.on_demand(
    "DELETE",
    "/<id>",
    "functions.imports.runs:undo_import",
    allows=Action.DELETE,
    responses={
        200: ImportView,
        202: Declared(ImportView, has_location=True),
        **problem_responses("claim-running"),
    },
)


_TEMPLATE = DeclaredFile("text/csv", "The file.")


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
            "preview_import": FILE_BODY,
            "restore_ledger": restore.BODY,
        },
    )


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
