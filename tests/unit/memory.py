"""Measure the memory that iterating takes."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable

NOISE = 1_000_000
"""Bytes that two measurements of the same work may differ by.

All allocations of the process are counted, those of its other threads too (the test runner's,
and what a garbage collection sets free); records that are kept take several times as much.
"""


def peak_bytes(values: Iterable[object]) -> int:
    """Return the peak memory of iterating over values without keeping them, in bytes."""
    tracemalloc.start()
    try:
        for _ in values:
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
