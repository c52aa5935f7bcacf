"""The watch over the log sees what it is there to see."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from functions.http.request_log import write_line
from tests.support.observers.log_watch import LogWatch, secrets_in, secrets_in_line

ROOT = Path(__file__).parents[3]
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "message", [f"sent {TOKEN}", "of ada@example.com", "of 98765.43", "of 98.765,43", "KWD 1.250"]
)
def test_a_secret_in_a_line_is_seen(message: str) -> None:
    assert secrets_in_line(json.dumps({"severity": "INFO", "message": message}))


def test_a_token_or_an_address_is_seen_in_any_text_and_in_any_field() -> None:
    assert secrets_in(f"Traceback: {TOKEN}")
    assert secrets_in("KeyError: 'ada.l+x@mail.example.com'")
    assert secrets_in_line(json.dumps({"stack": [TOKEN]}))


def test_what_a_line_says_otherwise_is_no_secret() -> None:
    line = {
        "message": "GET monthlyReport 200",
        "milliseconds": 12.34,
        "request_id": "1.23-4.567",
        "stack": ["/lib/python3.11/site-packages/x.py:1.25 run"],
        "documents_read": 3,
        "month": "2026-03",
        "uid_hash": "0f9a",
    }
    assert secrets_in_line(json.dumps(line)) == []


def test_every_line_of_this_process_is_watched(request: pytest.FixtureRequest) -> None:
    [watch] = [p for p in request.config.pluginmanager.get_plugins() if isinstance(p, LogWatch)]
    before = watch.lines_seen

    write_line("INFO", "nothing of note")

    assert watch.lines_seen == before + 1


CONFTEST = """
from tests.support.observers.log_watch import LogWatch

def pytest_configure(config):
    config.pluginmanager.register(LogWatch())
"""
TESTS = """
import sys
from functions.http.request_log import write_line

def test_silent():
    write_line("INFO", "nothing of note")

def test_an_amount(capsys):
    write_line("INFO", "98765.43")
    capsys.readouterr()

def test_an_address():
    print("ada@example.com", file=sys.stderr)
"""


def test_the_test_that_logs_a_secret_fails(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_them.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-rA", "-p", "no:xdist", f"--rootdir={tmp_path}"]

    done = subprocess.run(
        [*command, "-c", "pytest.ini", "."],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    outcomes = re.findall(r"^(PASSED|FAILED) test_them.py::(\w+)", done.stdout, re.MULTILINE)
    assert sorted(outcomes) == [
        ("FAILED", "test_an_address"),
        ("FAILED", "test_an_amount"),
        ("PASSED", "test_silent"),
    ], done.stdout
