"""Matching rules is bounded: complexity of expressions, length of texts, and time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from pydantic import ValidationError

from shared.errors import InvalidArgument
from shared.models.rules import matching_budget
from shared.models.rules.expression import compile_expression, size_of_expression
from shared.models.rules.matching_budget import MatchingBudget, MatchingStopped
from shared.models.rules.rule import MAX_RULE_SIZE, MAX_RULES_SIZE
from shared.models.rules.rule_list import ensure_room
from shared.models.rules.rule_matching import Subject, compile_rules
from shared.models.rules.rule_suggestions import Correction, suggest_rules
from tests.unit.examples import NOON
from tests.unit.rules.rule_examples import draft, rule, text

COSTLY = "(?:a?){200}z"
"""An expression for which RE2 examines each of its instructions at each character of the text."""

LONG = Subject("EXPENSE", 100, "EUR", notes="a" * 2_000)


@pytest.fixture
def ticks() -> Iterator[int]:
    """Return a clock that goes on by one second each time that it is read."""
    return count()


class CountingBudget(MatchingBudget):
    """A budget that records the steps of each test, and never ends."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.spent: list[int] = []

    def spend(self, steps: int) -> None:
        """Record the steps of a test."""
        self.spent.append(steps)


def costly_rules(number: int) -> list[dict[str, str]]:
    return [text("MATCHES", f"{COSTLY}{index}", "NOTES") for index in range(number)]


def test_time_ends_between_two_expressions_of_one_entry(ticks: Iterator[int]) -> None:
    rules = compile_rules(rule(one, rule_id=one["value"]) for one in costly_rules(9))
    budget = MatchingBudget(3, clock=lambda: next(ticks))

    with pytest.raises(MatchingStopped):
        list(rules.matching(LONG, budget))

    assert (budget.is_spent, next(ticks)) == (True, 5)


def test_time_ends_between_two_plain_values_too(
    ticks: Iterator[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching_budget, "_STEPS_BETWEEN_CHECKS", 8 * 2_000)
    rules = compile_rules(rule(text("CONTAINS", "b", "NOTES"), rule_id=str(n)) for n in range(9))
    budget = MatchingBudget(3, clock=lambda: next(ticks))

    with pytest.raises(MatchingStopped):
        list(rules.matching(LONG, budget))


def test_a_budget_that_suffices_changes_nothing(ticks: Iterator[int]) -> None:
    rules = compile_rules([rule(text("MATCHES", "a+$", "NOTES")), *map(rule, costly_rules(3))])

    matching = list(rules.matching(LONG, MatchingBudget(100, clock=lambda: next(ticks))))

    assert matching == list(rules.matching(LONG))
    assert [one.id for one in matching] == ["R1"]


def test_only_the_time_of_matching_counts() -> None:
    times = iter([0, 1, 100, 101, 101, 200, 201, 201])
    budget = MatchingBudget(3, clock=lambda: next(times))

    with budget.counted():
        pass
    with budget.counted():
        budget.spend(1_000_000)
    with pytest.raises(MatchingStopped), budget.counted():
        budget.spend(1_000_000)


@pytest.mark.parametrize(
    ("field", "compared"), [("DESCRIPTION", 800), ("PAYEE", 400), ("NOTES", 3_600), ("TEXT", 4_800)]
)
@pytest.mark.parametrize("letter", ["\ufdfa", "\U00010c80", "\u0436"])
def test_texts_are_compared_up_to_a_number_of_bytes(field: str, compared: int, letter: str) -> None:
    expression = text("MATCHES", f"{COSTLY}!", field)
    size = compile_expression(expression["value"]).instructions
    longest = Subject("EXPENSE", 1, "EUR", letter * 200, letter * 100, letter * 2_000)
    budget = CountingBudget(1)

    assert not list(compile_rules([rule(expression)]).matching(longest, budget))

    expressions = budget.spent[2:]  # The first ones are those of the rule and of compiling.
    assert 0 < sum(expressions) <= compared * size


@pytest.mark.parametrize(("letter", "length"), [("x", 1_997), ("\u0436", 1_798)])
def test_letters_that_become_many_are_compared_up_to_a_limit(letter: str, length: int) -> None:
    rules = compile_rules([rule(text("CONTAINS", "end", "NOTES"))])

    def matches(notes: str) -> bool:
        return any(rules.matching(Subject("EXPENSE", 1, "EUR", notes=notes)))

    assert matches(letter * length + "end")
    assert not matches("\ufdfa" * 1_997 + "end")


def test_a_rule_has_expressions_up_to_a_size_together() -> None:
    fitting = MAX_RULE_SIZE // size_of_expression(COSTLY)
    draft(*costly_rules(fitting))

    with pytest.raises(ValidationError, match="less complex together"):
        draft(*costly_rules(fitting + 1))


def test_the_rules_of_a_ledger_have_expressions_up_to_a_size_together() -> None:
    size = sum(size_of_expression(one["value"]) for one in costly_rules(5))
    fitting = MAX_RULES_SIZE // size
    ensure_room([rule(*costly_rules(5), rule_id=str(n)) for n in range(fitting)])

    with pytest.raises(InvalidArgument, match="too complex"):
        ensure_room([rule(*costly_rules(5), rule_id=str(n)) for n in range(fitting + 1)])


def test_suggestions_leave_out_the_oldest_corrections_when_time_is_over(
    ticks: Iterator[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching_budget, "_STEPS_BETWEEN_CHECKS", 1)
    corrections = [
        Correction("Weekly market", None, "EXPENSE", "other", "food", NOON) for _ in range(9)
    ]
    existing = [rule(text("CONTAINS", "nowhere"))]
    budget = MatchingBudget(9, clock=lambda: next(ticks))

    (found,) = suggest_rules(corrections, existing, budget)

    assert (found.evidence, budget.is_spent) == (3, True)
    assert suggest_rules(corrections, existing, MatchingBudget(0)) == []
    assert suggest_rules(corrections, existing)[0].evidence == len(corrections)
