"""Run the commands of the README and of docs/ against ``make run`` on other ports."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from local.configuration import Configuration
from local.processes.stack import ROOT

_BLOCK = re.compile(r"```sh\n(?P<commands>.*?)```\n(?:\n```\n(?P<shown>.*?)```\n)?", re.DOTALL)
PAGES = ("README.md", "docs/tour.md", "docs/people.md")
"""The pages with commands; each page can be run by itself, and again."""

_END_OF_STEP = "--- end of the step ---"
_PATIENCE_S = 600

_NAMED_AT_RANDOM = {
    r"\b[0-9A-HJKMNP-TV-Z]{26}\b": "ID",
    r"\b[0-9a-f]{32}\b": "HASH",
    r"\b[0-9A-Za-z]{28}\b": "UID",
    r"\d{4}-\d\d-\d\dT[\d:.]+Z": "INSTANT",
    r"-\d{11,}@": "-RUN@",
}
_OF_SAMPLES = (
    *("year", "month", "from", "to", "savings_rate", "rates_as_of"),
    *("total_income", "total_expenses", "net_savings", "assets", "liabilities", "net_worth"),
    *("transactions", "changes", "months", "payees", "imports", "summaries", "chunks", "mappings"),
)
"""Names of values that depend on the samples of a demo and on the rates, and so on the day."""

_NUMBER_OF_SAMPLES = re.compile(rf"""(["'](?:{"|".join(_OF_SAMPLES)})["']: ?["']?)[\d.-]+""")


@dataclass(frozen=True)
class Step:
    """Commands of one block, and the last lines of their output on the page."""

    commands: str
    shown: str


def read_steps(page: str) -> list[Step]:
    """Return a page's blocks of commands in their order, in which they depend on each other."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [Step(found["commands"], found["shown"] or "") for found in _BLOCK.finditer(text)]


def carry_out(steps: list[Step], configuration: Configuration, directory: Path) -> list[str]:
    """Run all steps in one shell, as a reader does, and return their outputs."""
    usual = Configuration()
    script = f"\necho; echo '{_END_OF_STEP}'\n".join(step.commands for step in steps)
    for usual_port, port in (
        (usual.port, configuration.port),
        (usual.auth_port, configuration.auth_port),
    ):
        script = script.replace(f":{usual_port}", f":{port}")
    # The commands start python3 a hundred times; a version manager's takes twice as long to start.
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["bash"],
        env={**os.environ, "PATH": path},
        input=f"{script}\ntrue  # The last command may print a problem.\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=directory,
        timeout=_PATIENCE_S,
        text=True,
        check=True,
    )
    return done.stdout.split(f"{_END_OF_STEP}\n")


def lines_of(text: str) -> list[str]:
    """Return the lines of an output, with placeholders for random values."""
    for pattern, name in _NAMED_AT_RANDOM.items():
        text = re.sub(pattern, name, text)
    text = _NUMBER_OF_SAMPLES.sub(r"\1#", text)
    return [line.rstrip() for line in text.splitlines() if line.strip()]
