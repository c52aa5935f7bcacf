"""Undo plan of rules: the rules without some changes, checked against the ledger."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from shared.models.history.change import Change
from shared.models.ledger.ledger import Ledger
from shared.models.rules.rule import Rule, RuleDraft
from shared.models.rules.rule_list import (
    ORDER_ID,
    Part,
    RuleOrder,
    RuleState,
    ensure_fits,
    ensure_room,
    index_of,
    named_parts,
)
from shared.models.values.revision import next_revision, revised
from shared.models.values.text import IMPORTED


class RuleUndoPlan:
    """Rules in which changes are undone one after the other, the last one first.

    ``rules`` are the state without the changes; nothing is written. They may refer to the ``kept``
    parts, even if the ledger does not have them.
    """

    def __init__(
        self, ledger: Ledger, rules: Sequence[Rule], at: datetime, kept: Collection[Part] = ()
    ) -> None:
        self.rules = list(rules)
        self._ledger = ledger
        self._at = at
        self._kept = frozenset(kept)

    def undo(self, *changes: Change) -> None:
        """Undo these changes, the last one first.

        A created rule is removed. A removed rule returns to its position, or to the end if there
        are fewer rules. Undoing an order restores it for the rules that it had, in the places that
        these have now; newer rules keep their places.

        Raises:
            NotFound: The rule does not exist any more.
            TooManyRules: The ledger has reached the maximum number of rules.
            InvalidArgument: A rule does not fit the ledger, or all rules together are too long.
        """
        for change in reversed(changes):
            if change.entity_id == ORDER_ID:
                self._undo_of_order(RuleOrder.model_validate(change.before))
            elif change.before is None:
                del self.rules[index_of(self.rules, change.entity_id)]
            elif change.after is None:
                self._put_back(change.before)
            else:
                self._undo_of_update(change)
        ensure_room(self.rules)

    def _undo_of_order(self, former: RuleOrder) -> None:
        rules = {rule.id: rule for rule in self.rules}
        back = iter([rules[rule_id] for rule_id in former.ids if rule_id in rules])
        known = frozenset(former.ids)
        self.rules = [next(back) if rule.id in known else rule for rule in self.rules]

    def _put_back(self, content: dict[str, Any]) -> None:
        rule = next_revision(Rule.model_validate(content, context=IMPORTED), self._at)
        position = RuleState.model_validate(content, context=IMPORTED).position
        ensure_fits(self._ledger, rule, self._kept)
        self.rules.insert(len(self.rules) if position is None else position, rule)

    def _undo_of_update(self, change: Change) -> None:
        index = index_of(self.rules, change.entity_id)
        old = Rule.model_validate(change.before, context=IMPORTED)
        current = self.rules[index]
        names = change.changed_fields & RuleDraft.model_fields.keys()
        after = revised(current, {name: getattr(old, name) for name in names}, self._at)
        ensure_fits(self._ledger, after, self._kept | named_parts(current))
        self.rules[index] = after


def parts_put_back(changes: Sequence[Change]) -> dict[Part, int]:
    """Return the parts that rules had before these changes, with the last change's number."""
    return {
        part: change.sequence
        for change in changes
        if change.before is not None and change.entity_id != ORDER_ID
        for part in named_parts(Rule.model_validate(change.before, context=IMPORTED))
    }
