"""Clients that are generated from openapi.json, and the journeys that use them, checked strictly.

Generated code is not committed. It is kept below ``.cache``, by a hash of all that it is made from,
so a second run of the tests neither generates nor compiles anything.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from local.processes.stack import CACHE, ROOT

_CLIENTS = ROOT / "tests/clients"
_NODE_TOOLS = ROOT / "node_modules/.bin"
_OPENAPI, _LIVE = ROOT / "openapi.json", ROOT / "clients/live.ts"
_PINS = (ROOT / "requirements-dev.txt", ROOT / "package-lock.json")

PYTHON_JOURNEY = _CLIENTS / "journey.py"


def python_client() -> Path:
    """Return the directory with the package of the Python client, with which its journey compiles.

    Raises:
        AssertionError: The document cannot be generated from, or a type is wrong.
    """
    config = _CLIENTS / "python.yml"
    return _built("python", (_OPENAPI, config, PYTHON_JOURNEY, _PINS[0]), _build_python)


def typescript_journey() -> Path:
    """Return the compiled journey in TypeScript, beside the compiled client.

    Raises:
        AssertionError: As for the Python client.
    """
    sources = (*sorted(_CLIENTS.glob("*.ts")), *_configurations(), _OPENAPI, _LIVE, _PINS[1])
    return _built("typescript", sources, _build_typescript) / "journey.js"


def _build_python(directory: Path) -> None:
    _run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning"),
            *("--path", str(_OPENAPI), "--config", str(_CLIENTS / "python.yml")),
            *("--meta", "none", "--output-path", str(directory / "financeflow_client")),
        ],
        directory,
    )
    strictly = ["--strict", "--config-file=", f"--cache-dir={CACHE / 'clients/mypy'}"]
    _run(
        [sys.executable, "-m", "mypy", *strictly, str(PYTHON_JOURNEY)],
        directory,
        {"MYPYPATH": str(directory)},
    )


def _build_typescript(directory: Path) -> None:
    for path in (*_CLIENTS.glob("*.ts"), *_configurations(), _OPENAPI, _LIVE):
        shutil.copy(path, directory)
    (directory / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    _run([str(_NODE_TOOLS / "openapi-ts"), "-f", "openapi-ts.mjs", "-s"], directory)
    # The client's own runtime does not compile with exactOptionalPropertyTypes; its types do.
    # One process compiles both, and reads the declarations of the platform once.
    _run([str(_NODE_TOOLS / "tsc"), "--build", "tsconfig.journey.json"], directory)


def _configurations() -> list[Path]:
    return [*sorted(_CLIENTS.glob("tsconfig.*.json")), _CLIENTS / "openapi-ts.mjs"]


def _built(name: str, sources: Sequence[Path], build: Callable[[Path], None]) -> Path:
    """Return the directory that has been built from these sources; a failure leaves none."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    built = CACHE / "clients" / f"{name}-{digest.hexdigest()[:16]}"
    if not built.exists():
        unfinished = built.with_name(f"unfinished-{secrets.token_hex(8)}")
        unfinished.mkdir(parents=True)
        try:
            build(unfinished)
            for older in built.parent.glob(f"{name}-*"):
                shutil.rmtree(older)
            unfinished.rename(built)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return built


def _run(
    command: Sequence[str], directory: Path, environment: Mapping[str, str] | None = None
) -> None:
    done = subprocess.run(
        command,
        cwd=directory,
        env=os.environ | (environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
