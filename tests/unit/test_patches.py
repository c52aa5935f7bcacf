"""Null in a patch clears optional fields, and is refused in the others."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from shared.models.ledger.account import AccountPatch
from shared.models.ledger.category import CategoryPatch
from shared.models.ledger.transactions.transaction import TransactionPatch
from shared.models.people.profile import ProfilePatch
from shared.models.rules.rule import RulePatch
from shared.models.settings.ledger_settings import SettingsPatch
from shared.models.settings.personal_settings import PersonalPatch
from shared.models.values.validation import field_errors_of

SETTINGS = {"currency", "timezone", "month_start_day"}
PROFILE = {"locale"}


@pytest.mark.parametrize(
    ("patch", "refusing"),
    [
        (
            AccountPatch,
            {"name", "kind", "opening_balance", "opening_date", "archived", "is_default"},
        ),
        (CategoryPatch, {"name", "kind", "archived"}),
        (TransactionPatch, {"type", "amount", "account_id", "date", "tags"}),
        (RulePatch, {"enabled", "conditions", "actions"}),
        (SettingsPatch, SETTINGS),
        (ProfilePatch, PROFILE),
        (PersonalPatch, SETTINGS | PROFILE),
    ],
)
def test_a_patch_refuses_null_in_these_fields(patch: type[BaseModel], refusing: set[str]) -> None:
    messages = {name: refusal_of(patch, name) for name in patch.model_fields}
    assert messages == {
        name: "must not be null" if name in refusing else None for name in patch.model_fields
    }


def refusal_of(patch: type[BaseModel], name: str) -> str | None:
    """Return the message about null in a field of a patch; None if it is accepted."""
    content: dict[str, Any] = {name: None}
    try:
        patch.model_validate(content)
    except ValidationError as error:
        (refusal,) = field_errors_of(error)
        assert refusal.field == name
        return refusal.message
    return None
