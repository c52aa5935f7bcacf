"""The list of rules: what leads from one to another, and what fits into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidArgument, NotFound, TooManyRules
from shared.models.rules.rule import MAX_RULES, Rule
from shared.models.rules.rule_list import (
    Part,
    RuleChange,
    RuleOrder,
    RuleState,
    changes_between,
    ensure_fits,
    ensure_room,
    index_of,
    named_parts,
)
from tests.unit.examples import category, sample_ledger
from tests.unit.rules.rule_examples import amount, rule
from tests.unit.strategies import bounded

IDS = st.lists(st.sampled_from("abcdefg"), unique=True)


def rules_of(ids: Iterable[str], **actions: object) -> list[Rule]:
    """Return rules with these ids, in this order."""
    return [rule(rule_id=rule_id, **actions) for rule_id in ids]


def followed(rules: Sequence[Rule], changes: Iterable[RuleChange]) -> list[str]:
    """Return ids and payees in order, as a reader of the log builds the list."""
    copy = [(one.id, one.actions.payee) for one in rules]
    for before, after in changes:
        match before, after:
            case RuleState(), None:
                assert before.position is not None
                assert copy.pop(before.position)[0] == before.id
            case None, RuleState():
                assert after.position is not None
                copy.insert(after.position, (after.id, after.actions.payee))
            case RuleState(), RuleState():
                assert after.position is not None
                assert copy[after.position][0] == after.id
                copy[after.position] = (after.id, after.actions.payee)
            case RuleOrder(), RuleOrder():
                assert tuple(rule_id for rule_id, _ in copy) == before.ids
                known = dict(copy)
                copy = [(rule_id, known[rule_id]) for rule_id in after.ids]
    return [f"{rule_id}{payee}" for rule_id, payee in copy]


@bounded
@given(before=IDS, after=IDS, renamed=st.sets(st.sampled_from("abcdefg")))
def test_whoever_does_what_is_told_has_the_other_list(
    before: list[str], after: list[str], renamed: set[str]
) -> None:
    old = rules_of(before, payee="P")
    new = [rule(rule_id=key, payee="Q" if key in renamed else "P") for key in after]

    changes = list(changes_between(old, new))

    assert followed(old, changes) == [f"{one.id}{one.actions.payee}" for one in new]
    assert (changes == []) is (old == new)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("ab", "acb", [(None, 1)]),
        ("ab", "abc", [(None, 2)]),
        ("abc", "ac", [(1, None)]),
        ("abc", "c", [(0, None), (0, None)]),
        ("ab", "ba", ["order"]),
        ("abc", "cad", [(1, None), (None, 2), "order"]),
        ("ab", "ab", []),
    ],
)
def test_what_is_told_is_no_more_than_what_has_changed(
    before: str, after: str, told: list[object]
) -> None:
    changes = changes_between(rules_of(before), rules_of(after))

    assert [
        "order"
        if isinstance(was or becomes, RuleOrder)
        else tuple(one and getattr(one, "position", None) for one in (was, becomes))
        for was, becomes in changes
    ] == told


def test_a_rule_is_found_by_its_id() -> None:
    assert index_of(rules_of("abc"), "b") == 1
    with pytest.raises(NotFound):
        index_of(rules_of("abc"), "x")


def test_a_ledger_has_room_for_so_many_rules() -> None:
    ensure_room(rules_of(map(str, range(MAX_RULES))))
    with pytest.raises(TooManyRules):
        ensure_room(rules_of(map(str, range(MAX_RULES + 1))))


def test_rules_that_are_too_long_together_have_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    some = rules_of("ab")
    size = sum(len(one.model_dump_json()) for one in some)
    monkeypatch.setattr("shared.models.rules.rule_list.MAX_RULES_BYTES", size)
    ensure_room(some)

    monkeypatch.setattr("shared.models.rules.rule_list.MAX_RULES_BYTES", size - 1)
    with pytest.raises(InvalidArgument):
        ensure_room(some)


ON_ACCOUNT = {"field": "ACCOUNT", "operator": "IS", "value": "card"}


def test_a_rule_names_its_category_and_its_accounts() -> None:
    assert named_parts(rule(ON_ACCOUNT)) == {Part("categories", "food"), Part("accounts", "card")}
    assert named_parts(rule(payee="P")) == frozenset()


def test_a_rule_that_names_what_is_not_there_does_not_fit_unless_it_may_keep_it() -> None:
    one = rule(amount(min="1.005"), ON_ACCOUNT, category_id="card")

    with pytest.raises(InvalidArgument) as refusal:
        ensure_fits(sample_ledger(category()), one)
    assert [error.field for error in refusal.value.errors] == [
        "conditions.1.value", "actions.category_id", "conditions.0.min",
    ]  # fmt: skip
    with pytest.raises(InvalidArgument) as refusal:
        ensure_fits(sample_ledger(category()), one, kept={Part("accounts", "card")})
    assert [error.field for error in refusal.value.errors] == [
        "actions.category_id", "conditions.0.min",
    ]  # fmt: skip
    ensure_fits(sample_ledger(category()), rule(ON_ACCOUNT), kept={Part("accounts", "card")})
