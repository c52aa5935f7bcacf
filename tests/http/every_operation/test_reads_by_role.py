"""Each role reads the rows of one table, over HTTP and by the security rules.

The table is in docs/decisions/021-what-a-viewer-reads.md. Each of its rows has a text that is only
stored there. Each role calls every operation that reads, and reads every document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from shared.models.people.access import Role
from shared.models.sharing.invitation import InvitationToken
from tests.http.answers import ok
from tests.http.operations import EVERY, Scope, furnish
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import Workspace, new_workspace
from tests.support.observers.stored_documents import read_as, read_tree

DECISION = Path(__file__).parents[3] / "docs/decisions/021-what-a-viewer-reads.md"
ROW = re.compile(r"^\| ([^|]+) \| (\w+) \| (\w+) \|$", re.MULTILINE)
LEAST_ROLES = {
    name: (over_http, by_rules)
    for name, over_http, by_rules in ROW.findall(DECISION.read_text(encoding="utf-8"))
}
"""The least role for each row, over HTTP and by the rules."""

RANKS = ["viewer", "analyst", "admin", "nobody"]

PLANTED = {
    "text of a live transaction": "livetext",
    "payee in use": "livepayee",
    "tag in use": "livetag",
    "name of a category": "Presentcategory",
    "name of an account": "Presentaccount",
    "name of the workspace": "Presentworkspace",
    "name of another member": "Colleaguename",
    "time zone": "Asia/Tokyo",
    "text of a deleted transaction": "deletedtext",
    "payee of a deleted transaction": "deletedpayee",
    "tag of a deleted transaction": "deletedtag",
    "former text of a transaction": "formertext",
    "former payee": "formerpayee",
    "former tag": "formertag",
    "former name of a category": "Formercategory",
    "former name of an account": "Formeraccount",
    "text of a rule": "ruletext",
    "file name of an import": "importfile",
    "address of an open invitation": "invited@example.com",
    "former name of the workspace": "Formerworkspace",
    "former time zone": "Pacific/Chatham",
}
"""The texts that are the same in each run, by row."""


@dataclass(frozen=True)
class Shared:
    """A workspace with the texts of all rows, its members by role, and ids of its resources."""

    workspace: Workspace
    members: Mapping[Role, Person]
    texts: Mapping[str, str]
    ids: dict[str, str]


@pytest.fixture(scope="module")
def shared(emulators: None) -> Shared:
    """Return a workspace with the texts of all rows."""
    colleague = registered_user(is_verified=True)
    workspace = new_workspace(name=PLANTED["former name of the workspace"])
    owner = workspace.as_seen_by(workspace.creator)
    importer = workspace.admit(colleague, "admin")
    ok(colleague.patch("/me", {"display_name": PLANTED["name of another member"]}))
    ids = furnish(importer) | {"workspace": workspace.id, "member": colleague.uid}
    ids |= _plant_transactions(owner) | _plant_parts(owner)
    ok(importer.post("/rules", _rule(PLANTED["text of a rule"])), 201)
    content = f"Date,Amount,Description,{importer.uid[:5]}\n2026-03-31,-1.00,Shop,x\n"
    preview = f"/imports/preview?file_name={PLANTED['file name of an import']}"
    ok(importer.call("POST", preview, data=content, content_type="text/csv"), 201)
    for key in ("former time zone", "time zone"):
        ok(owner.patch("/settings", {"timezone": PLANTED[key]}))
    ok(workspace.creator.patch(workspace.path, {"name": PLANTED["name of the workspace"]}))
    invited = workspace.invite(PLANTED["address of an open invitation"])
    members = {role: registered_user(is_verified=True) for role in Role}
    for role, person in members.items():
        workspace.admit(person, role)
    texts = PLANTED | {
        "uid of the owner": owner.uid,
        "uid of the member who imported a file": colleague.uid,
        "e-mail address of another member": colleague.email,
        "hash of an invitation's token": InvitationToken.parse(invited["token"]).hash,
    }
    return Shared(workspace, members, texts, ids | {"invitation": invited["id"]})


def _plant_transactions(owner: Person) -> dict[str, str]:
    """Record a live transaction that was edited, and a deleted one; return their ids."""
    former: dict[str, Any] = {
        "description": "formertext",
        "payee": "formerpayee",
        "tags": ["formertag"],
    }
    present = {"description": "livetext", "payee": "livepayee", "tags": ["livetag"]}
    deleted: dict[str, Any] = {
        "description": "deletedtext",
        "payee": "deletedpayee",
        "tags": ["deletedtag"],
    }
    edited = owner.record("1.00", **former)["id"]
    ok(owner.patch(f"/transactions/{edited}", present))
    removed = owner.record("2.00", **deleted)["id"]
    ok(owner.delete(f"/transactions/{removed}"), 204)
    return {"transaction": edited, "deleted": removed}


def _plant_parts(owner: Person) -> dict[str, str]:
    """Create a category and an account, and rename them; return their ids."""
    category = {"name": PLANTED["former name of a category"], "type": "EXPENSE"}
    account = {"name": PLANTED["former name of an account"], "kind": "CASH"}
    ids = {
        "category": ok(owner.post("/categories", category), 201)["id"],
        "account": ok(owner.post("/accounts", account), 201)["id"],
    }
    renamed = {"name": PLANTED["name of a category"], "archived": True}
    ok(owner.patch(f"/categories/{ids['category']}", renamed))
    ok(owner.patch(f"/accounts/{ids['account']}", {"name": PLANTED["name of an account"]}))
    return ids


def _rule(name: str) -> dict[str, object]:
    conditions = [{"field": "DESCRIPTION", "operator": "CONTAINS", "value": "market"}]
    return {"name": name, "conditions": conditions, "actions": {"tags": ["x"]}}


def _answers_over_http(shared: Shared, role: Role) -> Iterator[str]:
    """Yield the answer of each operation that reads, or that the role may not call."""
    person = shared.members[role]
    member = shared.workspace.as_seen_by(person)
    for row in EVERY:
        least = row.least_role or "viewer"
        if row.method == "GET" or RANKS.index(role) < RANKS.index(least):
            in_header = row.scope is Scope.LEDGER
            yield row.ask(member if in_header else person, shared.ids).get_data(as_text=True)
    for path in (
        f"/transactions/{shared.ids['deleted']}",
        "/transactions?q=deletedtext",
        "/transactions?q=deletedtext&deleted=true",
        "/transactions/payees?q=deletedpayee",
        "/transactions/payees?q=formerpayee",
        "/categories?include_archived=true",
        "/accounts?include_archived=true",
        "/dashboard/trends?from=2026-01-01&to=2026-04-30",
        "/dashboard/categories?from=2026-01&to=2026-04",
        "/changes/feed?limit=100",
    ):
        yield member.get(path).get_data(as_text=True)


def _documents_by_rules(shared: Shared, role: Role) -> Iterator[str]:
    """Yield each document that the role may read, and each collection that it may list."""
    token = shared.members[role].token
    paths = read_tree(shared.workspace.store.ref.path)
    for path in paths:
        yield read_as(token, path)
    for collection in {path.rpartition("/")[0] for path in paths}:
        yield read_as(token, collection)


def _rows_in(texts: Iterator[str], shared: Shared) -> set[str]:
    """Return the rows whose text appears."""
    everything = "\n".join(texts)
    return {row for row, text in shared.texts.items() if text in everything}


def _allowed(role: str, column: int) -> set[str]:
    rank = RANKS.index(role)
    return {row for row, least in LEAST_ROLES.items() if rank >= RANKS.index(least[column])}


def test_each_row_of_the_table_has_a_text(shared: Shared) -> None:
    assert shared.texts.keys() == LEAST_ROLES.keys()


def test_the_rules_show_nobody_more_than_the_functions() -> None:
    for row, (over_http, by_rules) in LEAST_ROLES.items():
        assert RANKS.index(over_http) <= RANKS.index(by_rules), row


@pytest.mark.parametrize("role", Role)
def test_a_role_reads_over_http_what_the_table_says(shared: Shared, role: Role) -> None:
    assert _rows_in(_answers_over_http(shared, role), shared) == _allowed(role, 0)


@pytest.mark.parametrize("role", Role)
def test_a_role_reads_by_the_rules_what_the_table_says(shared: Shared, role: Role) -> None:
    assert _rows_in(_documents_by_rules(shared, role), shared) == _allowed(role, 1)


def test_the_feed_of_a_viewer_has_the_same_changes_with_present_states(shared: Shared) -> None:
    viewer, admin = (
        ok(shared.workspace.as_seen_by(shared.members[role]).get("/changes/feed?limit=100"))
        for role in (Role.VIEWER, Role.ADMIN)
    )

    kinds = {
        "TRANSACTION",
        "CATEGORY",
        "ACCOUNT",
        "CUSTOM_TYPE",
        "OWN_RATE",
        "RECURRING",
        "OCCURRENCE",
        "BUDGET",
        "GOAL",
    }
    shown = [item for item in admin["items"] if item["entity"] in kinds]
    last = {item["entity_id"]: item for item in shown}
    told = ("deleted", "resource")
    assert not admin["has_more"]
    assert viewer["items"] == [
        item | {name: last[item["entity_id"]][name] for name in told} for item in shown
    ]
