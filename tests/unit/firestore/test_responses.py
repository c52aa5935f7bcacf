"""The fast readers of responses decode every document as the client library does by itself.

Two differences are deliberate: the time of a document's creation, and the metrics of a query, are
None, because nothing reads them.
"""

from __future__ import annotations

from typing import Any

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore
from google.cloud.firestore_v1 import types
from google.cloud.firestore_v1.base_client import _parse_batch_get
from google.cloud.firestore_v1.base_query import (
    _collection_group_query_response_to_snapshot,
    _query_response_to_snapshot,
)
from hypothesis import example, given
from hypothesis import strategies as st

from shared.repositories.firestore.responses import GetAnswer, QueryAnswer
from tests.support.observers.snapshots import exactly, facts_of
from tests.unit.strategies import bounded

CLIENT = firestore.Client("demo-responses", AnonymousCredentials())  # type: ignore[no-untyped-call] # The library leaves it untyped.
ROOT = "projects/demo-responses/databases/(default)/documents"
NAME = f"{ROOT}/things/one"
Value = types.Value.pb()

FIRST_SECOND, LAST_SECOND = -62_135_596_800, 253_402_300_799
"""The seconds in which Firestore's timestamps begin and end: the years 1 and 9999."""

names = st.text(min_size=1, max_size=8).filter(lambda name: name != "__type__") | st.sampled_from(
    ["a.b", "a`b", "ä", "0", " ", "[x]", "a\\b"]
)
timestamps: st.SearchStrategy[dict[str, int]] = st.builds(
    dict,
    seconds=st.integers(FIRST_SECOND, LAST_SECOND),
    nanos=st.integers(0, 999_999_999),
)
stored_timestamps: st.SearchStrategy[dict[str, int]] = st.builds(
    dict,
    seconds=st.integers(FIRST_SECOND, LAST_SECOND),
    nanos=st.integers(0, 999_999).map(lambda microseconds: microseconds * 1000),
)
"""Values in documents; Firestore stores no nanoseconds."""
points: st.SearchStrategy[dict[str, float]] = st.builds(
    dict, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180)
)
scalars = st.one_of(
    st.just(Value(null_value=0)),
    st.builds(Value, boolean_value=st.booleans()),
    st.builds(Value, integer_value=st.integers(-(2**63), 2**63 - 1)),
    st.builds(Value, double_value=st.floats()),
    st.builds(Value, timestamp_value=stored_timestamps),
    st.builds(Value, string_value=st.text(max_size=8)),
    st.builds(Value, bytes_value=st.binary(max_size=8)),
    st.builds(Value, geo_point_value=points),
    st.sampled_from([Value(reference_value=NAME), Value(reference_value=f"{NAME}/parts/ä")]),
)


def _array(values: list[Any]) -> Any:
    return Value(array_value={"values": values})


def _map(fields: dict[str, Any]) -> Any:
    return Value(map_value={"fields": fields})


def _vector(numbers: list[float]) -> Any:
    values = [Value(double_value=number) for number in numbers]
    return _map({"__type__": Value(string_value="__vector__"), "value": _array(values)})


values = st.recursive(
    scalars | st.lists(st.floats(), max_size=3).map(_vector),
    lambda inner: (
        st.lists(inner, max_size=3).map(_array)
        | st.dictionaries(names, inner, max_size=3).map(_map)
    ),
    max_leaves=12,
)
documents = st.builds(
    types.Document.pb(),
    name=st.just(NAME),
    fields=st.dictionaries(names, values, max_size=5),
    create_time=timestamps,
    update_time=st.none() | timestamps,
)
tokens = st.binary(max_size=4)
instants = st.none() | timestamps


def _extremes() -> Any:
    """Return a document with the ends of every type's range."""
    fields = {
        "null": Value(null_value=0),
        "true": Value(boolean_value=True),
        "least": Value(integer_value=-(2**63)),
        "greatest": Value(integer_value=2**63 - 1),
        "nan": Value(double_value=float("nan")),
        "infinite": Value(double_value=float("-inf")),
        "zero": Value(double_value=-0.0),
        "before_1970": Value(timestamp_value={"seconds": -1, "nanos": 999_999_999}),
        "year_1": Value(timestamp_value={"seconds": FIRST_SECOND}),
        "year_9999": Value(timestamp_value={"seconds": LAST_SECOND, "nanos": 1}),
        "empty_map": _map({}),
        "empty_array": _array([]),
        "nested": _map({"a.b": _array([_map({"`": Value(bytes_value=b"\xff")})])}),
        "vector": _vector([1.0, -0.5]),
        "point": Value(geo_point_value={"latitude": -90, "longitude": 180}),
        "reference": Value(reference_value=NAME),
    }
    moment = {"seconds": 1, "nanos": 1}
    return types.Document.pb()(name=NAME, fields=fields, update_time=moment)


@given(documents, instants, tokens)
@example(_extremes(), {"seconds": 2, "nanos": 3}, b"transaction")
@bounded
def test_a_document_that_is_got_is_decoded_as_by_the_library(
    document: Any, read_time: Any, token: bytes
) -> None:
    message = types.BatchGetDocumentsResponse.pb()(
        found=document, read_time=read_time, transaction=token
    )
    response = types.BatchGetDocumentsResponse.wrap(message)
    answer = GetAnswer(response)

    assert answer.is_of_document
    assert facts_of(_got(answer)) == facts_of(_got(response))
    assert answer.transaction == response.transaction == token


@given(instants, tokens)
@bounded
def test_a_missing_document_is_decoded_as_by_the_library(read_time: Any, token: bytes) -> None:
    message = types.BatchGetDocumentsResponse.pb()(
        missing=NAME, read_time=read_time, transaction=token
    )
    response = types.BatchGetDocumentsResponse.wrap(message)
    answer = GetAnswer(response)

    assert answer.is_of_document
    assert facts_of(_got(answer)) == facts_of(_got(response))
    assert not _got(answer).exists


def test_a_response_with_a_transaction_alone_is_of_no_document() -> None:
    response = types.BatchGetDocumentsResponse(transaction=b"transaction")
    answer = GetAnswer(response)

    assert not answer.is_of_document
    assert answer.transaction == b"transaction"
    assert answer.read_time is response.read_time is None
    for one in (answer, response):
        with pytest.raises(ValueError, match="was unset"):
            _got(one)


@given(documents, instants, tokens, st.integers(0, 9))
@example(_extremes(), {"seconds": 2, "nanos": 3}, b"transaction", 1)
@bounded
def test_a_document_that_a_query_finds_is_decoded_as_by_the_library(
    document: Any, read_time: Any, token: bytes, skipped: int
) -> None:
    message = types.RunQueryResponse.pb()(
        document=document, read_time=read_time, transaction=token, skipped_results=skipped
    )
    response = types.RunQueryResponse.wrap(message)
    answer = QueryAnswer(response)

    assert answer.is_of_document
    assert facts_of(_found(answer)) == facts_of(_found(response))
    assert facts_of(_found_in_group(answer)) == facts_of(_found_in_group(response))
    assert (answer.transaction, answer.skipped_results) == (token, skipped)


@given(instants, st.integers(0, 9))
@bounded
def test_a_progress_report_of_a_query_is_of_no_document(read_time: Any, skipped: int) -> None:
    message = types.RunQueryResponse.pb()(read_time=read_time, skipped_results=skipped, done=True)
    response = types.RunQueryResponse.wrap(message)
    answer = QueryAnswer(response)

    assert not answer.is_of_document
    for read in (_found, _found_in_group):
        assert read(answer) is read(response) is None
    assert exactly(answer.read_time) == exactly(response.read_time)
    assert (answer.skipped_results, answer.done) == (skipped, True)


def test_neither_the_creation_nor_the_metrics_are_read() -> None:
    document = types.Document(name=NAME, create_time={"seconds": 1})
    metrics = types.query_profile.ExplainMetrics()
    response = types.RunQueryResponse(document=document, explain_metrics=metrics)

    assert QueryAnswer(response).document.create_time is None
    assert QueryAnswer(response).explain_metrics is None


def _got(response: Any) -> Any:
    reference = CLIENT.document("things/one")
    return _parse_batch_get(response, {NAME: reference}, CLIENT)


def _found(response: Any) -> Any:
    things = CLIENT.collection("things")
    return _query_response_to_snapshot(response, things, f"{ROOT}/things")


def _found_in_group(response: Any) -> Any:
    return _collection_group_query_response_to_snapshot(response, CLIENT.collection("things"))
