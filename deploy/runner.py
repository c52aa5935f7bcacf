"""Execution of a plan, one step at a time, and printing it as a script.

Every step can be repeated, so after a failure one fixes the cause and starts again from the
beginning.
"""

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.steps import Ask, Command, Ensure, Step

ROOT = Path(__file__).resolve().parent.parent
"""The working directory of commands: the folder whose files are uploaded."""

PAUSE_S = 15.0


@dataclass(frozen=True)
class Outcome:
    """Exit status and output of a command."""

    status: int
    stdout: str
    stderr: str

    @property
    def is_missing(self) -> bool:
        """Return whether a query for a resource found none."""
        if self.status == 0:
            return not self.stdout.strip()
        text = self.stderr.casefold()
        return "not_found" in text or "not found" in text


class StepFailed(Exception):
    """A command of a step failed; the following steps were not started."""

    def __init__(self, step: Step, command: Command, outcome: Outcome) -> None:
        reason = outcome.stderr.strip() or f"It ended with status {outcome.status}."
        super().__init__(f"Failed: {step.title}\n\n  {command.shell()}\n\n{reason}")


Execute = Callable[[Sequence[str]], Outcome]


def execute(argv: Sequence[str]) -> Outcome:
    """Run one command in the project's folder, without a shell and without input."""
    try:
        done = subprocess.run(
            list(argv), cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError:
        return Outcome(127, "", f"{argv[0]} is not installed or not on the PATH.")
    return Outcome(
        done.returncode,
        done.stdout.decode(errors="replace"),
        done.stderr.decode(errors="replace"),
    )


def script(steps: Sequence[Step]) -> str:
    """Return the plan as a shell script that does the same as ``Runner``, without retries."""
    parts = ["# Run in the project's folder.", "set -eu"]
    parts += [f"# {step.title}\n{step.shell()}" for step in steps]
    return "\n\n".join(parts) + "\n"


class Runner:
    """Runs steps in order, and keeps the answers that later steps need."""

    def __init__(
        self,
        execute: Execute = execute,
        say: Callable[[str], None] = print,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._execute = execute
        self._say = say
        self._wait = wait
        self._answers: dict[str, str] = {}

    def carry_out(self, steps: Sequence[Step]) -> None:
        """Run every step.

        Raises:
            StepFailed: A step failed; the following ones are not run.
        """
        for number, step in enumerate(steps, 1):
            self._say(f"[{number}/{len(steps)}] {step.title}")
            self._run_step(step)

    def _run_step(self, step: Step) -> None:
        if isinstance(step, Ensure):
            self._ensure(step)
        elif isinstance(step, Ask):
            self._ask(step)
        else:
            self._run_with_retries(step, step.command, step.attempts)

    def _ensure(self, step: Ensure) -> None:
        found = self._execute(step.describe.filled(self._answers))
        if found.is_missing:
            self._run_with_retries(step, step.create)
        elif found.status != 0:
            raise StepFailed(step, step.describe, found)
        elif step.update is not None:
            self._run_with_retries(step, step.update)

    def _ask(self, step: Ask) -> None:
        answer = self._run_with_retries(step, step.command)
        if not answer.stdout.strip():
            raise StepFailed(step, step.command, Outcome(0, "", "It printed no answer."))
        self._answers[step.variable] = answer.stdout.strip()

    def _run_with_retries(self, step: Step, command: Command, attempts: int = 1) -> Outcome:
        outcome = self._execute(command.filled(self._answers))
        for _ in range(attempts - 1):
            if outcome.status == 0:
                break
            self._wait(PAUSE_S)
            outcome = self._execute(command.filled(self._answers))
        if outcome.status != 0:
            raise StepFailed(step, command, outcome)
        return outcome
