"""Peak memory of this process, as Linux counts it; C and Rust extensions included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PEAK, _RESIDENT = "VmHWM", "VmRSS"
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass
class Peak:
    """The most memory that a block took in addition to what the process had before."""

    added_bytes: int = 0


@contextmanager
def peak_memory() -> Iterator[Peak]:
    """Measure the block (proc(5): writing 5 to clear_refs resets the peak of resident memory)."""
    peak = Peak()
    _RESET.write_text("5", encoding="ascii")
    before = _read(_RESIDENT)
    try:
        yield peak
    finally:
        peak.added_bytes = _read(_PEAK) - before


def _read(name: str) -> int:
    match = re.search(rf"{name}:\s+(\d+) kB", _STATUS.read_text(encoding="ascii"))
    if match is None:
        raise RuntimeError(f"{_STATUS} has no {name}.")
    return int(match[1]) * 1024
