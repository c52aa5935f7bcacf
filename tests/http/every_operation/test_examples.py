"""The example of each body in openapi.json, with which its page is filled, is accepted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.models.people.access import TenantKind
from tests.http.answers import ok
from tests.http.notifications.made import put_webhook
from tests.http.operation import ApiOperation
from tests.http.operations import EVERY, Scope, furnish
from tests.support.cases import for_each
from tests.support.document import operations
from tests.support.ledgers import people
from tests.support.ledgers.workspaces import new_workspace
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

OF_SAMPLES = frozenset({"order_rules", "carry_out_import"})
"""Operations whose examples name the rule and the import of a demo with samples."""

OF_OTHERS = {
    "accept_invitation": "The token is secret: only the invited person and the admins get it.",
    "decline_invitation": "As for accepting.",
    "transfer_workspace": "The id is that of another member.",
    "claim_demo": "The demo is that of a visitor, who has linked an address meanwhile.",
    "restore_ledger": "The ledger must be empty.",
    "link_transaction": "The id is that of a transaction of the ledger.",
    "dismiss_match": "As for linking.",
    "create_from_transaction": "As for linking.",
    "plan_budgets": "The id is that of a budget of the ledger.",
    "fill_budgets": "As for planning, with the fingerprint of the plan.",
}
"""Operations whose examples need what no ledger has by itself, with the reason; each has a test."""


def example_of(operation_id: str) -> Any:
    """Return the first example of the body of an operation; None if it takes none."""
    for operation in operations().values():
        if operation["operationId"] == operation_id and "requestBody" in operation:
            return next(iter(operation["requestBody"]["content"].values()))["example"]
    return None


def rows(scope: Scope) -> list[ApiOperation]:
    """Return one row of the table for each operation of a scope that takes a body."""
    found: dict[str, ApiOperation] = {}
    for row in EVERY:
        example = example_of(row.id)
        if row.scope is scope and example is not None and row.id not in {*OF_OTHERS, *OF_SAMPLES}:
            body = example.encode() if isinstance(example, str) else example
            found.setdefault(row.id, replace(row, body=body))
    return list(found.values())


@pytest.fixture(scope="module")
def person(emulators: None) -> people.Person:
    return people.visitor()


@pytest.fixture(scope="module")
def ids(person: people.Person) -> dict[str, str]:
    return furnish(person)


@for_each("row", rows(Scope.LEDGER))
def test_the_example_of_a_ledgers_operation_is_accepted(
    row: ApiOperation, person: people.Person, ids: dict[str, str]
) -> None:
    answer = row.ask(person, ids)

    assert answer.status_code == row.status, answer.get_data(as_text=True)


def test_the_examples_of_matches_are_accepted_with_a_transaction_of_the_ledger(
    person: people.Person, ids: dict[str, str]
) -> None:
    for path, operation_id in (("dismiss_match", "dismiss_match"), ("match", "link_transaction")):
        body = example_of(operation_id) | {"transaction_id": ids["payment"]}
        ok(person.post(f"/recurring/{ids['recurring']}/{path}", body))
    other = person.record("10.00", "Dining")["id"]
    body = example_of("create_from_transaction") | {"transaction_id": other}
    ok(person.post("/recurring/from_transaction", body), 201)


def test_the_examples_of_plans_are_accepted_with_a_budget_of_the_ledger(
    person: people.Person, ids: dict[str, str]
) -> None:
    [item] = example_of("plan_budgets")["items"]
    items = {"items": [item | {"budget_id": ids["budget"]}]}
    planned = ok(person.post("/budgets/plan", example_of("plan_budgets") | items))

    body = example_of("fill_budgets") | items | {"fingerprint": planned["fingerprint"]}
    ok(person.post("/budgets/plan/apply", body))


def test_the_examples_of_a_persons_operations_are_accepted(emulators: None) -> None:
    person = people.registered_user()  # With an empty ledger, which takes sample data.
    for row in rows(Scope.SELF):
        answer = row.ask(person, {})
        assert answer.status_code == row.status, answer.get_data(as_text=True)


def test_the_examples_of_a_workspaces_operations_are_accepted(emulators: None) -> None:
    owner, member = (people.registered_user(is_verified=True) for _ in range(2))
    workspace = new_workspace(owner)
    workspace.admit(member)
    ok(owner.get("/settings"))  # Makes the own ledger.
    ids = {"workspace": workspace.id, "member": member.uid, "webhook": put_webhook(owner.store)}

    for row in (*rows(Scope.WORKSPACE), *rows(Scope.REGISTERED)):
        answer = row.ask(owner, ids)
        assert answer.status_code == row.status, answer.get_data(as_text=True)


def test_the_examples_of_the_samples_and_of_the_default_account_succeed_in_a_new_demo(
    emulators: None,
) -> None:
    visitor = people.visitor(samples=True)
    accounts = ok(visitor.get("/accounts"))["items"]
    [default] = [one["id"] for one in accounts if one["is_default"]]

    for path, operation_id in (
        ("/rules/order", "order_rules"),
        (f"/accounts/{default}", "put_account"),
    ):
        ok(visitor.call("PUT", path, json=example_of(operation_id)))
    done = ok(visitor.post("/imports", example_of("carry_out_import")))

    assert (done["status"], done["progress"]) == ("COMPLETED", 1.0)


def test_the_examples_for_an_invited_person_and_a_new_owner_are_accepted(emulators: None) -> None:
    owner, invited = (people.registered_user(is_verified=True) for _ in range(2))
    workspace = new_workspace(owner)
    for operation_id, path, status in (
        ("decline_invitation", "/workspaces/invitations/decline", 204),
        ("accept_invitation", "/workspaces/invitations/accept", 201),
    ):
        token = workspace.invite(invited.email, "admin")["token"]
        body = example_of(operation_id) | {"token": token}
        assert invited.post(path, body).status_code == status

    ok(
        owner.post(
            f"{workspace.path}/transfer", example_of("transfer_workspace") | {"uid": invited.uid}
        )
    )


def test_every_example_is_sent_by_a_test_here() -> None:
    sent = {row.id for scope in Scope for row in rows(scope)} | OF_OTHERS.keys() | OF_SAMPLES
    internal = {
        "create_demo_session", "monthly_rollup", "run_recurring", "scan_notifications",
        "sweep_demo_sessions", "update_exchange_rates",
    }  # fmt: skip
    with_body = {one["operationId"] for one in operations().values() if "requestBody" in one}

    assert sent | internal == with_body
    assert all(reason.endswith(".") for reason in OF_OTHERS.values())


def test_the_examples_of_demos_and_of_their_takeover_are_accepted(emulators: None) -> None:
    made = served("createDemoSession").post("/", json=example_of("create_demo_session"))
    session = ok(made, 201)
    visitor = people.Person(session["demo_id"], session["token"], TenantKind.DEMO)

    ok(people.link_email(visitor).post("/me/claim_demo", example_of("claim_demo")))


def test_the_example_of_a_backup_is_restored_into_an_empty_ledger(emulators: None) -> None:
    ok(people.visitor().post("/imports/restore", example_of("restore_ledger")), 201)


def test_the_examples_of_scheduled_functions_are_accepted(emulators: None) -> None:
    ok(served("monthlyRollup").post("/", json=example_of("monthly_rollup")), 202)
    ok(served("runRecurring").post("/", json=example_of("run_recurring")), 202)
    ok(served("sweepDemoSessions").post("/", json=example_of("sweep_demo_sessions")))
    ok(served("scanNotifications").post("/", json=example_of("scan_notifications")))
