"""Webhooks: deliveries a second to quick receivers, beside one that is slow."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import zip_longest

from benchmarks.cpu import timed
from benchmarks.ledgers import World, ensure, new_person
from benchmarks.table import Row
from functions.manifest import BY_NAME
from shared.models.ledger.tenant import Tenant
from shared.models.notifications.delivery import Delivery, DeliveryStatus
from shared.models.notifications.delivery_time import DeliveryTime
from shared.models.notifications.kinds import Channel, NotificationKind, kind_of
from shared.models.notifications.notification import Event, Notification
from shared.models.notifications.webhooks.signing import new_secret
from shared.models.notifications.webhooks.webhook import SigningSecret, Webhook, WebhookState
from shared.models.values.identifiers import new_id
from shared.repositories import connections
from shared.repositories.notifications.deliveries import StoredDelivery
from shared.repositories.notifications.webhook_posts import AddressGuard, WebhookPosts
from shared.repositories.sharing.members import MembershipRepository
from shared.repositories.store import TenantStore
from shared.services.notifications.sending import Sending
from shared.services.notifications.webhook_lanes import WebhookLanes
from shared.services.notifications.webhook_sending import WebhookSender
from tests.support.webhook_receiver import receiver

MIN_PER_S = 50
_PEOPLE = 5
_SLOW_S = 5.0
_THREADS = BY_NAME["sendNotifications"].concurrency


def measure(world: World) -> Iterator[Row]:
    """Send to five people's receivers and as much to one that is slow, in turns, by one instance.

    The clock stops when all is delivered to the quick ones. Each delivery is two reads, the
    commit of the claim, a request in a connection of its own, and the commit of the outcome. The
    CPU time is also that of the receivers.
    """
    count = 50 * world.sizes.bulk_batches
    with receiver() as quick, receiver() as slow:
        slow.usual = lambda _request: time.sleep(_SLOW_S)
        sending = _sending(frozenset({quick.origin, slow.origin}))
        people = [new_person().store for _ in range(_PEOPLE)]
        ids = [put_webhook(store, quick.origin) for store in people]
        _send_all(sending, _due(people, ids, _PEOPLE * 2))
        warm = len(quick.received)
        sluggish = new_person().store
        hook = put_webhook(sluggish, slow.origin)
        alone = _due(people, ids, count)
        with timed() as without:
            _send_in_turns(sending, alone, []).shutdown()
        quick_ones, slow_ones = _due(people, ids, count), _due([sluggish], [hook], count)
        with timed() as beside:
            late = _send_in_turns(sending, quick_ones, slow_ones)
        late.shutdown(cancel_futures=True)
        delivered = {one.id for one in quick.received[warm:]}
        ensure(len(delivered) == len(quick.received) - warm == 2 * count, "each arrived once")
        ensure(slow.received != [], "the slow one was called")
    yield Row.at_least(
        f"webhooks delivered in a second of CPU time, of {count:,}, beside as many to a receiver "
        f"that takes {_SLOW_S:.0f} s",
        count / beside.cpu_s,
        MIN_PER_S,
        "{:,.0f}".format,
        note=f"{count / beside.wall_s:,.0f} a second in all; "
        f"without the slow one {count / without.wall_s:,.0f}",
        wall_s=beside.wall_s,
        wall_s_without=without.wall_s,
    )


def put_webhook(store: TenantStore, origin: str) -> str:
    """Write a webhook of a person with its secret; its id."""
    now = datetime.now(UTC)
    made = Webhook(
        id=new_id(), origin=origin, created_at=now, updated_at=now, secret_changed_at=now
    )
    state = WebhookState(id=made.id, secrets=(SigningSecret(secret=new_secret()),))

    def work(unit: TenantStore, _tenant: Tenant) -> None:
        unit.webhooks.put(made)
        unit.webhooks.put_state(state)

    store.transact_below(work)
    return made.id


def _sending(origins: frozenset[str]) -> Sending:
    client = connections.firestore_client()
    posts = WebhookPosts(AddressGuard(origins), ssl.create_default_context())
    sender = WebhookSender(posts, WebhookLanes(_THREADS), lambda _store: None, _now)
    return Sending(
        lambda ref: TenantStore(client, ref),
        MembershipRepository(client),
        lambda _channel: sender,
        _now,
    )


def _due(
    stores: Sequence[TenantStore], webhook_ids: Sequence[str], count: int
) -> list[StoredDelivery]:
    """Write notifications that are due to be sent to these webhooks in turns."""
    turns = (number % len(stores) for number in range(count))
    return [
        StoredDelivery(stores[turn].ref, _put_one(stores[turn], webhook_ids[turn]))
        for turn in turns
    ]


def _put_one(store: TenantStore, webhook_id: str) -> str:
    now, kind = _now(), NotificationKind.IMPORT_DONE
    event = Event.of(kind, new_id(), now)
    one = Notification.of_event(event, kind_of(kind), store.ref.id, None)
    delivery = Delivery.of(
        Channel.WEBHOOK, DeliveryTime(now), one.id, store.ref.id, now, webhook_id, kind=kind
    )

    def work(unit: TenantStore, _tenant: Tenant) -> None:
        unit.notifications.create(one)
        unit.deliveries.put(delivery)

    store.transact_below(work)
    return delivery.id


def _send_in_turns(
    sending: Sending, first: Sequence[StoredDelivery], second: Sequence[StoredDelivery]
) -> ThreadPoolExecutor:
    """Send one of each in turns until all of the first are sent; the pool has the rest."""
    pool = ThreadPoolExecutor(_THREADS)
    awaited = []
    for one, other in zip_longest(first, second):
        awaited.append(pool.submit(sending.send, *one))
        if other is not None:
            pool.submit(sending.send, *other)
    for future in awaited:
        sent = future.result()
        ensure(sent is not None and sent.status is DeliveryStatus.SENT, "it is sent")
    return pool


def _send_all(sending: Sending, deliveries: Sequence[StoredDelivery]) -> None:
    for one in deliveries:
        sending.send(*one)


def _now() -> datetime:
    return datetime.now(UTC)
