"""Stored documents are read by this project's client as by the library's own.

See the unit tests of the same name for what is deliberately different.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from google.api_core.datetime_helpers import DatetimeWithNanoseconds as FieldDatetime
from google.api_core.exceptions import FailedPrecondition
from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter
from google.cloud.firestore_v1.vector import Vector

from shared.repositories import connections
from shared.repositories.firestore.commit import read_at_one_instant
from tests.support.observers.snapshots import exactly, facts_of

pytestmark = pytest.mark.usefixtures("emulators")


def fields(reference: firestore.DocumentReference) -> dict[str, Any]:
    """Return a value of every type, and the ends of their ranges."""
    return {
        "null": None,
        "true": True,
        "least": -(2**63),
        "greatest": 2**63 - 1,
        "nan": float("nan"),
        "infinite": float("-inf"),
        "negative_zero": -0.0,
        "instant": datetime(2026, 6, 15, 12, 30, 0, 123456, tzinfo=UTC),
        "before_1970": datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        "text": "Ärger “mit” \U0001f600",
        "empty": "",
        "bytes": b"\x00\xff",
        "reference": reference,
        "point": firestore.GeoPoint(-90.0, 180.0),
        "array": [1, "two", {"three": [3.0]}, None],
        "empty_array": [],
        "map": {"a": {"b": {"c": 1}}, "empty": {}},
        "empty_map": {},
        "vector": Vector([1.0, -0.5]),
        "a.b": {"c`d": 1},
        "ä [x]": 2,
    }


@pytest.fixture
def library() -> Iterator[firestore.Client]:
    """Yield a client with the library's own decoding."""
    client = firestore.Client(os.environ["GOOGLE_CLOUD_PROJECT"])
    yield client
    client.close()  # type: ignore[no-untyped-call] # The library leaves it untyped.


@pytest.fixture
def name() -> str:
    """Return the name of a new collection with two documents."""
    name = f"responses{uuid.uuid4().hex}"
    collection = connections.firestore_client().collection(name)
    one = collection.document("one")
    one.set(fields(one))
    collection.document("ä ö").set({"text": "second"})
    return name


def _documents(client: firestore.Client, name: str, *ids: str) -> list[Any]:
    return [client.document(f"{name}/{one}") for one in ids]


QUOTED = ["`a.b`.`c\\`d`", "map.a", "`ä [x]`"]

READS: dict[str, Callable[..., Any]] = {
    "get": lambda client, name, when: [
        one.get(**when) for one in _documents(client, name, "one", "ä ö", "missing")
    ],
    "get some fields": lambda client, name, when: [
        one.get(QUOTED, **when) for one in _documents(client, name, "one")
    ],
    "get all": lambda client, name, when: client.get_all(
        _documents(client, name, "one", "missing", "ä ö"), **when
    ),
    "get some fields of all": lambda client, name, when: client.get_all(
        _documents(client, name, "one", "missing"), ["vector", "array"], **when
    ),
    "query": lambda client, name, when: client.collection(name).stream(**when),
    "query some fields": lambda client, name, when: (
        client.collection(name).select(QUOTED).stream(**when)
    ),
    "query names": lambda client, name, when: client.collection(name).select([]).stream(**when),
    "query nothing": lambda client, name, when: (
        client.collection(name).where(filter=FieldFilter("text", "==", "none")).stream(**when)
    ),
    "query past the first": lambda client, name, when: (
        client.collection(name).order_by("__name__").offset(1).stream(**when)
    ),
    "query a group": lambda client, name, when: client.collection_group(name).stream(**when),
}
"""Every kind of read, given a client, a collection's name, and the instant or transaction."""


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_documents_are_read_at_a_past_instant_as_by_the_library(
    library: firestore.Client, name: str, read: Callable[..., Any]
) -> None:
    client = connections.firestore_client()
    when = {"read_time": client.document(f"{name}/one").get().read_time}

    found = _sorted_facts(read(client, name, when))

    assert found == _sorted_facts(read(library, name, when))
    assert bool(found) is (read is not READS["query nothing"])


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_documents_are_read_in_a_transaction_as_by_the_library(
    library: firestore.Client, name: str, read: Callable[..., Any]
) -> None:
    client = connections.firestore_client()

    found, expected = read_at_one_instant(
        client,
        lambda access: [
            _sorted_facts(read(reader, name, access.reading)) for reader in (client, library)
        ],
    )

    assert found == expected
    assert bool(found) is (read is not READS["query nothing"])


def test_some_fields_are_read_by_quoted_names(name: str) -> None:
    one = connections.firestore_client().document(f"{name}/one")

    assert one.get(QUOTED).to_dict() == {
        "a.b": {"c`d": 1},
        "map": {"a": {"b": {"c": 1}}},
        "ä [x]": 2,
    }


def test_a_document_is_read_as_it_was_written(name: str) -> None:
    one = connections.firestore_client().collection(name).document("one")

    assert exactly(one.get().to_dict()) == exactly(_as_read(fields(one)))


def test_the_time_of_an_update_is_the_condition_for_the_next(name: str) -> None:
    client = connections.firestore_client()
    one = client.collection(name).document("one")
    first = one.get()
    one.update({"true": False}, option=firestore.LastUpdateOption(first.update_time))

    with pytest.raises(FailedPrecondition):
        one.update({"true": None}, option=firestore.LastUpdateOption(first.update_time))


def _sorted_facts(snapshots: Any) -> list[dict[str, Any]]:
    return sorted(map(facts_of, snapshots), key=lambda facts: str(facts["path"]))


def _as_read(written: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with instants as the library returns them."""
    return {
        name: FieldDatetime.from_rfc3339(value.isoformat().replace("+00:00", "Z"))  # type: ignore[no-untyped-call] # The library leaves it untyped.
        if isinstance(value, datetime)
        else value
        for name, value in written.items()
    }
