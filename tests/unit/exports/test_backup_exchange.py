"""Amounts in other currencies in a backup."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import InvalidArgument
from shared.models.exports.backup_exchange import ExchangeRecord


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        ({"base_amount": "-1.00", "rate": "2"}, ["exchange.base_amount"]),
        ({"base_amount": "1.001"}, ["exchange.base_amount"]),
        ({"rate": "2", "rate_source": "GIVEN"}, ["exchange.rate", "exchange.rate_source"]),
        ({"rate_date": "2026-03-31"}, ["exchange.rate_date"]),
    ],
)
def test_a_conversion_that_contradicts_itself_is_refused_by_its_fields(
    content: dict[str, Any], fields: list[str]
) -> None:
    record = ExchangeRecord.model_validate(content)

    with pytest.raises(InvalidArgument) as refused:
        record.exchange(1000, "USD")

    assert [error.field for error in refused.value.errors] == fields


def test_a_conversion_without_a_base_amount_is_of_an_unconverted_transaction() -> None:
    exchange = ExchangeRecord().exchange(1000, "USD")

    assert (exchange.currency, exchange.base_minor, exchange.rate) == ("USD", None, None)
