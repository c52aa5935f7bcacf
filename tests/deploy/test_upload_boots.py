"""The uploaded files suffice: every function starts from them alone and answers.

The functions are started as in production, by functions-framework's command in an environment of
``requirements.txt`` alone, and work on the emulators whose addresses the environment names.
"""

import base64
import http.client
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from functions.manifest import FUNCTIONS, Audience, Function
from tests.deploy.staging import PATIENCE_S, ROOT, Answer, Served, Stage, stage, uploaded

PROJECT = os.environ.get("GOOGLE_CLOUD_PROJECT", "demo-financeflow")
EMULATORS = ("FIRESTORE_EMULATOR_HOST", "FIREBASE_AUTH_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST")

needs_emulators = pytest.mark.skipif(
    not all(os.environ.get(name) for name in EMULATORS),
    reason=f"needs the emulators; {', '.join(EMULATORS)} name them",
)

Exchanges = dict[str, Answer]
"""A function's answers, by what was asked."""


# Uploaded files


def test_the_upload_is_the_entry_points_the_requirements_and_two_packages() -> None:
    files = uploaded()
    assert {path.parts[0] for path in files} == {
        "functions",
        "main.py",
        "requirements.txt",
        "shared",
    }


def test_the_upload_holds_nothing_but_source_requirements_and_a_table() -> None:
    files = uploaded()
    assert {path.suffix for path in files} == {".py", ".txt"}
    texts = {path.name for path in files if path.suffix == ".txt"}
    assert texts == {"requirements.txt", "public_holidays.txt"}
    assert not [
        path for path in files if any(part.startswith((".", "__py")) for part in path.parts)
    ]


def test_every_requirement_is_pinned_with_its_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().splitlines()
        starts = [index for index, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
        assert len(starts) > 30
        for index in starts:
            assert re.match(r"[a-z0-9._,\[\]-]+==\S+( ; .*)? \\$", lines[index]), lines[index]
            assert lines[index + 1].startswith("    --hash=sha256:"), lines[index]


def test_the_upload_holds_every_module_of_its_packages() -> None:
    modules = {
        path.relative_to(ROOT)
        for package in ("functions", "shared")
        for path in (ROOT / package).rglob("*.py")
    }
    assert modules <= set(uploaded())


@pytest.mark.parametrize(
    "stray",
    [
        ".env",
        "service-account.json",
        "tests/test_x.py",
        "docs/index.md",
        "local/serve.py",
        "web/index.html",
        "functions/__pycache__/x.cpython-311.pyc",
        "functions/.env",
        "shared/models/.cache/x.py",
        "requirements-dev.txt",
        "other/main.py",
    ],
)
def test_a_file_that_is_not_meant_stays_at_home(tmp_path: Path, stray: str) -> None:
    shutil.copy(ROOT / ".gcloudignore", tmp_path)
    for name in ("main.py", "shared/models/values/money.py", stray):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert uploaded(tmp_path) == [Path("main.py"), Path("shared/models/values/money.py")]


def test_gcloud_agrees_on_what_is_uploaded() -> None:
    gcloud = shutil.which("gcloud")
    if gcloud is None:
        pytest.skip("There is no gcloud here to ask.")
    listing = subprocess.run(
        [gcloud, "meta", "list-files-for-upload", str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert sorted(map(Path, listing.stdout.split())) == uploaded()


# It boots


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return stage(tmp_path_factory.mktemp("upload"))


@pytest.fixture(scope="module")
def exchanges(staged: Stage) -> Iterator[dict[str, Future[Exchanges]]]:
    """Start every function, two at a time, and ask each what it is there for."""
    for topic in filter(None, (function.topic for function in FUNCTIONS)):
        _ensure_topic(topic)
    answers: dict[str, Future[Exchanges]] = {}
    with ThreadPoolExecutor(max_workers=2) as pool:
        # The first starts the session whose token the next ones wait for.
        for function in sorted(FUNCTIONS, key=lambda function: function.name != SESSION):
            answers[function.name] = pool.submit(_exchange, staged, function, answers)
        yield answers


SESSION = "createDemoSession"
PATHS = {"dashboard": "/summary", "exports": "/ledger"}
"""Paths of requests to functions without a route at their root."""
MESSAGES: dict[str, dict[str, object]] = {
    "rollupTenants": {"month": "2024-01", "tenants": ["users/none"], "run_id": "boot"},
    "bookRecurring": {
        "run_id": "boot",
        "until": "2024-01-01T00:00:00Z",
        "entries": ["users/none/recurring/none"],
    },
    "runLedgerJob": {"tenant": "users/none", "kind": "rebuild", "subject": "25"},
    "sendNotifications": {"tenant": "users/none", "event_id": "boot"},
}
"""A message of each topic; they name a tenant that does not exist."""


def _environment() -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in EMULATORS},
        "GOOGLE_CLOUD_PROJECT": PROJECT,
        "ALLOWED_ORIGINS": "http://localhost:5173",
        "FIREBASE_API_KEY": "any-key-suits-the-emulator",
        "RATES_HOSTS": "",  # No test asks the European Central Bank.
    }


def _exchange(
    staged: Stage, function: Function, answers: dict[str, Future[Exchanges]]
) -> Exchanges:
    with staged.serving(function.name, function.signature_type, _environment()) as served:
        if function.audience is Audience.PUBSUB:
            return {"event": _send_event(served, function)}
        if function.audience is Audience.SCHEDULER:
            return {"call": _post(served)}
        if function.name == SESSION:
            return {"session": _post(served)}
        path = PATHS.get(function.name, "/")
        without = served.ask("GET", path)
        token = json.loads(answers[SESSION].result()["session"].text)["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        return {"without a token": without, "with a token": served.ask("GET", path, headers=bearer)}


def _post(served: Served) -> Answer:
    return served.ask("POST", "/", b"{}", {"Content-Type": "application/json"})


def _send_event(served: Served, function: Function) -> Answer:
    """Send what Eventarc makes of a message."""
    message = json.dumps(MESSAGES[function.name]).encode()
    data = {
        "message": {
            "data": base64.b64encode(message).decode(),
            "messageId": "1",
            "publishTime": "2024-02-01T03:00:00Z",
        },
        "subscription": f"projects/{PROJECT}/subscriptions/boot",
    }
    headers = {
        "Content-Type": "application/json",
        "ce-id": "1",
        "ce-source": f"//pubsub.googleapis.com/projects/{PROJECT}/topics/{function.topic}",
        "ce-specversion": "1.0",
        "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
    }
    return served.ask("POST", "/", json.dumps(data).encode(), headers)


def _ensure_topic(topic: str) -> None:
    host, _, port = os.environ["PUBSUB_EMULATOR_HOST"].rpartition(":")
    path = f"/v1/projects/{PROJECT}/topics/{topic}"
    connection = http.client.HTTPConnection(host, int(port), timeout=PATIENCE_S)
    with closing(connection):
        connection.request("PUT", path, b"{}", {"Content-Type": "application/json"})
        status = connection.getresponse().status
    assert status in {200, 409}, "The topic was neither made nor there already."


def names(audience: Audience) -> list[str]:
    return [f.name for f in FUNCTIONS if f.audience is audience and f.name != SESSION]


@needs_emulators
def test_a_demo_session_is_started(exchanges: dict[str, Future[Exchanges]]) -> None:
    answer = exchanges[SESSION].result()["session"]
    assert answer.status == 201, answer


@needs_emulators
@pytest.mark.parametrize("name", names(Audience.PUBLIC))
def test_a_ledger_is_closed_without_a_token(
    exchanges: dict[str, Future[Exchanges]], name: str
) -> None:
    answer = exchanges[name].result()["without a token"]
    assert (answer.status, answer.media_type) == (401, "application/problem+json"), answer


@needs_emulators
def test_workspaces_are_for_registered_users(exchanges: dict[str, Future[Exchanges]]) -> None:
    answer = exchanges["workspaces"].result()["with a token"]
    assert (answer.status, answer.media_type) == (403, "application/problem+json"), answer
    assert '"registration-required"' in answer.text


@needs_emulators
@pytest.mark.parametrize("name", [n for n in names(Audience.PUBLIC) if n != "workspaces"])
def test_a_ledger_is_open_to_its_own_token(
    exchanges: dict[str, Future[Exchanges]], name: str
) -> None:
    answer = exchanges[name].result()["with a token"]
    assert (answer.status, answer.media_type) == (200, "application/json"), answer


@needs_emulators
def test_a_rollup_is_accepted(exchanges: dict[str, Future[Exchanges]]) -> None:
    answer = exchanges["monthlyRollup"].result()["call"]
    assert answer.status == 202, answer


@needs_emulators
def test_a_sweep_is_done(exchanges: dict[str, Future[Exchanges]]) -> None:
    answer = exchanges["sweepDemoSessions"].result()["call"]
    assert answer.status == 200, answer


@needs_emulators
@pytest.mark.parametrize("name", names(Audience.PUBSUB))
def test_a_message_is_taken(exchanges: dict[str, Future[Exchanges]], name: str) -> None:
    answer = exchanges[name].result()["event"]
    assert answer.status in {200, 204}, answer
