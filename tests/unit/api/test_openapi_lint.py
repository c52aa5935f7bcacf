"""The linter of OpenAPI documents finds nothing in openapi.json, by the rules of redocly.yaml."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[3]
_QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def test_redocly_finds_no_error_and_no_warning() -> None:
    done = subprocess.run(
        ["node_modules/.bin/redocly", "lint", "--format=json", "openapi.json"],
        cwd=ROOT,
        env=os.environ | _QUIET,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout, done.stderr
    found = json.loads(done.stdout[done.stdout.index("{") :])
    assert found["problems"] == []
    assert found["totals"] == {"errors": 0, "warnings": 0, "ignored": 1}
