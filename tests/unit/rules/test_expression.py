"""Expressions are compiled when they are written or compared, and cost no more than their size."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
import re2  # type: ignore[import-untyped]  # (No types.)
from pydantic import ValidationError

from shared.errors import InvalidArgument
from shared.models.exports.backup import RuleRecord
from shared.models.history.kinds import Entity, kind_of
from shared.models.rules.expression import size_of_expression
from shared.models.rules.matching_budget import MatchingBudget, MatchingStopped
from shared.models.rules.rule import Rule, check_expressions
from shared.models.rules.rule_list import changes_between, ensure_room
from shared.models.rules.rule_matching import Subject, compile_rules
from shared.models.values.text import IMPORTED
from tests.unit.rules.rule_examples import draft, rule, text

RENT = Subject("EXPENSE", 100, "EUR", description="rent")


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the patterns that are compiled from now on, with no size known before."""
    patterns: list[str] = []
    original: Callable[..., object] = re2.compile

    def compile_(pattern: bytes, options: object) -> object:
        patterns.append(pattern.decode())
        return original(pattern, options)

    size_of_expression.cache_clear()
    monkeypatch.setattr(re2, "compile", compile_)
    return patterns


def stored(number: int) -> list[dict[str, object]]:
    """Return rules as they are stored, each with an expression of its own."""
    rules = [rule(text("MATCHES", f"rent{n}|^r"), rule_id=f"R{n}") for n in range(number)]
    return [one.model_dump(mode="json", exclude_defaults=True) for one in rules]


def test_reading_stored_rules_compiles_nothing(compiled: list[str]) -> None:
    contents = stored(9)
    compiled.clear()
    size_of_expression.cache_clear()

    rules = [Rule.model_validate(one, context=IMPORTED) for one in contents]
    logged = [kind_of(Entity.RULES).decode(one) for one in contents]
    changes = list(changes_between(rules, rules[:0:-1]))
    compile_rules(rules)

    assert (len(logged), len(changes), compiled) == (9, 2, [])


def test_one_more_rule_compiles_each_expression_once_at_most(compiled: list[str]) -> None:
    rules = [Rule.model_validate(one, context=IMPORTED) for one in stored(200)]
    compiled.clear()

    ensure_room(rules)
    assert compiled == []

    size_of_expression.cache_clear()
    ensure_room(rules)
    ensure_room(rules)
    assert len(compiled) == 200


def test_a_valid_expression_is_compiled_once_and_folded(compiled: list[str]) -> None:
    draft(text("MATCHES", "Café|Bäcker"))

    assert compiled == ["Cafe|Backer"]


def test_an_expression_is_compiled_when_it_is_first_compared(compiled: list[str]) -> None:
    other = text("CONTAINS", "other")
    rules = compile_rules([
        rule(other, text("MATCHES", "^never"), rule_id="A"),
        rule(text("MATCHES", "^rent"), rule_id="B"),
    ])  # fmt: skip
    compiled.clear()

    assert [[one.id for one in rules.matching(RENT)] for _ in range(3)] == [["B"]] * 3
    assert compiled == ["^rent"]


def test_the_time_of_compiling_counts_in_the_budget(compiled: list[str]) -> None:
    rules = compile_rules([rule(text("MATCHES", f"x{n}"), rule_id=str(n)) for n in range(9)])
    compiled.clear()
    ticks = count()

    with pytest.raises(MatchingStopped):
        list(rules.matching(RENT, MatchingBudget(4, clock=lambda: next(ticks))))

    assert compiled == ["x0", "x1", "x2"]


@pytest.mark.parametrize(
    "expression",
    [r"\PL{0}" * 32 + "00001", r"[\pL\PL]{0}" * 16, r"\P{Lu}|" * 20, r"(?:\S{0,1000}\S){0}" * 9,
     r"[^\d\D]{0,1000}" * 9, r"\\x{1000}" * 9, r"\Q\\E{900,}" * 9, "(?:" + "ﷺ" * 190 + "){0}",
     "(?:a{９９９}){0}" * 9],
)  # fmt: skip
def test_an_expression_that_is_slow_to_parse_is_not_even_parsed(
    expression: str, compiled: list[str]
) -> None:
    with pytest.raises(ValidationError, match="is too complex an expression"):
        draft(text("MATCHES", expression))

    assert compiled == []


@pytest.mark.parametrize(
    "expression",
    [r"^\p{Lu}+ [\pL\pN]+$", r"[\x{1000}-\x{9999}]+", r"\\{1000}|\{1000\}", "x{0,90}y{9,}",
     "(?:a?){200}z", "(a|b)*c{0}", "ﷺ{3}"],
)  # fmt: skip
def test_usual_classes_and_repetitions_are_accepted(expression: str) -> None:
    [condition] = draft(text("MATCHES", expression)).conditions

    assert condition.model_dump()["value"] == expression


def test_short_expressions_have_a_size_too() -> None:
    assert size_of_expression("a") == 20 + 5
    assert size_of_expression(r"(?:\PL){0}a{0}") == 20 + 200
    assert size_of_expression("(?:a{9}b{50,90}){0}") == 20 + 99


def test_expressions_of_a_backup_are_checked_up_to_the_first_that_is_refused(
    compiled: list[str],
) -> None:
    conditions = [text("MATCHES", value) for value in ("a", "b(", "c", "d(")]
    content = {"id": "R", "conditions": conditions, "actions": {"tags": ["t"]}}
    times = dict.fromkeys(("created_at", "updated_at"), "2026-05-01T00:00:00Z")
    record = RuleRecord.model_validate(content | times, context=IMPORTED)
    assert compiled == []

    with pytest.raises(InvalidArgument) as refused:
        check_expressions(record.conditions)

    assert [one.field for one in refused.value.errors] == ["conditions.1.value"]
    assert compiled == ["a", "b("]
