"""Backoff of commits: pauses, time limits, and the write lease of those that are slow."""

from __future__ import annotations

import pytest
from google.api_core.exceptions import Aborted

from shared.errors import Unavailable
from shared.repositories.firestore.backoff import Backoff, ConcurrentUpdate, LeaseHeld, Retry
from tests.support.contention import (
    HARD_VARIANTS,
    LATENCIES,
    Latency,
    PlainBackoff,
    simulate,
)

ABORTED = Aborted("contention")  # type: ignore[no-untyped-call] # The library leaves it untyped.


class Attempts:
    """Attempts of one commit in simulated time, with the longest of the possible pauses."""

    def __init__(self) -> None:
        self.now = 100.0
        self._backoff = Backoff(lambda: self.now, lambda _least, most: most)

    def fail(self, error: Exception, *, taking_s: float) -> Retry:
        """Fail an attempt, and pass the pause after it."""
        self._backoff.begin_attempt()
        self.now += taking_s
        retry = self._backoff.retry_after(error)
        self.now += retry.pause_s
        return retry

    def lose(self, *, taking_s: float, for_s: float) -> list[Retry]:
        """Lose against other commits for that time, and return what followed each attempt."""
        until = self.now + for_s
        retries = []
        while self.now < until:
            retries.append(self.fail(ConcurrentUpdate(), taking_s=taking_s))
        return retries


@pytest.mark.parametrize("error", [ConcurrentUpdate(), ABORTED])
@pytest.mark.parametrize(("attempt_s", "full_s"), [(0.04, 0.04), (0.075, 0.06), (2.0, 0.06)])
def test_the_longest_pause_is_that_of_an_attempt_up_to_60_ms_and_shrinks_after_four_losses(
    error: Exception, attempt_s: float, full_s: float
) -> None:
    attempts = Attempts()

    pauses = [attempts.fail(error, taking_s=attempt_s).pause_s for _ in range(8)]

    expected = [full_s * part for part in (1 / 4, 1, 1, 1, 16 / 25, 16 / 36, 16 / 49, 1 / 4)]
    assert pauses == pytest.approx(expected)


@pytest.mark.parametrize(("attempt_s", "least_s"), [(0.01, 0.0), (0.04, 0.004), (9.0, 0.006)])
def test_pauses_are_drawn_from_two_fifths_of_the_longest_or_short_ones_from_zero(
    attempt_s: float, least_s: float
) -> None:
    times = iter([0.0, 0.0, attempt_s])
    backoff = Backoff(lambda: next(times), lambda least, _most: least)
    backoff.begin_attempt()

    assert backoff.retry_after(ConcurrentUpdate()).pause_s == pytest.approx(least_s)


def test_the_longest_pause_is_20_ms_after_attempts_that_failed_at_once() -> None:
    assert Attempts().fail(ConcurrentUpdate(), taking_s=0.0).pause_s == 0.02


@pytest.mark.parametrize(("attempt_s", "after_s"), [(1.0, 3.0), (0.5, 6.0), (0.3, 10.0)])
def test_a_slow_commit_needs_the_lease_the_sooner_the_slower_it_is(
    attempt_s: float, after_s: float
) -> None:
    retries = Attempts().lose(taking_s=attempt_s, for_s=after_s)

    assert not any(retry.needs_lease for retry in retries)
    attempts = Attempts()
    longer = attempts.lose(taking_s=attempt_s, for_s=after_s + 2 * attempt_s + 0.5)
    assert longer[-1].needs_lease


def test_a_quick_commit_never_needs_the_lease() -> None:
    retries = Attempts().lose(taking_s=0.15, for_s=19.0)

    assert len(retries) > 50
    assert not any(retry.needs_lease for retry in retries)


def test_one_slow_attempt_needs_no_lease() -> None:
    attempts = Attempts()

    first = attempts.fail(ConcurrentUpdate(), taking_s=8.0)

    assert not first.needs_lease
    assert not any(one.needs_lease for one in attempts.lose(taking_s=0.075, for_s=10.0))


def test_an_outage_needs_no_lease_and_is_no_time_of_losing() -> None:
    attempts = Attempts()
    attempts.lose(taking_s=1.0, for_s=2.5)

    during = attempts.fail(Unavailable(), taking_s=3.0)
    after = attempts.lose(taking_s=1.0, for_s=2.5)

    assert not during.needs_lease
    assert not any(retry.needs_lease for retry in after)


def test_a_lease_that_another_commit_holds_is_neither_acquired_nor_raced_for() -> None:
    attempts = Attempts()
    attempts.lose(taking_s=1.0, for_s=6.0)

    retry = attempts.fail(LeaseHeld(), taking_s=0.01)

    assert retry.pause_s == pytest.approx(0.15)
    assert not retry.needs_lease


def test_a_commit_looks_less_than_45_times_whether_another_still_holds_the_lease() -> None:
    attempts = Attempts()
    pauses: list[float] = []

    while sum(pauses) < 20.0:
        pauses.append(attempts.fail(LeaseHeld(), taking_s=0.0).pause_s)

    assert len(pauses) < 45
    with pytest.raises(Unavailable):
        attempts.fail(LeaseHeld(), taking_s=0.015)


def test_a_commit_gives_up_when_others_came_first_for_20_seconds() -> None:
    attempts = Attempts()
    attempts.lose(taking_s=0.1, for_s=19.5)
    attempts.now += 1.0

    with pytest.raises(Unavailable):
        attempts.fail(ConcurrentUpdate(), taking_s=0.1)


def test_a_commit_gives_up_when_firestore_has_not_answered_for_4_seconds() -> None:
    attempts = Attempts()
    pauses = [attempts.fail(Unavailable(), taking_s=0.1).pause_s for _ in range(6)]

    assert pauses == pytest.approx([0.03, 0.06, 0.12, 0.24, 0.48, 0.75])
    with pytest.raises(Unavailable):
        attempts.fail(Unavailable(), taking_s=2.0)


def test_two_short_outages_with_an_answer_between_them_are_not_one_long_outage() -> None:
    attempts = Attempts()
    attempts.fail(Unavailable(), taking_s=0.1)
    attempts.lose(taking_s=0.5, for_s=5.0)

    assert attempts.fail(Unavailable(), taking_s=0.1).pause_s == pytest.approx(0.03)


def test_an_outage_after_long_contention_gets_its_4_seconds() -> None:
    attempts = Attempts()
    attempts.lose(taking_s=0.1, for_s=15.0)

    assert attempts.fail(Unavailable(), taking_s=3.9).pause_s > 0


@pytest.mark.parametrize("latency", LATENCIES, ids=str)
@pytest.mark.parametrize("writers", [8, 20])
def test_writers_commit_as_often_as_with_the_plain_precondition_and_none_gives_up(
    latency: Latency, writers: int
) -> None:
    ours, _ = simulate(Backoff, latency, writers=writers, commits=600)
    plain, _ = simulate(PlainBackoff, latency, writers=writers, commits=600)

    assert ours.commits_per_s >= 0.95 * plain.commits_per_s
    assert (ours.given_up, ours.leases) == (0, 0)


@pytest.mark.parametrize("latency", HARD_VARIANTS, ids=repr)
def test_eight_writers_are_as_fast_as_by_the_plain_precondition_however_commits_are_refused(
    latency: Latency,
) -> None:
    ours, _ = simulate(Backoff, latency, writers=8, commits=2_000)
    plain, _ = simulate(PlainBackoff, latency, writers=8, commits=2_000)

    assert ours.commits_per_s >= plain.commits_per_s
    assert ours.percentile_s(99) <= 1.1 * plain.percentile_s(99)
    assert not ours.given_up


@pytest.mark.parametrize("latency", LATENCIES, ids=str)
def test_a_slow_commit_comes_through_between_quick_ones_by_the_lease(latency: Latency) -> None:
    quick, slow = simulate(Backoff, latency, writers=3, commits=2_500, slow_writers=1, work_s=0.5)
    without, starving = simulate(
        PlainBackoff, latency, writers=3, commits=2_500, slow_writers=1, work_s=0.5
    )

    assert not slow.given_up
    assert len(slow.waits_s) == slow.leases > 0
    assert max(slow.waits_s) < 15
    assert not starving.waits_s, "the same commit would never come through without the lease"
    assert quick.commits_per_s > 0.7 * without.commits_per_s
