"""The table of kinds: every kind of entity in the change log, and its treatment.

A new kind is one more value here. Undo, audit, log, erasure and backups look kinds up in the table.
``functions/manifest.py`` has the views of kinds, and ``firestore.rules`` the kinds whose changes an
analyst may read; tests compare both with this table.

Code and models of a kind are named as ``module:attribute`` and imported on first use, so importing
the table loads none of them.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from functools import cache, reduce
from importlib import import_module
from typing import Any, Protocol

from pydantic import BaseModel, TypeAdapter

from shared.models.people.access import Action
from shared.models.values.frozen import frozen


class Entity(StrEnum):
    """Name of a kind of resource, as stored in the change log."""

    # Values are stored, and names are in answers of the API: neither may change.
    TRANSACTION = "transaction"
    CATEGORY = "category"
    ACCOUNT = "account"
    CUSTOM_TYPE = "custom_type"
    OWN_RATE = "own_rate"
    RULES = "rules"
    RECURRING = "recurring"
    OCCURRENCE = "occurrence"
    SETTLED_SUGGESTION = "settled_suggestion"
    BUDGET = "budget"
    GOAL = "goal"
    SETTINGS = "settings"
    PROFILE = "profile"
    NOTIFICATION_PREFERENCES = "notification_preferences"
    WEBHOOK = "webhook"
    SIGN_IN = "sign_in"
    WORKSPACE = "workspace"
    MEMBER = "member"
    INVITATION = "invitation"


class Logged(Protocol):
    """A value that the change log keeps: a model of a kind, found by ``id``."""

    @property
    def id(self) -> str:
        """Return the id, which is the ``entity_id`` of log entries."""

    def model_dump(
        self, *, mode: str, exclude: set[str] | None, exclude_defaults: bool
    ) -> dict[str, Any]:
        """Return its fields."""


@frozen
class Section:
    """The member of a backup with the entities of a kind.

    Without ``records`` it is a member of ``BackupHead``, which is restored in the first commit.
    With ``records``, the name of a ``RecordList``, it is a list that is read element by element,
    and ``name`` is also the name of the repository in ``TenantStore``. That repository has
    ``stream_all``, ``has_any`` and ``create``; only transactions are created by ``commit_edits``.
    """

    name: str
    records: str | None = None


@frozen
class Kind:
    """Treatment of one kind of entity: reading, writing and undoing its changes, and backups."""

    entity: Entity
    needs: Action
    """The permission that reading its changes requires."""

    models: tuple[str, ...]
    """The models of its log entries."""

    undo: str | None = None
    """Its ``KindUndo``; None if its changes cannot be undone."""

    backup: Section | None = None
    """Its section of a backup; None if backups do not contain it."""

    keeps_defaults: bool = False
    """Whether log entries include fields with default values; ``decode`` adds omitted ones."""

    unlogged: frozenset[str] = frozenset()
    """Fields of its models that are not logged."""

    shown_as: Mapping[str, str] = field(default_factory=dict)
    """Names in the API of fields of its models, where they differ from the stored ones."""

    has_trash: bool = False
    """Whether an entity with ``deleted_at`` counts as deleted."""

    is_about_people: bool = False
    """Whether its log entries have names and addresses of people, which an erasure removes."""

    def serialize(self, value: Logged) -> dict[str, Any]:
        """Return the content of a log entry about a value of this kind."""
        return value.model_dump(
            mode="json",
            exclude=set(self.unlogged) or None,
            exclude_defaults=not self.keeps_defaults,
        )

    def decode(self, content: Mapping[str, Any]) -> Any:
        """Return the value, one of ``models``, in the content of a log entry."""
        from shared.models.values.text import IMPORTED  # noqa: PLC0415 (The table loads no model.)

        return _adapter_of(self.models).validate_python(content, context=IMPORTED)

    def load_undo(self) -> Any:
        """Return its ``KindUndo`` class; None if its changes cannot be undone."""
        return load(self.undo) if self.undo is not None else None


KINDS = (
    Kind(
        Entity.TRANSACTION,
        needs=Action.READ,
        models=("shared.models.ledger.transactions.transaction:Transaction",),
        undo="shared.services.ledger.undo.transaction_undo:TransactionUndo",
        backup=Section("transactions", "shared.models.exports.backup_lists:TRANSACTIONS"),
        has_trash=True,
    ),
    Kind(
        Entity.CATEGORY,
        needs=Action.READ,
        models=("shared.models.ledger.category:Category",),
        undo="shared.services.ledger.undo.category_undo:CategoryUndo",
        backup=Section("categories"),
    ),
    Kind(
        Entity.ACCOUNT,
        needs=Action.READ,
        models=("shared.models.ledger.account:AccountState",),
        undo="shared.services.ledger.undo.account_undo:AccountUndo",
        backup=Section("accounts"),
    ),
    Kind(
        Entity.CUSTOM_TYPE,
        needs=Action.READ,
        models=("shared.models.ledger.custom_type:CustomType",),
        undo="shared.services.ledger.undo.custom_type_undo:CustomTypeUndo",
        backup=Section("custom_types"),
    ),
    Kind(
        Entity.OWN_RATE,
        needs=Action.READ,
        models=("shared.models.currencies.own_rate:OwnRate",),
        undo="shared.services.ledger.undo.own_rate_undo:OwnRateUndo",
        backup=Section("own_rates"),
    ),
    Kind(
        Entity.SETTINGS,
        needs=Action.ADMINISTER,
        models=("shared.models.settings.ledger_settings:LedgerSettings",),
        undo="shared.services.settings.settings_undo:SettingsUndo",
        backup=Section("settings"),
        shown_as={"summary_currency": "summary_edition"},
    ),
    Kind(
        Entity.PROFILE,
        needs=Action.ADMINISTER,
        models=("shared.models.people.profile:Profile",),
        undo="shared.services.settings.settings_undo:ProfileUndo",
    ),
    Kind(
        Entity.NOTIFICATION_PREFERENCES,
        needs=Action.ADMINISTER,
        models=("shared.models.notifications.preferences:NotificationPreferences",),
        undo="shared.services.notifications.preference_undo:NotificationPreferenceUndo",
    ),
    Kind(
        Entity.WEBHOOK,
        needs=Action.ADMINISTER,
        models=("shared.models.notifications.webhooks.webhook:Webhook",),
        unlogged=frozenset({"path"}),
    ),
    Kind(
        Entity.RULES,
        needs=Action.WRITE,
        models=(
            "shared.models.rules.rule_list:RuleState",
            "shared.models.rules.rule_list:RuleOrder",
        ),
        undo="shared.services.rules.rule_undo:RuleUndo",
        backup=Section("rules"),
    ),
    Kind(
        Entity.RECURRING,
        needs=Action.READ,
        models=("shared.models.planning.recurring:Recurring",),
        undo="shared.services.planning.recurring_undo:RecurringUndo",
        backup=Section("recurring", "shared.models.planning.records:RECURRING"),
        unlogged=frozenset({"next_date", "due_at", "reminded_until", "postponed"}),
    ),
    Kind(
        Entity.OCCURRENCE,
        needs=Action.READ,
        models=("shared.models.planning.occurrence:Occurrence",),
        undo="shared.services.planning.occurrence_undo:OccurrenceUndo",
        backup=Section("occurrences", "shared.models.planning.records:OCCURRENCES"),
    ),
    Kind(
        Entity.SETTLED_SUGGESTION,
        needs=Action.WRITE,
        models=("shared.models.planning.suggestions.settled:SettledSuggestion",),
        undo="shared.services.planning.suggestions.settled_undo:SettledSuggestionUndo",
        backup=Section(
            "settled_suggestions", "shared.models.planning.suggestions.settled:SETTLED_SUGGESTIONS"
        ),
    ),
    Kind(
        Entity.BUDGET,
        needs=Action.READ,
        models=("shared.models.planning.budgets.budget:Budget",),
        undo="shared.services.planning.budgets.budget_undo:BudgetUndo",
        backup=Section("budgets", "shared.models.planning.budgets.records:BUDGETS"),
        shown_as={"schedule": "period", "steps": "amounts"},
    ),
    Kind(
        Entity.GOAL,
        needs=Action.READ,
        models=("shared.models.planning.goals.goal:Goal",),
        undo="shared.services.planning.goals.goal_undo:GoalUndo",
        backup=Section("goals", "shared.models.planning.goals.records:GOALS"),
        shown_as={"steps": "allocations", "target_minor": "target"},
    ),
    Kind(
        Entity.SIGN_IN,
        needs=Action.ADMINISTER,
        models=("shared.models.people.sign_in:SignIn",),
        keeps_defaults=True,
        unlogged=frozenset({"told_at"}),
    ),
    Kind(
        Entity.WORKSPACE,
        needs=Action.ADMINISTER,
        models=("shared.models.people.workspace:Workspace",),
        keeps_defaults=True,
        is_about_people=True,
    ),
    Kind(
        Entity.MEMBER,
        needs=Action.ADMINISTER,
        models=("shared.models.sharing.member:Member",),
        keeps_defaults=True,
        is_about_people=True,
    ),
    Kind(
        Entity.INVITATION,
        needs=Action.ADMINISTER,
        models=("shared.models.sharing.invitation:Invitation",),
        keeps_defaults=True,
        is_about_people=True,
    ),
)
"""Every kind, in the order in which undo settles, writes and numbers their changes.

A kind that refers to others comes after them. Changes of sign-ins, webhooks, workspaces,
members and invitations are not undone: access is granted anew.
"""

_BY_ENTITY = {kind.entity: kind for kind in KINDS}
_BY_MODEL = {model: kind for kind in KINDS for model in kind.models}


def kind_of(entity: Entity) -> Kind:
    """Return the kind with that name."""
    return _BY_ENTITY[entity]


def kind_of_model(model: type) -> Kind:
    """Return the kind whose log entries hold values of a model.

    Raises:
        KeyError: No kind has this model.
    """
    return _BY_MODEL[f"{model.__module__}:{model.__qualname__}"]


@cache
def load(name: str) -> Any:
    """Import and return the object that ``name`` (``module:attribute``) refers to."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


@cache
def _adapter_of(names: tuple[str, ...]) -> TypeAdapter[BaseModel]:
    return TypeAdapter(reduce(operator.or_, map(load, names)))
