"""The clock of the functions: every time of a request or message is taken here."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant, in UTC; tests move it."""
    return datetime.now(UTC)
