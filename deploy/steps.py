"""Steps of a plan: commands, and the ways in which running them again is safe.

An argument may contain ``${NAME}``: the answer of an earlier ``Ask``. It is filled in when the
command is run, and left as a shell variable when the command is printed.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

VARIABLE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")

_SPECIAL_IN_DOUBLE_QUOTES = str.maketrans({"\\": "\\\\", '"': '\\"', "`": "\\`"})


@dataclass(frozen=True)
class Command:
    """A program and its arguments, run without a shell."""

    argv: tuple[str, ...]

    def filled(self, answers: Mapping[str, str]) -> list[str]:
        """Return the arguments with every ``${NAME}`` replaced by its answer.

        Raises:
            KeyError: No earlier step gave an answer of that name.
        """
        return [VARIABLE.sub(lambda match: answers[match[1]], argument) for argument in self.argv]

    def shell(self) -> str:
        """Return the command as a line for a shell."""
        return " ".join(_quoted(argument) for argument in self.argv)


@dataclass(frozen=True)
class Run:
    """A command that can be run repeatedly, because it describes the desired state."""

    title: str
    command: Command
    attempts: int = 1
    """Number of attempts, because a new service account takes time to propagate."""

    @property
    def commands(self) -> tuple[Command, ...]:
        """Return every command that the step may run."""
        return (self.command,)

    def shell(self) -> str:
        """Return the step as lines for a shell."""
        return self.command.shell()


@dataclass(frozen=True)
class Ensure:
    """A resource that is created if it is missing, and otherwise updated or left unchanged.

    ``describe`` shows that it exists by succeeding and printing something. It shows that it is
    missing by printing nothing or by NOT_FOUND; any other failure stops the plan.
    """

    title: str
    describe: Command
    create: Command
    update: Command | None = None

    @property
    def commands(self) -> tuple[Command, ...]:
        """Return every command that the step may run."""
        first = (self.describe, self.create)
        return first if self.update is None else (*first, self.update)

    def shell(self) -> str:
        """Return the step as lines for a shell: the query, and both branches."""
        there = ":" if self.update is None else self.update.shell()
        question = f'if [ -n "$({self.describe.shell()} 2>/dev/null)" ]'
        return f"{question}; then\n  {there}\nelse\n  {self.create.shell()}\nfi"


@dataclass(frozen=True)
class Ask:
    """A query whose answer later commands use as ``${variable}``."""

    title: str
    variable: str
    command: Command

    @property
    def commands(self) -> tuple[Command, ...]:
        """Return every command that the step may run."""
        return (self.command,)

    def shell(self) -> str:
        """Return the step as lines for a shell."""
        answer = f'{self.variable}="$({self.command.shell()})"'
        return f'{answer}\n: "${{{self.variable}:?It printed no answer.}}"'


Step = Run | Ensure | Ask


def _quoted(argument: str) -> str:
    if not VARIABLE.search(argument):
        return shlex.quote(argument)
    return f'"{argument.translate(_SPECIAL_IN_DOUBLE_QUOTES)}"'
