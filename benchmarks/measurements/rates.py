"""Exchange rates: reading the file of 27 years, documents read by lookups, and the daily update."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

from benchmarks.ledgers import World, ensure, new_person
from benchmarks.measurements.costs import spend
from benchmarks.table import Row
from local.rates import packaged_history
from shared.models.currencies.history_file import read_history
from shared.models.currencies.own_rate import OwnRates
from shared.models.currencies.rate_table import DatedPair
from shared.models.values.dates import Month
from shared.repositories import connections
from shared.repositories.currencies.reference_rates import ReferenceRateRepository
from shared.repositories.firestore.usage import counted_usage
from shared.services.currencies.exchange import ExchangeRates
from shared.services.currencies.rate_updates import update_rates
from tests.support.measures.cpu_time import cpu_seconds

MAX_READING_S = 0.2
TODAY = date(2026, 10, 30)
FIVE_CURRENCIES = ("USD", "JPY", "GBP", "CHF", "PLN")
ENDS_OF_MONTHS = [
    date(2016 + (9 + number) // 12, (9 + number) % 12 + 1, 28) for number in range(121)
]


def measure(_world: World) -> Iterator[Row]:
    """Yield the rows of exchange rates."""
    content = packaged_history()
    yield Row.at_most(
        "CPU time of reading the rates of 27 years",
        cpu_seconds(lambda: read_history(content)),
        MAX_READING_S,
        "{:.2f} s".format,
    )
    client = connections.firestore_client()
    rates = ReferenceRateRepository(client)
    yield _updated("storing the rates of 27 years", rates, content)
    yield _updated("a daily update without news", rates, content)
    one = [DatedPair("EUR", "USD", TODAY)]
    yield _reads("documents read by the first conversion from the euro", rates, one, 1)
    yield _reads("documents read by the next one in the same year", rates, one, 0)
    many = [DatedPair("EUR", code, day) for code in FIVE_CURRENCIES for day in ENDS_OF_MONTHS]
    client.known_rates.forget()
    label = "documents read by 121 ends of months in five currencies"
    yield _reads(label, rates, many, 55)
    yield _reads(f"{label}, again", rates, many, 0)
    yield from _net_worth()


def _net_worth() -> Iterator[Row]:
    """Read ten years of the net worth of a ledger in euros, with accounts in five currencies."""
    person = new_person()
    person.patch("/settings", {"currency": "EUR"})
    accounts = [
        person.post("/accounts", {"name": code, "kind": "CASH", "currency": code}).get_json()["id"]
        for code in FIVE_CURRENCIES
    ]
    rows = [
        {"type": "EXPENSE", "amount": "100", "date": f"{month}-15"}
        | {"account_id": accounts[index % len(accounts)]}
        for index, month in enumerate(Month(2016, 1).through(Month(2025, 12)))
    ]
    person.post("/transactions/batch", {"create": rows})
    connections.firestore_client().known_rates.forget()
    for label, limit in (("the first time", 121 + 55), ("again", 121)):
        spent, answer = spend(person, "GET", "/dashboard/net_worth?from=2016-01&to=2025-12")
        ensure(not answer["items"][-1]["unconverted_balances"], "each balance has a rate")
        what = f"documents read by ten years of net worth in five currencies, {label}"
        yield Row.at_most(what, spent.read, limit, str)


def _updated(what: str, rates: ReferenceRateRepository, content: bytes) -> Row:
    began = time.perf_counter()
    with counted_usage() as usage:
        update_rates(rates, content, datetime.now(UTC))
    took = time.perf_counter() - began
    return Row(what, f"{took:.1f} s, {usage.reads} read, {usage.writes} written")


def _reads(
    what: str, rates: ReferenceRateRepository, exchanges: list[DatedPair], limit: int
) -> Row:
    with counted_usage() as usage:
        ExchangeRates(rates, OwnRates(), TODAY).load(exchanges)
    return Row.at_most(what, usage.reads, limit, "{:.0f}".format)
