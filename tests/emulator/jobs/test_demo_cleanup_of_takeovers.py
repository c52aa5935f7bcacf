"""The cleanup spares demos that can be taken over, and erases those that were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.errors import DemoExpired
from shared.models.people.takeover import TAKEOVER_PERIOD
from shared.services.jobs import demo_cleanup as service
from shared.services.jobs.demo_cleanup import STILL_READ_FOR
from shared.services.people import takeovers
from tests.emulator.jobs.test_demo_cleanup import (
    documents_of,
    has_user,
    sweep,
    visitor_with_imports,
)
from tests.support.faults import Crashed, fault
from tests.support.ledgers.people import link_email, visitor, visitor_with_entries
from tests.support.ledgers.rebuilds import before_commit
from tests.support.ledgers.takeovers import (
    account_of,
    assert_moved,
    contents_of,
    document_of,
    expire,
    take_over,
    take_over_in_part,
)

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.mark.parametrize(
    ("is_registered", "since", "is_swept"),
    [
        (True, timedelta(seconds=1), False),
        (True, TAKEOVER_PERIOD - timedelta(minutes=1), False),
        (True, TAKEOVER_PERIOD + timedelta(minutes=1), True),
        (False, timedelta(seconds=1), True),
    ],
    ids=["registered", "registered, day 7", "registered, day 8", "anonymous"],
)
def test_the_demo_of_who_has_registered_can_be_claimed_for_seven_days(
    *, is_registered: bool, since: timedelta, is_swept: bool
) -> None:
    demo = visitor_with_entries()
    if is_registered:
        link_email(demo)
    expire(demo.store, since)
    documents = documents_of(demo)

    sweep()

    assert documents_of(demo) == (0 if is_swept else documents)
    assert has_user(demo) is is_registered


def test_what_is_spared_keeps_nothing_else_from_being_swept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service, "_PAGE", 1)
    spared, erased = [visitor() for _ in range(3)], [visitor() for _ in range(3)]
    for number, (registered, anonymous) in enumerate(zip(spared, erased, strict=True)):
        link_email(registered)
        expire(registered.store, timedelta(hours=2 * number))
        expire(anonymous.store, timedelta(hours=2 * number + 1))

    result = sweep()

    assert (result.failed, result.is_complete) == (0, True)
    assert result.erased >= len(erased)
    assert result.spared >= len(spared)
    assert [documents_of(demo) for demo in erased] == [0, 0, 0]
    assert all(documents_of(demo) for demo in spared)


def test_a_claimed_demo_is_erased_when_nobody_can_be_reading_it_and_the_account_stays() -> None:
    demo = visitor_with_imports()
    link_email(demo)
    take_over(demo.store)
    account = account_of(demo.store)
    contents, documents = contents_of(account), documents_of(demo)

    sweep()
    assert documents_of(demo) == documents
    finished_at = datetime.now(UTC) - STILL_READ_FOR
    demo.store.tenant.reference.update({"takeover.finished_at": finished_at})
    sweep()

    assert documents_of(demo) == 0
    assert has_user(demo)
    assert contents_of(account) == contents


def test_a_claim_that_was_abandoned_is_finished_and_one_under_way_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(takeovers, "COPIED_AT_ONCE", 9)
    demo = visitor_with_imports()
    link_email(demo)
    contents, document = contents_of(demo.store), document_of(demo.store)
    take_over_in_part(demo.store)
    expire(demo.store, TAKEOVER_PERIOD * 2)

    sweep()
    assert account_of(demo.store).tenant.find() is None
    begun_at = datetime.now(UTC) - timedelta(hours=1)
    demo.store.tenant.reference.update({"takeover.started_at": begun_at})
    sweep()

    assert_moved(demo.store, contents, document)


@pytest.mark.parametrize("parts", [0, 1], ids=["just begun", "under way"])
def test_a_claim_that_is_faster_than_the_sweep_keeps_the_demo(
    parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(takeovers, "COPIED_AT_ONCE", 9)
    demo = visitor_with_entries()
    expire(demo.store)
    contents, document = contents_of(demo.store), document_of(demo.store)

    with before_commit(lambda: take_over_in_part(demo.store, parts)):
        sweep()
    take_over(demo.store)

    assert_moved(demo.store, contents, document)


def test_a_sweep_that_is_faster_than_a_claim_leaves_nothing_half() -> None:
    sweep()
    demo = visitor_with_entries()
    expire(demo.store)

    def begin_to_erase() -> None:
        with fault("crash before the commit", skip=1), pytest.raises(Crashed):
            sweep()

    with before_commit(begin_to_erase), pytest.raises(DemoExpired):
        take_over(demo.store)
    assert contents_of(account_of(demo.store)) == {}
    sweep()

    assert documents_of(demo) == 0
