"""State of the watch over a ledger's plans: what was seen of each, so that it is told once."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from pydantic import Field

from shared.models.values.base import FrozenModel
from shared.models.values.frozen import frozen

if TYPE_CHECKING:
    from shared.models.ledger.account import Account
    from shared.models.notifications.notification import Event

LOOKS_BACK = timedelta(days=92)
"""How long after its end a period is looked at: an entry of it may come late."""


@frozen
class Sighting:
    """A level of a plan that is above the one seen before; ``event`` if people are told of it.

    ``key`` begins with the last day of the period that it is about, as ISO 8601, or with a letter
    if it is kept as long as the plan. ``replaces`` is the beginning of keys that it replaces.
    """

    subject_id: str
    key: str
    level: int
    event: "Event | None" = None
    replaces: str | None = None


def has_low_balance(accounts: "Iterable[Account]") -> bool:
    """Return whether any account has a low balance, which is looked at ahead once a day."""
    return any(one.low_balance_minor is not None for one in accounts)


class WatchState(FrozenModel):
    """State of the watch over a ledger: levels that were seen, and the time of the next look.

    Nothing is told of periods that ended before the day ``since``. ``seen`` has the highest level
    of each plan, by its id and the key of its sightings.
    """

    since: date
    next_at: datetime
    seen: dict[str, dict[str, int]] = Field(default_factory=dict)

    def level(self, subject_id: str, key: str) -> int:
        """Return the highest level that was seen; zero of what was not."""
        return self.seen.get(subject_id, {}).get(key, 0)

    def after(
        self, sightings: Iterable[Sighting], subject_ids: Collection[str], today: date
    ) -> Self:
        """Return the state with further sightings, without those that cannot come again.

        Those are of plans that do not exist any more, and of periods that ended long ago.
        """
        seen = {key: dict(self.seen.get(key, {})) for key in subject_ids}
        for one in sightings:
            levels = seen.setdefault(one.subject_id, {})
            level = max(one.level, levels.get(one.key, 0))
            if one.replaces is not None:
                for key in [key for key in levels if key.startswith(one.replaces)]:
                    del levels[key]
            levels[one.key] = level
        first = str(today - LOOKS_BACK)
        kept = {
            subject_id: {key: level for key, level in levels.items() if key >= first}
            for subject_id, levels in seen.items()
        }
        return self.model_copy(update={"seen": {key: one for key, one in kept.items() if one}})
