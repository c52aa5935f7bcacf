from __future__ import annotations

import pytest

from tests.http.answers import nothing_written, ok, transactions_of
from tests.http.operations import ANY_IDS, ON_NAMED, ON_RESOURCES, ApiOperation, furnish
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.observers.stored_trees import Snapshot

OWN = tuple(name for name in ANY_IDS if name.startswith("own"))
MISSING = "01JA2B3C4D5E6F7G8H9JKMNPQR"


@pytest.fixture(scope="module")
def victim(emulators: None) -> Person:
    """Return someone whose ledger nobody else may touch."""
    return new_visitor()


@pytest.fixture(scope="module")
def victims_ids(victim: Person) -> dict[str, str]:
    """Return the ids in the victim's ledger."""
    return furnish(victim)


@pytest.fixture(params=["demo visitor", "registered user"], scope="module")
def stranger(request: pytest.FixtureRequest, emulators: None) -> Person:
    """Return someone else, whose ledger each test finds as ``strangers_ids`` has made it."""
    return new_visitor() if request.param == "demo visitor" else registered_user()


@pytest.fixture(scope="module")
def strangers_ids(stranger: Person) -> dict[str, str]:
    """Return the ids in the stranger's ledger."""
    return furnish(stranger)


@pytest.fixture(scope="module")
def snapshot(stranger: Person, strangers_ids: dict[str, str]) -> Snapshot:
    """Return the stranger's ledger as it was made."""
    return Snapshot.take(stranger.store.ref.path)


@pytest.fixture
def own(strangers_ids: dict[str, str], snapshot: Snapshot) -> dict[str, str]:
    """Return the ids in the stranger's ledger, restored to its first state."""
    snapshot.put_back()
    return strangers_ids


@pytest.fixture(params=["demo visitor", "registered user"])
def newcomer(request: pytest.FixtureRequest, emulators: None) -> Person:
    """Return someone else, whose ledger is empty."""
    return new_visitor() if request.param == "demo visitor" else registered_user()


@pytest.mark.parametrize("operation", ON_RESOURCES, ids=str)
def test_anothers_resource_is_not_found_just_as_if_it_were_not_there(
    victim: Person,
    victims_ids: dict[str, str],
    stranger: Person,
    own: dict[str, str],
    operation: ApiOperation,
) -> None:
    no_ids = {"own_date": victims_ids["own_date"]}
    with nothing_written(victim, stranger):
        foreign = operation.ask(stranger, victims_ids)
        missing = operation.ask(stranger, dict.fromkeys(victims_ids, MISSING) | no_ids)

    assert foreign.status_code == missing.status_code == 404
    assert foreign.get_json() | {"instance": ""} == missing.get_json() | {"instance": ""}
    ok(operation.ask(stranger, own), operation.status)


@pytest.mark.parametrize("operation", ON_NAMED, ids=str)
def test_anothers_resource_cannot_be_named_just_as_if_it_were_not_there(
    victim: Person,
    victims_ids: dict[str, str],
    stranger: Person,
    own: dict[str, str],
    operation: ApiOperation,
) -> None:
    owned = {name: own[name] for name in OWN}

    with nothing_written(victim, stranger):
        foreign = operation.ask(stranger, victims_ids | owned)
        missing = operation.ask(stranger, dict.fromkeys(victims_ids, MISSING) | owned)

    assert foreign.status_code == missing.status_code == 422
    assert foreign.get_json() | {"instance": ""} == missing.get_json() | {"instance": ""}
    ok(operation.ask(stranger, own), operation.status)


def test_a_list_filtered_by_anothers_category_or_cursor_shows_nothing_of_theirs(
    victim: Person, victims_ids: dict[str, str], newcomer: Person
) -> None:
    assert transactions_of(newcomer, category_id=victims_ids["category"]) == []
    victim.record()
    cursor = ok(victim.get("/transactions?limit=1"))["next_cursor"]
    assert cursor

    page = ok(newcomer.get("/transactions", query_string={"cursor": cursor}))

    assert page == {"items": [], "next_cursor": None, "is_partial": False, "totals": None}


def test_a_ledger_of_ones_own_starts_without_anothers_entries(
    victim: Person, victims_ids: dict[str, str], newcomer: Person
) -> None:
    assert transactions_of(victim)
    assert transactions_of(newcomer) == transactions_of(newcomer, deleted="true") == []
    report = ok(newcomer.get("/monthlyReport?year=2026&month=3"))
    assert (report["transaction_count"], report["by_category"]) == (0, [])


def test_a_batch_with_one_foreign_row_does_nothing_of_the_rest(
    victim: Person, victims_ids: dict[str, str], stranger: Person, own: dict[str, str]
) -> None:
    rows = [{"id": own["own"]}, {"id": victims_ids["transaction"]}]
    with nothing_written(victim, stranger):
        response = stranger.post(
            "/transactions/batch",
            {"create": [stranger.entry()], "delete": rows},
        )

    assert response.get_json()["errors"][0]["field"] == "delete.1.id"
