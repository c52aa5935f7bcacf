"""Differences between the stored rates of a year and those of a newer file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple, Self

from shared.errors import TooManyCorrections
from shared.models.currencies.year_rates import RateYear, YearRates
from shared.models.values.frozen import frozen

MAX_CORRECTIONS = 100
"""How many corrections a year's document keeps; the oldest are dropped first."""

MAX_CORRECTIONS_OF_FILE = 100
"""A file that differs from more stored rates is taken for a wrong one."""


class Correction(NamedTuple):
    """A published rate that was published again with another value, and when it was stored."""

    day: date
    before: str
    after: str
    at: datetime


@frozen
class StoredYear:
    """Stored rates of a currency in a year.

    ``revision`` grows by one with each correction, so that it tells whether a rate that was used
    may have been corrected since.
    """

    rates: YearRates
    updated_at: datetime
    revision: int = 1
    corrections: tuple[Correction, ...] = ()

    def find_corrections(self, published: YearRates, at: datetime) -> tuple[Correction, ...]:
        """Return the stored rates that were published with another value."""
        own, new = self.rates.by_day(), published.by_day()
        return tuple(
            Correction(day, own[day], new[day], at)
            for day in sorted(own.keys() & new.keys())
            if own[day] != new[day]
        )

    def updated(self, published: YearRates, at: datetime) -> Self:
        """Return the year with the published rates; itself if it has all of them.

        A stored day that is not published any more keeps its rate.
        """
        own, new = self.rates.by_day(), published.by_day()
        if own.items() >= new.items():
            return self
        corrections = self.find_corrections(published, at)
        return replace(
            self,
            rates=YearRates.of(self.rates.key, own | new),
            updated_at=at,
            revision=self.revision + bool(corrections),
            corrections=(*self.corrections, *corrections)[-MAX_CORRECTIONS:],
        )


class RateArrival(NamedTuple):
    """Rates that were added, for which not all ledgers have been healed.

    They concern transactions of the days from ``since``; ``at`` is when they were stored.
    """

    since: date
    at: datetime


@frozen
class RateUpdate:
    """Years to store after a file was read, and what the file changes."""

    created: tuple[StoredYear, ...] = ()
    changed: tuple[StoredYear, ...] = ()
    added: int = 0
    missing: int = 0
    """Stored rates that the file does not have any more; they stay."""

    arrival: RateArrival | None = None
    """The arrival of the added rates; None without any."""

    corrections: Mapping[RateYear, tuple[Correction, ...]] = field(default_factory=dict)

    @property
    def corrected(self) -> int:
        """Return the number of corrected rates."""
        return sum(map(len, self.corrections.values()))


def plan_update(
    stored: Mapping[RateYear, StoredYear], published: Iterable[YearRates], at: datetime
) -> RateUpdate:
    """Compare stored rates with those of a file, and return what is to be stored.

    Raises:
        TooManyCorrections: The file differs from more than ``MAX_CORRECTIONS_OF_FILE`` rates.
    """
    created, changed, missing = [], [], 0
    added: list[date] = []
    corrections: dict[RateYear, tuple[Correction, ...]] = {}
    for rates in published:
        old = stored.get(rates.key)
        if old is None:
            created.append(StoredYear(rates, at))
            added += rates.by_day()
            continue
        new = old.updated(rates, at)
        missing += len(new.rates.entries) - len(rates.entries)
        if new is old:
            continue
        changed.append(new)
        added += new.rates.by_day().keys() - old.rates.by_day().keys()
        if found := old.find_corrections(rates, at):
            corrections[rates.key] = found
    arrival = _arrival_after(stored.values(), added, at)
    update = RateUpdate(
        tuple(created), tuple(changed), len(added), missing, arrival, corrections=corrections
    )
    if update.corrected > MAX_CORRECTIONS_OF_FILE:
        raise TooManyCorrections(update.corrected)
    return update


def _arrival_after(
    stored: Iterable[StoredYear], added: Collection[date], at: datetime
) -> RateArrival | None:
    """Return the arrival of added rates; None without any.

    A rate concerns the days from its own on. The days after the last one that was stored had no
    final rate before, also those of a weekend.
    """
    if not added:
        return None
    last = max((year.rates.last_day for year in stored), default=None)
    since = min(added) if last is None else min(*added, last + timedelta(days=1))
    return RateArrival(since, at)
