"""Handling of signals that ask a command to stop."""

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
    """Call ``act`` with the number of each stop signal from now on."""

    def handle(signum: int, _frame: FrameType | None) -> None:
        act(signum)

    for signum in SIGNALS:
        signal.signal(signum, handle)


def ignore_signals() -> None:
    """Ignore stop signals, so that they do not interrupt the shutdown."""
    for signum in SIGNALS:
        signal.signal(signum, signal.SIG_IGN)


def leave(signum: int) -> None:
    """Exit the program, and ignore further stop signals during the cleanup.

    Raises:
        SystemExit: Always, with the status that shells use for that signal.
    """
    ignore_signals()
    raise SystemExit(SHELL_OFFSET + signum)


@contextmanager
def ends_quietly() -> Iterator[None]:
    """Treat a stop signal inside the block as its normal end."""
    on_signals(leave)
    try:
        yield
    except SystemExit:
        return
    finally:
        ignore_signals()
