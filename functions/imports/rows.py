"""List the rows of an import; loaded on demand, because few requests do."""

from flask import Response

from functions.http.call import current_call
from functions.http.parameters import IdPath, json_response
from functions.imports.queries import RowQuery
from functions.imports.row_views import RowList, row_view
from shared.models.ledger.page import cursor_to, number_in
from shared.services.imports import imports as service


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
