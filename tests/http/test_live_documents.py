"""The documents that the security rules show, and their types in functions/live/documents.py."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import TypeAdapter

from functions.live.documents import LIVE_DOCUMENTS, LiveDocument
from shared.models.people.access import Role
from tests.http.answers import ok
from tests.http.notifications.made import DONE, make
from tests.http.planning.recurring.entries import create, day, process
from tests.http.uploads import import_file, statement
from tests.support.ledgers.full_ledgers import full_ledger
from tests.support.ledgers.people import Person, link_email, registered_user
from tests.support.ledgers.rates import store_rates
from tests.support.ledgers.workspaces import new_workspace
from tests.support.observers.live_documents import live_document_at
from tests.support.observers.stored_documents import decode_fields, path_of, read_as, read_tree

STATEMENT = b"Date,Amount,Description\n2026-03-31,-1.00,Shop\n"
OF_WORK_UNDER_WAY = {
    "restore", "next_month_start", "deleted_at", "imports_under_way", "next_currency",
    "currency_change",
}  # fmt: skip
"""Fields of a tenant's document that none of the tenants of this module has."""

RATES = "reference_rates/{year}"
TENANTS = tuple(
    kind for kind in LIVE_DOCUMENTS if not kind.path.startswith("{tenant}") and kind.path != RATES
)


@dataclass
class Seen:
    """Documents that people read under the rules, by kind."""

    fields: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def read(self, person: Person, root: str) -> None:
        """Read what a person may read at and below a tenant's document."""
        paths = read_tree(root)
        changes = f"{root}/changes"
        for path in paths:
            if not path.startswith(f"{changes}/") and (answer := read_as(person.token, path)):
                self.add(path, json.loads(answer))
        # The most by number; those who may not list all of them see no other fields.
        if answer := read_as(person.token, f"{changes}?pageSize=300"):
            for document in json.loads(answer)["documents"]:
                self.add(path_of(document), document)

    def add(self, path: str, document: dict[str, Any]) -> None:
        """Add a document that was read."""
        fields = decode_fields(document["fields"])
        self.fields.setdefault(_kind_at(path).path, []).append(fields)


def _kind_at(path: str) -> LiveDocument:
    kind = live_document_at(path)
    assert kind is not None, f"{path} can be read, and is not declared"
    return kind


@pytest.fixture(scope="module")
def seen(emulators: None) -> Seen:
    """Return what the people of a demo, of the ledger that it becomes, and of a workspace read."""
    seen = Seen()
    visitor = full_ledger()
    label = ok(visitor.post("/types", {"name": "Fun", "type": "EXPENSE"}), 201)["id"]
    # The tag is the Cyrillic letter, and its term has the Latin one.
    visitor.record("1.00", tags=["а"], custom_type_id=label)
    _record_abroad(visitor)
    preview = visitor.call("POST", "/imports/preview", data=STATEMENT, content_type="text/csv")
    token = {"plan_token": ok(preview, 201)["plan_token"]}
    ok(visitor.post("/imports", token))
    _confirm_a_booking(visitor)
    ok(visitor.patch("/me", {"display_name": "Ann", "locale": "de"}))
    make(visitor.store, workspace_id="W1", workspace_name="Home", parameters=DONE)
    hours = {"start": "22:00", "end": "07:00"}
    ok(visitor.patch("/notifications/preferences", {"quiet_hours": hours}))
    seen.read(visitor, visitor.store.ref.path)
    account = link_email(visitor)
    ok(account.post("/me/claim_demo"))
    seen.read(account, visitor.store.ref.path)
    seen.read(account, account.store.ref.path)
    _read_workspace(seen)
    _read_rates(seen, visitor)
    return seen


def _confirm_a_booking(person: Person) -> None:
    """Book an occurrence of an entry, and import the bank's row of it."""
    power = {"type": "EXPENSE", "amount": "64.00", "payee": "Power Co"}
    schedule = {"start": day(-2), "frequency": "WEEKLY"}
    process(person, create(person, template=power, schedule=schedule))
    done = import_file(person, statement(f"{day(-2)},-64.00,Power Co,Debit"))
    assert done["confirmed"] == 1


def _record_abroad(person: Person) -> None:
    """Record a purchase and a transfer whose amounts are estimated at a rate of the ledger's."""
    rate = {"base": "CHF", "quote": "USD", "date": "2026-01-01", "rate": "1.1"}
    ok(person.post("/currencies/own_rates", rate), 201)
    person.record("10.00", currency="CHF")
    francs = {"name": "Francs", "kind": "CASH", "currency": "CHF"}
    to_account = ok(person.post("/accounts", francs), 201)["id"]
    sent = {"type": "TRANSFER", "amount": "5.00", "to_account_id": to_account, "date": "2026-03-31"}
    ok(person.post("/transactions", sent), 201)


def _read_rates(seen: Seen, person: Person) -> None:
    store_rates(USD={"2026-03-30": "1.1"})
    store_rates(USD={"2026-03-30": "1.2"})
    path = "reference_rates/USD-2026"
    seen.add(path, json.loads(read_as(person.token, path) or "{}"))


def _read_workspace(seen: Seen) -> None:
    workspace = new_workspace()
    ok(workspace.creator.patch(workspace.path, {"name": "Other name"}))
    owner = workspace.as_seen_by(workspace.creator)
    owner.record("1.00")
    for role in Role:
        member = registered_user(is_verified=True)
        workspace.admit(member, role)
        seen.read(member, workspace.store.ref.path)


def test_each_kind_of_document_is_read(seen: Seen) -> None:
    assert seen.fields.keys() == {kind.path for kind in LIVE_DOCUMENTS}


def test_each_document_is_as_its_type_says(seen: Seen) -> None:
    for kind in LIVE_DOCUMENTS:
        shown = [
            {name: value for name, value in fields.items() if name not in kind.internal}
            for fields in seen.fields[kind.path]
        ]
        adapter = TypeAdapter(list[kind.model])  # type: ignore[name-defined] # It is a type.
        assert adapter.validate_python(shown) == shown


@pytest.mark.parametrize(
    "kind", [kind for kind in LIVE_DOCUMENTS if kind not in TENANTS], ids=lambda kind: kind.path
)
def test_each_declared_field_is_stored(seen: Seen, kind: LiveDocument) -> None:
    stored = {name for fields in seen.fields[kind.path] for name in fields}

    assert kind.model.__annotations__.keys() - stored == set()


def test_each_declared_field_of_tenants_is_stored(seen: Seen) -> None:
    declared = {name for kind in TENANTS for name in kind.model.__annotations__}
    stored = {name for kind in TENANTS for fields in seen.fields[kind.path] for name in fields}

    assert declared - stored == OF_WORK_UNDER_WAY


def test_the_document_of_a_demo_that_was_taken_over_says_so(seen: Seen) -> None:
    before, after = seen.fields["demo_users/{uid}"]

    assert "takeover" not in before
    assert after["takeover"]["finished_at"] == after["expires_at"]
