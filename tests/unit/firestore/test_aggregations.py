"""The reads that Firestore charges for an aggregation are counted as it charges them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from google.cloud.firestore_v1 import types

from shared.repositories.firestore.client import SUM_ALIAS, _MeteredApi
from shared.repositories.firestore.usage import counted_usage


class _Server:
    """Answers each aggregation with a number of transactions, and a sum that must not count."""

    def __init__(self, count: int) -> None:
        self._count = count

    def run_aggregation_query(self, **_options: Any) -> Iterator[Any]:
        fields = {"count": self._count, SUM_ALIAS: 10**9}
        values = {name: types.Value(integer_value=value) for name, value in fields.items()}
        result = types.AggregationResult(aggregate_fields=values)
        yield types.RunAggregationQueryResponse(result=result)


@pytest.mark.parametrize(
    ("count", "reads"), [(0, 1), (1, 1), (1_000, 1), (1_001, 2), (2_000, 2), (2_500, 3)]
)
def test_an_aggregation_costs_a_read_for_each_thousand_index_entries(
    count: int, reads: int
) -> None:
    api = _MeteredApi(_Server(count), [])

    with counted_usage() as usage:
        list(api.run_aggregation_query({}))

    assert usage.reads == reads
