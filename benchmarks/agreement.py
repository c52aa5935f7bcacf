"""Compare two runs of ``make bench``: ``python -m benchmarks.agreement FIRST.json SECOND.json``.

It prints every ratio and rate of both, and exits with 1 when one differs by more than 5 %.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

MAX_DIFFERENCE = 0.05


def main(first: str, second: str) -> int:
    """Print the values of both runs beside each other."""
    before, after = (_rows(Path(path)) for path in (first, second))
    differences = {name: _difference(before[name], after[name]) for name in before if name in after}
    for name, difference in differences.items():
        mark = "" if difference <= MAX_DIFFERENCE else "  TOO FAR"
        print(f"{before[name]:10.3f} {after[name]:10.3f} {difference:6.1%}  {name}{mark}")
    return int(any(difference > MAX_DIFFERENCE for difference in differences.values()))


def _rows(path: Path) -> dict[str, float]:
    """Return the value of each row that has a numeric target, or is a ratio for information."""
    rows: list[dict[str, Any]] = json.loads(path.read_text())
    return {row["what"]: row["numbers"]["value"] for row in rows if "value" in row["numbers"]}


def _difference(first: float, second: float) -> float:
    """Return the difference of two values, relative to the smaller one."""
    return max(first, second) / min(first, second) - 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
