"""Lanes of receivers: a slow one takes few threads, a quick one half of them."""

from __future__ import annotations

from contextlib import ExitStack

from shared.services.notifications.webhook_lanes import SLOW_AFTER_S, WebhookLanes


class Clock:
    """A clock that a test moves, or that moves by ``step`` each time that it is read."""

    def __init__(self) -> None:
        self.now = 0.0
        self.step = 0.0

    def __call__(self) -> float:
        """Return the time."""
        self.now += self.step
        return self.now


def enter(lanes: WebhookLanes, name: str, person: str | None = None) -> ExitStack | None:
    """Enter a lane, by default of a person who has no other; None if it is closed."""
    stack = ExitStack()
    return stack if stack.enter_context(lanes.enter(name, person or name)) else None


def make_quick(lanes: WebhookLanes, *names: str) -> None:
    for name in names:
        with lanes.enter(name, name):
            pass


def make_slow(lanes: WebhookLanes, clock: Clock, name: str) -> None:
    with lanes.enter(name, name):
        clock.now += SLOW_AFTER_S


def test_a_slow_receiver_has_two_attempts_at_a_time_until_it_is_quick_again() -> None:
    clock = Clock()
    lanes = WebhookLanes(16, clock)
    make_slow(lanes, clock, "slow")

    assert not lanes.is_closed("slow")
    first, second = enter(lanes, "slow"), enter(lanes, "slow")
    assert first
    assert second
    assert enter(lanes, "slow") is None
    assert lanes.is_closed("slow")
    assert not lanes.is_closed("other")
    assert enter(lanes, "other") is not None

    first.close()  # It was quick.
    assert enter(lanes, "slow") is not None
    assert enter(lanes, "slow") is not None


def test_attempts_that_have_not_ended_make_a_receiver_slow() -> None:
    clock = Clock()
    lanes = WebhookLanes(16, clock)
    make_quick(lanes, "quick", "other")
    begun = [enter(lanes, "quick") for _ in range(8)]
    assert all(begun)

    clock.now += SLOW_AFTER_S

    assert enter(lanes, "quick") is None
    assert enter(lanes, "other") is not None


def test_all_slow_receivers_together_have_a_quarter_of_the_threads() -> None:
    clock = Clock()
    lanes = WebhookLanes(16, clock)
    make_quick(lanes, "quick")
    for name in "abcdef":
        make_slow(lanes, clock, name)

    attempts = [(name, enter(lanes, name)) for name in "abcdef" for _ in range(2)]

    assert [name for name, entered in attempts if entered] == ["a", "a", "b", "b"]
    assert enter(lanes, "quick") is not None
    new = [enter(lanes, f"new {number}") for number in range(4)]
    assert all(new)
    clock.step = SLOW_AFTER_S
    assert enter(lanes, "one more") is None


def test_slow_and_new_receivers_of_a_person_have_two_attempts_together() -> None:
    """Otherwise one person with many webhooks could put those of others off."""
    clock = Clock()
    lanes = WebhookLanes(16, clock)
    make_slow(lanes, clock, "slow")
    make_quick(lanes, "quick")

    begun = [enter(lanes, "slow"), enter(lanes, "new", "slow")]
    assert all(begun)
    clock.step = SLOW_AFTER_S
    assert enter(lanes, "another", "slow") is None
    assert enter(lanes, "of another person") is not None
    clock.step = 0
    assert enter(lanes, "quick") is not None


def test_receivers_that_were_not_called_yet_are_among_the_slow_ones() -> None:
    """Otherwise a person could take all threads with new webhooks, again and again."""
    clock = Clock()
    lanes = WebhookLanes(16, clock)
    make_quick(lanes, "quick")

    begun = [enter(lanes, f"new {number % 4}") for number in range(8)]
    begun += [enter(lanes, "quick") for _ in range(8)]
    assert all(begun)
    clock.step = SLOW_AFTER_S
    assert enter(lanes, "one more") is None


def test_receivers_that_were_called_long_ago_are_forgotten() -> None:
    lanes = WebhookLanes(8, Clock())
    with lanes.enter("busy", "U1"):
        for number in range(1_100):
            with lanes.enter(str(number), "U2"):
                pass

        assert len(lanes.known) == 1_000
        assert "busy" in lanes.known
