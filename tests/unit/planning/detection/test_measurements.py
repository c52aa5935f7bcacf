"""Floors of what is found. ``make bench`` measures on more accounts and households."""

from __future__ import annotations

import pytest

from shared.models.planning.detection.detection import detect
from shared.models.planning.detection.observation import Observation
from shared.models.planning.detection.suggestion import Suggestion
from tests.support.ledgers import household
from tests.support.ledgers.bank_records import DATA
from tests.support.ledgers.standing_orders import (
    LAST_DAY,
    Text,
    held_out,
    measure,
    read_accounts,
)


def suggested(rows: list[Observation]) -> tuple[Suggestion, ...]:
    return detect(rows, LAST_DAY).suggestions


@pytest.mark.skipif(not DATA.exists(), reason="the bank's records are not beside the project")
def test_standing_orders_of_a_real_bank_are_found_and_nothing_else() -> None:
    accounts = held_out(read_accounts())[::5]
    for text in Text:
        found = measure(accounts, text, suggested)
        assert found.known == 30
        assert (found.recall, found.precision) == (1, 1), text


def test_what_recurs_in_made_up_households_is_found_and_little_else() -> None:
    found = household.measure(map(household.household, household.HELD_OUT_SEEDS[:4]))
    assert found.recall >= 0.98
    assert found.precision >= 0.95
