"""Minimal function: the lower bound of a cold start."""

from typing import Any


def hello(_request: Any) -> str:
    """Return a greeting."""
    return "hello"
