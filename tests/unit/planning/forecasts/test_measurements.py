"""Error and coverage on a real bank's accounts; ``make bench`` prints them."""

from __future__ import annotations

import pytest

from tests.support.ledgers.bank_records import DATA
from tests.support.ledgers.bank_spending import read_spending
from tests.support.measures.forecasts import quality_of_months, quality_of_sums

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the bank's records are not beside the project"
)


@pytest.mark.parametrize("part", [0, 1])
def test_intervals_cover_four_of_five_months_of_a_real_bank(part: int) -> None:
    found = quality_of_months(read_spending()[part::2])

    assert found.forecasts > 400
    assert 0.76 <= found.coverage <= 0.84
    assert found.errors < found.last_errors


@pytest.mark.parametrize("months", [2, 3, 6])
def test_intervals_cover_about_four_of_five_sums_of_accounts_that_tuned_nothing(
    months: int,
) -> None:
    found = quality_of_sums(read_spending()[1::2], months)

    assert found.forecasts > 100
    assert 0.76 <= found.coverage <= 0.84
