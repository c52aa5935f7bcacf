"""Null in a patch clears optional fields, as a blank text does, and is refused in the others."""

from __future__ import annotations

import contextlib
from importlib import import_module
from typing import Annotated, Any, get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from functions.http.inputs import models_of
from functions.manifest import FUNCTIONS, Audience
from shared.models.ledger.inputs.account import AccountPatch
from shared.models.ledger.inputs.category import CategoryPatch
from shared.models.ledger.inputs.transaction import TransactionPatch
from shared.models.people.profile_input import ProfilePatch
from shared.models.rules.rule import RulePatch
from shared.models.settings.ledger_settings import SettingsPatch
from shared.models.settings.personal_settings import PersonalPatch
from shared.models.values.validation import field_errors_of

SETTINGS = {"currency", "timezone", "month_start"}
PROFILE = {"locale"}


@pytest.mark.parametrize(
    ("patch", "refusing"),
    [
        (
            AccountPatch,
            {
                "name",
                "kind",
                "currency",
                "opening_balance",
                "opening_date",
                "archived",
                "is_default",
            },
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


def fields_of_bodies() -> dict[str, Any]:
    """Return the fields of the bodies that operations take, nested ones included, by name."""
    found: dict[str, Any] = {}
    waiting = [
        model
        for function in FUNCTIONS
        if function.audience is not Audience.PUBSUB
        for route in import_module(function.module).routes.declared
        if (model := models_of(route.load_view()).get("body")) is not None
    ]
    while waiting:
        model = waiting.pop()
        for name, field in model.model_fields.items():
            key = f"{model.__name__}.{name}"
            if key not in found:
                found[key] = Annotated[field.annotation, None, *field.metadata]
                waiting += parts_of(field.annotation)
    return found


def parts_of(annotation: Any) -> list[type[BaseModel]]:
    """Return the models in a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [part for one in get_args(annotation) for part in parts_of(one)]


def test_a_blank_optional_text_is_null() -> None:
    read: dict[str, Any] = {}
    for name, kind in fields_of_bodies().items():
        with contextlib.suppress(ValidationError):
            TypeAdapter(kind).validate_python(None)
            read[name] = TypeAdapter(kind).validate_python(" ")

    assert read.keys() >= {
        "TransactionDraft.description", "TransactionDraft.payee", "TransactionPatch.notes",
        "SplitDraft.note", "ProfileDraft.display_name", "CategoryPatch.icon", "RuleDraft.name",
    }  # fmt: skip
    kept = {name for name, value in read.items() if value is not None}
    assert kept == set()
