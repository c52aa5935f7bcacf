"""The counts of rate limits in Firestore, below any request."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from shared.errors import RateLimited, Unavailable
from shared.repositories import connections, rate_limits
from shared.repositories.rate_limits import RateLimit, WindowCounts
from tests.support.rate_limits import MINUTE, Clock, counts
from tests.support.time_limits import PATIENCE_S

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.fixture
def subject() -> str:
    return uuid.uuid4().hex


def instance(clock: Clock, step: int = 1) -> WindowCounts:
    """Return the counts as one instance has them."""
    return WindowCounts(connections.firestore_client, step, clock, timeout_s=PATIENCE_S)


def rate_limit(clock: Clock, rate: str) -> RateLimit:
    """Return a limit that waits for Firestore, however busy the machine is."""
    return RateLimit(connections.firestore_client, rate, clock=clock, timeout_s=PATIENCE_S)


def test_each_request_gets_a_number_of_its_own_from_all_instances(subject: str) -> None:
    clock = Clock()
    here, there = instance(clock), instance(clock)

    assert [store.add(subject, 60) for store in (here, there, here, there)] == [1, 2, 3, 4]
    assert (here.find(subject), there.find(subject)) == (3, 4)


def test_in_steps_an_instance_tells_and_hears_when_one_is_full(subject: str) -> None:
    clock = Clock()
    here, there = instance(clock, step=3), instance(clock, step=3)

    assert [here.add(subject, 60) for _ in range(5)] == [1, 2, 3, 4, 5]
    assert [there.add(subject, 60) for _ in range(3)] == [1, 2, 6]
    assert here.add(subject, 60) == 9


def test_a_window_ends_with_what_was_counted_in_it(subject: str) -> None:
    clock = Clock()
    store = instance(clock, step=2)
    store.add(subject, 60)

    assert store.ends_at(subject) == clock.at + 30
    clock.at += 30
    assert store.find(subject) == 0
    assert store.add(subject, 60) == 1
    assert store.ends_at(subject) == clock.at + MINUTE


def test_a_count_is_kept_under_a_hash_until_its_window_is_over() -> None:
    clock = Clock()
    address = f"192.0.2.1 {uuid.uuid4().hex}"
    client = connections.firestore_client()
    before = {document.id for document in client.collection("rate_limits").list_documents()}

    rate_limit(clock, "5/minute").take("visits", address)

    [new] = [
        snapshot
        for snapshot in client.collection("rate_limits").stream()
        if snapshot.id not in before
    ]
    assert address not in new.id
    ends_at = datetime.fromtimestamp(clock.at + 30, UTC)
    assert new.to_dict() == {"count": 1, "expires_at": ends_at}


def test_a_subject_nobody_has_asked_for_has_no_count(subject: str) -> None:
    clock = Clock()

    assert (instance(clock).find(subject), instance(clock).ends_at(subject)) == (0, clock.at)


def test_an_instance_remembers_only_so_many_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "_MAX_WINDOWS", 3)
    clock = Clock()
    store = instance(clock, step=100)
    for subject in "abc":
        store.add(subject, 60)
    clock.at += MINUTE

    for subject in "defg":
        store.add(subject, 60)

    assert [store.find(subject) for subject in "abcdefg"] == [0, 0, 0, 0, 0, 0, 1]


def test_a_request_above_the_limit_is_refused_without_a_write(subject: str) -> None:
    limit = rate_limit(Clock(), "2/minute")
    limit.take("visits", subject)
    limit.take("visits", subject)

    with counts() as written, pytest.raises(RateLimited):
        limit.take("visits", subject)

    assert written.tries == 0


def test_a_failure_is_told_and_counts_nothing_twice(subject: str) -> None:
    clock = Clock()
    limit = rate_limit(clock, "2/minute")
    with counts(failing_with="contention"), pytest.raises(Unavailable):
        limit.take("visits", subject)

    limit.take("visits", subject)
    with pytest.raises(RateLimited, match=r"Too many visits\. Try again in 30 s\."):
        limit.take("visits", subject)
