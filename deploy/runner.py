"""Carries a plan out, one step at a time, or prints it.

Every step may be carried out again, so the cure for a failure is to mend its cause and to start
from the beginning.
"""

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.steps import Ask, Command, Ensure, Step

ROOT = Path(__file__).resolve().parent.parent
"""The folder commands run in: the one whose files are uploaded."""

PAUSE_S = 15.0


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it wrote."""

    status: int
    stdout: str
    stderr: str

    @property
    def nothing_there(self) -> bool:
        """Whether a question about a resource was answered: there is none."""
        if self.status == 0:
            return not self.stdout.strip()
        text = self.stderr.casefold()
        return "not_found" in text or "not found" in text


class StepFailed(Exception):
    """A step's command failed; the rest of the plan was not begun."""

    def __init__(self, step: Step, command: Command, outcome: Outcome) -> None:
        reason = outcome.stderr.strip() or f"It ended with status {outcome.status}."
        super().__init__(f"Failed: {step.title}\n\n  {command.shell()}\n\n{reason}")


Execute = Callable[[Sequence[str]], Outcome]


def execute(argv: Sequence[str]) -> Outcome:
    """Run one command in the project's folder, without a shell and without questions."""
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
    """Return the plan as a shell script that does what ``Runner`` does, but for its patience."""
    parts = ["# Run in the project's folder.", "set -eu"]
    parts += [f"# {step.title}\n{step.shell()}" for step in steps]
    return "\n\n".join(parts) + "\n"


class Runner:
    """Carries out steps in order, keeping the answers that later steps need."""

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
        """Carry out every step.

        Raises:
            StepFailed: at the first one that fails.
        """
        for number, step in enumerate(steps, 1):
            self._say(f"[{number}/{len(steps)}] {step.title}")
            self._take(step)

    def _take(self, step: Step) -> None:
        if isinstance(step, Ensure):
            self._ensure(step)
        elif isinstance(step, Ask):
            self._ask(step)
        else:
            self._insist(step, step.command, step.attempts)

    def _ensure(self, step: Ensure) -> None:
        found = self._execute(step.describe.filled(self._answers))
        if found.nothing_there:
            self._insist(step, step.create)
        elif found.status != 0:
            raise StepFailed(step, step.describe, found)
        elif step.update is not None:
            self._insist(step, step.update)

    def _ask(self, step: Ask) -> None:
        answer = self._insist(step, step.command)
        if not answer.stdout.strip():
            raise StepFailed(step, step.command, Outcome(0, "", "It gave no answer."))
        self._answers[step.variable] = answer.stdout.strip()

    def _insist(self, step: Step, command: Command, attempts: int = 1) -> Outcome:
        outcome = self._execute(command.filled(self._answers))
        for _ in range(attempts - 1):
            if outcome.status == 0:
                break
            self._wait(PAUSE_S)
            outcome = self._execute(command.filled(self._answers))
        if outcome.status != 0:
            raise StepFailed(step, command, outcome)
        return outcome
