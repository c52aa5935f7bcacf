"""Documents in responses have the values that the client library would have decoded."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore
from google.cloud.firestore_v1 import _helpers
from google.cloud.firestore_v1.base_document import DocumentSnapshot
from google.cloud.firestore_v1.types import BatchGetDocumentsResponse, Document, Value

from shared.repositories.firestore.responses import GetAnswer
from tests.support.cases import for_each

CREDENTIALS = AnonymousCredentials()  # type: ignore[no-untyped-call] # It declares none.
CLIENT = firestore.Client("project", credentials=CREDENTIALS)
NAME = "projects/project/databases/(default)/documents/things/a"

VALUES: dict[str, Any] = {
    "null": None,
    "boolean": True,
    "integer": -(1 << 60),
    "double": 0.1,
    "whole double": 1.0,
    "text": "Ünïcode “and” quotes",
    "no text": "",
    "bytes": b"\x00\xff",
    "timestamp": datetime(2026, 3, 1, 12, 30, 0, 123456, UTC),
    "array": [1, "a", None, {"b": [True, {"c": 2.5}]}],
    "empty array": [],
    "map": {"a": {"b": {"c": 1, "d": None}}, "e": datetime(2026, 3, 1, tzinfo=UTC)},
    "empty map": {},
    "reference": CLIENT.document("things/b"),
    "reference in a map": {"a": {"b": CLIENT.document("things/b")}, "c": 1},
    "point": firestore.GeoPoint(1.5, 2.5),
    "points in an array": [firestore.GeoPoint(1.5, 2.5), 3],
}


def response(fields: dict[str, Any]) -> BatchGetDocumentsResponse:
    found = Document(name=NAME, fields=_helpers.encode_dict(fields))
    return BatchGetDocumentsResponse(found=found, read_time=datetime(2026, 3, 1, tzinfo=UTC))


def decoded(fields: dict[str, Any]) -> dict[str, Any]:
    """Decode the fields as the library does, through the reader of responses."""
    answer = GetAnswer(response(fields))
    return cast("dict[str, Any]", _helpers.decode_dict(answer.found.fields, CLIENT))


@for_each("name", VALUES)
def test_a_value_is_decoded_as_the_library_decodes_it(name: str) -> None:
    fields = {"field": VALUES[name], "other": 1}

    found = decoded(fields)

    assert found == _helpers.decode_dict(response(fields).found.fields, CLIENT)
    assert found == fields


def test_a_document_of_all_types_is_decoded() -> None:
    assert decoded(VALUES) == VALUES


def test_an_integer_stays_an_integer_and_a_double_a_double() -> None:
    found = decoded({"a": 1, "b": 1.0, "c": True, "d": {"e": 1.0}})

    assert [type(found[name]) for name in "abc"] == [int, float, bool]
    assert type(found["d"]["e"]) is float


def test_a_document_without_fields_is_an_empty_one() -> None:
    assert decoded({}) == {}


def test_maps_are_shared_by_the_copies_of_a_snapshot_and_other_values_are_not() -> None:
    data = decoded({"map": {"a": {"b": 1}}, "array": [1]})
    snapshot = DocumentSnapshot(
        CLIENT.document("things/a"),
        data,
        exists=True,
        read_time=None,
        create_time=None,
        update_time=None,
    )

    copy = snapshot.to_dict()

    assert copy == data
    assert copy is not data
    assert copy["map"] is data["map"]
    assert copy["array"] is not data["array"]


def test_a_decoded_map_can_be_stored_again() -> None:
    fields = {"map": {"a": {"b": [1, {"c": "d"}]}}}

    assert _helpers.encode_dict(decoded(fields)) == _helpers.encode_dict(fields)


def test_a_map_is_equal_to_its_plain_copy() -> None:
    found = decoded({"map": {"a": {"b": 1}}})["map"]

    assert found == {"a": {"b": 1}}
    assert deepcopy(dict(found)) == found


def test_a_missing_document_has_a_name_and_no_fields() -> None:
    answer = GetAnswer(BatchGetDocumentsResponse(missing=NAME))

    assert answer.is_of_document
    assert answer.missing == NAME


def test_a_value_without_a_type_is_refused_by_the_library() -> None:
    found = Document(name=NAME, fields={"a": Value()})
    answer = GetAnswer(BatchGetDocumentsResponse(found=found))

    with pytest.raises(ValueError, match="value_type"):
        _helpers.decode_dict(answer.found.fields, CLIENT)


def test_a_map_in_a_document_cannot_be_changed() -> None:
    found = decoded({"map": {"a": {"b": 1}}})["map"]

    changes: list[Callable[[], object]] = [
        lambda: found.update(c=1),
        lambda: found["a"].pop("b"),
        lambda: found.__setitem__("a", 2),
        lambda: found.setdefault("c", 1),
    ]
    for change in changes:
        with pytest.raises(TypeError, match="cannot be changed"):
            change()

    assert found == {"a": {"b": 1}}
