"""The model of Firestore's indexes: each unserved query has its served twin, one fact apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter, Or
from hypothesis import given
from hypothesis import strategies as st

from tests.support.observers.index_planner import IndexConfig, Shape
from tests.support.observers.query_recorder import QueryRecorder

CLIENT = firestore.Client(
    project="demo-planner",
    credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call] # The library's own.
)
CITIES = CLIENT.collection("cities")
DESCENDING = firestore.Query.DESCENDING


def where(path: str, operator: str, value: object = 1) -> FieldFilter:
    return FieldFilter(path, operator, value)


def query(*filters: Any, by: Iterable[str] = (), of: Any = CITIES) -> firestore.Query:
    """Return a query with these filters; a minus before a field orders by it descending."""
    made: firestore.Query = of.limit(10)
    for condition in filters:
        made = made.where(filter=condition)
    for path in by:
        direction = DESCENDING if path.startswith("-") else firestore.Query.ASCENDING
        made = made.order_by(path.removeprefix("-"), direction=direction)
    return made


def composite(*fields: str, scope: str = "COLLECTION") -> dict[str, Any]:
    """Return a composite index of cities: ``-field`` is descending, ``field[]`` array-contains."""
    entries = [
        {"fieldPath": field.removesuffix("[]"), "arrayConfig": "CONTAINS"}
        if field.endswith("[]")
        else {
            "fieldPath": field.removeprefix("-"),
            "order": "DESCENDING" if field.startswith("-") else "ASCENDING",
        }
        for field in fields
    ]
    return {"collectionGroup": "cities", "queryScope": scope, "fields": entries}


def override(path: str, *modes: str, scope: str = "COLLECTION") -> dict[str, Any]:
    """Return the single-field indexes of a field of cities; none without modes."""
    indexes = [
        {"arrayConfig" if mode == "CONTAINS" else "order": mode, "queryScope": scope}
        for mode in modes
    ]
    return {"collectionGroup": "cities", "fieldPath": path, "indexes": indexes}


def is_served(asked: firestore.Query, *entries: dict[str, Any]) -> bool:
    return not missing(asked, *entries)


def missing(asked: firestore.Query, *entries: dict[str, Any]) -> list[dict[str, Any]]:
    return config(*entries).missing(shape_of(asked))


def config(*entries: dict[str, Any]) -> IndexConfig:
    return IndexConfig(
        {
            "indexes": [entry for entry in entries if "fields" in entry],
            "fieldOverrides": [entry for entry in entries if "fieldPath" in entry],
        }
    )


def shape_of(asked: firestore.Query) -> Shape:
    return Shape.of(asked._to_protobuf())  # noqa: SLF001 (what the library sends)


@pytest.mark.parametrize(
    "asked",
    [
        query(),
        query(by=("__name__",)),
        query(where("state", "==")),
        query(where("population", "<")),
        query(where("population", ">"), where("population", "<"), by=("-population",)),
        query(where("regions", "array_contains")),
        query(where("regions", "array_contains_any", ["west_coast", "east_coast"])),
        query(where("country", "in", ["USA", "Japan"])),
        query(where("country", "!=")),
        query(where("capital", "==", None)),
        query(where("state", "=="), where("name", "==")),
        query(where("state", "=="), by=("-__name__",)),
        query(where("location.state", "==")),
        query(Or([where("capital", "=="), where("regions", "array_contains")])),
    ],
    ids=lambda asked: str(shape_of(asked)),
)
def test_automatic_indexes_serve_simple_queries(asked: firestore.Query) -> None:
    assert is_served(asked)


# (query, indexes that do not serve it, the one that it takes in addition)
TWINS: dict[str, tuple[firestore.Query, list[dict[str, Any]], dict[str, Any]]] = {
    "an equality and an order": (
        query(where("country", "=="), by=("population",)),
        [composite("population", "country"), composite("country", "name", "population")],
        composite("country", "population"),
    ),
    "the direction of the order": (
        query(where("country", "=="), by=("-population",)),
        [composite("country", "population")],
        composite("country", "-population"),
    ),
    "an equality and a range": (
        query(where("state", "=="), where("population", "<", 10**6)),
        [composite("population", "state"), composite("state", "-population")],
        composite("state", "population"),
    ),
    "the direction of an equality does not matter": (
        query(where("country", "=="), by=("population",)),
        [],
        composite("-country", "population"),
    ),
    "an equality and an exclusion": (
        query(where("state", "=="), where("name", "!=")),
        [composite("name", "state")],
        composite("state", "name"),
    ),
    "an equality to null": (
        query(where("capital", "==", None), by=("population",)),
        [composite("population", "capital")],
        composite("capital", "population"),
    ),
    "an element of an array and an order": (
        query(where("regions", "array_contains"), by=("population",)),
        [composite("regions", "population")],
        composite("regions[]", "population"),
    ),
    "any of some elements of an array and an order": (
        query(where("regions", "array_contains_any", ["a", "b"]), by=("-population",)),
        [composite("regions", "-population"), composite("regions[]", "population")],
        composite("regions[]", "-population"),
    ),
    "two orders": (
        query(by=("name", "-population")),
        [composite("name", "population"), composite("-name", "-population")],
        composite("name", "-population"),
    ),
    "an order that the index goes beyond": (
        query(where("country", "=="), by=("population",)),
        [composite("country", "population", "name")],
        composite("country", "population"),
    ),
    "names of documents in another direction": (
        query(where("country", "=="), by=("population", "-__name__")),
        [composite("country", "population")],
        composite("country", "population", "-__name__"),
    ),
    "names of documents, descending": (
        query(by=("-__name__",)),
        [],
        composite("-__name__"),
    ),
    "ranges of two fields are ordered by name": (
        query(where("salary", ">"), where("experience", ">")),
        [composite("salary", "experience")],
        composite("experience", "salary"),
    ),
    "ranges of two fields, ordered otherwise": (
        query(where("salary", ">"), where("experience", ">"), by=("salary",)),
        [composite("experience", "salary")],
        composite("salary", "experience"),
    ),
    "an implied order has the last one's direction": (
        query(where("salary", ">"), where("experience", ">"), by=("-salary",)),
        [composite("-salary", "experience")],
        composite("-salary", "-experience"),
    ),
    "a range behind an order": (
        query(where("population", ">"), by=("name", "population")),
        [composite("population", "name")],
        composite("name", "population"),
    ),
    "a merge": (
        query(where("category", "=="), where("city", "=="), by=("star_rating",)),
        [composite("category", "star_rating"), composite("city", "-star_rating")],
        composite("city", "star_rating"),
    ),
    "a merge of three": (
        query(
            where("category", "=="),
            where("city", "=="),
            where("editors_pick", "=="),
            by=("star_rating",),
        ),
        [composite("category", "star_rating"), composite("city", "star_rating")],
        composite("editors_pick", "star_rating"),
    ),
    "a merge with an element of an array": (
        query(where("tag", "array_contains"), where("owner", "=="), by=("-date",)),
        [composite("owner", "-date")],
        composite("tag[]", "-date"),
    ),
    "a merge of indexes that overlap, with a range of the order": (
        query(where("a", "=="), where("b", "=="), where("c", "=="), where("d", ">")),
        [composite("a", "b", "d")],
        composite("a", "c", "d"),
    ),
    "no merge with an index of another field": (
        query(where("a", "=="), where("b", "=="), by=("d",)),
        [composite("a", "d"), composite("b", "c", "d")],
        composite("b", "d"),
    ),
    "no merge with ranges of two fields": (
        query(where("a", "=="), where("b", "=="), where("d", ">"), where("e", ">")),
        [composite("a", "d", "e"), composite("b", "d", "e")],
        composite("a", "b", "d", "e"),
    ),
    "no merge with a range behind the order's first field": (
        query(where("a", "=="), where("b", "=="), where("e", ">"), by=("d", "e")),
        [composite("a", "d", "e"), composite("b", "d", "e")],
        composite("a", "b", "d", "e"),
    ),
    "no merge where the order is bound by an equality": (
        query(where("name", "=="), where("job", "=="), where("age", "in", [1, 2]), by=("age",)),
        [composite("name", "age"), composite("job", "age")],
        composite("job", "name", "age"),
    ),
    "each alternative of an OR": (
        query(Or([where("state", "=="), where("regions", "array_contains")]), by=("population",)),
        [composite("state", "population")],
        composite("regions[]", "population"),
    ),
    "an OR below an equality": (
        query(
            where("country", "=="),
            Or([where("state", "in", ["CA", "CO"]), where("capital", "==")]),
            by=("population",),
        ),
        [composite("country", "population"), composite("state", "population")],
        composite("capital", "population"),
    ),
    "a range in one alternative orders the others": (
        query(Or([where("population", ">"), where("state", "==")])),
        [composite("state", "-population")],
        composite("state", "population"),
    ),
    "a collection group": (
        query(where("type", "=="), of=CLIENT.collection_group("cities")),
        [composite("type", "name", scope="COLLECTION_GROUP")],
        override("type", "ASCENDING", scope="COLLECTION_GROUP"),
    ),
    "a collection group's composite index": (
        query(where("type", "=="), by=("name",), of=CLIENT.collection_group("cities")),
        [composite("type", "name")],
        composite("type", "name", scope="COLLECTION_GROUP"),
    ),
}


@pytest.mark.parametrize(("asked", "others", "needed"), TWINS.values(), ids=TWINS)
def test_a_query_is_served_by_the_index_it_needs_and_by_no_other(
    asked: firestore.Query, others: list[dict[str, Any]], needed: dict[str, Any]
) -> None:
    assert not is_served(asked, *others)
    assert is_served(asked, *others, needed)


@pytest.mark.parametrize(
    ("path", "exempt"),
    [("state", "state"), ("state", "*"), ("place.state", "place"), ("place.state", "*")],
)
def test_an_exempt_field_is_not_served(path: str, exempt: str) -> None:
    assert is_served(query(where(path, "==")))
    assert not is_served(query(where(path, "==")), override(exempt))


def test_the_nearest_exemption_decides() -> None:
    asked = query(where("place.state", "=="))
    assert is_served(asked, override("place"), override("place.state", "ASCENDING"))
    assert not is_served(asked, override("*", "ASCENDING"), override("place"))


def test_an_override_leaves_no_other_index_of_the_field() -> None:
    assert is_served(query(by=("name",)), override("name", "ASCENDING"))
    assert not is_served(query(by=("-name",)), override("name", "ASCENDING"))


def test_an_exempt_field_can_still_be_part_of_a_composite_index() -> None:
    asked = query(where("country", "=="), by=("population",))
    assert is_served(asked, override("*"), composite("country", "population"))


def test_an_index_of_another_collection_is_no_help() -> None:
    asked = query(where("country", "=="), by=("population",))
    other = {**composite("country", "population"), "collectionGroup": "towns"}
    assert not is_served(asked, other)


def test_projections_limits_and_cursors_need_no_other_index() -> None:
    asked = query(where("country", "=="), by=("population",))
    more = asked.select(["name"]).limit(5).offset(1).start_after({"population": 3})
    assert shape_of(more) == shape_of(asked)


def test_what_is_missing_can_be_pasted() -> None:
    asked = query(where("tags", "array_contains"), where("country", "=="), by=("-population",))
    assert missing(asked) == [{"indexes": [composite("tags[]", "country", "-population")]}]


def test_a_missing_single_field_index_keeps_the_others_of_the_field() -> None:
    asked = query(where("type", "=="), of=CLIENT.collection_group("cities"))
    [suggestion] = missing(asked, override("type", "CONTAINS"))
    indexes = override("type", "CONTAINS")["indexes"]
    indexes += override("type", "ASCENDING", scope="COLLECTION_GROUP")["indexes"]
    assert suggestion == {"fieldOverrides": [{**override("type"), "indexes": indexes}]}


def test_an_equality_in_descending_order_of_names_misses_a_descending_index() -> None:
    asked = query(where("type", "=="), by=("-__name__",))
    [suggestion] = missing(asked, override("type", "ASCENDING"))
    assert suggestion == {"fieldOverrides": [override("type", "ASCENDING", "DESCENDING")]}


FIELDS = st.sampled_from("abc")
OPERATORS = st.sampled_from(["==", "in", "<", "!=", "array_contains", "array_contains_any"])
CONDITIONS = st.builds(where, FIELDS, OPERATORS, st.just([1]))
ALTERNATIVES = st.lists(CONDITIONS, min_size=2, max_size=3)
FILTERS = st.lists(CONDITIONS | ALTERNATIVES.map(lambda parts: Or([*parts])), max_size=3)
ORDERS = st.lists(
    st.tuples(st.sampled_from(["", "-"]), FIELDS | st.just("__name__")),
    max_size=3,
    unique_by=lambda order: order[1],
)


@given(filters=FILTERS, orders=ORDERS, is_group=st.booleans(), is_exempt=st.booleans())
def test_any_query_is_served_once_the_missing_is_added(
    *, filters: list[Any], orders: list[tuple[str, str]], is_group: bool, is_exempt: bool
) -> None:
    source: Any = CLIENT.collection_group("cities") if is_group else CITIES
    asked = query(*filters, by=map("".join, orders), of=source)
    overrides = {"*": override("*")} if is_exempt else {}
    composites: list[dict[str, Any]] = []
    for _ in range(100):
        lacking = missing(asked, *overrides.values(), *composites)
        if not lacking:
            break
        composites += lacking[0].get("indexes", [])
        overrides |= {entry["fieldPath"]: entry for entry in lacking[0].get("fieldOverrides", [])}

    assert missing(asked, *overrides.values(), *composites) == []


def request_of(asked: firestore.Query) -> dict[str, Any]:
    return {"parent": "p", "structured_query": asked._to_protobuf()}  # noqa: SLF001 (as above)


def test_the_recorder_tells_of_an_unserved_query_once() -> None:
    recorder = QueryRecorder(config())
    recorder.before("run_query", request_of(query(where("state", "=="), by=("name",))))
    assert '"fieldPath": "state"' in recorder.take_unserved()
    assert recorder.take_unserved() == ""


def test_the_recorder_is_silent_about_a_served_query() -> None:
    recorder = QueryRecorder(config(composite("state", "name")))
    recorder.before("run_query", request_of(query(where("state", "=="), by=("name",))))
    assert len(recorder.shapes) == 1
    assert recorder.take_unserved() == ""


def test_the_recorder_sees_aggregations_as_their_queries() -> None:
    recorder = QueryRecorder(config())
    asked = query(where("state", "=="), by=("name",))
    aggregation: Any = asked.count()
    structured = aggregation._to_protobuf()  # noqa: SLF001 (as above)
    request = {"parent": "p", "structured_aggregation_query": structured}
    recorder.before("run_aggregation_query", request)
    assert recorder.shapes == {shape_of(asked)}
    assert recorder.take_unserved()


def test_the_recorder_ignores_what_is_no_query() -> None:
    recorder = QueryRecorder(config())
    recorder.before("commit", {"writes": []})
    assert recorder.shapes == set()
