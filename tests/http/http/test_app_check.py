"""Firebase App Check, which has no emulator: tokens and keys of our own, fetched and verified."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import firebase_admin
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from firebase_admin import app_check, credentials

from functions.manifest import FUNCTIONS, Audience
from shared.repositories import connections
from shared.repositories.auth.app_checks import AppCheckRepository
from tests.http.answers import nothing_written, ok, problem
from tests.support.ledgers.people import Person
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

PROJECT = "demo-financeflow"
KEY_ID = "a-key"
PUBLIC = [function.name for function in FUNCTIONS if function.audience is Audience.PUBLIC]
HEADER = "X-Firebase-AppCheck"


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    """Return the key with which App Check signs."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def keys_url(key: rsa.RSAPrivateKey) -> Iterator[str]:
    """Yield the URL of the public key."""
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    content = json.dumps({"keys": [public | {"kid": KEY_ID, "alg": "RS256", "use": "sig"}]})

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, *_arguments: object) -> None:
            """Print nothing."""

    server = HTTPServer(("127.0.0.1", 0), Keys)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/keys"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def credential(
    key: rsa.RSAPrivateKey, keys_url: str, tmp_path_factory: pytest.TempPathFactory
) -> credentials.Certificate:
    """Return a service account, which is the same for each test, for its key is read slowly."""
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    content = {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key": pem.decode(),
        "client_email": f"tests@{PROJECT}.iam.gserviceaccount.com",
        "token_uri": keys_url,
    }
    account = tmp_path_factory.mktemp("app_check") / "account.json"
    account.write_text(json.dumps(content))
    return credentials.Certificate(str(account))


@pytest.fixture
def required(
    set_variable: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    keys_url: str,
    credential: credentials.Certificate,
) -> Iterator[None]:
    """App Check is required, and its keys are ours: of the library only the address is changed."""
    app = firebase_admin.initialize_app(credential, {"projectId": PROJECT}, name="app check")
    monkeypatch.setattr(app_check._AppCheckService, "_JWKS_URL", keys_url)  # noqa: SLF001 (see above)
    monkeypatch.setattr(connections, "app_checks", lambda: AppCheckRepository(app))
    set_variable("REQUIRE_APP_CHECK", "1")
    yield
    firebase_admin.delete_app(app)


Sign = Callable[..., str]


@pytest.fixture
def sign(key: rsa.RSAPrivateKey) -> Sign:
    """Return a token, by default a valid one."""

    def make(headers: dict[str, Any] | None = None, **claims: Any) -> str:
        now = int(time.time())
        content = {
            "iss": "https://firebaseappcheck.googleapis.com/1234",
            "aud": ["projects/1234", f"projects/{PROJECT}"],
            "sub": "1:1234:web:abcd",
            "iat": now,
            "exp": now + 3600,
        }
        with_key = {"kid": KEY_ID, "typ": "JWT"} | (headers or {})
        return jwt.encode(content | claims, key, algorithm="RS256", headers=with_key)

    return make


@pytest.mark.parametrize("function", PUBLIC)
def test_without_a_token_of_an_app_nobody_is_answered(function: str, required: None) -> None:
    response = served(function).post("/", headers={"Authorization": "Bearer nonsense"})

    problem(response, 401, "app-check-failed")


def test_a_token_of_an_app_lets_its_user_in(visitor: Person, required: None, sign: Sign) -> None:
    ok(visitor.get("/categories", headers={HEADER: sign()}))
    refused = visitor.get("/categories", headers={HEADER: sign(), "Authorization": "Bearer x"})
    problem(refused, 401, "unauthenticated")


HOUR = 3600
BAD: dict[str, dict[str, Any]] = {
    "expired": {"exp": int(time.time()) - HOUR},
    "of another project": {"aud": ["projects/1234", "projects/another"]},
    "for one audience in words": {"aud": f"projects/{PROJECT}"},
    "of another issuer": {"iss": "https://securetoken.google.com/1234"},
    "of a key nobody knows": {"headers": {"kid": "another-key"}},
    "of another type": {"headers": {"typ": "JWS"}},
}


@pytest.mark.parametrize("claims", BAD.values(), ids=BAD)
def test_a_token_that_proves_nothing_is_refused(
    visitor: Person, required: None, sign: Sign, claims: dict[str, Any]
) -> None:
    with nothing_written(visitor):
        refused = visitor.post("/transactions", {}, headers={HEADER: sign(**claims)})

    problem(refused, 401, "app-check-failed")


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_token_is_refused(visitor: Person, required: None, token: str) -> None:
    problem(visitor.get("/categories", headers={HEADER: token}), 401, "app-check-failed")


def test_a_token_signed_by_somebody_else_is_refused(
    visitor: Person, required: None, sign: Sign
) -> None:
    head, claims, _ = sign().split(".")
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = jwt.encode({"sub": "x"}, other, algorithm="RS256").split(".")[2]

    refused = visitor.get("/categories", headers={HEADER: f"{head}.{claims}.{forged}"})

    problem(refused, 401, "app-check-failed")


def test_without_app_checks_keys_the_answer_is_503(
    visitor: Person, required: None, sign: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_check._AppCheckService, "_JWKS_URL", "http://127.0.0.1:9/keys")  # noqa: SLF001 (as above)

    problem(visitor.get("/categories", headers={HEADER: sign()}), 503, "unavailable")


def test_it_is_off_unless_it_is_asked_for(visitor: Person) -> None:
    ok(visitor.get("/categories"))
    ok(visitor.get("/categories", headers={HEADER: "nonsense"}))


def test_a_page_asks_beforehand_without_it(required: None) -> None:
    asked = {"Origin": "https://app.example.com", "Access-Control-Request-Method": "GET"}

    assert served("categories").options("/", headers=asked).status_code == 200


def test_the_schedulers_calls_need_none(required: None) -> None:
    problem(served("monthlyRollup").post("/", json={"x": 1}), 422, "invalid-argument", "x")
