"""Input of the functions on rules."""

from typing import Annotated

from pydantic import Field

from shared.models.rules.rule import RuleDraft


class RuleCreation(RuleDraft):
    """Input for creating a rule, with its position among the others."""

    position: Annotated[int, Field(ge=0, strict=True)] | None = Field(
        default=None, description="From 0; by default after all others."
    )
