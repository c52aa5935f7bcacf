"""Signals that ask a command to stop."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SHELL_OFFSET = 128
"""Shells report a command ended by signal n as 128 + n."""


def on_signals(act: Callable[[int], None]) -> None:
    """Call ``act`` with the number of every stopping signal from now on."""

    def handle(signum: int, _frame: FrameType | None) -> None:
        act(signum)

    for signum in SIGNALS:
        signal.signal(signum, handle)


def ignore_signals() -> None:
    """Let nothing interrupt what is already stopping."""
    for signum in SIGNALS:
        signal.signal(signum, signal.SIG_IGN)


def leave(signum: int) -> None:
    """Unwind the program, closing what is open, whatever further signals arrive.

    Raises:
        SystemExit: Always, with the status a shell gives such an end.
    """
    ignore_signals()
    raise SystemExit(SHELL_OFFSET + signum)


@contextmanager
def ends_quietly() -> Iterator[None]:
    """Take a stopping signal inside as the normal end of what is inside."""
    on_signals(leave)
    try:
        yield
    except SystemExit:
        return
    finally:
        ignore_signals()
