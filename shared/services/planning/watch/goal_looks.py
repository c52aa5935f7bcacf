"""Look at the goals of a ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shared.models.planning.goals.goal import Goal
from shared.models.planning.goals.measures import GoalMeter, months_to_read
from shared.models.planning.goals.report import reported
from shared.models.planning.watch.goals import GoalWatch
from shared.models.planning.watch.state import Sighting
from shared.repositories.store import TenantStore


def look_at_goals(unit: TenantStore, watch: GoalWatch, goals: Sequence[Goal]) -> Iterator[Sighting]:
    """Yield what is seen of goals, and of accounts whose balance does not suffice for them."""
    ledger, today = watch.ledger, watch.today
    live = [one for one in goals if one.is_in_force]
    months = months_to_read(live, ledger, today)
    summaries = unit.summaries.list_from(months.first, ledger.calendar)
    meter = GoalMeter(ledger, goals, months, summaries, today)
    for one in reported(live, meter):
        yield from watch.sightings_of(one)
    yield from watch.shortfalls(live)
