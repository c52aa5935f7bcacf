"""Changes for the tests of history: the log's entries of what happened to a thing."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from shared.models.history.change import Cause, Change, Entity
from shared.models.history.undo_plan import Reversal
from shared.models.ledger.account import Account, AccountState
from shared.models.ledger.category import Category
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transaction import Transaction
from shared.models.rules.rule import Rule
from shared.models.rules.rule_list import RuleOrder, RuleState
from shared.models.settings.ledger_settings import LedgerSettings
from shared.models.values.revision import revised
from tests.unit.examples import NOON, category, tenant

LATER = NOON + timedelta(hours=1)
"""When things are edited."""

EVENING = NOON + timedelta(hours=6)
"""When changes are undone."""

_numbers = count(1)
_ENTITIES = {
    Transaction: Entity.TRANSACTION,
    Category: Entity.CATEGORY,
    Account: Entity.ACCOUNT,
    AccountState: Entity.ACCOUNT,
    LedgerSettings: Entity.SETTINGS,
    Rule: Entity.RULES,
    RuleState: Entity.RULES,
    RuleOrder: Entity.RULES,
}

Thing = Transaction | Category | Account | LedgerSettings | Rule | RuleOrder


def change(before: Thing | None, after: Thing | None, **facts: Any) -> Change:
    """The log's entry of a change, with the next number, in a commit of its own."""
    subject = after or before
    assert subject is not None
    number = next(_numbers)
    usual: dict[str, Any] = {
        "id": f"C{number}",
        "sequence": number,
        "operation_id": f"C{number}",
        "at": NOON,
        "actor": "alice",
        "cause": Cause.API,
        "entity": _ENTITIES[type(subject)],
        "entity_id": subject.id,
        "before": before and before.model_dump(mode="json", exclude_defaults=True),
        "after": after and after.model_dump(mode="json", exclude_defaults=True),
    }
    return Change(**usual | facts)


def edited(before: Any, **fields: Any) -> Any:
    """The thing with these fields, one revision on."""
    return revised(before, fields, LATER)


def edit(before: Thing, /, **fields: Any) -> Change:
    """A change of these fields."""
    return change(before, edited(before, **fields))


def undo_of(undone: Change) -> Change:
    """A change that undid another one."""
    return undone.model_copy(
        update={
            "id": (new_id := f"C{next(_numbers)}"),
            "operation_id": new_id,
            "cause": Cause.UNDO,
            "cause_id": undone.id,
            "before": undone.after,
            "after": undone.before,
        }
    )


def reversal(*things: Transaction, ledger: Tenant | None = None) -> Reversal:
    """A ledger with food, with these transactions."""
    return Reversal(ledger or tenant(category()), {thing.id: thing for thing in things}, EVENING)
