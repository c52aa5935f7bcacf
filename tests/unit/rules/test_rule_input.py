"""Rules: what they accept, and how it is kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from shared.errors import FieldError, InvalidArgument
from shared.models.rules.rule import MAX_CONDITIONS, Actions, Rule, RuleDraft, RulePatch
from tests.unit.rules.rule_examples import ANYTHING, amount, draft, rule, text


def test_a_draft_needs_conditions_and_actions_alone() -> None:
    plain = draft(text("CONTAINS", " Café "))

    assert (plain.name, plain.enabled) == (None, True)
    assert plain.conditions[0].model_dump() == text("CONTAINS", "Café")
    assert plain.actions == Actions(category_id="food")


def test_a_rule_has_one_to_ten_conditions() -> None:
    for count in (1, MAX_CONDITIONS):
        assert len(draft(*[ANYTHING] * count).conditions) == count
    for count in (0, MAX_CONDITIONS + 1):
        with pytest.raises(ValidationError, match=r"at (least 1|most 10) item"):
            draft(conditions=[ANYTHING] * count)


@pytest.mark.parametrize(
    "condition",
    [text("CONTAINS", ""), text("CONTAINS", " "), text("CONTAINS", "\u0301"),
     text("EQUALS", "x" * 201), text("EQUALS", "a\x00"), text("contains", "x"), text("IS", "x"),
     text("CONTAINS", "x", "TAGS"), text("BETWEEN", "x"), text("CONTAINS", "5", "AMOUNT"),
     text("IS", "TRANSFER", "TYPE"), text("IS", "a/b", "ACCOUNT"),
     text("CONTAINS", "x") | {"other": "x"}, {"field": "PAYEE", "operator": "CONTAINS"},
     {"operator": "CONTAINS", "value": "x"}, {"field": "PAYEE", "value": "x"}],
)  # fmt: skip
def test_what_is_no_condition_is_refused(condition: dict[str, str]) -> None:
    draft(text("EQUALS", "x" * 200), text("IS", "giro", "ACCOUNT"), text("IS", "income", "TYPE"))

    with pytest.raises(ValidationError):
        draft(condition)


@pytest.mark.parametrize(
    ("expression", "why"),
    [("(rewe", r"is not a valid RE2 expression: missing \): \(rewe"),
     ("a**", "bad repetition operator"), (r"(a)\1", "invalid escape sequence"),
     ("(?=a)", "invalid perl operator"), (r"\Ä", r"invalid escape sequence: \\Ä"),
     (r"\pL{90}", "pattern too large"), (r"(\pL+ ){4}", "is too complex"),
     ("x" * 201, "at most 200 characters"), ("", "at least 1 character"),
     ("\ud800", "control characters")],
)  # fmt: skip
def test_an_unusable_expression_is_refused_with_the_reason(expression: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        draft(text("MATCHES", expression))


@pytest.mark.parametrize("expression", ["x" * 200, r"\pL+ \pN+", " a ", "(a+)+$", "(?P<n>é)"])
def test_an_expression_is_kept_as_typed(expression: str) -> None:
    (kept,) = draft(text("MATCHES", expression)).conditions

    assert kept.model_dump() == text("MATCHES", expression)


@pytest.mark.parametrize(
    ("bounds", "why"),
    [({}, "must have a min or a max"), ({"min": None, "max": None}, "must have a min or a max"),
     ({"min": "-0.01"}, "greater than or equal to 0"),
     ({"min": "2", "max": "1.99"}, "min that is not above its max"),
     ({"max": "0.00001"}, "no more than 4 decimal places"),
     ({"max": 1.5}, "must be a decimal number"), ({"max": "1e3"}, "must be a decimal number"),
     ({"max": "1" + "0" * 13}, "at most 13 digits")],
)  # fmt: skip
def test_bounds_that_make_no_sense_are_refused(bounds: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        draft(amount(**bounds))


@pytest.mark.parametrize(
    ("written", "stored"),
    [("12.50", "12.5"), (Decimal("1E3"), "1000"), ("-0", "0"), (Decimal("0E-99999"), "0")],
)
def test_a_stored_bound_is_written_plainly_and_read_again(written: object, stored: str) -> None:
    kept = rule(amount(max=written))

    as_stored = kept.model_dump(mode="json")

    assert as_stored["conditions"][0]["max"] == stored
    assert Rule.model_validate(as_stored) == kept


def test_a_bound_must_fit_the_currency() -> None:
    fitting, finer = amount(min="1.25", max="2.00"), amount(min="1", max="1.255")
    asked = rule(text("CONTAINS", "x"), fitting, finer)

    asked.check_fit("KWD")
    rule(amount(max="3.00")).check_fit("JPY")
    with pytest.raises(InvalidArgument) as refused:
        asked.check_fit("USD")

    assert refused.value.errors == (
        FieldError("conditions.2.max", "must have at most 2 decimals in USD"),
    )


@pytest.mark.parametrize("actions", [{"category_id": "food"}, {"payee": " P "}, {"tags": ["t"]}])
def test_one_action_is_enough(actions: dict[str, Any]) -> None:
    assert draft(actions=actions).actions.payee == ("P" if "payee" in actions else None)


@pytest.mark.parametrize(
    "actions",
    [{}, {"tags": []}, {"payee": " "}, {"payee": "x" * 101}, {"tags": ["x" * 31]},
     {"tags": [str(n) for n in range(21)]}, {"category_id": "a/b"},
     {"category_id": "food", "notes": "x"}],
)  # fmt: skip
def test_no_or_other_actions_are_refused(actions: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        draft(actions=actions)


@pytest.mark.parametrize("model", [RuleDraft, RulePatch])
@pytest.mark.parametrize("field", ["id", "revision", "created_at", "position"])
def test_unknown_fields_are_refused(model: type[BaseModel], field: str) -> None:
    known = {"name": "Food", "conditions": [ANYTHING], "actions": {"category_id": "food"}}
    model.model_validate(known)

    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        model.model_validate(known | {field: "x"})


def test_a_patch_names_what_it_changes_and_may_clear_the_name_alone() -> None:
    patch = RulePatch.model_validate({"name": None, "enabled": False})

    assert patch.model_dump(exclude_unset=True) == {"name": None, "enabled": False}
    for field in ("enabled", "conditions", "actions"):
        with pytest.raises(ValidationError, match="must not be null"):
            RulePatch.model_validate({field: None})
    with pytest.raises(ValidationError):
        RulePatch.model_validate({"enabled": "yes"})
