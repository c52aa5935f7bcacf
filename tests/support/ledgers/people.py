"""Users in tests: each has a token, and a ledger of their own."""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any
from urllib.parse import quote

import requests
from werkzeug.test import TestResponse

from shared.models.people.access import TenantKind, TenantRef
from shared.repositories import connections
from shared.repositories.store import TenantStore
from tests.support.ledgers import copied_ledgers
from tests.support.observers.declared_answers import assert_answer_is_declared
from tests.support.served import served

PASSWORD = "a-long-password"
_TIMEOUT_S = 120


@dataclass(frozen=True)
class Person:
    """A user with an ID token; calls go to their own ledger unless ``headers`` name another."""

    uid: str
    token: str
    kind: TenantKind
    headers: dict[str, str] = field(default_factory=dict)
    email: str = ""

    def call(self, method: str, path: str, **options: Any) -> TestResponse:
        """Call ``/function/rest?query`` as this person."""
        path, mark, query = path.lstrip("/").partition("?")
        function, _, rest = path.partition("/")
        headers = {"Authorization": f"Bearer {self.token}", **self.headers}
        headers |= options.pop("headers", {})
        url = f"/{rest}{mark}{query}"
        response = served(function).open(url, method=method, headers=headers, **options)
        assert_answer_is_declared(method, f"/{path}", response)
        return response

    def get(self, path: str, **options: Any) -> TestResponse:
        """Send a GET request as this person."""
        return self.call("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """Send a POST request as this person."""
        return self.call("POST", path, json=json, **options)

    def patch(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """Send a PATCH request as this person."""
        return self.call("PATCH", path, json=json, **options)

    def put(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """Send a PUT request as this person."""
        return self.call("PUT", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        """Send a DELETE request as this person."""
        return self.call("DELETE", path, **options)

    @property
    def store(self) -> TenantStore:
        """Return the store of the person's own ledger."""
        return TenantStore(connections.firestore_client(), TenantRef(self.kind, self.uid))

    @cached_property
    def category_ids(self) -> dict[str, str]:
        """Return the ids of the person's categories, by name."""
        answer = self.get("/categories?include_archived=true").get_json()
        return {category["name"]: category["id"] for category in answer["items"]}

    def record(self, amount: str = "12.50", category: str = "Groceries", **fields: Any) -> Any:
        """Record a transaction, and return its JSON."""
        entry = self.entry(amount, category, **fields)
        response = self.post("/transactions", entry)
        assert response.status_code == 201, response.get_data(as_text=True)
        return response.get_json()

    def entry(
        self, amount: str = "12.50", category: str = "Groceries", **fields: Any
    ) -> dict[str, Any]:
        """Return the JSON of a valid transaction; tests pass only the fields that matter."""
        income = category in {"Salary", "Freelance", "Interest", "Other income"}
        return {
            "type": "INCOME" if income else "EXPENSE",
            "amount": amount,
            "category_id": self.category_ids[category],
            "date": "2026-03-31",
            **fields,
        }


def visitor(currency: str = "USD", *, samples: bool = False, timezone: str = "UTC") -> Person:
    """Create a visitor with a live demo; its ledger is copied where one like it has been made."""
    now = datetime.now(UTC)
    template = None if samples else copied_ledgers.find_template(currency, timezone, now)
    if template:
        person = anonymous_user()
        template.copy_for(person.uid, now)
        return person
    response = served("createDemoSession").post(
        "/",
        json={"sample_transactions": samples, "currency": currency, "timezone": timezone},
    )
    assert response.status_code == 201, response.get_data(as_text=True)
    session = response.get_json()
    if not samples:
        copied_ledgers.keep_template(currency, timezone, session["tenant"])
    return Person(session["demo_id"], session["token"], TenantKind.DEMO)


def visitor_with_entries(count: int = 30) -> Person:
    """Create a visitor with a live demo, and record that many transactions of three months.

    It is for tests for which the contents do not matter: samples are twelve times as many.
    """
    person = visitor()
    rows = [
        person.entry(
            f"{number}.50",
            "Salary" if number % 10 == 0 else "Groceries",
            date=f"2026-0{1 + number % 3}-15",
            payee=f"Shop {number % 5}",
            tags=["food"],
        )
        for number in range(1, count + 1)
    ]
    answer = person.post("/transactions/batch", {"create": rows})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return person


def anonymous_user() -> Person:
    """Create an anonymous user without a demo."""
    answer = identity_toolkit("signUp", {"returnSecureToken": True})
    return Person(answer["localId"], answer["idToken"], TenantKind.DEMO)


def registered_user(email: str | None = None, *, is_verified: bool = False) -> Person:
    """Create a registered user who has not called yet; optionally with a verified address."""
    email = email or f"{uuid.uuid4().hex}@example.com"
    credentials = {"email": email, "password": PASSWORD, "returnSecureToken": True}
    answer = identity_toolkit("signUp", credentials)
    if is_verified:
        verified = {"localId": answer["localId"], "emailVerified": True}
        identity_toolkit("update", verified, Authorization="Bearer owner")
        answer = identity_toolkit("signInWithPassword", credentials)
    return Person(answer["localId"], answer["idToken"], TenantKind.USER, email=email)


def link_email(visitor: Person) -> Person:
    """Link an e-mail address and a password to the visitor, and return the registered user."""
    credentials = {"email": f"{uuid.uuid4().hex}@example.com", "password": PASSWORD}
    asked = {"idToken": visitor.token, **credentials, "returnSecureToken": True}
    return _as_account(visitor, identity_toolkit("update", asked))


def link_google(visitor: Person) -> Person:
    """Link a Google account to the visitor, and return the registered user.

    The emulator accepts Google's claims without a signature.
    """
    email = f"{uuid.uuid4().hex}@example.com"
    google = {"sub": uuid.uuid4().hex, "email": email, "email_verified": True}
    asked = {
        "idToken": visitor.token,
        "postBody": f"providerId=google.com&id_token={quote(json.dumps(google))}",
        "requestUri": "http://localhost",
        "returnSecureToken": True,
    }
    return _as_account(visitor, identity_toolkit("signInWithIdp", asked))


def _as_account(visitor: Person, answer: dict[str, Any]) -> Person:
    assert answer["localId"] == visitor.uid
    return Person(visitor.uid, answer["idToken"], TenantKind.USER)


def forget_everything() -> None:
    """Empty the Firestore emulator; the users of the Auth emulator stay.

    Deleted documents would stay in the emulator's history, which every query searches. The emulator
    forgets the security rules, too, and compiles them anew for the next request: that takes as much
    processor time as ten visitors.
    """
    host = os.environ["FIRESTORE_EMULATOR_HOST"]
    requests.post(f"http://{host}/reset", timeout=_TIMEOUT_S).raise_for_status()


def delete_everything() -> None:
    """Delete all documents of the Firestore emulator, which stay in its history."""
    host = os.environ["FIRESTORE_EMULATOR_HOST"]
    database = f"projects/{os.environ['GOOGLE_CLOUD_PROJECT']}/databases/(default)"
    url = f"http://{host}/emulator/v1/{database}/documents"
    _session().delete(url, timeout=_TIMEOUT_S).raise_for_status()


def identity_toolkit(method: str, content: dict[str, Any], **headers: str) -> Any:
    """Call ``accounts:method`` of Firebase Auth's REST API, and return the response."""
    host = os.environ["FIREBASE_AUTH_EMULATOR_HOST"]
    response = _session().post(
        f"http://{host}/identitytoolkit.googleapis.com/v1/accounts:{method}?key=local",
        json=content,
        headers=headers,
        timeout=_TIMEOUT_S,
    )
    response.raise_for_status()
    return response.json()


@cache
def _session() -> requests.Session:
    """Return a session that ignores proxies and keeps its connections."""
    session = requests.Session()
    session.trust_env = False
    return session
