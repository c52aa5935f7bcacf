"""Fast readers of Firestore's responses for the client library.

The library reads responses through proto-plus, which creates new objects of a message's parts at
each access: for the three documents of a report, that took longer than decoding them. These classes
have the attributes that the library reads, access the message directly, and decode its values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any, cast

from google.api_core.datetime_helpers import DatetimeWithNanoseconds as StoredInstant
from google.cloud import firestore
from google.cloud.firestore_v1._helpers import decode_dict
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
    def fields(self) -> _Fields:
        return _Fields(self._pb.fields)

    @property
    def update_time(self) -> DatetimeWithNanoseconds | None:
        return _find_instant(self._pb, "update_time")


class _Fields:
    """The fields of a document, decoded, in the place of a map of messages."""

    __slots__ = ("_pb_fields",)

    def __init__(self, fields: Any) -> None:
        self._pb_fields = fields

    def items(self) -> Iterator[tuple[str, Any]]:
        """Yield each field's name and value, as the library reads them."""
        for name, value in self._pb_fields.items():
            try:
                decoded = _Decoded(_decode(value))
            except KeyError:  # A type that is not stored here; the library decodes it.
                decoded = value
            yield name, decoded

    def to_dict(self, client: Any) -> dict[str, Any]:
        """Return the names and values of the fields."""
        if "__type__" not in self._pb_fields:
            with suppress(KeyError):  # A type that is not stored here; the library decodes it.
                return {name: _decode(value) for name, value in self._pb_fields.items()}
        return cast(dict[str, Any], decode_dict(self, client))


class _Decoded:
    """A decoded value, in the place of a message: the library returns bytes as they are."""

    __slots__ = ("bytes_value",)

    def __init__(self, value: Any) -> None:
        self.bytes_value = value

    def WhichOneof(self, _group: str) -> str:  # noqa: N802 (the name of protobuf)
        return "bytes_value"


class ReadOnlyMap(dict[str, Any]):
    """A map within a document, shared by all copies of the document, so it cannot be changed.

    The library copies every document that it reads, which would take as long as decoding it.
    """

    __slots__ = ()

    def __deepcopy__(self, _memo: dict[int, Any]) -> ReadOnlyMap:
        return self

    def _refuse(self, *_arguments: Any, **_named: Any) -> Any:
        raise TypeError("a map of a document that was read cannot be changed; copy it by dict()")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


def _decode(value: Any) -> Any:
    """Decode a message, in half of the time that the library takes.

    Raises:
        KeyError: The value has, or contains, a type that is not stored here.
    """
    kind = value.WhichOneof("value_type")
    if kind in _SCALARS:
        return getattr(value, kind)
    if kind == "map_value":
        fields = value.map_value.fields
        if "__type__" in fields:  # A vector is stored as a map with this field.
            raise KeyError("__type__")
        return ReadOnlyMap({name: _decode(fields[name]) for name in fields})
    return _READERS[kind](value)


_SCALARS = frozenset(
    {"string_value", "integer_value", "boolean_value", "double_value", "bytes_value"}
)

_from_timestamp: Callable[[Any], StoredInstant] = StoredInstant.from_timestamp_pb

_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "null_value": lambda _value: None,
        "timestamp_value": lambda value: _from_timestamp(value.timestamp_value),
        "array_value": lambda value: [_decode(part) for part in value.array_value.values],
    }
)


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

    def to_snapshot(
        self, references: Mapping[str, firestore.DocumentReference], client: Any
    ) -> firestore.DocumentSnapshot[Any]:
        """Return the document as a snapshot, whose fields are not copied once more."""
        found = self.found if self._pb.HasField("found") else None
        snapshot: firestore.DocumentSnapshot[Any] = firestore.DocumentSnapshot(
            references[found.name if found else self.missing],
            None,
            exists=found is not None,
            read_time=self.read_time,
            create_time=None,
            update_time=found and found.update_time,
        )
        if found is not None:
            snapshot._data = found.fields.to_dict(client)  # noqa: SLF001 (see above)
        return snapshot


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
