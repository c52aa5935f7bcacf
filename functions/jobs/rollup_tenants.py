"""The function ``rollupTenants``: close a month for the tenants of one message."""

from __future__ import annotations

from typing import Any

from functions.http import clock
from functions.http.background.announcements import announce
from functions.http.configuration import configuration
from functions.http.events import delivered_again_on_failure, message_of
from functions.http.request_log import hashed, write_line
from functions.manifest import ROLLUP_TOPIC
from shared.models.ledger.ledger_totals import LedgerTotals
from shared.models.ledger.summary import SummaryTotals
from shared.models.reports.period_close import MonthClosed, RollupMessage
from shared.models.values.dates import Month
from shared.repositories import connections
from shared.repositories.reports.months import MonthRepository
from shared.repositories.store import TenantStore
from shared.services.fan_out import BatchIncomplete
from shared.services.reports.rollup import close_months, publish_rollup

_SUMS_BY_TAG = frozenset({"by_tag", "tags"})


@delivered_again_on_failure("rollupTenants")
def receive(event: Any) -> None:
    """Take one CloudEvent of the rollup topic.

    A malformed message is logged and dropped, because a retry would not help.

    Raises:
        DeliverAgain: Some tenants failed; Pub/Sub delivers the message again, and closed tenants
            are skipped.
    """
    message = message_of(event, RollupMessage)
    if message is None:
        write_line("ERROR", "rollupTenants dropped a message it cannot read")
    elif message.cursor is not None:
        _publish_next_page(message)
    else:
        _close(message)


def _publish_next_page(message: RollupMessage) -> None:
    publish_rollup(
        MonthRepository(connections.firestore_client()),
        connections.publisher(ROLLUP_TOPIC),
        Month.parse(message.month),
        message.run_id,
        message.cursor,
    )


def _close(message: RollupMessage) -> None:
    client = connections.firestore_client()
    try:
        close_months(
            lambda ref: TenantStore(client, ref),
            message,
            clock=clock.now,
            workers=configuration().rollup_workers,
            report=_report,
            announce=announce,
        )
    except BatchIncomplete as incomplete:
        _log("ERROR", "could not close", message, len(incomplete.failures))
        raise
    _log("INFO", "closed", message, len(message.tenants))


def _log(severity: str, what: str, message: RollupMessage, tenants: int) -> None:
    write_line(
        severity,
        f"rollupTenants {what} {message.month} for {tenants} of {len(message.tenants)} tenants",
        month=message.month,
        run_id=message.run_id,
        tenants=tenants,
    )


def _report(closed: MonthClosed) -> None:
    """Log wrong totals as CRITICAL, with their paths but without amounts and texts of users."""
    if closed.has_drift:
        write_line(
            "CRITICAL",
            "DRIFT: sums differed from their transactions and were repaired",
            month=str(closed.month),
            run_id=closed.period_close.run_id,
            tenant_hash=hashed(closed.tenant.path),
            revision=closed.period_close.revision,
            paths=_told(closed.drift),
            totals=_told(closed.totals_drift),
            other_months=[str(month) for month in sorted(closed.other_drifts)],
        )


def _told(drift: SummaryTotals | LedgerTotals) -> list[str]:
    """Return the paths of the totals, with tags hashed because users wrote them."""
    return [".".join(_without_words(path)) for path, _ in drift.leaves()]


def _without_words(path: tuple[str, ...]) -> tuple[str, ...]:
    if path[0] not in _SUMS_BY_TAG:
        return path
    name, tag, *rest = path
    return name, hashed(tag), *rest
