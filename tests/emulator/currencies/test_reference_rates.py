"""Stored reference rates: what an instance reads again, and which arrivals are to be healed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from shared.models.currencies.year_rates import RateYear
from shared.models.people.access import TenantKind, TenantRef
from shared.repositories import connections
from shared.repositories.currencies.foreign_ledgers import ForeignLedgerRepository
from shared.repositories.firestore.known_rates import CURRENT_YEAR_S, KnownRates
from tests.support.ledgers.rates import reference_rates, store_rates
from tests.support.observers.call_watch import watched_calls

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.fixture(autouse=True)
def _no_rates() -> Iterator[None]:
    client = connections.firestore_client()
    for name in ("reference_rates", "rate_arrivals"):
        for document in client.collection(name).list_documents():
            document.delete()
    client.known_rates.forget()
    yield
    client.known_rates.forget()


@pytest.mark.parametrize("days", [("10", "15"), ("15", "10")])
def test_arrivals_that_are_not_healed_yet_are_one_from_the_first_of_their_days(
    days: tuple[str, str],
) -> None:
    for day in days:
        store_rates(USD={f"2026-06-{day}": "1.2"})

    arrival = reference_rates().find_arrival()
    assert arrival is not None
    assert arrival.since == date(2026, 6, 10)


@pytest.mark.parametrize(("today", "reads"), [(date(2027, 1, 7), 1), (date(2027, 1, 8), 0)])
def test_a_year_is_read_again_like_the_present_one_until_a_week_after_its_end(
    monkeypatch: pytest.MonkeyPatch, today: date, reads: int
) -> None:
    now = [0.0]
    client = connections.firestore_client()
    monkeypatch.setattr(client, "known_rates", KnownRates(lambda: now[0]))
    keys = frozenset({RateYear("USD", 2026)})
    reference_rates().read(keys, today)
    now[0] += CURRENT_YEAR_S

    with watched_calls() as watch:
        reference_rates().read(keys, today)

    assert watch.gets == reads


def test_a_page_of_ledgers_with_foreign_accounts_is_filled_up_by_the_next_kind() -> None:
    client = connections.firestore_client()
    refs = [TenantRef(kind, name) for kind in list(TenantKind)[:2] for name in ("one", "two")]
    for ref in refs:
        client.document(ref.path).set({"has_foreign_accounts": True})
    ledgers = ForeignLedgerRepository(client)
    of_first_kind = [ref for ref in ledgers.list_page(None, 500) if ref.kind is refs[0].kind]

    page = ledgers.list_page(None, len(of_first_kind) + 1)
    for ref in refs:
        client.document(ref.path).delete()

    assert page[:-1] == of_first_kind
    assert page[-1].kind is refs[-1].kind
