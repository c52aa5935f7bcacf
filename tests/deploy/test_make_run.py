"""``make run`` as a developer has it: one command up, one Ctrl-C down, nothing left.

The tests share one run until one of them stops it, and the next one starts another.
"""

import json
import os
import secrets
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from local.configuration import VARIABLES, Configuration
from local.processes import loopback, marks, ports
from local.processes.stack import ROOT
from tests.deploy.readme import PAGES, carry_out, lines_of, read_steps
from tests.support import generated_clients

RUN = [sys.executable, "-m", "local.run"]
PATIENCE_S = 180


@dataclass(frozen=True)
class Run:
    """A ``make run`` under test, all of whose processes carry an entry in their environment."""

    configuration: Configuration
    process: subprocess.Popen[bytes]
    entry: str
    log: Path

    def list_processes(self) -> list[int]:
        """List the run's live processes, its emulators' among them."""
        return marks.list_carrying(self.entry)

    def get(self, path: str) -> tuple[int, str, bytes]:
        """Give the answer's status, content type and body."""
        connection = HTTPConnection("127.0.0.1", self.configuration.port, timeout=PATIENCE_S)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.headers["Content-Type"], answer.read()
        finally:
            connection.close()


def start(log: Path) -> Run:
    configuration = Configuration().with_ports(ports.find_free(len(VARIABLES)))
    name, token = "FINANCEFLOW_TEST_RUN", secrets.token_hex(8)
    numbers = {variable: str(port) for variable, port in configuration.ports().items()}
    with log.open("wb") as output:
        process = subprocess.Popen(
            RUN,
            cwd=ROOT,
            env={
                **os.environ,
                **numbers,
                "GOOGLE_CLOUD_PROJECT": configuration.project,
                name: token,
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Run(configuration, process, f"{name}={token}", log)


def wait_until(condition: Callable[[], bool], run: Run) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, run.log.read_text()
        time.sleep(0.1)


def end(run: Run) -> None:
    if run.process.poll() is None:
        run.process.kill()
        run.process.wait()
    wait_until(lambda: not run.list_processes(), run)


@pytest.fixture(scope="module")
def runs() -> Iterator[list[Run]]:
    """Yield the list of the runs that are ended after the last test."""
    runs: list[Run] = []
    try:
        yield runs
    finally:
        for run in runs:
            end(run)


@pytest.fixture
def run(runs: list[Run], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a run that is ready: the last one, or another where a test has stopped that."""
    if not runs or runs[-1].process.poll() is not None:
        runs.append(start(tmp_path_factory.mktemp("run") / "log"))
        wait_until(lambda: runs[-1].process.poll() is not None or is_ready(runs[-1]), runs[-1])
        assert runs[-1].process.poll() is None, runs[-1].log.read_text()
    return runs[-1]


def is_ready(run: Run) -> bool:
    return loopback.answers(run.configuration.port) and "curl" in run.log.read_text()


def test_it_says_how_to_make_a_first_call(run: Run) -> None:
    assert f"curl -s -X POST {run.configuration.url}/createDemoSession\n" in run.log.read_text()


def test_the_root_lists_the_functions(run: Run) -> None:
    status, content_type, body = run.get("/")

    assert (status, content_type) == (200, "application/json")
    assert json.loads(body)["functions"]["monthlyReport"] == "/monthlyReport"


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_print_what_it_says_the_first_time_and_again(
    run: Run, tmp_path: Path, page: str
) -> None:
    steps = read_steps(page)

    for _ in range(2):
        printed = carry_out(steps, run.configuration, tmp_path)

        assert len(printed) == len(steps) >= 5
        for step, text in zip(steps, printed, strict=True):
            shown, lines = lines_of(step.shown), lines_of(text)
            assert lines[len(lines) - len(shown) :] == shown, step.commands
            assert "Traceback" not in text, step.commands
    assert list(tmp_path.iterdir()) == [], "a reader's clone has files that are not its own"


def test_every_page_with_commands_is_run() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]

    with_commands = {str(page.relative_to(ROOT)) for page in pages if "```sh" in page.read_text()}
    assert with_commands == set(PAGES)


def test_the_readme_is_one_page() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 150


def make_journey(run: Run, command: list[str], **environment: str) -> tuple[int, str]:
    """Make the journey of a generated client; return its status, and what it prints if it fails."""
    local = os.environ.get("NO_PROXY", ""), "127.0.0.1", "localhost"
    done = subprocess.run(
        command,
        env={
            **os.environ,
            **run.configuration.client_environment(),
            "FINANCEFLOW_URL": run.configuration.url,
            **dict.fromkeys(("NO_PROXY", "no_proxy"), ",".join(filter(None, local))),
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    return done.returncode, done.stdout


def test_the_journey_of_a_client_in_python(run: Run) -> None:
    client = generated_clients.python_client()

    journey = str(generated_clients.PYTHON_JOURNEY)
    assert make_journey(run, [sys.executable, journey], PYTHONPATH=str(client)) == (0, "")


def test_the_journey_of_a_client_in_typescript_which_also_reads_live_documents(run: Run) -> None:
    assert make_journey(run, ["node", str(generated_clients.typescript_journey())]) == (0, "")


def test_an_unknown_path_is_a_problem(run: Run) -> None:
    status, content_type, body = run.get("/nothing")

    assert (status, content_type) == (404, "application/problem+json")
    assert json.loads(body)["code"] == "not-found"


def test_the_emulators_answer(run: Run) -> None:
    by_http = run.configuration.ports()
    del by_http["MAIL_PORT"]
    assert all(loopback.answers(port) for port in by_http.values())


def test_an_e_mail_that_is_sent_is_shown_and_not_delivered(run: Run) -> None:
    with smtplib.SMTP("127.0.0.1", run.configuration.mail_port, timeout=PATIENCE_S) as smtp:
        smtp.sendmail("a@example.com", "b@example.com", b"Subject: Hello <b>\r\nTo: b\r\n\r\nText")
    shown = []
    for path in ("/mail", "/mail/0"):
        connection = HTTPConnection("127.0.0.1", run.configuration.port, timeout=PATIENCE_S)
        connection.request("GET", path)
        shown.append(connection.getresponse().read().decode())
        connection.close()

    assert '<a href="/mail/0">Hello &lt;b&gt;</a> to b' in shown[0]
    assert "Subject: Hello &lt;b&gt;" in shown[1]
    assert "Text" in shown[1]


@pytest.mark.parametrize(
    ("topic", "function"),
    [
        ("monthly-rollup", "rollupTenants"),
        ("recurring-entries", "bookRecurring"),
        ("ledger-jobs", "runLedgerJob"),
        ("notifications", "sendNotifications"),
    ],
)
def test_the_messages_of_a_topic_are_pushed_to_its_function(
    run: Run, topic: str, function: str
) -> None:
    connection = HTTPConnection("127.0.0.1", run.configuration.pubsub_port, timeout=PATIENCE_S)
    project = f"projects/{run.configuration.project}"
    connection.request("GET", f"/v1/{project}/subscriptions/{topic}-push")
    subscription = json.loads(connection.getresponse().read())
    connection.close()

    endpoint = f"{run.configuration.url}/{function}/{project}/topics/{topic}"
    assert subscription["pushConfig"] == {"pushEndpoint": endpoint}
    assert subscription["ackDeadlineSeconds"] == 600


@pytest.mark.parametrize("variable", VARIABLES.values())
def test_a_second_run_on_a_taken_port_refuses_in_one_sentence(run: Run, variable: str) -> None:
    numbers = Configuration().with_ports(ports.find_free(len(VARIABLES))).ports()
    numbers[variable] = run.configuration.ports()[variable]
    second = subprocess.run(
        RUN,
        cwd=ROOT,
        env={**os.environ, **{name: str(port) for name, port in numbers.items()}},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )

    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr.startswith(f"Port {numbers[variable]} is taken:")
    assert f"{variable}=" in second.stderr
    assert second.stderr.count("\n") == 1


def test_told_to_stop_it_leaves_no_process_and_no_port(run: Run) -> None:
    assert len(run.list_processes()) > 5

    run.process.send_signal(signal.SIGTERM)
    status = run.process.wait(PATIENCE_S)

    assert status == 0, run.log.read_text()
    assert run.list_processes() == []
    assert all(ports.is_free(port) for port in run.configuration.ports().values())
    assert run.log.read_text().endswith("Stopped.\n")


def test_interrupted_while_it_starts_it_leaves_nothing(tmp_path: Path) -> None:
    run = start(tmp_path / "log")
    try:
        wait_until(lambda: len(run.list_processes()) > 2, run)
        os.killpg(run.process.pid, signal.SIGINT)
        assert run.process.wait(PATIENCE_S) == 0, run.log.read_text()
        assert run.list_processes() == []
    finally:
        end(run)


def test_killed_outright_it_leaves_nothing(tmp_path: Path) -> None:
    run = start(tmp_path / "log")
    try:
        wait_until(lambda: len(run.list_processes()) > 2, run)
        run.process.kill()
        run.process.wait()
        wait_until(lambda: not run.list_processes(), run)

        assert run.list_processes() == []
        assert all(ports.is_free(port) for port in run.configuration.ports().values())
    finally:
        end(run)
