"""Declaration of stored documents: exactly the declared fields, each of its declared type."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import ConfigDict, Strict, with_config

_Type = TypeVar("_Type", bound=type)
exact: Callable[[_Type], _Type] = with_config(
    ConfigDict(strict=True, extra="forbid", use_attribute_docstrings=True)
)

AS_TEXT = Strict(strict=False)
"""Enumerations are stored as text."""
