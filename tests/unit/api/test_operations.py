"""Every operation of openapi.json is in the table that drives the tests of permissions."""

from __future__ import annotations

import re

from tests.http.operations import EVERY, EXCEPTIONS, ApiOperation, Scope
from tests.support import document
from tests.support.cases import for_each

OPERATIONS = document.operations()
DOCUMENTED = {
    operation["operationId"]: tuple(name.split()) for name, operation in OPERATIONS.items()
}
IN_TABLE = {row.id for row in EVERY}


def test_every_operation_is_in_the_table_or_among_the_exceptions() -> None:
    assert sorted(DOCUMENTED.keys() - IN_TABLE - EXCEPTIONS.keys()) == []


def test_the_table_and_the_exceptions_name_operations_that_there_are() -> None:
    assert sorted((IN_TABLE | EXCEPTIONS.keys()) - DOCUMENTED.keys()) == []
    assert sorted(IN_TABLE & EXCEPTIONS.keys()) == []


@for_each("operation", EXCEPTIONS)
def test_an_exception_has_its_reason_and_asks_for_no_users_token(operation: str) -> None:
    security = OPERATIONS[" ".join(DOCUMENTED[operation])]["security"]

    assert re.fullmatch(r"[A-Z].{20,}\.", EXCEPTIONS[operation])
    assert security != [{"FirebaseIdToken": []}]


@for_each("row", EVERY)
def test_a_row_calls_its_operation_with_an_id_for_each_parameter_of_the_path(
    row: ApiOperation,
) -> None:
    method, path = DOCUMENTED[row.id]

    assert row.method == method
    assert re.fullmatch(re.sub(r"{\w+}", r"{\\w+}", path), row.path.partition("?")[0])


@for_each("row", EVERY)
def test_a_role_decides_in_ledgers_alone(row: ApiOperation) -> None:
    assert (row.least_role is not None) is (row.scope in {Scope.LEDGER, Scope.WORKSPACE})


def test_each_row_has_a_name_of_its_own() -> None:
    names = [row.name for row in EVERY]

    assert sorted(set(names)) == sorted(names)
