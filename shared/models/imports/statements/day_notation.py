"""Notation of date formats: ``DD.MM.YYYY`` and the like, as ``day_formats`` describes them."""

from __future__ import annotations

import re

_PARTS = r"(YYYY|YY|MMM|MM|DD)"
_BETWEEN = r"(\.? ?|, |/|-)"
DAY_FORMAT = re.compile(f"{_PARTS}{_BETWEEN}{_PARTS}{_BETWEEN}{_PARTS}")
_ORDERS = ("DMY", "MDY", "YMD")


def valid_day_format(text: str) -> str:
    """Return a date format unchanged if it is valid.

    Raises:
        ValueError: The text is not a date format.
    """
    match = DAY_FORMAT.fullmatch(text)
    if match is None or _order(match) not in _ORDERS:
        raise ValueError("must be a date format like DD.MM.YYYY")
    return text


def order_of(day_format: str) -> str:
    """Return the order of a format's parts: ``DMY``, ``MDY`` or ``YMD``."""
    match = DAY_FORMAT.fullmatch(day_format)
    return _order(match) if match else ""


def _order(match: re.Match[str]) -> str:
    return "".join(match[group][0] for group in (1, 3, 5))
