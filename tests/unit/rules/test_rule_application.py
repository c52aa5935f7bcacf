"""Applying rules: to which transactions, which rules, and what comes of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.category import Category
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.search import TransactionFilter
from shared.models.ledger.transactions.terms import terms_of
from shared.models.ledger.transactions.transaction import Split, Transaction
from shared.models.rules.rule_application import (
    RuleApplication,
    RuleEdit,
    find_edit,
    subject_of,
)
from shared.models.rules.rule_matching import CompiledRules, compile_rules
from shared.models.values.dates import DateRange
from tests.unit.examples import NOON, category, sample_ledger, transaction, transfer
from tests.unit.rules.rule_examples import rule, text
from tests.unit.strategies import CATEGORY_TYPES, bounded, transactions

ALL = TransactionFilter()
OTHER_OUT = category("other", "Other expenses")
CATEGORIES = {key: category(key, key, type=kind) for key, kind in CATEGORY_TYPES.items()}
PARTS = (Split(category_id="other", amount_minor=1), Split(category_id="food", amount_minor=1249))


def ledger(*categories: Category) -> Ledger:
    return sample_ledger(category(), OTHER_OUT, *categories)


def edit_of(
    rules: CompiledRules, before: Transaction, categories: dict[str, Category]
) -> RuleEdit | None:
    """Return the edit that the rules make."""
    owner = sample_ledger(*categories.values())
    return find_edit(list(rules.matching(subject_of(before))), before, owner, NOON)


def finds(application: RuleApplication, entry: Transaction, owner: Ledger | None = None) -> bool:
    """Return whether its search matches, and asks for a term that the entry has."""
    search = application.search(owner or ledger())
    asked = search.indexed_terms()
    has_term = not asked or not set(asked).isdisjoint(terms_of(entry))
    return has_term and search.matches(entry)


def test_all_enabled_rules_are_chosen_in_their_order_where_none_is_named() -> None:
    rules = [rule(rule_id="R2"), rule(rule_id="R1"), rule(rule_id="R3")]
    rules[1] = rules[1].model_copy(update={"enabled": False})

    chosen = RuleApplication(ALL).chosen_from(rules)

    assert [one.id for one in chosen.matching(subject_of(transaction()))] == ["R2", "R3"]


def test_named_rules_are_chosen_in_the_ledgers_order_even_if_disabled() -> None:
    off = rule(rule_id="R1").model_copy(update={"enabled": False})

    chosen = RuleApplication(ALL, ("R3", "R1")).chosen_from(
        [off, rule(rule_id="R2"), rule(rule_id="R3")]
    )

    assert [one.id for one in chosen.matching(subject_of(transaction()))] == ["R1", "R3"]


def test_every_named_rule_that_is_not_there_is_told() -> None:
    with pytest.raises(InvalidArgument) as refused:
        RuleApplication(ALL, ("x", "R1", "y")).chosen_from([rule(rule_id="R1")])

    message = "is not a rule of this ledger"
    assert refused.value.errors == (
        FieldError("rule_ids.0", message),
        FieldError("rule_ids.2", message),
    )


UNFILED = RuleApplication(TransactionFilter(unfiled=True))


def test_rules_may_be_applied_to_unfiled_transactions_alone() -> None:
    part = PARTS[0].model_copy(update={"category_id": None})

    assert finds(UNFILED, transaction(category_id=None))
    assert finds(UNFILED, transaction(category_id=None, splits=(part, *PARTS[1:])))
    for other in (transaction(), transfer(), transaction(category_id=None, splits=PARTS)):
        assert not finds(UNFILED, other)
        assert finds(RuleApplication(ALL), other)


def test_a_cursor_belongs_to_one_application() -> None:
    march = TransactionFilter(dates=DateRange(date(2026, 3, 1)))
    applications = [
        RuleApplication(ALL), RuleApplication(march), RuleApplication(ALL, ("a",)),
        RuleApplication(ALL, ("a", "b")), UNFILED,
    ]  # fmt: skip

    assert len({one.fingerprint for one in applications}) == len(applications)
    both_ways = [RuleApplication(ALL, ids).fingerprint for ids in (("a", "b"), ("b", "a"))]
    assert both_ways[0] == both_ways[1]


def test_what_rules_change_is_a_revision_of_its_own() -> None:
    owner = ledger()
    before = transaction(category_id="other", description="Market", tags=("a",))
    rules = compile_rules([rule(text("EQUALS", "market"), category_id="food", tags=["b"])])

    edit = edit_of(rules, before, owner.categories)

    assert edit is not None
    assert (edit.before, edit.rule_ids) == (before, ("R1",))
    changed = {"category_id": "food", "tags": ("a", "b"), "revision": 2}
    assert edit.after == before.model_copy(update=changed)
    assert edit_of(rules, edit.after, owner.categories) is None
    assert edit_of(rules, before.model_copy(update={"description": "x"}), {}) is None


@given(transactions(), st.sampled_from(sorted(CATEGORY_TYPES)))
@bounded
def test_rules_leave_a_transaction_in_shape_and_its_money_where_it_was(
    before: Transaction, category_id: str
) -> None:
    rules = compile_rules([rule(category_id=category_id, payee="P", tags=["t"])])

    edit = edit_of(rules, before, CATEGORIES)

    assert edit is not None
    assert list(edit.after.shape_errors()) == []
    ruled = {"category_id", "payee", "tags", "revision", "updated_at"}
    assert edit.after.model_dump(exclude=ruled) == before.model_dump(exclude=ruled)
    files = before.entry_type is CATEGORY_TYPES[category_id] and not before.splits
    assert edit.after.category_id == (category_id if files else before.category_id)
