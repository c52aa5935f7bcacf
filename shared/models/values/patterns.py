"""Patterns of input, each with the message about a value of another form.

Clients show the messages to people, who do not read regular expressions.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ID_PATTERN = "^[0-9A-Za-z]{1,64}$"
COLOR_PATTERN = "^#[0-9A-Fa-f]{6}$"
EMAIL_PATTERN = r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$"

MOVES_PATTERN = "^[.a-tA-T]*$"
TAG_TERM_PATTERN = "^#."

LOCAL_TIME_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        ID_PATTERN: "must be an id: 1 to 64 letters and digits",
        COLOR_PATTERN: "must be a color like #2f9e44",
        EMAIL_PATTERN: "must be an e-mail address like grace@example.com",
        TAG_TERM_PATTERN: "must be # and a tag",
        MOVES_PATTERN: "must be dots and letters from a to t, or from A to T",
        LOCAL_TIME_PATTERN: "must be a time of day like 22:00",
    }
)
"""The message about a value that does not match, by its pattern."""
