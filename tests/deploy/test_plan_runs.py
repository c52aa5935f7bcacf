"""Carrying a plan out, again and after failures, and printing it; nothing here reaches a cloud."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from deploy.__main__ import main
from deploy.configuration import VARIABLES, Configuration, InvalidConfiguration
from deploy.runner import ROOT, Outcome, Runner, StepFailed, script
from deploy.steps import Ask, Command, Ensure, Run
from tests.deploy.plans import (
    CONFIGURATION,
    PLAN,
    PROJECT,
    REGION,
    all_commands,
    contains,
)

# Running it twice


class Cloud:
    """Answers commands as a cloud would: what was created is there from then on.

    It tells creations from questions by their verbs and knows nothing else of gcloud.
    """

    def __init__(self) -> None:
        self.there: set[str] = set()
        self.ran: list[tuple[str, ...]] = []
        self.refused: tuple[str, ...] | None = None

    def execute(self, argv: Sequence[str]) -> Outcome:
        """Answer one command and remember it."""
        self.ran.append(tuple(argv))
        if self.refused and contains(argv, self.refused):
            return Outcome(1, "", "ERROR: PERMISSION_DENIED: You may not.")
        (step,) = (s for s in PLAN if any(_same(c, argv) for c in s.commands))
        if isinstance(step, Ask):
            return Outcome(0, f"<{step.variable}>\n", "")
        if isinstance(step, Ensure):
            return self._answer(step, argv)
        return Outcome(0, "", "")

    def _answer(self, step: Ensure, argv: Sequence[str]) -> Outcome:
        if _same(step.create, argv):
            assert step.title not in self.there, "created a second time"
            self.there.add(step.title)
        elif step.title not in self.there:
            missing = (0, "", "") if "list" in argv else (1, "", "ERROR: NOT_FOUND: None here.")
            return Outcome(*missing)
        return Outcome(0, "its name\n", "")


def _same(command: Command, argv: Sequence[str]) -> bool:
    answers = {step.variable: f"<{step.variable}>" for step in PLAN if isinstance(step, Ask)}
    return command.filled(answers) == list(argv)


def carry_out(cloud: Cloud, waits: list[float] | None = None) -> None:
    wait = [] if waits is None else waits
    Runner(cloud.execute, say=lambda _: None, wait=wait.append).carry_out(PLAN)


def test_a_first_run_creates_everything_and_a_second_run_creates_nothing() -> None:
    cloud = Cloud()
    carry_out(cloud)
    assert cloud.there == {step.title for step in PLAN if isinstance(step, Ensure)}
    first = len(cloud.ran)
    carry_out(cloud)
    assert not [argv for argv in cloud.ran[first:] if "create" in argv and "identity" not in argv]


def test_every_command_that_creates_is_asked_for_first() -> None:
    creating = {
        step.title
        for step in PLAN
        for command in step.commands
        if "create" in command.argv and not contains(command.argv, ("identity", "create"))
    }
    assert creating <= {step.title for step in PLAN if isinstance(step, Ensure)}


def test_a_question_that_is_refused_is_not_taken_for_a_missing_resource() -> None:
    cloud = Cloud()
    cloud.refused = ("topics", "describe")
    with pytest.raises(StepFailed, match="PERMISSION_DENIED"):
        carry_out(cloud)
    assert not [argv for argv in cloud.ran if contains(argv, ("topics", "create"))]


def test_a_failing_step_stops_the_plan_and_shows_its_command() -> None:
    cloud = Cloud()
    cloud.refused = ("functions", "deploy", "transactions")
    with pytest.raises(StepFailed, match="gcloud functions deploy transactions --gen2"):
        carry_out(cloud)
    assert contains(cloud.ran[-1], cloud.refused)


def test_after_a_failure_was_mended_the_same_plan_succeeds() -> None:
    cloud = Cloud()
    cloud.refused = ("functions", "deploy", "transactions")
    with pytest.raises(StepFailed):
        carry_out(cloud)
    cloud.refused = None
    carry_out(cloud)
    assert cloud.there == {step.title for step in PLAN if isinstance(step, Ensure)}


def test_a_grant_is_tried_again_while_a_new_account_becomes_known() -> None:
    cloud = Cloud()
    cloud.refused = ("--role=roles/firebaseauth.viewer",)
    waits: list[float] = []
    with pytest.raises(StepFailed):
        carry_out(cloud, waits)
    assert len(waits) == 7


def test_an_empty_answer_stops_the_plan() -> None:
    step = Ask("Ask", "ANSWER", Command(("gcloud", "ask")))
    with pytest.raises(StepFailed, match="no answer"):
        Runner(lambda _: Outcome(0, "\n", ""), say=lambda _: None).carry_out([step])


def test_a_missing_program_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    step = Run("Do it", Command(("no-such-program-anywhere",)))
    with pytest.raises(StepFailed, match="no-such-program-anywhere is not installed"):
        Runner().carry_out([step])
    assert capsys.readouterr().out == "[1/1] Do it\n"


# Printing it

OPTIONS = [f"--project={PROJECT}", f"--region={REGION}", "--dry-run"]

NO_PROCESS_NO_NETWORK = """
import sys
def forbid(event, arguments):
    if event in {"subprocess.Popen", "os.system", "os.posix_spawn", "os.fork", "os.exec",
                 "socket.connect", "socket.getaddrinfo"}:
        raise RuntimeError(event)
sys.addaudithook(forbid)
from deploy.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_dry_run_starts_no_process_and_uses_no_network() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_PROCESS_NO_NETWORK, *OPTIONS],
        cwd=ROOT,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "gcloud functions deploy rollupTenants" in done.stdout


def test_a_dry_run_prints_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    values = [
        f"--{name.lower().replace('_', '-')}={CONFIGURATION.env[name]}"
        for name in CONFIGURATION.env
    ]
    assert main([*OPTIONS, "--database-location=eur3", *values]) == 0
    printed = capsys.readouterr().out
    assert not [c.shell() for c in all_commands() if c.shell() not in printed]


def test_a_dry_run_leaves_what_was_not_given_to_the_shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FIREBASE_API_KEY", raising=False)
    assert main(OPTIONS) == 0
    assert "FIREBASE_API_KEY=${FIREBASE_API_KEY}" in capsys.readouterr().out


def test_a_real_run_needs_the_required_values(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable.name, raising=False)
    with pytest.raises(SystemExit):
        main([f"--project={PROJECT}", f"--region={REGION}"])
    assert "--allowed-origins and --firebase-api-key must be given" in capsys.readouterr().err


FAKE_PROGRAM = """#!/bin/sh
for argument in "$0" "$@"; do printf '%s\\037' "${argument##*/bin/}" >>"$RECORD"; done
printf '\\n' >>"$RECORD"
case " $* " in
  *" projects describe "*) echo '<PROJECT_NUMBER>' ;;
  *" rollupTenants "*"value(eventTrigger.trigger)"*) echo '<ROLLUP_TENANTS_TRIGGER>' ;;
  *" bookRecurring "*"value(eventTrigger.trigger)"*) echo '<BOOK_RECURRING_TRIGGER>' ;;
  *" runLedgerJob "*"value(eventTrigger.trigger)"*) echo '<RUN_LEDGER_JOB_TRIGGER>' ;;
  *" sendNotifications "*"value(eventTrigger.trigger)"*) echo '<SEND_NOTIFICATIONS_TRIGGER>' ;;
  *"<ROLLUP_TENANTS_TRIGGER>"*"pubsub.subscription)"*) echo '<ROLLUP_TENANTS_SUBSCRIPTION>' ;;
  *"<BOOK_RECURRING_TRIGGER>"*"pubsub.subscription)"*) echo '<BOOK_RECURRING_SUBSCRIPTION>' ;;
  *"<RUN_LEDGER_JOB_TRIGGER>"*"pubsub.subscription)"*) echo '<RUN_LEDGER_JOB_SUBSCRIPTION>' ;;
  *"<SEND_NOTIFICATIONS_TRIGGER>"*"pubsub.subscription)"*)
    echo '<SEND_NOTIFICATIONS_SUBSCRIPTION>' ;;
  *" scanNotifications "*"value(serviceConfig.uri)"*) echo '<SCAN_NOTIFICATIONS_URL>' ;;
  *" monthlyRollup "*"value(serviceConfig.uri)"*) echo '<MONTHLY_ROLLUP_URL>' ;;
  *" runRecurring "*"value(serviceConfig.uri)"*) echo '<RUN_RECURRING_URL>' ;;
  *" sweepDemoSessions "*"value(serviceConfig.uri)"*) echo '<SWEEP_DEMO_SESSIONS_URL>' ;;
  *" updateExchangeRates "*"value(serviceConfig.uri)"*) echo '<UPDATE_EXCHANGE_RATES_URL>' ;;
esac
"""


def test_the_printed_script_runs_the_commands_the_runner_runs(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("gcloud", "npx"):
        (programs / name).write_text(FAKE_PROGRAM)
        (programs / name).chmod(0o755)
    record = tmp_path / "record"
    subprocess.run(
        ["/bin/sh"],
        input=script(PLAN).encode(),
        env={"PATH": str(programs), "RECORD": str(record)},
        check=True,
        capture_output=True,
    )
    scripted = [tuple(line.split("\x1f")[:-1]) for line in record.read_text().splitlines()]
    cloud = Cloud()
    carry_out(cloud)
    assert scripted == cloud.ran


@pytest.mark.parametrize(
    ("project", "region", "origins"),
    [
        ("My Project", REGION, "https://app.example"),
        ("my-project; rm -rf /", REGION, "https://app.example"),
        (PROJECT, "$(region)", "https://app.example"),
        (PROJECT, REGION, "https://app.example|EXTRA=1"),
        (PROJECT, REGION, "$(cat secrets)"),
        (PROJECT, REGION, "https://app.example\nhttps://other.example"),
    ],
)
def test_a_setting_that_could_mean_something_else_is_refused(
    project: str, region: str, origins: str
) -> None:
    with pytest.raises(InvalidConfiguration):
        Configuration(project, region, REGION, env={"ALLOWED_ORIGINS": origins})


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "https://*",
        "http://*",
        "null",
        "https://*.com",
        "https://*-a.com",
        "https://app.example/",
        "app.example",
    ],
)
def test_an_origin_that_everybody_can_own_is_refused(origin: str) -> None:
    with pytest.raises(InvalidConfiguration, match="is not an origin like"):
        Configuration(
            PROJECT, REGION, REGION, env={"ALLOWED_ORIGINS": f"https://app.example,{origin}"}
        )


@pytest.mark.parametrize(
    "origins",
    [
        "https://app.example",
        "https://a.example, https://*--app.netlify.app",
        "http://localhost:*",
        "https://*.app.example",
    ],
)
def test_the_origins_of_an_operators_pages_are_deployed(origins: str) -> None:
    configuration = Configuration(PROJECT, REGION, REGION, env={"ALLOWED_ORIGINS": origins})

    assert configuration.env["ALLOWED_ORIGINS"] == origins
