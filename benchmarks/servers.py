"""Functions served as in production: functions-framework's command, and the requirements alone."""

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

from local.configuration import HOST
from local.ports import find_free
from tests.deploy.staging import Stage
from tests.support.unlimited import UNLIMITED

BARE = Path(__file__).parent / "bare"
THREADS = 8
PATIENCE_S = 60.0
_POLL_EVERY_S = 0.001
_GRACE_S = 10.0


@dataclass(frozen=True)
class Target:
    """A function to serve: its source file and how it is called."""

    name: str
    source: Path
    signature_type: str = "http"


@dataclass(frozen=True)
class Ask:
    """One request, and the status of its right answer."""

    method: str = "GET"
    path: str = "/"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    def send(self, connection: HTTPConnection) -> bytes:
        """Send the request and give the answer's body.

        Raises:
            RuntimeError: It was answered with another status.
        """
        connection.request(self.method, self.path, self.body, dict(self.headers))
        response = connection.getresponse()
        body = response.read()
        if response.status != self.status:
            raise RuntimeError(f"{self.method} {self.path}: {response.status} {body.decode()}")
        return body


def deployed(stage: Stage, function: str, signature_type: str = "http") -> Target:
    """One of the deployed functions."""
    return Target(function, stage.source / "main.py", signature_type)


def bare(name: str) -> Target:
    """One of the functions to compare with."""
    return Target(name, BARE / f"{name}.py")


@contextmanager
def served(stage: Stage, target: Target) -> Iterator[int]:
    """Serve a function until the block ends; its port, where nothing may listen yet."""
    [port] = find_free(1)
    process = _start(stage, target, port)
    try:
        yield port
    finally:
        _end(process)


def first_answer(port: int, ask: Ask) -> bytes:
    """The answer of a server that may still be starting, as soon as there is one.

    Raises:
        TimeoutError: Nothing listens after a minute.
    """
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        connection = HTTPConnection(HOST, port, timeout=PATIENCE_S)
        try:
            connection.connect()
        except ConnectionRefusedError:
            time.sleep(_POLL_EVERY_S)
            continue
        try:
            return ask.send(connection)
        finally:
            connection.close()
    raise TimeoutError(f"Nothing listens on port {port} after {PATIENCE_S} s.")


def environment() -> dict[str, str]:
    """The environment of a served function: this one, with the threads of a deployment."""
    return {**os.environ, **UNLIMITED, "THREADS": str(THREADS)}


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
    """End a server and its workers, which are a process group of their own."""
    process.terminate()
    try:
        process.wait(_GRACE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
