"""Output of a served process while everything is done with marked secrets."""

from __future__ import annotations

import base64
import json
import os
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request, Response

from functions.manifest import FUNCTIONS, Audience
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.planning.run_message import RunMessage
from shared.models.reports.period_close import RollupMessage
from shared.repositories import connections
from tests.http.answers import ok, problem
from tests.http.gateway import Gateway
from tests.http.operations import OPERATIONS, READING, furnish
from tests.support.ledgers import people
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import new_workspace
from tests.support.observers.log_watch import secrets_in, secrets_in_line
from tests.support.running import running_functions

pytestmark = pytest.mark.early

MARK = f"Marked{uuid.uuid4().hex[:8]}"
"""In everything that somebody writes."""

AMOUNT = "987654321.43"
"""So long that no random identifier in a line has its digits by chance."""

TRACES = ("987654321", "987,654,321", MARK, MARK.lower(), MARK.upper(), "example.com")
"""Texts that must not be in the log: amounts, also in minor units, and words in any case."""

HTTP = {f.name for f in FUNCTIONS if f.audience is not Audience.PUBSUB}
FILE = f"Date,Amount,Description,Payee\n2026-03-31,-{AMOUNT},{MARK},{MARK}\n".encode()
_HOP_BY_HOP = frozenset({"connection", "content-encoding", "host", "transfer-encoding"})
_TIMEOUT_S = 120


@dataclass(frozen=True)
class Told:
    """Output of the process, and the statuses of its answers."""

    log: list[str]
    errors: str
    secrets: set[str]
    statuses: list[int]


def client_of(url: str, statuses: list[int]) -> Client:
    """Return a client whose requests go over the wire."""

    def forward(environ: dict[str, Any], start_response: Any) -> Any:
        asked = Request(environ)
        headers = {k: v for k, v in asked.headers if k.lower() not in _HOP_BY_HOP}
        answer = requests.request(
            asked.method, url + asked.full_path, headers=headers, data=asked.get_data(),
            timeout=_TIMEOUT_S, stream=True,
        )  # fmt: skip
        statuses.append(answer.status_code)
        kept = [(k, v) for k, v in answer.headers.items() if k.lower() not in _HOP_BY_HOP]
        return Response(answer.content, answer.status_code, kept)(environ, start_response)

    return Client(forward)


def marked(value: Any) -> Any:
    """Return the bodies of requests, with every private value marked."""
    if isinstance(value, bytes):
        return FILE
    if isinstance(value, list):
        return [marked(item) for item in value]
    if not isinstance(value, dict):
        return value
    own = {"amount": AMOUNT, "name": MARK, "value": MARK, "payee": MARK, "tags": [MARK]}
    content = {key: own.get(key, marked(item)) for key, item in value.items()}
    if "date" in content:
        content |= {"description": MARK, "notes": MARK, "payee": MARK, "tags": [MARK]}
    return content


def event(function: str, message: Any, served: Callable[[str], Client]) -> TestResponse:
    """Deliver a message as Eventarc does."""
    data = base64.b64encode(message.model_dump_json().encode()).decode()
    headers = {
        "ce-id": "1",
        "ce-source": "tests",
        "ce-specversion": "1.0",
        "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
    }
    return served(function).post("/", json={"message": {"data": data}}, headers=headers)


def do_everything(person: Person) -> dict[str, str]:
    """Ask for every operation with marked content, deletions last; the ids of what there was."""
    ids = furnish(person)
    for operation in sorted(OPERATIONS, key=lambda operation: operation.method == "DELETE"):
        answer = replace(operation, body=marked(operation.body)).ask(person, ids)
        assert answer.status_code < 500, f"{operation}: {answer.get_data(as_text=True)}"
    ok(person.get("/me"))
    ok(person.patch("/me", {"display_name": MARK}))
    ok(person.get("/me/export"))
    return ids


def share() -> set[str]:
    """Have a workspace with marked people; the secrets that come up on the way."""
    workspace, guest = new_workspace(name=MARK), registered_user(is_verified=True)
    invited = {"email": guest.email, "role": "analyst"}
    token = ok(workspace.creator.post(f"{workspace.path}/members", invited), 201)["token"]
    ok(guest.post("/workspaces/invitations/accept", {"token": token}), 201)
    ok(workspace.creator.get(f"{workspace.path}/members"))
    ok(workspace.as_seen_by(workspace.creator).get("/changes"))
    workspace.creator.post(f"{workspace.path}/members", {"email": MARK, MARK: AMOUNT})
    guest.post("/workspaces/invitations/accept", {"token": f"{token}{MARK}"})
    return {token, guest.uid, guest.token, workspace.creator.token, workspace.creator.uid}


def ask_badly(person: Person) -> None:
    """Make mistakes with marked content."""
    entry = person.entry(AMOUNT)
    named = {"Idempotency-Key": MARK, "If-Match": f'"{MARK}"', "User-Agent": MARK}
    for wrong in ({"amount": f"{AMOUNT}1"}, {MARK: AMOUNT}, {"date": MARK}):
        refused = person.post("/transactions", entry | wrong, headers=named)
        problem(refused, 422, "invalid-argument", *wrong)
    person.post("/transactions", data=MARK.encode(), content_type="application/json")
    person.get("/transactions", query_string={"q": MARK, "min_amount": AMOUNT})
    person.get("/transactions", query_string={"cursor": MARK})
    person.get(f"/transactions/{MARK}")
    person.get(f"/categories/{MARK}/{MARK}")
    person.get("/categories", query_string={"token": person.token})
    person.get("/categories", headers={"Authorization": f"Bearer {person.token}x"})
    person.get("/categories", headers={"Authorization": f"Basic {MARK}"})
    person.get("/categories", headers={"X-Workspace-Id": MARK})


def cut_off_files(person: Person) -> None:
    """Export a ledger whose last transaction nothing can read: sending ends in the middle."""
    ok(person.post("/transactions/batch", {"create": [marked(person.entry())] * 500}))
    last = person.record(date="2020-01-01")
    document = connections.firestore_client().document(person.store.ref.path)
    document.collection("transactions").document(last["id"]).update({"type": MARK, "notes": MARK})
    for path in ("/exports/transactions", "/exports/ledger"):
        with pytest.raises(requests.RequestException):
            person.get(path)


def break_ledger(person: Person) -> None:
    """Store an invalid value in the person's document, which failing readers quote."""
    document = connections.firestore_client().document(person.store.ref.path)
    document.update({"categories": {MARK: {"name": MARK, "type": AMOUNT}}})


@pytest.fixture(scope="module")
def told(emulators: None) -> Told:
    """Return the output of a process that did everything, crashed, and lost its database."""
    statuses: list[int] = []  # Of HTTP requests; events have no line of their own.
    connections.firestore_client()
    gateway = Gateway(os.environ["FIRESTORE_EMULATOR_HOST"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRESTORE_EMULATOR_HOST", gateway.address)
        with running_functions() as running:

            def served(function: str) -> Client:
                kept = statuses if function in HTTP else []
                return client_of(f"{running.url}/{function}", kept)

            patch.setattr(people, "served", served)
            secrets = _use(served, gateway)
            printed = running.log.read_text().splitlines(), running.errors.read_text()
    gateway.close()
    return Told(*printed, secrets, statuses)


def _use(served: Callable[[str], Client], gateway: Gateway) -> set[str]:
    session = ok(served("createDemoSession").post("/", json={}), 201)
    person, broken = registered_user(), registered_user()
    secrets = {session["token"], session["refresh_token"], person.token, person.uid, broken.token}
    ids = do_everything(person)
    ask_badly(person)
    secrets |= share()
    cut_off_files(broken)
    break_ledger(broken)
    problem(broken.get("/categories"), 500, "internal")
    problem(broken.post("/transactions", marked(person.entry())), 500, "internal")
    _run_in_the_background(served, broken)
    gateway.close()
    _ask_in_vain(served, person, ids)
    gateway.open()
    return {*secrets, ids["plan_token"]}


def _ask_in_vain(served: Callable[[str], Client], person: Person, ids: dict[str, str]) -> None:
    """Ask for everything at once, because each request waits seconds for Firestore."""
    with ThreadPoolExecutor(len(READING) + 2) as pool:
        asked = [pool.submit(operation.ask, person, ids) for operation in READING]
        demo = pool.submit(served("createDemoSession").post, "/")
        pool.submit(_run_in_the_background, served, person).result()
    assert {answer.result().status_code for answer in asked} == {503}
    problem(demo.result(), 503, "unavailable")


def _run_in_the_background(served: Callable[[str], Client], person: Person) -> None:
    """Run background calls at once, which are repeated after a failure."""
    path = person.store.ref.path
    job = LedgerJob(tenant=path, kind=JobKind.REBUILD, subject="25")
    month = RollupMessage(month="2026-03", run_id="a-run", tenants=(path,))
    entry = f"{path}/recurring/{'A' * 26}"
    due = RunMessage(run_id="a-run", until=datetime.now(UTC), entries=(entry,))
    with ThreadPoolExecutor(4) as pool:
        delivered = [
            pool.submit(event, "runLedgerJob", job, served),
            pool.submit(event, "rollupTenants", month, served),
            pool.submit(event, "bookRecurring", due, served),
        ]
        rollup = {"month": "2026-03", MARK: AMOUNT}
        scheduled = [
            pool.submit(served("monthlyRollup").post, "/", json=rollup),
            pool.submit(served("sweepDemoSessions").post, "/", json={MARK: AMOUNT}),
            pool.submit(served("runRecurring").post, "/", json={MARK: AMOUNT}),
            pool.submit(served("scanNotifications").post, "/", json={MARK: AMOUNT}),
            pool.submit(served("updateExchangeRates").post, "/", json={MARK: AMOUNT}),
        ]
        for call in scheduled:
            call.result()
    assert [answer.result().status_code for answer in delivered] == [500, 500, 500]


def test_every_request_was_logged(told: Told) -> None:
    logged = [json.loads(line) for line in told.log]
    statuses = Counter(line["status"] for line in logged if "status" in line)

    assert statuses == Counter(told.statuses)
    assert {200, 201, 204, 401, 404, 422, 500, 503} <= set(statuses)
    assert {line["function"] for line in logged if "status" in line} == HTTP


def test_nothing_that_was_written_or_read_was_printed(told: Told) -> None:
    printed = "\n".join(told.log) + told.errors

    assert [line for line in printed.splitlines() if any(t in line for t in TRACES)] == []
    assert [secret for secret in told.secrets if secret in printed] == []
    assert secrets_in(printed) == []
    assert [line for line in told.log if secrets_in_line(line)] == []
