"""Processes identified by a mark in their environment.

firebase-tools starts the Java emulators in their own process groups, and they outlive it when it is
killed; neither a process group nor a parent's id finds them all. Every process inherits an
environment variable.
"""

import os
import signal
import subprocess
import time
from pathlib import Path

VARIABLE = "FINANCEFLOW_STACK"
PROC = Path("/proc")
PAUSE_S = 0.05
ROUNDS = 300


def list_marked(mark: str) -> list[int]:
    """Return the ids of the live processes with the mark, except the caller's."""
    return list_carrying(f"{VARIABLE}={mark}")


def list_carrying(entry: str) -> list[int]:
    """Return the live processes with ``NAME=text`` in their environment, except the caller."""
    found = _list_by_proc(entry) if (PROC / "self/environ").exists() else _list_by_ps(entry)
    return [pid for pid in found if pid != os.getpid()]


def end_marked(mark: str) -> bool:
    """Kill every process with the mark, and return whether none is left.

    They are killed at once, because they hold nothing but memory, and because firebase-tools' own
    shutdown, when it is slow, kills every Pub/Sub emulator on the machine by name.
    """
    quiet_rounds = 0
    for _ in range(ROUNDS):
        marked = list_marked(mark)
        quiet_rounds = 0 if marked else quiet_rounds + 1
        # A process that is being started may appear only in the second listing.
        if quiet_rounds > 1:
            return True
        for pid in marked:
            _kill(pid)
        time.sleep(PAUSE_S)
    return False


def _list_by_proc(entry: str) -> list[int]:
    wanted = entry.encode()
    return [
        int(process.name)
        for process in PROC.iterdir()
        if process.name.isdigit() and wanted in _read_environment(process).split(b"\0")
    ]


def _read_environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        # Another user's process, or one that has just ended.
        return b""


def _list_by_ps(entry: str) -> list[int]:
    """List the processes by macOS's ps, which prints environments after the commands."""
    listing = subprocess.run(
        ["ps", "-axwwE", "-o", "pid=,command="], capture_output=True, text=True, check=True
    ).stdout
    return [int(line.split()[0]) for line in listing.splitlines() if entry in line.split()]


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
