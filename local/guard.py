"""The guard of one stack: ends all of it when the command that started it ends, however it ends.

``python -m local.guard MARK DIRECTORY`` waits until its input closes, which the system does even
for a command that was killed outright. Then it ends what carries the mark, and removes the
directory.
"""

import shutil
import signal
import sys

from local import marks

PATIENT_WITH = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(mark: str, directory: str) -> int:
    """Wait for the end, clean up, and answer 0 when nothing is left."""
    for signum in PATIENT_WITH:
        signal.signal(signum, signal.SIG_IGN)
    sys.stdin.buffer.read()
    ended = marks.end_marked(mark)
    shutil.rmtree(directory, ignore_errors=True)
    return 0 if ended else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
