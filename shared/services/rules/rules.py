"""Create, change, order and delete rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.errors import InvalidArgument, TooManyRules
from shared.models.history.change import Operation
from shared.models.rules.rule import MAX_RULES, Rule, RuleDraft, RulePatch
from shared.models.rules.rule_list import (
    ensure_fits,
    ensure_room,
    index_of,
    named_parts,
)
from shared.models.values.identifiers import new_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.models.values.text import IMPORTED
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.ledger.tenants import get_ledger
from shared.services.posting.operations import run_once
from shared.services.posting.rule_lists import put_rules


def list_rules(store: TenantStore, now: datetime) -> list[Rule]:
    """Return all rules in their order, including disabled ones."""
    get_ledger(store, now)
    return store.rules.list_all()


def get_rule(store: TenantStore, rule_id: str, now: datetime) -> Rule:
    """Return the rule with this id.

    Raises:
        NotFound: The rule does not exist.
    """
    rules = list_rules(store, now)
    return rules[index_of(rules, rule_id)]


def create_rule(
    store: TenantStore, operation: Operation, draft: RuleDraft, position: int | None = None
) -> Rule:
    """Create a rule at a position, from 0; None is the end.

    Raises:
        TooManyRules: The ledger has reached the maximum number of rules.
        InvalidArgument: Its category or an account does not exist, an amount has more decimals than
            the currency, the position is beyond the end, or all rules together are too long.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Rule:
        rules = unit.rules.list_all()
        fields = {name: getattr(draft, name) for name in RuleDraft.model_fields}
        rule = Rule(id=new_id(), created_at=operation.at, updated_at=operation.at, **fields)
        if len(rules) >= MAX_RULES:
            raise TooManyRules(MAX_RULES)
        if position is not None and position > len(rules):
            raise InvalidArgument.of("position", f"must be at most {len(rules)}")
        ensure_fits(snapshot.ledger, rule)
        place = len(rules) if position is None else position
        after = [*rules[:place], rule, *rules[place:]]
        ensure_room(after)
        put_rules(unit, operation, rules, after)
        return rule

    return run_once(store, operation, work, _logged_rule)


def update_rule(
    store: TenantStore,
    operation: Operation,
    rule_id: str,
    wanted: RulePatch | RuleDraft,
    expected: ExpectedRevision = ANY_REVISION,
) -> Rule:
    """Change a rule: the given fields by a patch, all of them by other input.

    The rule may keep its category and accounts, even where they no longer exist.

    Raises:
        NotFound: The rule does not exist.
        PreconditionFailed: The rule does not have the expected revision.
        InvalidArgument: A new category or account does not exist, an amount has more decimals than
            the currency, or all rules together are too long.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Rule:
        rules = unit.rules.list_all()
        index = index_of(rules, rule_id)
        before = rules[index]
        expected.check(before)
        names = wanted.model_fields_set if isinstance(wanted, RulePatch) else RuleDraft.model_fields
        after = revised(before, {name: getattr(wanted, name) for name in names}, operation.at)
        if after is not before:
            ensure_fits(snapshot.ledger, after, kept=named_parts(before))
            all_after = [*rules[:index], after, *rules[index + 1 :]]
            ensure_room(all_after)
            put_rules(unit, operation, rules, all_after)
        return after

    return run_once(store, operation, work, _logged_rule)


def delete_rule(
    store: TenantStore,
    operation: Operation,
    rule_id: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Delete a rule; its effects on transactions stay.

    Raises:
        NotFound: The rule does not exist.
        PreconditionFailed: The rule does not have the expected revision.
    """

    def work(unit: TenantStore, _snapshot: LedgerSnapshot) -> None:
        rules = unit.rules.list_all()
        index = index_of(rules, rule_id)
        expected.check(rules[index])
        put_rules(unit, operation, rules, [*rules[:index], *rules[index + 1 :]])

    run_once(store, operation, work, recall=lambda _snapshot: None)


def order_rules(store: TenantStore, operation: Operation, ids: Sequence[str]) -> list[Rule]:
    """Order the rules by these ids, and return them.

    Raises:
        InvalidArgument: The ids are not exactly those of all rules.
    """

    def work(unit: TenantStore, _snapshot: LedgerSnapshot) -> list[Rule]:
        rules = {rule.id: rule for rule in unit.rules.list_all()}
        if sorted(ids) != sorted(rules):
            raise InvalidArgument.of("ids", "must be the ids of all rules, each once")
        ordered = [rules[rule_id] for rule_id in ids]
        put_rules(unit, operation, list(rules.values()), ordered)
        return ordered

    def recall(_snapshot: LedgerSnapshot) -> list[Rule]:
        return store.rules.list_all()

    return run_once(store, operation, work, recall)


def _logged_rule(snapshot: RecordedSnapshot) -> Rule:
    """Return the rule as the operation's change-log entry holds it."""
    return Rule.model_validate(snapshot.record.after, context=IMPORTED)
