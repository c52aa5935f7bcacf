"""The function ``exports``: export transactions and backups."""

from functools import cache
from itertools import chain

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
from functions.http.call import current_call
from functions.http.downloads import DeclaredFile, download
from functions.http.parameters import problem_responses
from functions.http.routes import Routes
from functions.http.security.rate_limits import Limited, limit
from functions.ledger.queries import TransactionSelection
from shared.models.exports.csv_export import BYTE_ORDER_MARK
from shared.models.people.access import Action
from shared.services.exports.csv_exports import transaction_lines
from shared.services.ledger.tenants import get_ledger

routes = Routes("exports")


class CsvQuery(TransactionSelection):
    """Query of the exported transactions and the CSV options."""

    bom: bool = Field(
        default=False,
        description="Begin with a byte order mark, by which spreadsheet programs detect UTF-8.",
    )


_CSV = DeclaredFile("text/csv", "A header with the column names, and a line per transaction.")
_JSON = DeclaredFile(
    "application/json", "The backup.", "shared.models.exports.backup_schema:LedgerBackup"
)


@routes.get(
    "/transactions",
    allows=Action.READ_ALL,
    responses={200: _CSV, **problem_responses("invalid-argument", "rebuild-running")},
)
def export_transactions(query: CsvQuery) -> Response:
    """Export transactions as CSV, with the filters and order of the list."""
    call = current_call()
    limit(Limited.EXPORT, call.caller.uid)
    ledger = get_ledger(call.store, call.now)
    lines = transaction_lines(call.store, ledger, query.filter(ledger))
    name = f"transactions-{ledger.today(call.now)}.csv"
    return download(chain([BYTE_ORDER_MARK] if query.bom else [], lines), "text/csv", name)


@routes.get("/ledger", allows=Action.READ_ALL, responses={200: _JSON, **problem_responses()})
def export_whole_ledger() -> Response:
    """Export the whole ledger as a backup, as of one instant."""
    from shared.services.exports.backups import export_ledger  # noqa: PLC0415 (few ask for it)

    call = current_call()
    limit(Limited.EXPORT, call.caller.uid)
    parts = export_ledger(call.store, call.now)
    return download(parts, "application/json", f"ledger-{call.now.date()}.json")


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
