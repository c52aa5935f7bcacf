"""Guard of one stack: ends its processes when the command that started it ends for any reason.

``python -m local.processes.guard MARK DIRECTORY`` waits until its input closes, which the system
does even if the command was killed. Then it ends the processes with the mark, and removes the
directory.
"""

import shutil
import signal
import sys

from local.processes import marks

IGNORED_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(mark: str, directory: str) -> int:
    """Wait for the end, clean up, and return 0 if no process is left."""
    for signum in IGNORED_SIGNALS:
        signal.signal(signum, signal.SIG_IGN)
    sys.stdin.buffer.read()
    ended = marks.end_marked(mark)
    shutil.rmtree(directory, ignore_errors=True)
    return 0 if ended else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
