"""Add the totals of earlier transactions to those of scopes, while the ledger is in use.

A scope is added to the ledger with the id of its build; from that commit on every change is added
to its daily totals. Those of earlier transactions are added here, month by month, as a rebuild does
it: at one instant, the expenses of the scope's transactions minus those in the summary. Writes at
the same time change both by the same amount, so the difference stays right. A summary names the
builds that it has, so none is added twice: a build continues after an interruption, and two can
run at once. Those of scopes that were dropped are removed on the way, so that a summary does not
grow with every scope that the ledger has ever kept. After the last month the scopes are ready.
Months that are first written meanwhile have all their transactions already.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.scopes import KeptScope
from shared.models.ledger.summary import Summary, SummaryTotals
from shared.models.values.dates import Calendar, Month
from shared.models.values.frozen import frozen
from shared.repositories.store import TenantStore
from shared.services.posting.recount import recomputed_totals


def build_scopes(
    store: TenantStore, clock: Callable[[], datetime], has_room: Callable[[], bool]
) -> bool:
    """Build the daily totals of the scopes that are not ready; return whether all are, then.

    ``has_room`` is called before each month; when it returns False, the build stops, and another
    call continues it. While the months are rebuilt for another start or currency, nothing is
    built: the summaries that will be in force are not complete.

    Raises:
        TenantMissing: The ledger does not exist (any more).
    """
    plan = store.snapshot(_planned)
    if plan is None:
        return True
    if plan.must_wait:
        return False
    for month in plan.months:
        if not has_room():
            return False
        difference = store.snapshot(partial(_difference, plan=plan, month=month))
        if difference is not None:
            put = partial(_put_built, plan=plan, month=month, difference=difference, at=clock())
            store.transact(put)
    return bool(store.transact(partial(_put_ready, plan=plan)))


@frozen
class _Plan:
    """Scopes to build by key, and the months whose summaries lack any of them."""

    scopes: dict[str, KeptScope]
    calendar: Calendar
    months: tuple[Month, ...]
    must_wait: bool

    def wanted_by(self, ledger: Ledger) -> dict[str, KeptScope]:
        """Return the scopes that the ledger still waits for; none with other summaries in force."""
        if ledger.calendar != self.calendar:
            return {}
        return {
            key: kept
            for key, kept in self.scopes.items()
            if key in ledger.scopes and ledger.scopes[key].build_id == kept.build_id
        }

    def lacked_by(self, summary: Summary, ledger: Ledger) -> dict[str, KeptScope]:
        """Return the scopes that the ledger waits for and the summary has not got."""
        return {
            key: kept
            for key, kept in self.wanted_by(ledger).items()
            if summary.scope_builds.get(key) != kept.build_id
        }


def _planned(store: TenantStore) -> _Plan | None:
    """Return the plan of the scopes that are not ready; None if all are."""
    ledger = store.tenant.get().ledger
    scopes = {key: kept for key, kept in ledger.scopes.items() if not kept.is_ready}
    if not scopes:
        return None
    plan = _Plan(scopes, ledger.calendar, (), ledger.is_rebuilding)
    if plan.must_wait:
        return plan
    stored = store.summaries.list_all(ledger.calendar)
    months = tuple(one.month for one in stored if plan.lacked_by(one, ledger))
    return _Plan(scopes, ledger.calendar, months, must_wait=False)


def _difference(store: TenantStore, plan: _Plan, month: Month) -> SummaryTotals | None:
    """Return what the daily totals of the scopes lack; None if the summary has them."""
    ledger = store.tenant.get().ledger
    summary = store.summaries.get(month, plan.calendar)
    lacked = plan.lacked_by(summary, ledger)
    if not lacked:
        return None
    scopes = {key: kept.scope for key, kept in lacked.items()}
    recomputed = recomputed_totals(store, plan.calendar, month, ledger.currency, scopes)
    of_scopes = SummaryTotals(by_scope=recomputed.by_scope)
    return of_scopes - SummaryTotals(by_scope=summary.totals.with_scopes(scopes).by_scope)


def _put_built(
    unit: TenantStore, plan: _Plan, month: Month, difference: SummaryTotals, at: datetime
) -> None:
    """Add the difference to the daily totals of a month, those which it still lacks."""
    ledger = unit.load().ledger
    current = unit.summaries.get(month, plan.calendar)
    lacked = plan.lacked_by(current, ledger)
    if lacked:
        builds = {key: kept.build_id for key, kept in lacked.items()}
        totals = difference.with_scopes(lacked)
        unit.summaries.put_scopes_built(current, totals, builds, ledger.scopes, plan.calendar)
        unit.ledger.put_rebuilt(at)


def _put_ready(unit: TenantStore, plan: _Plan) -> bool:
    """Mark the scopes as ready, unless others are wanted by now."""
    ledger = unit.load().ledger
    wanted = plan.wanted_by(ledger)
    for key, kept in wanted.items():
        unit.ledger.put_scope(key, kept._replace(is_ready=True))
    return all(kept.is_ready or key in wanted for key, kept in ledger.scopes.items())
