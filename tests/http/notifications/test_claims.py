"""Claims of deliveries: each is sent once, whatever its commits meet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared.models.notifications.delivery import LEASE_FOR, Delivery
from shared.models.notifications.message import NotificationMessage
from shared.repositories.notifications.claims import claim_delivery
from tests.http.answers import ok
from tests.http.notifications.mailing import emit, to_webhooks
from tests.http.notifications.told import deliver
from tests.support.faults import fault
from tests.support.ledgers.ledgers import NOW
from tests.support.ledgers.people import Person
from tests.support.observers.call_watch import watched_calls
from tests.support.webhook_receiver import Receiver

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.fixture
def message(
    owner: Person, made: dict[str, Any], messages: list[NotificationMessage]
) -> NotificationMessage:
    """Return the message of a delivery that is due, to the webhook of a person."""
    emit(owner)
    deliver(messages.pop(0))
    [found] = messages
    messages.clear()
    return found


def test_many_messages_at_once_are_one_request(
    owner: Person, hook: Receiver, message: NotificationMessage
) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(deliver, [message] * 8))

    assert {one.status_code for one in answers} == {200}
    [sent] = to_webhooks(owner)
    assert (sent["status"], sent["attempts"], len(hook.received)) == ("SENT", 1, 1)


@pytest.mark.parametrize("name", ["commit refused", "contention"])
@pytest.mark.parametrize("skip", [0, 1])
def test_a_commit_that_fails_is_repeated(
    name: str, skip: int, owner: Person, hook: Receiver, message: NotificationMessage
) -> None:
    with fault(name, skip=skip) as failed:
        deliver(message)

    assert failed.has_struck
    [sent] = to_webhooks(owner)
    assert (sent["status"], sent["attempts"], len(hook.received)) == ("SENT", 1, 1)


def test_a_lost_answer_to_the_outcome_leaves_it_as_written(
    owner: Person,
    hook: Receiver,
    message: NotificationMessage,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with fault("answer lost", skip=1) as failed:
        assert deliver(message).status_code == 200

    assert failed.has_struck
    [sent] = to_webhooks(owner)
    assert (sent["status"], len(hook.received)) == ("SENT", 1)
    assert "left a delivery as SENT" in capsys.readouterr().out


def test_a_lost_answer_to_the_claim_leaves_it_to_the_end_of_the_lease(
    owner: Person, hook: Receiver, message: NotificationMessage
) -> None:
    with fault("answer lost") as failed:
        deliver(message)

    assert failed.has_struck
    assert [one["status"] for one in to_webhooks(owner)] == ["SENDING"]
    assert hook.received == []


def test_a_delivery_that_changes_before_the_claim_is_read_again(
    owner: Person, hook: Receiver, message: NotificationMessage
) -> None:
    [found] = to_webhooks(owner)

    def put_off() -> None:
        stored = owner.store.deliveries.find(found["id"])
        assert stored is not None
        later = stored.postponed(stored.due_at + timedelta(hours=1))
        owner.store.transact_below(lambda unit, _tenant: unit.deliveries.put(later))

    with watched_calls(before_commit=put_off):
        deliver(message)

    assert (to_webhooks(owner)[0]["status"], hook.received) == ("PENDING", [])


def test_an_outcome_is_not_written_over_what_came_after_the_lease(
    owner: Person, hook: Receiver, message: NotificationMessage
) -> None:
    [found] = to_webhooks(owner)
    claims = []

    def claimed(claim: Any) -> Delivery:
        claims.append(claim)
        made: Delivery = claim.put(claim.read.delivery.claimed(NOW))
        return made

    first = claim_delivery(owner.store, found["id"], claimed)
    assert first is not None
    recovered = first.recovered(NOW + LEASE_FOR)
    owner.store.transact_below(lambda unit, _tenant: unit.deliveries.put(recovered))

    assert claims[0].end(first.replayed(NOW)) is None
    assert to_webhooks(owner)[0]["reason"] == "lease-expired"
    ok(owner.get("/notifications"))


def test_a_delivery_of_a_person_who_is_gone_is_not_sent(
    owner: Person, hook: Receiver, message: NotificationMessage
) -> None:
    owner.store.tenant.reference.delete()

    assert deliver(message).status_code == 200
    assert hook.received == []
