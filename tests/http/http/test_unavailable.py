from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import firebase_admin
import pytest
from firebase_admin import auth
from werkzeug.test import TestResponse

from functions.manifest import FUNCTIONS
from shared.models.ledger.summary import MonthStatus
from shared.models.people.access import TenantRef
from shared.models.values.dates import Month
from shared.repositories import connections
from shared.repositories.auth.identities import IdentityRepository
from shared.repositories.firestore.client import FirestoreClient
from tests.http.answers import documents_of, no_commit, ok, problem
from tests.http.gateway import Gateway
from tests.http.operations import READING, ApiOperation, furnish
from tests.support.cases import for_each
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.observers.query_recorder import QueryRecorder
from tests.support.observers.stored_trees import Snapshot
from tests.support.observers.tenant_fields import TenantFieldWatch
from tests.support.rate_limits import begin_another_instance
from tests.support.served import served
from tests.support.time_limits import PATIENCE_S

pytestmark = pytest.mark.early

SECONDS = 30
"""How long a caller may be left waiting for the news that Firestore is not there.

The client gives up after 9; the rest is for a busy machine, on which all operations wait at once.
"""


def _rollup_event(tenant: TenantRef) -> TestResponse:
    message = {"month": "2026-03", "run_id": "a-run", "tenants": [tenant.path]}
    data = base64.b64encode(json.dumps(message).encode()).decode()
    return served("rollupTenants").post(
        "/",
        json={"message": {"data": data}},
        headers={
            "ce-id": "1",
            "ce-source": "tests",
            "ce-specversion": "1.0",
            "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
        },
    )


OTHERS: dict[str, Callable[[], TestResponse]] = {
    "createDemoSession": lambda: served("createDemoSession").post("/"),
    "monthlyRollup": lambda: served("monthlyRollup").post("/"),
    "sweepDemoSessions": lambda: served("sweepDemoSessions").post("/"),
}
"""The functions that need no caller."""


@dataclass(frozen=True)
class Outage:
    """Answers during the outage by name, and the state before and after it."""

    answers: dict[str, TestResponse]
    seconds: dict[str, float]
    users_before: set[str]
    users_after: set[str]
    documents_before: dict[str, dict[str, Any]]
    documents_after: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def gateway(
    emulators: None, recorder: QueryRecorder, tenant_fields: TenantFieldWatch
) -> Iterator[Gateway]:
    """Yield the gateway through which this module reaches Firestore, by a client of its own."""
    gateway = Gateway(os.environ["FIRESTORE_EMULATOR_HOST"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRESTORE_EMULATOR_HOST", gateway.address)
        client = FirestoreClient(os.environ["GOOGLE_CLOUD_PROJECT"])
        patch.setattr(connections, "firestore_client", lambda: client)
        begin_another_instance()  # The rate limits keep the client with which they began.
        with client.observed_by(recorder), client.observed_by(tenant_fields):
            yield gateway
        client.close()  # type: ignore[no-untyped-call]
    begin_another_instance()
    gateway.close()


@pytest.fixture(scope="module")
def visitor(gateway: Gateway) -> Person:
    """Return someone with a ledger, from before the outage."""
    return new_visitor()


@pytest.fixture(scope="module")
def outage(gateway: Gateway, visitor: Person) -> Outage:
    """Send all requests at once during an outage, and return their answers after it."""
    ids = furnish(visitor)
    asked: dict[str, Callable[[], TestResponse]] = dict(OTHERS)
    asked["rollupTenants"] = lambda: _rollup_event(visitor.store.ref)
    for operation in READING:
        asked[operation.name] = _asking(operation, visitor, ids)
    for function in FUNCTIONS:
        served(function.name)
    documents, users = documents_of(visitor.store.ref.path), _users()
    seconds: dict[str, float] = {}

    def ask(name: str) -> TestResponse:
        started = time.monotonic()
        answer = asked[name]()
        seconds[name] = time.monotonic() - started
        return answer

    gateway.close()
    with ThreadPoolExecutor(len(asked)) as pool:
        answers = dict(zip(asked, pool.map(ask, asked), strict=True))
    gateway.open()
    after, users_after = documents_of(visitor.store.ref.path), _users()
    _wait_until_reconnected()
    return Outage(answers, seconds, users, users_after, documents, after)


def _wait_until_reconnected() -> None:
    """Wait until demos can be made: a channel that was cut off reconnects within a second."""
    deadline = time.monotonic() + PATIENCE_S
    while OTHERS["createDemoSession"]().status_code != 201:
        assert time.monotonic() < deadline, "Firestore does not answer after the outage"
        time.sleep(0.1)


def _asking(
    operation: ApiOperation, person: Person, ids: dict[str, str]
) -> Callable[[], TestResponse]:
    return lambda: operation.ask(person, ids)


def _users() -> set[str]:
    return {user.uid for user in auth.list_users().iterate_all()}


@for_each("name", [*(operation.name for operation in READING), *OTHERS])
def test_without_firestore_the_answer_is_503_within_seconds(outage: Outage, name: str) -> None:
    response = outage.answers[name]

    problem(response, 503, "unavailable")
    assert int(response.headers["Retry-After"]) > 0
    assert outage.seconds[name] < SECONDS


def test_without_firestore_a_message_of_the_rollup_is_delivered_again(outage: Outage) -> None:
    assert outage.answers["rollupTenants"].status_code == 500
    assert outage.seconds["rollupTenants"] < SECONDS


def test_an_outage_leaves_nothing_half_done(outage: Outage) -> None:
    assert outage.documents_after == outage.documents_before
    assert outage.users_after == outage.users_before


@dataclass(frozen=True)
class Furnished:
    """A visitor, the ids of what is in their ledger, and the ledger as it was furnished."""

    visitor: Person
    ids: dict[str, str]
    snapshot: Snapshot


@pytest.fixture(scope="module")
def furnished(outage: Outage) -> Furnished:
    """Furnish a ledger after the outage."""
    visitor = new_visitor()
    ids = furnish(visitor)
    return Furnished(visitor, ids, Snapshot.take(visitor.store.ref.path))


@for_each("operation", READING)
def test_when_firestore_is_back_everything_goes_on(
    furnished: Furnished, operation: ApiOperation
) -> None:
    furnished.snapshot.put_back()

    ok(operation.ask(furnished.visitor, furnished.ids), operation.status)
    assert_law_holds(furnished.visitor.store)


@pytest.mark.parametrize("function", OTHERS)
def test_when_firestore_is_back_every_function_does_its_work(outage: Outage, function: str) -> None:
    assert OTHERS[function]().status_code in {200, 201, 202}


def test_when_firestore_is_back_a_message_of_the_rollup_is_done(
    outage: Outage, visitor: Person
) -> None:
    assert _rollup_event(visitor.store.ref).status_code == 200
    assert visitor.store.summaries.get(Month(2026, 3)).status is MonthStatus.CLOSED


def test_an_outage_shorter_than_patience_is_not_noticed(
    gateway: Gateway, visitor: Person, outage: Outage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "shared.repositories.firestore.backoff._UNAVAILABLE_RETRY_FOR_S", PATIENCE_S
    )
    gateway.close()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(visitor.get, "/categories")
        time.sleep(0.5)
        gateway.open()

    ok(answer.result())


def test_without_firebase_auth_the_answer_is_503_within_seconds(
    visitor: Person, outage: Outage, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = Gateway(os.environ["FIREBASE_AUTH_EMULATOR_HOST"])
    monkeypatch.setenv("FIREBASE_AUTH_EMULATOR_HOST", closed.address)
    app = firebase_admin.initialize_app(
        options={"projectId": os.environ["GOOGLE_CLOUD_PROJECT"]}, name="cut off"
    )
    monkeypatch.setattr(connections, "identities", lambda: IdentityRepository(app))
    ok(visitor.get("/categories"))
    closed.close()
    started = time.monotonic()

    with no_commit():
        refused = visitor.get("/categories")
    no_demo = OTHERS["createDemoSession"]()

    problem(refused, 503, "unavailable")
    problem(no_demo, 503, "unavailable")
    assert int(refused.headers["Retry-After"]) > 0
    assert time.monotonic() - started < SECONDS
    closed.open()
    ok(visitor.get("/categories"))
    closed.close()
    firebase_admin.delete_app(app)
