"""The committed OpenAPI document is what the functions say of themselves, whole and clean."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from functions.http.problems import PROBLEM_TYPE
from functions.http.routes import Routes
from functions.manifest import FUNCTIONS, Audience
from shared.models.people.access import Action
from tests.support import document
from tests.support.cases import for_each

COMMITTED = document.PATH
TEXT = COMMITTED.read_text(encoding="utf-8")
DOCUMENT = document.document()
OPERATIONS = document.operations()
MAX_BYTES = 2_515 * len(OPERATIONS)
"""Each operation brings as much; amounts in several currencies, and forecasts, made it 3 % more."""
EVERY_OPERATION = for_each("name", sorted(OPERATIONS))


def needs_token(operation: dict[str, Any]) -> bool:
    return bool(operation["security"] == [{"FirebaseIdToken": []}])


def statuses(name: str) -> set[str]:
    return set(OPERATIONS[name]["responses"])


def writes_to_ledgers() -> Iterator[str]:
    """Yield the operations that a role in a ledger allows, and that may write to it."""
    for function in FUNCTIONS:
        if function.audience is Audience.PUBLIC:
            routes: Routes = import_module(function.module).routes
            for route in routes.declared:
                allows = routes.permissions[f"{function.name}.{route.name}"]
                if (
                    route.method != "GET"
                    and isinstance(allows, Action)
                    and allows is not Action.READ
                ):
                    rule = route.rule.replace("<", "{").replace(">", "}")
                    yield f"{route.method} /{function.name}{rule}".rstrip("/")


def parts_of(value: object) -> Iterator[dict[str, Any]]:
    """Yield every object within."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from parts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from parts_of(part)


def test_the_version_is_that_of_the_project() -> None:
    root = COMMITTED.parent
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = json.loads((root / "package.json").read_text(encoding="utf-8"))

    assert DOCUMENT["info"]["version"] == project["version"] == package["version"]


def test_the_committed_document_is_current(tmp_path: Path) -> None:
    written = tmp_path / "openapi.json"
    subprocess.run([sys.executable, "-m", "functions.openapi", written], check=True)
    current = written.read_text(encoding="utf-8")
    assert current == TEXT, "run: python -m functions.openapi openapi.json"


OTHER_BODIES = {"POST /imports/preview": {"text/csv", "multipart/form-data"}}
OTHER_ANSWERS = {
    "GET /exports/transactions": {"text/csv"},
    "GET /imports/template": {"text/csv"},
    "GET /notifications/unsubscribe": {"text/html"},
    "POST /notifications/unsubscribe": {"text/html"},
}
"""Operations that take or give files."""


def test_it_has_the_operations_of_every_http_function() -> None:
    http = {function.name for function in FUNCTIONS if function.audience is not Audience.PUBSUB}

    assert {name.split("/")[1] for name in OPERATIONS} == http


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for operation in OPERATIONS.values()]

    assert len(set(ids)) == len(ids)


@EVERY_OPERATION
def test_an_operation_asks_for_the_token_its_function_needs(name: str) -> None:
    function = next(f for f in FUNCTIONS if f.name == name.split("/")[1])
    expected: list[dict[str, list[str]]] = [{"FirebaseIdToken": []}]
    if function.audience is Audience.SCHEDULER:
        expected = [{"GoogleOidc": []}]
    elif function.name == "createDemoSession":
        expected = [{}, *expected]
    elif name == "GET /imports/template" or name.endswith(" /notifications/unsubscribe"):
        expected = []

    assert OPERATIONS[name]["security"] == expected
    is_internal = function.audience is Audience.SCHEDULER
    assert OPERATIONS[name]["tags"] == ["internal" if is_internal else function.name]
    assert OPERATIONS[name].get("x-internal", False) is is_internal


def usual_failures(name: str) -> set[str]:
    """Return the codes of the usual failures, which are those of every other status."""
    return set(re.findall(r"\b[a-z-]+", OPERATIONS[name]["responses"]["default"]["description"]))


@EVERY_OPERATION
def test_an_operation_documents_what_may_always_happen(name: str) -> None:
    assert {"unreadable", "internal", "unavailable"} <= usual_failures(name)


@EVERY_OPERATION
def test_an_operation_that_needs_a_token_documents_what_a_caller_may_be_told(name: str) -> None:
    of_caller = {"unauthenticated", "permission-denied", "not-found", "demo-expired"}
    if needs_token(OPERATIONS[name]):
        assert of_caller | {"rate-limited"} <= usual_failures(name)
    elif "createDemoSession" in name:
        assert {"unauthenticated", "demo-expired", "rate-limited"} <= usual_failures(name)
    elif name.endswith(" /notifications/unsubscribe"):
        assert {"not-found", "rate-limited"} <= usual_failures(name)
    else:
        assert usual_failures(name).isdisjoint(of_caller)


@EVERY_OPERATION
def test_an_operation_with_a_body_documents_what_may_be_wrong_with_it(name: str) -> None:
    of_bodies = {"payload-too-large", "unsupported-media-type"}
    if "requestBody" in OPERATIONS[name]:
        assert of_bodies <= usual_failures(name)
        assert "422" in statuses(name)
        types = set(OPERATIONS[name]["requestBody"]["content"])
        assert types == OTHER_BODIES.get(name, {"application/json"})
    else:
        assert usual_failures(name).isdisjoint(of_bodies)


@EVERY_OPERATION
def test_an_operation_that_honours_if_match_documents_412(name: str) -> None:
    headers = {p["name"] for p in OPERATIONS[name].get("parameters", []) if p["in"] == "header"}

    has_versions_in_rows = name == "POST /transactions/batch"
    assert ("412" in statuses(name)) is ("If-Match" in headers or has_versions_in_rows)
    of_callers = {"me", "workspaces", "notifications"}
    is_on_ledger = needs_token(OPERATIONS[name]) and name.split("/")[1] not in of_callers
    assert ("X-Workspace-Id" in headers) is is_on_ledger


def test_every_write_to_a_ledger_documents_that_a_takeover_refuses_it() -> None:
    # Ledgers of demos are written by the operations that a role allows, and by some of /me and
    # of /notifications.
    refused = {
        name
        for name, operation in OPERATIONS.items()
        if "claim-running" in operation["responses"].get("409", {}).get("description", "")
    }

    of_me = {"PATCH /me", "PUT /me", "POST /me/sample_data"}
    of_notifications = {
        name
        for name in OPERATIONS
        if "/notifications" in name and not name.startswith("GET") and needs_token(OPERATIONS[name])
    }
    assert refused == {*writes_to_ledgers(), *of_me, *of_notifications}


@EVERY_OPERATION
def test_every_failure_is_a_problem(name: str) -> None:
    for status, response in OPERATIONS[name]["responses"].items():
        if status >= "400":
            assert list(response["content"]) == [PROBLEM_TYPE]
            schema = response["content"][PROBLEM_TYPE]["schema"]["$ref"].rpartition("/")[2]
            assert schema.endswith("Problem")
            assert (schema == "Problem") is (status != "412")


@EVERY_OPERATION
def test_one_success_has_a_body_but_a_deletion_none(name: str) -> None:
    successes = {status for status in statuses(name) if status < "300"}

    assert successes
    for status in successes:
        content = OPERATIONS[name]["responses"][status].get("content", {})
        usual = set() if status == "204" else {"application/json"}
        assert set(content) == OTHER_ANSWERS.get(name, usual)


@EVERY_OPERATION
def test_an_operation_has_one_sentence_for_readers(name: str) -> None:
    summary = OPERATIONS[name]["summary"]

    assert summary
    assert not summary.endswith(".")
    assert "\n" not in summary


@EVERY_OPERATION
def test_every_parameter_of_a_path_is_documented(name: str) -> None:
    documented = {p["name"] for p in OPERATIONS[name].get("parameters", []) if p["in"] == "path"}

    assert documented == set(re.findall(r"{(\w+)}", name))


def test_every_reference_leads_somewhere() -> None:
    references = {part["$ref"] for part in parts_of(DOCUMENT) if isinstance(part.get("$ref"), str)}
    components = {
        f"#/components/{kind}/{name}"
        for kind, named in DOCUMENT["components"].items()
        for name in named
    }

    assert references
    assert references <= components
    assert components - references == {
        f"#/components/securitySchemes/{name}" for name in ("FirebaseIdToken", "GoogleOidc")
    }


def test_the_document_is_small() -> None:
    assert COMMITTED.stat().st_size <= MAX_BYTES


def test_no_property_and_no_parameter_has_a_default() -> None:
    described = [
        DOCUMENT["components"]["schemas"],
        DOCUMENT["components"]["parameters"],
        *(o.get("parameters", []) for o in OPERATIONS.values()),
        *(o.get("requestBody", {}) for o in OPERATIONS.values()),
    ]

    assert [part for part in parts_of(described) if "default" in part] == []


def test_no_text_has_marks_of_another_format() -> None:
    assert re.findall("<br ?/?>|``", TEXT) == []


@for_each(
    ("schema", "name", "word"),
    [
        ("EntryScheduleView", "days_of_month", "last day"),
        ("ScheduleView", "interval", "every second week"),
        ("Skipping", "nominal", "nominal"),
        ("Postponement", "nominal", "nominal"),
        ("PriceStepView", "before", "amount"),
        ("ParameterView", "value", "decimal"),
        ("GoalPatch", "start", "money counts"),
        ("LowestView", "balance", "plan"),
    ],
)
def test_a_property_whose_name_means_something_else_elsewhere_is_described_by_itself(
    schema: str, name: str, word: str
) -> None:
    assert word in DOCUMENT["components"]["schemas"][schema]["properties"][name]["description"]


def test_it_names_no_machine_and_no_registry() -> None:
    machine = r"/(home|root|work|tmp|usr|opt|var|Users)/|[A-Za-z]:\\|\.venv|site-packages"
    network = r"localhost|127\.0\.0\.1|0\.0\.0\.0|registry|artifactory|pypi|npmjs|\.internal\b"

    assert re.findall(machine, TEXT) == []
    assert re.findall(network, TEXT) == []
    assert [server["url"] for server in DOCUMENT["servers"]] == ["/"]
