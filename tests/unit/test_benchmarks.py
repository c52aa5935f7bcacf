"""The benchmarks know every function; tests/emulator/test_measurements.py runs some of them."""

from __future__ import annotations

from benchmarks.first_requests import first_ask
from functions.manifest import FUNCTIONS, Audience


def test_each_function_has_a_first_request_for_its_cold_start() -> None:
    for function in FUNCTIONS:
        ask = first_ask(function, "users/someone", "a-token")

        assert ("Authorization" in ask.headers) == (
            function.audience is Audience.PUBLIC and function.name != "createDemoSession"
        )
        assert ("ce-source" in ask.headers) == (function.audience is Audience.PUBSUB)
