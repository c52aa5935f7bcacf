"""Instants in requests and backups: text with an offset, read in UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator


def _instant_text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("must be an instant, like 2026-03-31T12:00:00Z")  # noqa: TRY004 (pydantic's way)
    return value


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("must have a time zone, like 2026-03-31T12:00:00Z")
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("must be in the years that have four digits") from error


Instant = Annotated[datetime, BeforeValidator(_instant_text), AfterValidator(_in_utc)]
"""A time as text with its offset from UTC, read in UTC."""
