"""Everyone asks for everything in every way, and is given what the tables say, and nothing else.

The server asks for the same with the same requests, and all of it comes through: so a denial is of
the person, and never of a request that is malformed or of a document that is not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .attempts import Attempts, Outcomes, expected
from .expectations import KINDS, OTHERS, TOP_LEVEL, Tenant
from .people import SERVER

if TYPE_CHECKING:
    from .world import World


def asked(*groups: tuple[Tenant, tuple[str, ...]]) -> list[object]:
    """Return a test case for each of a tenant's people, and for the server."""
    return [
        pytest.param(tenant, person, id=f"{tenant}-{person}")
        for tenant, people in groups
        for person in (*people, SERVER)
    ]


READ = asked(*((tenant, tenant.people) for tenant in (*KINDS, *OTHERS, *TOP_LEVEL)))
WRITTEN = asked(
    *((tenant, tenant.people) for tenant in (*KINDS, *TOP_LEVEL)),
    *((tenant, tenant.insiders) for tenant in OTHERS),
)


def assert_as_expected(outcomes: Outcomes, tenant: Tenant, person: str) -> None:
    assert outcomes == {operation: expected(tenant, person, operation) for operation in outcomes}


@pytest.mark.parametrize(("tenant", "person"), READ)
def test_a_document_is_given_to_whom_the_table_says(
    world: World, tenant: Tenant, person: str
) -> None:
    assert_as_expected(Attempts(world, tenant, person).read_documents(), tenant, person)


@pytest.mark.parametrize(("tenant", "person"), READ)
def test_a_collection_is_given_to_whom_the_table_says(
    world: World, tenant: Tenant, person: str
) -> None:
    assert_as_expected(Attempts(world, tenant, person).read_collections(), tenant, person)


@pytest.mark.parametrize(("tenant", "person"), WRITTEN)
def test_nothing_is_written_but_by_the_server(world: World, tenant: Tenant, person: str) -> None:
    assert_as_expected(Attempts(world, tenant, person).write(), tenant, person)


@pytest.mark.parametrize("tenant", KINDS, ids=str)
def test_each_thing_that_a_table_gives_is_denied_to_someone(tenant: Tenant) -> None:
    given = {column for _, column in tenant.cells}

    assert given
    for column in given:
        assert any((person, column) not in tenant.cells for person in tenant.people)
