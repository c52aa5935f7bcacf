"""Whatever the OpenAPI document allows or forbids: no answer is a crash, and each is as documented.

Requests are made up by schemathesis from ``openapi.json``, valid and invalid ones. With the
variable ``FUZZ_EXAMPLES``, which `make fuzz` sets, they are more than twice as many.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.generation.meta import CoveragePhaseData
from schemathesis.hooks import HookContext
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi import checks as openapi_checks

from local.server import create_server
from tests.http.operations import EVERY, Scope, furnish
from tests.support import document
from tests.support.ledgers import people
from tests.support.ledgers.rates import RateServer
from tests.support.ledgers.workspaces import new_workspace

pytestmark = pytest.mark.usefixtures("emulators")

LABELS = list(document.operations())
"""The operations of the document, as schemathesis names them."""

_PATH_OF_ONE = re.compile(r"(/[^{]+)/{(\w+)}")
"""The path of a resource in the table of operations: its list, and the name of its id."""

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "5"))
"""How many random requests each operation gets."""

IS_COMPLETE = "FUZZ_EXAMPLES" in os.environ
"""Whether each operation gets all of the systematic requests, too, and not a selection."""

ONE_OF_ALIKE = 5
"""Of how many systematic requests that are like an earlier one the selection has one."""

CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.negative_data_rejection,
]


@pytest.fixture(scope="module")
def schema() -> BaseSchema:
    """Return the document that the server serves, with valid and invalid requests."""
    schema = schemathesis.openapi.from_wsgi("/openapi.json", create_server())
    schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    if not IS_COMPLETE:
        schema.hook(selection())
    return schema


def selection() -> Callable[[HookContext, schemathesis.Case[Any]], bool]:
    """Return a filter of the systematic requests, which try each constraint with many values.

    The first of each kind at each place is kept, such as the first wrong type for a property; of
    the others, one of ``ONE_OF_ALIKE``.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    alike: Counter[str] = Counter()

    def filter_case(_context: HookContext, case: schemathesis.Case[Any]) -> bool:
        assert case.meta is not None
        about = case.meta.phase.data
        if not isinstance(about, CoveragePhaseData):
            return True
        place = about.location or about.description.rpartition(": ")[0] or about.description
        label, mode = case.operation.label, case.meta.generation.mode
        kind = (label, mode, about.scenario, about.parameter_location, about.parameter, place)
        seen[kind] += 1
        if seen[kind] == 1:
            return True
        alike[label] += 1
        return alike[label] % ONE_OF_ALIKE == 0

    return filter_case


def test_every_operation_of_the_server_is_asked(schema: BaseSchema) -> None:
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]

    assert [operation.label for operation in found] == LABELS


@pytest.fixture(scope="module")
def person() -> people.Person:
    """Return someone with a filled ledger."""
    return people.visitor(samples=True)


@pytest.fixture(scope="module")
def known_ids(person: people.Person) -> dict[str, list[str]]:
    """Return ids that exist, by the path they stand behind."""
    made = furnish(person)
    recent = person.get("/transactions?limit=100").get_json()["items"]
    changes = person.get("/changes?limit=100").get_json()["items"]
    return _ids_in_table(made) | {
        "/categories": sorted(person.category_ids.values()),
        "/changes": [change["id"] for change in changes],
        "/transactions": [transaction["id"] for transaction in recent],
    }


def _ids_in_table(made: dict[str, str]) -> dict[str, list[str]]:
    """Return the ids that the table of operations names, by the path they stand behind."""
    paths = [row.path.partition("?")[0] for row in EVERY if row.scope is not Scope.WORKSPACE]
    named = [found.groups() for path in paths if (found := _PATH_OF_ONE.match(path))]
    ids: dict[str, list[str]] = {}
    for place, name in sorted(named):
        if made[name] not in ids.setdefault(place, []):
            ids[place].append(made[name])
    return ids


@pytest.fixture(scope="module")
def owner() -> people.Person:
    """Return a registered user, for what demo visitors have not."""
    return people.registered_user(is_verified=True)


@pytest.fixture
def ids_in_workspace(owner: people.Person) -> dict[str, str]:
    """Return ids that exist in a workspace, by the names of parameters."""
    workspace = new_workspace(owner)
    member = people.registered_user(is_verified=True)
    workspace.admit(member)
    invitation = workspace.invite("ada@example.com")
    return {"id": workspace.id, "uid": member.uid, "invitation_id": invitation["id"]}


NAMED = {"category_id": "/categories", "account_id": "/accounts", "to_account_id": "/accounts"}
"""Fields of a body that name what is elsewhere, by its path."""


@pytest.mark.parametrize("operation", LABELS)
def test_every_answer_is_as_documented(
    operation: str,
    schema: BaseSchema,
    person: people.Person,
    known_ids: dict[str, list[str]],
    owner: people.Person,
    request: pytest.FixtureRequest,
) -> None:
    # Requests are made up here, because ``schema.parametrize()`` makes up those of all operations
    # in each process that collects tests.
    if operation.endswith("/updateExchangeRates"):
        rates: RateServer = request.getfixturevalue("served_rates")
        rates.gives(b"Date,USD,JPY,GBP,CHF,\n2026-03-31,1.1,175,0.8,0.9,\n")
    [built] = get_all_tests(
        schema=schema.include(name=operation), test_func=ask, settings=None, given_kwargs=None
    )
    assert isinstance(built, Ok)
    _, ask_all = built.ok()
    ask_all(person=person, known_ids=known_ids, owner=owner, request=request)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def ask(
    case: schemathesis.Case[Any],
    person: people.Person,
    known_ids: dict[str, list[str]],
    owner: people.Person,
    request: pytest.FixtureRequest,
) -> None:
    """Send one request, and check the answer."""
    if case.operation.path.startswith("/workspaces"):
        _aim_at_a_workspace(case, request.getfixturevalue("ids_in_workspace"))
        person = owner
    elif (case.method, case.operation.path) == ("DELETE", "/me"):
        person = people.visitor()  # Each is erased by it.
    else:
        _aim_at_what_exists(case, known_ids)
    case.headers["Authorization"] = f"Bearer {person.token}"

    answer = case.call_and_validate(
        checks=CHECKS,
        excluded_checks=[openapi_checks.negative_data_rejection] if has_blank(case.body) else [],
    )

    assert answer.status_code < 500


def has_blank(body: Any) -> bool:
    """Return whether a body has a blank text, which may be read as null: see "Conventions"."""
    if isinstance(body, str):
        return not body.strip()
    parts = body if isinstance(body, list) else body.values() if isinstance(body, dict) else []
    return any(map(has_blank, parts))


def _aim_at_a_workspace(case: schemathesis.Case[Any], ids: dict[str, str]) -> None:
    rng = random.Random(repr((case.path_parameters, case.body)))  # noqa: S311 (varied, not secret)
    for name in case.path_parameters or {}:
        if rng.random() < 0.8:
            case.path_parameters[name] = ids[name]


def _aim_at_what_exists(case: schemathesis.Case[Any], known_ids: dict[str, list[str]]) -> None:
    """Use ids that exist in most cases, and no workspace, for made-up ones end at 404."""
    rng = random.Random(repr((case.path_parameters, case.body)))  # noqa: S311 (varied, not secret)
    if case.headers and rng.random() < 0.9:
        case.headers.pop("X-Workspace-Id", None)
    place = case.operation.path.partition("/{id}")[0]
    if case.path_parameters and rng.random() < 0.8:
        case.path_parameters["id"] = rng.choice(known_ids[place])
    if case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE:
        _name_what_exists(case.body, known_ids, rng)


def _name_what_exists(body: Any, known_ids: dict[str, list[str]], rng: random.Random) -> None:
    """Put ids that exist into most of the body's fields that name something."""
    parts = body if isinstance(body, list) else body.values() if isinstance(body, dict) else []
    for part in parts:
        _name_what_exists(part, known_ids, rng)
    for field in NAMED.keys() & (body if isinstance(body, dict) else {}):
        if isinstance(body[field], str) and rng.random() < 0.8:
            body[field] = rng.choice(known_ids[NAMED[field]])
