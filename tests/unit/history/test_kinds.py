"""The table of kinds is complete, agrees with its neighbours, and loads what it names on demand."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from pydantic import BaseModel

from functions.history.resources import find_view
from functions.manifest import FUNCTIONS
from shared.models.exports.backup import BackupHead
from shared.models.history.kinds import KINDS, Entity, Kind, kind_of, kind_of_model, load
from shared.models.history.undo_plan import UndoPlan
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.record_list import RecordList
from shared.models.notifications.webhooks.webhook import Webhook
from shared.models.people.access import PERMISSIONS, Action, Role
from shared.models.people.profile import Profile
from shared.models.people.sign_in import SignIn
from shared.models.people.workspace import Workspace
from shared.models.planning.occurrence import planned_occurrence
from shared.models.planning.suggestions.settled import SettledSuggestion
from shared.models.rules.rule_list import RuleOrder, RuleState
from shared.models.settings.ledger_settings import LedgerSettings
from shared.models.sharing.invitation import Invitation
from shared.models.sharing.member import Member
from shared.repositories.firestore.client import FirestoreClient
from shared.repositories.store import TenantStore
from shared.services.history.changes import PRESENT
from shared.services.posting.kind_undo import KindUndo
from tests.unit.examples import (
    NOON,
    account,
    category,
    custom_type,
    own_rate,
    sample_ledger,
    tenant,
    transaction,
)
from tests.unit.planning.budgets.examples import budget
from tests.unit.planning.examples import recurring
from tests.unit.planning.goals.examples import goal
from tests.unit.rules.rule_examples import rule

ROOT = Path(__file__).parents[3]
RULES = (ROOT / "firestore.rules").read_text(encoding="utf-8")
BY_ENTITY = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.entity)

EXAMPLES: dict[Entity, list[Any]] = {
    Entity.TRANSACTION: [transaction(notes="n")],
    Entity.CATEGORY: [category(icon="cat")],
    Entity.ACCOUNT: [sample_ledger().state_of(account())],
    Entity.CUSTOM_TYPE: [custom_type(icon="gift")],
    Entity.OWN_RATE: [own_rate()],
    Entity.SETTINGS: [LedgerSettings.of(tenant())],
    Entity.PROFILE: [Profile(display_name="Ada")],
    Entity.WEBHOOK: [
        Webhook(
            id="W1", origin="https://example.com", secret_changed_at=NOON, created_at=NOON,
            updated_at=NOON,
        )
    ],
    Entity.RULES: [RuleState(**dict(rule()), position=1), RuleOrder(ids=("R1", "R2"))],
    Entity.RECURRING: [recurring(remind_days=3)],
    Entity.OCCURRENCE: [planned_occurrence(recurring(), date(2026, 1, 1), NOON)],
    Entity.SETTLED_SUGGESTION: [
        SettledSuggestion(
            id="S1", name="Video", fingerprint="a", account_ids=("A1",), recurring_id="R1",
            created_at=NOON, updated_at=NOON,
        )
    ],
    Entity.BUDGET: [budget(thresholds=(80,))],
    Entity.GOAL: [goal()],
    Entity.SIGN_IN: [SignIn(methods=("email",), email="ada@example.com")],
    Entity.WORKSPACE: [Workspace(id="W1", name="Home", owner_uid="ada", created_at=NOON)],
    Entity.MEMBER: [Member(uid="ada", role=Role.ADMIN, joined_at=NOON)],
    Entity.INVITATION: [
        Invitation(
            id="I1", email="bob@example.com", role=Role.VIEWER, invited_by="ada",
            created_at=NOON, expires_at=NOON + timedelta(days=7),
        )
    ],
}  # fmt: skip
"""Values of the models of kinds; of a kind that has none here, ``examples_of`` makes one."""

USUAL_VALUES: dict[Any, object] = {str: "a", int: 1, date: NOON.date(), datetime: NOON}

LOADED_BY_THE_TABLE = """
import json, sys
from shared.models.history import kinds
print(json.dumps(sorted(name for name in sys.modules if name.startswith("shared."))))
"""


def examples_of(kind: Kind) -> list[Any]:
    """Return values of the kind's models from ``EXAMPLES``, or made from the required fields."""
    return EXAMPLES.get(kind.entity) or [_example_of(load(model)) for model in kind.models]


def _example_of(model: type[BaseModel]) -> BaseModel:
    fields = {
        name: USUAL_VALUES.get(field.annotation)
        for name, field in model.model_fields.items()
        if field.is_required()
    }
    missing = [name for name, value in fields.items() if value is None]
    assert not missing, f"add an example of {model.__name__} to EXAMPLES: no value for {missing}"
    return model.model_validate(fields)


def test_every_entity_is_one_kind_and_every_model_of_one_kind() -> None:
    models = [model for kind in KINDS for model in kind.models]

    assert sorted(kind.entity for kind in KINDS) == sorted(Entity)
    assert all(kind_of(kind.entity) is kind for kind in KINDS)
    assert all(kind.models for kind in KINDS)
    assert len(set(models)) == len(models)


@BY_ENTITY
def test_what_the_log_keeps_of_each_model_of_a_kind_is_read_as_it_was(kind: Kind) -> None:
    examples = examples_of(kind)

    assert [load(model) for model in kind.models] == [type(example) for example in examples]
    for example in examples:
        assert kind_of_model(type(example)) is kind
        assert isinstance(example.id, str)
        assert kind.decode(json.loads(json.dumps(kind.serialize(example)))) == example


@BY_ENTITY
def test_a_kind_keeps_fields_with_their_usual_value_only_where_it_says_so(kind: Kind) -> None:
    for example in examples_of(kind):
        usual = {
            name
            for name, field in type(example).model_fields.items()
            if getattr(example, name) == field.default and name not in kind.unlogged
        }

        kept = usual & kind.serialize(example).keys()

        assert kept == (usual if kind.keeps_defaults else set())


def test_when_a_sign_in_was_told_is_not_logged() -> None:
    assert "told_at" not in kind_of(Entity.SIGN_IN).serialize(SignIn(told_at=NOON))


@BY_ENTITY
def test_a_kind_has_only_fields_that_its_models_have(kind: Kind) -> None:
    fields = {name for model in kind.models for name in load(model).model_fields}

    assert kind.unlogged <= fields
    assert not kind.has_trash or "deleted_at" in fields


@BY_ENTITY
def test_a_kind_says_how_it_is_undone_or_that_it_is_not(kind: Kind) -> None:
    undo = kind.load_undo()
    if undo is None:
        assert kind.needs is Action.ADMINISTER
        return

    made = undo(UndoPlan(tenant(), {}, NOON))

    assert isinstance(made, KindUndo)


def test_who_may_act_on_a_ledger_is_granted_anew_and_not_undone() -> None:
    assert {kind.entity for kind in KINDS if kind.undo is None} == {
        Entity.SIGN_IN, Entity.WEBHOOK, Entity.WORKSPACE, Entity.MEMBER, Entity.INVITATION,
    }  # fmt: skip


@BY_ENTITY
def test_a_section_of_a_backup_is_in_its_head_or_is_a_list_of_a_collection(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind.backup is None:
        return
    if kind.backup.records is None:
        assert kind.backup.name in BackupHead.model_fields
        return

    assert isinstance(load(kind.backup.records), RecordList)
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", "localhost:1")  # Which is never called.
    client = FirestoreClient(project="demo-kinds")
    repository = getattr(TenantStore(client, tenant().ref), kind.backup.name)
    assert callable(repository.stream_all)
    assert callable(repository.has_any)
    # Transactions are created by the write path alone.
    assert kind.entity is Entity.TRANSACTION or callable(repository.create)


def test_all_members_of_a_backups_head_that_hold_things_are_sections_of_kinds() -> None:
    facts = {"format", "version", "exported_at", "default_account_id"}

    in_head = {kind.backup.name for kind in KINDS if kind.backup and not kind.backup.records}

    assert in_head == BackupHead.model_fields.keys() - facts


def test_each_kind_has_one_view_of_its_log_entries() -> None:
    shown = [entity for function in FUNCTIONS for entity in function.shows]

    assert sorted(shown) == sorted(Entity)


def members_of(annotation: Any) -> tuple[Any, ...]:
    """Return the members of a union; of another type, itself."""
    return get_args(annotation) or (annotation,)


@BY_ENTITY
def test_the_view_of_a_kind_takes_its_value_and_a_ledger_and_returns_a_model(kind: Kind) -> None:
    view = find_view(kind.entity)
    *parameters, returned = get_type_hints(view).values()

    assert [*members_of(parameters[0])] == [load(model) for model in kind.models]
    assert parameters[1:] == [Ledger]
    assert all(issubclass(one, BaseModel) for one in members_of(returned))
    for example in examples_of(kind):
        assert isinstance(view(example, sample_ledger()), returned)


HIDDEN_FIELDS = {
    Entity.TRANSACTION: {"to_currency", "other_exchanges", "import_key"},
    Entity.CATEGORY: {"merging_into"},
    Entity.ACCOUNT: {"merging_into"},
    Entity.CUSTOM_TYPE: {"merging_into"},
    Entity.RECURRING: {"next_nominal", "ahead"},
    Entity.SETTLED_SUGGESTION: {"fingerprint", "account_ids"},
}
"""Logged fields that no client sees."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.entity.name)
def test_a_change_of_any_field_that_clients_see_is_told_by_its_name(kind: Kind) -> None:
    view = get_type_hints(find_view(kind.entity))["return"]
    seen = {name for model in members_of(view) for name in model.model_fields}
    untold = {
        name
        for model in map(load, kind.models)
        for name in model.model_fields.keys() - kind.unlogged - {"id", "revision"}
        if not {name, kind.shown_as.get(name, name.removesuffix("_minor"))} & seen
    }

    assert untold == HIDDEN_FIELDS.get(kind.entity, set())


def test_the_security_rules_name_every_kind_and_let_an_analyst_read_the_same_ones() -> None:
    of_ledger = re.search(r"change\.data\.entity in \[([^]]*)\]", RULES)
    of_admins = re.search(r"Admins alone read changes of:\n\s*//\s+([a-z_, ]+)\n", RULES)
    assert of_ledger is not None
    assert of_admins is not None
    analyst = PERMISSIONS[Role.ANALYST]

    assert set(re.findall(r"'(\w+)'", of_ledger[1])) == {
        kind.entity for kind in KINDS if kind.needs in analyst
    }
    assert set(of_admins[1].split(", ")) == {
        kind.entity for kind in KINDS if kind.needs not in analyst
    }


def test_the_present_state_of_each_kind_that_every_role_reads_can_be_found() -> None:
    viewer = PERMISSIONS[Role.VIEWER]

    assert set(PRESENT) == {kind.entity for kind in KINDS if kind.needs in viewer}


def test_importing_the_table_loads_no_model_or_service_that_it_names() -> None:
    command = [sys.executable, "-c", LOADED_BY_THE_TABLE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name for name in json.loads(done.stdout) if not name.startswith("shared.errors")}

    assert loaded == {
        "shared.models",
        "shared.models.history",
        "shared.models.history.kinds",
        "shared.models.people",
        "shared.models.people.access",
        "shared.models.people.sign_in",  # Of who is calling; every function loads it.
        "shared.models.values",
        "shared.models.values.base",
        "shared.models.values.frozen",
    }
