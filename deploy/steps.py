"""What a plan is made of: commands, and the ways in which running them twice is safe.

An argument may hold ``${NAME}``: the answer of an earlier ``Ask``, filled in when the command is
run, and left as a shell variable where the command is printed.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

VARIABLE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")

_SPECIAL_IN_DOUBLE_QUOTES = str.maketrans({"\\": "\\\\", '"': '\\"', "`": "\\`"})


@dataclass(frozen=True)
class Command:
    """A program and its arguments; never read by a shell when it is run."""

    argv: tuple[str, ...]

    def filled(self, answers: Mapping[str, str]) -> list[str]:
        """Return the arguments with every ``${NAME}`` replaced by its answer.

        Raises:
            KeyError: when no earlier step gave an answer of that name.
        """
        return [VARIABLE.sub(lambda match: answers[match[1]], argument) for argument in self.argv]

    def shell(self) -> str:
        """Return the command as a line to paste into a shell."""
        return " ".join(_quoted(argument) for argument in self.argv)


@dataclass(frozen=True)
class Run:
    """A command that may be run any number of times, because it states what shall be."""

    title: str
    command: Command
    attempts: int = 1
    """How often to try: a new service account is known everywhere only after a while."""

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command the step may run."""
        return (self.command,)

    def shell(self) -> str:
        """Return the step as lines for a shell."""
        return self.command.shell()


@dataclass(frozen=True)
class Ensure:
    """A resource that is created where it is missing, and else updated or left alone.

    ``describe`` says that it is there by ending well and printing something. It says that it is
    missing by printing nothing or by NOT_FOUND; any other failure is no answer and stops the plan.
    """

    title: str
    describe: Command
    create: Command
    update: Command | None = None

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command the step may run."""
        first = (self.describe, self.create)
        return first if self.update is None else (*first, self.update)

    def shell(self) -> str:
        """Return the step as lines for a shell: the question, and both ways to go on."""
        there = ":" if self.update is None else self.update.shell()
        question = f'if [ -n "$({self.describe.shell()} 2>/dev/null)" ]'
        return f"{question}; then\n  {there}\nelse\n  {self.create.shell()}\nfi"


@dataclass(frozen=True)
class Ask:
    """A question whose answer later commands use as ``${variable}``."""

    title: str
    variable: str
    command: Command

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command the step may run."""
        return (self.command,)

    def shell(self) -> str:
        """Return the step as lines for a shell."""
        answer = f'{self.variable}="$({self.command.shell()})"'
        return f'{answer}\n: "${{{self.variable}:?It gave no answer.}}"'


Step = Run | Ensure | Ask


def _quoted(argument: str) -> str:
    if not VARIABLE.search(argument):
        return shlex.quote(argument)
    return f'"{argument.translate(_SPECIAL_IN_DOUBLE_QUOTES)}"'
