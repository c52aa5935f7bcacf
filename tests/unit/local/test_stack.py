import os
import subprocess
import sys
import time

import pytest

from local.processes import marks
from local.processes.stack import guarded

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
LEAVE_AN_ORPHAN = """
import subprocess, sys
child = subprocess.Popen(
    [sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True
)
print(child.pid, flush=True)
child.returncode = 0  # Python would warn of a child that still runs.
"""


def listed_soon(mark: str) -> list[int]:
    """Return the processes with the mark; one that was just started has no environment yet."""
    for _ in range(100):
        if found := marks.list_marked(mark):
            return found
        time.sleep(0.05)
    return []


def test_what_a_stack_started_has_ended_when_it_closes() -> None:
    with guarded() as stack:
        process = stack.start(SLEEP, {})
        assert listed_soon(stack.mark) == [process.pid]

    assert process.returncode == -9
    assert marks.list_marked(stack.mark) == []
    assert not stack.directory.exists()


def test_a_process_whose_parent_is_gone_is_found_and_ended() -> None:
    with guarded() as stack:
        with (stack.directory / "pid").open("wb") as output:
            parent = stack.start([sys.executable, "-c", LEAVE_AN_ORPHAN], {}, output=output)
        assert parent.wait(60) == 0
        orphan = int((stack.directory / "pid").read_text())
        assert listed_soon(stack.mark) == [orphan]

    assert marks.list_marked(stack.mark) == []


def test_other_processes_are_left_alone() -> None:
    with subprocess.Popen(SLEEP) as other:
        with guarded() as stack:
            stack.start(SLEEP, {})
        assert other.poll() is None
        other.kill()


def test_the_addresses_of_an_outer_stack_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1")
    show = [sys.executable, "-c", "import os; print(os.environ.get('FIRESTORE_EMULATOR_HOST'))"]
    with guarded() as stack:
        with (stack.directory / "shown").open("wb") as output:
            stack.start(show, {}, output=output).wait(60)
        shown = (stack.directory / "shown").read_text()

    assert shown == "None\n"
    assert os.environ["FIRESTORE_EMULATOR_HOST"] == "127.0.0.1:1"
