"""Send the requests that try to cost too much, and print what each cost: ``make attack``.

``python -m local.exec python -m tests.attack [--quick] [WORD…]`` sends those whose names have one
of the words. It needs Linux. Progress goes to standard error, the table to standard output. The
exit status is 1 when a limit is exceeded or an answer is not the expected one.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

from tests.attack.lists import ATTACKS
from tests.attack.results import Result, to_markdown
from tests.attack.run import attacked, measure
from tests.support.unlimited import UNLIMITED


def main(arguments: list[str]) -> int:
    """Make the chosen attacks, and print the table."""
    asked = _parser().parse_args(arguments)
    chosen = [
        attack
        for attack in ATTACKS
        if (attack.is_quick or not asked.quick)
        and (not asked.words or any(word in attack.name for word in asked.words))
    ]
    for name, rate in UNLIMITED.items():
        os.environ.setdefault(name, rate)
    results: list[Result] = []
    # The functions that this process calls write their log to standard output.
    with Path(os.devnull).open("w") as log, redirect_stdout(log), attacked() as target:
        for attack in chosen:
            results.append(measure(target, attack))
            print(" | ".join(results[-1].cells()), file=sys.stderr, flush=True)
    print(to_markdown(results))
    return 1 if any(fault for result in results for fault in result.faults()) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD", help="words of names of attacks")
    parser.add_argument("--quick", action="store_true", help="those that the test suite makes")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
