"""The committed OpenAPI document is what the functions say of themselves, whole and clean."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from functions.http.problems import PROBLEM_TYPE
from functions.manifest import FUNCTIONS, Audience
from tests.support.cases import for_each

COMMITTED = Path(__file__).parents[2] / "openapi.json"
TEXT = COMMITTED.read_text(encoding="utf-8")
DOCUMENT: dict[str, Any] = json.loads(TEXT)
OPERATIONS: dict[str, dict[str, Any]] = {
    f"{method.upper()} {path}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
EVERY_OPERATION = for_each("name", sorted(OPERATIONS))


def needs_token(operation: dict[str, Any]) -> bool:
    return bool(operation["security"] == [{"FirebaseIdToken": []}])


def statuses(name: str) -> set[str]:
    return set(OPERATIONS[name]["responses"])


def parts_of(value: object) -> Iterator[dict[str, Any]]:
    """Yield every object within."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from parts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from parts_of(part)


def test_the_committed_document_is_current(tmp_path: Path) -> None:
    written = tmp_path / "openapi.json"
    subprocess.run([sys.executable, "-m", "functions.openapi", written], check=True)
    current = written.read_text(encoding="utf-8")
    assert current == TEXT, "run: python -m functions.openapi openapi.json"


OTHER_BODIES = {"POST /imports/preview": {"text/csv", "multipart/form-data"}}
OTHER_ANSWERS = {
    "GET /exports/transactions": {"text/csv"},
    "GET /imports/template": {"text/csv"},
}
"""Operations that take or give files."""


OPERATION_IDS = {
    "POST /createDemoSession": "create_demo_session",
    "GET /categories": "list_categories",
    "POST /categories": "create_category",
    "DELETE /categories/{id}": "delete_category",
    "GET /categories/{id}": "get_category",
    "PATCH /categories/{id}": "patch_category",
    "PUT /categories/{id}": "put_category",
    "GET /transactions": "list_transactions",
    "POST /transactions": "record_transaction",
    "POST /transactions/batch": "apply_batch",
    "GET /transactions/payees": "list_payees",
    "GET /transactions/tags": "list_tags",
    "DELETE /transactions/{id}": "delete_transaction",
    "GET /transactions/{id}": "get_transaction",
    "PATCH /transactions/{id}": "patch_transaction",
    "PUT /transactions/{id}": "put_transaction",
    "POST /transactions/{id}/restore": "restore_transaction",
    "POST /transactions/{id}/split_evenly": "split_transaction_evenly",
    "GET /accounts": "list_accounts",
    "POST /accounts": "create_account",
    "DELETE /accounts/{id}": "delete_account",
    "GET /accounts/{id}": "get_account",
    "PATCH /accounts/{id}": "patch_account",
    "PUT /accounts/{id}": "put_account",
    "GET /changes": "list_changes",
    "GET /changes/{id}": "get_change",
    "POST /changes/{id}/undo": "undo_change",
    "GET /dashboard/cash_flow": "dashboard_cash_flow",
    "GET /dashboard/categories": "dashboard_categories",
    "GET /dashboard/net_worth": "dashboard_net_worth",
    "GET /dashboard/recent": "dashboard_recent",
    "GET /dashboard/summary": "dashboard_summary",
    "GET /dashboard/trends": "dashboard_trends",
    "GET /rules": "list_rules",
    "POST /rules": "create_rule",
    "POST /rules/apply": "apply_rules",
    "PUT /rules/order": "order_rules",
    "GET /rules/suggestions": "suggest_rules",
    "DELETE /rules/{id}": "delete_rule",
    "GET /rules/{id}": "get_rule",
    "PATCH /rules/{id}": "patch_rule",
    "PUT /rules/{id}": "put_rule",
    "GET /imports": "list_imports",
    "POST /imports": "carry_out_import",
    "GET /imports/mappings": "list_mappings",
    "DELETE /imports/mappings/{id}": "delete_mapping",
    "POST /imports/preview": "preview_import",
    "POST /imports/restore": "restore_ledger",
    "GET /imports/template": "get_template",
    "DELETE /imports/{id}": "undo_import",
    "GET /imports/{id}": "get_import",
    "GET /imports/{id}/rows": "list_rows",
    "GET /exports/ledger": "export_whole_ledger",
    "GET /exports/transactions": "export_transactions",
    "DELETE /me": "delete_me",
    "GET /me": "get_me",
    "PATCH /me": "patch_me",
    "GET /me/export": "export_me",
    "POST /me/claim_demo": "claim_demo",
    "GET /settings": "get_settings",
    "PATCH /settings": "patch_settings",
    "GET /workspaces": "list_workspaces",
    "POST /workspaces": "create_workspace",
    "POST /workspaces/invitations/accept": "accept_invitation",
    "POST /workspaces/invitations/decline": "decline_invitation",
    "DELETE /workspaces/{id}": "delete_workspace",
    "GET /workspaces/{id}": "get_workspace",
    "PATCH /workspaces/{id}": "patch_workspace",
    "GET /workspaces/{id}/invitations": "list_invitations",
    "DELETE /workspaces/{id}/invitations/{invitation_id}": "revoke_invitation",
    "POST /workspaces/{id}/leave": "leave_workspace",
    "GET /workspaces/{id}/members": "list_members",
    "POST /workspaces/{id}/members": "invite_member",
    "DELETE /workspaces/{id}/members/{uid}": "remove_member",
    "GET /workspaces/{id}/members/{uid}": "get_member",
    "PATCH /workspaces/{id}/members/{uid}": "patch_member",
    "POST /workspaces/{id}/restore": "restore_workspace",
    "POST /workspaces/{id}/transfer": "transfer_workspace",
    "GET /monthlyReport": "monthly_report",
    "POST /monthlyRollup": "monthly_rollup",
    "POST /sweepDemoSessions": "sweep_demo_sessions",
}
"""Every operation and its id, which client generators name their methods after."""


def test_it_has_the_operations_of_every_http_function() -> None:
    ids = {name: operation["operationId"] for name, operation in OPERATIONS.items()}

    assert ids == OPERATION_IDS


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

    assert OPERATIONS[name]["security"] == expected
    assert OPERATIONS[name]["tags"] == [function.name]


@EVERY_OPERATION
def test_an_operation_documents_what_may_always_happen(name: str) -> None:
    assert {"400", "500", "503"} <= statuses(name)


@EVERY_OPERATION
def test_an_operation_that_needs_a_token_documents_what_a_caller_may_be_told(name: str) -> None:
    if needs_token(OPERATIONS[name]):
        assert {"401", "403", "404", "410"} <= statuses(name)
    elif "createDemoSession" in name:
        assert {"401", "409", "410", "429"} <= statuses(name)
    else:
        assert statuses(name).isdisjoint({"401", "403", "404", "410"})


@EVERY_OPERATION
def test_an_operation_with_a_body_documents_what_may_be_wrong_with_it(name: str) -> None:
    of_bodies = {"413", "415", "422"}
    if "requestBody" in OPERATIONS[name]:
        assert of_bodies <= statuses(name)
        types = set(OPERATIONS[name]["requestBody"]["content"])
        assert types == OTHER_BODIES.get(name, {"application/json"})
    else:
        assert statuses(name).isdisjoint(of_bodies - {"422"})


@EVERY_OPERATION
def test_an_operation_that_honours_if_match_documents_412(name: str) -> None:
    headers = {p["name"] for p in OPERATIONS[name].get("parameters", []) if p["in"] == "header"}

    assert ("412" in statuses(name)) is ("If-Match" in headers)
    is_on_ledger = needs_token(OPERATIONS[name]) and name.split("/")[1] not in {"me", "workspaces"}
    assert ("X-Workspace-Id" in headers) is is_on_ledger


@EVERY_OPERATION
def test_every_failure_is_a_problem(name: str) -> None:
    for status, response in OPERATIONS[name]["responses"].items():
        if int(status) >= 400:
            assert response["content"] == {
                PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
            }


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
    schemas = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}

    assert references
    assert references <= schemas


def test_it_names_no_machine_and_no_registry() -> None:
    machine = r"/(home|root|work|tmp|usr|opt|var|Users)/|[A-Za-z]:\\|\.venv|site-packages"
    network = r"localhost|127\.0\.0\.1|0\.0\.0\.0|registry|artifactory|pypi|npmjs|\.internal\b"

    assert re.findall(machine, TEXT) == []
    assert re.findall(network, TEXT) == []
    assert DOCUMENT["servers"] == [{"url": "/"}]
