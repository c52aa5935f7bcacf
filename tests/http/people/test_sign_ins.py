"""That a person signs in otherwise than before is in their own change log."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from tests.http.answers import no_commit, nothing_written, ok, problem
from tests.http.histories import ask_undo, changes_of, feed_of
from tests.support.faults import fault
from tests.support.ledgers.ledgers import assert_log_is_complete
from tests.support.ledgers.people import (
    PASSWORD,
    Person,
    identity_toolkit,
    link_email,
    link_google,
    registered_user,
    visitor,
)
from tests.support.ledgers.takeovers import take_over_in_part

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.fixture
def user() -> Person:
    """Return a registered user whose address is not verified."""
    return registered_user()


def sign_ins_of(person: Person) -> list[dict[str, Any]]:
    """Return the logged changes of the person's sign-ins, newest first."""
    return [change for change in changes_of(person) if change["entity"] == "SIGN_IN"]


def test_how_a_user_signs_in_is_told_once(user: Person) -> None:
    ok(user.get("/me"))

    [told] = sign_ins_of(user)
    way = {"methods": ["email"], "email": user.email, "email_verified": False}
    assert (told["action"], told["cause"], told["actor"]) == ("CREATED", "SIGN_IN", user.uid)
    assert (told["entity_id"], told["before"], told["after"]) == ("sign_in", None, way)
    assert feed_of(user)["items"][-1]["entity"] == "SIGN_IN"
    with no_commit():
        ok(user.get("/me"))
    assert_log_is_complete(user.store)


def test_another_way_to_sign_in_is_told_with_the_one_before(user: Person) -> None:
    ok(user.get("/me"))
    verified = {"localId": user.uid, "emailVerified": True}
    identity_toolkit("update", verified, Authorization="Bearer owner")
    credentials = {"email": user.email, "password": PASSWORD, "returnSecureToken": True}
    token = identity_toolkit("signInWithPassword", credentials)["idToken"]

    again = link_google(replace(user, token=token))
    ok(again.get("/me"))

    told, first = sign_ins_of(again)
    assert told["changed_fields"] == ["email_verified", "methods"]
    assert told["before"] == first["after"]
    assert told["after"]["methods"] == ["email", "google.com"]
    assert told["after"]["email_verified"] is True


def test_of_two_who_ask_at_once_one_tells(user: Person) -> None:
    ok(user.get("/settings"))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: user.get("/me"), range(4)))

    assert {ok(answer)["uid"] for answer in answers} == {user.uid}
    assert len(sign_ins_of(user)) == 1
    assert_log_is_complete(user.store)


def test_of_a_visitor_there_is_nothing_to_tell_until_they_claim_the_demo() -> None:
    demo = visitor()
    with no_commit():
        ok(demo.get("/me"))
    person = link_email(demo)

    ok(person.post("/me/claim_demo"))

    [told] = sign_ins_of(person)
    assert told["after"]["methods"] == ["email"]
    with no_commit():
        ok(person.get("/me"))
        ok(person.post("/me/claim_demo"))


@pytest.mark.parametrize("kind", ["commit refused", "answer lost", "contention"])
def test_it_is_told_once_whatever_happens_on_the_way(user: Person, kind: str) -> None:
    ok(user.get("/settings"))
    with fault(kind) as struck:
        ok(user.get("/me"))

    assert struck.has_struck
    assert len(sign_ins_of(user)) == 1
    assert_log_is_complete(user.store)


def test_nobody_is_refused_because_it_cannot_be_told_now() -> None:
    demo = visitor()
    demo.record()
    person = link_email(demo)
    take_over_in_part(demo.store, 0)

    with nothing_written(person):
        assert ok(person.get("/me"))["is_demo"] is True

    ok(person.post("/me/claim_demo"))
    assert len(sign_ins_of(person)) == 1


def test_it_is_not_undone(user: Person) -> None:
    ok(user.get("/me"))
    [told] = sign_ins_of(user)

    with no_commit():
        problem(ask_undo(user, told), 409, "not-undoable")
