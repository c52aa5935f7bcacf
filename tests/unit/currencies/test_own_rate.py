"""Own rates are prices above zero, and win over reference rates that are not newer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pydantic import ValidationError

from shared.errors import AlreadyExists, InvalidArgument, TooManyOwnRates
from shared.models.currencies.own_rate import MAX_OWN_RATES, OwnRate, OwnRates
from shared.models.currencies.own_rate_input import MIN_RATE, OwnRateDraft
from shared.models.currencies.rate import RateSource
from shared.models.currencies.rate_table import RateTable
from shared.models.exports.backup_exchange import ExchangeRecord
from tests.unit.currencies.history import table
from tests.unit.examples import sample_ledger

NOW = datetime(2026, 3, 31, tzinfo=UTC)


def own(base: str, quote: str, day: str, rate: str, rate_id: str = "r") -> OwnRate:
    return OwnRate(
        id=rate_id, base=base, quote=quote, date=date.fromisoformat(day), rate=Decimal(rate),
        created_at=NOW, updated_at=NOW,
    )  # fmt: skip


def draft(**fields: object) -> OwnRateDraft:
    usual = {"base": "ARS", "quote": "EUR", "date": "2026-03-31", "rate": "0.00085"}
    return OwnRateDraft.model_validate(usual | fields)


@pytest.mark.parametrize(
    "rate", ["0.000000001", "1000000000", "1e3", 3, Decimal("0.10"), Decimal(f"0.5{'0' * 99}")]
)
def test_a_rate_is_a_number_above_zero(rate: object) -> None:
    if rate == "1e3":
        with pytest.raises(ValidationError, match="must be a decimal number"):
            draft(rate=rate)
    else:
        assert draft(rate=rate).rate == Decimal(str(rate))


@pytest.mark.parametrize(
    ("rate", "reason"),
    [
        ("0", "must be positive"),
        ("-1", "must be positive"),
        ("1000000000.000000000001", "must be at most 1000000000"),
        ("1000000001", "must be at most 1000000000"),
        ("0.000000000999", "must be at least 0.000000001"),
        ("0.0000000000001", "must have at most 12 decimals"),
        (Decimal("1e-20000000"), "must have at most 12 decimals"),
        (Decimal("1e-999999999999999"), "must have at most 12 decimals"),
        (Decimal(f"0.5{'0' * 40}1"), "must have at most 12 decimals"),
        ("NaN", "must be a decimal number"),
        (Decimal("Infinity"), "must be a finite number"),
        (True, "must be a decimal number"),
        (None, "must be a decimal number"),
    ],
)
def test_another_rate_is_refused(rate: object, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        draft(rate=rate)


@pytest.mark.parametrize(
    "rate",
    [MIN_RATE, "0.000000001001", "0.000000003", "999999999.000000000001", "1000000000"],
)
def test_a_backup_reads_conversions_at_an_own_rate_in_either_direction(rate: object) -> None:
    price = own("ARS", "EUR", "2026-03-31", f"{draft(rate=rate).rate:f}").price

    for one in (price, price.inverse):
        record = ExchangeRecord.model_validate({"base_amount": "1", "rate": one.text})
        assert record.exchange(100, "EUR").rate == one.text


def test_a_price_in_the_same_currency_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="quote: must be another currency than base"):
        draft(quote="ars").ensure_of_two_currencies()


def test_an_own_rate_counts_in_both_directions_until_the_next_one() -> None:
    rates = RateTable(
        own=OwnRates([own("ARS", "EUR", "2026-02-01", "0.001"),
                      own("EUR", "ARS", "2026-03-01", "1250")])
    )  # fmt: skip
    found = {
        (base, day): rate.text if (rate := rates.find(base, quote, date.fromisoformat(day))) else ""
        for base, quote in (("ARS", "EUR"), ("EUR", "ARS"))
        for day in ("2026-01-31", "2026-02-28", "2026-03-01")
    }

    assert found == {
        ("ARS", "2026-01-31"): "", ("ARS", "2026-02-28"): "0.001", ("ARS", "2026-03-01"): "0.0008",
        ("EUR", "2026-01-31"): "", ("EUR", "2026-02-28"): "1000", ("EUR", "2026-03-01"): "1250",
    }  # fmt: skip


def test_an_own_rate_wins_until_a_newer_reference_rate_is_published() -> None:
    reference = table(USD={"2026-03-27": "1.1", "2026-03-30": "1.2"})
    rates = replace(reference, own=OwnRates([own("EUR", "USD", "2026-03-27", "1.15")]))
    found = [rates.find("EUR", "USD", date(2026, 3, day)) for day in (26, 27, 29, 30)]

    assert [rate and (rate.text, rate.source) for rate in found] == [
        None, ("1.15", RateSource.OWN), ("1.15", RateSource.OWN), ("1.2", RateSource.ECB),
    ]  # fmt: skip
    days = [rate.text for rate in rates.between("USD", "EUR", date(2026, 3, 1), date(2026, 3, 31))]
    assert days == ["0.869565217391304", "0.833333333333333"]


def test_a_ledger_has_one_own_rate_of_a_pair_and_day() -> None:
    ledger = sample_ledger().with_own_rate(own("ARS", "EUR", "2026-03-31", "1", "a"))

    with pytest.raises(AlreadyExists, match="There is already a rate of ARS/EUR for 2026-03-31"):
        ledger.with_own_rate(own("EUR", "ARS", "2026-03-31", "1", "b"))
    same = ledger.with_own_rate(own("EUR", "ARS", "2026-03-31", "2", "a"))
    other_day = same.with_own_rate(own("EUR", "ARS", "2026-04-01", "2", "b"))
    assert sorted(other_day.own_rates) == ["a", "b"]


def test_a_ledger_has_at_most_200_own_rates() -> None:
    rates = {
        str(n): own("ARS", "EUR", f"{1900 + n}-01-01", "1", str(n)) for n in range(MAX_OWN_RATES)
    }
    ledger = replace(sample_ledger(), own_rates=rates)

    assert ledger.with_own_rate(own("ARS", "EUR", "1900-01-01", "2", "0")).own_rates["0"].rate == 2
    with pytest.raises(TooManyOwnRates, match="at most 200 own rates"):
        ledger.with_own_rate(own("ARS", "EUR", "2150-01-01", "1", "new"))


def test_own_rates_are_found_by_day_in_whatever_order_they_are_stored() -> None:
    stored = [own("ARS", "EUR", f"2026-03-0{day}", f"0.{day}", str(day)) for day in (5, 1, 3)]
    rates = RateTable({}, OwnRates(stored))

    found = rates.between("ARS", "EUR", date(2026, 3, 1), date(2026, 3, 5))

    assert [(rate.as_of.day, rate.text) for rate in found] == [(1, "0.1"), (3, "0.3"), (5, "0.5")]
    fourth = rates.find("ARS", "EUR", date(2026, 3, 4))
    assert fourth is not None
    assert fourth.text == "0.3"
