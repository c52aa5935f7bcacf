"""The rules of a ledger as a list: what fits into it, and what leads from one list to another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from shared.errors import FieldError, InvalidArgument, NotFound, TooManyRules
from shared.models.ledger.ledger import Ledger
from shared.models.rules.rule import MAX_RULES, MAX_RULES_BYTES, AccountCondition, Rule

ORDER_ID = "order"
"""The order of the rules, as the change log names it."""


class Part(NamedTuple):
    """A category or an account that a rule names."""

    place: Literal["categories", "accounts"]
    id: str

    def is_in(self, ledger: Ledger) -> bool:
        """Whether the ledger has it."""
        parts = ledger.categories if self.place == "categories" else ledger.accounts
        return self.id in parts


class RuleState(Rule):
    """A rule and its place among the others, as the change log keeps it.

    ``position`` is from 0; None is behind all others.
    """

    position: int | None = None


class RuleOrder(BaseModel):
    """The order of the rules, as the change log keeps it."""

    model_config = ConfigDict(frozen=True)

    id: str = ORDER_ID
    ids: tuple[str, ...]


class RuleChange(NamedTuple):
    """A change of a rule, or of their order; None before is a creation, None after a removal."""

    before: RuleState | RuleOrder | None
    after: RuleState | RuleOrder | None


def index_of(rules: Sequence[Rule], rule_id: str) -> int:
    """The place of the rule with that id, from 0.

    Raises:
        NotFound: There is none.
    """
    for index, rule in enumerate(rules):
        if rule.id == rule_id:
            return index
    raise NotFound("rule")


def changes_between(before: Sequence[Rule], after: Sequence[Rule]) -> Iterator[RuleChange]:
    """What leads from one list of rules to another, in an order in which it can be done.

    Each position is that in the list as the changes before have made it: who takes out what is
    removed, puts what is created into its position, and orders what is there, has the other list.
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
    """Pass where a ledger may have these rules.

    Raises:
        TooManyRules: There are more than one may have.
        InvalidArgument: They are too long together.
    """
    if len(rules) > MAX_RULES:
        raise TooManyRules(MAX_RULES)
    if sum(len(rule.model_dump_json().encode()) for rule in rules) > MAX_RULES_BYTES:
        raise InvalidArgument.of("body", "would make the texts of all rules together too long")


def named_parts(rule: Rule) -> frozenset[Part]:
    """The category and the accounts that a rule names."""
    parts = {Part("accounts", account_id) for account_id in _account_ids(rule).values()}
    if rule.actions.category_id is not None:
        parts.add(Part("categories", rule.actions.category_id))
    return frozenset(parts)


def ensure_fits(ledger: Ledger, rule: Rule, kept: Collection[Part] = ()) -> None:
    """Pass where the rule fits the ledger; it may name what is ``kept``, even where it is gone.

    Raises:
        InvalidArgument: It does not; names every field.
    """
    errors = list(_misfits(ledger, rule, kept))
    try:
        rule.check_fit(ledger.currency)
    except InvalidArgument as invalid:
        errors.extend(invalid.errors)
    if errors:
        raise InvalidArgument(*errors)


def _misfits(ledger: Ledger, rule: Rule, kept: Collection[Part]) -> Iterator[FieldError]:
    """What the rule names that the ledger does not have."""
    for index, account_id in _account_ids(rule).items():
        if account_id not in ledger.accounts and Part("accounts", account_id) not in kept:
            yield FieldError(f"conditions.{index}.value", "is not an account of this ledger")
    category_id = rule.actions.category_id
    if category_id is None or Part("categories", category_id) in kept:
        return
    if category_id not in ledger.categories:
        yield FieldError("actions.category_id", "is not a category of this ledger")


def _account_ids(rule: Rule) -> dict[int, str]:
    """The accounts a rule names, by the index of the condition."""
    conditions = enumerate(rule.conditions)
    return {index: c.value for index, c in conditions if isinstance(c, AccountCondition)}


def _state(rule: Rule, position: int) -> RuleState:
    return RuleState(**dict(rule), position=position)
