"""Whatever the OpenAPI document allows or forbids: no answer is a crash, and each is as documented.

Requests are made up by schemathesis from ``openapi.json``, valid and invalid ones.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as openapi_checks

from local.server import create_server
from tests.support import people

pytestmark = pytest.mark.usefixtures("emulators")

schema = schemathesis.openapi.from_wsgi("/openapi.json", create_server())
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])

CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.negative_data_rejection,
]


@pytest.fixture(scope="module")
def person() -> people.Person:
    """Someone with a filled ledger."""
    return people.visitor(samples=True)


@pytest.fixture(scope="module")
def known_ids(person: people.Person) -> dict[str, list[str]]:
    """Ids that exist, by the function they belong to."""
    recent = person.get("/transactions?limit=100").get_json()["items"]
    return {
        "categories": sorted(person.category_ids.values()),
        "transactions": [transaction["id"] for transaction in recent],
    }


@schema.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_documented(
    case: schemathesis.Case[Any], person: people.Person, known_ids: dict[str, list[str]]
) -> None:
    _aim_at_what_exists(case, known_ids)
    case.headers["Authorization"] = f"Bearer {person.token}"
    case.call_and_validate(checks=CHECKS)


def _aim_at_what_exists(case: schemathesis.Case[Any], known_ids: dict[str, list[str]]) -> None:
    """Use ids that exist in most cases, and no workspace, for made-up ones end at 404."""
    rng = random.Random(repr((case.path_parameters, case.body)))  # noqa: S311 (varied, not secret)
    if case.headers and rng.random() < 0.9:
        case.headers.pop("X-Workspace-Id", None)
    function = case.operation.path.split("/")[1]
    if case.path_parameters and rng.random() < 0.8:
        case.path_parameters["id"] = rng.choice(known_ids[function])
    body: Any = case.body
    is_valid = case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE
    if (
        is_valid
        and isinstance(body, dict)
        and isinstance(body.get("category_id"), str)
        and rng.random() < 0.8
    ):
        body["category_id"] = rng.choice(known_ids["categories"])
