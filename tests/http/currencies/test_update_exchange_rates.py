"""The daily update of exchange rates, against a server of this machine."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.models.currencies.rate_update import StoredYear
from shared.models.currencies.year_rates import RateYear
from tests.http.answers import no_commit, ok, problem
from tests.support.ledgers.people import Person
from tests.support.ledgers.rates import RateServer, reference_rates, send
from tests.support.served import served

HEADER = "Date,USD,JPY,GBP,CHF,"
TODAY = datetime.now(UTC).date()
DAYS = [str(TODAY - timedelta(days=n)) for n in range(8)]


def file_of(**usd: str) -> bytes:
    """Return a file with rates of the dollar, newest first; `d0` is today, `d1` yesterday."""
    rows = (f"{DAYS[int(name[1:])]},{rate},175.68,N/A,0.9194," for name, rate in usd.items())
    return "\n".join([HEADER, *rows, ""]).encode()


def update() -> Any:
    return served("updateExchangeRates").post("/")


def stored(day: str = DAYS[0]) -> StoredYear:
    return reference_rates().list_stored()[RateYear("USD", int(day[:4]))]


def log_of(capsys: pytest.CaptureFixture[str], severity: str) -> list[str]:
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [line["message"] for line in lines if line["severity"] == severity]


def test_an_update_stores_new_days_keeps_missing_ones_and_logs_corrections(
    served_rates: RateServer, capsys: pytest.CaptureFixture[str]
) -> None:
    served_rates.gives(file_of(d2="1.1", d3="1.2"))
    first = ok(update())
    assert (first["last_date"], first["added"], first["corrected"]) == (DAYS[2], 6, 0)
    assert log_of(capsys, "WARNING") == []

    with no_commit():
        assert ok(update()) == first | {"added": 0}

    served_rates.gives(file_of(d1="1.3", d3="1.25"))
    second = ok(update())
    assert second == {"last_date": DAYS[1], "added": 3, "corrected": 1, "missing": 3}
    assert log_of(capsys, "WARNING") == [f"updateExchangeRates corrected USD of {DAYS[3]}"]
    days = {str(day): rate for day, rate in stored(DAYS[3]).rates.by_day().items()}
    assert days[DAYS[3]] == "1.25"
    assert stored(DAYS[2]).rates.by_day()[TODAY - timedelta(days=2)] == "1.1"
    [correction] = stored(DAYS[3]).corrections
    assert (str(correction.day), correction.before, correction.after) == (DAYS[3], "1.2", "1.25")
    assert stored(DAYS[3]).revision == 2


@pytest.mark.parametrize(
    "answer",
    [
        lambda request: send(request, b"<html>Maintenance</html>"),
        lambda request: send(request, file_of(d0="1.5", d1="none")),
        lambda request: send(request, b"", 302, Location="https://www.example.com/"),
        lambda request: send(request, b"0" * 9_000_000),
        lambda request: send(request, b"", 500),
    ],
    ids=["another page", "malformed", "redirect", "oversized", "failure"],
)
def test_a_file_that_is_not_valid_changes_nothing_and_is_logged(
    served_rates: RateServer, capsys: pytest.CaptureFixture[str], answer: Any
) -> None:
    served_rates.answer = answer

    with no_commit():
        problem(update(), 503, "rates-not-updated")
    assert any("updateExchangeRates stored nothing" in line for line in log_of(capsys, "ERROR"))


@pytest.mark.parametrize(("days_old", "alarms"), [(4, 0), (5, 1)])
def test_an_alarm_is_logged_when_the_last_rates_are_older_than_four_days(
    served_rates: RateServer, capsys: pytest.CaptureFixture[str], days_old: int, alarms: int
) -> None:
    served_rates.gives(file_of(**{f"d{days_old}": "1.2"}))
    ok(update())

    found = [line for line in log_of(capsys, "ERROR") if "EXCHANGE RATES ARE OLD" in line]
    assert len(found) == alarms


def test_rates_of_an_update_are_seen_at_once_by_the_instance_that_made_it(
    served_rates: RateServer, visitor: Person
) -> None:
    asked = {"amounts": [{"amount": "1.00", "currency": "EUR", "to": "USD"}]}
    served_rates.gives(file_of(d1="1.4"))
    ok(update())
    ok(visitor.post("/currencies/convert", asked))
    served_rates.gives(file_of(d0="1.6", d1="1.4"))
    ok(update())

    [item] = ok(visitor.post("/currencies/convert", asked))["items"]
    assert item["converted"] == "1.60"
