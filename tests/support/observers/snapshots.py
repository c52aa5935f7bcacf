"""Comparison of Firestore's documents exactly as a client has decoded them."""

from __future__ import annotations

import struct
from typing import Any

from google.api_core.datetime_helpers import DatetimeWithNanoseconds as FieldDatetime
from google.cloud import firestore
from google.cloud.firestore_v1.base_document import DocumentSnapshot
from google.cloud.firestore_v1.vector import Vector
from proto.datetime_helpers import DatetimeWithNanoseconds


def facts_of(snapshot: DocumentSnapshot[Any]) -> dict[str, Any]:
    """Return everything that a snapshot says but the time of the document's creation."""
    return {
        "path": snapshot.reference.path,
        "exists": snapshot.exists,
        "fields": exactly(snapshot.to_dict()),
        "read_time": exactly(snapshot.read_time),
        "update_time": exactly(snapshot.update_time),
    }


def exactly(value: Any) -> Any:
    """Return a value with its types, to the bit and the nanosecond, so that NaN equals NaN."""
    if isinstance(value, dict):
        return {name: exactly(part) for name, part in value.items()}
    if isinstance(value, list | Vector):
        return [type(value), *map(exactly, value)]
    return type(value), _content_of(value)


def _content_of(value: Any) -> Any:
    match value:
        case float():
            return struct.pack(">d", value)
        case DatetimeWithNanoseconds() | FieldDatetime():
            timestamp: Any = value
            return timestamp.timestamp_pb().SerializeToString(deterministic=True)
        case firestore.GeoPoint():
            return exactly(value.latitude), exactly(value.longitude)
        case firestore.DocumentReference():
            return value.path
        case _:
            return value
