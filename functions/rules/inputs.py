"""Input of rules: the input models of the services, with schemas that OpenAPI allows."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from functions.http.schemas import without_discriminator
from shared.models.rules.rule import (
    BOUNDED_EXPRESSIONS,
    MAX_CONDITIONS,
    Condition,
    RuleDraft,
    RulePatch,
)

_Condition = Annotated[Condition, Field(json_schema_extra=without_discriminator)]
_Conditions = Annotated[
    tuple[_Condition, ...], Field(min_length=1, max_length=MAX_CONDITIONS), BOUNDED_EXPRESSIONS
]


class RuleInput(RuleDraft):
    """Input for creating a rule, or for replacing it as a whole (PUT)."""

    model_config = ConfigDict(title="RuleDraft")

    conditions: _Conditions


class RuleCreation(RuleInput):
    """Input for creating a rule, with its position among the others."""

    model_config = ConfigDict(title="RuleCreation")

    position: Annotated[int, Field(ge=0, strict=True)] | None = Field(
        default=None, description="From 0; by default after all others."
    )


class RulePatchInput(RulePatch):
    """Input for changing a rule; omitted fields stay unchanged."""

    model_config = ConfigDict(title="RulePatch")

    conditions: _Conditions | None = None
