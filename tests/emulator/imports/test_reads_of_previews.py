"""A preview reads the rates that many rows of a file need together, each year once."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from shared.models.imports.import_options import ImportOptions
from shared.models.imports.import_plan import RowStatus
from shared.models.imports.preview import Preview
from shared.models.imports.statements.unreadable import UnreadableFile
from shared.repositories.firestore import known_rates
from shared.repositories.firestore.usage import counted_usage
from shared.repositories.store import TenantStore
from shared.services.imports import file_rates
from shared.services.imports.import_previews import preview_import
from tests.support.ledgers.ledgers import new_ledger
from tests.support.ledgers.rates import store_rates
from tests.support.observers.call_watch import watched_calls

pytestmark = pytest.mark.usefixtures("emulators")

NOW = datetime(2026, 6, 20, tzinfo=UTC)
CODES = ["AUD", "CAD", "CHF", "CZK", "DKK", "GBP", "JPY", "NOK", "PLN", "SEK", "USD"]
PLACES = list(product(range(2016, 2026), CODES))
"""Years and currencies, so that no two rows one after the other have the same ones."""


@pytest.fixture(autouse=True)
def _stored(emulators: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an instance know fewer years than the file needs."""
    monkeypatch.setattr(known_rates, "MAX_KNOWN_YEARS", 20)
    store_rates(
        **{code: {f"{year}-06-14": "2" for year, of in PLACES if of == code} for code in CODES}
    )


def file_of(places: list[tuple[int, str]], rows: int) -> bytes:
    lines = ["Date,Amount,Currency,Description"]
    for number in range(rows):
        year, code = places[number % len(places)]
        lines.append(f"{year}-06-15,-{100 + number % 900},{code},row {number}")
    return "\n".join(lines).encode()


def preview(store: TenantStore, content: bytes) -> Preview:
    return preview_import(store, content, ImportOptions(), "me", NOW)


def test_each_year_of_a_file_is_read_once_and_all_of_them_in_one_call() -> None:
    store = new_ledger("EUR")
    with watched_calls() as calls, counted_usage() as alone:
        preview(store, file_of([(2025, "EUR")], 400))
    gets_alone = calls.gets
    with watched_calls() as calls, counted_usage() as usage:
        found = preview(store, file_of(PLACES, 400))

    assert {row.status for row in found.rows} == {RowStatus.NEW}
    assert found.rows[0].amount_minor == -5_000
    assert usage.reads - alone.reads == len(PLACES)
    assert calls.gets - gets_alone == 1


def test_a_file_pushes_out_no_year_that_other_requests_have_read() -> None:
    store = new_ledger("EUR")
    preview(store, file_of([(2016, "AUD")], 2))
    preview(store, file_of(PLACES, 400))
    with counted_usage() as usage:
        preview(store, file_of([(2016, "AUD")], 2))
    with counted_usage() as alone:
        preview(store, file_of([(2025, "EUR")], 2))
    assert usage.reads == alone.reads


def test_a_file_that_needs_too_many_years_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_ledger("EUR")
    monkeypatch.setattr(file_rates, "MAX_YEARS", len(PLACES))
    preview(store, file_of(PLACES, 400))
    monkeypatch.setattr(file_rates, "MAX_YEARS", len(PLACES) - 1)
    with counted_usage() as usage, pytest.raises(UnreadableFile, match="more than 109 currencies"):
        preview(store, file_of(PLACES, 400))
    assert usage.reads < len(PLACES)


def test_the_previous_year_is_read_for_days_before_the_first_rate() -> None:
    store = new_ledger("EUR")
    lines = [
        "Date,Amount,Currency,Description",
        "2025-01-02,-100,USD,early",
        "2024-12-31,-50,USD,x",
    ]
    found = preview(store, "\n".join(lines).encode())
    assert [row.amount_minor for row in found.rows] == [-5_000, -2_500]
