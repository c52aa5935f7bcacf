from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from firebase_admin import auth
from werkzeug.test import TestResponse

from shared.models.people.access import TenantKind
from shared.repositories import connections
from tests.http.answers import documents_of, ok, problem, transactions_of
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person, anonymous_user, registered_user
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

INCOME = {"Salary", "Freelance", "Interest", "Other income"}
EXPENSES = {
    "Rent", "Groceries", "Dining", "Transport", "Utilities", "Health", "Entertainment",
    "Shopping", "Travel", "Savings", "Investments", "Other expenses",
}  # fmt: skip


def open_demo(body: Any = None, **options: Any) -> TestResponse:
    """Ask for a demo session without a token."""
    return served("createDemoSession").post("/", json=body, **options)


def visitor_of(session: dict[str, Any]) -> Person:
    return Person(session["demo_id"], session["token"], TenantKind.DEMO)


def auth_uids() -> set[str]:
    return {user.uid for user in auth.list_users().iterate_all()}


def expire(person: Person) -> None:
    """Let a demo's time be over since a second."""
    document = connections.firestore_client().document(person.store.ref.path)
    document.update({"expires_at": datetime.now(UTC) - timedelta(seconds=1)})


def test_one_call_without_token_or_body_is_a_session() -> None:
    response = served("createDemoSession").post("/")

    session = ok(response, 201)
    assert session.keys() == {
        "demo_id", "tenant", "token", "refresh_token", "token_type", "expires_at", "expires_in",
        "currency", "timezone", "locale", "categories", "sample_transaction_count",
    }  # fmt: skip
    assert session["tenant"] == f"demo_users/{session['demo_id']}"
    assert (session["token_type"], session["currency"], session["timezone"]) == (
        "Bearer",
        "USD",
        "UTC",
    )
    assert session["refresh_token"]
    assert session["expires_in"] == 24 * 3600
    assert {c["name"] for c in session["categories"] if c["type"] == "INCOME"} == INCOME
    assert {c["name"] for c in session["categories"] if c["type"] == "EXPENSE"} == EXPENSES


def test_the_token_of_a_session_opens_its_ledger_and_no_other() -> None:
    session = ok(open_demo({"sample_transactions": False}), 201)

    listed = ok(visitor_of(session).get("/categories"))
    assert listed["items"] == session["categories"]
    assert auth.verify_id_token(session["token"])["uid"] == session["demo_id"]


def test_the_demos_lifetime_is_a_setting(set_variable: Callable[[str, str], None]) -> None:
    set_variable("DEMO_TTL_HOURS", "2")

    assert ok(open_demo(), 201)["expires_in"] == 2 * 3600


def test_an_anonymous_users_token_is_used_and_given_back() -> None:
    user = anonymous_user()
    users_before = auth_uids()

    session = ok(user.post("/createDemoSession", {"currency": "EUR"}), 201)

    assert (session["demo_id"], session["token"]) == (user.uid, user.token)
    assert session["refresh_token"] is None
    assert auth_uids() == users_before


def test_a_second_call_finds_the_live_demo_as_it_is() -> None:
    user = anonymous_user()
    first = ok(user.post("/createDemoSession", {"currency": "EUR"}), 201)
    stored = documents_of(first["tenant"])

    second = ok(user.post("/createDemoSession", {"currency": "JPY"}), 200)

    assert documents_of(first["tenant"]) == stored
    assert second | {"expires_in": 0} == first | {"expires_in": 0}


def test_a_user_who_was_just_deleted_gets_no_new_demo() -> None:
    user = anonymous_user()
    session = ok(user.post("/createDemoSession", {"sample_transactions": False}), 201)
    ok(user.post("/createDemoSession"), 200)  # Its answer of Firebase Auth is cached.
    ok(user.delete("/me"), 200)

    problem(user.post("/createDemoSession"), 401, "unauthenticated")
    assert documents_of(session["tenant"]) == {}


def test_a_registered_user_gets_no_demo() -> None:
    user = registered_user()

    problem(user.post("/createDemoSession"), 409, "already-registered")

    assert documents_of(f"demo_users/{user.uid}") == {}
    assert documents_of(f"users/{user.uid}") == {}


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic dTpw", "nonsense", ""])
def test_a_bad_token_is_refused_and_not_passed_over(header: str) -> None:
    users_before = auth_uids()

    response = open_demo(headers={"Authorization": header})

    problem(response, 401, "unauthenticated")
    assert auth_uids() == users_before


def test_concurrent_calls_with_one_token_make_one_demo() -> None:
    user = anonymous_user()

    with ThreadPoolExecutor(3) as pool:
        responses = list(pool.map(lambda _: user.post("/createDemoSession"), range(3)))

    assert sorted(response.status_code for response in responses) == [200, 200, 201]
    sessions = [response.get_json() | {"expires_in": 0} for response in responses]
    assert sessions[0] == sessions[1] == sessions[2]
    assert len(transactions_of(user)) == sessions[0]["sample_transaction_count"]
    assert_law_holds(user.store)


def test_an_expired_demo_is_gone_for_every_function() -> None:
    user = anonymous_user()
    ok(user.post("/createDemoSession"), 201)
    entry = user.entry()
    known = transactions_of(user)[0]["id"]
    ok(user.get("/categories"))

    expire(user)

    for method, path, body in (
        ("POST", "/createDemoSession", None),
        ("GET", "/categories", None),
        ("POST", "/categories", {"name": "Pets", "type": "EXPENSE"}),
        ("GET", "/transactions", None),
        ("POST", "/transactions", entry),
        ("GET", f"/transactions/{known}", None),
        ("DELETE", f"/transactions/{known}", None),
        ("POST", "/transactions/batch", {"delete": [{"id": known}]}),
        ("GET", "/monthlyReport", None),
        ("GET", "/monthlyReport?year=2026&month=3", None),
    ):
        problem(user.call(method, path, json=body), 410, "demo-expired")


@pytest.mark.parametrize("currency", ["eur", "JPY", "KWD", "CLF"])
def test_a_visitor_may_choose_any_currency(currency: str) -> None:
    session = ok(open_demo({"currency": currency}), 201)

    assert session["currency"] == currency.upper()
    amounts = transactions_of(visitor_of(session))
    assert {item["currency"] for item in amounts} == {currency.upper()}


NO_CHOICES: dict[str, tuple[object, ...]] = {
    "currency": (
        "XXX", "XAU", "US", "", "USDD", 840, None, ["USD"], "U\x00D", "\ud800SD",
        "\uff35\uff33\uff24",
    ),
    "timezone": ("Mars/Olympus", "", "../UTC", "utc+1", 1, None, "UTC\x00", "\ud800"),
    "sample_transactions": ("true", 1, None, []),
    "locale": ("english", "", "e", 1, None, "de_DE", "en\x00"),
    "demo_id": ("mine",),
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"), [(name, value) for name, values in NO_CHOICES.items() for value in values]
)
def test_what_is_no_choice_is_refused(field: str, value: object) -> None:
    users_before = auth_uids()

    problem(open_demo({field: value}), 422, "invalid-argument", field)

    assert auth_uids() == users_before


def test_without_samples_the_ledger_is_empty() -> None:
    session = ok(open_demo({"sample_transactions": False}), 201)

    assert session["sample_transaction_count"] == 0
    assert transactions_of(visitor_of(session)) == []


def test_no_month_of_a_new_ledger_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    ok(open_demo(), 201)

    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    # The tenant's document, and at most two years of rates, of which the instance may know some.
    assert 1 <= line["documents_read"] <= 3


class RefusesDemos:
    """Fails every commit of a demo's document, and lets the rate limit's pass."""

    def before(self, method: str, request: Any) -> None:
        """Fail before anything is sent."""
        if method == "commit" and any("/demo_users/" in _name(w) for w in request["writes"]):
            raise RuntimeError("injected")

    def after(self, method: str, request: Any) -> None:
        """Ignore the call."""


def _name(write: Any) -> str:
    name: str = write.update.name
    return name


def test_a_session_that_fails_after_the_sign_up_leaves_no_user() -> None:
    ok(open_demo({"sample_transactions": False}), 201)
    users_before = auth_uids()
    with connections.firestore_client().observed_by(RefusesDemos()):
        response = open_demo()

    problem(response, 500, "internal")
    assert "injected" not in response.get_data(as_text=True)
    assert auth_uids() == users_before


def test_a_failure_keeps_the_user_who_came_with_a_token() -> None:
    user = anonymous_user()
    with connections.firestore_client().observed_by(RefusesDemos()):
        problem(user.post("/createDemoSession"), 500, "internal")

    assert user.uid in auth_uids()
    ok(user.post("/createDemoSession"), 201)
