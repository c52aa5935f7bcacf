"""Admitted users: active ones in Firebase Auth; unverified ones depending on configuration."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from firebase_admin import auth

from shared.models.people.access import TenantKind
from tests.http.answers import documents_of, ok, problem
from tests.support.ledgers.people import PASSWORD, Person, identity_toolkit, registered_user
from tests.support.ledgers.people import visitor as new_visitor

pytestmark = pytest.mark.usefixtures("emulators")

SetVariable = Callable[[str, str], None]


def google_user(**changes: Any) -> Person:
    """Return a new user who has signed in with Google."""
    email = f"{uuid.uuid4().hex}@example.com"
    claims = {"sub": uuid.uuid4().hex, "email": email, "email_verified": True, **changes}
    encoded = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    answer = identity_toolkit(
        "signInWithIdp",
        {
            "postBody": f"id_token=e30.{encoded}.&providerId=google.com",
            "requestUri": "http://localhost",
            "returnSecureToken": True,
        },
    )
    return Person(answer["localId"], answer["idToken"], TenantKind.USER, email=email)


def signed_in(person: Person) -> Person:
    """Return the same person with the token of a new sign-in."""
    known = {"email": person.email, "password": PASSWORD, "returnSecureToken": True}
    return replace(person, token=identity_toolkit("signInWithPassword", known)["idToken"])


@pytest.fixture
def requires_verified(set_variable: SetVariable) -> None:
    """Unverified e-mail addresses are refused."""
    set_variable("REQUIRE_VERIFIED_EMAIL", "1")


def test_whoever_signs_in_with_google_has_a_ledger_and_a_verified_address() -> None:
    person = google_user()
    me = ok(person.get("/me"))
    assert (me["email"], me["email_verified"], me["is_demo"]) == (person.email, True, False)


def test_an_unverified_address_is_let_in_unless_it_is_configured_otherwise() -> None:
    assert ok(registered_user().get("/me"))["email_verified"] is False


@pytest.mark.parametrize("path", ["/categories", "/me", "/me/export", "/transactions"])
def test_an_unverified_address_is_refused_where_it_is_configured(
    requires_verified: None, path: str
) -> None:
    person = registered_user()
    problem(person.get(path), 403, "email-not-verified")
    problem(replace(person, headers={"X-Workspace-Id": "w"}).get(path), 403, "email-not-verified")
    assert documents_of(person.store.ref.path) == {}
    auth.update_user(person.uid, email_verified=True)
    problem(person.get(path), 403, "email-not-verified")  # The token says so until it is refreshed.
    ok(signed_in(person).get(path))


def test_those_without_an_address_of_their_own_are_let_in_all_the_same(
    requires_verified: None,
) -> None:
    ok(google_user().get("/me"))
    ok(new_visitor().get("/me"))


@pytest.mark.parametrize("value", ["", "0", "false"])
def test_only_one_asks_for_verified_addresses(set_variable: SetVariable, value: str) -> None:
    set_variable("REQUIRE_VERIFIED_EMAIL", value)
    ok(registered_user().get("/me"))
