"""Peak memory of a process, as Linux counts it; C and Rust extensions included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PEAK, _RESIDENT = "VmHWM", "VmRSS"


@dataclass(frozen=True)
class MemoryOf:
    """The memory of a process of this user (proc(5)); by default of this one."""

    pid: int | str = "self"

    def resident_bytes(self) -> int:
        """Return the memory that the process has now."""
        return self._read(_RESIDENT)

    def peak_bytes(self) -> int:
        """Return the most that it had since its peak was forgotten."""
        return self._read(_PEAK)

    def forget_peak(self) -> None:
        """Let the peak begin at the memory of now: what writing 5 to clear_refs does."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5", encoding="ascii")

    def _read(self, name: str) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        match = re.search(rf"{name}:\s+(\d+) kB", status)
        if match is None:
            raise RuntimeError(f"The status of process {self.pid} has no {name}.")
        return int(match[1]) * 1024


@dataclass
class Peak:
    """The most memory that a block took in addition to what the process had before."""

    added_bytes: int = 0


@contextmanager
def peak_memory() -> Iterator[Peak]:
    """Measure the block in this process."""
    peak, memory = Peak(), MemoryOf()
    memory.forget_peak()
    before = memory.resident_bytes()
    try:
        yield peak
    finally:
        peak.added_bytes = memory.peak_bytes() - before
