"""Makes of the project what a deployment makes of it: its uploaded files and its requirements."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from local.processes import ports

ROOT = Path(__file__).resolve().parents[2]
_COMPILED_UNCHECKED = ("--invalidation-mode", "unchecked-hash", "-qq", "-j", "0")
PATIENCE_S = 180.0
"""How long a busy machine may take to load a function."""


def uploaded(root: Path = ROOT) -> list[Path]:
    """Return the files gcloud uploads of a folder, relative to it, sorted.

    ``.gcloudignore`` has the syntax and meaning of ``.gitignore``; a folder that is left out is
    not looked into.
    """
    spec = GitIgnoreSpec.from_lines((root / ".gcloudignore").read_text().splitlines())
    return sorted(_let_in(spec, root, Path()))


def _let_in(spec: GitIgnoreSpec, root: Path, folder: Path) -> Iterator[Path]:
    for entry in (root / folder).iterdir():
        path = folder / entry.name
        if entry.is_dir():
            if not spec.match_file(f"{path.as_posix()}/"):
                yield from _let_in(spec, root, path)
        elif not spec.match_file(path.as_posix()):
            yield path


@dataclass(frozen=True)
class Stage:
    """The uploaded files in a folder of their own, and an environment of their requirements."""

    source: Path
    venv: Path

    @contextmanager
    def serving(
        self, target: str, signature_type: str, env: Mapping[str, str]
    ) -> Iterator["Served"]:
        """Serve one function as production does, until the block ends.

        Raises:
            TimeoutError: when it does not listen within ``PATIENCE_S``.
            RuntimeError: when it ends by itself; the message holds what it wrote.
        """
        [port] = ports.find_free(1)
        log = self.source.parent / f"{target}.log"
        command = [
            *(str(self.venv / "bin" / "functions-framework"), "--target", target),
            *("--source", "main.py", "--signature-type", signature_type),
        ]
        own = {"PORT": str(port), "HOST": "127.0.0.1", "PATH": os.environ["PATH"]}
        with (
            log.open("wb") as output,
            subprocess.Popen(
                command, cwd=self.source, env={**own, **env}, stdout=output, stderr=output
            ) as process,
        ):
            try:
                _wait_until_listening(process, port, log)
                yield Served(port, log)
            finally:
                _end(process)


@dataclass(frozen=True)
class Served:
    """A function that is being served: where, and where it writes its log."""

    port: int
    log: Path

    def ask(
        self,
        method: str,
        path: str = "/",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> "Answer":
        """Send one request and return its answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        with closing(connection):
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            media_type = (response.getheader("Content-Type") or "").partition(";")[0]
            return Answer(response.status, media_type, response.read().decode(), self.log)


@dataclass(frozen=True)
class Answer:
    """Answer of a function."""

    status: int
    media_type: str
    text: str
    log: Path

    def __str__(self) -> str:
        return f"{self.status} {self.media_type}\n{self.text}\n{self.log.read_text()}"


def stage(folder: Path, root: Path = ROOT, *, compiled: bool = False) -> Stage:
    """Copy what is uploaded into an empty folder, and install its requirements beside it.

    With ``compiled`` both are compiled, as by the buildpack of Cloud Functions
    (pkg/python/python.go and cmd/python/functions_framework/main.go in
    github.com/GoogleCloudPlatform/buildpacks).
    """
    source = folder / "source"
    for path in uploaded(root):
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / path, source / path)
    venv = folder / "venv"
    uv = str(Path(sys.executable).parent / "uv")
    _run(uv, "venv", "--quiet", "--python", sys.executable, str(venv))
    pins = str(source / "requirements.txt")
    _run(uv, "pip", "install", "--quiet", "--require-hashes", "-p", str(venv), "-r", pins)
    if compiled:
        compiler = (str(venv / "bin" / "python"), "-m", "compileall")
        _run(*compiler, *_COMPILED_UNCHECKED, str(venv))
        _run(*compiler, "-f", "-q", str(source))
    return Stage(source, venv)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr}")


def _wait_until_listening(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"It ended with status {process.returncode}.\n{log.read_text()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"Nothing listens after {PATIENCE_S} s.\n{log.read_text()}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a server and, through it, its workers."""
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
