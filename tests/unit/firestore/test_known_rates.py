"""The rates that a client has read are known for a time, up to a bound."""

from __future__ import annotations

from shared.models.currencies.year_rates import RateYear, YearRates
from shared.repositories.firestore.known_rates import (
    CURRENT_YEAR_S,
    MAX_KNOWN_YEARS,
    PAST_YEAR_S,
    KnownRates,
)

KEY = RateYear("USD", 2026)
RATES = YearRates.parse(KEY, "0102:1.1")


def test_past_years_are_known_longer_than_the_present_one() -> None:
    now = [0.0]
    known = KnownRates(lambda: now[0])
    past = RateYear("USD", 2025)
    known.put(KEY, RATES, is_past=False)
    known.put(past, None, is_past=True)
    keys = frozenset({KEY, past, RateYear("JPY", 2026)})
    found = []
    for second in (CURRENT_YEAR_S - 1, CURRENT_YEAR_S, PAST_YEAR_S - 1, PAST_YEAR_S):
        now[0] = second
        found.append(known.find(keys))

    assert found == [{KEY: RATES, past: None}, {past: None}, {past: None}, {}]


def test_of_too_many_years_the_one_known_longest_is_forgotten() -> None:
    known = KnownRates(lambda: 0.0)
    years = [RateYear("USD", year) for year in range(MAX_KNOWN_YEARS + 1)]
    known.put(years[0], RATES, is_past=True)
    known.put(years[1], RATES, is_past=True)
    known.put(years[0], RATES, is_past=True)
    for year in years[2:]:
        known.put(year, RATES, is_past=True)

    assert years[1] not in known.find(frozenset(years))
    assert len(known.find(frozenset(years))) == MAX_KNOWN_YEARS


def test_years_that_replace_no_others_are_known_as_far_as_there_is_room() -> None:
    known = KnownRates(lambda: 0.0)
    years = [RateYear("USD", year) for year in range(MAX_KNOWN_YEARS + 1)]
    for year in years:
        known.put(year, RATES, is_past=True, replaces=False)
    known.put(years[0], None, is_past=True, replaces=False)

    assert set(known.find(frozenset(years))) == set(years[:-1])
    assert known.find(frozenset(years[:1])) == {years[0]: None}


def test_nothing_is_known_after_an_update() -> None:
    known = KnownRates()
    known.put(KEY, RATES, is_past=False)
    known.forget()

    assert known.find(frozenset({KEY})) == {}


def test_years_are_forgotten_once_for_each_occasion() -> None:
    known = KnownRates()
    found = []
    for occasion in ("one", "one", "another"):
        known.forget_once(occasion)
        found.append(known.find(frozenset({KEY})))
        known.put(KEY, RATES, is_past=False)

    assert found == [{}, {KEY: RATES}, {}]
