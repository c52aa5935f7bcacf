"""Permission and period for the takeover of a demo."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.errors import NotFound
from shared.models.people.takeover import TAKEOVER_PERIOD
from shared.services.people import takeovers
from tests.http.answers import (
    no_commit,
    nothing_written,
    ok,
    problem,
)
from tests.http.people.test_claim_demo import CLAIM, seen_by
from tests.support.ledgers.people import (
    link_email,
    link_google,
    registered_user,
    visitor_with_entries,
)
from tests.support.ledgers.takeovers import (
    account_of,
    contents_of,
    document_of,
    expire,
    take_over,
    take_over_in_part,
)
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")


# Permission


def test_an_anonymous_visitor_has_to_register_first() -> None:
    demo = visitor_with_entries()

    with nothing_written(demo):
        problem(demo.post(CLAIM), 403, "registration-required")
    ok(link_email(demo).post(CLAIM))


def test_who_has_no_demo_has_nothing_to_claim() -> None:
    person = registered_user()

    with no_commit():
        problem(person.post(CLAIM), 404, "not-found")
    ok(person.get("/categories"))
    with no_commit():
        problem(person.post(CLAIM), 404, "not-found")


def test_an_account_with_a_ledger_of_its_own_cannot_claim_another() -> None:
    demo = visitor_with_entries()
    person = link_email(demo)
    document = document_of(demo.store)
    demo.store.tenant.reference.delete()
    ok(person.get("/categories"))
    demo.store.tenant.reference.set(document)

    with nothing_written(demo, person):
        problem(person.post(CLAIM), 409, "ledger-exists")


def test_anothers_demo_stays_as_it_is() -> None:
    other, demo = visitor_with_entries(), visitor_with_entries()
    stranger = registered_user()

    with nothing_written(other):
        ok(link_email(demo).post(CLAIM))
        for named in ({"demo_id": other.uid}, {"tenant": other.store.ref.path}):
            [name] = named
            problem(stranger.post(CLAIM, named), 422, "invalid-argument", name)
        named_in_query = stranger.post(f"{CLAIM}?demo_id={other.uid}")
        problem(named_in_query, 422, "invalid-argument", "demo_id")
        problem(stranger.post(CLAIM), 404, "not-found")
    assert account_of(other.store).tenant.find() is None


def test_nobody_claims_without_a_token() -> None:
    problem(served("me").post("/claim_demo", json={}), 401, "unauthenticated")


def test_a_demo_is_claimed_whatever_workspace_the_header_names() -> None:
    person = link_email(visitor_with_entries())

    claimed = ok(person.post(CLAIM, headers={"X-Workspace-Id": "nowhere"}))

    assert claimed["tenant"] == f"users/{person.uid}"


def test_who_is_erased_half_way_leaves_neither_a_demo_nor_an_account() -> None:
    demo = visitor_with_entries()
    person = link_email(demo)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(takeovers, "COPIED_AT_ONCE", 9)
        take_over_in_part(demo.store, parts=3)
    assert contents_of(person.store)

    assert ok(person.delete("/me"))["is_complete"]

    assert person.post(CLAIM).status_code in (401, 404)  # Their token may be known for seconds.
    with pytest.raises(NotFound):
        take_over(demo.store)
    assert contents_of(demo.store) == contents_of(person.store) == {}
    assert document_of(demo.store) == document_of(person.store) == {}


# When


def test_an_expired_demo_can_still_be_claimed_and_says_so() -> None:
    demo = visitor_with_entries()
    person = link_google(demo)
    before = seen_by(person)
    expire(demo.store)

    with nothing_written(demo, person):
        told = problem(person.get("/transactions"), 410, "demo-expired")
    assert CLAIM in told["detail"]
    assert CLAIM not in problem(demo.get("/transactions"), 410, "demo-expired")["detail"]
    ok(person.post(CLAIM))
    assert seen_by(person) == before


def test_a_demo_that_ended_too_long_ago_cannot_be_claimed() -> None:
    demo = visitor_with_entries()
    person = link_email(demo)
    expire(demo.store, TAKEOVER_PERIOD + timedelta(minutes=1))

    with nothing_written(demo, person):
        problem(person.post(CLAIM), 410, "demo-expired")
        told = problem(person.get("/transactions"), 410, "demo-expired")
    assert CLAIM not in told["detail"]


def test_who_has_claimed_a_demo_can_start_over_when_it_is_swept() -> None:
    demo = visitor_with_entries()
    person = link_email(demo)
    expire(demo.store, TAKEOVER_PERIOD + timedelta(minutes=1))
    assert ok(served("sweepDemoSessions").post("/"))["failed"] == 0

    assert len(ok(person.get("/categories"))["items"]) == 16
    problem(person.post(CLAIM), 404, "not-found")


def test_a_claim_below_http_is_the_same_claim() -> None:
    demo = visitor_with_entries()
    person = link_email(demo)
    done = take_over(demo.store)

    assert ok(person.post(CLAIM))["transactions"] == done.copied["transactions"]
