"""Deliveries: claims, retries, dead letters and replays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.models.notifications.delivery import (
    LEASE_FOR,
    MAX_IN_DIGEST,
    Delivery,
    DeliveryStatus,
    Outcome,
    SendResult,
)
from shared.models.notifications.delivery_time import DeliveryTime
from shared.models.notifications.kinds import Channel, NotificationKind

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
KIND = NotificationKind.LOW_BALANCE
LATER = SendResult(Outcome.LATER, "smtp-451")


def delivery(digest: str | None = None, notification_id: str = "N1") -> Delivery:
    return Delivery.of(
        Channel.EMAIL, DeliveryTime(NOW, digest), notification_id, "U1", NOW, kind=KIND
    )


def test_a_digest_is_one_delivery_and_a_single_notification_another() -> None:
    daily = delivery("DAILY-2026-03-31")

    assert delivery("DAILY-2026-03-31", "N2").id == daily.id
    assert delivery("DAILY-2026-04-01").id != daily.id
    assert delivery(None, "N1").id != delivery(None, "N2").id


def test_a_digest_lists_so_many_notifications_and_counts_the_rest() -> None:
    digest = delivery("DAILY-2026-03-31")
    for number in range(MAX_IN_DIGEST + 1):
        digest = digest.with_notification(f"M{number}", KIND)
    digest = digest.with_notification("L1", NotificationKind.WEBHOOK_OFF)

    assert (len(digest.notification_ids), digest.more) == (MAX_IN_DIGEST, 3)
    assert digest.kinds == (KIND, NotificationKind.WEBHOOK_OFF)


def test_a_digest_is_open_until_an_attempt_and_stays_closed_after_its_replay() -> None:
    digest = delivery("DAILY-2026-03-31")
    claimed = digest.claimed(NOW)
    assert digest.is_open
    assert claimed.released(NOW).is_open
    failed = claimed.after(SendResult(Outcome.UNKNOWN, "outcome-unknown"), NOW)

    closed = [claimed, claimed.after(LATER, NOW), failed, failed.replayed(NOW)]

    assert [one.is_open for one in closed] == [False] * 4
    assert closed[-1].is_due(NOW)


def test_what_is_claimed_is_not_due_and_has_failed_if_its_lease_ends() -> None:
    claimed = delivery().claimed(NOW)

    assert delivery().is_due(NOW)
    assert not delivery().is_due(NOW - timedelta(seconds=1))
    assert not claimed.is_due(NOW + LEASE_FOR)
    assert not claimed.has_lost_lease(NOW + LEASE_FOR - timedelta(seconds=1))
    assert claimed.has_lost_lease(NOW + LEASE_FOR)


def test_a_refusal_for_later_is_retried_over_days_and_fails_in_the_end() -> None:
    one, at, pauses = delivery(), NOW, []
    while one.status is DeliveryStatus.PENDING:
        assert one.next_at is not None
        at = one.next_at
        one = one.claimed(at).after(LATER, at)
        pauses.append((one.next_at or at) - at)

    assert one.status is DeliveryStatus.FAILED
    assert (one.attempts, one.reason, one.next_at) == (11, "smtp-451", None)
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15)]
    assert timedelta(days=3) < at - NOW < timedelta(days=5)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.UNKNOWN])
def test_a_refusal_for_good_and_an_unknown_outcome_are_not_retried(outcome: Outcome) -> None:
    failed = delivery().claimed(NOW).after(SendResult(outcome, "why"), NOW)

    assert (failed.status, failed.reason, failed.next_at) == (DeliveryStatus.FAILED, "why", None)


def test_a_failed_delivery_is_replayed_by_hand_and_a_sent_one_is_not() -> None:
    failed = delivery().claimed(NOW).after(SendResult(Outcome.REFUSED, "smtp-550"), NOW)
    sent = delivery().claimed(NOW).after(SendResult(Outcome.ACCEPTED), NOW)

    assert failed.replayed(NOW).is_due(NOW)
    assert failed.replayed(NOW).attempts == 0
    assert (sent.status, sent.sent_at) == (DeliveryStatus.SENT, NOW)
    assert sent.replayed(NOW) is sent


def webhook_delivery() -> Delivery:
    return Delivery.of(
        Channel.WEBHOOK, DeliveryTime(NOW), "N1", "ada", NOW, webhook_id="W1", kind=KIND
    )


def test_each_webhook_has_a_delivery_of_its_own() -> None:
    other = Delivery.of(
        Channel.WEBHOOK, DeliveryTime(NOW), "N1", "ada", NOW, webhook_id="W2", kind=KIND
    )

    assert webhook_delivery() == webhook_delivery()
    assert webhook_delivery().id != other.id


def test_a_receiver_may_ask_for_a_longer_pause_of_a_day_at_most() -> None:
    def pause(wait: timedelta) -> timedelta:
        later = SendResult(Outcome.LATER, "http-429", wait)
        after = webhook_delivery().claimed(NOW).after(later, NOW)
        assert after.next_at is not None
        return after.next_at - NOW

    assert pause(timedelta(seconds=1)) == timedelta(minutes=1)
    assert pause(timedelta(hours=2)) == timedelta(hours=2)
    assert pause(timedelta(days=9)) == timedelta(days=1)


def test_a_lost_lease_is_the_end_of_an_e_mail_and_a_retry_of_a_webhook() -> None:
    late = NOW + LEASE_FOR
    email = Delivery.of(Channel.EMAIL, DeliveryTime(NOW), "N1", "ada", NOW, kind=KIND).claimed(NOW)
    webhook = webhook_delivery().claimed(NOW)

    assert email.recovered(late).status is DeliveryStatus.FAILED
    again = webhook.recovered(late)
    assert (again.status, again.reason) == (DeliveryStatus.PENDING, "lease-expired")
    assert again.is_due(late + timedelta(minutes=1))


def test_a_released_delivery_has_not_been_attempted() -> None:
    until = NOW + timedelta(minutes=1)
    claimed = webhook_delivery().claimed(NOW)

    released = claimed.released(until)

    assert (released.attempts, released.status) == (0, DeliveryStatus.PENDING)
    assert released.is_due(until)
    assert not released.is_due(NOW)


def test_a_test_is_one_for_ten_seconds_and_is_sent_once() -> None:
    start = NOW.replace(second=0, microsecond=0)
    first = Delivery.ping_of("W1", start)

    assert first.id == Delivery.ping_of("W1", start + timedelta(seconds=9)).id
    assert first.id != Delivery.ping_of("W1", start + timedelta(seconds=10)).id
    assert first.id != Delivery.ping_of("W2", start).id
    failed = first.claimed(start).after(SendResult(Outcome.LATER, "timeout"), start)
    assert failed.status is DeliveryStatus.FAILED
    assert failed.replayed(start) is failed
