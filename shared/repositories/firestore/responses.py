"""Firestore's answers as the client library reads them, without a wrapper for each look at a field.

The library reads answers through proto-plus, which makes new objects of a message's parts at every
access: for a report's three documents that took longer than to decode them. These classes have the
parts that the library asks for, and lead there directly.
"""

from __future__ import annotations

from typing import Any

from google.api_core.datetime_helpers import DatetimeWithNanoseconds


class _Document:
    """A document in an answer; when it was made nobody asks."""

    __slots__ = ("_pb",)

    create_time = None

    def __init__(self, message: Any) -> None:
        self._pb = message

    @property
    def name(self) -> str:
        return str(self._pb.name)

    @property
    def fields(self) -> Any:
        return self._pb.fields

    @property
    def update_time(self) -> DatetimeWithNanoseconds:
        return _instant(self._pb.update_time)


class _Answer:
    """An answer with one document, or none; all else is asked of the library's own message."""

    __slots__ = ("_message", "_pb")

    def __init__(self, message: Any) -> None:
        self._message, self._pb = message, message._pb  # noqa: SLF001 (as the library does)

    @property
    def read_time(self) -> DatetimeWithNanoseconds:
        return _instant(self._pb.read_time)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._message, name)


class GetAnswer(_Answer):
    """What ``BatchGetDocuments`` answers: a document that was found, or is missing."""

    __slots__ = ()

    @property
    def is_of_document(self) -> bool:
        """Whether it tells of a document."""
        return self._pb.WhichOneof("result") is not None

    @property
    def found(self) -> _Document:
        """The document."""
        return _Document(self._pb.found)

    @property
    def missing(self) -> str:
        """The name of what is not there."""
        return str(self._pb.missing)


class QueryAnswer(_Answer):
    """What ``RunQuery`` answers: a document, or how far it has come."""

    __slots__ = ()

    explain_metrics = None
    """Nobody asks for them."""

    @property
    def is_of_document(self) -> bool:
        """Whether it has a document."""
        return bool(self._pb.HasField("document"))

    @property
    def document(self) -> _Document:
        """The document."""
        return _Document(self._pb.document)


def _instant(timestamp: Any) -> DatetimeWithNanoseconds:
    instant: DatetimeWithNanoseconds
    instant = DatetimeWithNanoseconds.from_timestamp_pb(timestamp)  # type: ignore[no-untyped-call]
    return instant
