"""Detection of recurring payments: what recurs in a history, and is not dismissed."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from shared.models.planning.detection.fingerprint import Fingerprint, recognised
from shared.models.planning.detection.observation import Observation, grouped, newest
from shared.models.planning.detection.search import find_series
from shared.models.planning.detection.suggestion import Suggestion, suggestion_of
from shared.models.values.frozen import frozen

MAX_SUGGESTIONS = 100
"""Maximum number of suggestions, the surest ones."""


class DetectionBudget:
    """CPU time of the current thread for a detection, checked before each group of payments.

    A group has at most 2,000 payments. It takes half a second at worst, for hundreds of series, and
    a millisecond for most payees.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self._ends = clock() + seconds

    @property
    def is_spent(self) -> bool:
        """Return whether the time is over."""
        return self._clock() >= self._ends


@frozen(slots=True)
class Detection:
    """Suggestions, the surest first; not ``is_complete`` if the time was over before the end.

    ``dismissed`` has the suggestions that were left out, by the text of the fingerprint.
    """

    suggestions: tuple[Suggestion, ...]
    dismissed: Mapping[str, Suggestion]
    is_complete: bool


def detect(
    observations: Iterable[Observation],
    today: date,
    dismissed: Collection[str] = (),
    budget: DetectionBudget | None = None,
    find_covered: Callable[[Sequence[Suggestion]], Collection[int]] = lambda _suggestions: (),
) -> Detection:
    """Find recurring payments in a history, in any order; at most 100 that are not dismissed.

    Payments after today, and those older than three years, are not read; nor are refunds. Payments
    that have ended give no suggestion. ``dismissed`` are texts of fingerprints.
    ``find_covered`` returns the numbers of suggestions that are left out, too.

    Raises:
        ValueError: One of the dismissed texts is no fingerprint.
    """
    rows = newest(observations, today)
    known_since = rows[-1].date if rows else today
    found: list[Suggestion] = []
    is_complete = True
    for group in grouped(rows):
        if budget is not None and budget.is_spent:
            is_complete = False
            break
        found += _numbered(_of_group(group, known_since, today))
    gone = recognised([one.known for one in found], dismissed)
    left = [one for number, one in enumerate(found) if number not in gone]
    covered = find_covered(left)
    kept = [one for number, one in enumerate(left) if number not in covered]
    by_text = {text: found[number] for number, text in gone.items()}
    return Detection(tuple(sorted(kept, key=_surest_first)[:MAX_SUGGESTIONS]), by_text, is_complete)


def _of_group(group: Sequence[Observation], known_since: date, today: date) -> Iterator[Suggestion]:
    """Yield the suggestions of a group of payments."""
    found = find_series(group, today)
    taken = {number for series in found for number in series.numbers}
    beside = [row.date for number, row in enumerate(group) if number not in taken]
    for series in found:
        yield suggestion_of(group, series, beside, known_since, today)


def _numbered(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Return the suggestions of a group, equal fingerprints numbered by the first payment."""
    numbered: list[Suggestion] = []
    counts: dict[Fingerprint, int] = {}
    for one in sorted(suggestions, key=lambda found: found.evidence[0].id):
        counts[one.fingerprint] = number = counts.get(one.fingerprint, 0) + 1
        fingerprint = replace(one.fingerprint, number=number)
        numbered.append(replace(one, fingerprint=fingerprint))
    return numbered


def _surest_first(suggestion: Suggestion) -> tuple[int, str]:
    return -suggestion.bits, str(suggestion.fingerprint)
