"""Changes for the tests of history: the log's entries of what happened to a thing."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from shared.models.currencies.own_rate import OwnRate
from shared.models.history.change import Cause, Change
from shared.models.history.kinds import Entity, kind_of_model
from shared.models.history.undo_plan import UndoPlan
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.exchange import FindRate, no_rates
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.rules.rule import Rule
from shared.models.rules.rule_list import RuleOrder
from shared.models.settings.ledger_settings import LedgerSettings
from shared.models.values.revision import revised
from shared.services.history.undo import PlannedUndo
from shared.services.settings.settings_undo import SettingsUndo
from tests.unit.examples import NOON, category, sample_ledger, tenant

LATER = NOON + timedelta(hours=1)
"""When things are edited."""

EVENING = NOON + timedelta(hours=6)
"""When changes are undone."""

_numbers = count(1)
_NOT_LOGGED_SO = {Account: Entity.ACCOUNT, Rule: Entity.RULES}
"""Values without what the log adds to them: the position of a rule, and of an account its currency
and whether it is the default."""

CURRENCY = "USD"
"""The currency of the sample ledger."""

Thing = Transaction | Category | Account | CustomType | OwnRate | LedgerSettings | Rule | RuleOrder


def change(before: Thing | None, after: Thing | None, **facts: Any) -> Change:
    """Return the log's entry of a change, with the next number, in a commit of its own."""
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
        "entity": _NOT_LOGGED_SO.get(type(subject)) or kind_of_model(type(subject)).entity,
        "entity_id": subject.id,
        "before": _content(before),
        "after": _content(after),
    }
    return Change(**usual | facts)


def _content(thing: Thing | None) -> dict[str, Any] | None:
    if thing is None:
        return None
    named = {"currency": thing.currency or CURRENCY} if isinstance(thing, Account) else {}
    return thing.model_dump(mode="json", exclude_defaults=True) | named


def edited(before: Any, **fields: Any) -> Any:
    """Return the thing with these fields, one revision on."""
    return revised(before, fields, LATER)


def edit(before: Thing, /, **fields: Any) -> Change:
    """Return a change of these fields."""
    return change(before, edited(before, **fields))


def undo_of(undone: Change) -> Change:
    """Return a change that undid another one."""
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


class Undoing(UndoPlan):
    """A plan in which changes are taken back as in one commit; nothing is written."""

    settings: LedgerSettings

    def undo(self, *changes: Change) -> None:
        """Take these changes back, the last one first."""
        planned = PlannedUndo(self, changes)
        planned.take_back()
        of_settings = planned.of_kinds.get(Entity.SETTINGS)
        if isinstance(of_settings, SettingsUndo):
            self.settings = of_settings.settings

    def is_as_left_by(self, change: Change) -> bool:
        """Return whether nothing has changed the thing since."""
        return PlannedUndo(self, [change]).is_as_left_by(change)


def undoing(
    *things: Transaction, ledger: Ledger | None = None, find_rate: FindRate = no_rates
) -> Undoing:
    """Return a ledger with food, with these transactions."""
    transactions = {thing.id: thing for thing in things}
    owner = tenant(ledger or sample_ledger(category()))
    return Undoing(owner, transactions, EVENING, find_rate)
