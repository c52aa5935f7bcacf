"""The ordered list of a ledger's rules: limits, references, and changes between two lists."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from shared.errors import (
    FieldError,
    InvalidArgument,
    NotFound,
    RebuildRunning,
    TooManyRules,
)
from shared.models.ledger.ledger import Ledger
from shared.models.rules.rule import (
    MAX_RULES,
    MAX_RULES_BYTES,
    MAX_RULES_SIZE,
    AccountCondition,
    Rule,
    size_of_expressions,
)
from shared.models.values.base import FrozenModel
from shared.models.values.revision import revised

ORDER_ID = "order"
"""The id of the rules' order in the change log."""


class Part(NamedTuple):
    """A category, a custom type or an account that a rule names."""

    place: Literal["categories", "accounts", "custom_types"]
    id: str

    def is_in(self, ledger: Ledger) -> bool:
        """Return whether the ledger has it."""
        return self.id in getattr(ledger, self.place)


class RuleState(Rule):
    """A rule with its position in the list, as the change log stores it.

    ``position`` counts from 0; None is the end.
    """

    position: int | None = None


class RuleOrder(FrozenModel):
    """The order of the rules, as the change log stores it."""

    id: str = ORDER_ID
    ids: tuple[str, ...]


class RuleChange(NamedTuple):
    """A change of one rule, or of the order; None before is a creation, None after a deletion."""

    before: RuleState | RuleOrder | None
    after: RuleState | RuleOrder | None


def index_of(rules: Sequence[Rule], rule_id: str) -> int:
    """Return the index of the rule with this id, from 0.

    Raises:
        NotFound: No rule has this id.
    """
    for index, rule in enumerate(rules):
        if rule.id == rule_id:
            return index
    raise NotFound("rule")


def changes_between(before: Sequence[Rule], after: Sequence[Rule]) -> Iterator[RuleChange]:
    """Yield the changes that turn one list of rules into another, in an applicable order.

    Each position is that in the list as the previous changes have left it: applying the deletions,
    then the creations at their positions, then the order, gives the second list.
    """
    rules, wanted = list(before), {rule.id for rule in after}
    for rule in before:
        if rule.id not in wanted:
            index = index_of(rules, rule.id)
            yield RuleChange(_state(rules.pop(index), index), None)
    known = {rule.id for rule in rules}
    for place, rule in enumerate(after):
        if rule.id not in known:
            rules.insert(place, rule)
            yield RuleChange(None, _state(rule, index_of(rules, rule.id)))
            continue
        index = index_of(rules, rule.id)
        former, rules[index] = rules[index], rule
        if former != rule:
            yield RuleChange(_state(former, index), _state(rule, index))
    was, becomes = (RuleOrder(ids=tuple(rule.id for rule in some)) for some in (rules, after))
    if was != becomes:
        yield RuleChange(was, becomes)


def ensure_room(rules: Sequence[Rule]) -> None:
    """Raise unless the rules are within the limits of a ledger.

    Raises:
        TooManyRules: There are more than the maximum number of rules.
        InvalidArgument: All rules together are too long, or too complex.
    """
    if len(rules) > MAX_RULES:
        raise TooManyRules(MAX_RULES)
    if sum(len(rule.model_dump_json().encode()) for rule in rules) > MAX_RULES_BYTES:
        raise InvalidArgument.of("body", "would make the texts of all rules together too long")
    if sum(size_of_expressions(rule.conditions) for rule in rules) > MAX_RULES_SIZE:
        raise InvalidArgument.of("body", "would make the expressions of all rules too complex")


def named_parts(rule: Rule) -> frozenset[Part]:
    """Return the category, the custom type and the accounts that a rule refers to."""
    parts = {Part("accounts", account_id) for account_id in _account_ids(rule).values()}
    if rule.actions.category_id is not None:
        parts.add(Part("categories", rule.actions.category_id))
    if rule.actions.custom_type_id is not None:
        parts.add(Part("custom_types", rule.actions.custom_type_id))
    return frozenset(parts)


def with_part(rule: Rule, part: Part, target_id: str, at: datetime) -> Rule:
    """Return the rule with another part of the same kind in the place of one; else itself."""
    if part not in named_parts(rule):
        return rule
    if part.place == "accounts":
        conditions = tuple(
            condition.model_copy(update={"value": target_id})
            if isinstance(condition, AccountCondition) and condition.value == part.id
            else condition
            for condition in rule.conditions
        )
        return revised(rule, {"conditions": conditions}, at)
    name = "category_id" if part.place == "categories" else "custom_type_id"
    return revised(rule, {"actions": rule.actions.model_copy(update={name: target_id})}, at)


def ensure_fits(ledger: Ledger, rule: Rule, kept: Collection[Part] = ()) -> None:
    """Raise unless the ledger has everything that the rule refers to.

    Parts in ``kept`` may be missing: the rule already referred to them.

    Raises:
        InvalidArgument: Something is missing, or an amount does not fit the currency; the errors
            name every field.
        RebuildRunning: It compares amounts, and the ledger's currency is being changed.
    """
    if ledger.next_currency is not None and rule.compares_amounts:
        raise RebuildRunning
    errors = list(_misfits(ledger, rule, kept))
    try:
        rule.check_fit(ledger.currency)
    except InvalidArgument as invalid:
        errors.extend(invalid.errors)
    if errors:
        raise InvalidArgument(*errors)


def _misfits(ledger: Ledger, rule: Rule, kept: Collection[Part]) -> Iterator[FieldError]:
    """Yield an error for each account, category and custom type that the ledger does not have."""
    for index, account_id in _account_ids(rule).items():
        if account_id not in ledger.accounts and Part("accounts", account_id) not in kept:
            yield FieldError(f"conditions.{index}.value", "is not an account of this ledger")
    for part in named_parts(rule) - set(kept):
        if part.place == "categories" and not part.is_in(ledger):
            yield FieldError("actions.category_id", "is not a category of this ledger")
        if part.place == "custom_types" and not part.is_in(ledger):
            yield FieldError("actions.custom_type_id", "is not a custom type of this ledger")


def _account_ids(rule: Rule) -> dict[int, str]:
    """Return the accounts that a rule refers to, by the index of the condition."""
    conditions = enumerate(rule.conditions)
    return {index: c.value for index, c in conditions if isinstance(c, AccountCondition)}


def _state(rule: Rule, position: int) -> RuleState:
    return RuleState.model_construct(**dict(rule), position=position)
