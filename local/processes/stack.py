"""A set of processes that start together and are ended together."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from local.configuration import HOST
from local.errors import LocalStackError
from local.processes import marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import IO

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"


@dataclass(frozen=True)
class Stack:
    """The processes of a stack, their mark, and their scratch directory."""

    mark: str
    directory: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        directory: Path | None = None,
        output: IO[bytes] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a process of the stack that the terminal's Ctrl-C does not reach.

        ``environment`` is added to this process's environment. The process runs in ``directory``,
        by default the present one, and writes to ``output``, by default this process's.
        """
        process = subprocess.Popen(
            command,
            cwd=directory,
            env={**_clean(os.environ), **environment, marks.VARIABLE: self.mark},
            stdin=None if output is None else subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            start_new_session=True,
        )
        self.processes.append(process)
        return process


@contextmanager
def guarded() -> Iterator[Stack]:
    """Open an empty stack; when it closes, or this process dies, all of its processes end.

    Raises:
        LocalStackError: A process could not be ended.
    """
    mark = secrets.token_hex(8)
    directory = CACHE / f"stack-{mark}"
    directory.mkdir(parents=True)
    guard = _start_guard(mark, directory)
    stack = Stack(mark, directory)
    try:
        yield stack
    finally:
        guard.communicate()
        for process in stack.processes:
            process.wait()
    if guard.returncode:
        raise LocalStackError("Some processes of the local stack could not be ended.")


def _start_guard(mark: str, directory: Path) -> subprocess.Popen[bytes]:
    # The guard of a stack inside another stack must outlive the outer one's end.
    environment = {name: text for name, text in os.environ.items() if name != marks.VARIABLE}
    return subprocess.Popen(
        [sys.executable, "-m", "local.processes.guard", mark, str(directory)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    """Remove another stack's addresses, and exclude this machine from any proxy."""
    kept = {name: text for name, text in environment.items() if not _is_emulator_address(name)}
    exempt = ",".join(filter(None, [kept.get("NO_PROXY"), HOST, "localhost"]))
    return {**kept, "NO_PROXY": exempt, "no_proxy": exempt}


def _is_emulator_address(name: str) -> bool:
    return name.endswith("_EMULATOR_HOST")
