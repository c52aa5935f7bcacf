"""Undo plans of rules, and refused undos."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidArgument, NotFound, TooManyRules
from shared.models.history.change import Change
from shared.models.history.kinds import Entity
from shared.models.rules.rule import MAX_RULES, Rule
from shared.models.rules.rule_list import Part, changes_between
from shared.models.rules.rule_undo_plan import RuleUndoPlan, parts_put_back
from tests.unit.examples import category, sample_ledger
from tests.unit.history.changes import EVENING, change, edited
from tests.unit.rules.rule_examples import rule
from tests.unit.strategies import bounded


def rules_of(ids: Iterable[str]) -> list[Rule]:
    """Return rules with these ids, in this order."""
    return [rule(rule_id=rule_id) for rule_id in ids]


def log_of(before: Sequence[Rule], after: Sequence[Rule]) -> list[Change]:
    """Return the log of what leads from one list to another."""
    return [change(was, becomes) for was, becomes in changes_between(before, after)]


def undone(
    now: Sequence[Rule], *changes: Change, kept: Collection[Part] = (), **facts: Any
) -> list[Rule]:
    """Return the rules after changes are undone, in a ledger with food alone."""
    work = RuleUndoPlan(sample_ledger(category(), **facts), now, EVENING, kept)
    work.undo(*changes)
    return work.rules


def ids_of(rules: Iterable[Rule]) -> str:
    """Return their ids, in order."""
    return "".join(one.id for one in rules)


@pytest.mark.parametrize(
    ("before", "after", "now", "expected"),
    [
        ("ab", "acb", "acb", "ab"),
        ("ab", "acb", "cdba", "dba"),
        ("abc", "ac", "ac", "abc"),
        ("abc", "ac", "cda", "cbda"),
        ("abcd", "abc", "a", "ad"),
        ("abc", "cab", "cab", "abc"),
        ("abc", "cab", "cxaby", "axbcy"),
        ("abc", "cab", "cb", "bc"),
        ("abc", "cab", "xy", "xy"),
    ],
    ids=[
        "created", "created, others moved", "removed", "removed, others moved", "fewer by now",
        "ordered", "ordered, others came", "ordered, one left", "ordered, all left",
    ],
)  # fmt: skip
def test_undo_puts_rules_back_among_those_that_are_there(
    before: str, after: str, now: str, expected: str
) -> None:
    [done] = log_of(rules_of(before), rules_of(after))

    assert ids_of(undone(rules_of(now), done)) == expected


def test_a_rule_that_is_put_back_is_a_new_version_of_what_it_was() -> None:
    old = rule(payee="P")
    [removal] = log_of([old], [])

    assert undone([], removal) == [old.model_copy(update={"revision": 2, "updated_at": EVENING})]


def test_what_was_kept_without_a_position_is_put_behind_all_others() -> None:
    removal = change(rule(rule_id="z"), None, entity=Entity.RULES)

    assert ids_of(undone(rules_of("ab"), removal)) == "abz"


def test_undoing_an_edit_takes_back_its_fields_and_no_others() -> None:
    start = rule(category_id="food", payee="P")
    first = edited(start, name="First", actions=rule(payee="Q").actions)
    second = edited(first, enabled=False)
    [done] = log_of([start], [first])

    [after] = undone([rule(rule_id="x"), second], done)[1:]

    assert (after.name, after.actions, after.enabled) == (None, start.actions, False)
    assert (after.revision, after.updated_at) == (4, EVENING)


def test_a_rule_that_is_not_there_has_nothing_to_undo() -> None:
    one = rule()
    for done in (*log_of([], [one]), *log_of([one], [edited(one, name="N")])):
        with pytest.raises(NotFound):
            undone([], done)


def test_a_rule_does_not_come_back_where_there_is_no_room() -> None:
    full = rules_of(map(str, range(MAX_RULES)))
    [removal] = log_of(rules_of("z"), [])

    assert len(undone(full[1:], removal)) == MAX_RULES
    with pytest.raises(TooManyRules):
        undone(full, removal)


def test_what_a_rule_names_must_be_there_unless_it_was_gone_already_or_stays() -> None:
    named, now = rule(category_id="pets"), rule(category_id="food")
    [removal], [edit] = log_of([named], []), log_of([named], [edited(named, actions=now.actions)])
    gone = Part("categories", "pets")

    for done, rules in ((removal, []), (edit, [now])):
        with pytest.raises(InvalidArgument) as refusal:
            undone(rules, done)
        assert [error.field for error in refusal.value.errors] == ["actions.category_id"]
        assert undone(rules, done, kept=[gone])[0].actions == named.actions
        assert parts_put_back([done]) == {gone: done.sequence}
    [rename] = log_of([rule(category_id="pets")], [edited(named, name="N")])
    assert undone([edited(named, name="N")], rename)[0].name is None


def test_an_order_puts_nothing_back_that_a_rule_names() -> None:
    assert parts_put_back(log_of(rules_of("ab"), rules_of("ba"))) == {}
    assert parts_put_back(log_of([], rules_of("a"))) == {}


IDS = st.lists(st.sampled_from("abcdef"), unique=True)


@bounded
@given(lists=st.lists(IDS, min_size=2, max_size=5))
def test_whatever_is_undone_newest_first_was_never_done(lists: list[list[str]]) -> None:
    logs = [log_of(rules_of(before), rules_of(after)) for before, after in pairwise(lists)]
    now = rules_of(lists[-1])
    for former, done in reversed(list(zip(lists, logs, strict=False))):
        now = undone(now, *done)
        assert [one.id for one in now] == former
