"""Fast readers of Firestore's responses for the client library.

The library reads responses through proto-plus, which creates new objects of a message's parts at
each access: for the three documents of a report, that took longer than decoding them. These classes
have the attributes that the library reads, and access the message directly.
"""

from __future__ import annotations

from typing import Any

from proto.datetime_helpers import DatetimeWithNanoseconds


class _Document:
    """A document in a response; the library does not need its creation time."""

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
    def update_time(self) -> DatetimeWithNanoseconds | None:
        return _find_instant(self._pb, "update_time")


class _Answer:
    """A response with at most one document; other attributes come from the library's message."""

    __slots__ = ("_message", "_pb")

    def __init__(self, message: Any) -> None:
        self._message, self._pb = message, message._pb  # noqa: SLF001 (as the library does)

    @property
    def read_time(self) -> DatetimeWithNanoseconds | None:
        return _find_instant(self._pb, "read_time")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._message, name)


class GetAnswer(_Answer):
    """A response of ``BatchGetDocuments``: a document, or the name of a missing one."""

    __slots__ = ()

    @property
    def is_of_document(self) -> bool:
        """Return whether the response concerns a document."""
        return self._pb.WhichOneof("result") is not None

    @property
    def found(self) -> _Document:
        """Return the document."""
        return _Document(self._pb.found)

    @property
    def missing(self) -> str:
        """Return the name of the missing document."""
        return str(self._pb.missing)


class QueryAnswer(_Answer):
    """A response of ``RunQuery``: a document, or a progress report."""

    __slots__ = ()

    explain_metrics = None
    """Metrics are never requested."""

    @property
    def is_of_document(self) -> bool:
        """Return whether the response has a document."""
        return bool(self._pb.HasField("document"))

    @property
    def document(self) -> _Document:
        """Return the document."""
        return _Document(self._pb.document)


def _find_instant(message: Any, name: str) -> DatetimeWithNanoseconds | None:
    """Return a time in a message; None if it is not set."""
    if not message.HasField(name):
        return None
    instant: DatetimeWithNanoseconds
    instant = DatetimeWithNanoseconds.from_timestamp_pb(getattr(message, name))
    return instant
