"""The function ``exports``: a ledger out into files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain, islice
from typing import Any

from flask import Request, Response
from pydantic import Field

from functions.api import app as boundary
from functions.api.call import current_call
from functions.api.parameters import problem_responses
from functions.transaction_query import TransactionSelection
from shared.models.access import Action
from shared.models.spreadsheet import BYTE_ORDER_MARK
from shared.services.backups import export_ledger
from shared.services.exports import transaction_lines
from shared.services.tenants import get_ledger

routes = boundary.routes_of("exports")

_PARTS_BEFORE_THE_ANSWER = 3
"""Of a CSV file that is its first row at least, for which a page of transactions is read."""


class CsvQuery(TransactionSelection):
    """Which transactions are exported, and how."""

    bom: bool = Field(
        default=False,
        description="Begin with a byte order mark, by which spreadsheets know that it is UTF-8.",
    )


def _file_response(content_type: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": description,
        "content": {content_type: {"schema": schema}},
        "headers": {
            "Content-Disposition": {
                "description": "The name to save the file by.",
                "schema": {"type": "string"},
            }
        },
    }


_CSV = _file_response(
    "text/csv", "A line for each transaction, below the names of the columns.", {"type": "string"}
)
_JSON = _file_response("application/json", "The backup.", {"type": "object"})


@routes.get("/transactions", responses={200: _CSV, **problem_responses("invalid-argument")})
def export_transactions(query: CsvQuery) -> Response:
    """Export transactions as CSV, as they are found."""
    call = current_call()
    call.caller.require(Action.ANALYZE)
    tenant = get_ledger(call.store, call.now)
    lines = transaction_lines(call.store, tenant, query.filter(tenant.currency))
    name = f"transactions-{tenant.today(call.now)}.csv"
    return _download(chain([BYTE_ORDER_MARK] if query.bom else [], lines), "text/csv", name)


@routes.get("/ledger", responses={200: _JSON, **problem_responses()})
def export_whole_ledger() -> Response:
    """Export the whole ledger as a backup, as it is at this instant."""
    call = current_call()
    call.caller.require(Action.ANALYZE)
    parts = export_ledger(call.store, call.now)
    return _download(parts, "application/json", f"ledger-{call.now.date()}.json")


def _download(parts: Iterator[str], content_type: str, name: str) -> Response:
    """A file to be saved, sent while it is made.

    Its beginning is made before the answer, so that what fails until then is answered as a problem.
    """
    beginning = list(islice(parts, _PARTS_BEFORE_THE_ANSWER))
    response = Response(chain(beginning, parts), mimetype=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@cache
def create_app() -> boundary.Api:
    """The app of this function."""
    return boundary.create_api("exports", "A ledger out into files.", routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
