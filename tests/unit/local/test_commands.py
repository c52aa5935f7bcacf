import subprocess
import sys

import pytest

from local.processes.stack import ROOT


@pytest.mark.parametrize("module", ["local.run", "local.exec", "local.processes.guard"])
def test_a_command_of_the_stack_starts_without_loading_the_functions(module: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert not {"flask", "google.cloud.firestore", "pydantic"} & set(loaded)
