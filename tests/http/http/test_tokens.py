from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import firebase_admin
import pytest
from firebase_admin import auth

from shared.repositories import connections
from shared.repositories.auth.identities import IdentityRepository
from tests.http.answers import documents_of, ok, problem
from tests.http.operations import ANY_IDS, EVERY, READING, ApiOperation
from tests.http.tokens import PROJECT, Issuer, claims_of, unsigned
from tests.support.cases import for_each
from tests.support.ledgers.people import Person, anonymous_user, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")


def with_header(header: str) -> Person:
    """Return a client with this Authorization header."""
    person = new_visitor()
    return replace(person, headers={"Authorization": header})


@for_each("headers", [{}, {"Authorization": "Bearer a.b.c"}])
@for_each("operation", EVERY)
def test_no_operation_is_open_to_whoever_has_no_token(
    operation: ApiOperation, headers: dict[str, str]
) -> None:
    function, _, rest = operation.path.format(**ANY_IDS).lstrip("/").partition("/")
    function, mark, query = function.partition("?")

    response = served(function).open(
        f"/{rest}{mark}{query}", method=operation.method, headers=headers
    )

    problem(response, 401, "unauthenticated")
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "header",
    [
        "", "Bearer", "Bearer ", "Bearer  ", "Basic dTpw", "Token x", "Bearer x", "Bearer a.b.c",
        "Bearer ..", "Bearer " + "x" * 20_000, "Bearer a b", "Bearer {token} x", "{token}",
        "Basic {token}", "Bearer\t{token}", "Bearer {token}x.", "Bearer ä", "Bearer null",
    ],
    ids=lambda header: header[:20] or "empty",
)  # fmt: skip
def test_another_header_proves_nothing(header: str) -> None:
    visitor = new_visitor()
    headers = {"Authorization": header.replace("{token}", visitor.token)}

    problem(visitor.get("/categories", headers=headers), 401, "unauthenticated")
    ok(visitor.get("/categories"))


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_the_schemes_name_has_no_case(visitor: Person, scheme: str) -> None:
    ok(visitor.get("/categories", headers={"Authorization": f"{scheme} {visitor.token}"}))


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "demo-another", "iss": "https://securetoken.google.com/demo-another"},
        {"aud": "demo-another"},
        {"iss": "https://securetoken.google.com/demo-another"},
        {"iss": f"https://example.com/{PROJECT}"},
        {"sub": None},
        {"sub": ""},
        {"sub": 5},
        {"sub": "x" * 129},
        {"sub": "nobody"},
    ],
    ids=str,
)
def test_a_token_of_another_project_or_of_nobody_proves_nothing(
    visitor: Person, changes: dict[str, object]
) -> None:
    genuine = replace(visitor, token=unsigned(claims_of(visitor.uid)))
    forged = replace(visitor, token=unsigned(claims_of(visitor.uid, **changes)))

    problem(forged.get("/categories"), 401, "unauthenticated")
    ok(genuine.get("/categories"))


JUST_NOW = pytest.param(int(time.time()) - 1, id="just now")


@pytest.mark.parametrize("expires_at", [0, 1, JUST_NOW, None, "never", 1e99])
def test_an_expired_token_is_refused_beside_the_emulators_too(
    visitor: Person, expires_at: object
) -> None:
    current = replace(visitor, token=unsigned(claims_of(visitor.uid)))
    expired = replace(visitor, token=unsigned(claims_of(visitor.uid, exp=expires_at)))

    problem(expired.get("/categories"), 401, "unauthenticated")
    ok(current.get("/categories"))


@pytest.mark.parametrize("claims", [[], "text", 5, None, {}, {"sub": "x"}], ids=repr)
def test_a_token_without_claims_proves_nothing(visitor: Person, claims: object) -> None:
    forged = replace(visitor, token=unsigned(claims))

    problem(forged.get("/categories"), 401, "unauthenticated")


def _again(person: Person) -> Person:
    """Return the same person with a token that has not been seen before."""
    return replace(person, token=unsigned(claims_of(person.uid, jti=uuid.uuid4().hex)))


@pytest.mark.parametrize("function", ["categories", "transactions", "monthlyReport"])
def test_a_revoked_token_is_refused(visitor: Person, function: str) -> None:
    ok(_again(visitor).get(f"/{function}"))

    auth.revoke_refresh_tokens(visitor.uid)

    problem(_again(visitor).get(f"/{function}"), 401, "unauthenticated")


def test_a_disabled_users_token_is_refused(visitor: Person) -> None:
    auth.update_user(visitor.uid, disabled=True)

    problem(_again(visitor).get("/categories"), 401, "unauthenticated")
    auth.update_user(visitor.uid, disabled=False)
    ok(_again(visitor).get("/categories"))


def test_a_deleted_users_token_is_refused_and_makes_no_ledger() -> None:
    user = registered_user()
    auth.delete_user(user.uid)

    problem(user.get("/categories"), 401, "unauthenticated")
    problem(user.post("/createDemoSession"), 401, "unauthenticated")
    assert documents_of(user.store.ref.path) == {}


def test_that_a_token_is_not_revoked_is_remembered_for_a_while_and_asked_again(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_at = time.monotonic()
    clock = SimpleNamespace(monotonic=lambda: asked_at, time=time.time)
    monkeypatch.setattr("shared.repositories.auth.identities.time", clock)
    ok(visitor.get("/categories"))
    auth.update_user(visitor.uid, disabled=True)
    clock.monotonic = lambda: asked_at + 4.9
    ok(visitor.get("/categories"))

    clock.monotonic = lambda: asked_at + 5.1

    problem(visitor.get("/categories"), 401, "unauthenticated")


@pytest.fixture
def nobody(emulators: None) -> Person:
    """Return an anonymous user without a demo."""
    return anonymous_user()


@for_each("operation", READING)
def test_an_anonymous_user_without_a_demo_has_no_tenant(
    nobody: Person, operation: ApiOperation
) -> None:
    response = operation.ask(nobody, ANY_IDS)

    problem(response, 403, "no-tenant")
    assert documents_of(nobody.store.ref.path) == {}


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    """Return the issuer that signs in place of Firebase."""
    return Issuer.new()


@pytest.fixture
def production(
    emulators: None, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[str]]:
    """Verify tokens as outside of emulators, with the certificate of the test's issuer.

    Gives the addresses the certificate was fetched from. Users are still the emulator's.
    """
    app = firebase_admin.initialize_app(options={"projectId": PROJECT}, name=uuid.uuid4().hex)
    identities = IdentityRepository(app)
    auth.list_users(max_results=1, app=app)  # Its client is made here, for the emulator's users.
    fetched: list[str] = []

    def fetch(_request: object, url: str) -> dict[str, str]:
        fetched.append(url)
        return {issuer.key_id: issuer.certificate}

    monkeypatch.setattr("google.oauth2.id_token._fetch_certs", fetch)
    monkeypatch.setattr(connections, "identities", lambda: identities)
    monkeypatch.delenv("FIREBASE_AUTH_EMULATOR_HOST")
    yield fetched
    firebase_admin.delete_app(app)


@pytest.fixture
def demo(visitor: Person) -> Person:
    """Return a visitor from before the emulator was left."""
    return visitor


def test_outside_of_emulators_a_signed_token_opens_its_users_ledger(
    demo: Person, production: list[str], issuer: Issuer
) -> None:
    signed = replace(demo, token=issuer.sign(claims_of(demo.uid)))

    ok(signed.get("/categories"))
    assert len(production) == 1
    assert production[0].startswith("https://www.googleapis.com/")


@pytest.mark.parametrize(
    "header",
    [{}, {"kid": "a-key"}, {"alg": "HS256", "kid": "a-key"}, {"alg": "RS256"}],
    ids=str,
)
def test_outside_of_emulators_an_unsigned_token_is_refused_without_asking_anyone(
    demo: Person, production: list[str], header: dict[str, str]
) -> None:
    forged = replace(demo, token=unsigned(claims_of(demo.uid), **header))

    problem(forged.get("/categories"), 401, "unauthenticated")
    problem(forged.post("/createDemoSession"), 401, "unauthenticated")
    problem(demo.get("/categories"), 401, "unauthenticated")
    assert production == []


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(time.time()) - 5},
        {"iat": int(time.time()) + 7200, "exp": int(time.time()) + 9000},
        {"exp": None},
        {"aud": "demo-another"},
        {"iss": "https://securetoken.google.com/demo-another"},
        {"sub": ""},
    ],
    ids=["expired", "not yet", "for ever", "audience", "issuer", "nobody"],
)
def test_outside_of_emulators_a_signed_token_must_be_current_and_ours(
    demo: Person, production: list[str], issuer: Issuer, changes: dict[str, object]
) -> None:
    signed = replace(demo, token=issuer.sign(claims_of(demo.uid, **changes)))

    problem(signed.get("/categories"), 401, "unauthenticated")


@pytest.mark.parametrize("key_id", ["a-key", "another-key"])
def test_outside_of_emulators_anothers_signature_is_refused(
    demo: Person, production: list[str], key_id: str
) -> None:
    forger = replace(Issuer.new(), key_id=key_id)

    forged = replace(demo, token=forger.sign(claims_of(demo.uid)))

    problem(forged.get("/categories"), 401, "unauthenticated")


def test_outside_of_emulators_a_signature_covers_the_claims(
    demo: Person, production: list[str], issuer: Issuer
) -> None:
    other = issuer.sign(claims_of("somebody-else"))
    mine = issuer.sign(claims_of(demo.uid))
    header, _, signature = other.split(".")
    mixed = ".".join([header, mine.split(".")[1], signature])

    problem(replace(demo, token=mixed).get("/categories"), 401, "unauthenticated")


def test_outside_of_emulators_a_revoked_user_is_refused(
    demo: Person, issuer: Issuer, request: pytest.FixtureRequest
) -> None:
    auth.revoke_refresh_tokens(demo.uid)
    request.getfixturevalue("production")
    signed = replace(demo, token=issuer.sign(claims_of(demo.uid)))

    problem(signed.get("/categories"), 401, "unauthenticated")


def test_a_token_of_a_tenant_of_identity_platform_proves_nothing() -> None:
    visitor = new_visitor()
    firebase = {"identities": {}, "sign_in_provider": "anonymous"}
    own = replace(visitor, token=unsigned(claims_of(visitor.uid, firebase=firebase)))
    of_tenant = claims_of(visitor.uid, firebase=firebase | {"tenant": "partner-x1"})

    ok(own.get("/categories"))
    problem(replace(visitor, token=unsigned(of_tenant)).get("/categories"), 401, "unauthenticated")
