"""Recorder of every query that a test makes; reports those that no index serves."""

from __future__ import annotations

import json
from typing import Any

from google.cloud.firestore_v1.types import RunAggregationQueryRequest, RunQueryRequest

from tests.support.observers.index_planner import IndexConfig, Shape


class QueryRecorder:
    """A hook of ``FirestoreClient`` that records the shape of every query."""

    def __init__(self, indexes: IndexConfig) -> None:
        self._indexes = indexes
        self.shapes: set[Shape] = set()
        self._unserved: set[Shape] = set()

    def before(self, method: str, request: Any) -> None:
        """Record a query; an unserved one still runs, and the test fails when it ends."""
        shape = _shape_of(method, request)
        if shape is None:
            return
        self.shapes.add(shape)
        if self._indexes.missing(shape):
            self._unserved.add(shape)

    def after(self, method: str, request: Any) -> None:
        """Ignore the response."""

    def take_unserved(self) -> str:
        """Return a report of the unserved queries since the last call; empty if there are none."""
        shapes, self._unserved = self._unserved, set()
        lines = [f"No index serves {shape}" for shape in sorted(shapes, key=str)]
        entries = {json.dumps(entry) for shape in shapes for entry in self._indexes.missing(shape)}
        lines += [f"For firestore.indexes.json: {entry}" for entry in sorted(entries)]
        return "\n".join(lines)


def _shape_of(method: str, request: Any) -> Shape | None:
    if method == "run_query":
        return Shape.of(RunQueryRequest(request).structured_query)
    if method == "run_aggregation_query":
        aggregation = RunAggregationQueryRequest(request).structured_aggregation_query
        return Shape.of(aggregation.structured_query)
    return None
