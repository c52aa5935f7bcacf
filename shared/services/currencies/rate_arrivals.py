"""Publish the healing of all ledgers with foreign accounts after reference rates have arrived."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from shared.models.jobs.healing import HealingRun
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.people.access import TenantRef
from shared.repositories.currencies.foreign_ledgers import ForeignLedgerRepository

PAGE_SIZE = 500


def publish_healing(
    ledgers: ForeignLedgerRepository,
    publish: Callable[..., None],
    run: HealingRun,
    after: TenantRef | None = None,
) -> int:
    """Publish a run for one page of ledgers, a job for each, and return their number.

    ``publish`` takes the jobs. A last job names the end of the page: its receiver publishes the
    next one. So no call handles more than a page.

    Raises:
        Unavailable: Firestore or Pub/Sub does not answer.
    """
    page = ledgers.list_page(after, PAGE_SIZE)
    publish(*_jobs(page, run))
    return len(page)


def _jobs(page: list[TenantRef], run: HealingRun) -> Iterator[LedgerJob]:
    subject = run.model_dump_json()
    for ref in page:
        yield LedgerJob(tenant=ref.path, kind=JobKind.HEALING, subject=subject)
    if len(page) == PAGE_SIZE:
        yield LedgerJob(tenant=page[-1].path, kind=JobKind.HEALING_PAGE, subject=subject)
