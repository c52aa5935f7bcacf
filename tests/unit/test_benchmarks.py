"""The benchmarks know every function; they themselves run by ``make bench`` alone."""

from __future__ import annotations

from benchmarks.measurements.cold_start import first_ask
from functions.manifest import FUNCTIONS, Audience


def test_each_function_has_a_first_request_for_its_cold_start() -> None:
    for function in FUNCTIONS:
        ask = first_ask(function, "users/someone", "a-token")

        assert ("Authorization" in ask.headers) == (
            function.audience is Audience.PUBLIC and function.name != "createDemoSession"
        )
        assert ("ce-source" in ask.headers) == (function.audience is Audience.PUBSUB)
