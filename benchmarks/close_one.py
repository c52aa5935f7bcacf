"""Close one month and print its time and memory: ``python -m benchmarks.close_one TENANT MONTH``.

``cpu_seconds`` are this process's own, without the emulator's. ``peak_bytes`` is the maximum
memory of the process, ``before_bytes`` the maximum before closing.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.cpu import timed
from benchmarks.ledgers import ensure, store_of
from shared.models.people.access import TenantRef
from shared.models.values.dates import Month
from shared.models.values.identifiers import new_id
from shared.services.reports.rollup import close_ended

_STATUS = Path("/proc/self/status")
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


def main(path: str, month: str) -> None:
    """Close the month; the tenant is read first, so that connecting is not measured."""
    store = store_of(TenantRef.parse(path))
    store.tenant.get()
    before_bytes = _peak_bytes()
    with timed() as taken:
        [closed] = close_ended(store, Month.parse(month), new_id(), lambda: datetime.now(UTC))
    ensure(not closed.has_drift, "every sum equals the transactions")
    measured = {
        "seconds": taken.wall_s,
        "cpu_seconds": taken.cpu_s,
        "before_bytes": before_bytes,
        "peak_bytes": _peak_bytes(),
    }
    print(json.dumps(measured))


def _peak_bytes() -> int:
    """Return the maximum memory of this process; without /proc, as macOS counts it."""
    if _STATUS.exists() and (peak := _PEAK.search(_STATUS.read_text())):
        return int(peak[1]) * 1024
    # On Linux this would include the memory of the process that started this one.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(*sys.argv[1:])
