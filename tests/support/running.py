"""The functions served on a port of this machine, with pushed messages of their topics."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import requests

from local import pubsub
from local.configuration import Configuration
from local.processes import commands, ports
from tests.support.unlimited import UNLIMITED

_START_TIMEOUT_S = 180
_POLL_S = 0.1
_TIMEOUT_S = 120


@dataclass(frozen=True)
class Running:
    """Functions served at ``url``.

    ``log`` has their standard output, ``errors`` their standard error. ``pid`` is the process that
    started the one that answers.
    """

    url: str
    log: Path
    errors: Path
    pid: int


@contextlib.contextmanager
def running_functions() -> Iterator[Running]:
    """Serve every function with the emulators of the environment, until the block ends."""
    configuration = Configuration(
        port=ports.find_free(1)[0],
        pubsub_port=int(os.environ["PUBSUB_EMULATOR_HOST"].rpartition(":")[2]),
        project=os.environ["GOOGLE_CLOUD_PROJECT"],
    )
    with tempfile.TemporaryDirectory() as directory:
        log, errors = Path(directory, "functions.log"), Path(directory, "errors.log")
        with log.open("wb") as output, errors.open("wb") as error_output:
            process = subprocess.Popen(
                commands.serve_functions(configuration.port),
                stdout=output,
                stderr=error_output,
                env={**os.environ, **UNLIMITED},
            )
            try:
                _wait_until_served(configuration.url, process)
                pubsub.create_topics(configuration)
                pubsub.create_push_subscriptions(configuration)
                yield Running(configuration.url, log, errors, process.pid)
            finally:
                _remove_push_subscriptions(configuration)
                process.terminate()
                process.wait()


def _wait_until_served(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_S
    while True:
        try:
            requests.get(url, timeout=_TIMEOUT_S)
        except requests.ConnectionError:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(_POLL_S)
        else:
            return


def _remove_push_subscriptions(configuration: Configuration) -> None:
    subscriptions = f"projects/{configuration.project}/subscriptions"
    host = os.environ["PUBSUB_EMULATOR_HOST"]
    for topic in pubsub.FUNCTION_OF_TOPIC:
        name = f"{subscriptions}/{pubsub.subscription_of(topic)}"
        requests.delete(f"http://{host}/v1/{name}", timeout=_TIMEOUT_S)
