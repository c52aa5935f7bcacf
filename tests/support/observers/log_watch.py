"""Pytest plugin that fails a test if a secret is logged.

A test fails if a log line contains a token, an e-mail address or an amount, or if its standard
error contains a token or an address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from typing import Any

import pytest

from functions.http import request_log

_TOKEN = re.compile(r"eyJ[\w-]{8,}\.")
_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE)
_AMOUNT = re.compile(r"\d[.,]\d{2,3}\b")
_WITHOUT_AMOUNTS = frozenset({"milliseconds", "request_id", "run_id", "stack"})
"""Fields of a line whose numbers are not amounts, such as the version in a file's path."""

SECTIONS = ("Captured stderr", "Captured log")
"""Names of pytest's sections with the captured output of a test."""


def secrets_in(text: str) -> list[str]:
    """Return the tokens and e-mail addresses in a text."""
    return _TOKEN.findall(text) + _ADDRESS.findall(text)


def secrets_in_line(line: str) -> list[str]:
    """Return the tokens, addresses and amounts in a log line."""
    content: dict[str, Any] = json.loads(line)
    told = json.dumps({k: v for k, v in content.items() if k not in _WITHOUT_AMOUNTS})
    return secrets_in(line) + _AMOUNT.findall(told)


class LogWatch:
    """A plugin that examines every line that functions log in this process."""

    def __init__(self) -> None:
        self._print = request_log.print_line
        self._patch = pytest.MonkeyPatch()
        self._found: list[str] = []
        self.lines_seen = 0

    def pytest_sessionstart(self) -> None:
        """Start watching."""
        self._patch.setattr(request_log, "print_line", self._see)

    def pytest_sessionfinish(self) -> None:
        """Stop watching."""
        self._patch.undo()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Fail the test in which a secret was logged."""
        report = yield
        return self._judged(report, item)

    def _judged(self, report: pytest.TestReport, item: pytest.Item) -> pytest.TestReport:
        found, self._found = self._found, []
        for name, text in report.sections:
            if name.startswith(SECTIONS):
                found += [f"{name}: {secret}" for secret in secrets_in(text)]
        if found and report.outcome == "passed":
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} logged what may not be logged:\n" + "\n".join(found)
        return report

    def _see(self, line: str) -> None:
        self.lines_seen += 1
        self._found += [f"{secret} in {line}" for secret in secrets_in_line(line)]
        self._print(line)
