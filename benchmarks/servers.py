"""Serve functions as in production: by functions-framework, with their requirements alone."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.cpu import cpu_seconds
from local.configuration import HOST
from local.processes.ports import find_free
from tests.deploy.staging import Stage
from tests.support.unlimited import UNLIMITED

BARE = Path(__file__).parent / "bare"
THREADS = 8
_TIMEOUT_S = 60.0
_POLL_EVERY_S = 0.001
_GRACE_S = 10.0


@dataclass(frozen=True)
class Target:
    """A function to serve: its name, source file, and signature type."""

    name: str
    source: Path
    signature_type: str = "http"


@dataclass(frozen=True)
class Ask:
    """One request, and the status of a correct answer."""

    method: str = "GET"
    path: str = "/"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    def send(self, connection: HTTPConnection) -> bytes:
        """Send the request, and return the body of the answer.

        Raises:
            RuntimeError: The answer has another status.
        """
        connection.request(self.method, self.path, self.body, dict(self.headers))
        response = connection.getresponse()
        body = response.read()
        if response.status != self.status:
            raise RuntimeError(f"{self.method} {self.path}: {response.status} {body.decode()}")
        return body


def deployed(stage: Stage, function: str, signature_type: str = "http") -> Target:
    """Return the target of a deployed function."""
    return Target(function, stage.source / "main.py", signature_type)


def bare(name: str) -> Target:
    """Return the target of a minimal function to compare with."""
    return Target(name, BARE / f"{name}.py")


@dataclass(frozen=True)
class Served:
    """A function that is being served: its port, and the process that started its workers."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Return the CPU time that the server and its workers have taken."""
        return cpu_seconds(self.pid)


@contextmanager
def served(stage: Stage, target: Target) -> Iterator[Served]:
    """Serve a function until the block ends; when it begins, nothing may listen yet."""
    [port] = find_free(1)
    process = _start(stage, target, port)
    try:
        yield Served(port, process.pid)
    finally:
        _end(process)


def first_answer(port: int, ask: Ask) -> bytes:
    """Return the answer of a server that may still be starting, as soon as it listens.

    Raises:
        TimeoutError: Nothing listens after a minute.
    """
    deadline = time.monotonic() + _TIMEOUT_S
    while time.monotonic() < deadline:
        connection = HTTPConnection(HOST, port, timeout=_TIMEOUT_S)
        try:
            connection.connect()
        except ConnectionRefusedError:
            time.sleep(_POLL_EVERY_S)
            continue
        try:
            return ask.send(connection)
        finally:
            connection.close()
    raise TimeoutError(f"Nothing listens on port {port} after {_TIMEOUT_S} s.")


def environment() -> dict[str, str]:
    """Return the environment of a served function: this one, with a deployment's threads."""
    return {**os.environ, **UNLIMITED, "RATES_HOSTS": "", "THREADS": str(THREADS)}


def _start(stage: Stage, target: Target, port: int) -> subprocess.Popen[Any]:
    command = [
        str(stage.venv / "bin/functions-framework"),
        f"--target={target.name}",
        f"--source={target.source}",
        f"--signature-type={target.signature_type}",
        f"--host={HOST}",
        f"--port={port}",
    ]
    return subprocess.Popen(
        command,
        cwd=target.source.parent,
        env=environment(),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end(process: subprocess.Popen[Any]) -> None:
    """End a server and its workers, which are a separate process group."""
    process.terminate()
    try:
        process.wait(_GRACE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
