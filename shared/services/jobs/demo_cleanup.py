"""Cleanup of expired demos: erases them, unless their visitors may still take them over."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial

from shared.errors import FinanceFlowError
from shared.models.ledger.tenant import Tenant
from shared.models.people.takeover import Takeover
from shared.models.values.frozen import frozen
from shared.repositories.auth.identities import IdentityRepository
from shared.repositories.people.demos import DemoRepository
from shared.repositories.store import TenantStore
from shared.services.people.takeovers import take_over_demo

STILL_READ_FOR = timedelta(minutes=15)
"""How long a request from before the takeover may still read the demo.

Functions time out after nine minutes.
"""

_ABANDONED_AFTER = timedelta(hours=1)
"""The time after which an unfinished takeover counts as abandoned."""

_PAGE = 50


class Outcome(Enum):
    """Result of the cleanup of one expired demo."""

    ERASED = auto()
    SPARED = auto()
    FAILED = auto()


@frozen
class CleanupResult:
    """Numbers of demos that a cleanup erased, spared for their accounts, and failed to erase.

    ``is_complete``: nothing failed, and the time sufficed.
    """

    erased: int
    spared: int
    failed: int
    is_complete: bool


def clean_up_expired_demos(
    demos: DemoRepository, identities: IdentityRepository, now: datetime, time_limit: timedelta
) -> CleanupResult:
    """Erase the expired demos: documents, then Auth users, then the tenants' documents.

    A demo whose visitor has registered is spared as long as it can be taken over, and an abandoned
    takeover is finished. The next cleanup finds a demo whose erasure was interrupted.
    """
    deadline = time.monotonic() + time_limit.total_seconds()
    cleanup = _Cleanup(demos, identities, now, lambda: time.monotonic() < deadline)
    counts: Counter[Outcome] = Counter()
    last = None
    while cleanup.has_time():
        page = demos.list_expired(now, _PAGE, last)
        if not page:
            return _result(counts, is_at_end=True)
        counts.update(cleanup.end(demos.open(demo.ref)) for demo in page)
        last = page[-1]
    return _result(counts, is_at_end=False)


def _result(counts: Counter[Outcome], *, is_at_end: bool) -> CleanupResult:
    failed = counts[Outcome.FAILED]
    is_complete = is_at_end and not failed
    return CleanupResult(counts[Outcome.ERASED], counts[Outcome.SPARED], failed, is_complete)


@frozen
class _Cleanup:
    demos: DemoRepository
    identities: IdentityRepository
    now: datetime
    has_time: Callable[[], bool]

    def end(self, demo: TenantStore) -> Outcome:
        """Erase the demo or spare it for its account, and return which."""
        try:
            tenant = demo.tenant.find()
            if tenant is None:
                return Outcome.ERASED
            takeover = tenant.get_demo().takeover
            if takeover is not None and not takeover.is_finished:
                return self._finish(demo, takeover)
            if self._is_wanted(tenant) or not demo.transact(partial(_close, at=self.now)):
                return Outcome.SPARED
            self.demos.erase_below_document(demo.ref)
            self.identities.delete_anonymous(demo.ref.id)
            self.demos.delete_document(demo.ref)
        except FinanceFlowError:
            return Outcome.FAILED
        return Outcome.ERASED

    def _finish(self, demo: TenantStore, takeover: Takeover) -> Outcome:
        """Finish an abandoned takeover instead of erasing the demo."""
        if takeover.started_at + _ABANDONED_AFTER <= self.now:
            take_over_demo(demo, lambda: self.now, self.has_time)
        return Outcome.SPARED

    def _is_wanted(self, tenant: Tenant) -> bool:
        """Return whether the demo may still be read or taken over."""
        demo = tenant.get_demo()
        if demo.takeover is not None and demo.takeover.finished_at is not None:
            return self.now < demo.takeover.finished_at + STILL_READ_FOR
        return demo.may_be_taken_over(self.now) and self.identities.is_registered(tenant.ref.id)


def _close(unit: TenantStore, at: datetime) -> bool:
    """Close the demo to writes and takeovers; return False if a takeover has begun first."""
    tenant = unit.tenant.find()
    demo = tenant.get_demo() if tenant is not None else None
    if demo is not None and demo.erasing_at is None:
        if demo.is_being_taken_over:
            return False
        unit.demo.put_erasing(at)
    return True
