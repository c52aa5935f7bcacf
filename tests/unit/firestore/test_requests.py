"""The fast batch builds the same messages as the client library's batch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from google.api_core.datetime_helpers import DatetimeWithNanoseconds
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore
from google.cloud.firestore_v1 import types
from google.cloud.firestore_v1.vector import Vector
from hypothesis import example, given
from hypothesis import strategies as st

from shared.repositories.firestore.requests import FastWriteBatch
from shared.repositories.firestore.responses import ReadOnlyMap
from tests.unit.strategies import bounded

CLIENT = firestore.Client("demo-requests", AnonymousCredentials())  # type: ignore[no-untyped-call] # The library leaves it untyped.
REFERENCE = CLIENT.document("things/one")
UPDATE_TIME = DatetimeWithNanoseconds(2026, 3, 1, nanosecond=5, tzinfo=UTC)  # type: ignore[no-untyped-call] # As above.
Writes = Callable[[firestore.WriteBatch], None]


class Color(StrEnum):
    """Enumeration whose members are stored as their texts."""

    RED = "red"


names = st.text(min_size=1, max_size=8) | st.sampled_from(["a.b", "a`b", "ä", "0", "_x", "name"])
plain_names = st.from_regex(r"[A-Za-z_][A-Za-z_0-9]{0,7}", fullmatch=True)
instants = st.datetimes(
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-11))])
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.binary(max_size=8),
    instants,
    st.sampled_from([Color.RED, UPDATE_TIME, datetime(1, 1, 1, tzinfo=UTC)]),
    st.sampled_from([firestore.GeoPoint(-90, 180), REFERENCE, Vector([1.0, -0.5])]),
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(names, inner, max_size=3)
        | st.dictionaries(names, inner, max_size=3).map(ReadOnlyMap)
    ),
    max_leaves=12,
)
server_values = st.sampled_from(
    [firestore.SERVER_TIMESTAMP, firestore.Increment(1), firestore.ArrayUnion(["a"])]
)
documents = st.dictionaries(names, values | server_values, max_size=5)
increments = st.builds(firestore.Increment, st.integers(-(2**63), 2**63 - 1) | st.floats(-1, 1))
merged_values = scalars | increments | st.just(firestore.DELETE_FIELD)
merged_documents = st.dictionaries(
    names,
    st.recursive(merged_values, lambda inner: st.dictionaries(names, inner, max_size=3)),
    max_size=5,
)
options = st.sampled_from([None, firestore.LastUpdateOption(UPDATE_TIME)])

EVERY_TYPE: dict[str, Any] = {
    "null": None,
    "true": True,
    "least": -(2**63),
    "zero": -0.0,
    "text": "ä\0",
    "bytes": b"\xff",
    "instant": datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    "stored": UPDATE_TIME,
    "member": Color.RED,
    "nothing": {},
    "none": [],
    "map": ReadOnlyMap({"a.b": [{"c": ()}]}),
}


def _messages(batch: firestore.WriteBatch, write: Writes) -> list[Any]:
    """Return the messages of a batch after a write, as plain protobuf messages."""
    write(batch)
    return [types.Write.pb(message, coerce=True) for message in batch._write_pbs]  # noqa: SLF001 (the library has no public form)


def _assert_same(write: Writes) -> None:
    assert _messages(FastWriteBatch(CLIENT), write) == _messages(CLIENT.batch(), write)


@given(documents)
@example(EVERY_TYPE)
@bounded
def test_a_creation_is_encoded_as_by_the_library(document: dict[str, Any]) -> None:
    _assert_same(lambda batch: batch.create(REFERENCE, document))


@given(documents)
@example(EVERY_TYPE)
@bounded
def test_a_replacement_is_encoded_as_by_the_library(document: dict[str, Any]) -> None:
    _assert_same(lambda batch: batch.set(REFERENCE, document))


@given(documents | merged_documents, st.just(value=True))
@example(EVERY_TYPE, True)  # noqa: FBT003 (as hypothesis asks for)
@example({}, True)  # noqa: FBT003 (as above)
@example({"by_day": {"2": firestore.Increment(1), "1": firestore.Increment(2)}}, True)  # noqa: FBT003 (as above)
@example({"a": {"`": {}, "b": firestore.DELETE_FIELD}}, True)  # noqa: FBT003 (as above)
@example(EVERY_TYPE, ["map", "null"])
@bounded
def test_a_merge_is_encoded_as_by_the_library(document: dict[str, Any], merge: Any) -> None:
    _assert_same(lambda batch: batch.set(REFERENCE, document, merge=merge))


@given(
    st.dictionaries(plain_names, values | st.just(firestore.DELETE_FIELD), min_size=1, max_size=5),
    options,
)
@example(EVERY_TYPE, None)
@example({"gone": firestore.DELETE_FIELD}, None)
@example({"count": firestore.Increment(1), "name": "a"}, None)
@example({"a.b": 1}, None)
@example({"`a b`": 1, "c": {"d.e": 2}}, None)
@bounded
def test_an_update_is_encoded_as_by_the_library(fields: dict[str, Any], option: Any) -> None:
    _assert_same(lambda batch: batch.update(REFERENCE, fields, option))


@pytest.mark.parametrize(
    "write",
    [
        lambda batch: batch.create(REFERENCE, {"a": object()}),
        lambda batch: batch.create(REFERENCE, {"a": 2**63}),
        lambda batch: batch.create(REFERENCE, {"a": "\ud800"}),
        lambda batch: batch.create(REFERENCE, {"a": firestore.DELETE_FIELD}),
        lambda batch: batch.create(REFERENCE, {"": 1}),
        lambda batch: batch.set(REFERENCE, {"a": {"": 1}}, merge=True),
        lambda batch: batch.set(REFERENCE, {"a": [object()]}),
        lambda batch: batch.update(REFERENCE, {}),
        lambda batch: batch.update(REFERENCE, {"a": {"b": firestore.DELETE_FIELD}}),
    ],
)
def test_a_refused_write_adds_nothing_to_the_batch(write: Writes) -> None:
    for batch in (FastWriteBatch(CLIENT), CLIENT.batch()):
        with pytest.raises((TypeError, ValueError)):
            write(batch)

        assert len(batch) == 0


def test_documents_of_known_types_are_encoded_without_the_library() -> None:
    batch = FastWriteBatch(CLIENT)
    batch.create(REFERENCE, EVERY_TYPE)
    batch.set(REFERENCE, EVERY_TYPE)
    batch.update(REFERENCE, EVERY_TYPE | {"gone": firestore.DELETE_FIELD})
    batch.set(REFERENCE, EVERY_TYPE | {"count": firestore.Increment(1)}, merge=True)

    messages = batch._write_pbs  # noqa: SLF001 (as above)
    assert [type(message) for message in messages] == [types.Write.pb()] * 4
