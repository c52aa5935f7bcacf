"""Rules for the tests of rules: each spells out only what matters to its test."""

from __future__ import annotations

from typing import Any

from shared.models.rules.rule import Rule, RuleDraft
from tests.unit.examples import NOON


def text(operator: str, value: str, field: str = "DESCRIPTION") -> dict[str, str]:
    """Return a condition on a text."""
    return {"field": field, "operator": operator, "value": value}


def amount(**bounds: object) -> dict[str, object]:
    """Return a condition on the amount."""
    return {"field": "AMOUNT", "operator": "BETWEEN", **bounds}


ANYTHING = amount(min="0")


def rule(*conditions: dict[str, Any], rule_id: str = "R1", **actions: Any) -> Rule:
    """Return a rule that files under food when nothing else is said."""
    return Rule.model_validate(
        {
            "id": rule_id,
            "conditions": conditions or [ANYTHING],
            "actions": actions or {"category_id": "food"},
            "created_at": NOON,
            "updated_at": NOON,
        }
    )


def draft(*conditions: dict[str, Any], **facts: Any) -> RuleDraft:
    """Return a new rule, likewise."""
    usual = {"conditions": conditions or [ANYTHING], "actions": {"category_id": "food"}}
    return RuleDraft.model_validate(usual | facts)
