"""A demo: until when it can be used, and until when it can be taken over."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.errors import DemoExpired, DemoTakenOver
from shared.models.people.demo import Demo, TakeoverNotBegun
from shared.models.people.takeover import TAKEOVER_PERIOD, Takeover
from tests.unit.examples import NOON

BEGUN = Takeover(started_at=NOON)
FINISHED = Takeover(started_at=NOON, finished_at=NOON)
MOMENT = timedelta(microseconds=1)


def demo(expires_at: datetime = NOON + timedelta(days=1), **facts: Any) -> Demo:
    return Demo(expires_at, **facts)


def test_a_demo_is_live_until_it_expires() -> None:
    demo(NOON + MOMENT).ensure_live(NOON)


@pytest.mark.parametrize("expires_at", [NOON, NOON - timedelta(days=1)])
def test_a_demo_is_gone_from_the_instant_it_expires(expires_at: datetime) -> None:
    with pytest.raises(DemoExpired):
        demo(expires_at).ensure_live(NOON)


def test_a_demo_is_live_during_its_takeover_and_gone_after_it() -> None:
    demo(takeover=BEGUN).ensure_live(NOON)
    with pytest.raises(DemoTakenOver):
        demo(takeover=FINISHED).ensure_live(NOON)


@pytest.mark.parametrize(
    ("takeover", "is_running", "is_finished"),
    [(None, False, False), (BEGUN, True, False), (FINISHED, False, True)],
)
def test_a_takeover_is_running_or_finished(
    takeover: Takeover | None, *, is_running: bool, is_finished: bool
) -> None:
    one = demo(takeover=takeover)

    assert (one.is_being_taken_over, one.is_taken_over) == (is_running, is_finished)


def test_a_takeover_that_was_begun_can_be_continued_and_one_that_was_not_cannot() -> None:
    assert demo(takeover=BEGUN).get_takeover() == BEGUN
    with pytest.raises(TakeoverNotBegun):
        demo().get_takeover()


def test_a_demo_can_be_taken_over_for_a_while_after_its_end() -> None:
    assert demo(NOON - TAKEOVER_PERIOD + MOMENT).may_be_taken_over(NOON)
    assert not demo(NOON - TAKEOVER_PERIOD).may_be_taken_over(NOON)


def test_a_takeover_that_was_begun_goes_on_whenever() -> None:
    assert demo(NOON - 2 * TAKEOVER_PERIOD, takeover=BEGUN).may_be_taken_over(NOON)


def test_a_demo_that_is_being_erased_cannot_be_taken_over() -> None:
    assert demo().may_be_taken_over(NOON)
    assert not demo(erasing_at=NOON).may_be_taken_over(NOON)
