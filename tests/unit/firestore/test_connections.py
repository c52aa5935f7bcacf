"""The clients of a process may be asked for by several threads at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

AT_ONCE = """
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import firebase_admin

from shared.repositories import connections

initialize = firebase_admin.initialize_app
barrier = Barrier(4)


def initialize_slowly(**options):
    time.sleep(0.1)  # So that the other threads certainly come meanwhile.
    return initialize(**options)


def identities(_number):
    barrier.wait()
    return connections.identities()


firebase_admin.initialize_app = initialize_slowly
with ThreadPoolExecutor(4) as pool:
    assert all(pool.map(identities, range(4)))
"""


def test_first_requests_that_come_at_once_share_one_firebase_app() -> None:
    environment = {**os.environ, "GOOGLE_CLOUD_PROJECT": "demo-financeflow"}
    command = [sys.executable, "-c", AT_ONCE]

    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
