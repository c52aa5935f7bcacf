"""Undo of changes of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from shared.errors import NotUndoable
from shared.models.history.change import MERGES, Change
from shared.models.history.conflicts import in_effect
from shared.models.history.kinds import Entity
from shared.models.history.undo_plan import UndoPlan
from shared.models.ledger.ledger import Ledger
from shared.models.rules.rule import Rule
from shared.models.rules.rule_list import Part
from shared.models.rules.rule_undo_plan import RuleUndoPlan, parts_put_back
from shared.repositories.store import TenantStore
from shared.services.posting.kind_undo import KindUndo, UndoCommit
from shared.services.posting.later_changes import stream_later_changes
from shared.services.posting.rule_lists import put_rules

_MAX_READ = 100
"""Changes of settings that an undo reads to find the currency of a former time."""


class RuleUndo(KindUndo):
    """Undoes changes of rules, after the undo of other kinds.

    Snapshots of a ledger do not contain rules: they are read after everything else is written. A
    rule may refer again to parts that were deleted before these changes, not to those deleted
    later.
    """

    def __init__(self, plan: UndoPlan) -> None:
        super().__init__(plan)
        self._changes: list[Change] = []

    @staticmethod
    def needs_whole_operation(change: Change) -> bool:
        """Return whether a merge changed the rule, which named what the same commit deleted."""
        return change.cause in MERGES

    def is_as_left_by(self, _change: Change) -> bool:
        """Return False: later changes of a rule are unknown before the rules are read."""
        return False

    def find(self, _entity_id: str) -> None:
        """Return no rule: none is read yet."""

    def take_back(self, change: Change) -> None:
        """Remember a change that ``finish`` undoes."""
        self._changes.insert(0, change)
        self.plan.undone_rule_ids.add(change.entity_id)

    def finish(self, commit: UndoCommit) -> None:
        """Undo the changes and write the rules.

        Raises:
            NotUndoable: A rule would get back amounts of a former currency, and compare them with
                those of the present one. And as ``RuleUndoPlan.undo``.
        """
        rules = commit.unit.rules.list_all()
        kept = list(_lost_before(commit.unit, self.plan.ledger, self._changes))
        undone = RuleUndoPlan(self.plan.ledger, rules, self.plan.at, kept)
        undone.undo(*self._changes)
        if _compares_more(undone.rules, rules):
            _ensure_same_currency(commit.unit, self.plan.ledger, self._changes[0])
        count = put_rules(commit.unit, commit.operation, rules, undone.rules, commit.next_index)
        commit.take_indices(count)


def _lost_before(unit: TenantStore, ledger: Ledger, changes: Sequence[Change]) -> Iterator[Part]:
    """Yield the parts that rules named and that were already deleted at the time of the change."""
    lost = {
        part: sequence
        for part, sequence in parts_put_back(changes).items()
        if not part.is_in(ledger)
    }
    parts = {part.id: part for part in lost}
    sequences = {part.id: sequence for part, sequence in lost.items()}
    for part_id, later in stream_later_changes(unit, sequences):
        if not list(in_effect(later)):
            yield parts[part_id]


def _compares_more(undone: Iterable[Rule], present: Iterable[Rule]) -> bool:
    """Return whether a rule has a condition on amounts that it does not have at present."""
    known = {rule.id: rule.amount_conditions for rule in present}
    return any(
        condition not in known.get(rule.id, ())
        for rule in undone
        for condition in rule.amount_conditions
    )


def _ensure_same_currency(unit: TenantStore, ledger: Ledger, first: Change) -> None:
    """Check that a ledger has the currency that it had before the operation of this change.

    Raises:
        NotUndoable: It has another one, or its settings were changed too often since to tell.
    """
    of_settings = unit.changes.list_before(None, _MAX_READ, entity=Entity.SETTINGS.value)
    since = [
        change
        for change in of_settings
        if change.sequence > first.sequence or change.operation_id == first.operation_id
    ]
    is_unknown = len(since) == _MAX_READ
    if is_unknown or (since and (since[-1].before or {}).get("currency") != ledger.currency):
        raise NotUndoable("a rule compares amounts in the currency that the ledger had then")
