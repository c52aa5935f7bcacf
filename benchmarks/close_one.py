"""``python -m benchmarks.close_one TENANT MONTH``: closes one month and prints what it took.

``cpu_seconds`` are this process's own, without the emulator's.
``peak_bytes`` is the most memory the process ever had, ``before_bytes`` the most before closing.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.ledgers import ensure, store_of
from shared.models.people.access import TenantRef
from shared.models.values.dates import Month
from shared.models.values.identifiers import new_id
from shared.services.reports.rollup import close_month

_STATUS = Path("/proc/self/status")
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


def main(path: str, month: str) -> None:
    """Close the month; the tenant is read first, so that the connection is there."""
    store = store_of(TenantRef.parse(path))
    store.tenant.get()
    before_bytes = _peak_bytes()
    started, cpu_started = time.perf_counter(), time.process_time()
    closed = close_month(store, Month.parse(month), new_id(), lambda: datetime.now(UTC))
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu_started
    ensure(closed and not closed.has_drift, "every sum equals the transactions")
    measured = {
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "before_bytes": before_bytes,
        "peak_bytes": _peak_bytes(),
    }
    print(json.dumps(measured))


def _peak_bytes() -> int:
    """The most memory this process had at once; without /proc, as macOS counts it."""
    if _STATUS.exists() and (peak := _PEAK.search(_STATUS.read_text())):
        return int(peak[1]) * 1024
    # Linux would count in what the process had that started this one.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(*sys.argv[1:])
