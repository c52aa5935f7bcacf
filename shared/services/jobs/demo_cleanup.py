"""Erase expired demos, unless somebody may still take them over."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from functools import partial

from shared.errors import FinanceFlowError
from shared.models.ledger.tenant import Tenant
from shared.models.people.takeover import Takeover
from shared.repositories.auth.identities import IdentityRepository
from shared.repositories.people.demos import DemoRepository
from shared.repositories.store import TenantStore
from shared.services.people.takeovers import take_over_demo

STILL_READ_FOR = timedelta(minutes=15)
"""How long a request that began before the takeover may read the demo; functions end after nine."""

_ABANDONED_AFTER = timedelta(hours=1)
"""When nobody goes on with a takeover any more."""

_SWEEP_PAGE = 50


class Outcome(Enum):
    """What became of an expired demo."""

    SWEPT = auto()
    SPARED = auto()
    FAILED = auto()


@dataclass(frozen=True)
class SweepResult:
    """How many demos a sweep erased, left for their accounts, or failed to erase.

    ``is_complete``: it neither failed nor ran out of time.
    """

    swept: int
    spared: int
    failed: int
    is_complete: bool


def sweep_expired_demos(
    demos: DemoRepository, identities: IdentityRepository, now: datetime, time_limit: timedelta
) -> SweepResult:
    """Erase the demos whose time is over: documents, Auth users, and the tenants' documents last.

    One whose visitor has registered is spared for as long as it can be taken over, and a takeover
    that was abandoned is finished. A demo whose erasing was cut short is found again by the next
    sweep.
    """
    deadline = time.monotonic() + time_limit.total_seconds()
    sweep = _Sweep(demos, identities, now, lambda: time.monotonic() < deadline)
    counts: Counter[Outcome] = Counter()
    last = None
    while sweep.has_time():
        page = demos.list_expired(now, _SWEEP_PAGE, last)
        if not page:
            return _result(counts, is_at_end=True)
        counts.update(sweep.end(demos.open(demo.ref)) for demo in page)
        last = page[-1]
    return _result(counts, is_at_end=False)


def _result(counts: Counter[Outcome], *, is_at_end: bool) -> SweepResult:
    failed = counts[Outcome.FAILED]
    is_complete = is_at_end and not failed
    return SweepResult(counts[Outcome.SWEPT], counts[Outcome.SPARED], failed, is_complete)


@dataclass(frozen=True)
class _Sweep:
    demos: DemoRepository
    identities: IdentityRepository
    now: datetime
    has_time: Callable[[], bool]

    def end(self, demo: TenantStore) -> Outcome:
        """Erase the demo, or leave it to its account; what became of it."""
        try:
            tenant = demo.tenant.find()
            if tenant is None:
                return Outcome.SWEPT
            takeover = tenant.get_demo().takeover
            if takeover is not None and not takeover.is_finished:
                return self._finish(demo, takeover)
            if self._is_wanted(tenant) or not demo.transact(partial(_close, at=self.now)):
                return Outcome.SPARED
            self.demos.erase_contents(demo.ref)
            self.identities.delete_anonymous(demo.ref.id)
            self.demos.erase(demo.ref)
        except FinanceFlowError:
            return Outcome.FAILED
        return Outcome.SWEPT

    def _finish(self, demo: TenantStore, takeover: Takeover) -> Outcome:
        """Finish a takeover that nobody goes on with, instead of erasing the demo."""
        if takeover.started_at + _ABANDONED_AFTER <= self.now:
            take_over_demo(demo, lambda: datetime.now(UTC), self.has_time)
        return Outcome.SPARED

    def _is_wanted(self, tenant: Tenant) -> bool:
        """Return whether somebody may still read the demo or take it over."""
        demo = tenant.get_demo()
        if demo.takeover is not None and demo.takeover.finished_at is not None:
            return self.now < demo.takeover.finished_at + STILL_READ_FOR
        return demo.may_be_taken_over(self.now) and self.identities.is_registered(tenant.ref.id)


def _close(unit: TenantStore, at: datetime) -> bool:
    """Close the demo to writes and takeovers; return False if a takeover was faster."""
    tenant = unit.tenant.find()
    demo = tenant.get_demo() if tenant is not None else None
    if demo is not None and demo.erasing_at is None:
        if demo.is_being_taken_over:
            return False
        unit.demo.put_erasing(at)
    return True
