"""The least function there is: what a cold start is measured against."""

from typing import Any


def hello(_request: Any) -> str:
    """Greet."""
    return "hello"
