"""Log lines below any request."""

from __future__ import annotations

import json

import pytest

from functions.http.request_log import write_crash


def _fail_below(depth: int) -> None:
    if depth:
        _fail_below(depth - 1)
    raise RuntimeError


def test_a_deep_stack_is_logged_by_its_last_forty_frames(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(RuntimeError) as crash:
        _fail_below(100)

    write_crash("categories", "request", crash.value)

    stack = json.loads(capsys.readouterr().out)["stack"]
    assert len(stack) == 40
    assert all(frame.endswith("_fail_below") for frame in stack)
