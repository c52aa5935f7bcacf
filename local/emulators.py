"""Start of the Auth, Firestore and Pub/Sub emulators."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local import toolchain
from local.configuration import HOST
from local.errors import LocalStackError
from local.processes import loopback, ports
from local.processes.stack import ROOT

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from local.configuration import Configuration
    from local.processes.stack import Stack

FIREBASE = ROOT / "node_modules/.bin/firebase"
EMULATORS_START = (str(FIREBASE), "emulators:start")
LAZY_VALIDATORS = ROOT / "local/lazy_validators.cjs"
LINK_TO_PROJECT = "project"
CONFIG_NAME = "firebase.json"
EMULATORS = "auth,firestore,pubsub"

START_TIMEOUT_S = 300
DOWNLOAD_TIMEOUT_S = 900
POLL_S = 0.1
LOG_NAME = "firebase-tools.log"
LOG_TAIL_LINES = 15


@dataclass(frozen=True)
class _Start:
    """The started firebase-tools process and its log file."""

    process: subprocess.Popen[bytes]
    log: Path


def start(stack: Stack, configuration: Configuration, say: Callable[[str], None]) -> None:
    """Start the emulators as part of the stack, and return when all of them answer.

    Raises:
        LocalStackError: A program is missing, or an emulator does not start.
    """
    begin(stack, configuration, say)()


def begin(
    stack: Stack, configuration: Configuration, say: Callable[[str], None]
) -> Callable[[], None]:
    """Begin to start the emulators, and return a function that waits until all of them answer.

    Raises:
        LocalStackError: A program is missing; when waiting: an emulator does not start.
    """
    if not FIREBASE.exists():
        raise LocalStackError("firebase-tools is not installed: run `npm ci --omit=optional`.")
    java = toolchain.find_java()
    programs = [toolchain.find_firestore(), toolchain.find_pubsub()]
    for part in (java, *programs):
        say(str(part))
    logging = stack.directory / "logging.properties"
    toolchain.write_logging_configuration(logging)
    environment = {**java.environment(logging), **_write_shims(stack.directory, *programs)}
    begun = _start(stack, configuration, environment)
    complete = all(program.path for program in programs)
    timeout_s = START_TIMEOUT_S if complete else DOWNLOAD_TIMEOUT_S
    return lambda: _wait(configuration, begun, timeout_s)


def _write_shims(
    directory: Path, firestore: toolchain.Program, pubsub: toolchain.Program
) -> dict[str, str]:
    """Write the programs that firebase-tools starts as emulators, and return its variables."""
    shims = {}
    if firestore.path:
        jar = directory / "firestore-emulator.jar"
        toolchain.write_firestore_jar(jar, firestore.path)
        shims[toolchain.FIRESTORE_VARIABLE] = str(jar)
    if pubsub.path:
        launcher = directory / "pubsub-emulator"
        toolchain.write_pubsub_launcher(launcher, pubsub.path)
        shims[toolchain.PUBSUB_VARIABLE] = str(launcher)
    return shims


def _start(stack: Stack, configuration: Configuration, environment: dict[str, str]) -> _Start:
    """Start firebase-tools in a directory of its own."""
    directory = stack.directory / "firebase-tools"
    directory.mkdir()
    config = str(_write_config(directory, configuration))
    with (directory / LOG_NAME).open("wb") as log:
        process = stack.start(
            [
                *EMULATORS_START,
                "--config",
                config,
                "--only",
                EMULATORS,
                "--project",
                configuration.project,
            ],
            {**environment, **_node_environment(directory)},
            directory=directory,
            output=log,
        )
    return _Start(process, directory / LOG_NAME)


def _node_environment(directory: Path) -> dict[str, str]:
    """Return the variables that make firebase-tools start fast and separate from other stacks.

    It finds other stacks of the same project by a file in the temporary directory. The Auth
    emulator compiles its validators when they are needed: all of them together take 11 of the 14
    seconds of processor time of its start.
    """
    options = f'--require "{LAZY_VALIDATORS}" {os.environ.get("NODE_OPTIONS", "")}'
    return {"TMPDIR": str(directory), "NODE_OPTIONS": options.strip()}


def _write_config(directory: Path, configuration: Configuration) -> Path:
    """Write the project's firebase.json with this stack's ports.

    firebase-tools reads no file outside the directory of the configuration; a link leads to the
    rules, which it reloads when they change.
    """
    (directory / LINK_TO_PROJECT).symlink_to(ROOT, target_is_directory=True)
    project = json.loads((ROOT / CONFIG_NAME).read_text(encoding="utf-8"))
    config = configure(project, configuration, ports.find_free(3))
    path = directory / CONFIG_NAME
    path.write_text(json.dumps(config), encoding="utf-8")
    return path


def configure(
    project: dict[str, dict[str, object]], configuration: Configuration, spare_ports: list[int]
) -> dict[str, object]:
    """Return the emulators' configuration; the spare ports are for firebase-tools' own servers."""
    hub, logging, websocket = spare_ports
    return {
        "firestore": {"rules": f"{LINK_TO_PROJECT}/{project['firestore']['rules']}"},
        "emulators": {
            **project["emulators"],
            "auth": {"host": HOST, "port": configuration.auth_port},
            "firestore": {
                "host": HOST,
                "port": configuration.firestore_port,
                "websocketPort": websocket,
            },
            "pubsub": {"host": HOST, "port": configuration.pubsub_port},
            "hub": {"host": HOST, "port": hub},
            "logging": {"host": HOST, "port": logging},
        },
    }


def _wait(configuration: Configuration, begun: _Start, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    waiting = [configuration.auth_port, configuration.firestore_port, configuration.pubsub_port]
    while waiting:
        if begun.process.poll() is not None or time.monotonic() > deadline:
            raise LocalStackError(_explain_failure(begun.log))
        waiting = [port for port in waiting if not loopback.answers(port)]
        time.sleep(POLL_S)


def _explain_failure(log: Path) -> str:
    text = log.read_text(encoding="utf-8", errors="replace")
    tail = "\n".join(text.strip().splitlines()[-LOG_TAIL_LINES:])
    return (
        "The emulators did not start. Where firebase-tools cannot download them, install the Google"
        " Cloud SDK with its components cloud-firestore-emulator and pubsub-emulator."
        f" firebase-tools said:\n{tail}"
    )
