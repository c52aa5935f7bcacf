"""Entry points of the Cloud Functions, each importing its module when called.

A cold start pays for the one function it starts, because nothing is imported here before a call.
The names are those of the deployed functions.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import functions_framework
from werkzeug.exceptions import HTTPException

if TYPE_CHECKING:
    from cloudevents.http import CloudEvent
    from flask import Request, Response

# On Cloud Run, which sets K_SERVICE, nothing may take the place of Firestore or of Firebase Auth:
# the Admin SDK accepts unsigned tokens if it is told of an emulator of Auth. Nor may webhooks call
# the machine itself.
if "K_SERVICE" in os.environ and (
    local := [name for name in os.environ if "EMULATOR" in name or name == "WEBHOOK_LOCAL_ORIGINS"]
):
    raise RuntimeError(f"{', '.join(sorted(local))} must not be set on Cloud Run.")

# Loading creates hundreds of thousands of objects that stay; collecting garbage among them takes a
# tenth of a cold start. The first call turns the collector on (functions/http/loading.py).
gc.disable()

# No plugin of pydantic is installed; it would look for one in the metadata of each package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


@functions_framework.errorhandler(HTTPException)  # type: ignore[untyped-decorator] # It declares none.
def refuse(error: HTTPException) -> Response:
    """Answer requests that the framework refuses with the functions' problem details."""
    from functions.http import refusals

    return refusals.answer(error)


def createDemoSession(request: Request) -> Response:
    """Create a demo for an anonymous visitor."""
    from functions.people import create_demo_session

    return create_demo_session.answer(request)


def categories(request: Request) -> Response:
    """List, create, change, delete and merge the tenant's categories."""
    from functions.ledger import categories

    return categories.answer(request)


def types(request: Request) -> Response:
    """List, create, change and delete the tenant's custom types of transactions."""
    from functions.ledger import types

    return types.answer(request)


def transactions(request: Request) -> Response:
    """Record, list, search, change, delete and restore transactions, one or many."""
    from functions.ledger import transactions

    return transactions.answer(request)


def monthlyReport(request: Request) -> Response:
    """Report the totals of a month."""
    from functions.reports import monthly_report

    return monthly_report.answer(request)


def accounts(request: Request) -> Response:
    """List, create, change, delete and merge the tenant's accounts."""
    from functions.ledger import accounts

    return accounts.answer(request)


def changes(request: Request) -> Response:
    """List and undo changes, and read the feed."""
    from functions.history import changes

    return changes.answer(request)


def dashboard(request: Request) -> Response:
    """Show totals, trends, cash flow and net worth."""
    from functions.reports import dashboard

    return dashboard.answer(request)


def currencies(request: Request) -> Response:
    """List currencies and exchange rates, and convert amounts."""
    from functions.currencies import currencies

    return currencies.answer(request)


def settings(request: Request) -> Response:
    """Show and change a ledger's settings."""
    from functions.settings import settings

    return settings.answer(request)


def me(request: Request) -> Response:
    """Show, change, export and erase the caller's account, and take over a demo."""
    from functions.people import me

    return me.answer(request)


def notifications(request: Request) -> Response:
    """List and read notifications, and choose how they are sent."""
    from functions.notifications import notifications

    return notifications.answer(request)


def workspaces(request: Request) -> Response:
    """Create and change workspaces, their members, and invitations."""
    from functions.sharing import workspaces

    return workspaces.answer(request)


def rules(request: Request) -> Response:
    """Create, change, suggest and apply rules."""
    from functions.rules import rules

    return rules.answer(request)


def recurring(request: Request) -> Response:
    """List, create, change and delete recurring entries, and book their occurrences."""
    from functions.planning import recurring

    return recurring.answer(request)


def budgets(request: Request) -> Response:
    """Create, change, list and delete the tenant's budgets, and report their status."""
    from functions.planning import budgets

    return budgets.answer(request)


def forecasts(request: Request) -> Response:
    """Forecast the tenant's balances and spending, as planned and in scenarios."""
    from functions.planning.forecasts import forecasts

    return forecasts.answer(request)


def goals(request: Request) -> Response:
    """Create, change, list and delete the tenant's goals, and report their progress."""
    from functions.planning.goals import goals

    return goals.answer(request)


def imports(request: Request) -> Response:
    """Preview, run and undo imports of bank files, and restore backups."""
    from functions.imports import imports

    return imports.answer(request)


def exports(request: Request) -> Response:
    """Export transactions as CSV, or the whole ledger."""
    from functions.exports import exports

    return exports.answer(request)


def runLedgerJob(event: CloudEvent) -> None:
    """Continue a background job on one ledger; for the topic of ledger jobs."""
    from functions.jobs import run_ledger_job

    run_ledger_job.receive(event)


def monthlyRollup(request: Request) -> Response:
    """Start closing a month for all tenants that have it; for Cloud Scheduler."""
    from functions.jobs import monthly_rollup

    return monthly_rollup.answer(request)


def rollupTenants(event: CloudEvent) -> None:
    """Close a month for one batch of tenants; for the rollup topic."""
    from functions.jobs import rollup_tenants

    rollup_tenants.receive(event)


def runRecurring(request: Request) -> Response:
    """Start a run of the recurring entries that are due; for Cloud Scheduler."""
    from functions.jobs import run_recurring

    return run_recurring.answer(request)


def bookRecurring(event: CloudEvent) -> None:
    """Book the recurring entries of a message, and remind of them; for the topic of these."""
    from functions.jobs import book_recurring

    book_recurring.receive(event)


def sweepDemoSessions(request: Request) -> Response:
    """Delete expired demos, deleted workspaces and old notifications; for Cloud Scheduler."""
    from functions.jobs import sweep_demo_sessions

    return sweep_demo_sessions.answer(request)


def sendNotifications(event: CloudEvent) -> None:
    """Make the notifications of an event, or send one; for the topic of notifications."""
    from functions.notifications import send_notifications

    send_notifications.receive(event)


def scanNotifications(request: Request) -> Response:
    """Publish events whose message was lost, and deliveries that are due; for Cloud Scheduler."""
    from functions.notifications import scan_notifications

    return scan_notifications.answer(request)


def updateExchangeRates(request: Request) -> Response:
    """Fetch the exchange rates of the European Central Bank; for Cloud Scheduler."""
    from functions.jobs import update_exchange_rates

    return update_exchange_rates.answer(request)
