"""Planner of the indexes that Cloud Firestore needs for a query; the emulator needs none.

A model of Firestore in Native mode, Standard edition. Where the documentation is silent, it
requires an index. It follows:

- Automatic indexes, exemptions (``*`` is every field of a collection group, a map's exemption is
  its subfields'), composite indexes, scopes, merging of indexes:
  https://firebase.google.com/docs/firestore/query-data/index-overview
- Order of results: https://firebase.google.com/docs/firestore/reference/rest/v1/StructuredQuery,
  ``orderBy``. Fields of range filters are appended in the order of their names, then ``__name__``,
  in the direction of the last order.
- ``__name__`` ends every index, in the direction of the field before it:
  https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.collectionGroups.indexes
- Range filters on several fields need one index in the order of the results:
  https://firebase.google.com/docs/firestore/query-data/multiple-range-fields
- ``in``, ``array-contains-any`` and OR are disjunctions of queries, each served separately:
  https://firebase.google.com/docs/firestore/query-data/queries#or_queries
- Merged indexes have all equality filters in front, in any order and direction, and the same order
  behind them; an element of an array counts as an equality:
  https://cloud.google.com/appengine/articles/indexselection (of the engine that Firestore shares
  with Datastore).

Projections, limits, cursors, transactions and aggregations need no other index than the query.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple, Self

from google.cloud.firestore_v1.field_path import parse_field_path
from google.cloud.firestore_v1.types import StructuredQuery

INDEXES_FILE = Path(__file__).parents[3] / "firestore.indexes.json"

NAME = "__name__"
ASCENDING, DESCENDING, CONTAINS = "ASCENDING", "DESCENDING", "CONTAINS"
COLLECTION, COLLECTION_GROUP = "COLLECTION", "COLLECTION_GROUP"

_FieldOperator = StructuredQuery.FieldFilter.Operator
_UnaryOperator = StructuredQuery.UnaryFilter.Operator


class Kind(StrEnum):
    """Kind of a filter: equality, array element, or range."""

    EQUAL = "=="
    CONTAINS = "contains"
    RANGE = "range"


_FIELD_KINDS = {
    _FieldOperator.EQUAL: Kind.EQUAL,
    _FieldOperator.IN: Kind.EQUAL,
    _FieldOperator.ARRAY_CONTAINS: Kind.CONTAINS,
    _FieldOperator.ARRAY_CONTAINS_ANY: Kind.CONTAINS,
}
_UNARY_KINDS = {_UnaryOperator.IS_NULL: Kind.EQUAL, _UnaryOperator.IS_NAN: Kind.EQUAL}


class Condition(NamedTuple):
    """A filter without its value."""

    path: str
    kind: Kind


class Part(NamedTuple):
    """A field of an index, or of the order of results; ``mode`` is a direction or CONTAINS."""

    path: str
    mode: str


@dataclass(frozen=True)
class Shape:
    """The properties of a query that determine its indexes; ``order`` ends in ``__name__``."""

    collection: str
    scope: str
    alternatives: frozenset[frozenset[Condition]]
    order: tuple[Part, ...]

    @classmethod
    def of(cls, query: StructuredQuery) -> Self:
        """Return the shape of a query; its parent document makes no difference to indexes."""
        if "find_nearest" in query:
            raise NotImplementedError("Nearest neighbours need a vector index.")
        [source] = query.from_
        alternatives = frozenset(_alternatives(query.where))
        return cls(
            source.collection_id,
            COLLECTION_GROUP if source.all_descendants else COLLECTION,
            alternatives,
            _complete_order(query, alternatives),
        )

    def __str__(self) -> str:
        filters = " or ".join(
            " and ".join(f"{path} {kind}" for path, kind in sorted(conditions)) or "all"
            for conditions in sorted(self.alternatives, key=sorted)
        )
        order = ", ".join(f"{path} {mode}" for path, mode in self.order)
        return f"{self.scope} {self.collection}: {filters}, by {order}"


@dataclass(frozen=True)
class Index:
    """An index; ``parts`` end in ``__name__``."""

    collection: str
    scope: str
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Self:
        """Return the composite index of an entry of the file."""
        parts = [
            Part(field["fieldPath"], field.get("order") or field["arrayConfig"])
            for field in entry["fields"]
        ]
        return cls(entry["collectionGroup"], entry["queryScope"], _ending_in_name(parts))

    def answers(self, wanted: frozenset[Condition], order: tuple[Part, ...]) -> set[Condition]:
        """Return the wanted conditions that the index serves in that order; none if unusable."""
        prefix_length = len(self.parts) - len(order)
        if prefix_length < 0 or self.parts[prefix_length:] != order:
            return set()
        answered = {
            Condition(path, Kind.CONTAINS if mode == CONTAINS else Kind.EQUAL)
            for path, mode in self.parts[:prefix_length]
        }
        return answered if answered <= wanted else set()


class IndexConfig:
    """The indexes that a ``firestore.indexes.json`` creates in a database."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._composites = [Index.of(entry) for entry in content["indexes"]]
        self._overrides = {
            (entry["collectionGroup"], entry["fieldPath"]): entry["indexes"]
            for entry in content["fieldOverrides"]
        }

    @classmethod
    def of_project(cls) -> Self:
        """Return the indexes that are deployed."""
        return cls(json.loads(INDEXES_FILE.read_text()))

    def missing(self, shape: Shape) -> list[dict[str, Any]]:
        """Return the entries that the file lacks for queries of this shape."""
        return [
            self._suggestion(shape, conditions)
            for conditions in sorted(shape.alternatives, key=sorted)
            if not self._is_served(shape, conditions)
        ]

    def _is_served(self, shape: Shape, conditions: frozenset[Condition]) -> bool:
        wanted = _wanted_of_prefix(conditions, shape.order)
        if not wanted and shape.order == (Part(NAME, ASCENDING),):
            return True  # Documents are stored in this order.
        indexes = [
            *self._automatic(shape, {path for path, _ in conditions | set(shape.order)}),
            *(index for index in self._composites if index.collection == shape.collection),
        ]
        fitting = [index for index in indexes if index.scope == shape.scope]
        if not wanted:
            return any(index.parts == shape.order for index in fitting)
        answers = [index.answers(wanted, shape.order) for index in fitting]
        if _may_merge(conditions, shape.order):
            return wanted == set().union(*answers)
        return wanted in answers

    def _automatic(self, shape: Shape, paths: Iterable[str]) -> Iterator[Index]:
        for path in set(paths) - {NAME}:
            for entry in self._single_field_indexes(shape.collection, path):
                part = Part(path, entry.get("order") or entry["arrayConfig"])
                parts = _ending_in_name([part])
                yield Index(shape.collection, entry["queryScope"], parts)

    def _single_field_indexes(self, collection: str, path: str) -> list[dict[str, Any]]:
        names = parse_field_path(path)
        for length in range(len(names), 0, -1):
            override = self._overrides.get((collection, ".".join(names[:length])))
            if override is not None:
                return list(override)
        return list(self._overrides.get((collection, "*"), _DEFAULT_INDEXES))

    def _suggestion(self, shape: Shape, conditions: frozenset[Condition]) -> dict[str, Any]:
        wanted = sorted(_wanted_of_prefix(conditions, shape.order), key=_contains_first)
        fields = [
            *(
                {"fieldPath": path, "arrayConfig": CONTAINS}
                if kind is Kind.CONTAINS
                else {"fieldPath": path, "order": _prefix_direction(shape.order)}
                for path, kind in wanted
            ),
            *({"fieldPath": path, "order": mode} for path, mode in shape.order),
        ]
        shortened = _without_implied_name(fields)
        if len(shortened) != 1 or shortened[0]["fieldPath"] == NAME:
            entry = {"collectionGroup": shape.collection, "queryScope": shape.scope}
            return {"indexes": [{**entry, "fields": shortened}]}
        path = shortened[0]["fieldPath"]
        mode = {key: value for key, value in shortened[0].items() if key != "fieldPath"}
        indexes = [
            *self._single_field_indexes(shape.collection, path),
            {**mode, "queryScope": shape.scope},
        ]
        entry = {"collectionGroup": shape.collection, "fieldPath": path}
        return {"fieldOverrides": [{**entry, "indexes": indexes}]}


_DEFAULT_INDEXES = (
    {"order": ASCENDING, "queryScope": COLLECTION},
    {"order": DESCENDING, "queryScope": COLLECTION},
    {"arrayConfig": CONTAINS, "queryScope": COLLECTION},
)


def _alternatives(where: StructuredQuery.Filter) -> list[frozenset[Condition]]:
    """Convert a filter to disjunctive normal form; ``in`` is one equality, whatever its values."""
    if "composite_filter" in where:
        composite = where.composite_filter
        parts = [_alternatives(part) for part in composite.filters]
        if composite.op == StructuredQuery.CompositeFilter.Operator.OR:
            return [conditions for part in parts for conditions in part]
        return [frozenset().union(*chosen) for chosen in product(*parts)]
    if "field_filter" in where:
        field = where.field_filter
        kind = _FIELD_KINDS.get(field.op, Kind.RANGE)
        return [frozenset({Condition(field.field.field_path, kind)})]
    if "unary_filter" in where:
        unary = where.unary_filter
        kind = _UNARY_KINDS.get(unary.op, Kind.RANGE)
        return [frozenset({Condition(unary.field.field_path, kind)})]
    return [frozenset()]


def _complete_order(
    query: StructuredQuery, alternatives: frozenset[frozenset[Condition]]
) -> tuple[Part, ...]:
    order = [Part(by.field.field_path, by.direction.name) for by in query.order_by]
    order = [Part(path, mode if mode == DESCENDING else ASCENDING) for path, mode in order]
    ranges = {path for each in alternatives for path, kind in each if kind is Kind.RANGE}
    for path in sorted(ranges - {path for path, _ in order} - {NAME}):
        order.append(Part(path, order[-1].mode if order else ASCENDING))
    return _ending_in_name(order)


def _ending_in_name(parts: list[Part]) -> tuple[Part, ...]:
    """Return the parts up to ``__name__``, which is appended if it is missing."""
    paths = [path for path, _ in parts]
    if NAME in paths:
        return tuple(parts[: paths.index(NAME) + 1])
    is_descending = bool(parts) and parts[-1].mode == DESCENDING
    return (*parts, Part(NAME, DESCENDING if is_descending else ASCENDING))


def _wanted_of_prefix(
    conditions: frozenset[Condition], order: tuple[Part, ...]
) -> frozenset[Condition]:
    """Return the conditions that need fields in front of the order; others bound the order."""
    ordered = {path for path, _ in order}
    return frozenset(
        condition
        for condition in conditions
        if condition.kind is Kind.CONTAINS
        or (condition.kind is Kind.EQUAL and condition.path not in ordered)
    )


def _may_merge(conditions: frozenset[Condition], order: tuple[Part, ...]) -> bool:
    """Return whether indexes may be merged: at most the first ordered field has a range.

    An equality on an ordered field prevents it.

    The documentation says nothing about other cases, and merges with an equality on an ordered
    field have been seen refused.
    """
    ordered = {path for path, _ in order}
    bounds = {
        condition
        for condition in conditions
        if condition.kind is not Kind.CONTAINS and condition.path in ordered
    }
    return bounds <= {Condition(order[0].path, Kind.RANGE)}


def _contains_first(condition: Condition) -> tuple[bool, str]:
    return condition.kind is not Kind.CONTAINS, condition.path


def _prefix_direction(order: tuple[Part, ...]) -> str:
    """Return the direction of equality fields; it matters only if ``__name__`` follows directly."""
    return order[0].mode if order[0].path == NAME else ASCENDING


def _without_implied_name(fields: list[dict[str, str]]) -> list[dict[str, str]]:
    *others, last = fields
    is_implied = bool(others) and last["order"] == others[-1].get("order", ASCENDING)
    return others if is_implied else fields
