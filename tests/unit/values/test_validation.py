"""Errors of pydantic have the paths that clients wrote."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from shared.models.ledger.inputs.category import CategoryDraft
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.rules.rule import RuleDraft
from shared.models.sharing.invitation import InvitationDraft
from shared.models.values.validation import field_errors_of
from tests.unit.rules.rule_examples import amount, text

FOOD = {"category_id": "food"}


def errors_of(model: type[BaseModel], content: object) -> dict[str, str]:
    """Return the errors by field."""
    with pytest.raises(ValidationError) as refused:
        model.model_validate(content)
    return {error.field: error.message for error in field_errors_of(refused.value)}


def errors_of_condition(condition: object) -> dict[str, str]:
    return errors_of(RuleDraft, {"conditions": [text("EQUALS", "x"), condition], "actions": FOOD})


@pytest.mark.parametrize(
    ("condition", "field", "message"),
    [
        (text("MATCHES", "(", "TEXT"), ".value", "is not a valid RE2 expression: missing ): ("),
        (amount(), "", "must have a min or a max"),
        (amount(min="x"), ".min", "must be a decimal number, like 12.50"),
        (amount(min="1") | {"MAX": "2"}, ".MAX", "is not a known field"),
        ({"field": "ACCOUNT", "operator": "IS"}, ".value", "is required"),
        ({"operator": "IS", "value": "x"}, ".field", "is required"),
        ({"field": "TEXT", "value": "x"}, ".operator", "is required"),
        (text("IS", "x"), ".operator",
         "must be CONTAINS, EQUALS, STARTS_WITH or MATCHES"),
        (text("CONTAINS", "x", "AMOUNT"), ".operator", "must be BETWEEN"),
    ],
)  # fmt: skip
def test_a_path_has_no_names_of_a_unions_members(
    condition: dict[str, Any], field: str, message: str
) -> None:
    assert errors_of_condition(condition)[f"conditions.1{field}"] == message


def test_a_field_that_only_the_client_knows_keeps_its_name_even_in_upper_case() -> None:
    draft = {"conditions": [amount(min="1")], "actions": FOOD}

    assert errors_of(RuleDraft, draft | {"NAME": "x"}) == {"NAME": "is not a known field"}


def test_a_tuple_is_not_called_too_short_for_its_invalid_parts() -> None:
    draft = {"conditions": [amount(min="x")], "actions": FOOD}

    assert errors_of(RuleDraft, draft).keys() == {"conditions.0.min"}
    assert errors_of(RuleDraft, draft | {"conditions": []}).keys() == {"conditions"}


def test_a_missing_field_and_the_whole_have_names_too() -> None:
    assert errors_of(RuleDraft, {"conditions": [amount(min="1")]}) == {"actions": "is required"}
    assert errors_of(TransactionDraft, 5).keys() == {"body"}


def test_a_list_of_a_wrong_length_is_told_how_long_it_may_be() -> None:
    draft = {"conditions": [], "actions": {"tags": ["tag"] * 21}}

    assert errors_of(RuleDraft, draft) == {
        "conditions": "must have at least 1 item",
        "actions.tags": "must have at most 20 items",
    }


@pytest.mark.parametrize(
    ("model", "content", "field", "message"),
    [
        (InvitationDraft, {"email": "grace", "role": "EDITOR"}, "email",
         "must be an e-mail address like grace@example.com"),
        (CategoryDraft, {"name": "Rent", "type": "EXPENSE", "color": "red"}, "color",
         "must be a color like #2f9e44"),
        (RuleDraft, {"conditions": [text("EQUALS", "x")], "actions": {"category_id": "a/b"}},
         "actions.category_id", "must be an id: 1 to 64 letters and digits"),
    ],
)  # fmt: skip
def test_a_value_of_another_form_is_told_in_words(
    model: type[BaseModel], content: object, field: str, message: str
) -> None:
    assert errors_of(model, content)[field] == message
