"""Every test that docs/security.md relies on exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.support.cases import for_each

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DOCUMENT)))


@for_each(("path", "name"), NAMED)
def test_a_test_that_the_threat_model_names_exists(path: str, name: str) -> None:
    module = ast.parse((ROOT / path).read_text(encoding="utf-8"))

    assert name in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}


def test_every_threat_names_a_test() -> None:
    section = DOCUMENT.partition("## Threats")[2].partition("## Residual risks")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    threats = [row for row in rows if not re.match(r"\| (threat|---) ", row)]

    assert len(threats) > 30
    assert [row for row in threats if "`tests/" not in row.rpartition(" | ")[2]] == []
