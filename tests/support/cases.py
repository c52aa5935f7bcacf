"""Many cases in one test, where each case takes less time than a test of its own would."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pytest

_MAX_CHARACTERS = 200
"""Of a case in a message."""


def for_each(
    names: str | tuple[str, ...], cases: Iterable[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test for every case, as one test that fails with the message of each failing case.

    It is used like ``pytest.mark.parametrize``, and more than once for every combination. All cases
    share the fixtures of one test, so it suits tests that leave their fixtures as they were.
    """
    values = [*cases]
    assert values, "There is no case."

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def run(**fixtures: Any) -> None:
            failures = []
            for value in values:
                case = {names: value} if isinstance(names, str) else _zipped(names, value)
                try:
                    test(**fixtures, **case)
                except (AssertionError, pytest.fail.Exception) as error:
                    failures.append(f"{_shown(case)}: {error}")
                except Exception as error:
                    error.add_note(f"The case was {_shown(case)}.")
                    raise
            assert not failures, f"{len(failures)} of {len(values)} cases:\n" + "\n".join(failures)

        run.__signature__ = _without(test, names)  # type: ignore[attr-defined] # Read by pytest.
        return run

    return decorate


def _zipped(names: tuple[str, ...], value: Any) -> dict[str, Any]:
    return dict(zip(names, value, strict=True))


def _shown(case: dict[str, Any]) -> str:
    shown = ", ".join(f"{name}={value!r}" for name, value in case.items())
    return shown if len(shown) <= _MAX_CHARACTERS else f"{shown[:_MAX_CHARACTERS]}…"


def _without(test: Callable[..., None], names: str | tuple[str, ...]) -> inspect.Signature:
    """Return the test's signature without the parameters that are cases."""
    signature = inspect.signature(test)
    taken = {names} if isinstance(names, str) else {*names}
    unknown = taken - signature.parameters.keys()
    assert not unknown, f"The test does not take {sorted(unknown)}."
    kept = [p for name, p in signature.parameters.items() if name not in taken]
    return signature.replace(parameters=kept)
